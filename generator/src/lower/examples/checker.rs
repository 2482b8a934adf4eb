//! Checks the values of examples against types and constraints.

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

use hss_yaml::Severity;
use regex_lite::Regex;
use serde_json::{Number, Value as Json};

use crate::ir::Type;
use crate::lower::definitions::{Definitions, ExpectedField, ExpectedFields};
use crate::lower::limits::{check_length, check_range};
use crate::syntax::json::{JsonContent, JsonMember, JsonNode};
use crate::text::invisible_in_json;

/// Maximum number of errors that are collected. An example has fewer unless it is about something else.
pub(super) const MAX_COLLECTED: usize = 100;

/// Maximum length of a string that a message quotes.
const MAX_FOUND: usize = 40;

/// Checks the JSON of an operation's examples against types.
pub(super) struct Checker<'a> {
    definitions: &'a Definitions<'a>,
    /// Only requests must have all required fields and satisfy the constraints.
    pub is_request: bool,
    pub errors: Vec<ExampleError>,
}

/// The path of a value, such as `list[0].name`.
#[derive(Clone, Copy)]
pub(super) enum Path<'p> {
    /// The entire example.
    Root,
    Field(&'p Path<'p>, &'p str),
    Item(&'p Path<'p>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Field(Self::Root, name) => f.write_str(name),
            Self::Field(parent, name) => write!(f, "{parent}.{name}"),
            Self::Item(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// An error in a part of an example.
pub(super) struct ExampleError {
    pub severity: Severity,
    /// Byte range in the text of the part.
    pub place: Range<usize>,
    pub message: String,
    pub help: Option<String>,
}

impl ExampleError {
    pub(super) fn new(place: Range<usize>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, place, message: message.into(), help: None }
    }

    /// Creates a warning about a request that the client does not send.
    ///
    /// It is not an error, since some examples of help pages contradict the constraints of their own page.
    pub(super) fn violation(place: Range<usize>, message: impl Into<String>) -> Self {
        let help = "the client rejects such a request: correct the example, or the tables if they are wrong".to_owned();
        Self { severity: Severity::Warning, help: Some(help), ..Self::new(place, message) }
    }
}

impl<'a> Checker<'a> {
    pub(super) fn new(definitions: &'a Definitions<'a>) -> Self {
        Self { definitions, is_request: false, errors: Vec::new() }
    }

    /// Returns whether the example has too many errors to go on.
    pub(super) fn is_full(&self) -> bool {
        self.errors.len() >= MAX_COLLECTED
    }

    pub(super) fn check_field(&mut self, path: Path<'_>, field: &ExpectedField, node: &JsonNode) {
        if let Some(ty) = &field.ty {
            self.check_value(path, ty, field.pattern.as_ref(), node);
        }
    }

    /// Checks an object.
    pub(super) fn check_members(&mut self, path: Path<'_>, fields: &ExpectedFields, node: &JsonNode) {
        let JsonContent::Object(members) = &node.content else {
            self.report(path, node, "is not an object");
            return;
        };
        for JsonMember { key, key_place, value } in members {
            match fields.get(key.as_str()) {
                Some(field) => self.check_field(Path::Field(&path, key), field, value),
                None => self.push(key_place, format!("{} has an unknown field `{key}`", subject(path))),
            }
        }
        if !self.is_request || !fields.values().any(|field| field.required) {
            return;
        }
        let present: HashSet<&str> = members.iter().map(|member| member.key.as_str()).collect();
        for (wire_name, field) in fields {
            if self.is_full() {
                break;
            }
            if field.required && !present.contains(wire_name.as_str()) {
                self.report(path, node, &format!("is missing the required field `{wire_name}`"));
            }
        }
    }

    /// Checks a value. Each string in it must match the pattern.
    fn check_value(&mut self, path: Path<'_>, ty: &Type, pattern: Option<&Regex>, node: &JsonNode) {
        if self.is_full() {
            return;
        }
        match (ty, &node.content) {
            (Type::Array(item_type, bounds), JsonContent::List(items)) => {
                self.check_bounds(path, node, check_length(*bounds, items.len()));
                for (index, item) in items.iter().enumerate() {
                    self.check_value(Path::Item(&path, index), item_type, pattern, item);
                }
            }
            (Type::Tuple(types), JsonContent::List(items)) if types.len() == items.len() => {
                for (index, (item_type, item)) in types.iter().zip(items).enumerate() {
                    self.check_value(Path::Item(&path, index), item_type, pattern, item);
                }
            }
            (Type::Map(value_type, bounds), JsonContent::Object(entries)) => {
                self.check_bounds(path, node, check_length(*bounds, entries.len()));
                for JsonMember { key, value, .. } in entries {
                    self.check_value(Path::Field(&path, key), value_type, pattern, value);
                }
            }
            (Type::Object(definition), _) => {
                if let Some(fields) = self.definitions.fields(definition) {
                    self.check_members(path, fields, node);
                }
            }
            (Type::Json, _) => {}
            (Type::String(bounds), JsonContent::Scalar(Json::String(text))) => {
                self.check_bounds(path, node, check_length(*bounds, text.chars().count()));
                if pattern.is_some_and(|pattern| !pattern.is_match(text)) {
                    self.warn(node, format!("{} does not match the `pattern`", subject(path)));
                }
            }
            (_, JsonContent::Scalar(value)) => self.check_scalar(path, ty, value, node),
            (_, JsonContent::List(_) | JsonContent::Object(_)) => self.report_type(path, ty, node),
        }
    }

    fn check_scalar(&mut self, path: Path<'_>, ty: &Type, value: &Json, node: &JsonNode) {
        match (ty, value) {
            (Type::Enum(_), Json::String(_)) | (Type::Boolean(None), Json::Bool(_)) => {}
            (Type::Boolean(Some(only)), Json::Bool(boolean)) => {
                if only != boolean {
                    self.warn(node, format!("{} is not the value that `only` allows", subject(path)));
                }
            }
            (Type::Number(bounds), Json::Number(number)) => {
                let number = number.as_f64().unwrap_or_default();
                self.check_bounds(path, node, check_range("value", *bounds, number));
            }
            (Type::Integer(_) | Type::Long(_) | Type::IntegerEnum(_), Json::Number(number)) => {
                match self.integer(ty, number) {
                    Ok(integer) => self.check_bounds(path, node, check_range("value", ty.bounds(), integer)),
                    Err(message) => self.report(path, node, message),
                }
            }
            _ => self.report_type(path, ty, node),
        }
    }

    /// Returns the value of an integer. Integers in responses can have 64 bits.
    fn integer(&self, ty: &Type, number: &Number) -> Result<i64, &'static str> {
        let Some(integer) = number.as_i64() else {
            return Err(if number.is_f64() { "is not an integer, but a fraction" } else { "is not a 64-bit integer" });
        };
        if !self.is_request || i32::try_from(integer).is_ok() {
            return Ok(integer);
        }
        match ty {
            Type::Integer(_) => Err("is not a 32-bit integer: use `Long` if the service accepts it"),
            Type::IntegerEnum(_) => Err("is not a 32-bit integer"),
            _ => Ok(integer),
        }
    }

    fn check_bounds(&mut self, path: Path<'_>, node: &JsonNode, checked: Result<(), String>) {
        if let Err(message) = checked {
            self.warn(node, format!("{}: {message}", subject(path)));
        }
    }

    /// Warns of a violated constraint of a request. Those of responses are only documentation.
    fn warn(&mut self, node: &JsonNode, message: String) {
        if self.is_request {
            self.errors.push(ExampleError::violation(node.place.clone(), message));
        }
    }

    /// Reports keys that an object has twice, and invisible characters, regardless of the types.
    pub(super) fn check_text(&mut self, path: Path<'_>, node: &JsonNode) {
        match &node.content {
            JsonContent::Scalar(Json::String(text)) => self.check_visible(path, text, &node.place),
            JsonContent::Scalar(_) => {}
            JsonContent::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.check_text(Path::Item(&path, index), item);
                }
            }
            JsonContent::Object(members) => {
                let mut keys = HashSet::new();
                for JsonMember { key, key_place, value } in members {
                    if !keys.insert(key) {
                        self.push(key_place, format!("{} has the key `{key}` twice", subject(path)));
                    }
                    self.check_visible(path, key, key_place);
                    self.check_text(Path::Field(&path, key), value);
                }
            }
        }
    }

    fn check_visible(&mut self, path: Path<'_>, text: &str, place: &Range<usize>) {
        if let Some(c) = invisible_in_json(text) {
            self.push(place, format!("{} has the invisible character U+{:04X}", subject(path), u32::from(c)));
        }
    }

    fn report_type(&mut self, path: Path<'_>, ty: &Type, node: &JsonNode) {
        let message = match ty {
            Type::String(_) | Type::Enum(_) => "is not a string",
            Type::Boolean(_) => "is not a boolean",
            Type::Integer(_) | Type::Long(_) | Type::IntegerEnum(_) => "is not an integer",
            Type::Number(_) => "is not a number",
            Type::Map(..) | Type::Object(_) => "is not an object",
            Type::Array(..) => "is not a list",
            Type::Tuple(types) => &format!("is not a list of {} items", types.len()),
            Type::Json => return,
        };
        self.report(path, node, &format!("{message}, but {}", found(node)));
    }

    fn report(&mut self, path: Path<'_>, node: &JsonNode, error: &str) {
        self.push(&node.place, format!("{} {error}", subject(path)));
    }

    fn push(&mut self, place: &Range<usize>, message: String) {
        self.errors.push(ExampleError::new(place.clone(), message));
    }
}

/// Returns what a value is, for messages.
fn found(node: &JsonNode) -> String {
    match &node.content {
        JsonContent::List(items) if items.len() == 1 => "a list of 1 item".to_owned(),
        JsonContent::List(items) => format!("a list of {} items", items.len()),
        JsonContent::Object(_) => "an object".to_owned(),
        JsonContent::Scalar(Json::Null) => "null".to_owned(),
        JsonContent::Scalar(Json::Bool(value)) => format!("the boolean `{value}`"),
        JsonContent::Scalar(Json::Number(number)) => format!("the number `{number}`"),
        JsonContent::Scalar(Json::String(text)) if text.is_empty() => "an empty string".to_owned(),
        JsonContent::Scalar(Json::String(text)) if text.chars().count() <= MAX_FOUND => format!("the string `{text}`"),
        JsonContent::Scalar(_) => "a string".to_owned(),
    }
}

fn subject(path: Path<'_>) -> String {
    match path {
        Path::Root => "the JSON".to_owned(),
        path => format!("`{path}`"),
    }
}
