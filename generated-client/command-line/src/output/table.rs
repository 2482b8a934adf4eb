//! A table with columns as wide as their longest cell. It is printed in blocks of rows, so that a long list takes
//! little memory and begins to appear early.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::error::CliError;
use crate::output::stdout;

/// Space between the columns.
const GAP: usize = 2;

/// What is shown for a missing value, so that each line has the same number of columns.
const MISSING: &str = "-";

/// What replaces the end of a cell that is too long for the terminal.
const CUT: char = '…';

/// Maximum width of a column. Longer cells move the rest of their row to the right; otherwise, a single one could
/// multiply the size of the table.
const MAX_WIDTH: usize = 200;

/// Minimum width of a column on a terminal. Columns that do not fit then are left out.
const MIN_WIDTH: usize = 8;

/// Number of rows and bytes in a block. Widths of columns are known when a block is complete.
const BLOCK_ROWS: usize = 1000;
const BLOCK_BYTES: usize = 1024 * 1024;

/// A table. Cells must not contain tabs or line breaks.
pub(crate) struct Table {
    header: Vec<String>,
    /// Width of the terminal. Output that is not for a terminal is complete instead of fitting.
    terminal: Option<usize>,
    /// Whether columns without a value are left out.
    omits_empty: bool,
    /// The rows of the block: a row is a line, and its cells are separated by tabs. This takes a fraction of the memory
    /// of a string for each cell.
    rows: String,
    row_count: usize,
    /// Widths of all columns so far.
    widths: Vec<usize>,
    /// Whether each column has had a value so far.
    has_value: Vec<bool>,
    /// The columns that the latest header shows.
    shown: Vec<usize>,
}

impl Table {
    /// Creates a table with these columns. On a terminal, rows fit its width, and columns without a value are left out
    /// if `omits_empty` is set.
    pub(crate) fn new(header: Vec<String>, terminal: Option<usize>, omits_empty: bool) -> Self {
        let widths = header.iter().map(|name| name.width().min(MAX_WIDTH)).collect();
        let has_value = vec![false; header.len()];
        let omits_empty = omits_empty && terminal.is_some();
        Self { header, terminal, omits_empty, rows: String::new(), row_count: 0, widths, has_value, shown: Vec::new() }
    }

    /// Adds a row, which has a cell for each column, and prints the block if it is complete. An empty cell is a missing
    /// value.
    pub(crate) fn add(&mut self, cells: &[String]) -> Result<(), CliError> {
        self.push(cells);
        if self.row_count >= BLOCK_ROWS || self.rows.len() >= BLOCK_BYTES {
            stdout::print_text(&self.take_block())?;
        }
        Ok(())
    }

    /// Prints the rest of the table. Returns how many columns were left out because the terminal is too narrow.
    pub(crate) fn finish(mut self) -> Result<usize, CliError> {
        if self.row_count > 0 || self.shown.is_empty() {
            stdout::print_text(&self.take_block())?;
        }
        Ok(self.wanted_columns().len() - self.shown.len())
    }

    fn push(&mut self, cells: &[String]) {
        let columns = cells.iter().zip(&mut self.widths).zip(&mut self.has_value);
        for (index, ((cell, width), has_value)) in columns.enumerate() {
            let cell = if cell.is_empty() { MISSING } else { cell };
            *has_value |= cell != MISSING;
            *width = cell.width().min(MAX_WIDTH).max(*width);
            if index > 0 {
                self.rows.push('\t');
            }
            self.rows.push_str(cell);
        }
        self.rows.push('\n');
        self.row_count += 1;
    }

    /// Returns the block, after a header if its columns were not shown so far.
    fn take_block(&mut self) -> String {
        let mut columns = self.wanted_columns();
        let widths = self.fitting_widths(&mut columns);
        let mut text = String::new();
        if self.shown != columns {
            let header: Vec<&str> = self.header.iter().map(String::as_str).collect();
            self.align(&header, &columns, &widths, &mut text);
            self.shown = columns;
        }
        for row in self.rows.lines() {
            let cells: Vec<&str> = row.split('\t').collect();
            self.align(&cells, &self.shown, &widths, &mut text);
        }
        self.rows.clear();
        self.row_count = 0;
        text
    }

    /// Returns the columns to show: all, or those with a value if there are any.
    fn wanted_columns(&self) -> Vec<usize> {
        let mut columns: Vec<usize> = (0..self.header.len()).collect();
        if self.omits_empty && self.has_value.contains(&true) {
            columns.retain(|&column| self.has_value.get(column) == Some(&true));
        }
        columns
    }

