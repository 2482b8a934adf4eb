//! The commands that are not operations.

pub(crate) mod completions;
mod configure;
mod help;
mod mock;
mod reference;

use clap::{ArgMatches, Command};

use crate::error::CliError;
use crate::flags::naming;
use crate::operation::{Operation, catalog};
use crate::program::Program;

const COMPLETIONS: &str = "completions";
const CONFIGURE: &str = "configure";
const HELP: &str = "help";
const MOCK: &str = "mock";
const REFERENCE: &str = "reference";

/// Returns the commands.
pub(crate) fn commands(program: &Program, operations: &'static [Operation]) -> Vec<Command> {
    let name = |name| free_name(program, operations, name);
    vec![
        completions::command(name(COMPLETIONS), program.name),
        configure::command(name(CONFIGURE)),
        help::command(name(HELP), operations),
        mock::command(name(MOCK)),
        reference::command(name(REFERENCE)),
    ]
}

/// Returns the command line of `help`, without arguments.
pub(crate) fn help_command(program: &Program, operations: &'static [Operation]) -> String {
    format!("{} {}", program.name, free_name(program, operations, HELP))
}

/// Returns the command name of a built-in command.
fn free_name(program: &Program, operations: &'static [Operation], name: &str) -> String {
    naming::built_in_name(name, program.name, |name| catalog::find(operations, name).is_some())
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
    match all.into_iter().find(|own_name| free_name(program, operations, own_name) == name) {
        Some(COMPLETIONS) => completions::run(program.name, matches),
        Some(CONFIGURE) => configure::run(matches),
        Some(HELP) => help::run(root, operations, matches),
        Some(MOCK) => mock::run(program, matches).await,
        Some(REFERENCE) => reference::run(root),
        _ => Err(CliError::usage("unknown command; try '--help'")),
    }
}
