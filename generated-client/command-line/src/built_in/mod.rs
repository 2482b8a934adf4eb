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

/// A command that is not an operation.
#[derive(Clone, Copy)]
pub(crate) enum BuiltIn {
    Completions,
    Configure,
    Help,
    Mock,
    Reference,
}

const HELP: &str = "help";

const ALL: [(&str, BuiltIn); 5] = [
    ("completions", BuiltIn::Completions),
    ("configure", BuiltIn::Configure),
    (HELP, BuiltIn::Help),
    ("mock", BuiltIn::Mock),
    ("reference", BuiltIn::Reference),
];

/// Returns the commands.
pub(crate) fn commands(program: &Program, operations: &'static [Operation]) -> Vec<Command> {
    let mut commands = Vec::new();
    for (name, built_in) in ALL {
        let name = free_name(program, operations, name);
        commands.push(match built_in {
            BuiltIn::Completions => completions::command(name, program.name),
            BuiltIn::Configure => configure::command(name),
            BuiltIn::Help => help::command(name, operations),
            BuiltIn::Mock => mock::command(name),
            BuiltIn::Reference => reference::command(name),
        });
    }
    commands
}

/// Returns the command with this name.
pub(crate) fn find(program: &Program, operations: &'static [Operation], name: &str) -> Option<BuiltIn> {
    for (own_name, built_in) in ALL {
        if free_name(program, operations, own_name) == name {
            return Some(built_in);
        }
    }
    None
}

/// Returns the command line of `help`, without arguments.
pub(crate) fn help_command(program: &Program, operations: &'static [Operation]) -> String {
    format!("{} {}", program.name, free_name(program, operations, HELP))
}

/// Returns the command name of a built-in command.
fn free_name(program: &Program, operations: &'static [Operation], name: &str) -> String {
    naming::built_in_name(name, program.name, |name| catalog::find(operations, name).is_some())
}

impl BuiltIn {
    /// Runs the command. `root` is the program with all commands.
    pub(crate) async fn run(
        self,
        program: &Program,
        operations: &'static [Operation],
        root: Command,
        matches: &ArgMatches,
    ) -> Result<(), CliError> {
        match self {
            Self::Completions => completions::run(program.name, matches),
            Self::Configure => configure::run(matches),
            Self::Help => help::run(root, operations, matches),
            Self::Mock => mock::run(program, matches).await,
            Self::Reference => reference::run(root),
        }
    }
}
