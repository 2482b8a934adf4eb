//! The command line that the clients of Huawei Cloud's services share: a command for each operation of a service.
//!
//! Use the program of a service instead, such as `hss` of `huaweicloud-hss-cli`. This crate knows no service: the
//! program passes its facts and a generated table of its operations to [`run`].
//!
//! The commands and flags are built from the operation descriptors at run time ([`Operation`] adds what only `--help`
//! shows). An operation is run with the request type that its table names. Any failure becomes one line on standard
//! error and an exit code.

mod built_in;
mod client;
mod command;
mod download;
mod error;
mod flags;
mod interrupt;
mod invocation;
mod operation;
mod output;
mod program;
mod request;

use std::process::ExitCode;
use std::time::Duration;

use clap::ArgMatches;

use crate::built_in::completions;
use crate::error::CliError;
use crate::flags::common_flags;
use crate::operation::catalog;

pub use flags::parameter_help::ParameterHelp;
pub use operation::Operation;
pub use program::Program;

/// How long the program waits at the end for blocking work that was interrupted: long enough to remove a temporary
/// file, although a write to a full pipe may block forever.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(2);

/// Runs the command that the arguments of the process name, and returns the exit code of the process.
///
/// `operations` is the generated table. It prints to standard output and, in case of an error, one line to standard
/// error.
#[must_use]
pub fn run(program: &Program, operations: &'static [Operation]) -> ExitCode {
    match try_run(program, operations) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => error.report(),
    }
}

fn try_run(program: &Program, operations: &'static [Operation]) -> Result<(), CliError> {
    if let Some(completed) = completions::complete(|| command::root(program, operations)) {
        return completed;
    }
    let help = built_in::help_command(program, operations);
    let matches = command::root(program, operations)
        .try_get_matches()
        .map_err(|error| catalog::explain(operations, &help, &error).unwrap_or_else(|| invalid_arguments(error)))?;
    let Some((name, matches)) = matches.subcommand() else {
        return Err(CliError::usage("missing command; try '--help'"));
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::local(format!("cannot start the async runtime: {error}")))?;
    let outcome = runtime.block_on(run_command(program, operations, name, matches));
    runtime.shutdown_timeout(SHUTDOWN_TIMEOUT);
    outcome
}

/// Returns the error for an invalid command line, or for an environment variable in place of a flag.
fn invalid_arguments(error: clap::Error) -> CliError {
    match common_flags::invalid_variable() {
        Some(variable) if error.kind() == clap::error::ErrorKind::InvalidUtf8 => {
            CliError::usage(format!("the environment variable {variable} is not valid UTF-8"))
        }
        _ => {
            let arguments: Vec<String> =
                std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect();
            CliError::from_clap(error, &arguments)
        }
    }
}

async fn run_command(
    program: &Program,
    operations: &'static [Operation],
    name: &str,
    matches: &ArgMatches,
) -> Result<(), CliError> {
    if let Some(operation) = catalog::find(operations, name) {
        return operation.run(program, matches).await;
    }
    built_in::run(program, operations, name, command::root(program, operations), matches).await
}
