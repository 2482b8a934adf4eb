//! The report as text, and the parts that other formats share.

use std::fmt::Write as _;

use hss_changes::{Bump, Change, Class, Classes, Kind, Location, Report};

use super::Comparison;
use crate::terminal::count;

/// Returns the report, grouped by operation, with the most severe changes first.
pub(super) fn report(comparison: &Comparison) -> String {
    let report = &comparison.report;
    let mut text = format!("Compared with {}\n\n", comparison.base);
    for group in groups(report) {
        let _ = writeln!(text, "{}", title(group));
        for change in group {
            add_change(&mut text, comparison, change);
        }
    }
    if report.changes.is_empty() {
        let _ = writeln!(text, "{}", totals(report));
    } else {
        let _ = writeln!(text, "\n{}\nmost severe: {}", totals(report), classes(report.summary()));
    }
    let _ = writeln!(text, "version: {}", version(report));
    text
}

/// Returns the changes of each operation.
pub(super) fn groups(report: &Report) -> impl Iterator<Item = &[Change]> {
    report.changes.chunk_by(|a, b| a.operation == b.operation)
}

/// Returns the title of the changes of an operation.
pub(super) fn title(group: &[Change]) -> &str {
    let operation = group.first().and_then(|change| change.operation.as_deref());
    operation.unwrap_or("The service and all operations")
}

fn add_change(text: &mut String, comparison: &Comparison, change: &Change) {
    let class = change.classes.most_severe();
    let announced = if comparison.is_announced(change) { " (announced in CHANGELOG.md)" } else { "" };
    let _ = writeln!(text, "  {class:<13}  {} {}{announced}", change.kind.as_str(), change.subject);
    let _ = writeln!(text, "                 {}", change.message());
    let _ = writeln!(text, "                 {}: {}", classes(change.classes), change.kind.why());
    if let Some(place) = place(change) {
        let _ = writeln!(text, "                 {place}");
    }
}

/// Returns the classes of all audiences in one line.
pub(super) fn classes(classes: Classes) -> String {
    let columns = Classes::AUDIENCES.into_iter().zip(classes.columns());
    let columns: Vec<String> = columns.map(|(audience, class)| format!("{audience} {class}")).collect();
    columns.join(", ")
}

/// Returns where a change is, in both descriptions if the lines differ.
pub(super) fn place(change: &Change) -> Option<String> {
    let was = |old: &Location| format!("base: {old}");
    match (&change.old_location, &change.new_location) {
        (Some(old), Some(new)) if old == new => Some(new.to_string()),
        (Some(old), Some(new)) => Some(format!("{new} ({})", was(old))),
        (None, Some(new)) => Some(new.to_string()),
        (Some(old), None) => Some(was(old)),
        (None, None) => None,
    }
}

/// Returns the number of changes, of changed lines, and of changes of each class.
pub(super) fn totals(report: &Report) -> String {
    let changes = &report.changes;
    if changes.is_empty() {
        return "no changes".to_owned();
    }
    let mut counts = Vec::new();
    for class in Class::ALL {
        match changes.iter().filter(|change| change.classes.most_severe() == class).count() {
            0 => {}
            all if all == changes.len() => counts.push(class.to_string()),
            some => counts.push(format!("{some} {class}")),
        }
    }
    let (total, lines) = (count(changes.len(), "change"), count(report.changed_lines, "changed line"));
    let unexplained = match changes.iter().filter(|change| change.kind == Kind::Unexplained).count() {
        0 => String::new(),
        count => format!("; {count} of them {}", Kind::Unexplained.as_str()),
    };
    format!("{total} in {lines} of the description ({}){unexplained}", counts.join(", "))
}

/// Returns the version that is needed.
pub(super) fn version(report: &Report) -> &'static str {
    match report.bump() {
        Bump::None => "no new version is needed",
        Bump::Patch if report.summary().openapi == Class::Breaking => {
            "a patch version of the crates is enough, such as 0.1.5 after 0.1.4: only users of the OpenAPI document are affected"
        }
        Bump::Patch => "a patch version of the crates is enough, such as 0.1.5 after 0.1.4",
        Bump::Minor => "a minor version of the crates is needed, such as 0.2.0 after 0.1.4",
    }
}
