//! Random changes of facts: the help page of the changed description restores them in the other one.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use hss_generator::{OPERATIONS_FOLDER, SERVICE_FILE, Source, ir};
use hss_tests::project;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::super::compare;
use super::{fix, with_files, writer};
use crate::every_operation::random::config;

/// Returns descriptions of one operation each, without what keeps them from agreeing with a page that is written from
/// them.
fn descriptions() -> Vec<[Source; 2]> {
    let mut edge_cases = Vec::new();
    for path in project::files_in(&format!("tests/edge-cases/{OPERATIONS_FOLDER}")) {
        let text = project::read(&path);
        edge_cases.push(Source { path: path.trim_start_matches("tests/edge-cases/").to_owned(), text });
    }
    let text = project::read(&format!("tests/edge-cases/{SERVICE_FILE}"));
    edge_cases.push(Source { path: SERVICE_FILE.to_owned(), text });
    let mut descriptions = Vec::new();
    for sources in [project::museum(), project::description(), super::super::description(), edge_cases] {
        let service = sources.iter().find(|source| source.path == SERVICE_FILE).expect("the service");
        for source in sources.iter().filter(|source| source.path != SERVICE_FILE) {
            let operation = Source { path: source.path.clone(), text: without_quotations(&source.text) };
            descriptions.push([service.clone(), operation]);
        }
    }
    descriptions
}

/// Removes `page_says` and `beyond_page`.
fn without_quotations(text: &str) -> String {
    let mut kept = String::new();
    let mut inside = None;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        if inside.is_some_and(|start| indent > start && !line.trim().is_empty()) {
            continue;
        }
        let is_quotation = line.trim_start().starts_with("page_says:") || line.trim_start().starts_with("beyond_page:");
        inside = is_quotation.then_some(indent);
        if !is_quotation {
            kept.push_str(line);
        }
    }
    kept
}

/// Writes the page of the only operation of a valid description.
fn page_of(sources: &[Source]) -> Option<Source> {
    let service: ir::Service = hss_generator::analyze(sources).ok()?;
    let operation = service.operations.first()?;
    Some(Source { path: "page.txt".to_owned(), text: writer::write(&service, operation) })
}

/// Returns whether a page that is written from a description agrees with it. The notation states more than pages do.
fn agrees(sources: &[Source], page: &Source) -> bool {
    compare(sources, page.clone()).is_ok_and(|comparison| comparison.differences.is_empty())
}

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Bounds,
    NoBounds,
    Type,
    NewKey,
    Default,
    Head,
    NoKey,
    NoRow,
    NewRow,
    NoValue,
    NewValue,
    Example,
    Order,
}

const KINDS: [Kind; 13] = [
    Kind::Bounds,
    Kind::NoBounds,
    Kind::Type,
    Kind::NewKey,
    Kind::Default,
    Kind::Head,
    Kind::NoKey,
    Kind::NoRow,
    Kind::NewRow,
    Kind::NoValue,
    Kind::NewValue,
    Kind::Example,
    Kind::Order,
];

const TYPES: [&str; 8] =
    ["String", "Integer", "Long", "Boolean", "String(2..9)", "Integer(3..8)", "Array<String>", "Array<Long>(1..4)"];

const NEW_KEYS: [&str; 6] =
    ["mandatory: true", "deprecated: Gone soon.", "default: 5", "unit: hours", "default: \"a\"", "default: true"];

/// A change of an operation file: the line by position, and what to do there.
#[derive(Clone, Debug)]
struct Change {
    case: prop::sample::Index,
    line: prop::sample::Index,
    kind: Kind,
    number: u8,
}

impl Kind {
    /// Returns the lines that such a change can start from.
    fn lines(self, lines: &[String]) -> Vec<usize> {
        let has = |prefixes: &[&str]| -> Vec<usize> {
            let is_wanted = |line: &String| prefixes.iter().any(|prefix| line.trim_start().starts_with(prefix));
            (0..lines.len()).filter(|index| is_wanted(&lines[*index])).collect()
        };
        match self {
            Self::Bounds | Self::NoBounds => {
                has(&["type: "]).into_iter().filter(|index| lines[*index].contains("..")).collect()
            }
            Self::Type | Self::NewKey | Self::NoRow | Self::NewRow | Self::Order => has(&["type: "]),
            Self::Default => has(&["default: "]),
            Self::Head => has(&["title: ", "updated: 2", "request: "]),
            Self::NoKey => has(&["mandatory: true", "deprecated: ", "unit: ms"]),
            Self::NoValue | Self::NewValue => value_lines(lines),
            Self::Example => has(&["\"", "{ "]),
        }
    }
}

