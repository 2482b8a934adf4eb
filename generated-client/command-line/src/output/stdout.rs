//! Printing to standard output.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use crate::error::CliError;
use crate::error::escape::escape_json;

/// Returns whether standard output is a terminal.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Returns the number of columns of the terminal, if standard output is one and they are known.
pub(crate) fn terminal_width() -> Option<usize> {
    let (width, _) = terminal_size::terminal_size_of(io::stdout())?;
    Some(usize::from(width.0))
}

/// Prints an indented JSON document.
pub(crate) fn print_document(value: &impl Serialize) -> Result<(), CliError> {
    print(serde_json::to_string_pretty(value))
}

/// Prints one line of JSON.
pub(crate) fn print_line(value: &impl Serialize) -> Result<(), CliError> {
    print(serde_json::to_string(value))
}

/// Prints text as it is. It must not contain unescaped text from the service.
pub(crate) fn print_text(text: &str) -> Result<(), CliError> {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    written.map_err(|error| CliError::from_write_error(&error))
}

fn print(json: serde_json::Result<String>) -> Result<(), CliError> {
    let json = json.map_err(|error| CliError::from_serialization(&error))?;
    print_text(&format!("{}\n", escape_json(&json)))
}
