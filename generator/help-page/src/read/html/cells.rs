//! The cells of tables, with those that span several rows or columns.

use std::ops::Range;

use super::tree::{Node, Tree};

/// Number of columns in which cells can span rows. Help pages have about five.
const MAX_COLUMNS: usize = 64;

/// A row of a table.
pub(super) struct Row {
    pub cells: Vec<Cell>,
    /// Number of columns that the cells cover.
    pub columns: usize,
}

/// A cell. One that spans several rows is in each of them.
pub(super) struct Cell {
    pub node: usize,
    /// The first column that it covers.
    pub column: usize,
}

/// A cell that covers rows below its own.
struct Span {
    node: usize,
    columns: Range<usize>,
    /// Number of rows below.
    rows: usize,
}

/// Returns the rows of a table or a section of one, without those of tables inside the table.
pub(super) fn rows_of(tree: &Tree, table: &Node) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut spans = Vec::new();
    for (_, child) in tree.children(table) {
        match child.name.as_str() {
            "thead" | "tbody" | "tfoot" => rows.extend(rows_of(tree, child)),
            "tr" => rows.push(place_cells(tree, child, &mut spans)),
            _ => {}
        }
    }
    rows
}

/// Places the cells of a row beside those that span it from above.
fn place_cells(tree: &Tree, row: &Node, spans: &mut Vec<Span>) -> Row {
    let mut cells: Vec<Cell> = Vec::new();
    let mut columns = 0;
    for span in &*spans {
        cells.push(Cell { node: span.node, column: span.columns.start });
        columns = columns.max(span.columns.end);
    }
    let mut new_spans = Vec::new();
    let mut column = 0;
    for (node, cell) in tree.children(row) {
        if !matches!(cell.name.as_str(), "td" | "th") {
            continue;
        }
        while let Some(span) = spans.iter().find(|span| span.columns.contains(&column)) {
            column = span.columns.end;
        }
        let covered = column..column + span_of(cell, "colspan").clamp(1, MAX_COLUMNS);
        cells.push(Cell { node, column });
        column = covered.end;
        columns = columns.max(column);
        // A span of 0 reaches to the end of the section.
        let rows = span_of(cell, "rowspan").checked_sub(1).unwrap_or(usize::MAX);
        if covered.start < MAX_COLUMNS {
            new_spans.push(Span { node, columns: covered, rows });
        }
    }
    for span in &mut *spans {
        span.rows -= 1;
    }
    spans.extend(new_spans);
    spans.retain(|span| span.rows > 0);
    cells.sort_by_key(|cell| cell.column);
    Row { cells, columns }
}

fn span_of(cell: &Node, attribute: &str) -> usize {
    cell.attribute(attribute).and_then(|span| span.trim().parse().ok()).unwrap_or(1)
}

/// Returns whether a table only lays out its content: one row, or numbers in front of each row.
pub(super) fn is_layout(tree: &Tree, rows: &[Row]) -> bool {
    rows.iter().all(|row| match row.cells.as_slice() {
        [_] => true,
        [numbers, _] => text_of(tree, numbers.node).chars().all(|c| c.is_ascii_digit() || c.is_whitespace()),
        _ => false,
    })
}

fn text_of(tree: &Tree, index: usize) -> String {
    let Some(node) = tree.node(index) else {
        return String::new();
    };
    let mut text = node.text.clone();
    for (child, _) in tree.children(node) {
        text += &text_of(tree, child);
    }
    text
}
