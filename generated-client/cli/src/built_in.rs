//! The commands that are not operations.

use clap::{ArgMatches, Command};

use crate::error::CliError;
use crate::{command, completions, mock, reference};

/// A command that is not an operation.
#[derive(Clone, Copy)]
pub(crate) enum BuiltIn {
    Mock,
    Completions,
    Reference,
}

const ALL: [(&str, BuiltIn); 3] =
    [("mock", BuiltIn::Mock), ("completions", BuiltIn::Completions), ("reference", BuiltIn::Reference)];

/// Returns the commands.
pub(crate) fn commands() -> Vec<Command> {
    let mut commands = Vec::new();
    for (name, built_in) in ALL {
        let name = free_name(name);
        commands.push(match built_in {
            BuiltIn::Mock => mock::command(name),
            BuiltIn::Completions => completions::command(name),
            BuiltIn::Reference => reference::command(name),
        });
    }
    commands
}

/// Returns the command with this name.
pub(crate) fn find(name: &str) -> Option<BuiltIn> {
    for (own_name, built_in) in ALL {
        if free_name(own_name) == name {
            return Some(built_in);
        }
    }
    None
}

/// Returns the name of a built-in command, with a prefix if an operation has the name: operations come first.
fn free_name(name: &str) -> String {
    let mut name = name.to_owned();
    while command::find_operation(&name).is_some() {
        name.insert_str(0, "hss-");
    }
    name
}

impl BuiltIn {
    /// Runs the command.
    pub(crate) async fn run(self, matches: &ArgMatches) -> Result<(), CliError> {
        match self {
            Self::Mock => mock::run(matches).await,
            Self::Completions => completions::run(matches),
            Self::Reference => reference::run(),
        }
    }
}
