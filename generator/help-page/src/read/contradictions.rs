//! Tables that list the same thing twice, such as two forms of a request body, and do not agree.

use super::content::{HelpPage, Limits, Row, Table, TableKind};
use super::located::{Located, Unrecognized};
use super::types::is_name;

/// Reports tables that do not list the same rows as an earlier table of their kind. Only one of them can be described.
pub(super) fn report_contradictions(page: &mut HelpPage) {
    let mut reports = Vec::new();
    for (index, table) in page.tables.iter().enumerate() {
        for earlier in page.tables.iter().take(index) {
            if !is_same(earlier, table) {
                continue;
            }
            let contradictions = contradictions(earlier, table);
            if !contradictions.is_empty() {
                let line = earlier.title.line;
                let reason = format!("this table and that of line {line} disagree: {}", contradictions.join(", "));
                reports.push(Unrecognized::at(&table.title, &reason));
            }
            break;
        }
    }
    page.unrecognized.extend(reports);
}

/// Returns what is wrong with a table if its title does not say what it lists.
pub(super) fn reason_of_unknown_table(page: &HelpPage, table: &Table) -> String {
    let reason = if table.title.value.is_empty() {
        "this table has no title"
    } else {
        "this title is neither that of a known table nor the name of an object"
    };
    let body = page.tables.iter().find(|other| other.kind == TableKind::Body);
    match body {
        Some(body) if table.status.is_none() && table.rows.iter().any(|row| row_of(body, row).is_some()) => format!(
            "{reason}: if it lists another form of the request body, it and the table of line {} disagree: {}",
            body.title.line,
            contradictions(body, table).join(", ")
        ),
        _ => reason.to_owned(),
    }
}

/// Returns whether two rows of one name state different facts.
pub(crate) fn contradicts(a: &Row, b: &Row) -> bool {
    contradiction(a, b).is_some()
}

/// Returns whether two tables list the fields of the same section or object.
fn is_same(a: &Table, b: &Table) -> bool {
    if a.kind != b.kind || a.status != b.status || !b.is_described() {
        return false;
    }
    match &b.kind {
        TableKind::Object(name) => is_name(name),
        // A long list of parameters can continue in another table.
        _ => b.rows.iter().any(|row| row_of(a, row).is_some()),
    }
}

fn row_of<'t>(table: &'t Table, row: &Row) -> Option<&'t Row> {
    table.rows.iter().find(|other| other.name.value == row.name.value)
}

/// Returns the rows that are different, then those that only one of the tables has.
fn contradictions(earlier: &Table, table: &Table) -> Vec<String> {
    let mut found = Vec::new();
    for row in &earlier.rows {
        if let Some(other) = row_of(table, row)
            && let Some(fact) = contradiction(row, other)
        {
            found.push(format!("`{}` has another {fact}", row.name.value));
        }
    }
    for (which, one, other) in [("earlier", earlier, table), ("later", table, earlier)] {
        let only = one.rows.iter().filter(|row| row_of(other, row).is_none());
        let names: Vec<String> = only.map(|row| format!("`{}`", row.name.value)).collect();
        if !names.is_empty() {
            found.push(format!("only the {which} one has {}", names.join(" and ")));
        }
    }
    found
}

/// Returns the first fact that two rows state differently.
fn contradiction(a: &Row, b: &Row) -> Option<&'static str> {
    let (one, other) = (&a.facts, &b.facts);
    if value(a.mandatory.as_ref()) != value(b.mandatory.as_ref()) {
        return Some("cell `Mandatory`");
    }
    if value(a.ty.as_ref()) != value(b.ty.as_ref()) {
        return Some("type");
    }
    if bounds(&one.limits) != bounds(&other.limits) || bounds(&one.items) != bounds(&other.items) {
        return Some("length or range");
    }
    if !one.values.iter().map(|value| &value.name.value).eq(other.values.iter().map(|value| &value.name.value)) {
        return Some("list of values");
    }
    (value(one.default.as_ref()) != value(other.default.as_ref())).then_some("default")
}

fn value<T>(fact: Option<&Located<T>>) -> Option<&T> {
    fact.map(|fact| &fact.value)
}

fn bounds(limits: &Limits) -> (Option<&i64>, Option<&i64>) {
    (value(limits.min.as_ref()), value(limits.max.as_ref()))
}
