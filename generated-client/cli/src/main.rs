//! `hss`: a command for each operation of Huawei Cloud's Host Security Service.
//!
//! The commands and flags are built from the operation descriptors at run time (`command`, `parameter_flags`,
//! `common_flags`). `invocation` runs an operation: it builds the `request` and the `client`, sends the call and prints
//! the response (`printer`). Any failure becomes an `error`, which is one line and an exit code.

mod built_in;
mod client;
mod columns;
mod command;
mod command_groups;
mod common_flags;
mod completions;
mod credentials;
mod debug;
mod download;
mod dry_run;
mod error;
mod escape;
mod exit_code;
mod flag_value;
#[rustfmt::skip]
mod generated;
mod help;
mod interrupt;
mod invocation;
mod json_file;
mod mock;
mod operation;
mod output;
mod parameter_flags;
mod printer;
mod progress;
mod reference;
mod request;
mod task;
mod typed;
mod warnings;

use std::process::ExitCode;
use std::time::Duration;

use clap::ArgMatches;
use error::CliError;

/// How long the program waits at the end for blocking work that was interrupted: long enough to remove a temporary file,
/// although a write to a full pipe may block forever.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(2);

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => error.report(),
    }
}

fn run() -> Result<(), CliError> {
    let matches = command::parse_arguments()?;
    let Some((name, matches)) = matches.subcommand() else {
        return Err(CliError::usage("missing command; try '--help'"));
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::local(format!("cannot start the async runtime: {error}")))?;
    let outcome = runtime.block_on(run_command(name, matches));
    runtime.shutdown_timeout(SHUTDOWN_TIMEOUT);
    outcome
}

async fn run_command(name: &str, matches: &ArgMatches) -> Result<(), CliError> {
    if let Some(operation) = command::find_operation(name) {
        return operation.run(matches).await;
    }
    match built_in::find(name) {
        Some(built_in) => built_in.run(matches).await,
        None => Err(CliError::usage("unknown command; try '--help'")),
    }
}
