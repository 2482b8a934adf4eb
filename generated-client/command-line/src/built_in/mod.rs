//! The commands that are not operations.

pub(crate) mod completions;
mod configure;
mod help;
mod mock;
mod reference;

use clap::{ArgMatches, Command};

use crate::error::CliError;
use crate::flags::common_flags;
use crate::operation::Operation;
use crate::program::{CONFIGURE, HELP, Program};

const COMPLETIONS: &str = "completions";
const MOCK: &str = "mock";
const REFERENCE: &str = "reference";

/// Returns the commands.
pub(crate) fn commands(program: &Program, operations: &'static [Operation]) -> Vec<Command> {
    let commands = [
        (completions::command(program.name), &[][..]),
        (configure::command(), configure::USED),
        (help::command(operations), &[]),
        (mock::command(), &[]),
        (reference::command(), &[]),
    ];
    let named = commands.map(|(command, used)| {
        let name = program.built_in_name(command.get_name());
        // Every command has the global flags: hide those that it does not use.
        command.name(name).args(common_flags::connection_except(used).map(|arg| arg.hide(true)))
    });
    named.to_vec()
}

/// Runs the command with a name. `root` is the program with all commands.
pub(crate) async fn run(
    program: &Program,
    operations: &'static [Operation],
    name: &str,
    root: Command,
    matches: &ArgMatches,
) -> Result<(), CliError> {
    let all = [COMPLETIONS, CONFIGURE, HELP, MOCK, REFERENCE];
    let command = all.into_iter().find(|command| program.built_in_name(command) == name);
    if command != Some(CONFIGURE) {
        common_flags::check_connection(matches, &[])?;
    }
    match command {
        Some(COMPLETIONS) => completions::run(program.name, matches),
        Some(CONFIGURE) => configure::run(program, matches),
        Some(HELP) => help::run(root, operations, matches),
        Some(MOCK) => mock::run(program, matches).await,
        Some(REFERENCE) => reference::run(root),
        _ => Err(CliError::usage("unknown command; try '--help'")),
    }
}
