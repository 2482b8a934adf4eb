//! The report as annotations of a GitHub workflow.

use std::fmt::Write as _;

use hss_changes::Class;

use super::{Comparison, text};

/// Returns a workflow command for each change, and a line with the totals.
pub(super) fn report(comparison: &Comparison) -> String {
    let mut lines = String::new();
    for change in &comparison.report.changes {
        let level = match change.classes.most_severe() {
            Class::Breaking if !comparison.is_announced(change) => "error",
            Class::Breaking | Class::Behaviour | Class::Warning => "warning",
            Class::Additive | Class::Documentation | Class::None => "notice",
        };
        let mut properties = Vec::new();
        if let Some(location) = change.new_location.as_ref().or(change.old_location.as_ref()) {
            properties.push(format!("file={}", property(&location.file)));
            properties.push(format!("line={}", location.line));
        }
        properties.push(format!("title={}", property(&format!("{} {}", change.kind.as_str(), change.subject))));
        let message = format!("{} ({}): {}", change.message(), text::classes(change.classes), change.kind.why());
        let _ = writeln!(lines, "::{level} {}::{}", properties.join(","), data(&message));
    }
    let _ = writeln!(lines, "Compared with {}: {}", comparison.base, text::totals(&comparison.report));
    lines
}

/// Escapes the message of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
