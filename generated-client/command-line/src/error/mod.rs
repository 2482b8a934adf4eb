//! Errors of the program: a message of one line, and an exit code.

pub(crate) mod escape;
pub(crate) mod exit_code;
mod invalid_arguments;
pub(crate) mod similar;

use std::error::Error as _;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Command;
use huaweicloud_core::{Error, ErrorKind};

use crate::error::escape::escape_message;

/// The reason why the program ends early.
#[derive(Debug)]
pub(crate) struct CliError {
    exit_code: u8,
    /// `None` if there is nothing to print, or it was printed already.
    message: Option<String>,
}

/// Returns the exit code of an error. For credentials that IAM or the metadata service does not issue, it is that of
/// the request to them.
fn exit_code_of(error: &Error) -> u8 {
    match error.kind() {
        ErrorKind::Credentials => {
            let cause = error.source().and_then(|cause| cause.downcast_ref::<Error>());
            cause.map_or(exit_code::LOCAL, exit_code_of)
        }
        ErrorKind::Configuration | ErrorKind::InvalidRequest | ErrorKind::File => exit_code::LOCAL,
        ErrorKind::Service | ErrorKind::Paging | ErrorKind::Task => exit_code::SERVICE,
        _ => exit_code::NO_RESPONSE,
    }
}

impl CliError {
    /// Creates an error for an invalid request or configuration.
    pub(crate) fn local(message: impl Into<String>) -> Self {
        Self { exit_code: exit_code::LOCAL, message: Some(message.into()) }
    }

    /// Creates an error for an invalid command line or input.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { exit_code: exit_code::USAGE, message: Some(message.into()) }
    }

    /// Creates an error for a failed call. `hint` is appended to the message and says how to fix it; it may be empty.
    pub(crate) fn from_call(error: &Error, hint: &str) -> Self {
        Self { exit_code: exit_code_of(error), message: Some(format!("{error}{hint}")) }
    }

    /// Creates an error for a program that was interrupted. `note` is appended to the message; it may be empty.
    pub(crate) fn interrupted(note: &str) -> Self {
        Self { exit_code: exit_code::INTERRUPTED, message: Some(format!("interrupted{note}")) }
    }

    /// Creates an error for output that cannot be written. A closed pipe counts as success.
    pub(crate) fn from_write_error(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self { exit_code: 0, message: None },
            _ => Self::local(format!("cannot write the output: {error}")),
        }
    }

    /// Creates an error for a value that cannot be represented as JSON.
    pub(crate) fn from_serialization(error: &serde_json::Error) -> Self {
        Self::local(format!("cannot serialize the output: {error}"))
    }

    pub(crate) fn message(&self) -> &str {
        self.message.as_deref().unwrap_or_default()
    }

    /// Appends a note to the message, if there is one.
    pub(crate) fn with_note(mut self, note: &str) -> Self {
        if let Some(message) = &mut self.message {
            message.push_str(note);
        }
        self
    }

    /// Creates an error for arguments of a command that clap rejects. If they ask for help, prints the help.
    pub(crate) fn from_clap(error: clap::Error, command: &Command, arguments: &[OsString]) -> Self {
        use clap::error::ErrorKind::{DisplayHelp, DisplayVersion, MissingSubcommand};
        match error.kind() {
            DisplayHelp | DisplayVersion => match error.print() {
                Ok(()) => Self { exit_code: 0, message: None },
                Err(error) => Self::from_write_error(&error),
            },
            // Clap itself would print the help only if no environment variable sets a flag.
            MissingSubcommand if arguments.len() < 2 => {
                let _ = write!(io::stderr(), "{}", command.clone().render_long_help());
                Self { exit_code: exit_code::USAGE, message: None }
            }
            _ => Self::usage(invalid_arguments::message(error, command, arguments)),
        }
    }

    /// Prints the message to standard error and returns the exit code.
    pub(crate) fn report(self) -> ExitCode {
        if let Some(message) = self.message {
            let _ = writeln!(io::stderr(), "error: {}", escape_message(&message));
        }
        ExitCode::from(self.exit_code)
    }
}

/// Prints a warning to standard error.
pub(crate) fn warn(message: &str) {
    // Ignore write errors: the call matters more than the warning.
    let _ = writeln!(io::stderr(), "warning: {}", escape_message(message));
}