    /// Returns the widths of these columns on the terminal, and removes the last columns if there is no room for them.
    fn fitting_widths(&self, columns: &mut Vec<usize>) -> Vec<usize> {
        let mut widths: Vec<usize> =
            columns.iter().map(|&column| self.widths.get(column).copied().unwrap_or_default()).collect();
        let Some(terminal) = self.terminal else { return widths };
        while widths.len() > 1 && line_width(&widths, MIN_WIDTH) > terminal {
            widths.pop();
            columns.pop();
        }
        let mut limit = MAX_WIDTH;
        while limit > MIN_WIDTH && line_width(&widths, limit) > terminal {
            limit -= 1;
        }
        for width in &mut widths {
            *width = limit.min(*width);
        }
        widths
    }

    /// Appends a row with the cells of these columns below those of the other rows.
    fn align(&self, cells: &[&str], columns: &[usize], widths: &[usize], output: &mut String) {
        let start = output.len();
        for (&column, &width) in columns.iter().zip(widths) {
            let cell = cells.get(column).copied().unwrap_or_default();
            let cell = if self.terminal.is_some() { cut(cell, width) } else { Cow::Borrowed(cell) };
            output.push_str(&cell);
            output.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.width()) + GAP));
        }
        output.truncate(start + output.get(start..).unwrap_or_default().trim_end().len());
        output.push('\n');
    }
}

/// Returns the width of a line if no column is wider than `limit`.
fn line_width(widths: &[usize], limit: usize) -> usize {
    let cells: usize = widths.iter().map(|&width| width.min(limit)).sum();
    cells + GAP * widths.len().saturating_sub(1)
}

/// Returns a cell without what exceeds a width.
fn cut(cell: &str, width: usize) -> Cow<'_, str> {
    if cell.width() <= width {
        return Cow::Borrowed(cell);
    }
    let (mut start, mut used) = (String::new(), 0);
    for c in cell.chars() {
        used += c.width().unwrap_or_default();
        if used >= width {
            break;
        }
        start.push(c);
    }
    start.push(CUT);
    Cow::Owned(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(header: &[&str], terminal: Option<usize>) -> Table {
        Table::new(header.iter().map(|&name| name.to_owned()).collect(), terminal, true)
    }

    fn block(table: &mut Table, rows: &[&[&str]]) -> String {
        for row in rows {
            table.push(&row.iter().map(|&cell| cell.to_owned()).collect::<Vec<_>>());
        }
        table.take_block()
    }

    #[test]
    fn columns_are_as_wide_as_their_longest_cell() {
        let shown = block(&mut table(&["a", "b", "c"], None), &[&["é€", "", "1"], &["集中", "x", "-"], &["", "", ""]]);
        assert_eq!(shown, "a     b  c\né€    -  1\n集中  x  -\n-     -  -\n");
    }

    #[test]
    fn a_long_cell_does_not_widen_the_other_rows() {
        let long = "x".repeat(100_000);
        let shown = block(&mut table(&["h", "i"], None), &[&[&long, "a"], &["y", "b"]]);
        let padding = " ".repeat(MAX_WIDTH - 1);
        assert_eq!(shown, format!("h{padding}  i\n{long}  a\ny{padding}  b\n"));
    }

    #[test]
    fn later_blocks_have_no_header_and_columns_of_at_least_the_same_width() {
        let mut table = table(&["a", "b"], None);
        assert_eq!(block(&mut table, &[&["long", "1"]]), "a     b\nlong  1\n");
        assert_eq!(block(&mut table, &[&["x", "1"]]), "x     1\n");
        assert_eq!(block(&mut table, &[&["longer", "1"]]), "longer  1\n");
    }

    #[test]
    fn a_terminal_shows_columns_with_values_only() {
        let mut first = table(&["a", "b", "c"], Some(80));
        assert_eq!(block(&mut first, &[&["1", "", "3"]]), "a  c\n1  3\n");
        assert_eq!(block(&mut first, &[&["1", "2", "3"]]), "a  b  c\n1  2  3\n", "a column appears with its value");
        assert_eq!(block(&mut table(&["a", "b"], Some(80)), &[]), "a  b\n");
        assert_eq!(block(&mut table(&["a", "b"], Some(80)), &[&["", ""]]), "a  b\n-  -\n");
        assert_eq!(block(&mut table(&["a", "b"], None), &[&["1", ""]]), "a  b\n1  -\n");
    }

    #[test]
    fn rows_fit_the_width_of_a_terminal() {
        let row: [&[&str]; 1] = [&["short", &"x".repeat(30), &"集".repeat(15)]];
        let header = ["name", "latin", "han"];
        for (width, expected) in [
            (69, format!("name   latin{}  han\nshort  {}  {}\n", " ".repeat(25), "x".repeat(30), "集".repeat(15))),
            (31, format!("name   latin        han\nshort  {}…  {}…\n", "x".repeat(10), "集".repeat(5))),
            (22, "name   latin\nshort  xxxxxxxxxxxxxx…\n".to_owned()),
            (3, "name\nshort\n".to_owned()),
        ] {
            let mut table = table(&header, Some(width));
            assert_eq!(block(&mut table, &row), expected, "{width}");
        }
    }
}
