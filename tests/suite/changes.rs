//! `cargo xtask changes`: what each change of a description means for callers.
//!
//! The cases change the description of an invented service in `changes/spec`.

mod caller;
mod cases;
mod dry_runs;
mod git;
mod program;
mod properties;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use hss_changes::{Bump, Class, Classes, Kind, Report};
use hss_generator::{SERVICE_FILE, Source};
use hss_tests::project;

use cases::{CASES, Case};

/// Returns the description of the invented service.
fn description() -> Vec<Source> {
    let mut sources = vec![source(SERVICE_FILE)];
    for path in project::files_in("tests/suite/changes/spec/operations") {
        let path = path.trim_start_matches("tests/suite/changes/").to_owned();
        sources.push(source(&path));
    }
    sources
}

fn source(path: &str) -> Source {
    Source { path: path.to_owned(), text: project::read(&format!("tests/suite/changes/{path}")) }
}

impl Case {
    /// Returns the description before and after the change.
    fn sides(&self) -> (Vec<Source>, Vec<Source>) {
        let old = description();
        let mut new = old.clone();
        for (file, from, to) in self.edits {
            edit(&mut new, file, from, to);
        }
        (old, new)
    }
}

/// Replaces a text of a file, or adds or removes a file: one of the texts is empty then.
fn edit(sources: &mut Vec<Source>, file: &str, from: &str, to: &str) {
    assert!(try_edit(sources, file, from, to), "{file} contains {from}");
}

/// Returns whether the file has the text.
fn try_edit(sources: &mut Vec<Source>, file: &str, from: &str, to: &str) -> bool {
    let path = if file == "service" { SERVICE_FILE.to_owned() } else { format!("spec/operations/{file}.yaml") };
    if from.is_empty() {
        sources.push(Source { path, text: to.to_owned() });
        return true;
    }
    let Some(position) = sources.iter().position(|source| source.path == path) else { return false };
    if from == "*" {
        sources.remove(position);
        return true;
    }
    let text = &mut sources[position].text;
    let has_text = text.contains(from);
    *text = text.replacen(from, to, 1);
    has_text
}

fn compare(old: &[Source], new: &[Source]) -> Report {
    hss_changes::compare(old, new).unwrap_or_else(|error| panic!("{error}"))
}

impl Case {
    fn report(&self) -> Report {
        let (old, new) = self.sides();
        hss_changes::compare(&old, &new).unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }
}

/// Returns the initials of classes; warnings are `W` and behaviour is `H`.
fn initials(classes: Classes) -> String {
    let initial = |class| match class {
        Class::None => 'N',
        Class::Documentation => 'D',
        Class::Additive => 'A',
        Class::Warning => 'W',
        Class::Behaviour => 'H',
        Class::Breaking => 'B',
    };
    classes.columns().map(initial).into_iter().collect()
}

fn names(report: &Report) -> Vec<String> {
    let changes = report.changes.iter();
    changes.map(|change| format!("{} {}", change.kind.as_str(), change.subject)).collect()
}

#[test]
fn each_change_has_its_classes() {
    let mut listing = String::new();
    let mut wrong = Vec::new();
    for case in CASES {
        let report = case.report();
        let found = initials(report.summary());
        if found != case.classes {
            wrong.push(format!("{}: {} instead of {}: {:?}", case.name, found, case.classes, names(&report)));
        }
        let mut changes = Vec::new();
        for change in &report.changes {
            let (kind, classes) = (change.kind.as_str(), initials(change.classes));
            changes.push(format!("{classes} {kind} {}: {}", change.subject, change.message()));
        }
        let _ = match changes.as_slice() {
            [change] => writeln!(listing, "{}: {change}", case.name),
            changes => writeln!(listing, "{}: {found}\n  {}", case.name, changes.join("\n  ")),
        };
    }
    assert_eq!(wrong, Vec::<String>::new());
    insta::assert_snapshot!(listing);
}

#[test]
fn each_kind_has_a_case() {
    let mut found = BTreeSet::from([Kind::Unexplained]);
    for case in CASES {
        let (old, new) = case.sides();
        found.extend(compare(&old, &new).changes.iter().map(|change| change.kind));
        found.extend(compare(&new, &old).changes.iter().map(|change| change.kind));
    }
    let missing: Vec<&Kind> = Kind::ALL.iter().filter(|kind| !found.contains(kind)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn names_and_titles_of_kinds_are_unique() {
    let names: BTreeSet<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    let titles: BTreeSet<&str> = Kind::ALL.iter().map(|kind| kind.title()).collect();
    assert_eq!((names.len(), titles.len()), (Kind::ALL.len(), Kind::ALL.len()));
}

#[test]
fn the_same_description_has_no_changes() {
    for sources in [description(), project::description()] {
        let report = compare(&sources, &sources);
        assert_eq!((names(&report), report.changed_lines, report.bump()), (Vec::new(), 0, Bump::None));
    }
}

#[test]
fn changes_are_found_in_both_directions() {
    for case in CASES {
        let (old, new) = case.sides();
        let (there, back) = (compare(&old, &new), compare(&new, &old));
        assert_eq!(there.changes.len(), back.changes.len(), "{}: {:?} {:?}", case.name, names(&there), names(&back));
        assert_eq!(there.changed_lines, back.changed_lines, "{}", case.name);
    }
}

#[test]
fn every_changed_line_is_explained() {
    for case in CASES {
        let report = case.report();
        let unexplained: Vec<String> = names(&report).into_iter().filter(|name| name.contains("unexplained")).collect();
        assert_eq!(unexplained, Vec::<String>::new(), "{}", case.name);
        assert!(report.changed_lines > 0, "{}", case.name);
    }
}
