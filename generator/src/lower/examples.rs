//! Lowers examples, and checks their JSON against the fields of the operation.

use serde_json::map::Entry;
use serde_json::{Map, Value as Json};

use super::Lowering;
use super::definitions::{Definitions, ExpectedField};
use super::json_places::{JsonPlaces, field_path};
use super::operation::OperationFields;
use crate::description::diagnostic::{Code, did_you_mean};
use crate::description::{Node, notation};
use crate::ir::{self, ParameterLocation, Type};

/// An example that is being lowered.
struct ExampleContext<'e> {
    /// Its number on the page, from 1, for messages.
    number: usize,
    fields: &'e OperationFields<'e>,
}

/// The table that an example's body is checked against.
struct Body<'e> {
    /// Its key in the example.
    key: &'static str,
    fields: &'e [ir::Field],
    is_request: bool,
}

impl Lowering<'_> {
    pub(super) fn examples(
        &mut self,
        node: &Node<'_>,
        examples: &[notation::Example],
        fields: &OperationFields<'_>,
    ) -> Vec<ir::Example> {
        let mut lowered = Vec::new();
        for (index, example) in examples.iter().enumerate() {
            let context = ExampleContext { number: index + 1, fields };
            lowered.push(self.example(&node.at(index), example, &context));
        }
        lowered
    }

    fn example(&mut self, node: &Node<'_>, example: &notation::Example, context: &ExampleContext<'_>) -> ir::Example {
        let title = self.prose(&node.at("title"), &example.title);
        if example.query.is_none() && example.body.is_none() && example.response.is_none() {
            let message = context.message("no `query`, `body` or `response`");
            self.report(node.at("title").key_error(Code::Example, message));
        }
        let query = example.query.as_ref().map(|query| self.example_query(&node.at("query"), query, context));
        let body_node = node.at("body");
        let body = match (&example.body, context.fields.body) {
            (Some(text), Some(fields)) => {
                self.example_json(&body_node, text, &Body { key: "body", fields, is_request: true }, context)
            }
            (Some(_), None) => {
                let message = context.message("the operation has no request body");
                self.report(body_node.key_error(Code::Example, message));
                None
            }
            (None, _) => None,
        };
        let response_node = node.at("response");
        let response = match (&example.response, context.fields.response) {
            (Some(text), ir::ResponseContent::Fields(fields)) => {
                self.example_json(&response_node, text, &Body { key: "response", fields, is_request: false }, context)
            }
            (Some(_), ir::ResponseContent::File) => {
                let message = context.message("the response of the operation is a file, not JSON");
                self.report(response_node.key_error(Code::Example, message));
                None
            }
            (None, _) => None,
        };
        ir::Example { title, query, body, response }
    }

    /// Parses the query of an example into values of the parameters' types.
    fn example_query(&mut self, node: &Node<'_>, query: &str, context: &ExampleContext<'_>) -> Map<String, Json> {
        let mut values = Map::new();
        for (pair, decoded) in query.split('&').zip(query_pairs(query)) {
            let error = |message: &str| node.error_in_part(pair, Code::Example, context.message(message));
            let (name, text) = match decoded {
                Ok(decoded) => decoded,
                Err(message) => {
                    self.report(error(&message));
                    continue;
                }
            };
            let parameters =
                context.fields.parameters.iter().filter(|parameter| parameter.location == ParameterLocation::Query);
            let names: Vec<&str> = parameters.clone().map(|parameter| parameter.field.wire.as_str()).collect();
            let Some(parameter) = parameters.into_iter().find(|parameter| parameter.field.wire == name) else {
                let error = error(&format!("`{name}` is not a query parameter"));
                self.report(error.with_optional_help(did_you_mean(&name, names)));
                continue;
            };
            let ty = match &parameter.field.ty {
                Type::Array(item, _) => item,
                ty => ty,
            };
            let value = query_value(ty, text);
            let mut checker = Checker { definitions: self.definitions, is_request: true, errors: Vec::new() };
            checker.check_value(&name, ty, &value);
            for CheckError { message, .. } in checker.errors {
                self.report(error(&message));
            }
            let is_list = matches!(parameter.field.ty, Type::Array(..));
            match values.entry(name) {
                Entry::Vacant(entry) => {
                    entry.insert(if is_list { Json::Array(vec![value]) } else { value });
                }
                Entry::Occupied(mut entry) => match entry.get_mut() {
                    Json::Array(items) => items.push(value),
                    _ => self.report(error("the parameter is set twice")),
                },
            }
        }
        values
    }

    fn example_json(
        &mut self,
        node: &Node<'_>,
        text: &str,
        body: &Body<'_>,
        context: &ExampleContext<'_>,
    ) -> Option<Json> {
        let json = match serde_json::from_str(text) {
            Ok(json) => json,
            Err(error) => {
                let message = error.to_string();
                let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
                let message = context.message(&format!("invalid JSON: {message}"));
                self.report(node.error_at_character(text, error.line(), error.column(), Code::Example, message));
                return None;
            }
        };
        let mut expected = Vec::new();
        for field in body.fields {
            expected.push(ExpectedField { wire: &field.wire, ty: Some(field.ty.clone()), required: field.mandatory });
        }
        let mut checker = Checker { definitions: self.definitions, is_request: body.is_request, errors: Vec::new() };
        let root = if let Some(field) = ir::whole_body(body.fields) {
            checker.check_value(body.key, &field.ty, &json);
            body.key
        } else {
            checker.check_object("", &expected, &json);
            ""
        };
        if checker.errors.is_empty() {
            return Some(json);
        }
        let places = JsonPlaces::find(text, root);
        for CheckError { path, is_key, message } in checker.errors {
            let place = if is_key { places.key(&path) } else { places.value(&path) };
            let message = context.message(&message);
            self.report(node.error_at_text(text, place.unwrap_or_default(), Code::Example, message));
        }
        Some(json)
    }
}

