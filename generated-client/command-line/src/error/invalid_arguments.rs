//! Messages about arguments that clap rejects: one line, with tips.

use std::ffi::OsString;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::error::similar::are_similar;

/// Maximum number of similar names that a message suggests.
const MAX_SUGGESTIONS: usize = 3;

/// Returns the message about the arguments of a command. The first argument is the name of the program.
pub(super) fn message(mut error: clap::Error, command: &Command, arguments: &[OsString]) -> String {
    if error.kind() == ErrorKind::InvalidUtf8
        && let Some(argument) = arguments.iter().find(|argument| argument.to_str().is_none())
    {
        return format!("the argument '{}' is not valid UTF-8: pass text in UTF-8", argument.display());
    }
    if error.kind() == ErrorKind::MissingSubcommand {
        // Clap would list all commands.
        return "missing command; try '--help'".to_owned();
    }
    select_suggestions(&mut error);
    if let Some(tip) = equals_sign(&error, command, arguments) {
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    join_lines(&error.to_string())
}

/// Keeps only the best suggestions, and puts the best one first. Clap also suggests names with little similarity, and
/// ends with the best.
fn select_suggestions(error: &mut clap::Error) {
    for (rejected, kind) in [
        (ContextKind::InvalidSubcommand, ContextKind::SuggestedSubcommand),
        (ContextKind::InvalidArg, ContextKind::SuggestedArg),
        (ContextKind::InvalidValue, ContextKind::SuggestedValue),
    ] {
        let Some(ContextValue::String(rejected)) = error.get(rejected) else { continue };
        let suggestions = match error.get(kind) {
            Some(ContextValue::Strings(suggestions)) => suggestions.as_slice(),
            Some(ContextValue::String(suggestion)) => std::slice::from_ref(suggestion),
            _ => continue,
        };
        let name = rejected.trim_start_matches('-');
        let similar = suggestions.iter().rev().filter(|other| are_similar(name, other.trim_start_matches('-')));
        let best: Vec<String> = similar.take(MAX_SUGGESTIONS).cloned().collect();
        if best.is_empty() {
            error.remove(kind);
        } else {
            error.insert(kind, ContextValue::Strings(best));
        }
    }
}

/// Returns a tip how to pass a value that starts with `-`, if clap took the value of a flag for another flag.
fn equals_sign(error: &clap::Error, command: &Command, arguments: &[OsString]) -> Option<String> {
    let Some(ContextValue::String(rejected)) = error.get(ContextKind::InvalidArg) else { return None };
    for (flag, value) in arguments.iter().zip(arguments.iter().skip(1)) {
        let (Some(flag), Some(value)) = (flag.to_str(), value.to_str()) else { continue };
        let is_rejected = match error.kind() {
            // Clap names the value, or only the first letter after a single hyphen.
            ErrorKind::UnknownArgument => value.starts_with(rejected.as_str()),
            // Clap names the flag with a placeholder.
            ErrorKind::InvalidValue => rejected.starts_with(&format!("{flag} ")),
            _ => false,
        };
        if is_rejected && value.starts_with('-') && requires_value(command, flag) {
            return Some(format!("to pass '{value}' as a value, use '{flag}={value}'"));
        }
    }
    None
}

/// Returns whether a flag of a command or of its subcommands requires a value.
fn requires_value(command: &Command, flag: &str) -> bool {
    let Some(name) = flag.strip_prefix("--") else { return false };
    let mut own_and_others = command.get_arguments().chain(command.get_subcommands().flat_map(Command::get_arguments));
    own_and_others.any(|arg| {
        let is_optional = arg.get_num_args().is_some_and(|count| count.min_values() == 0);
        arg.get_long() == Some(name) && arg.get_action().takes_values() && !is_optional
    })
}

/// Joins the lines of a clap message, without its usage.
fn join_lines(message: &str) -> String {
    let mut joined = String::new();
    for line in message.trim_start_matches("error: ").lines() {
        let line = line.trim();
        if line.is_empty() || line.starts_with("Usage: ") {
            continue;
        }
        if joined.ends_with(':') {
            joined.push(' ');
        } else if !joined.is_empty() {
            joined.push_str("; ");
        }
        joined.push_str(line.trim_start_matches("For more information, ").trim_end_matches('.'));
    }
    joined
}

#[cfg(test)]
mod tests {
    use clap::{Arg, ArgAction};

    use super::*;

    /// Returns the message about arguments that are rejected.
    fn explained(command: &Command, arguments: &[&str]) -> String {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        let error = command.clone().try_get_matches_from(&arguments).expect_err("invalid arguments");
        message(error, command, &arguments)
    }

    #[test]
    fn suggests_at_most_three_names_with_the_best_first() {
        let names = ["list-host", "list-hosts", "list-host-groups", "list-hosts-vuls", "show-nothing"];
        let command = Command::new("hss").subcommands(names.map(Command::new));
        let line = explained(&command, &["hss", "list-hostss"]);
        let tip = "tip: some similar subcommands exist: 'list-hosts', 'list-host', 'list-hosts-vuls'";
        assert!(line.contains(tip), "{line}");
        assert!(!line.contains("list-host-groups"), "{line}");
    }

    #[test]
    fn suggests_only_similar_names() {
        let flags = ["columns", "limit", "metadata-service", "region", "token-stdin"];
        let list = Command::new("list-hosts").args(flags.map(|name| Arg::new(name).long(name)));
        let output = Arg::new("output").long("output").value_parser(["json", "json-lines", "table"]);
        let command = Command::new("hss").subcommands([list.arg(output), Command::new("show-whole-strings")]);
        for (arguments, suggestion) in [
            (&["list-hosts", "--limt"][..], Some("'--limit'")),
            (&["list-hosts", "--regoin=x"], Some("'--region'")),
            (&["list-hosts", "--token"], Some("'--token-stdin'")),
            (&["list-hosts", "--header"], None),
            (&["list-hosts", "--count"], None),
            (&["list-hosts", "--output", "jsonlines"], Some("'json-lines'")),
            (&["list-hosts", "--output", "cable-news"], None),
            (&["list-host"], Some("'list-hosts'")),
            (&["list-nothing"], None),
        ] {
            let line = explained(&command, &[&["hss"], arguments].concat());
            let tip = line.split_once("; tip: ").map(|(_, tip)| tip);
            let suggested = tip.and_then(|tip| tip.split_once(" exists: ")).map(|(_, rest)| rest);
            assert_eq!(suggested, suggestion.map(|name| format!("{name}; try '--help'")).as_deref(), "{line}");
        }
    }

    #[test]
    fn says_how_to_pass_values_that_start_with_a_hyphen() {
        let option = |name: &'static str| Arg::new(name).long(name);
        let list = Command::new("list").args([
            option("name"),
            option("limit"),
            option("all").action(ArgAction::SetTrue),
            option("on").num_args(0..=1),
        ]);
        let command = Command::new("hss").subcommand(list);
        let missing = "a value is required for '--name <name>' but none was supplied";
        for (arguments, message, tip) in [
            (&["--name", "-foo"][..], "unexpected argument '-f' found", "'-foo' as a value, use '--name=-foo'"),
            (&["--name", "--foo"], "unexpected argument '--foo' found", "'--foo' as a value, use '--name=--foo'"),
            (&["--name", "--limit", "5"], missing, "'--limit' as a value, use '--name=--limit'"),
            (&["--name"], missing, ""),
            (&["-foo"], "unexpected argument '-f' found", ""),
            (&["--name=a", "-foo"], "unexpected argument '-f' found", ""),
            (&["--all", "--foo"], "unexpected argument '--foo' found", ""),
            (&["--on", "--foo"], "unexpected argument '--foo' found", ""),
            (&["--", "x"], "unexpected argument 'x' found", ""),
        ] {
            let tip = if tip.is_empty() { String::new() } else { format!("tip: to pass {tip}; ") };
            let expected = format!("{message}; {tip}try '--help'");
            assert_eq!(explained(&command, &[&["hss", "list"], arguments].concat()), expected);
        }
    }

    #[test]
    fn joins_a_clap_message_into_one_line() {
        let message = "error: unexpected argument '--limt' found\n\n  tip: a similar argument exists: '--limit'\n\n\
                       Usage: hss list [OPTIONS]\n\nFor more information, try '--help'.\n";
        let line = "unexpected argument '--limt' found; tip: a similar argument exists: '--limit'; try '--help'";
        assert_eq!(join_lines(message), line);
        let message = "error: the following arguments were not provided:\n  --listen <ADDRESS>\n\nUsage: hss mock\n";
        assert_eq!(join_lines(message), "the following arguments were not provided: --listen <ADDRESS>");
    }
}
