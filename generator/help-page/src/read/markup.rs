//! Tables in markup, which states their cells, so that rows and cells need not be guessed.

use std::collections::{BTreeMap, HashMap};

use super::content::{Row, Table};
use super::header::{Cell, is_none};
use super::lines::Line;
use super::located::Unrecognized;
use super::rows::{NOT_YES_OR_NO, mark_repeated};

/// Reads the header and the rows of the table that these lines start with. The error is about the table as a whole.
pub(super) fn read_table(table: &mut Table, lines: &[Line]) -> Result<(), String> {
    let mut rows = split_rows(lines).into_iter();
    let Some(header) = rows.next() else {
        return Ok(());
    };
    let columns = read_header(&header)?;
    table.has_mandatory = columns.contains_key(&Cell::Mandatory);
    table.has_type = columns.contains_key(&Cell::Type);
    for cells in rows {
        let [name, ..] = cells.of(Cell::Name, &columns) else {
            return Err("a row of this table has no name".to_owned());
        };
        if is_none(name) && cells.of(Cell::Type, &columns).is_empty() {
            continue;
        }
        let mut row = read_row(name, &cells, &columns);
        if !cells.is_aligned_with(&header) {
            row.unrecognized.push(Unrecognized::on_line(name, "this row has fewer or more cells than the header"));
        }
        table.rows.push(row);
    }
    mark_repeated(&mut table.rows);
    Ok(())
}

/// The position of each known column of a table.
type Columns = HashMap<Cell, usize>;

fn read_header(header: &Cells) -> Result<Columns, String> {
    let texts: Vec<String> = header.0.values().map(|cell| text_of(cell)).collect();
    let mut columns = Columns::new();
    for (index, text) in header.0.keys().zip(&texts) {
        if let Some(cell) = Cell::parse(text) {
            columns.entry(cell).or_insert(*index);
        }
    }
    let has = |cell| columns.contains_key(&cell);
    let is_known = has(Cell::Name) && has(Cell::Description) && (has(Cell::Type) || has(Cell::Mandatory));
    if is_known { Ok(columns) } else { Err(unknown_header(&texts)) }
}

/// Returns the error for a header with other columns.
pub(super) fn unknown_header(cells: &[String]) -> String {
    let cells = cells.join("`, `");
    format!("the header of this table is not `Parameter`, `Mandatory`, `Type`, `Description`, but `{cells}`")
}

fn read_row(name: &Line, cells: &Cells, columns: &Columns) -> Row {
    let mut row = Row::named(&text_of(cells.of(Cell::Name, columns)), name);
    if columns.contains_key(&Cell::Mandatory) {
        match cells.of(Cell::Mandatory, columns) {
            [line] => row.set_mandatory(line),
            _ => row.unrecognized.push(Unrecognized::at(&row.name, NOT_YES_OR_NO)),
        }
    }
    if columns.contains_key(&Cell::Type) {
        let lines = cells.of(Cell::Type, columns);
        let text = text_of(lines);
        row.set_type(&text, lines.first().unwrap_or(name).number, &text);
    }
    row.read_description(cells.of(Cell::Description, columns));
    if let Some(line) = cells.0.values().flatten().find(|line| line.may_be_hidden) {
        row.unrecognized.push(Unrecognized::possibly_hidden(line));
    }
    row
}

/// The lines of each cell of a row, by column.
#[derive(Default)]
struct Cells(BTreeMap<usize, Vec<Line>>);

impl Cells {
    /// Returns the lines of a cell, none if the table has no such column.
    fn of(&self, cell: Cell, columns: &Columns) -> &[Line] {
        columns.get(&cell).and_then(|column| self.0.get(column)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns the number of columns that the cells cover.
    fn columns(&self) -> usize {
        self.0.values().flatten().find_map(Line::cell).map_or(0, |cell| cell.columns)
    }

    /// Returns whether the cells cover all columns of the header, and no text is in a further one.
    fn is_aligned_with(&self, header: &Self) -> bool {
        self.columns() >= header.columns() && self.0.keys().all(|column| *column < header.columns())
    }
}

/// Returns the cells of each row. Another table below the same title is not part of this one.
fn split_rows(lines: &[Line]) -> Vec<Cells> {
    let mut rows: BTreeMap<usize, Cells> = BTreeMap::new();
    let mut table = None;
    for line in lines {
        let Some(cell) = line.cell() else {
            continue;
        };
        if *table.get_or_insert(cell.table) != cell.table {
            break;
        }
        rows.entry(cell.row).or_default().0.entry(cell.column).or_default().push(line.clone());
    }
    rows.into_values().collect()
}

/// Returns the text of a cell in one line.
fn text_of(cell: &[Line]) -> String {
    let texts: Vec<&str> = cell.iter().map(Line::plain).collect();
    texts.join(" ")
}
