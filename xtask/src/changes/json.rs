//! The report as JSON.

use hss_changes::{Change, Classes, Location};
use serde_json::{Value, json};

use super::Comparison;

pub(super) fn report(comparison: &Comparison) -> String {
    let Comparison { base, report, .. } = comparison;
    let Classes { rust, runtime, cli, openapi } = report.summary();
    let changes: Vec<Value> = report.changes.iter().map(|change| self::change(comparison, change)).collect();
    let document = json!({
        "base": base,
        "bump": report.bump().as_str(),
        "summary": {
            "rust": rust.as_str(),
            "runtime": runtime.as_str(),
            "cli": cli.as_str(),
            "openapi": openapi.as_str(),
        },
        "changed_lines": report.changed_lines,
        "changes": changes,
    });
    format!("{document:#}\n")
}

fn change(comparison: &Comparison, change: &Change) -> Value {
    let location = |location: &Option<Location>| location.as_ref().map(ToString::to_string);
    json!({
        "kind": change.kind.as_str(),
        "operation": change.operation,
        "what": change.subject,
        "message": change.message(),
        "old": change.old,
        "new": change.new,
        "old_location": location(&change.old_location),
        "new_location": location(&change.new_location),
        "rust": change.classes.rust.as_str(),
        "runtime": change.classes.runtime.as_str(),
        "cli": change.classes.cli.as_str(),
        "openapi": change.classes.openapi.as_str(),
        "why": change.kind.why(),
        "announced": comparison.is_announced(change),
    })
}
