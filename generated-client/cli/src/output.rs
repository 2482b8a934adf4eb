//! Printing of responses to standard output, as JSON.

use std::io::{self, Write};

use serde::Serialize;

use crate::error::CliError;
use crate::escape::escape_json;

/// Prints an indented JSON document.
pub(crate) fn print_document(value: &impl Serialize) -> Result<(), CliError> {
    print(serde_json::to_string_pretty(value))
}

/// Prints one line of JSON.
pub(crate) fn print_line(value: &impl Serialize) -> Result<(), CliError> {
    print(serde_json::to_string(value))
}

fn print(json: serde_json::Result<String>) -> Result<(), CliError> {
    let json = json.map_err(|error| CliError::local(format!("cannot serialize the output: {error}")))?;
    let mut stdout = io::stdout().lock();
    let written = writeln!(stdout, "{}", escape_json(&json)).and_then(|()| stdout.flush());
    written.map_err(|error| CliError::from_write_error(&error))
}
