//! Lists of commands for help: those of the program, those of a group, and those that a search finds.

use std::fmt::Write as _;

use clap::Command;
use heck::ToKebabCase;

use crate::operation::Operation;
use crate::output::help;

/// Maximum number of operations that the help of the program lists, if they have groups. If there are more, it lists
/// their groups.
const MAX_LISTED: usize = 50;

/// Heading of the operations of a program without groups.
const ALL: &str = "Operations";

/// Heading of operations without a group.
const OTHERS: &str = "Other operations";

/// A line of a list: the name of a command or a group, and what it does.
type Line = (String, String);

/// Returns the commands of a program: the built-in ones, and the operations by group, or only the groups if there are
/// many operations. `help` is a command line that shows a group, without its name.
pub(crate) fn of_program(built_in: Vec<Line>, operations: &[Operation], help: &str) -> String {
    let groups = groups(operations);
    let mut sections = vec![("Commands".to_owned(), built_in)];
    if operations.len() <= MAX_LISTED || groups.len() == 1 {
        for (name, operations) in &groups {
            sections.push(((*name).to_owned(), operations.iter().map(|operation| line(operation)).collect()));
        }
        return format(&sections);
    }
    let heading = format!("Groups of operations ({help} GROUP lists a group, {help} --search WORDS finds operations)");
    sections.push((heading, groups.iter().map(|(name, operations)| group_line(name, operations)).collect()));
    format(&sections)
}

/// Returns the operations of a group, if there is one of this name. `list-of-hosts` stands for `List of hosts`.
pub(crate) fn of_group(operations: &[Operation], name: &str) -> Option<String> {
    let mut groups = groups(operations).into_iter();
    let (heading, operations) = groups.find(|(group, _)| is_named(group, name))?;
    Some(format(&[(heading.to_owned(), operations.into_iter().map(line).collect())]))
}

fn is_named(group: &str, name: &str) -> bool {
    group.to_lowercase() == name.to_lowercase() || group.to_kebab_case() == name.to_kebab_case()
}

/// Returns the operations whose name, summary or group contains all words of `text`.
pub(crate) fn matching(operations: &[Operation], text: &str) -> Option<String> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let mut found = Vec::new();
    for operation in operations {
        let (name, about) = line(operation);
        let group = operation.group.unwrap_or_default();
        let searched = format!("{name}\n{}\n{about}\n{group}", operation.descriptor.id).to_lowercase();
        if words.iter().all(|word| searched.contains(word)) {
            found.push((name, about));
        }
    }
    if found.is_empty() { None } else { Some(format(&[(ALL.to_owned(), found)])) }
}

/// Returns the names of the groups.
pub(crate) fn group_names(operations: &[Operation]) -> Vec<&'static str> {
    groups(operations).into_iter().map(|(name, _)| name).collect()
}

/// Returns the operations by group, sorted by the name of the group, with those without a group at the end.
fn groups(operations: &[Operation]) -> Vec<(&'static str, Vec<&Operation>)> {
    let has_groups = operations.iter().any(|operation| operation.group.is_some());
    let others = if has_groups { OTHERS } else { ALL };
    let mut groups: Vec<(&str, Vec<&Operation>)> = Vec::new();
    for operation in operations {
        let name = operation.group.unwrap_or(others);
        match groups.iter_mut().find(|(group, _)| *group == name) {
            Some((_, members)) => members.push(operation),
            None => groups.push((name, vec![operation])),
        }
    }
    groups.sort_by_key(|(name, _)| (*name == others, name.to_lowercase()));
    groups
}

fn line(operation: &Operation) -> Line {
    (operation.command_name(), operation.summary())
}

fn group_line(name: &str, operations: &[&Operation]) -> Line {
    let count = match operations.len() {
        1 => "1 operation".to_owned(),
        count => format!("{count} operations"),
    };
    (name.to_owned(), count)
}

