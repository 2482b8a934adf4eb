//! Operations: parameters, request body, responses, and extensions for what OpenAPI cannot express.

use std::collections::HashMap;

use serde_json::Value;

use super::json_object::{self, JsonObject, file_content, json_content, non_empty, reference};
use super::paths::SharedPaths;
use super::schema::{self, Direction};
use crate::emit::facts;
use crate::emit::markdown::escape;
use crate::ir::{
    self, Example, FollowUp, HelpPage, Operation, Origin, Pagination, Parameter, ParameterLocation, Predicate, Rule,
    Service, Setting, TaskStates,
};

/// Returns an operation. The path in the document may have other names for its placeholders.
pub(super) fn operation(service: &Service, operation: &Operation, paths: &SharedPaths<'_>) -> JsonObject {
    let path = paths.of(operation);
    let mut credential = None;
    let mut parameters = Vec::new();
    let mut query_examples = query_examples(operation);
    for parameter in &operation.parameters {
        // No other parameter has the name of one in the query.
        let examples = query_examples.remove(parameter.field.wire_name.as_str());
        let object = self::parameter(service, operation, parameter, path, examples);
        match parameter.origin {
            Origin::Request | Origin::Client(_) => parameters.push(object),
            Origin::Credentials => credential = Some(object),
            Origin::Reserved => {}
        }
    }
    let rules: Vec<JsonObject> = operation.rules.iter().map(|rule| self::rule(operation, rule, path)).collect();
    JsonObject::new()
        .with("operationId", operation.id.as_str())
        .with_some("tags", operation.group.as_deref().map(|group| vec![group]))
        .with("summary", operation.summary.as_str())
        .with_some("description", description(operation))
        .with_some("externalDocs", operation.page.url.as_deref().map(|url| JsonObject::new().with("url", url)))
        .with_some("deprecated", operation.deprecated.as_ref().map(|_| true))
        .with_some("parameters", non_empty(parameters))
        .with_some("requestBody", request_body(operation))
        .with("responses", responses(service, operation, paths))
        .with("x-huaweicloud-page", page(&operation.page))
        .with_some("x-huaweicloud-credential", credential)
        .with_some("x-huaweicloud-rules", non_empty(rules))
        .with_some("x-huaweicloud-pagination", pagination(operation))
        .with_some("x-huaweicloud-wait", operation.wait.as_ref().map(wait))
}

/// Returns the facts that the other keys do not express.
fn description(operation: &Operation) -> Option<String> {
    let mut paragraphs = Vec::new();
    paragraphs.extend(operation.doc.as_deref().map(escape));
    paragraphs.extend(operation.deprecated.as_deref().map(facts::deprecated));
    paragraphs.extend(operation.rules.iter().map(facts::rule));
    non_empty(paragraphs).map(json_object::paragraphs)
}

fn page(page: &HelpPage) -> JsonObject {
    JsonObject::new().with("title", page.title.as_str()).with_some("updated", page.date())
}

fn parameter(
    service: &Service,
    operation: &Operation,
    parameter: &Parameter,
    path: &str,
    examples: Option<JsonObject>,
) -> JsonObject {
    let Parameter { location, origin, field } = parameter;
    let setting = match origin {
        Origin::Client(Setting::Project) => Some("project"),
        Origin::Client(Setting::Region) => Some("region"),
        Origin::Client(Setting::EnterpriseProject) => Some("enterprise_project"),
        Origin::Request | Origin::Credentials | Origin::Reserved => None,
    };
    // The service decides which credentials it accepts, so their bounds are documentation.
    let direction = if *origin == Origin::Credentials { Direction::Response } else { Direction::Request };
    JsonObject::new()
        .with("name", parameter_name(&operation.path, *location, &field.wire_name, path))
        .with("in", location.as_str())
        .with("description", schema::description(field, direction))
        .with_some("required", field.mandatory.then_some(true))
        .with_some("deprecated", field.deprecated.as_ref().map(|_| true))
        .with("schema", schema::value(service, field, direction))
        .with_some("examples", examples)
        .with_some("x-huaweicloud-client-setting", setting)
}

/// Returns the values that each query parameter has in examples, by the same keys as bodies.
fn query_examples(operation: &Operation) -> HashMap<&str, JsonObject> {
    let mut examples: HashMap<&str, JsonObject> = HashMap::new();
    for (index, example) in operation.examples.iter().enumerate() {
        for (name, value) in example.query.iter().flatten() {
            add_example(examples.entry(name).or_default(), index, example, value);
        }
    }
    examples
}

/// Returns a part of each example that has it. All parts of an example have the same key.
fn examples<'a>(operation: &'a Operation, part: impl Fn(&'a Example) -> Option<&'a Value>) -> Option<JsonObject> {
    let mut examples = JsonObject::new();
    for (index, example) in operation.examples.iter().enumerate() {
        if let Some(value) = part(example) {
            add_example(&mut examples, index, example, value);
        }
    }
    examples.non_empty()
}

fn add_example(examples: &mut JsonObject, index: usize, example: &Example, value: &Value) {
    let object = JsonObject::new().with("summary", example.title.as_str()).with("value", value.clone());
    examples.set(&format!("example_{}", index + 1), object);
}

