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
    // The connection flags are global, but only one of these commands uses them.
    let hide = |command: Command| command.args(common_flags::connection().into_iter().map(|arg| arg.hide(true)));
    let commands = [
        hide(completions::command(program.name)),
        configure::command(),
        hide(help::command(operations)),
        hide(mock::command()),
        hide(reference::command()),
    ];
    let named = commands.map(|command| {
        let name = program.built_in_name(command.get_name());
        command.name(name)
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
