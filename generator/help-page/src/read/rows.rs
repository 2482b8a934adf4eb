//! The rows of a table: where each one starts, and its cells.

use std::collections::HashMap;

use super::content::Row;
use super::description;
use super::header::Columns;
use super::lines::Line;
use super::located::{Located, Unrecognized};
use super::types::{PageType, is_name, is_type_cell};

/// Reads the rows of a table. Lines before the first row are skipped.
pub(super) fn read_rows(lines: &[Line], columns: Option<Columns>) -> Vec<Row> {
    let starts = row_starts(lines, columns);
    let mut rows = Vec::new();
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(lines.len());
        let Some((name, cells)) = lines.get(*start..end).and_then(<[Line]>::split_first) else {
            continue;
        };
        rows.push(read_row(name, cells, columns));
    }
    mark_repeated(&mut rows);
    rows
}

/// Marks the rows of a name that several of them have: it is not known which one is right.
pub(super) fn mark_repeated(rows: &mut [Row]) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for row in rows.iter() {
        *counts.entry(row.name.value.clone()).or_default() += 1;
    }
    for row in rows.iter_mut().filter(|row| counts.get(&row.name.value).is_some_and(|count| *count > 1)) {
        let reason = "the table has two rows of this name";
        row.unrecognized.push(Unrecognized::new(row.name.line, &row.name.text, reason));
    }
}

/// Returns the index of the first line of each row.
fn row_starts(lines: &[Line], columns: Option<Columns>) -> Vec<usize> {
    let mut starts: Vec<usize> = Vec::new();
    for index in 0..lines.len() {
        let rest = lines.get(index..).unwrap_or_default();
        let labelled = columns.is_some_and(|columns| starts_labelled_row(rest, columns));
        // The type of a row can look like the name of one.
        let after_start = starts.last().is_some_and(|start| start + 1 == index);
        if !after_start && (starts_row(rest) || labelled) {
            starts.push(index);
        }
    }
    starts
}

/// Returns whether the lines start with a name, followed by `Yes`, `No` or a type.
fn starts_row(lines: &[Line]) -> bool {
    let [name, next, ..] = lines else {
        return false;
    };
    let next = next.plain();
    if name.plain() == "-" {
        // A response that is a file.
        return next == "File";
    }
    is_row_name(name.plain()) && (parse_yes_or_no(next).is_some() || PageType::parse(next).is_some())
}

/// Returns whether lines start with a name and, after as many cells as the table has columns, the label that starts a
/// description. One of the cells may be wrong.
fn starts_labelled_row(lines: &[Line], columns: Columns) -> bool {
    let columns = if columns.has_mandatory() && columns.has_type() { 3 } else { 2 };
    let (Some(cells), Some(label)) = (lines.get(..columns), lines.get(columns)) else {
        return false;
    };
    let named = cells.first().is_some_and(|name| is_row_name(name.plain()));
    let labelled = label.plain().starts_with("Definition") || label.plain() == "Parameter description:";
    named && labelled && !cells.iter().any(|cell| cell.item().is_some())
}

/// Returns whether a string can be the name of a row.
fn is_row_name(text: &str) -> bool {
    // A word with a period is a description, and a label starts one.
    (is_name(text) || name_of_list(text).is_some())
        && !text.ends_with('.')
        && !description::is_label(text)
        && parse_yes_or_no(text).is_none()
        && !is_type_cell(text)
}

/// Returns the name in brackets that stands for a list without a name, such as `items` in `[items]`.
fn name_of_list(text: &str) -> Option<&str> {
    text.strip_prefix('[')?.strip_suffix(']').filter(|name| is_name(name))
}

pub(super) fn parse_yes_or_no(text: &str) -> Option<bool> {
    match text {
        "Yes" | "yes" | "YES" => Some(true),
        "No" | "no" | "NO" => Some(false),
        _ => None,
    }
}

/// Parses the words that say whether a row is mandatory. Some are words of other cells too.
pub(super) fn parse_mandatory(text: &str) -> Option<bool> {
    Some(match text.to_ascii_lowercase().as_str() {
        "yes" | "y" | "true" | "m" | "mandatory" | "required" => true,
        "no" | "n" | "false" | "o" | "optional" | "not required" => false,
        _ => return None,
    })
}

