//! Printing of records in the format of `--output`.

use clap::ArgMatches;
use huaweicloud_hss::descriptor::OperationDescriptor;
use serde_json::{Map, Value};

use crate::common_flags::{COLUMNS, OUTPUT};
use crate::error::CliError;
use crate::escape::{escape_cell, escape_message};
use crate::{columns, output};

/// The formats, by the names that `--output` takes.
pub(crate) const FORMATS: [&str; 4] = ["json", "jsonl", "table", "tsv"];

/// Space between the columns of a table.
const GAP: &str = "  ";
/// What a table shows for a missing value, so that each line has the same number of columns.
const MISSING: &str = "-";

/// An output format.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    JsonLines,
    Table,
    Tsv,
}

impl Format {
    /// Returns the format of `--output`, or the default.
    fn from_matches(matches: &ArgMatches, default: Self) -> Self {
        match matches.get_one::<String>(OUTPUT).map(String::as_str) {
            Some("json") => Self::Json,
            Some("jsonl") => Self::JsonLines,
            Some("table") => Self::Table,
            Some("tsv") => Self::Tsv,
            _ => default,
        }
    }
}

/// Prints records. Formats that need all records first are printed by [`finish`](Self::finish).
pub(crate) struct Printer {
    format: Format,
    columns: Vec<&'static str>,
    /// Whether `--columns` is set.
    selects_columns: bool,
    /// Records to print at the end.
    collected: Vec<Value>,
}

impl Printer {
    pub(crate) fn new(
        operation: &'static OperationDescriptor,
        matches: &ArgMatches,
        default: Format,
    ) -> Result<Self, CliError> {
        let format = Format::from_matches(matches, default);
        let chosen = columns::chosen(operation, matches)?;
        if chosen.is_some() && format == Format::Json {
            return Err(CliError::usage(format!(
                "--{COLUMNS} does not apply to json: pass --{OUTPUT} jsonl, table or tsv"
            )));
        }
        let selects_columns = chosen.is_some();
        let columns = chosen.unwrap_or_else(|| columns::all(operation));
        Ok(Self { format, columns, selects_columns, collected: Vec::new() })
    }

    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// Returns whether records are printed one by one.
    pub(crate) fn is_streaming(&self) -> bool {
        matches!(self.format, Format::JsonLines | Format::Tsv)
    }

    /// Prints a record, or keeps it for [`finish`](Self::finish).
    pub(crate) fn record(&mut self, record: Value) -> Result<(), CliError> {
        match self.format {
            // The response of an operation without response fields.
            Format::Table | Format::Tsv if self.columns.is_empty() => Ok(()),
            Format::JsonLines if self.selects_columns => output::print_line(&self.select_columns(record)),
            Format::JsonLines => output::print_line(&record),
            Format::Tsv => output::print_text(&format!("{}\n", self.cells(&record, "").join("\t"))),
            Format::Json | Format::Table => {
                self.collected.push(record);
                Ok(())
            }
        }
    }

    /// Prints the records that were kept.
    pub(crate) fn finish(self) -> Result<(), CliError> {
        match self.format {
            Format::Json => output::print_document(&self.collected),
            Format::Table if !self.columns.is_empty() => output::print_text(&self.table()),
            Format::Table | Format::JsonLines | Format::Tsv => Ok(()),
        }
    }

    fn select_columns(&self, record: Value) -> Value {
        let Value::Object(mut object) = record else { return record };
        let mut selected = Map::new();
        for column in &self.columns {
            if let Some(value) = object.remove(*column) {
                selected.insert((*column).to_owned(), value);
            }
        }
        Value::Object(selected)
    }

    fn cells(&self, record: &Value, missing: &str) -> Vec<String> {
        let mut cells = Vec::new();
        for column in &self.columns {
            cells.push(match record.get(*column) {
                None | Some(Value::Null) => missing.to_owned(),
                Some(Value::String(text)) if text.is_empty() => missing.to_owned(),
                Some(Value::String(text)) => escape_cell(text),
                Some(value) => escape_cell(&value.to_string()),
            });
        }
        cells
    }

    fn table(&self) -> String {
        let mut rows = vec![self.columns.iter().map(|column| escape_message(column)).collect::<Vec<_>>()];
        for record in &self.collected {
            rows.push(self.cells(record, MISSING));
        }
        let mut widths = vec![0; self.columns.len()];
        for row in &rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = cell.chars().count().max(*width);
            }
        }
        let mut table = String::new();
        for row in &rows {
            let mut cells = Vec::new();
            for (width, cell) in widths.iter().copied().zip(row) {
                cells.push(format!("{cell:width$}"));
            }
            table.push_str(cells.join(GAP).trim_end());
            table.push('\n');
        }
        table
    }
}
