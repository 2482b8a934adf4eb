//! The generator reports an example if and only if the client rejects its request.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use hss_generator::{Diagnostics, Source};
use hss_tests::project;
use serde_json::Value;

use super::any_operation::operations;
use super::boundaries::{self, Case};
use super::client::descriptor::{OperationDescriptor, ParameterLocation};

/// An example with the request of a case, and whether the client rejects what the example shows.
struct Example {
    what: String,
    query: String,
    body: Option<String>,
    is_rejected: bool,
}

#[test]
fn examples_are_reported_if_the_client_rejects_their_requests() {
    let description = project::museum();
    let mut reported_examples = 0;
    for operation in operations() {
        let id = operation.descriptor.id;
        let cases = boundaries::cases(operation.descriptor);
        let examples: Vec<Example> = cases.iter().filter_map(|case| example(operation.descriptor, case)).collect();
        let reported = reported(&with_examples(&description, id, &examples));
        for (index, Example { what, query, body, is_rejected }) in examples.iter().enumerate() {
            assert_eq!(reported.contains(&(index + 1)), *is_rejected, "{id}, {what}: {query} {body:?}");
        }
        reported_examples += reported.len();
    }
    assert!(reported_examples > 0, "no example is reported");
}

/// Returns the example that shows the request of a case, unless it would be empty.
fn example(operation: &OperationDescriptor, case: &Case) -> Option<Example> {
    if !case.settings.is_empty() {
        return None;
    }
    let query = query(operation, &case.request);
    let body = case.request.get("body").map(Value::to_string);
    if query.is_empty() && body.is_none() {
        return None;
    }
    let is_shown = |name: &str| match name.strip_prefix("body") {
        Some(_) => body.is_some(),
        None => !query.is_empty() && query_parameters(operation).any(|parameter| name.starts_with(parameter)),
    };
    let is_rejected = case.violations.iter().any(|names| names.split(", ").all(is_shown));
    Some(Example { what: case.what.clone(), query, body, is_rejected })
}

fn query_parameters(operation: &OperationDescriptor) -> impl Iterator<Item = &'static str> {
    let parameters = operation.parameters.iter();
    let in_query = parameters.filter(|parameter| parameter.location == ParameterLocation::Query);
    in_query.map(|parameter| parameter.field.name)
}

fn query(operation: &OperationDescriptor, request: &Value) -> String {
    let mut pairs = Vec::new();
    for name in query_parameters(operation) {
        match request.get(name) {
            Some(Value::Array(items)) => pairs.extend(items.iter().map(|item| pair(name, item))),
            Some(value) => pairs.push(pair(name, value)),
            None => {}
        }
    }
    pairs.join("&")
}

fn pair(name: &str, value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let encoded: Vec<String> = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("{name}={}", encoded.concat())
}

/// Replaces the examples of an operation.
fn with_examples(description: &[Source], id: &str, examples: &[Example]) -> Vec<Source> {
    let mut sources = description.to_vec();
    let source = sources.iter_mut().find(|source| source.text.contains(&format!("\noperation: {id}\n")));
    let source = source.unwrap_or_else(|| panic!("no operation {id}"));
    let end = source.text.find("\nexamples:").unwrap_or(source.text.len());
    source.text.truncate(end);
    if !examples.is_empty() {
        source.text.push_str("\nexamples:\n");
    }
    for Example { query, body, .. } in examples {
        source.text.push_str("  - title: A case.\n");
        if !query.is_empty() {
            let _ = writeln!(source.text, "    query: {query:?}");
        }
        if let Some(body) = body {
            let _ = writeln!(source.text, "    body: {}", Value::from(body.as_str()));
        }
    }
    sources
}

/// Returns the numbers of the examples with errors or warnings.
fn reported(description: &[Source]) -> BTreeSet<usize> {
    let diagnostics = hss_generator::generate(description).map_or_else(|errors| errors, |files| files.warnings);
    diagnostics.iter().map(|diagnostic| number(&diagnostic.message, &diagnostics)).collect()
}

fn number(message: &str, diagnostics: &Diagnostics) -> usize {
    let number = message.strip_prefix("example ").and_then(|rest| rest.split(':').next()?.parse().ok());
    number.unwrap_or_else(|| panic!("{diagnostics}"))
}