/// Changes a fact in the lines of an operation file, if there is one of this kind.
fn apply(text: &str, change: &Change) -> Option<String> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let candidates = change.kind.lines(&lines);
    let index = *candidates.get(change.line.index(candidates.len().max(1)))?;
    let line = lines[index].clone();
    let indent: String = line.chars().take_while(|c| *c == ' ').collect();
    let number = usize::from(change.number);
    let new_line = match change.kind {
        Kind::Bounds | Kind::Default => with_other_digit(&line, change.number)?,
        Kind::NoBounds => line.split('(').next()?.to_owned(),
        Kind::Type => format!("{indent}type: {}", TYPES[number % TYPES.len()]),
        Kind::NewKey => format!("{line}\n{indent}{}", NEW_KEYS[number % NEW_KEYS.len()]),
        Kind::Head => {
            let changed = line.replace("title: ", "title: New ").replace("-01", "-02");
            changed.replace("/v1/", "/v2/").replace("/v5/", "/v6/")
        }
        Kind::NewValue => format!("{line}\n{indent}added: New."),
        Kind::Example => with_other_digit(&line, change.number).unwrap_or_else(|| line.replacen(": \"", ": \"z", 1)),
        Kind::NoKey | Kind::NoValue => {
            lines.remove(index);
            return Some(joined(&lines));
        }
        Kind::NoRow => {
            lines.drain(index - 1..end_of_row(&lines, index - 1));
            return Some(joined(&lines));
        }
        Kind::NewRow => {
            let outer = &indent[..indent.len() - 2];
            let row = format!("{outer}added_thing:\n{indent}type: String(1..9)\n{indent}doc: New.");
            lines.insert(index - 1, row);
            return Some(joined(&lines));
        }
        Kind::Order => {
            let end = end_of_row(&lines, index - 1);
            // The next lines must be a row of the same table.
            if lines.get(end)?.strip_prefix(&indent[2..])?.starts_with(' ') {
                return None;
            }
            let next_end = end_of_row(&lines, end);
            lines[index - 1..next_end].rotate_left(end - index + 1);
            return Some(joined(&lines));
        }
    };
    lines[index] = new_line;
    Some(joined(&lines))
}

fn joined(lines: &[String]) -> String {
    lines.join("\n") + "\n"
}

/// Returns the lines with the values of enums.
fn value_lines(lines: &[String]) -> Vec<usize> {
    let mut values = Vec::new();
    let mut depth = None;
    for (index, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        match depth {
            Some(start) if indent == start + 2 && !line.ends_with(':') => values.push(index),
            Some(start) if indent > start => {}
            _ => depth = (line.trim() == "values:").then_some(indent),
        }
    }
    values
}

fn end_of_row(lines: &[String], start: usize) -> usize {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let Some(first) = lines.get(start) else { return lines.len() };
    let is_outside = |line: &String| line.trim().is_empty() || indent(line) <= indent(first);
    lines[start + 1..].iter().position(is_outside).map_or(lines.len(), |length| start + 1 + length)
}

fn with_other_digit(line: &str, number: u8) -> Option<String> {
    let digits: Vec<usize> = line.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(index, _)| index).collect();
    let index = *digits.get(usize::from(number) % digits.len().max(1))?;
    Some(format!("{}{}{}", &line[..index], 1 + number % 9, &line[index + 1..]))
}

/// Returns how often each line occurs.
fn counts(text: &str) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for line in text.lines() {
        *counts.entry(line).or_default() += 1;
    }
    counts
}

/// Results of all changes.
#[derive(Default)]
struct Totals {
    fixed: usize,
    left: BTreeMap<String, usize>,
}

/// Returns the lines of a page without special values, which only a person can describe.
fn without_special_values(page: &Source) -> Vec<&str> {
    let is_kept = |line: &&str| !line.is_empty() && !line.ends_with(" indicates something.");
    page.text.lines().filter(is_kept).collect()
}

/// Fixes one description with the page of the other one, and checks the result.
fn check(before: &[Source; 2], after: &[Source; 2], totals: &RefCell<Totals>) -> Result<(), TestCaseError> {
    let Some(page) = page_of(after).filter(|page| agrees(after, page)) else {
        return Ok(());
    };
    let fixed = fix(before, &page);
    let result = with_files(before, &fixed);
    let (old, wanted, new) = (&before[1].text, &after[1].text, &result[1].text);
    // What the two have in common stays.
    let (old_lines, wanted_lines, new_lines) = (counts(old), counts(wanted), counts(new));
    for (line, count) in old_lines {
        let kept = count.min(wanted_lines.get(line).copied().unwrap_or_default());
        prop_assert!(new_lines.get(line).copied().unwrap_or_default() >= kept, "{line:?} is lost:\n{wanted}\n{new}");
    }
    let left = match fixed.report.pages.first() {
        Some(Ok(comparison)) => comparison.differences.first().map(|difference| difference.kind.as_str()),
        _ => Some("no operation"),
    };
    if let Some(left) = left {
        *totals.borrow_mut().left.entry(left.to_owned()).or_default() += 1;
        return Ok(());
    }
    let written = page_of(&result).expect("a valid description");
    prop_assert_eq!(without_special_values(&written), without_special_values(&page), "{}", new);
    totals.borrow_mut().fixed += 1;
    Ok(())
}

