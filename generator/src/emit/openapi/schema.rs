//! Types of the description to schemas.

use serde_json::Value;

use super::node::{self, Node};
use crate::emit::docs;
use crate::ir::{self, Bounds, Definition, Enum, Field, Object, Service, Type};

/// Which way a value goes: the facts of the page bind requests alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Request,
    Response,
}

/// An object that the description defines; two schemas where it goes both ways.
pub(super) fn definitions(service: &Service, object: &Object, schemas: &mut Node) {
    let mut paragraphs = vec![docs::escape(&object.doc)];
    if object.page_name != object.name.as_str() {
        paragraphs.push(format!("The page calls it {}.", docs::code(&object.page_name)));
    }
    let description = node::text(paragraphs);
    let ways = [(object.in_requests, Direction::Request), (object.in_responses, Direction::Response)];
    for (_, direction) in ways.into_iter().filter(|(used, _)| *used) {
        let schema = self::object(service, &object.fields, direction);
        let schema = Node::new().with("description", description.as_str()).with_all(schema);
        schemas.set(&name(object, direction), schema);
    }
}

/// No type of the description has a name with a dot.
fn name(object: &Object, direction: Direction) -> String {
    match direction {
        Direction::Response if object.in_requests => format!("{}.Response", object.name),
        _ => object.name.to_string(),
    }
}

/// An object with these fields.
pub(super) fn object(service: &Service, fields: &[Field], direction: Direction) -> Node {
    let mandatory = fields.iter().filter(|field| field.mandatory && direction == Direction::Request);
    let required: Vec<&str> = mandatory.map(|field| field.wire.as_str()).collect();
    let properties =
        fields.iter().fold(Node::new(), |node, field| node.with(&field.wire, property(service, field, direction)));
    Node::new()
        .with("type", "object")
        .with_some("required", (!required.is_empty()).then_some(required))
        .with("properties", properties)
}

fn property(service: &Service, field: &Field, direction: Direction) -> Node {
    Node::new()
        .with("description", description(field, direction))
        .with_some("deprecated", field.deprecated.as_ref().map(|_| true))
        .with_all(with_siblings(value(service, field, direction)))
}

/// A schema that others can stand beside: in 3.0, a reference hides them.
fn with_siblings(schema: Node) -> Node {
    if schema.is_reference() { Node::new().with("allOf", vec![schema]) } else { schema }
}

/// What a field is, then what its schema does not say.
pub(super) fn description(field: &Field, direction: Direction) -> String {
    let unit = field.unit.as_ref().map(docs::unit);
    let in_words = match direction {
        Direction::Request => [None, unit, None],
        Direction::Response => [docs::constraint(&field.ty), unit, docs::default(field)],
    };
    let deprecated = field.deprecated.as_ref().map(|why| format!("Deprecated: {}", docs::sentence(why)));
    let facts: Vec<String> = in_words.into_iter().chain([deprecated]).flatten().chain(docs::remarks(field)).collect();
    let facts = (!facts.is_empty()).then(|| facts.join(" "));
    node::text([docs::escape(&field.doc)].into_iter().chain(facts))
}

/// The schema of a field's value.
pub(super) fn value(service: &Service, field: &Field, direction: Direction) -> Node {
    let schema = of_type(service, &field.ty, direction);
    match &field.default {
        Some(text) if direction == Direction::Request => {
            with_siblings(schema).with("default", default(&field.ty, text))
        }
        _ => schema,
    }
}

/// The default in the field's own type.
fn default(ty: &Type, text: &str) -> Value {
    match ty {
        Type::Integer(_) | Type::Long(_) => text.parse::<i64>().map_or_else(|_| Value::from(text), Value::from),
        Type::Boolean(_) => Value::from(text == "true"),
        _ => Value::from(text),
    }
}

