//! Snapshots of the OpenAPI document of the unusual descriptions, one for each of some fixtures, so that a change shows
//! only in the snapshots of the fixtures that it affects.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{edge_cases, entries};
use crate::edge_cases::{SNAPSHOTS, assert_snapshot, description};

const SCHEMAS: &str = "#/components/schemas/";

/// Each operation is compared with the schemas that no earlier operation uses, then what is left with a snapshot of its
/// own.
#[test]
fn match_snapshots_of_unusual_descriptions() {
    let mut document: Value = serde_json::from_str(&edge_cases()).expect("JSON");
    let service = hss_generator::analyze(&description()).expect("a valid description");
    let mut shown = BTreeSet::new();
    for operation in &service.operations {
        let module = operation.names.module.to_string();
        let part = part(&document, &operation.id, &mut shown);
        // The names of its fields have a meaning in schemas, and none in Rust.
        if SNAPSHOTS.contains(&module.as_str()) || module == "share_path" {
            assert_snapshot(&format!("{module}.openapi"), &compact(&part, 0));
        }
    }
    document["paths"] = json!({});
    document["components"]["schemas"] =
        schemas(&document).filter(|(name, _)| !shown.contains(*name)).map(owned).collect::<Map<_, _>>().into();
    assert_snapshot("openapi", &compact(&document, 0));
}

/// Returns the operation with the schemas it uses, except those that are shown already.
fn part(document: &Value, id: &str, shown: &mut BTreeSet<String>) -> Value {
    for (path, item) in entries(&document["paths"]) {
        for (method, operation) in entries(item) {
            if operation["operationId"] == id {
                let mut used = BTreeSet::new();
                collect_schemas(document, operation, &mut used);
                let new =
                    schemas(document).filter(|(name, _)| used.contains(*name) && shown.insert((*name).to_owned()));
                let new: Map<String, Value> = new.map(owned).collect();
                return json!({path: {method: operation}, "schemas": new});
            }
        }
    }
    panic!("the document lacks {id}");
}

/// Collects the names of the schemas that a part of the document refers to, directly or through other schemas.
fn collect_schemas(document: &Value, part: &Value, names: &mut BTreeSet<String>) {
    match part {
        Value::Array(items) => items.iter().for_each(|item| collect_schemas(document, item, names)),
        Value::Object(fields) => {
            let name = fields.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix(SCHEMAS));
            if let Some(name) = name
                && names.insert(name.to_owned())
            {
                collect_schemas(document, &document["components"]["schemas"][name], names);
            }
            fields.values().for_each(|value| collect_schemas(document, value, names));
        }
        _ => {}
    }
}

fn schemas(document: &Value) -> impl Iterator<Item = (&str, &Value)> {
    entries(&document["components"]["schemas"])
}

fn owned((name, schema): (&str, &Value)) -> (String, Value) {
    (name.to_owned(), schema.clone())
}

/// Returns JSON with each value on one line if it fits, so that a row of a table is a line.
fn compact(value: &Value, indent: usize) -> String {
    let line = value.to_string();
    let items: Vec<String> = match value {
        _ if indent + line.len() <= 110 => return line,
        Value::Array(items) => items.iter().map(|item| compact(item, indent + 2)).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(key, value)| format!("{}: {}", json!(key), compact(value, indent + 2))).collect()
        }
        _ => return line,
    };
    let indent = " ".repeat(indent + 2);
    let (open, close) = (&line[..1], &line[line.len() - 1..]);
    format!("{open}\n{indent}{}{close}", items.join(&format!(",\n{indent}")))
}