/// Formats sections, each with a heading and its lines.
fn format(sections: &[(String, Vec<Line>)]) -> String {
    let mut text = String::new();
    for (heading, lines) in sections {
        if !text.is_empty() {
            text.push('\n');
        }
        let commands = lines.iter().map(|(name, about)| Command::new(name.clone()).about(about.clone()));
        let list = Command::new("").disable_help_subcommand(true).subcommands(commands);
        let _ = writeln!(text, "{heading}:\n{}", help::render(list, "{subcommands}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use huaweicloud_core::codegen::table;
    use huaweicloud_core::descriptor::OperationDescriptor;
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Clone, Default, Deserialize, Serialize)]
    struct Request {}

    impl huaweicloud_core::Operation for Request {
        type Response = huaweicloud_core::Download;

        const DESCRIPTOR: &'static OperationDescriptor =
            &table::operation("ListHosts", "GET", "/").summary("Lists hosts.");
    }

    const HOSTS: Operation = Operation::file::<Request>(&[]).group("hosts and Agents");
    const FILES: Operation = Operation::file::<Request>(&[]).group("Files");
    const OTHER: Operation = Operation::file::<Request>(&[]);

    /// Returns an operation without a group whose name contains the number.
    fn numbered(number: usize) -> Operation {
        let descriptor = table::operation(format!("ListHosts{number}").leak(), "GET", "/");
        Operation { descriptor: Box::leak(Box::new(descriptor)), ..OTHER }
    }

    fn built_in() -> Vec<Line> {
        vec![("mock".to_owned(), "Runs a mock server".to_owned())]
    }

    #[test]
    fn lists_operations_by_group_after_the_other_commands() {
        let expected = "Commands:\n  mock  Runs a mock server\n\n\
                        Files:\n  list-hosts  Lists hosts.\n\n\
                        hosts and Agents:\n  list-hosts  Lists hosts.\n\n\
                        Other operations:\n  list-hosts  Lists hosts.\n";
        assert_eq!(of_program(built_in(), &[OTHER, HOSTS, FILES], "hss help"), expected);
        let expected = "Commands:\n  mock  Runs a mock server\n\nOperations:\n  list-hosts  Lists hosts.\n";
        assert_eq!(of_program(built_in(), &[OTHER], "hss help"), expected);
    }

    #[test]
    fn wide_characters_take_two_columns() {
        let expected = "Commands:\n  主机    Lists hosts\n  agents  Lists agents\n";
        let lines = [("主机", "Lists hosts"), ("agents", "Lists agents")];
        let lines = lines.map(|(name, about)| (name.to_owned(), about.to_owned())).to_vec();
        assert_eq!(format(&[("Commands".to_owned(), lines)]), expected);
    }

    #[test]
    fn continues_long_lines_below_their_description() {
        let about = "Requests the state of an export ".repeat(5);
        let list = format(&[("Commands".to_owned(), vec![("show".to_owned(), about)])]);
        let mut lines = list.lines().skip(2).peekable();
        assert!(lines.peek().is_some() && lines.all(|line| line.starts_with("        ")), "{list}");
    }

    #[test]
    fn lists_only_the_groups_of_many_operations() {
        let mut operations = vec![FILES, OTHER];
        operations.resize_with(MAX_LISTED + 2, || HOSTS);
        let expected = "Commands:\n  mock  Runs a mock server\n\n\
                        Groups of operations (hss help GROUP lists a group, hss help --search WORDS finds operations):\n  \
                        Files             1 operation\n  \
                        hosts and Agents  50 operations\n  \
                        Other operations  1 operation\n";
        assert_eq!(of_program(built_in(), &operations, "hss help"), expected);
        let operations: Vec<Operation> = (0..=MAX_LISTED).map(numbered).collect();
        let list = of_program(built_in(), &operations, "hss help");
        assert_eq!(list.matches("list-hosts").count(), MAX_LISTED + 1, "without groups, all are listed");
    }

    #[test]
    fn finds_groups_and_operations_by_words() {
        let operations = [HOSTS, FILES];
        let files = Some("Files:\n  list-hosts  Lists hosts.\n".to_owned());
        for (name, expected) in [("Files", &files), ("files", &files), ("others", &None)] {
            assert_eq!(&of_group(&operations, name), expected);
        }
        assert!(of_group(&operations, "hosts-and-agents").is_some_and(|list| list.starts_with("hosts and Agents:")));
        let found = Some("Operations:\n  list-hosts  Lists hosts.\n".to_owned());
        for (text, expected) in [("FILE host", &found), ("ListHosts files", &found), ("host missing", &None)] {
            assert_eq!(&matching(&operations, text), expected, "{text}");
        }
    }
}
