//! The rows of a table: where each one starts, and its cells.

use std::collections::HashMap;

use super::content::Row;
use super::description::{self, Facts};
use super::header::Columns;
use super::lines::{Line, without_emphasis};
use super::located::{Located, Unrecognized};
use super::types::{PageType, is_name, is_type_cell};

/// Why the cell of the column `Mandatory` is not understood.
pub(super) const NOT_YES_OR_NO: &str = "this cell is neither `Yes` nor `No`";

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
        row.unrecognized.push(Unrecognized::at(&row.name, "the table has two rows of this name"));
    }
}

/// Returns the index of the first line of each row.
fn row_starts(lines: &[Line], columns: Option<Columns>) -> Vec<usize> {
    let mut starts: Vec<usize> = Vec::new();
    // Number of cells that remain of the current row. Its type can look like the name of another row.
    let mut cells = 0;
    for index in 0..lines.len() {
        let rest = lines.get(index..).unwrap_or_default();
        // Text below a label can look like a name.
        let is_text = index > 0 && lines.get(index - 1).is_some_and(|line| description::is_block_label(line.plain()));
        let labelled = columns.filter(|_| !is_text).and_then(|columns| cells_before_label(rest, columns));
        if cells > 0 {
            cells -= 1;
        } else if starts_row(rest, columns) || labelled.is_some() {
            starts.push(index);
            cells = labelled.unwrap_or(2) - 1;
        }
    }
    starts
}

/// Returns whether the lines start with a name, followed by `Yes`, `No` or a type, or by another word for yes or no and
/// then a type.
fn starts_row(lines: &[Line], columns: Option<Columns>) -> bool {
    let [name, next, after @ ..] = lines else {
        return false;
    };
    if name.plain() == "-" {
        // A response that is a file.
        return next.plain() == "File";
    }
    let is_next_to_type = columns == Some(Columns::MandatoryType) && starts_with_type(after);
    is_row_name(name.plain()) && (is_mandatory_cell(next, is_next_to_type) || is_type(next))
}

fn is_type(line: &Line) -> bool {
    PageType::parse(line.plain()).is_some()
}

fn starts_with_type(lines: &[Line]) -> bool {
    lines.first().is_some_and(is_type)
}

/// Returns the number of cells of a row, from its name to the label that starts its description. One of them may be
/// wrong or missing.
fn cells_before_label(lines: &[Line], columns: Columns) -> Option<usize> {
    let is_label = |line: &Line| line.plain().starts_with("Definition") || line.plain() == "Parameter description:";
    let count = lines.iter().take(columns.count()).position(is_label)?;
    let cells = lines.get(..count)?;
    let is_named = cells.first().is_some_and(|name| is_row_name(name.plain()));
    (is_named && !cells.iter().any(|cell| cell.item().is_some())).then_some(count)
}

/// Returns whether a string can be the cell of a name.
fn is_row_name(text: &str) -> bool {
    let (text, _) = split_deprecation(text);
    // A word with a period is a description, and a label starts one.
    (is_name(text) || name_of_list(text).is_some())
        && !text.ends_with('.')
        && !description::is_block_label(text)
        && !is_yes_or_no(text)
        && !is_type_cell(text)
}

/// Splits a name from the mark of a deprecated row, as in `thing (deprecated)`. Returns whether there is one.
fn split_deprecation(text: &str) -> (&str, bool) {
    match text.split_once(['(', '（']) {
        Some((name, mark)) if mark.ends_with([')', '）']) && description::marks_deprecation(mark) => {
            (without_emphasis(name.trim_end()), true)
        }
        _ => (text, false),
    }
}

/// Returns the name in brackets that stands for a list without a name, such as `items` in `[items]`.
fn name_of_list(text: &str) -> Option<&str> {
    text.strip_prefix('[')?.strip_suffix(']').filter(|name| is_name(name))
}

fn is_yes_or_no(text: &str) -> bool {
    matches!(text, "Yes" | "yes" | "YES" | "No" | "no" | "NO")
}

/// Returns whether a line is the cell of the column `Mandatory`. Words other than `Yes` and `No` can be those of other
/// cells, except next to a type.
fn is_mandatory_cell(line: &Line, is_next_to_type: bool) -> bool {
    is_yes_or_no(line.plain()) || (is_next_to_type && parse_mandatory(line.plain()).is_some())
}