/// Replaces words such as `Optional` with `Yes` or `No` where the name and the type of a row are next to them.
pub(super) fn with_yes_and_no(lines: &[Line], columns: Option<Columns>) -> Vec<Line> {
    let mut lines = lines.to_vec();
    let is_type = |line: Option<&Line>| line.is_some_and(|line| PageType::parse(line.plain()).is_some());
    for index in 1..lines.len() {
        let (before, after) = (lines.get(index - 1), lines.get(index + 1));
        let is_cell = match columns {
            Some(Columns::MandatoryType) => before.is_some_and(|name| is_row_name(name.plain())) && is_type(after),
            Some(Columns::TypeMandatory) => is_type(before),
            _ => false,
        };
        if let (true, Some(line)) = (is_cell, lines.get_mut(index))
            && let Some(mandatory) = parse_mandatory(line.plain())
        {
            let word = if mandatory { "Yes" } else { "No" };
            line.text = String::from(word);
        }
    }
    lines
}

fn read_row(name: &Line, cells: &[Line], columns: Option<Columns>) -> Row {
    let mut row = Row::named(name.plain(), name);
    let description = if columns == Some(Columns::Mandatory) {
        read_mandatory(&mut row, cells)
    } else if columns == Some(Columns::TypeMandatory) {
        let cells = read_type(&mut row, cells);
        read_mandatory(&mut row, cells)
    } else {
        let cells = read_mandatory(&mut row, cells);
        read_type(&mut row, cells)
    };
    row.read_description(description);
    row
}

/// Reads the cell `Yes` or `No`, if the row has one, and returns the cells after it.
fn read_mandatory<'l>(row: &mut Row, cells: &'l [Line]) -> &'l [Line] {
    let Some((cell, after)) = cells.split_first() else {
        return cells;
    };
    if let Some(mandatory) = parse_yes_or_no(cell.plain()) {
        row.mandatory = Some(Located::on_line(mandatory, cell));
        return after;
    }
    let type_follows = after.first().is_some_and(|next| PageType::parse(next.plain()).is_some());
    if PageType::parse(cell.plain()).is_none() && type_follows {
        row.unrecognized.push(Unrecognized::on_line(cell, "this cell is neither `Yes` nor `No`"));
        return after;
    }
    cells
}

/// Reads the type and returns the lines after it.
fn read_type<'l>(row: &mut Row, cells: &'l [Line]) -> &'l [Line] {
    const REASON: &str = "this cell is not a known type";
    let Some((cell, after)) = cells.split_first() else {
        row.unrecognized.push(Unrecognized::new(row.name.line, &row.name.value, REASON));
        return cells;
    };
    match PageType::parse(cell.plain()) {
        Some(ty) => row.ty = Some(Located::on_line(ty, cell)),
        None => row.unrecognized.push(Unrecognized::new(cell.number, cell.plain(), REASON)),
    }
    after
}

impl Row {
    /// Creates a row of which only the name is known.
    pub(super) fn named(name: &str, line: &Line) -> Self {
        let list = name_of_list(name);
        Self {
            name: Located::on_line(list.unwrap_or(name).to_owned(), line),
            is_unnamed_list: list.is_some(),
            mandatory: None,
            ty: None,
            lines: Vec::new(),
            facts: description::Facts::default(),
            unrecognized: Vec::new(),
        }
    }

    /// Reads the lines of the description.
    pub(super) fn read_description(&mut self, lines: &[Line]) {
        self.lines = description::join_json(lines);
        let ty = self.ty.as_ref().map(|ty| &ty.value);
        let (facts, unrecognized) = description::read(&self.name.value, ty, &self.lines);
        self.facts = facts;
        self.unrecognized.extend(unrecognized);
    }

    /// Reports a row whose cells do not match the columns of its table.
    pub(super) fn check_columns(&mut self, has_mandatory: bool) {
        let reason = match (has_mandatory, &self.mandatory) {
            (true, None) if self.unrecognized.is_empty() => "the name is not followed by `Yes` or `No`",
            (false, Some(_)) => "the table has no column `Mandatory`",
            _ => return,
        };
        self.unrecognized.push(Unrecognized::new(self.name.line, &self.name.text, reason));
    }
}
