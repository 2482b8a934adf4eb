//! A table with columns as wide as their longest cell.

use crate::error::CliError;
use crate::output::stdout;

/// Space between the columns.
const GAP: &str = "  ";

/// Maximum width of a column in characters. Longer cells move the rest of their row to the right; otherwise, a single
/// one could multiply the size of the table.
const MAX_WIDTH: usize = 200;

/// Number of bytes that are collected before they are printed.
const WRITE_SIZE: usize = 64 * 1024;

/// The rows of a table, in one string: a row is a line, and its cells are separated by tabs. This takes a fraction of
/// the memory of a string for each cell.
#[derive(Default)]
pub(crate) struct Table {
    rows: String,
    widths: Vec<usize>,
}

impl Table {
    /// Adds a row. Its cells must not contain tabs or line breaks.
    pub(crate) fn add(&mut self, cells: &[String]) {
        self.widths.resize(cells.len().max(self.widths.len()), 0);
        for (index, (cell, width)) in cells.iter().zip(&mut self.widths).enumerate() {
            *width = cell.chars().count().min(MAX_WIDTH).max(*width);
            if index > 0 {
                self.rows.push('\t');
            }
            self.rows.push_str(cell);
        }
        self.rows.push('\n');
    }

    /// Prints the rows.
    pub(crate) fn print(&self) -> Result<(), CliError> {
        let mut printed = String::new();
        for row in self.rows.lines() {
            self.align(row, &mut printed);
            if printed.len() >= WRITE_SIZE {
                stdout::print_text(&printed)?;
                printed.clear();
            }
        }
        stdout::print_text(&printed)
    }

    /// Appends a row with its cells below those of the other rows.
    fn align(&self, row: &str, output: &mut String) {
        let start = output.len();
        for (index, (cell, width)) in row.split('\t').zip(&self.widths).enumerate() {
            if index > 0 {
                output.push_str(GAP);
            }
            output.push_str(cell);
            let padding = width.saturating_sub(cell.chars().count());
            output.extend(std::iter::repeat_n(' ', padding));
        }
        output.truncate(start + output.get(start..).unwrap_or_default().trim_end().len());
        output.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> String {
        let mut table = Table::default();
        for row in rows {
            table.add(&row.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>());
        }
        let mut output = String::new();
        for row in table.rows.lines() {
            table.align(row, &mut output);
        }
        output
    }

    #[test]
    fn columns_are_as_wide_as_their_longest_cell() {
        assert_eq!(table(&[&["a", "b", "c"], &["é€", "", "1"], &["x", "-", "-"]]), "a   b  c\né€     1\nx   -  -\n");
    }

    #[test]
    fn a_long_cell_does_not_widen_the_other_rows() {
        let long = "x".repeat(100_000);
        let shown = table(&[&[&long, "a"], &["y", "b"]]);
        assert_eq!(shown, format!("{long}  a\ny{}  b\n", " ".repeat(MAX_WIDTH - 1)));
    }
}
