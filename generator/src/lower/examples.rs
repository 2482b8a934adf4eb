//! Lowers examples, and checks their JSON against the fields of the operation.

use serde_json::map::Entry;
use serde_json::{Map, Value as Json};

use super::{
    Lowering,
    definitions::{Definitions, ExpectedField},
    operation::OperationFields,
};
use crate::description::diagnostic::{Code, did_you_mean};
use crate::description::{Node, notation};
use crate::ir::{self, ParameterLocation, Type};

impl Lowering<'_> {
    pub(super) fn examples(
        &mut self,
        node: &Node<'_>,
        examples: &[notation::Example],
        fields: &OperationFields<'_>,
    ) -> Vec<ir::Example> {
        let mut lowered = Vec::new();
        for (index, example) in examples.iter().enumerate() {
            lowered.push(self.example(&node.at(index), example, fields));
        }
        lowered
    }

    fn example(&mut self, node: &Node<'_>, example: &notation::Example, fields: &OperationFields<'_>) -> ir::Example {
        let title = self.prose(&node.at("title"), &example.title);
        if example.query.is_none() && example.body.is_none() && example.response.is_none() {
            let message = "the example has no `query`, `body` or `response`";
            self.report(node.at("title").key_error(Code::Example, message));
        }
        let query = example.query.as_ref().map(|query| self.example_query(&node.at("query"), query, fields));
        let body_node = node.at("body");
        let body = match (&example.body, fields.body) {
            (Some(text), Some(fields)) => self.example_json(&body_node, text, fields, true),
            (Some(_), None) => {
                self.report(body_node.key_error(Code::Example, "the operation has no request body"));
                None
            }
            (None, _) => None,
        };
        let response_node = node.at("response");
        let response = match (&example.response, fields.response) {
            (Some(text), ir::ResponseContent::Fields(fields)) => self.example_json(&response_node, text, fields, false),
            (Some(_), ir::ResponseContent::File) => {
                self.report(
                    response_node.key_error(Code::Example, "the response of the operation is a file, not JSON"),
                );
                None
            }
            (None, _) => None,
        };
        ir::Example { title, query, body, response }
    }

    /// Reads the query of an example into values of the parameters' types.
    fn example_query(&mut self, node: &Node<'_>, query: &str, fields: &OperationFields<'_>) -> Map<String, Json> {
        let mut values = Map::new();
        for (pair, decoded) in query.split('&').zip(query_pairs(query)) {
            let (name, text) = match decoded {
                Ok(decoded) => decoded,
                Err(message) => {
                    self.report(node.error_in_part(pair, Code::Example, message));
                    continue;
                }
            };
            let parameters =
                fields.parameters.iter().filter(|parameter| parameter.location == ParameterLocation::Query);
            let names: Vec<&str> = parameters.clone().map(|parameter| parameter.field.wire.as_str()).collect();
            let Some(parameter) = parameters.into_iter().find(|parameter| parameter.field.wire == name) else {
                let error = node.error_in_part(pair, Code::Example, format!("`{name}` is not a query parameter"));
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
            for error in checker.errors {
                self.report(node.error_in_part(pair, Code::Example, error));
            }
            let is_list = matches!(parameter.field.ty, Type::Array(..));
            match values.entry(name) {
                Entry::Vacant(entry) => {
                    entry.insert(if is_list { Json::Array(vec![value]) } else { value });
                }
                Entry::Occupied(mut entry) => match entry.get_mut() {
                    Json::Array(items) => items.push(value),
                    _ => self.report(node.error_in_part(pair, Code::Example, "the parameter is set twice")),
                },
            }
        }
        values
    }

    fn example_json(&mut self, node: &Node<'_>, text: &str, fields: &[ir::Field], is_request: bool) -> Option<Json> {
        let json = match serde_json::from_str(text) {
            Ok(json) => json,
            Err(error) => {
                let message = error.to_string();
                let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
                let message = format!("invalid JSON: {message}");
                self.report(node.error_in_line(error.line(), Code::Example, message));
                return None;
            }
        };
        let mut expected = Vec::new();
        for field in fields {
            expected.push(ExpectedField { wire: &field.wire, ty: Some(field.ty.clone()), required: field.mandatory });
        }
        let mut checker = Checker { definitions: self.definitions, is_request, errors: Vec::new() };
        match ir::whole_body(fields) {
            Some(field) => checker.check_value(if is_request { "body" } else { "response" }, &field.ty, &json),
            None => checker.check_object("", &expected, &json),
        }
        for error in checker.errors {
            self.report(node.error(Code::Example, error));
        }
        Some(json)
    }
}

/// Returns the decoded names and values of a query, or what is wrong with them.
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
    errors: Vec<String>,
}

impl Checker<'_> {
    /// `path` leads to the value, such as `list[0].name`; it is empty for the whole example.
    fn check_object(&mut self, path: &str, fields: &[ExpectedField<'_>], json: &Json) {
        let Json::Object(map) = json else {
            self.report(path, "is not an object");
            return;
        };
        for key in map.keys() {
            if !fields.iter().any(|field| field.wire == key) {
                self.report(path, &format!("has an unknown field `{key}`"));
            }
        }
        for ExpectedField { wire, ty, required } in fields {
            match (map.get(*wire), ty) {
                (Some(value), Some(ty)) => {
                    let path = if path.is_empty() { (*wire).to_owned() } else { format!("{path}.{wire}") };
                    self.check_value(&path, ty, value);
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

    fn report(&mut self, path: &str, problem: &str) {
        if self.errors.len() == MAX_ERRORS {
            return;
        }
        let subject = if path.is_empty() { "the example".to_owned() } else { format!("`{path}`") };
        self.errors.push(format!("{subject} {problem}"));
    }
}
