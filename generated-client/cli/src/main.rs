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
mod warnings;

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
    if let Some(operation) = command::find_operation(name) {
        return runtime.block_on(operation.run(matches));
    }
    match built_in::find(name) {
        Some(built_in) => runtime.block_on(built_in.run(matches)),
        None => Err(CliError::usage("unknown command; try '--help'")),
    }
}
