//! The command `completions`, and the completions themselves: a shell runs the program to get them. A script with all
//! commands would be megabytes long, and it could not know values such as profiles.

use std::env;
use std::ffi::OsString;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};
use clap_complete::env::{Bash, EnvCompleter, Fish, Powershell, Zsh};

use crate::error::CliError;
use crate::flags::common_flags;
use crate::output::stdout;

const SHELL: &str = "shell";

/// The variable by which a script asks for completions; its value is the name of the shell.
const VARIABLE: &str = "HUAWEICLOUD_COMPLETE";

const SHELLS: [(&str, &dyn EnvCompleter); 4] =
    [("bash", &Bash), ("zsh", &Zsh), ("fish", &Fish), ("powershell", &Powershell)];

pub(crate) fn command(name: String, program: &str) -> Command {
    let shell = Arg::new(SHELL)
        .required(true)
        .value_name("SHELL")
        .value_parser(PossibleValuesParser::new(SHELLS.map(|(name, _)| name)))
        .help("Shell to complete commands, flags and their values in");
    Command::new(name)
        .about("Prints a completion script for a shell")
        .after_help(format!(
            "To enable completion in new shells, add this line to the shell's startup file:\n  \
             bash        source <({program} completions bash)                             ~/.bashrc\n  \
             zsh         source <({program} completions zsh)                              ~/.zshrc, after compinit\n  \
             fish        {program} completions fish | source                              ~/.config/fish/config.fish\n  \
             powershell  {program} completions powershell | Out-String | Invoke-Expression  $PROFILE"
        ))
        .arg(shell)
        .args(common_flags::hidden_connection())
}

/// Prints a script that runs the program for completions.
pub(crate) fn run(program: &str, matches: &ArgMatches) -> Result<(), CliError> {
    let name = common_flags::non_empty(matches, SHELL).unwrap_or_default();
    let Some(shell) = find(name) else { return Err(unknown_shell(name)) };
    let mut script = Vec::new();
    shell
        .write_registration(VARIABLE, program, program, program, &mut script)
        .map_err(|error| CliError::from_write_error(&error))?;
    stdout::print_text(&String::from_utf8_lossy(&script))
}

/// Prints the completions that a script asks for, if one does. Returns `None` if this is an ordinary run.
pub(crate) fn complete(root: impl FnOnce() -> Command) -> Option<Result<(), CliError>> {
    let name = env::var(VARIABLE).ok().filter(|name| !name.is_empty())?;
    Some(print_completions(&name, root))
}

fn print_completions(name: &str, root: impl FnOnce() -> Command) -> Result<(), CliError> {
    let Some(shell) = find(name) else { return Err(unknown_shell(name)) };
    let words: Vec<OsString> = env::args_os().skip_while(|argument| argument != "--").skip(1).collect();
    if words.is_empty() {
        return Err(CliError::usage("nothing to complete: pass the words of the command line after --"));
    }
    let mut completions = Vec::new();
    let folder = env::current_dir().ok();
    shell
        .write_complete(&mut root(), words, folder.as_deref(), &mut completions)
        .map_err(|error| CliError::local(format!("cannot complete: {error}")))?;
    stdout::print_text(&String::from_utf8_lossy(&completions))
}

fn find(name: &str) -> Option<&'static dyn EnvCompleter> {
    SHELLS.into_iter().find(|(known, _)| *known == name).map(|(_, shell)| shell)
}

fn unknown_shell(name: &str) -> CliError {
    let known = SHELLS.map(|(name, _)| name).join(", ");
    CliError::usage(format!("unknown shell '{name}' in {VARIABLE}: known shells are {known}"))
}
