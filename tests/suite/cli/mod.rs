//! The command line, run as a separate process: the program of the museum.

mod credentials;
mod errors;
mod help;
mod output;
mod requests;
mod secrets;
#[cfg(unix)]
mod shells;
mod tasks;
#[cfg(unix)]
mod terminal;

use hss_tests::command_line::Run;

/// A command that creates a task.
const EXPORT: &str = "export-paintings --headings '[\"signed\", \"Signed\"]'";

fn museum(line: &str) -> Run<'_> {
    Run::new("museum", line)
}