impl ExampleContext<'_> {
    fn message(&self, message: &str) -> String {
        format!("example {}: {message}", self.number)
    }
}

/// Returns the decoded names and values of a query. A part that cannot be decoded is an error message.
pub(crate) fn query_pairs(query: &str) -> impl Iterator<Item = Result<(String, String), String>> {
    query.split('&').map(|pair| {
        let (name, text) = pair.split_once('=').unwrap_or((pair, ""));
        match (decode(name), decode(text)) {
            (Some(name), Some(text)) => Ok((name, text)),
            _ => Err(format!("`{pair}` is not valid percent-encoding")),
        }
    })
}

/// Decodes percent-encoding. Returns `None` if it is invalid.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let (high, low) = (digit()?, digit()?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// Returns a value of the type, or a string if the text is not one.
pub(crate) fn query_value(ty: &Type, text: String) -> Json {
    let parsed = match ty {
        Type::Integer(_) | Type::Long(_) | Type::IntegerEnum(_) => text.parse::<i64>().ok().map(Json::from),
        Type::Number(_) => text.parse::<f64>().ok().filter(|number| number.is_finite()).map(Json::from),
        Type::Boolean(_) => text.parse::<bool>().ok().map(Json::from),
        _ => None,
    };
    parsed.unwrap_or(Json::String(text))
}

/// Maximum number of errors reported for one example.
const MAX_ERRORS: usize = 10;

/// Checks JSON against types.
struct Checker<'a> {
    definitions: &'a Definitions<'a>,
    /// Only requests must have all required fields, and only their integers are limited to 32 bits.
    is_request: bool,
    errors: Vec<CheckError>,
}

/// A value that does not match its type.
struct CheckError {
    path: String,
    /// Whether the error is about the key instead of the value.
    is_key: bool,
    message: String,
}

impl Checker<'_> {
    /// Checks an object. `path` leads to it, such as `list[0].name`, and is empty for the entire example.
    fn check_object(&mut self, path: &str, fields: &[ExpectedField<'_>], json: &Json) {
        let Json::Object(map) = json else {
            self.report(path, "is not an object");
            return;
        };
        for key in map.keys() {
            if !fields.iter().any(|field| field.wire == key) {
                let message = format!("{} has an unknown field `{key}`", subject(path));
                self.push(CheckError { path: field_path(path, key), is_key: true, message });
            }
        }
        for ExpectedField { wire, ty, required } in fields {
            match (map.get(*wire), ty) {
                (Some(value), Some(ty)) => {
                    self.check_value(&field_path(path, wire), ty, value);
                }
                (None, _) if self.is_request && *required => {
                    self.report(path, &format!("is missing the required field `{wire}`"));
                }
                _ => {}
            }
        }
    }

    fn check_value(&mut self, path: &str, ty: &Type, json: &Json) {
        match (ty, json) {
            (Type::Array(item_type, _), Json::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.check_value(&format!("{path}[{index}]"), item_type, item);
                }
            }
            (Type::Tuple(types), Json::Array(items)) if types.len() == items.len() => {
                for (index, (item_type, item)) in types.iter().zip(items).enumerate() {
                    self.check_value(&format!("{path}[{index}]"), item_type, item);
                }
            }
            (Type::Map(value_type, _), Json::Object(entries)) => {
                for (key, value) in entries {
                    self.check_value(&format!("{path}.{key}"), value_type, value);
                }
            }
            (Type::Object(definition), _) => {
                let fields = self.definitions.fields(definition);
                self.check_object(path, &fields, json);
            }
            (Type::String(_) | Type::Enum(_), Json::String(_))
            | (Type::Number(_), Json::Number(_))
            | (Type::Boolean(_), Json::Bool(_))
            | (Type::Json, _) => {}
            (Type::IntegerEnum(_), Json::Number(number)) if self.is_request => {
                if number.as_i64().is_none_or(|number| i32::try_from(number).is_err()) {
                    self.report(path, "is not a 32-bit integer");
                }
            }
            (Type::Integer(_), Json::Number(number)) if self.is_request => {
                if number.as_i64().is_none_or(|number| i32::try_from(number).is_err()) {
                    self.report(path, "is not a 32-bit integer: use `Long` if the service accepts it");
                }
            }
            (Type::Integer(_) | Type::Long(_) | Type::IntegerEnum(_), Json::Number(number)) if number.is_i64() => {}
            (Type::String(_) | Type::Enum(_), _) => self.report(path, "is not a string"),
            (Type::Boolean(_), _) => self.report(path, "is not a boolean"),
            (Type::Integer(_) | Type::Long(_) | Type::IntegerEnum(_), _) => {
                self.report(path, "is not a 64-bit integer");
            }
            (Type::Number(_), _) => self.report(path, "is not a number"),
            (Type::Map(..), _) => self.report(path, "is not an object"),
            (Type::Array(..), _) => self.report(path, "is not a list"),
            (Type::Tuple(types), _) => self.report(path, &format!("is not a list of {} items", types.len())),
        }
    }

    fn report(&mut self, path: &str, error: &str) {
        let message = format!("{} {error}", subject(path));
        self.push(CheckError { path: path.to_owned(), is_key: false, message });
    }

    fn push(&mut self, error: CheckError) {
        if self.errors.len() < MAX_ERRORS {
            self.errors.push(error);
        }
    }
}

fn subject(path: &str) -> String {
    if path.is_empty() { "the JSON".to_owned() } else { format!("`{path}`") }
}
