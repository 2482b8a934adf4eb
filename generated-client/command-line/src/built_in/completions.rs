//! The command `completions`, and the completions themselves: a shell runs the program to get them. A script with all
//! commands would be megabytes long, and it could not know values such as profiles.

use std::env;
use std::ffi::OsString;
use std::io;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};
use clap_complete::engine::{self, CompletionCandidate};
use clap_complete::env::{Bash, EnvCompleter, Fish, Powershell, Shells, Zsh};

use crate::error::CliError;
use crate::flags::common_flags;
use crate::output::stdout;

const SHELL: &str = "shell";

/// The variable by which a script asks for completions; its value is the name of the shell.
const VARIABLE: &str = "HUAWEICLOUD_COMPLETE";

/// Scripts instead of those of `clap_complete`: its script for bash neither completes `--flag=value` nor quotes file
/// names, and its script for zsh quotes a tilde.
const BASH: &str = include_str!("completions.bash");
const ZSH: &str = include_str!("completions.zsh");

const SHELLS: Shells<'_> = Shells(&[&Bash, &Zsh, &Fish, &Powershell]);

pub(crate) fn command(program: &str) -> Command {
    let shell = Arg::new(SHELL)
        .required(true)
        .value_name("SHELL")
        .value_parser(PossibleValuesParser::new(SHELLS.names()))
        .help("Shell to complete commands, flags and their values in");
    Command::new(super::COMPLETIONS)
        .about("Prints a completion script for a shell")
        .after_help(format!(
            "To enable completion in new shells, add this line to the shell's startup file:\n  \
             bash        source <({program} completions bash)                             ~/.bashrc\n  \
             zsh         source <({program} completions zsh)                              ~/.zshrc, after compinit\n  \
             fish        {program} completions fish | source                              ~/.config/fish/config.fish\n  \
             powershell  {program} completions powershell | Out-String | Invoke-Expression  $PROFILE"
        ))
        .arg(shell)
}

/// Prints a script that runs the program for completions.
pub(crate) fn run(program: &str, matches: &ArgMatches) -> Result<(), CliError> {
    let shell = find(common_flags::non_empty(matches, SHELL).unwrap_or_default())?;
    let script = script(shell, program).map_err(|error| CliError::from_write_error(&error))?;
    stdout::print_text(&script)
}

fn script(shell: &dyn EnvCompleter, program: &str) -> io::Result<String> {
    let own = match shell.name() {
        "bash" => BASH,
        "zsh" => ZSH,
        _ => {
            let mut script = Vec::new();
            shell.write_registration(VARIABLE, program, program, program, &mut script)?;
            return Ok(String::from_utf8_lossy(&script).into_owned());
        }
    };
    Ok(own.replace("PROGRAM", program).replace("VARIABLE", VARIABLE))
}

/// Prints completions if a completion script runs the program. Returns `false` for an ordinary run.
pub(crate) fn complete(root: impl FnOnce() -> Command, arguments: &[OsString]) -> Result<bool, CliError> {
    let name = env::var(VARIABLE).unwrap_or_default();
    if name.is_empty() {
        return Ok(false);
    }
    let shell = find(&name)?;
    let mut words: Vec<OsString> = arguments.iter().skip_while(|argument| *argument != "--").skip(1).cloned().collect();
    let Some(typed) = words.last_mut() else {
        return Err(CliError::usage("nothing to complete: pass the words of the command line after --"));
    };
    // Shells pass on the quotes of the last word, but candidates have none.
    let is_quote = |c| matches!(c, '"' | '\'') || (c == '\\' && shell.name() != "powershell");
    *typed = typed.to_string_lossy().replace(is_quote, "").into();
    let mut completions = Vec::new();
    let folder = env::current_dir().ok();
    let failed = |error| CliError::local(format!("cannot complete: {error}"));
    let mut root = root();
    let found = engine::complete(&mut root, words.clone(), words.len().saturating_sub(1), folder.as_deref());
    // Without other candidates, clap offers hidden flags, which the command rejects.
    if found.map_err(failed)?.iter().all(CompletionCandidate::is_hide_set) {
        return Ok(true);
    }
    shell.write_complete(&mut root, words, folder.as_deref(), &mut completions).map_err(failed)?;
    let mut text = String::from_utf8_lossy(&completions).into_owned();
    if shell.name() == "powershell" {
        text = text.split_inclusive('\n').filter(|line| is_safe_in_powershell(line)).collect();
    }
    stdout::print_text(&text)?;
    Ok(true)
}

/// Returns whether PowerShell takes a candidate, in front of its meaning, as it is. It inserts candidates without
/// quotes, and its script runs the line that is completed, so it could run a part of the name of a file as a command.
fn is_safe_in_powershell(line: &str) -> bool {
    let value = line.split('\t').next().unwrap_or(line).trim_end_matches(['\r', '\n']);
    let is_plain = |c: char| c.is_alphanumeric() || "_-.+@/\\:=~,%".contains(c);
    let name = value.rsplit(['/', '\\', '=']).next().unwrap_or(value);
    !name.starts_with('@') && value.chars().all(is_plain)
}

fn find(name: &str) -> Result<&'static dyn EnvCompleter, CliError> {
    SHELLS.completer(name).ok_or_else(|| {
        let known: Vec<_> = SHELLS.names().collect();
        CliError::usage(format!("unknown shell '{name}' in {VARIABLE}: known shells are {}", known.join(", ")))
    })
}
