//! `hss completions`: prints a completion script for a shell.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};
use clap_complete::Shell;

use crate::error::CliError;
use crate::{command, common_flags, output};

const SHELL: &str = "shell";

pub(crate) fn command(name: String) -> Command {
    let shell = Arg::new(SHELL)
        .required(true)
        .value_name("SHELL")
        .value_parser(PossibleValuesParser::new(["bash", "zsh", "fish"]))
        .help("Shell to complete commands and flags in");
    Command::new(name)
        .about("Prints a completion script for a shell")
        .after_help(
            "To load it in each new shell:\n  bash  hss completions bash > ~/.local/share/bash-completion/completions/hss\n  \
             zsh   hss completions zsh > \"${fpath[1]}/_hss\"\n  \
             fish  hss completions fish > ~/.config/fish/completions/hss.fish",
        )
        .arg(shell)
        .args(common_flags::hidden_connection())
}

pub(crate) fn run(matches: &ArgMatches) -> Result<(), CliError> {
    let shell = match matches.get_one::<String>(SHELL).map(String::as_str) {
        Some("zsh") => Shell::Zsh,
        Some("fish") => Shell::Fish,
        _ => Shell::Bash,
    };
    // Written to memory first: clap_complete panics if it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command::root(), "hss", &mut script);
    output::print_text(&String::from_utf8_lossy(&script))
}
