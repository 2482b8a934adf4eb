//! Errors of the program: a message of one line, and an exit code.

pub(crate) mod escape;
pub(crate) mod exit_code;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue};
use huaweicloud_core::{Error, ErrorKind};

use crate::error::escape::escape_message;

/// Maximum number of similar names that an error suggests.
const MAX_SUGGESTIONS: usize = 3;

/// The reason why the program ends early.
#[derive(Debug)]
pub(crate) struct CliError {
    exit_code: u8,
    /// `None` if there is nothing to print, or it was printed already.
    message: Option<String>,
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
        let exit_code = match error.kind() {
            ErrorKind::Configuration | ErrorKind::InvalidRequest | ErrorKind::Credentials | ErrorKind::File => {
                exit_code::LOCAL
            }
            ErrorKind::Service | ErrorKind::Paging | ErrorKind::Task => exit_code::SERVICE,
            _ => exit_code::NO_RESPONSE,
        };
        Self { exit_code, message: Some(format!("{error}{hint}")) }
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

    /// Appends a note to the message, if there is one.
    pub(crate) fn with_note(mut self, note: &str) -> Self {
        if let Some(message) = &mut self.message {
            message.push_str(note);
        }
        self
    }

    /// Creates an error for an invalid command line. If it asks for help, prints the help.
    pub(crate) fn from_clap(mut error: clap::Error) -> Self {
        use clap::error::ErrorKind::{DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand, DisplayVersion};
        match error.kind() {
            DisplayHelp | DisplayVersion | DisplayHelpOnMissingArgumentOrSubcommand => {
                if let Err(error) = error.print() {
                    return Self::from_write_error(&error);
                }
                let exit_code = u8::try_from(error.exit_code()).unwrap_or(exit_code::USAGE);
                Self { exit_code, message: None }
            }
            _ => {
                select_suggestions(&mut error);
                Self::usage(join_lines(&error.to_string()))
            }
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

/// Keeps the best suggestions only, and puts the best one first. Clap lists all of them and ends with the best.
fn select_suggestions(error: &mut clap::Error) {
    for kind in [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue] {
        let Some(ContextValue::Strings(suggestions)) = error.get(kind) else { continue };
        let best: Vec<String> = suggestions.iter().rev().take(MAX_SUGGESTIONS).cloned().collect();
        error.insert(kind, ContextValue::Strings(best));
    }
}

/// Joins the lines of a clap message, without its usage.
fn join_lines(message: &str) -> String {
    let mut joined = String::new();
    for line in message.trim_start_matches("error: ").lines() {
        let line = line.trim();
        if line.is_empty() || line.starts_with("Usage: ") {
            continue;
        }
        if joined.ends_with(':') {
            joined.push(' ');
        } else if !joined.is_empty() {
            joined.push_str("; ");
        }
        joined.push_str(line.trim_start_matches("For more information, ").trim_end_matches('.'));
    }
    joined
}

#[cfg(test)]
mod tests {
    use clap::Command;

    use super::*;

    #[test]
    fn suggests_at_most_three_names_with_the_best_first() {
        let names = ["list-host", "list-hosts", "list-host-groups", "list-hosts-vuls", "show-nothing"];
        let command = Command::new("hss").subcommands(names.map(Command::new));
        let mut error = command.try_get_matches_from(["hss", "list-hostss"]).expect_err("an unknown command");
        select_suggestions(&mut error);
        let line = join_lines(&error.to_string());
        let tip = "tip: some similar subcommands exist: 'list-hosts', 'list-host', 'list-hosts-vuls'";
        assert!(line.contains(tip), "{line}");
        assert!(!line.contains("list-host-groups"), "{line}");
    }

    #[test]
    fn joins_a_clap_message_into_one_line() {
        let message = "error: unexpected argument '--limt' found\n\n  tip: a similar argument exists: '--limit'\n\n\
                       Usage: hss list [OPTIONS]\n\nFor more information, try '--help'.\n";
        let line = "unexpected argument '--limt' found; tip: a similar argument exists: '--limit'; try '--help'";
        assert_eq!(join_lines(message), line);
        let message = "error: the following arguments were not provided:\n  --listen <ADDRESS>\n\nUsage: hss mock\n";
        assert_eq!(join_lines(message), "the following arguments were not provided: --listen <ADDRESS>");
    }
}