/// Returns the name of a parameter: for a placeholder, its name in the shared path.
fn parameter_name<'a>(path: &str, location: ParameterLocation, wire_name: &'a str, shared_path: &'a str) -> &'a str {
    if location != ParameterLocation::Path {
        return wire_name;
    }
    for (own, shared) in path.split('/').zip(shared_path.split('/')) {
        if ir::placeholder(own) == Some(wire_name) {
            return ir::placeholder(shared).unwrap_or(wire_name);
        }
    }
    wire_name
}

/// Returns the request body. It is left out if none of its fields is set and none is required.
fn request_body(operation: &Operation) -> Option<JsonObject> {
    operation.body.as_ref()?;
    let content = JsonObject::new()
        .with("schema", reference(operation.names.body.as_str()))
        .with_some("examples", examples(operation, |example| example.body.as_ref()));
    let required = operation.body_fields().iter().any(|field| field.mandatory);
    Some(JsonObject::new().with("required", required).with("content", json_content(content)))
}

/// Returns the successful response and the errors. Some code generators treat `default` as a second success.
fn responses(service: &Service, operation: &Operation, paths: &SharedPaths<'_>) -> JsonObject {
    let mut success = JsonObject::new().with("description", "Success.");
    if operation.returns_file() {
        success.set("content", file_content());
    } else if !operation.response.fields().is_empty() {
        let content = JsonObject::new()
            .with("schema", reference(operation.names.response.as_str()))
            .with_some("examples", examples(operation, |example| example.response.as_ref()));
        success.set("content", json_content(content));
    }
    let success = success.with_some("links", links(service, operation, paths).non_empty());
    let error = JsonObject::new().with("$ref", "#/components/responses/Error");
    JsonObject::new().with(&operation.status.to_string(), success).with("4XX", error.clone()).with("5XX", error)
}

/// Returns the operations that follow a response: the one that returns the state of a task, and the one that returns
/// its file.
fn links(service: &Service, operation: &Operation, paths: &SharedPaths<'_>) -> JsonObject {
    let file = operation.wait.as_ref().and_then(|wait| wait.file.as_ref());
    let mut links = JsonObject::new();
    for (name, follow_up) in [("task", operation.task.as_ref()), ("file", file)] {
        let Some(FollowUp { operation, parameters }) = follow_up else { continue };
        let Some(target) = service.operation(operation) else { continue };
        let mut values = JsonObject::new();
        for (parameter, field) in parameters {
            let pointer = field.replace('~', "~0").replace('/', "~1");
            values.set(&link_parameter(target, parameter, paths), format!("$response.body#/{pointer}"));
        }
        links.set(name, JsonObject::new().with("operationId", target.id.as_str()).with("parameters", values));
    }
    links
}

/// Returns the name of a parameter with its location, as links refer to it.
fn link_parameter(target: &Operation, wire_name: &str, paths: &SharedPaths<'_>) -> String {
    let parameter = target.parameters.iter().find(|parameter| parameter.field.wire_name == wire_name);
    let location = parameter.map_or(ParameterLocation::Path, |parameter| parameter.location);
    format!("{}.{}", location.as_str(), parameter_name(&target.path, location, wire_name, paths.of(target)))
}

fn wait(TaskStates { field, success, failure, .. }: &TaskStates) -> JsonObject {
    JsonObject::new()
        .with("field", field.as_str())
        .with("success", success.as_slice())
        .with("failure", failure.as_slice())
}

fn rule(operation: &Operation, rule: &Rule, path: &str) -> JsonObject {
    let mut alternatives = Vec::new();
    for condition in &rule.any_of {
        let predicate = match condition.predicate {
            Predicate::Set => Value::from("set"),
            Predicate::NonEmpty => Value::from("non_empty"),
            Predicate::Is(value) => Value::from(value),
        };
        let alternative = JsonObject::new()
            .with("in", condition.location.as_str())
            .with("name", parameter_name(&operation.path, condition.location, &condition.wire_name, path))
            .with("is", predicate);
        alternatives.push(alternative);
    }
    JsonObject::new().with("anyOf", alternatives)
}

fn pagination(operation: &Operation) -> Option<JsonObject> {
    let Pagination { offset, limit, items, total } = operation.pagination.as_ref()?;
    let items = operation.whole_response().is_none().then_some(items.as_str());
    let object = JsonObject::new().with("offset", offset.as_str()).with("limit", limit.as_str());
    Some(object.with_some("items", items).with_some("total", total.as_deref()))
}

#[cfg(test)]
mod tests {
    use super::{ParameterLocation, parameter_name};

    /// A rule can refer to a body field with the same name as a placeholder.
    #[test]
    fn only_placeholders_have_the_names_of_the_shared_path() {
        let name = |location| parameter_name("/v5/{project_id}/things", location, "project_id", "/v5/{project}/things");
        assert_eq!(name(ParameterLocation::Path), "project");
        assert_eq!(name(ParameterLocation::Body), "project_id");
    }
}
