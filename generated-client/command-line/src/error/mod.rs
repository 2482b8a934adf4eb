//! Errors of the program: a message of one line, and an exit code.

pub(crate) mod escape;
pub(crate) mod exit_code;
pub(crate) mod similar;

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

    /// Returns the message.
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

    /// Creates an error for an invalid command line with these arguments. If it asks for help, prints the help.
    pub(crate) fn from_clap(mut error: clap::Error, arguments: &[String]) -> Self {
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
                suggest_equals_sign(&mut error, arguments);
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

/// Prints a warning to standard error.
pub(crate) fn warn(message: &str) {
    // Ignore write errors: the call matters more than the warning.
    let _ = writeln!(io::stderr(), "warning: {}", escape_message(message));
}

/// Keeps the best suggestions only, and puts the best one first. Clap lists all of them and ends with the best.
fn select_suggestions(error: &mut clap::Error) {
    for kind in [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue] {
        let Some(ContextValue::Strings(suggestions)) = error.get(kind) else { continue };
        let best: Vec<String> = suggestions.iter().rev().take(MAX_SUGGESTIONS).cloned().collect();
        error.insert(kind, ContextValue::Strings(best));
    }
}

/// Adds how to pass a value that starts with `-`, if an unknown flag follows another flag. `arguments` are those of the
/// program.
fn suggest_equals_sign(error: &mut clap::Error, arguments: &[String]) {
    let Some(ContextValue::String(unknown)) = error.get(ContextKind::InvalidArg) else { return };
    if error.kind() != clap::error::ErrorKind::UnknownArgument || unknown.starts_with("--") {
        return;
    }
    for (flag, value) in arguments.iter().zip(arguments.iter().skip(1)) {
        // Clap names only the first letter.
        if flag.starts_with("--") && !flag.contains('=') && value.starts_with(unknown.as_str()) {
            let tip = format!("to pass '{value}' as a value, use '{flag}={value}'");
            error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
            return;
        }
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
    fn says_how_to_pass_values_that_start_with_a_hyphen() {
        let command = Command::new("hss").arg(clap::Arg::new("name").long("name"));
        for (arguments, tip) in [
            (&["hss", "--name", "-foo"][..], "tip: to pass '-foo' as a value, use '--name=-foo'; "),
            (&["hss", "-foo"], ""),
            (&["hss", "--name=a", "-foo"], ""),
        ] {
            let arguments: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
            let mut error = command.clone().try_get_matches_from(&arguments).expect_err("an unknown flag");
            suggest_equals_sign(&mut error, &arguments);
            let expected = format!("unexpected argument '-f' found; {tip}try '--help'");
            assert_eq!(join_lines(&error.to_string()), expected);
        }
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
