//! `cargo xtask changes`: what each change of a description means for callers.
//!
//! The cases change the description of an invented service in `changes/spec`.

mod caller;
mod cases;
mod dry_runs;
mod edit;
mod git;
mod program;
mod properties;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::OnceLock;

use hss_changes::{Bump, Class, Classes, Kind, Report, compare_lowered};
use hss_generator::pipeline::{Lowered, parse_and_lower};
use hss_generator::{Diagnostics, SERVICE_FILE, Source};
use hss_tests::project;
use rayon::prelude::*;

use cases::{CASES, Case};
use edit::Edited;

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
    /// Returns the description after the change.
    fn changed(&self) -> Vec<Source> {
        self.apply(description()).unwrap_or_else(|missing| panic!("{}: {missing}", self.name))
    }

    /// Changes a description, or returns what it does not have.
    fn apply(&self, sources: Vec<Source>) -> Result<Vec<Source>, String> {
        let mut edited = Edited::new(sources);
        (self.change)(&mut edited);
        edited.finish()
    }
}

/// Returns the description of the invented service, parsed only once.
fn lowered() -> &'static Lowered {
    static LOWERED: OnceLock<Lowered> = OnceLock::new();
    LOWERED.get_or_init(|| parse_and_lower(&description(), None).unwrap_or_else(|errors| panic!("{errors}")))
}

fn parse_changed(new: &[Source]) -> Result<Lowered, Diagnostics> {
    parse_and_lower(new, Some(&lowered().description))
}

fn compare(old: &[Source], new: &[Source]) -> Report {
    hss_changes::compare(old, new).unwrap_or_else(|error| panic!("{error}"))
}

/// A case and its changes in both directions.
struct Compared {
    case: &'static Case,
    there: Report,
    back: Report,
}

/// Returns all cases. They are compared only once and in parallel, since that takes seconds.
fn compared() -> &'static [Compared] {
    static COMPARED: OnceLock<Vec<Compared>> = OnceLock::new();
    COMPARED.get_or_init(|| {
        let old = lowered();
        let compare_sides = |case: &'static Case| {
            let new = parse_changed(&case.changed()).unwrap_or_else(|errors| panic!("{}: {errors}", case.name));
            Compared { case, there: compare_lowered(old, &new), back: compare_lowered(&new, old) }
        };
        CASES.par_iter().map(compare_sides).collect()
    })
}

/// Returns the classes of all audiences, which are often the same, in words.
fn in_words(classes: Classes) -> String {
    let columns = classes.columns();
    if columns.iter().all(|class| *class == columns[0]) {
        return format!("{} for all", columns[0]);
    }
    let columns = Classes::AUDIENCES.into_iter().zip(columns).filter(|(_, class)| *class != Class::None);
    columns.map(|(audience, class)| format!("{class} for {audience}")).collect::<Vec<_>>().join(", ")
}

fn names(report: &Report) -> Vec<String> {
    let changes = report.changes.iter();
    changes.map(|change| format!("{} {}", change.kind.as_str(), change.subject)).collect()
}

#[test]
fn each_change_has_its_classes() {
    let mut listing = String::new();
    for Compared { case, there, .. } in compared() {
        let _ = writeln!(listing, "{}: {}", case.name, in_words(there.summary()));
        for change in &there.changes {
            let _ = write!(listing, "  {} {}: {}", change.kind.as_str(), change.subject, change.message());
            // `docs/kinds-of-changes.md` has the classes of each kind.
            if change.classes != change.kind.classes() {
                let _ = write!(listing, " ({})", in_words(change.classes));
            }
            listing.push('\n');
        }
    }
    insta::assert_snapshot!(listing);
}

#[test]
fn each_kind_has_a_case() {
    let mut found = BTreeSet::from([Kind::Unexplained]);
    for Compared { there, back, .. } in compared() {
        found.extend(there.changes.iter().chain(&back.changes).map(|change| change.kind));
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
    for Compared { case, there, back } in compared() {
        assert_eq!(there.changes.len(), back.changes.len(), "{}: {:?} {:?}", case.name, names(there), names(back));
        assert_eq!(there.changed_lines, back.changed_lines, "{}", case.name);
    }
}

#[test]
fn every_changed_line_is_explained() {
    for Compared { case, there, .. } in compared() {
        let unexplained: Vec<String> = names(there).into_iter().filter(|name| name.contains("unexplained")).collect();
        assert_eq!(unexplained, Vec::<String>::new(), "{}", case.name);
        assert!(there.changed_lines > 0, "{}", case.name);
    }
}
