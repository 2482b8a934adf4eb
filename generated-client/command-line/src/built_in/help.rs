//! The command `help`: prints the help of the program or a command, the operations of a group, or those that a search
//! finds.

use std::ffi::OsString;

use clap::{Arg, ArgMatches, Command};
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};

use crate::error::CliError;
use crate::error::escape::shorten;
use crate::flags::common_flags;
use crate::operation::{Operation, listing};
use crate::output::stdout;
use crate::program::HELP;

const NAME: &str = "name";
const SEARCH: &str = "search";

/// Maximum number of characters of a search text in an error.
const MAX_SHOWN: usize = 60;

pub(crate) fn command(operations: &'static [Operation]) -> Command {
    let candidates = move || {
        let mut candidates = Vec::new();
        for operation in operations {
            candidates.push(CompletionCandidate::new(operation.command_name()).help(Some(operation.summary().into())));
        }
        for group in listing::group_names(operations) {
            candidates.push(CompletionCandidate::new(group).help(Some("Group of operations".into())));
        }
        candidates
    };
    Command::new(HELP)
        .about("Prints the help of a command, or the operations of a group")
        .arg(
            Arg::new(NAME)
                .value_name("COMMAND|GROUP")
                .add(ArgValueCandidates::new(candidates))
                .help("Command to print the help of, or group of operations to list"),
        )
        .arg(
            Arg::new(SEARCH).long(SEARCH).value_name("WORDS").num_args(1..).conflicts_with(NAME).help(
                "List the operations that contain all of these words in their name, ID, summary and group together",
            ),
        )
}

/// Prints the help. `root` is the program with all commands.
pub(crate) fn run(mut root: Command, operations: &[Operation], matches: &ArgMatches) -> Result<(), CliError> {
    if let Some(words) = matches.get_many::<String>(SEARCH) {
        let text = words.map(String::as_str).collect::<Vec<_>>().join(" ");
        if text.trim().is_empty() {
            return Err(CliError::usage(format!("the value of --{SEARCH} is empty: pass words to search for")));
        }
        let Some(list) = listing::matching(operations, &text) else {
            let shown = shorten(&text, MAX_SHOWN);
            return Err(CliError::usage(format!(
                "no operation matches '{shown}': use fewer words of its name, summary or group"
            )));
        };
        return stdout::print_text(&list);
    }
    let mut arguments = vec![OsString::from(root.get_name())];
    if let Some(name) = common_flags::non_empty(matches, NAME) {
        if root.find_subcommand(name).is_none()
            && let Some(list) = listing::of_group(operations, name)
        {
            return stdout::print_text(&list);
        }
        arguments.push(name.into());
    }
    arguments.push("--help".into());
    match root.try_get_matches_from_mut(&arguments) {
        Err(error) => Err(CliError::from_clap(error, &root, &arguments)),
        Ok(_) => Ok(()),
    }
}
