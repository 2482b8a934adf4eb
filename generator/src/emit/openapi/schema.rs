//! Types of the description as JSON schemas.

use indexmap::IndexSet;
use serde_json::Value;

use super::json_object::{self, JsonObject, non_empty, reference};
use crate::emit::facts;
use crate::emit::markdown::{code, escape, sentence};
use crate::ir::{self, Bounds, Definition, Enum, Field, Object, Service, Type};
use crate::syntax::query;

/// The direction of a value. Constraints apply to requests only; responses have them in descriptions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Request,
    Response,
}

/// The keys of a number's bounds.
const RANGE: [&str; 2] = ["minimum", "maximum"];

/// Adds the schemas of an object: one for each direction that uses it.
pub(super) fn add_definition(service: &Service, object: &Object, schemas: &mut JsonObject) {
    let mut paragraphs = vec![escape(&object.doc)];
    paragraphs.extend(facts::page_name(&object.page_name, object.name.as_str()));
    let description = json_object::paragraphs(paragraphs);
    for (is_used, direction) in [(object.in_requests, Direction::Request), (object.in_responses, Direction::Response)] {
        if is_used {
            let schema = self::object(service, &object.fields, direction);
            let schema = JsonObject::new().with("description", description.as_str()).with_all(schema);
            schemas.set(&schema_name(object, direction), schema);
        }
    }
}

/// Returns a separate name for the schema of responses if requests use the object too. Other names contain no dot.
fn schema_name(object: &Object, direction: Direction) -> String {
    match direction {
        Direction::Response if object.in_requests => format!("{}.Response", object.name),
        _ => object.name.to_string(),
    }
}

/// Returns the schema of a body with these fields.
pub(super) fn body(service: &Service, fields: &[Field], direction: Direction) -> JsonObject {
    match ir::whole_body(fields) {
        Some(field) => property(service, field, direction),
        None => object(service, fields, direction),
    }
}

/// Returns the schema of an object with these fields.
fn object(service: &Service, fields: &[Field], direction: Direction) -> JsonObject {
    let mut required = Vec::new();
    let mut properties = JsonObject::new();
    for field in fields {
        if field.mandatory && direction == Direction::Request {
            required.push(field.wire_name.as_str());
        }
        let mut property = property(service, field, direction);
        if field.secret && direction == Direction::Request {
            property.set("writeOnly", true);
        }
        properties.set(&field.wire_name, property);
    }
    of_type("object").with_some("required", non_empty(required)).with("properties", properties)
}

fn property(service: &Service, field: &Field, direction: Direction) -> JsonObject {
    JsonObject::new()
        .with("description", description(field, direction))
        .with_some("deprecated", field.deprecated.as_ref().map(|_| true))
        .with_all(allow_siblings(value(service, field, direction)))
}

/// Wraps a reference, because OpenAPI 3.0 ignores the keys next to it.
fn allow_siblings(schema: JsonObject) -> JsonObject {
    if schema.is_reference() { JsonObject::new().with("allOf", vec![schema]) } else { schema }
}

/// Returns the description of a field, with the facts that its schema does not state.
pub(super) fn description(field: &Field, direction: Direction) -> String {
    let mut sentences = Vec::new();
    if direction == Direction::Response {
        sentences.extend(facts::constraint(&field.ty));
        sentences.extend(facts::value("Pattern", field.pattern.as_ref()));
    }
    sentences.extend(facts::unit(field));
    if direction == Direction::Response {
        sentences.extend(facts::value("Default", field.default.as_ref()));
    }
    sentences.extend(field.deprecated.as_deref().map(facts::deprecated));
    sentences.extend(facts::remarks(field));
    let mut paragraphs = vec![escape(&field.doc)];
    if !sentences.is_empty() {
        paragraphs.push(sentences.join(" "));
    }
    json_object::paragraphs(paragraphs)
}

/// Returns the schema of a field's value.
pub(super) fn value(service: &Service, field: &Field, direction: Direction) -> JsonObject {
    let mut schema = type_schema(service, &field.ty, direction);
    if field.secret {
        schema = with_string_key(schema, &field.ty, "format", "password");
    }
    if let Some(example) = &field.example {
        schema = allow_siblings(schema).with("example", scalar(&field.ty, example));
    }
    if direction == Direction::Response {
        return schema;
    }
    if let Some(pattern) = &field.pattern {
        schema = with_string_key(schema, &field.ty, "pattern", pattern);
    }
    match &field.default {
        Some(text) => allow_siblings(schema).with("default", scalar(&field.ty, text)),
        None => schema,
    }
}

/// Adds a key to the schema of a string; of a list or a map, to the schema of the strings in it.
fn with_string_key(mut schema: JsonObject, ty: &Type, key: &str, value: &str) -> JsonObject {
    let (inner_key, inner) = match ty {
        Type::Array(item, _) => ("items", item),
        Type::Map(value, _) => ("additionalProperties", value),
        _ => return schema.with(key, value),
    };
    let inner = with_string_key(schema.take(inner_key), inner, key, value);
    schema.with(inner_key, inner)
}

/// Converts a default or an example to the type of its field.
fn scalar(ty: &Type, text: &str) -> Value {
    match (ty, text.parse()) {
        (Type::Number(_), Ok(value)) => number(value),
        _ => query::value(ty, text.to_owned()),
    }
}

