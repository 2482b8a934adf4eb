//! `hss`: a command for each operation of Huawei Cloud's Host Security Service.
//!
//! The commands and flags are built from the operation descriptors at run time (`command`, `parameter_flags`,
//! `common_flags`). `invocation` runs an operation: it builds the `request` and the `client`, sends the call and prints
//! the response (`output`). Any failure becomes an `error`, which is one line and an exit code.

mod client;
mod command;
mod common_flags;
mod credentials;
mod dry_run;
mod error;
mod escape;
mod exit_code;
mod flag_value;
#[rustfmt::skip]
mod generated;
mod help;
mod invocation;
mod mock;
mod operation;
mod output;
mod parameter_flags;
mod progress;
mod request;

use std::process::ExitCode;

use error::CliError;

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
    match command::find_operation(name) {
        Some(operation) => runtime.block_on(operation.run(matches)),
        None => runtime.block_on(mock::run(matches)),
    }
}
