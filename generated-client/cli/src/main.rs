//! `hss`: the operations of Huawei Cloud's Host Security Service as commands.
//!
//! A command line goes from `command` through `request` and `client` to `operation`, and comes out of `output` as JSON
//! or of `exit` as one line. Everything that is known of an operation comes from its descriptor.

mod client;
mod command;
mod credentials;
mod dry_run;
mod exit;
mod flag;
#[rustfmt::skip]
mod generated;
mod help;
mod mock;
mod operation;
mod options;
mod output;
mod request;
mod text;
mod value;

use std::process::ExitCode;

use exit::Exit;

fn main() -> ExitCode {
    run().map_or_else(Exit::report, |()| ExitCode::SUCCESS)
}

fn run() -> Result<(), Exit> {
    let matches = command::matches()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Exit::refused(format!("there is no asynchronous runtime: {error}")))?;
    let Some((name, matches)) = matches.subcommand() else { return Err(Exit::usage("there is no command")) };
    match command::operation(name) {
        Some(operation) => runtime.block_on(operation.run(matches)),
        None => runtime.block_on(mock::run(matches)),
    }
}
