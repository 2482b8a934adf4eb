//! Printing of records in the format of `--output`.

use clap::ArgMatches;
use huaweicloud_core::descriptor::OperationDescriptor;
use serde_json::value::RawValue;

use crate::error::escape::{escape_cell, escape_message};
use crate::error::{CliError, warn};
use crate::flags::common_flags::{COLUMNS, OUTPUT};
use crate::output::json::{Fields, Json};
use crate::output::table::Table;
use crate::output::{columns, stdout};

/// An output format.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    JsonLines,
    Table,
    Tsv,
}

impl Format {
    /// Returns the format of `--output`. The default is a table if columns are selected on a terminal.
    fn from_matches(matches: &ArgMatches, default: Self, selects_columns: bool) -> Self {
        match matches.get_one::<String>(OUTPUT).map(String::as_str) {
            Some("json") => Self::Json,
            Some("jsonl") => Self::JsonLines,
            Some("table") => Self::Table,
            Some("tsv") => Self::Tsv,
            _ if selects_columns && stdout::is_terminal() => Self::Table,
            _ => default,
        }
    }
}

/// Prints records. What cannot be printed one by one is printed by [`finish`](Self::finish).
pub(crate) struct Printer {
    operation: &'static OperationDescriptor,
    format: Format,
    columns: Vec<String>,
    /// Whether `--columns` is set.
    selects_columns: bool,
    /// Columns that the help page does not list, and that no record has had so far.
    unknown_columns: Vec<String>,
    has_records: bool,
    /// Records to print at the end as JSON.
    collected: Vec<Box<RawValue>>,
    table: Table,
}

impl Printer {
    pub(crate) fn new(
        operation: &'static OperationDescriptor,
        matches: &ArgMatches,
        default: Format,
    ) -> Result<Self, CliError> {
        let chosen = columns::chosen(matches)?;
        let selects_columns = chosen.is_some();
        let format = Format::from_matches(matches, default, selects_columns);
        if selects_columns && format == Format::Json {
            return Err(CliError::usage(format!(
                "--{COLUMNS} does not apply to json: pass --{OUTPUT} jsonl, table or tsv"
            )));
        }
        let known = columns::all(operation);
        let columns = chosen.unwrap_or_else(|| known.iter().map(|&column| column.to_owned()).collect());
        let mut unknown_columns = columns.clone();
        unknown_columns.retain(|column| !known.contains(&column.as_str()));
        let header = columns.iter().map(|column| escape_message(column)).collect();
        let table = Table::new(header, stdout::terminal_width(), !selects_columns);
        Ok(Self {
            operation,
            format,
            columns,
            selects_columns,
            unknown_columns,
            has_records: false,
            collected: Vec::new(),
            table,
        })
    }

    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// Returns whether records are printed before all of them are known.
    pub(crate) fn is_streaming(&self) -> bool {
        self.format != Format::Json
    }

    /// Prints a record, or keeps it for [`finish`](Self::finish).
    pub(crate) fn record(&mut self, record: Json<'_>) -> Result<(), CliError> {
        self.has_records = true;
        let fields = if self.format == Format::Json { None } else { record.fields() };
        if let Some(fields) = &fields {
            self.unknown_columns.retain(|column| fields.get(column).is_none());
        }
        match (self.format, &fields) {
            // The response of an operation without response fields.
            (Format::Table | Format::Tsv, _) if self.columns.is_empty() => Ok(()),
            (Format::JsonLines, Some(fields)) if self.selects_columns => {
                stdout::print_line(&fields.select(&self.columns))
            }
            (Format::JsonLines, _) => stdout::print_line(&record),
            (Format::Tsv, fields) => {
                let cells = self.cells(record, fields.as_ref());
                stdout::print_text(&format!("{}\n", cells.join("\t")))
            }
            (Format::Table, fields) => self.table.add(&self.cells(record, fields.as_ref())),
            (Format::Json, _) => {
                self.collected.push(record.to_raw());
                Ok(())
            }
        }
    }

    /// Prints what was kept of the records before an error. A list as one JSON document would look complete.
    pub(crate) fn finish_before_error(self) -> Result<(), CliError> {
        if self.format == Format::Table && self.has_records { self.print_table() } else { Ok(()) }
    }

    /// Prints the records that were kept.
    ///
    /// Fails afterwards if a column is unknown.
    pub(crate) fn finish(self) -> Result<(), CliError> {
        let unknown_column = match self.unknown_columns.first() {
            Some(column) if self.has_records => Some(columns::unknown_column(self.operation, column)),
            _ => None,
        };
        match self.format {
            Format::Json => {
                let records: Vec<Json> = self.collected.iter().map(|record| Json::new(record)).collect();
                stdout::print_document(&records)?;
            }
            Format::Table => self.print_table()?,
            Format::JsonLines | Format::Tsv => {}
        }
        unknown_column.map_or(Ok(()), Err)
    }

    fn print_table(self) -> Result<(), CliError> {
        if self.columns.is_empty() {
            return Ok(());
        }
        let left_out = self.table.finish()?;
        if left_out > 0 {
            warn(&format!(
                "columns left out, since the terminal is too narrow: {left_out}; select columns with --{COLUMNS}"
            ));
        }
        Ok(())
    }

    fn cells(&self, record: Json<'_>, fields: Option<&Fields<'_>>) -> Vec<String> {
        let cell = |value: Option<Json>| escape_cell(&value.and_then(Json::text).unwrap_or_default());
        match fields {
            Some(fields) => self.columns.iter().map(|column| cell(fields.get(column))).collect(),
            // Without fields, the whole record is printed in the first column.
            None => vec![cell(Some(record))],
        }
    }
}
