//! An operation: parameters, body, responses, and what OpenAPI has no words for.

use serde_json::Value;

use super::node::{self, Node};
use super::schema::{self, Direction};
use crate::emit::docs;
use crate::ir::{
    self, Condition, Example, Operation, Pagination, Parameter, ParameterLocation, Predicate, Rule, Service, Setting,
    Source,
};

/// The operation as it stands below `path`, which may call its placeholders by other names.
pub(super) fn operation(service: &Service, operation: &Operation, path: &str) -> Node {
    let (credential, parameters): (Vec<_>, Vec<_>) =
        operation.parameters.iter().partition(|parameter| parameter.source == Source::Credentials);
    let emit = |parameter: &Parameter| self::parameter(service, operation, parameter, path);
    let parameters: Vec<Node> = parameters.into_iter().map(emit).collect();
    let rules: Vec<Node> = operation.rules.iter().map(|rule| self::rule(operation, rule, path)).collect();
    Node::new()
        .with("operationId", operation.id.as_str())
        .with("summary", operation.summary.as_str())
        .with_some("description", description(operation))
        .with_some("deprecated", operation.deprecated.as_ref().map(|_| true))
        .with_some("parameters", some(parameters))
        .with_some("requestBody", body(operation))
        .with("responses", responses(operation))
        .with("x-huaweicloud-page", page(operation))
        .with_some("x-huaweicloud-credential", credential.into_iter().map(emit).next())
        .with_some("x-huaweicloud-rules", some(rules))
        .with_some("x-huaweicloud-pagination", operation.pagination.as_ref().map(pagination))
}

fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}

/// What the other keys do not say to people.
fn description(operation: &Operation) -> Option<String> {
    let deprecated = operation.deprecated.as_ref().map(|why| format!("Deprecated: {}", docs::sentence(why)));
    let paragraphs: Vec<String> = deprecated.into_iter().chain(operation.rules.iter().map(docs::rule)).collect();
    some(paragraphs).map(node::text)
}

fn page(operation: &Operation) -> Node {
    Node::new().with("title", operation.page.title.as_str()).with("updated", operation.page.updated.as_str())
}

fn parameter(service: &Service, operation: &Operation, parameter: &Parameter, path: &str) -> Node {
    let Parameter { location, source, field } = parameter;
    let setting = match source {
        Source::Client(Setting::Project) => Some("project"),
        Source::Client(Setting::Region) => Some("region"),
        Source::Client(Setting::EnterpriseProject) => Some("enterprise_project"),
        Source::Request | Source::Credentials => None,
    };
    Node::new()
        .with("name", name(operation, *location, &field.wire, path))
        .with("in", place_name(*location))
        .with("description", schema::description(field, Direction::Request))
        .with_some("required", field.mandatory.then_some(true))
        .with_some("deprecated", field.deprecated.as_ref().map(|_| true))
        .with("schema", schema::value(service, field, Direction::Request))
        .with_some("x-huaweicloud-client-setting", setting)
}

/// Operations below one path share the names of its placeholders: those names never travel.
fn name<'a>(operation: &'a Operation, location: ParameterLocation, wire: &'a str, path: &'a str) -> &'a str {
    let mut segments = operation.path.split('/').zip(path.split('/'));
    let same = segments.find(|(own, _)| location == ParameterLocation::Path && ir::placeholder(own) == Some(wire));
    same.and_then(|(_, shared)| ir::placeholder(shared)).unwrap_or(wire)
}

fn place_name(location: ParameterLocation) -> &'static str {
    match location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "header",
        ParameterLocation::Body => "body",
    }
}

/// It is sent even where nothing in it is set.
fn body(operation: &Operation) -> Option<Node> {
    operation.body.as_ref()?;
    let media = media(operation, operation.names.body.as_str(), |example| example.body.as_ref());
    Some(Node::new().with("required", true).with("content", node::content(media)))
}

/// The one success, and errors: `default` would be taken for another success by some generators of code.
fn responses(operation: &Operation) -> Node {
    let name = operation.names.response.as_str();
    let content = (!operation.response.is_empty())
        .then(|| node::content(media(operation, name, |example| example.response.as_ref())));
    let success = Node::new().with("description", "Success.").with_some("content", content);
    let error = Node::new().with("$ref", "#/components/responses/Error");
    Node::new().with(&operation.status.to_string(), success).with("4XX", error.clone()).with("5XX", error)
}

/// A body of JSON with the examples that have one; request and response of an example share its key.
fn media(operation: &Operation, schema: &str, part: impl Fn(&Example) -> Option<&Value>) -> Node {
    let mut examples = Vec::new();
    for (index, example) in operation.examples.iter().enumerate() {
        let node = |value: &Value| Node::new().with("summary", example.title.as_str()).with("value", value.clone());
        examples.extend(part(example).map(|value| (format!("example_{}", index + 1), node(value))));
    }
    let examples = some(examples)
        .map(|examples| examples.into_iter().fold(Node::new(), |node, (key, example)| node.with(&key, example)));
    Node::new().with("schema", node::reference(schema)).with_some("examples", examples)
}

fn rule(operation: &Operation, rule: &Rule, path: &str) -> Node {
    let Rule::AnyOf { conditions, .. } = rule;
    let condition = |Condition { location, wire, predicate }: &Condition| {
        let predicate = match predicate {
            Predicate::Set => Value::from("set"),
            Predicate::NonEmpty => Value::from("non_empty"),
            Predicate::Is(value) => Value::from(*value),
        };
        Node::new()
            .with("in", place_name(*location))
            .with("name", name(operation, *location, wire, path))
            .with("is", predicate)
    };
    Node::new().with("anyOf", conditions.iter().map(condition).collect::<Vec<_>>())
}

fn pagination(pagination: &Pagination) -> Node {
    Node::new()
        .with("offset", pagination.offset.as_str())
        .with("limit", pagination.limit.as_str())
        .with("items", pagination.items.as_str())
        .with_some("total", pagination.total.as_deref())
}
