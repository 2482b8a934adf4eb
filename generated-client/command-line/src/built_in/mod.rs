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
    let hidden = common_flags::hidden_connection();
    let commands = [
        completions::command(program.name).args(&hidden),
        configure::command(),
        help::command(operations).args(&hidden),
        mock::command().args(&hidden),
        reference::command().args(&hidden),
    ];
    let mut named = Vec::new();
    for command in commands {
        let name = program.built_in_name(command.get_name());
        named.push(command.name(name));
    }
    named
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