fn type_schema(service: &Service, ty: &Type, direction: Direction) -> JsonObject {
    let is_request = direction == Direction::Request;
    let bounds = if is_request { ty.bounds() } else { None };
    match ty {
        Type::String(_) => with_bounds(of_type("string"), bounds, ["minLength", "maxLength"]),
        Type::Integer(_) => with_bounds(of_type("integer").with("format", "int32"), bounds, RANGE),
        Type::Long(_) => with_bounds(of_type("integer").with("format", "int64"), bounds, RANGE),
        Type::Number(bounds) => {
            let bounds = bounds.filter(|_| is_request);
            let bounds = bounds.map(|Bounds { min, max }| Bounds { min: min.map(number), max: max.map(number) });
            with_bounds(of_type("number").with("format", "double"), bounds, RANGE)
        }
        Type::Boolean(Some(only)) if is_request => of_type("boolean").with("enum", vec![*only]),
        Type::Boolean(_) => of_type("boolean"),
        Type::Array(item, _) => {
            let items = item_schema(service, item, direction);
            with_bounds(of_type("array").with("items", items), bounds, ["minItems", "maxItems"])
        }
        Type::Map(values, _) => {
            let values = item_schema(service, values, direction);
            let schema = of_type("object").with("additionalProperties", values);
            with_bounds(schema, bounds, ["minProperties", "maxProperties"])
        }
        Type::Json => JsonObject::new(),
        Type::Tuple(items) => tuple(service, items, direction),
        Type::Object(definition) => match service.object(definition) {
            Some(object) => reference(&schema_name(object, direction)),
            None => reference(definition.name.as_str()),
        },
        Type::Enum(Definition { name, .. }) | Type::IntegerEnum(Definition { name, .. }) => reference(name.as_str()),
    }
}

fn of_type(name: &str) -> JsonObject {
    JsonObject::new().with("type", name)
}

/// Adds bounds under the keys of the minimum and the maximum.
fn with_bounds<T: Into<Value>>(schema: JsonObject, bounds: Option<Bounds<T>>, keys: [&str; 2]) -> JsonObject {
    let Some(Bounds { min, max }) = bounds else { return schema };
    let [min_key, max_key] = keys;
    schema.with_some(min_key, min).with_some(max_key, max)
}

/// Returns a number, without a fraction if it is an integer.
fn number(number: f64) -> Value {
    match number.to_string().parse::<i64>() {
        Ok(integer) => Value::from(integer),
        Err(_) => Value::from(number),
    }
}

/// Returns the schema of a list's item. Constraints of responses are described here: an item has no other description.
fn item_schema(service: &Service, ty: &Type, direction: Direction) -> JsonObject {
    let schema = type_schema(service, ty, direction);
    match direction {
        Direction::Request => schema,
        Direction::Response => schema.with_some("description", facts::constraint(ty)),
    }
}

/// Returns the schema of a tuple. OpenAPI 3.0 has no schemas by position, so an extension contains them.
fn tuple(service: &Service, types: &[Type], direction: Direction) -> JsonObject {
    let schemas: Vec<JsonObject> = types.iter().map(|ty| item_schema(service, ty, direction)).collect();
    let items = if let Some(name) = common_json_type(types) {
        of_type(name)
    } else {
        let distinct: IndexSet<JsonObject> = schemas.iter().cloned().collect();
        JsonObject::new().with("anyOf", Vec::from_iter(distinct))
    };
    JsonObject::new()
        .with("type", "array")
        .with("items", items)
        .with("minItems", types.len())
        .with("maxItems", types.len())
        .with("x-huaweicloud-items", schemas)
}

/// Returns the JSON type of the values if it is the same for all.
fn common_json_type(types: &[Type]) -> Option<&'static str> {
    let first = json_type(types.first()?)?;
    let is_common = types.iter().all(|ty| json_type(ty) == Some(first));
    is_common.then_some(first)
}

/// Returns the JSON type of a value that is neither a list nor an object.
fn json_type(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::String(_) | Type::Enum(_) => Some("string"),
        Type::Integer(_) | Type::Long(_) | Type::IntegerEnum(_) => Some("integer"),
        Type::Number(_) => Some("number"),
        Type::Boolean(_) => Some("boolean"),
        Type::Array(..) | Type::Tuple(_) | Type::Map(..) | Type::Json | Type::Object(_) => None,
    }
}

/// Returns a string or an integer with known values. The keyword `enum` would reject all others.
pub(super) fn r#enum(r#enum: &Enum) -> JsonObject {
    let json_type = if r#enum.is_integer { of_type("integer").with("format", "int32") } else { of_type("string") };
    let mut values = Vec::new();
    for value in &r#enum.values {
        values.push(match value.wire_value.parse::<i32>() {
            Ok(number) if r#enum.is_integer => Value::from(number),
            _ => Value::from(value.wire_value.as_str()),
        });
    }
    let meanings: Vec<String> = r#enum.values.iter().map(meaning).collect();
    let doc = json_object::paragraphs([escape(&r#enum.doc)]);
    JsonObject::new()
        .with("description", format!("{doc}\n\n{}", meanings.join("\n")))
        .with_all(json_type)
        .with("x-extensible-enum", values)
}

/// Returns a list item on a value of an enum.
fn meaning(value: &ir::Value) -> String {
    let mut sentences = vec![format!("- {}: {}", code(&value.wire_value), sentence(&value.doc))];
    sentences.extend(value.deprecated.as_deref().map(facts::deprecated));
    sentences.join(" ")
}
