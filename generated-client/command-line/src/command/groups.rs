//! The help of the program with its commands by group. clap lists all commands in one section.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use clap::Command;

/// Heading of the commands without a group.
const OTHERS: &str = "Other commands";

/// Name and help of the command that clap adds.
const HELP: (&str, &str) = ("help", "Print this message or the help of the given subcommand(s)");

/// Shows the commands by group in the help. `groups` has the group of each command that has one, by its name.
pub(crate) fn show(root: Command, groups: &HashMap<String, &str>) -> Command {
    let commands = list(&root, groups);
    let mut options =
        Command::new(root.get_name().to_owned()).args(root.get_arguments().cloned()).help_template("{all-args}");
    if let Some(version) = root.get_version() {
        options = options.version(version.to_owned());
    }
    let options = options.render_long_help().to_string();
    let options = options.trim_end();
    let template = format!("{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{commands}{options}{{after-help}}");
    root.help_template(template)
}

/// Returns the sections of the commands, sorted by name, with those without a group at the end.
fn list(root: &Command, groups: &HashMap<String, &str>) -> String {
    let mut sections: BTreeMap<&str, Vec<(&str, String)>> = BTreeMap::new();
    let mut others = Vec::new();
    let mut width = HELP.0.len();
    for command in root.get_subcommands().filter(|command| !command.is_hide_set()) {
        let (name, about) = (command.get_name(), command.get_about().map(ToString::to_string).unwrap_or_default());
        width = width.max(name.len());
        match groups.get(name) {
            Some(group) => sections.entry(group).or_default().push((name, about)),
            None => others.push((name, about)),
        }
    }
    if !root.is_disable_help_subcommand_set() {
        others.push((HELP.0, HELP.1.to_owned()));
    }
    let mut text = String::new();
    for (heading, commands) in sections.into_iter().chain([(OTHERS, others)]) {
        let _ = writeln!(text, "{heading}:");
        for (name, about) in commands {
            let _ = writeln!(text, "  {name:<width$}  {about}");
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use clap::{Arg, Command};

    use super::show;

    #[test]
    fn help_lists_commands_by_group() {
        let root = Command::new("hss")
            .about("Calls.")
            .arg(Arg::new("region").long("region").help_heading("Connection").help("Region"))
            .subcommands([
                Command::new("list-hosts").about("Lists hosts."),
                Command::new("scan").about("Scans {everything}."),
                Command::new("add-host").about("Adds a host."),
                Command::new("mock").about("Runs a mock server"),
            ])
            .after_help("See also.");
        let groups = [("list-hosts", "Hosts"), ("add-host", "Hosts"), ("scan", "Files")];
        let groups = groups.map(|(name, group)| (name.to_owned(), group)).into();
        let mut command = show(root, &groups);
        let expected = "Calls.\n\nUsage: hss [OPTIONS] [COMMAND]\n\n\
                        Files:\n  scan        Scans {everything}.\n\n\
                        Hosts:\n  list-hosts  Lists hosts.\n  add-host    Adds a host.\n\n\
                        Other commands:\n  mock        Runs a mock server\n  \
                        help        Print this message or the help of the given subcommand(s)\n\n\
                        Options:\n  -h, --help\n          Print help\n\n\
                        Connection:\n      --region <region>\n          Region\n\nSee also.\n";
        assert_eq!(command.render_help().to_string(), expected);
        command.debug_assert();
    }
}
