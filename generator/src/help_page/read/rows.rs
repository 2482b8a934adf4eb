//! Rows of a table: where they begin, and their cells.

use std::collections::HashSet;

use super::types::{PageType, is_name, is_type_cell};
use super::{Line, Located, Row, Unclear, cell};

/// Cuts lines into rows; what stands before the first is left out.
pub(super) fn rows(lines: &[Line], mandatory: Option<bool>) -> Vec<Row> {
    let starts = |index: &usize| {
        let lines = lines.get(*index..).unwrap_or_default();
        starts_row(lines) || mandatory.is_some_and(|mandatory| starts_labelled_row(lines, mandatory))
    };
    let mut starts: Vec<usize> = (0..lines.len()).filter(starts).collect();
    starts.dedup_by(|next, start| *next == *start + 1);
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let mut names = HashSet::new();
    let mut rows = Vec::new();
    for (start, end) in starts.iter().zip(ends) {
        if let Some(mut row) = lines.get(*start..end).and_then(row) {
            if !names.insert(row.name.value.clone()) {
                row.unclear.push(Unclear::new(row.name.line, &row.name.words, "the name stands twice in the table"));
            }
            rows.push(row);
        }
    }
    rows
}

/// A name, and then `Yes` or `No`, or a type.
fn starts_row(lines: &[Line]) -> bool {
    let cell = |index: usize| lines.get(index).map_or("", Line::plain);
    let ty = |index| PageType::parse(cell(index)).is_some();
    let named = is_name(cell(0)) && yes_or_no(cell(0)).is_none() && !is_type_cell(cell(0));
    named && (yes_or_no(cell(1)).is_some() || ty(1))
}

/// A name, and a description that begins with its label behind as many cells as the table has: even where one is wrong.
fn starts_labelled_row(lines: &[Line], mandatory: bool) -> bool {
    let label = lines.get(if mandatory { 3 } else { 2 }).map(Line::plain);
    let cells = lines.get(..if mandatory { 3 } else { 2 }).unwrap_or_default();
    let name = cells.first().map_or("", |line| line.plain());
    let named = is_name(name) && yes_or_no(name).is_none() && !is_type_cell(name);
    named
        && matches!(label, Some("Definition" | "Parameter description:"))
        && !cells.iter().any(|line| line.item().is_some())
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text {
        "Yes" | "yes" | "YES" => Some(true),
        "No" | "no" | "NO" => Some(false),
        _ => None,
    }
}

fn row(lines: &[Line]) -> Option<Row> {
    let (first, rest) = lines.split_first()?;
    let name = Located::part(first, first.plain());
    let mut unclear_cells = Vec::new();
    let mut cells = rest;
    let mandatory = cells.split_first().and_then(|(line, behind)| {
        let mandatory = yes_or_no(line.plain())?;
        cells = behind;
        Some(Located::new(mandatory, line.number, line.text.as_str()))
    });
    if let (None, Some((line, behind))) = (&mandatory, cells.split_first())
        && PageType::parse(line.plain()).is_none()
        && behind.first().is_some_and(|next| PageType::parse(next.plain()).is_some())
    {
        unclear_cells.push(Unclear::at(line, "this is neither `Yes` nor `No`"));
        cells = behind;
    }
    let rest = cells;
    let ty = rest
        .first()
        .and_then(|line| Some(Located::new(PageType::parse(line.plain())?, line.number, line.text.as_str())));
    if ty.is_none() {
        let cell = rest.first().map_or_else(|| name.clone(), |line| Located::part(line, line.plain()));
        unclear_cells.push(Unclear::new(cell.line, &cell.words, "this is no type that pages are known to use"));
    }
    let lines = rest.get(1..).unwrap_or_default();
    let (facts, unclear_facts) = cell::read(ty.as_ref().map(|ty| &ty.value), lines);
    unclear_cells.extend(unclear_facts);
    Some(Row { name, mandatory, ty, lines: lines.to_vec(), facts, unclear: unclear_cells })
}

impl Row {
    /// Notes where the cells of the row are not those that the table has.
    pub(super) fn hold_against(&mut self, has_mandatory: bool) {
        let why = match (has_mandatory, &self.mandatory) {
            (true, None) if self.unclear.is_empty() => "`Yes` or `No` is missing behind the name",
            (false, Some(_)) => "the table has no column `Mandatory`",
            _ => return,
        };
        self.unclear.push(Unclear::new(self.name.line, &self.name.words, why));
    }
}
