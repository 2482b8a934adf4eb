//! The command `completions`: prints a completion script for a shell.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};
use clap_complete::Shell;

use crate::error::CliError;
use crate::flags::common_flags;
use crate::output::stdout;

const SHELL: &str = "shell";

pub(crate) fn command(name: String, program: &str) -> Command {
    let shell = Arg::new(SHELL)
        .required(true)
        .value_name("SHELL")
        .value_parser(PossibleValuesParser::new(["bash", "zsh", "fish"]))
        .help("Shell to complete commands and flags in");
    Command::new(name)
        .about("Prints a completion script for a shell")
        .after_help(format!(
            "To load it in each new shell:\n  \
             bash  {program} completions bash > ~/.local/share/bash-completion/completions/{program}\n  \
             zsh   {program} completions zsh > \"${{fpath[1]}}/_{program}\"\n  \
             fish  {program} completions fish > ~/.config/fish/completions/{program}.fish"
        ))
        .arg(shell)
        .args(common_flags::hidden_connection())
}

/// Prints a script that completes the commands and flags of `root`.
pub(crate) fn run(mut root: Command, matches: &ArgMatches) -> Result<(), CliError> {
    let shell = match matches.get_one::<String>(SHELL).map(String::as_str) {
        Some("zsh") => Shell::Zsh,
        Some("fish") => Shell::Fish,
        _ => Shell::Bash,
    };
    // Written to memory first: clap_complete panics if it cannot write.
    let mut script = Vec::new();
    let program = root.get_name().to_owned();
    clap_complete::generate(shell, &mut root, program, &mut script);
    stdout::print_text(&String::from_utf8_lossy(&script))
}
