//! The command `reference`: prints all help as one Markdown document, from which `REFERENCE.md` is made.

use clap::Command;

use crate::error::CliError;
use crate::output::{help, stdout};

pub(crate) fn command() -> Command {
    Command::new(super::REFERENCE).about("Prints the help of all commands as Markdown")
}

/// Prints the help of all commands of `root`.
pub(crate) fn run(root: Command) -> Result<(), CliError> {
    // Independent of the terminal.
    let mut root = root.term_width(help::MAX_WIDTH);
    root.build();
    let program = root.get_name().to_owned();
    let mut sections = vec![
        format!("# Reference of {program}\n\nThe help of each command. Printed by `{program} reference`: do not edit."),
        section(&mut root, &program),
    ];
    for command in root.get_subcommands_mut() {
        let title = format!("{program} {}", command.get_name());
        sections.push(section(command, &title));
    }
    stdout::print_text(&format!("{}\n", sections.join("\n\n")))
}

fn section(command: &mut Command, title: &str) -> String {
    let mut text = String::new();
    for line in command.render_long_help().to_string().lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    format!("## {title}\n\n```text\n{text}```")
}
