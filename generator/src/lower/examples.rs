//! Lowers examples, and checks their JSON against the fields of the operation.

use serde_json::Value as Json;

use super::{Lowering, definitions::Definitions, operation::OperationFields};
use crate::description::diagnostic::Code;
use crate::description::{Node, notation};
use crate::ir::{self, Type};

/// A field to check JSON against.
pub(super) struct ExpectedField<'a> {
    pub wire: &'a str,
    /// `None` if the type is invalid, which has been reported.
    pub ty: Option<Type>,
    pub required: bool,
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
            lowered.push(self.example(&node.at(index), example, fields));
        }
        lowered
    }

    fn example(&mut self, node: &Node<'_>, example: &notation::Example, fields: &OperationFields<'_>) -> ir::Example {
        let title = self.prose(&node.at("title"), &example.title);
        if example.body.is_none() && example.response.is_none() {
            let message = "the example has neither `body` nor `response`";
            self.report(node.at("title").key_error(Code::Example, message));
        }
        let body_node = node.at("body");
        let body = match (&example.body, fields.body) {
            (Some(text), Some(fields)) => self.example_json(&body_node, text, fields, true),
            (Some(_), None) => {
                self.report(body_node.key_error(Code::Example, "the operation has no request body"));
                None
            }
            (None, _) => None,
        };
        let response = match &example.response {
            Some(text) => self.example_json(&node.at("response"), text, fields.response, false),
            None => None,
        };
        ir::Example { title, body, response }
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
        let checker = Checker { definitions: self.definitions, is_request };
        self.ok_or_report(node, Code::Example, checker.check_object("the example", &expected, &json));
        Some(json)
    }
}

/// Checks JSON against types.
struct Checker<'a> {
    definitions: &'a Definitions<'a>,
    /// Only requests must have all required fields.
    is_request: bool,
}

impl Checker<'_> {
    /// Checks an object. `path` names the value in error messages.
    fn check_object(&self, path: &str, fields: &[ExpectedField<'_>], json: &Json) -> Result<(), String> {
        let Json::Object(map) = json else {
            return Err(format!("{path} is not an object"));
        };
        for key in map.keys() {
            if !fields.iter().any(|field| field.wire == key) {
                return Err(format!("{path} has an unknown field `{key}`"));
            }
        }
        for ExpectedField { wire, ty, required } in fields {
            match (map.get(*wire), ty) {
                (Some(value), Some(ty)) => self.check_value(&format!("`{wire}`"), ty, value)?,
                (None, _) if self.is_request && *required => {
                    return Err(format!("{path} is missing the required field `{wire}`"));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn check_value(&self, path: &str, ty: &Type, json: &Json) -> Result<(), String> {
        match (ty, json) {
            (Type::Array(item_type, _), Json::Array(items)) => {
                for item in items {
                    self.check_value(&format!("an item of {path}"), item_type, item)?;
                }
                Ok(())
            }
            (Type::Tuple(types), Json::Array(items)) if types.len() == items.len() => {
                for (item_type, item) in types.iter().zip(items) {
                    self.check_value(&format!("an item of {path}"), item_type, item)?;
                }
                Ok(())
            }
            (Type::Object(definition), _) => self.check_object(path, &self.definitions.fields(definition), json),
            (Type::String(_) | Type::Enum(_), Json::String(_)) | (Type::Boolean(_), Json::Bool(_)) => Ok(()),
            (Type::Integer(_) | Type::Long(_), Json::Number(number)) if number.is_i64() => Ok(()),
            (Type::String(_) | Type::Enum(_), _) => Err(format!("{path} is not a string")),
            (Type::Boolean(_), _) => Err(format!("{path} is not a boolean")),
            (Type::Integer(_) | Type::Long(_), _) => Err(format!("{path} is not a 64-bit integer")),
            (Type::Array(..), _) => Err(format!("{path} is not a list")),
            (Type::Tuple(types), _) => Err(format!("{path} is not a list of {} items", types.len())),
        }
    }
}
