//! Examples: JSON that must go with the tables.

use serde_json::Value as Json;

use super::{Lowering, definitions::Definitions, operation::Tables};
use crate::diagnostic::Code;
use crate::parse::Place;
use crate::{ir, spec};

impl Lowering<'_> {
    pub(super) fn example(&mut self, place: &Place<'_>, example: &spec::Example, tables: &Tables<'_>) -> ir::Example {
        let title = self.prose(&place.at("title"), &example.title);
        if example.body.is_none() && example.response.is_none() {
            self.report(place.key_error(Code::Example, "the example has neither `body` nor `response`"));
        }
        let body = self.json(&place.at("body"), example.body.as_ref(), tables.body.unwrap_or_default(), true);
        let response = self.json(&place.at("response"), example.response.as_ref(), tables.response, false);
        ir::Example { title, body, response }
    }

    fn json(&mut self, place: &Place<'_>, text: Option<&String>, fields: &[ir::Field], request: bool) -> Option<Json> {
        let parsed = serde_json::from_str(text?).map_err(|error| format!("this is not JSON: {error}"));
        let json = self.accept(place, Code::Example, parsed)?;
        let checked = object(self.definitions, "the example", fields, &json, request);
        self.accept(place, Code::Example, checked);
        Some(json)
    }
}

/// Whether `json` has these fields; a request also all the mandatory ones.
fn object(
    definitions: &Definitions<'_>,
    at: &str,
    fields: &[ir::Field],
    json: &Json,
    request: bool,
) -> Result<(), String> {
    let Json::Object(map) = json else {
        return Err(format!("{at} is no object"));
    };
    for (key, value) in map {
        let field =
            fields.iter().find(|field| &field.wire == key).ok_or_else(|| format!("{at} has no field `{key}`"))?;
        value_of(definitions, &format!("`{key}`"), &field.ty, value)?;
    }
    match fields.iter().find(|field| request && field.mandatory && !map.contains_key(&field.wire)) {
        Some(field) => Err(format!("{at} lacks the mandatory field `{}`", field.wire)),
        None => Ok(()),
    }
}

/// Whether `json` is of this type, as far as the tables at hand can tell.
fn value_of(definitions: &Definitions<'_>, at: &str, ty: &ir::Type, json: &Json) -> Result<(), String> {
    let fits = match (ty, json) {
        (ir::Type::String(_) | ir::Type::Enum(_), Json::String(_)) | (ir::Type::Boolean(_), Json::Bool(_)) => true,
        (ir::Type::Integer(_) | ir::Type::Long(_), Json::Number(number)) => number.is_i64(),
        (ir::Type::Array(items, _), Json::Array(values)) => {
            return values.iter().try_for_each(|value| value_of(definitions, at, items, value));
        }
        (ir::Type::Tuple(items), Json::Array(values)) if items.len() == values.len() => {
            return items.iter().zip(values).try_for_each(|(item, value)| value_of(definitions, at, item, value));
        }
        (ir::Type::Object(definition), Json::Object(map)) => {
            return match map.keys().find(|key| !definitions.has_field(definition, key)) {
                Some(key) => Err(format!("`{}` has no field `{key}`", definition.name)),
                None => Ok(()),
            };
        }
        _ => false,
    };
    if fits { Ok(()) } else { Err(format!("{at} is of another type")) }
}
