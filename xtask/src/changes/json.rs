//! The report as JSON.

use hss_changes::{Change, Classes};
use serde_json::{Map, Value, json};

use super::Comparison;

pub(super) fn report(comparison: &Comparison) -> String {
    let changes: Vec<Value> = comparison.report.changes.iter().map(|change| self::change(comparison, change)).collect();
    let document = json!({
        "base": comparison.base,
        "bump": comparison.report.bump().as_str(),
        "summary": classes(comparison.report.summary()),
        "changed_lines": comparison.report.changed_lines,
        "changes": changes,
    });
    format!("{document:#}\n")
}

fn change(comparison: &Comparison, change: &Change) -> Value {
    let location = |location: &Option<hss_changes::Location>| location.as_ref().map(ToString::to_string);
    let mut object = Map::new();
    object.insert("kind".to_owned(), change.kind.as_str().into());
    object.insert("operation".to_owned(), change.operation.clone().into());
    object.insert("what".to_owned(), change.subject.clone().into());
    object.insert("message".to_owned(), change.message().into());
    object.insert("old".to_owned(), change.old.clone().into());
    object.insert("new".to_owned(), change.new.clone().into());
    object.insert("old_location".to_owned(), location(&change.old_location).into());
    object.insert("new_location".to_owned(), location(&change.new_location).into());
    object.extend(classes(change.classes));
    object.insert("why".to_owned(), change.kind.why().into());
    object.insert("announced".to_owned(), comparison.is_announced(change).into());
    Value::Object(object)
}

fn classes(classes: Classes) -> Map<String, Value> {
    let columns = Classes::AUDIENCES.into_iter().zip(classes.columns());
    columns.map(|(audience, class)| (audience.to_owned(), class.as_str().into())).collect()
}
