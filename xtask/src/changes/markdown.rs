//! The report as Markdown, for pull requests, and the table of all kinds.

use std::fmt::Write as _;

use hss_changes::markdown::{code, plain};
use hss_changes::{Change, Class, Classes, Kind};

use super::{Comparison, text};

pub(super) fn report(comparison: &Comparison) -> String {
    let report = &comparison.report;
    let mut markdown = "## What this changes for callers\n\n".to_owned();
    let base = plain(&comparison.base);
    if report.changes.is_empty() {
        let _ = writeln!(markdown, "Nothing: the description is the same as in {base}.");
        return markdown;
    }
    let _ = writeln!(markdown, "Compared with {base}: {}.\n", text::totals(report));
    let _ = writeln!(markdown, "| | {} |", Classes::AUDIENCES.join(" | "));
    markdown.push_str("|---|---|---|---|---|\n");
    let _ = writeln!(markdown, "| most severe | {} |", columns(report.summary()));
    let _ = writeln!(markdown, "\nVersion: {}.", text::version(report));
    for group in text::groups(report) {
        let _ = writeln!(markdown, "\n### {}\n", text::title(group));
        let _ = writeln!(markdown, "| change | {} | why |", Classes::AUDIENCES.join(" | "));
        markdown.push_str("|---|---|---|---|---|---|\n");
        for change in group {
            add_row(&mut markdown, comparison, change);
        }
    }
    markdown
}

fn add_row(markdown: &mut String, comparison: &Comparison, change: &Change) {
    let (subject, message) = (cell(&code(&change.subject)), cell(&change.markdown()));
    let announced = if comparison.is_announced(change) { " (announced in CHANGELOG.md)" } else { "" };
    let place = text::place(change).map(|place| format!("<br>{}", cell(&plain(&place)))).unwrap_or_default();
    let (columns, why) = (columns(change.classes), change.kind.why());
    let _ = writeln!(markdown, "| {subject}: {message}{announced}{place} | {columns} | {why} |");
}

/// Returns the classes as cells of a row, with those that need attention in bold.
fn columns(classes: Classes) -> String {
    let cells = classes.columns().map(|class| match class {
        Class::Breaking => format!("**{class}**"),
        _ => class.to_string(),
    });
    cells.join(" | ")
}

/// Returns Markdown for a cell of a table.
fn cell(markdown: &str) -> String {
    markdown.replace('|', "\\|")
}

/// What precedes the table of all kinds of changes.
const KINDS: &str = "\
# Kinds of changes

What a change of the description means for Rust code, for programs that compile unchanged (`runtime`), for the command
line, and for users of the OpenAPI document. `cargo xtask changes` reports changes by these kinds, and
`cargo xtask changes --kinds` prints this page.

";

/// Returns the table of all kinds of changes.
pub(super) fn kinds() -> String {
    let mut table = KINDS.to_owned();
    let _ =
        writeln!(table, "| kind | {} | what | why |\n|---|---|---|---|---|---|---|", Classes::AUDIENCES.join(" | "));
    for kind in Kind::ALL {
        let columns = kind.classes().columns().map(|class| class.to_string()).join(" | ");
        let _ = writeln!(table, "| `{}` | {columns} | {} | {} |", kind.as_str(), kind.title(), kind.why());
    }
    table
}
