//! `hss reference`: prints all help as one Markdown document, from which `REFERENCE.md` is made.

use clap::Command;

use crate::error::CliError;
use crate::{command, common_flags, output};

/// Line width, whatever the terminal has.
const WIDTH: usize = 120;

pub(crate) fn command(name: String) -> Command {
    Command::new(name).about("Prints the help of all commands as Markdown").args(common_flags::hidden_connection())
}

pub(crate) fn run() -> Result<(), CliError> {
    let mut root = command::root().term_width(WIDTH);
    root.build();
    let mut sections = vec![
        "# Reference of hss\n\nThe help of each command. Printed by `hss reference`: do not edit.".to_owned(),
        section(&mut root, "hss"),
    ];
    for command in root.get_subcommands_mut() {
        if command.get_name() != "help" {
            let title = format!("hss {}", command.get_name());
            sections.push(section(command, &title));
        }
    }
    output::print_text(&format!("{}\n", sections.join("\n\n")))
}

fn section(command: &mut Command, title: &str) -> String {
    let mut text = String::new();
    for line in command.render_long_help().to_string().lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    format!("## {title}\n\n```text\n{text}```")
}