/// Returns the descriptions that agree with the pages written from them.
fn agreeing_descriptions() -> &'static [[Source; 2]] {
    static CASES: OnceLock<Vec<[Source; 2]>> = OnceLock::new();
    CASES.get_or_init(|| {
        let mut cases = descriptions();
        cases.retain(|sources| page_of(sources).is_some_and(|page| agrees(sources, &page)));
        assert!(cases.len() > 20, "{} operations agree with the pages written from them", cases.len());
        cases
    })
}

#[test]
fn pages_restore_random_facts() {
    let cases = agreeing_descriptions();
    let totals = RefCell::new(Totals::default());
    let index = any::<prop::sample::Index>;
    let any_change = (index(), index(), prop::sample::select(KINDS.to_vec()), any::<u8>())
        .prop_map(|(case, line, kind, number)| Change { case, line, kind, number });
    let outcome = TestRunner::new(config(80)).run(&any_change, |change| {
        let sources = change.case.get(cases);
        let Some(text) = apply(&sources[1].text, &change) else {
            return Ok(());
        };
        let changed = [sources[0].clone(), Source { path: sources[1].path.clone(), text }];
        if hss_generator::analyze(&changed).is_err() {
            return Ok(());
        }
        check(sources, &changed, &totals)?;
        check(&changed, sources, &totals)
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    let Totals { fixed, left } = totals.into_inner();
    let count: usize = left.values().sum();
    assert!(fixed > 30 && count * 10 < fixed, "{fixed} fixed, left: {left:?}");
}

const CELLS: [&str; 6] = ["String", "Integer", "Long", "Boolean", "Array<String>", "Array<Integer>"];

/// Changes a row of the request: whether it is mandatory, or its type. Returns the name of the row and the page.
fn with_other_cell(page: &Source, row: prop::sample::Index, number: u8) -> Option<(String, Source)> {
    let mut lines: Vec<&str> = page.text.lines().collect();
    let is_cell = |index: &usize| matches!(lines[*index], "Yes" | "No");
    let cells: Vec<usize> = (2..lines.len()).filter(is_cell).collect();
    let mandatory = *cells.get(row.index(cells.len().max(1)))?;
    // Blank lines separate the cells.
    let name = lines[mandatory - 2].to_owned();
    match CELLS.get(usize::from(number)) {
        Some(cell) => lines[mandatory + 2] = cell,
        None => lines[mandatory] = if lines[mandatory] == "Yes" { "No" } else { "Yes" },
    }
    Some((name, Source { path: page.path.clone(), text: lines.join("\n") + "\n" }))
}

/// Returns the lines of the examples except for members of this name, which can have several lines.
fn example_lines_without<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
    let examples = text.split_once("\nexamples:").map_or("", |(_, examples)| examples);
    let mut lines = Vec::new();
    let mut end_of_member: Option<String> = None;
    for line in examples.lines() {
        // A line with a new member below it gets a comma.
        let line = line.trim_end_matches(',');
        let indent = &line[..line.len() - line.trim_start().len()];
        if end_of_member.is_some() {
            end_of_member.take_if(|end| line.starts_with(end.as_str()));
        } else if line.contains(&format!("\"{name}\"")) {
            let closing = [('{', '}'), ('[', ']')].into_iter().find(|(opening, _)| line.ends_with(*opening));
            end_of_member = closing.map(|(_, closing)| format!("{indent}{closing}"));
        } else {
            lines.push(line);
        }
    }
    lines
}

/// If a row changes and the examples of its page stay as they are, only the members of this row change in those of the
/// description.
#[test]
fn examples_change_only_with_their_rows() {
    let cases = agreeing_descriptions();
    let count = RefCell::new(0);
    let any_change = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..12_u8);
    let outcome = TestRunner::new(config(60)).run(&any_change, |(case, row, number)| {
        let sources = case.get(cases);
        let page = page_of(sources).expect("a valid description");
        let Some((name, page)) = with_other_cell(&page, row, number) else {
            return Ok(());
        };
        let fixed = fix(sources, &page);
        let after = &with_files(sources, &fixed)[1].text;
        *count.borrow_mut() += usize::from(!fixed.files.is_empty());
        let left = example_lines_without(after, &name);
        let is_lost = |line: &&&str| !left.contains(line) && !line.contains(['{', '[']);
        for line in example_lines_without(&sources[1].text, &name).iter().filter(is_lost) {
            let is_removed = fixed.applied.iter().any(|fix| fix.message.contains("of an example is removed"));
            prop_assert!(is_removed, "{line:?} is lost with `{name}`:\n{after}");
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    let fixed = count.into_inner();
    assert!(fixed > 15, "{fixed} fixed");
}
