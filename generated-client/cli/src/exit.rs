//! How the program ends early: with an exit code, and with one line for people.

use std::io::{self, Write};
use std::process::ExitCode;

use huaweicloud_hss::{Error, ErrorKind};

use crate::text::one_line;

/// What the exit codes mean, for `--help`.
pub(crate) const CODES: &str = "\
Exit codes:
  0  it is done
  1  refused on this machine: the request breaks its help page, or something is not configured
  2  the command line or its input cannot be understood
  3  the service said no
  4  the service did not answer, or what came is no answer";

const REFUSED: u8 = 1;
const USAGE: u8 = 2;
const SERVICE: u8 = 3;
const TRANSPORT: u8 = 4;

/// An end before all is done.
#[derive(Debug)]
pub(crate) struct Exit {
    code: u8,
    /// `None` where there is nothing to say, or it was said.
    message: Option<String>,
}

impl Exit {
    /// Something on this machine forbids the call.
    pub(crate) fn refused(message: impl Into<String>) -> Self {
        Self { code: REFUSED, message: Some(message.into()) }
    }

    /// The command line or its input cannot be understood.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { code: USAGE, message: Some(message.into()) }
    }

    /// The call failed. `hint` says what to do, or is empty.
    pub(crate) fn failed(error: &Error, hint: &str) -> Self {
        let code = match error.kind() {
            ErrorKind::Configuration | ErrorKind::InvalidRequest | ErrorKind::Credentials => REFUSED,
            ErrorKind::Service | ErrorKind::Paging => SERVICE,
            _ => TRANSPORT,
        };
        Self { code, message: Some(format!("{error}{hint}")) }
    }

    /// The output cannot be written. That nobody reads it any more is no failure.
    pub(crate) fn unwritten(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self { code: 0, message: None },
            _ => Self::refused(format!("cannot write the output: {error}")),
        }
    }

    /// What clap has to say: help, or what is wrong with the arguments.
    pub(crate) fn arguments(error: &clap::Error) -> Self {
        use clap::error::ErrorKind::{DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand, DisplayVersion};
        match error.kind() {
            DisplayHelp | DisplayVersion | DisplayHelpOnMissingArgumentOrSubcommand => {
                // Nobody has to read it.
                let _ = error.print();
                Self { code: u8::try_from(error.exit_code()).unwrap_or(USAGE), message: None }
            }
            _ => Self::usage(essence(&error.to_string())),
        }
    }

    /// Says why, on the standard error.
    pub(crate) fn report(self) -> ExitCode {
        if let Some(message) = self.message {
            let _ = writeln!(io::stderr(), "error: {}", one_line(&message));
        }
        ExitCode::from(self.code)
    }
}

/// The paragraphs of clap's message on one line, without the usage.
fn essence(message: &str) -> String {
    let lines = message.trim_start_matches("error: ").lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with("Usage: ")).fold(String::new(), |text, line| {
        let glue = match text.as_bytes().last() {
            None => "",
            Some(b':') => " ",
            Some(_) => "; ",
        };
        let line = line.trim_start_matches("For more information, ").trim_end_matches('.');
        format!("{text}{glue}{line}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_of_clap_becomes_one_line() {
        let message = "error: unexpected argument '--limt' found\n\n  tip: a similar argument exists: '--limit'\n\n\
                       Usage: hss list [OPTIONS]\n\nFor more information, try '--help'.\n";
        let line = "unexpected argument '--limt' found; tip: a similar argument exists: '--limit'; try '--help'";
        assert_eq!(essence(message), line);
        let message = "error: the following arguments were not provided:\n  --listen <ADDRESS>\n\nUsage: hss mock\n";
        assert_eq!(essence(message), "the following arguments were not provided: --listen <ADDRESS>");
    }
}