fn of_type(service: &Service, ty: &Type, direction: Direction) -> Node {
    let bounds = ty.bounds().filter(|_| direction == Direction::Request);
    match ty {
        Type::String(_) => bounded(Node::new().with("type", "string"), bounds, ["minLength", "maxLength"]),
        Type::Integer(_) => integer("int32", bounds),
        Type::Long(_) => integer("int64", bounds),
        Type::Boolean(only) => {
            let only = only.filter(|_| direction == Direction::Request);
            Node::new().with("type", "boolean").with_some("enum", only.map(|only| vec![only]))
        }
        Type::Array(items, _) => {
            let items = item(service, items, direction);
            bounded(Node::new().with("type", "array").with("items", items), bounds, ["minItems", "maxItems"])
        }
        Type::Tuple(items) => tuple(items.iter().map(|ty| item(service, ty, direction)).collect(), items),
        Type::Object(definition) => {
            let object = service.object(definition);
            node::reference(&object.map_or_else(|| definition.name.to_string(), |object| name(object, direction)))
        }
        Type::Enum(Definition { name, .. }) => node::reference(name.as_str()),
    }
}

/// As [`of_type`], with the facts of a response in words, for which a field has its own description.
fn item(service: &Service, ty: &Type, direction: Direction) -> Node {
    let words = docs::constraint(ty).filter(|_| direction == Direction::Response);
    of_type(service, ty, direction).with_some("description", words)
}

fn integer(format: &str, bounds: Option<Bounds>) -> Node {
    bounded(Node::new().with("type", "integer").with("format", format), bounds, ["minimum", "maximum"])
}

fn bounded(schema: Node, bounds: Option<Bounds>, [min, max]: [&str; 2]) -> Node {
    schema.with_some(min, bounds.map(|bounds| bounds.min)).with_some(max, bounds.map(|bounds| bounds.max))
}

/// 3.0 knows no schema for each location: items have what all of them share, and an extension says the rest.
fn tuple(schemas: Vec<Node>, types: &[Type]) -> Node {
    let count = schemas.len();
    let shared = match types.iter().map(json_type).reduce(|one, other| one.filter(|_| one == other)) {
        Some(Some(name)) => Node::new().with("type", name),
        _ => Node::new().with("anyOf", distinct(&schemas)),
    };
    Node::new()
        .with("type", "array")
        .with("items", shared)
        .with("minItems", count)
        .with("maxItems", count)
        .with("x-huaweicloud-items", schemas)
}

/// What JSON calls a plain value.
fn json_type(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::String(_) | Type::Enum(_) => Some("string"),
        Type::Integer(_) | Type::Long(_) => Some("integer"),
        Type::Boolean(_) => Some("boolean"),
        Type::Array(..) | Type::Tuple(_) | Type::Object(_) => None,
    }
}

fn distinct(schemas: &[Node]) -> Vec<Node> {
    let mut distinct: Vec<Node> = Vec::new();
    for schema in schemas {
        if !distinct.contains(schema) {
            distinct.push(schema.clone());
        }
    }
    distinct
}

/// A text with known values. It is no `enum` of JSON Schema: that would refuse all others.
pub(super) fn r#enum(r#enum: &Enum) -> Node {
    let values: Vec<&str> = r#enum.values.iter().map(|value| value.wire.as_str()).collect();
    let meanings: Vec<String> = r#enum.values.iter().map(meaning).collect();
    Node::new()
        .with("description", format!("{}\n\n{}", node::text([docs::escape(&r#enum.doc)]), meanings.join("\n")))
        .with("type", "string")
        .with("x-extensible-enum", values)
}

fn meaning(value: &ir::Value) -> String {
    let deprecated = value.deprecated.as_ref().map(|why| format!(" Deprecated: {}", docs::sentence(why)));
    let page_says = value.page_says.iter().map(|says| format!(" {}", docs::page_says(says)));
    let remarks: String = deprecated.into_iter().chain(page_says).collect();
    format!("- {}: {}{remarks}", docs::code(&value.wire), docs::sentence(&value.doc))
}
