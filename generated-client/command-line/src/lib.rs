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

use std::env;
use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Duration;

use crate::built_in::completions;
use crate::error::CliError;
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
    let arguments: Vec<OsString> = env::args_os().collect();
    let root = || command::root(program, operations);
    if completions::complete(root, &arguments)? {
        return Ok(());
    }
    let matches = root().try_get_matches_from(&arguments).map_err(|error| {
        let explained = catalog::explain(program, operations, &arguments, &error);
        explained.unwrap_or_else(|| CliError::from_clap(error, &root(), &arguments))
    })?;
    let Some((name, matches)) = matches.subcommand() else {
        return Err(CliError::usage("missing command; try '--help'"));
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::local(format!("cannot start the async runtime: {error}")))?;
    let outcome = match catalog::find(operations, name) {
        Some(operation) => runtime.block_on(operation.run(program, matches)),
        None => runtime.block_on(built_in::run(program, operations, name, root(), matches)),
    };
    runtime.shutdown_timeout(SHUTDOWN_TIMEOUT);
    outcome
}
