//! Tables in markup, which states their cells, so that rows and cells need not be guessed.

use std::collections::{BTreeMap, HashMap};

use super::content::{Row, Table};
use super::header::{Cell, is_none};
use super::lines::Line;
use super::located::Unrecognized;
use super::rows::{NOT_YES_OR_NO, mark_repeated};

/// Reads the header and the rows of the table that these lines start with. The error is about the table as a whole.
pub(super) fn read_table(table: &mut Table, lines: &[Line]) -> Result<(), String> {
    let mut rows = split_rows(lines).into_values();
    let Some(header) = rows.next() else {
        return Ok(());
    };
    let columns = columns(&header);
    let has = |cell: Cell| columns.contains_key(&cell);
    if !(has(Cell::Name) && has(Cell::Description) && (has(Cell::Type) || has(Cell::Mandatory))) {
        let cells: Vec<String> = header.values().map(|cell| text_of(cell)).collect();
        return Err(unknown_header(&cells));
    }
    table.has_mandatory = has(Cell::Mandatory);
    table.has_type = has(Cell::Type);
    for cells in rows {
        let [name, ..] = lines_of(Cell::Name, &cells, &columns) else {
            return Err("a row of this table has no name".to_owned());
        };
        if is_none(name) && lines_of(Cell::Type, &cells, &columns).is_empty() {
            continue;
        }
        let mut row = read_row(name, &cells, &columns);
        let has_further_cell = cells.keys().any(|column| *column >= columns_of(&header));
        if columns_of(&cells) < columns_of(&header) || has_further_cell {
            row.unrecognized.push(Unrecognized::on_line(name, "this row has fewer or more cells than the header"));
        }
        table.rows.push(row);
    }
    mark_repeated(&mut table.rows);
    Ok(())
}

fn read_row(name: &Line, cells: &Cells, columns: &HashMap<Cell, usize>) -> Row {
    let lines_of = |cell| lines_of(cell, cells, columns);
    let mut row = Row::named(&text_of(lines_of(Cell::Name)), name);
    if columns.contains_key(&Cell::Mandatory) {
        match lines_of(Cell::Mandatory) {
            [line] => row.set_mandatory(line),
            _ => row.unrecognized.push(Unrecognized::at(&row.name, NOT_YES_OR_NO)),
        }
    }
    if columns.contains_key(&Cell::Type) {
        let text = text_of(lines_of(Cell::Type));
        let line = lines_of(Cell::Type).first().unwrap_or(name);
        row.set_type(&text, line.number, &text);
    }
    row.read_description(lines_of(Cell::Description));
    if let Some(line) = cells.values().flatten().find(|line| line.may_be_hidden) {
        row.unrecognized.push(Unrecognized::possibly_hidden(line));
    }
    row
}

/// Returns the lines of a cell of a row, none if the table has no such column.
fn lines_of<'c>(cell: Cell, cells: &'c Cells, columns: &HashMap<Cell, usize>) -> &'c [Line] {
    columns.get(&cell).and_then(|column| cells.get(column)).map(Vec::as_slice).unwrap_or_default()
}

/// Returns the error for a header with other columns.
pub(super) fn unknown_header<T: AsRef<str>>(cells: &[T]) -> String {
    let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
    format!(
        "the header of this table is not `Parameter`, `Mandatory`, `Type`, `Description`, but `{}`",
        cells.join("`, `")
    )
}

/// The lines of each cell of a row, by column.
type Cells = BTreeMap<usize, Vec<Line>>;

/// Returns the cells of each row. Another table below the same title is not part of this one.
fn split_rows(lines: &[Line]) -> BTreeMap<usize, Cells> {
    let mut rows: BTreeMap<usize, Cells> = BTreeMap::new();
    let mut table = None;
    for line in lines {
        let Some(cell) = line.cell() else {
            continue;
        };
        if *table.get_or_insert(cell.table) != cell.table {
            break;
        }
        rows.entry(cell.row).or_default().entry(cell.column).or_default().push(line.clone());
    }
    rows
}

fn columns(header: &Cells) -> HashMap<Cell, usize> {
    let mut columns = HashMap::new();
    for (index, cell) in header {
        if let Some(cell) = Cell::parse(&text_of(cell)) {
            columns.entry(cell).or_insert(*index);
        }
    }
    columns
}

/// Returns the number of columns that the cells of a row cover.
fn columns_of(row: &Cells) -> usize {
    row.values().flatten().find_map(Line::cell).map_or(0, |cell| cell.columns)
}

/// Returns the text of a cell in one line.
fn text_of(cell: &[Line]) -> String {
    let texts: Vec<&str> = cell.iter().map(Line::plain).collect();
    texts.join(" ")
}
