//! Examples: JSON that must go with the tables.

use serde_json::Value as Json;

use super::{Lowering, definitions::Definitions, operation::Tables};
use crate::description::diagnostic::{Code, Diagnostic};
use crate::description::notation;
use crate::description::parse::Node;
use crate::ir;

impl Lowering<'_> {
    pub(super) fn example(&mut self, node: &Node<'_>, example: &notation::Example, tables: &Tables<'_>) -> ir::Example {
        let title = self.prose(&node.at("title"), &example.title);
        if example.body.is_none() && example.response.is_none() {
            let message = "the example has neither `body` nor `response`";
            self.report(node.at("title").key_error(Code::Example, message));
        }
        let body = node.at("body");
        if tables.body.is_none() && example.body.is_some() {
            self.report(body.key_error(Code::Example, "the request has no body"));
        }
        let checker = Checker { definitions: self.definitions, request: true };
        let body = self.json(&body, example.body.as_deref(), tables.body, checker);
        let checker = Checker { request: false, ..checker };
        let response = self.json(&node.at("response"), example.response.as_deref(), Some(tables.response), checker);
        ir::Example { title, body, response }
    }

    fn json(
        &mut self,
        node: &Node<'_>,
        text: Option<&str>,
        fields: Option<&[ir::Field]>,
        checker: Checker<'_>,
    ) -> Option<Json> {
        let json = serde_json::from_str(text?).map_err(|error| no_json(node, &error));
        let json = json.map_err(|diagnostic| self.report(diagnostic)).ok()?;
        let fields =
            fields?.iter().map(|field| (field.wire.as_str(), Some(field.ty.clone()), field.mandatory)).collect();
        self.accept(node, Code::Example, checker.object("the example", fields, &json));
        Some(json)
    }
}

fn no_json(node: &Node<'_>, error: &serde_json::Error) -> Diagnostic {
    let text = error.to_string();
    let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
    node.error_in_line(error.line(), Code::Example, format!("this is not JSON: {message}"))
}

/// Holds JSON against types, as far as they are known.
#[derive(Clone, Copy)]
struct Checker<'a> {
    definitions: &'a Definitions<'a>,
    /// A request has all mandatory fields.
    request: bool,
}

impl Checker<'_> {
    fn object(self, at: &str, fields: Vec<(&str, Option<ir::Type>, bool)>, json: &Json) -> Result<(), String> {
        let Json::Object(map) = json else {
            return Err(format!("{at} is no object"));
        };
        if let Some(key) = map.keys().find(|key| !fields.iter().any(|(wire, ..)| wire == key)) {
            return Err(format!("{at} has the field `{key}`, which is not described"));
        }
        for (wire, ty, mandatory) in fields {
            match (map.get(wire), ty) {
                (Some(value), Some(ty)) => self.value(&format!("`{wire}`"), &ty, value)?,
                (None, _) if self.request && mandatory => {
                    return Err(format!("{at} lacks the mandatory field `{wire}`"));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn value(self, at: &str, ty: &ir::Type, json: &Json) -> Result<(), String> {
        let (fits, expected) = match (ty, json) {
            (ir::Type::Array(items, _), Json::Array(values)) => {
                return values.iter().try_for_each(|value| self.value(&format!("an item of {at}"), items, value));
            }
            (ir::Type::Tuple(items), Json::Array(values)) if items.len() == values.len() => {
                let at = format!("an item of {at}");
                return items.iter().zip(values).try_for_each(|(item, value)| self.value(&at, item, value));
            }
            (ir::Type::Object(definition), _) => return self.object(at, self.definitions.fields(definition), json),
            (ir::Type::String(_) | ir::Type::Enum(_), _) => (json.is_string(), "a text".to_owned()),
            (ir::Type::Boolean(_), _) => (json.is_boolean(), "a Boolean".to_owned()),
            (ir::Type::Integer(_) | ir::Type::Long(_), _) => (json.is_i64(), "an integer of 64 bits".to_owned()),
            (ir::Type::Array(..), _) => (false, "a list".to_owned()),
            (ir::Type::Tuple(items), _) => (false, format!("a list of {} items", items.len())),
        };
        if fits { Ok(()) } else { Err(format!("{at} is not {expected}")) }
    }
}