/// Parses the words that say whether a row is mandatory.
fn parse_mandatory(text: &str) -> Option<bool> {
    Some(match text.to_ascii_lowercase().as_str() {
        "yes" | "y" | "true" | "m" | "mandatory" | "required" => true,
        "no" | "n" | "false" | "o" | "optional" | "not required" => false,
        _ => return None,
    })
}

fn read_row(name: &Line, cells: &[Line], columns: Option<Columns>) -> Row {
    let mut row = Row::named(name.plain(), name);
    let description = match columns {
        Some(Columns::Mandatory) => read_mandatory(&mut row, cells, columns),
        Some(Columns::TypeMandatory) => {
            let cells = read_type(&mut row, cells);
            read_mandatory(&mut row, cells, columns)
        }
        _ => {
            let cells = read_mandatory(&mut row, cells, columns);
            read_type(&mut row, cells)
        }
    };
    row.read_description(description);
    row
}

/// Reads the cell `Yes` or `No`, if the row has one, and returns the cells after it.
fn read_mandatory<'l>(row: &mut Row, cells: &'l [Line], columns: Option<Columns>) -> &'l [Line] {
    let Some((cell, after)) = cells.split_first() else {
        return cells;
    };
    let is_next_to_type = match columns {
        Some(Columns::TypeMandatory) => row.ty.is_some(),
        columns => columns == Some(Columns::MandatoryType) && starts_with_type(after),
    };
    if is_mandatory_cell(cell, is_next_to_type) || (!is_type(cell) && starts_with_type(after)) {
        row.set_mandatory(cell);
        return after;
    }
    cells
}

/// Reads the type and returns the lines after it.
fn read_type<'l>(row: &mut Row, cells: &'l [Line]) -> &'l [Line] {
    let Some((cell, after)) = cells.split_first() else {
        let (name, line) = (row.name.value.clone(), row.name.line);
        row.set_type("", line, &name);
        return cells;
    };
    row.set_type(cell.plain(), cell.number, &cell.text);
    after
}

impl Row {
    /// Creates a row of which only the cell of the name is known.
    pub(super) fn named(cell: &str, line: &Line) -> Self {
        let (name, is_deprecated) = split_deprecation(cell);
        let list = name_of_list(name);
        let deprecated = is_deprecated.then(|| Located::on_line((), line));
        Self {
            name: Located::on_line(list.unwrap_or(name).to_owned(), line),
            is_unnamed_list: list.is_some(),
            mandatory: None,
            ty: None,
            lines: Vec::new(),
            facts: Facts { deprecated, ..Facts::default() },
            unrecognized: Vec::new(),
        }
    }

    /// Reads the cell that says whether the row is mandatory.
    pub(super) fn set_mandatory(&mut self, cell: &Line) {
        match parse_mandatory(cell.plain()) {
            Some(mandatory) => self.mandatory = Some(Located::on_line(mandatory, cell)),
            None => self.unrecognized.push(Unrecognized::on_line(cell, NOT_YES_OR_NO)),
        }
    }

    /// Reads the cell of the type, which the page writes as `shown`.
    pub(super) fn set_type(&mut self, ty: &str, line: usize, shown: &str) {
        match PageType::parse(ty) {
            Some(ty) => self.ty = Some(Located::new(ty, line, shown)),
            None => self.unrecognized.push(Unrecognized::new(line, shown, "this cell is not a known type")),
        }
    }

    /// Reads the lines of the description.
    pub(super) fn read_description(&mut self, lines: &[Line]) {
        self.lines = description::join_json(lines);
        let ty = self.ty.as_ref().map(|ty| &ty.value);
        let (facts, unrecognized) = description::read(&self.name.value, ty, &self.lines);
        let deprecated = self.facts.deprecated.take().or(facts.deprecated);
        self.facts = Facts { deprecated, ..facts };
        self.unrecognized.extend(unrecognized);
    }

    /// Reports a row if its cells do not match the columns of its table.
    pub(super) fn check_columns(&mut self, has_mandatory: bool) {
        let reason = match (has_mandatory, &self.mandatory) {
            (true, None) if self.unrecognized.is_empty() => "the name is not followed by `Yes` or `No`",
            (false, Some(_)) => "the table has no column `Mandatory`",
            _ => return,
        };
        self.unrecognized.push(Unrecognized::at(&self.name, reason));
    }
}
