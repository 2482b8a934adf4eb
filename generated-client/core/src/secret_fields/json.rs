//! Replaces secret fields in JSON text. All other values stay as they are, digit for digit.

use serde_json::value::RawValue;

use crate::descriptor::{Field, Type};
use crate::json_parts::for_each_field;
use crate::text::normalize_key;

/// A copy of JSON text that is being written, with a marker in place of each secret.
pub(super) struct JsonRedaction<'a> {
    /// The marker as a JSON string.
    marker: String,
    output: String,
    /// The names of all secret fields, as [`normalize_key`] returns them.
    names: Vec<String>,
    /// Gets the JSON of each secret.
    report: &'a mut dyn FnMut(&str),
}

impl<'a> JsonRedaction<'a> {
    pub(super) fn new(marker: &str, report: &'a mut dyn FnMut(&str)) -> Self {
        Self { marker: json_string(marker), output: String::new(), names: Vec::new(), report }
    }

    /// Returns a body with these fields without its secrets, or `None` if it is not valid JSON.
    pub(super) fn body(mut self, fields: &'static [Field], body: &[u8]) -> Option<String> {
        let json: &RawValue = serde_json::from_slice(body).ok()?;
        collect_names(fields, &mut self.names);
        match fields {
            [field @ Field { whole_body: true, .. }] => self.field(field, json),
            _ => self.value(Type::Object(fields), json),
        }
        Some(self.output)
    }

    fn field(&mut self, field: &Field, json: &RawValue) {
        if field.secret { self.secret(json) } else { self.value(field.ty, json) }
    }

    /// Writes the marker, except for null: a field that is null is not set.
    fn secret(&mut self, json: &RawValue) {
        if json.get() == "null" {
            self.output.push_str("null");
        } else {
            (self.report)(json.get());
            self.output.push_str(&self.marker);
        }
    }

    /// Writes a value. If its form differs from its type, its secrets cannot be located, so all of it counts as one.
    fn value(&mut self, ty: Type, json: &RawValue) {
        // The text of a string is shown, even if it looks like JSON.
        let is_string = json.get().starts_with('"') && matches!(ty, Type::String(_) | Type::Enum(_));
        if !ty.contains_secret() && (is_string || !self.may_contain_name(json)) {
            self.output.push_str(json.get());
            return;
        }
        let start = self.output.len();
        let written = match ty {
            Type::Object(_) | Type::Map(..) => self.object(ty, json),
            Type::Array(..) | Type::Tuple(_) => self.list(ty, json),
            _ => return self.secret(json),
        };
        if written.is_err() {
            self.output.truncate(start);
            self.secret(json);
        }
    }

    fn object(&mut self, ty: Type, json: &RawValue) -> serde_json::Result<()> {
        self.output.push('{');
        let mut is_first = true;
        for_each_field(json.get().as_bytes(), |name, value| {
            self.separate(&mut is_first);
            self.output.push_str(&json_string(&name));
            self.output.push(':');
            match ty {
                Type::Map(ty, _) if !self.is_secret_name(&name) => self.value(*ty, value),
                Type::Object(fields) => match fields.iter().find(|field| field.name == name) {
                    Some(field) => self.field(field, value),
                    None => self.unknown(&name, value),
                },
                _ => self.secret(value),
            }
        })?;
        self.output.push('}');
        Ok(())
    }

    /// Writes a field that the type does not have. It is a secret if it has the name of one in another spelling, or
    /// contains the name of one.
    fn unknown(&mut self, name: &str, json: &RawValue) {
        if self.is_secret_name(name) || self.may_contain_name(json) {
            self.secret(json);
        } else {
            self.output.push_str(json.get());
        }
    }

    /// Returns whether a name is that of a secret field in any spelling.
    fn is_secret_name(&self, name: &str) -> bool {
        self.names.contains(&normalize_key(name))
    }

    /// Returns whether a value may contain a field with the name of a secret one.
    fn may_contain_name(&self, json: &RawValue) -> bool {
        let text = json.get();
        if text.starts_with(['{', '[']) {
            return self.contains_name(text);
        }
        if !text.starts_with('"') {
            return false;
        }
        // A string can contain JSON. It is unknown what half of a surrogate pair stands for.
        match serde_json::from_str::<String>(text) {
            Ok(content) => content.contains('"') && self.contains_name(&content),
            Err(_) => true,
        }
    }

    /// Returns whether JSON may contain the name of a secret field. Escaped ASCII characters can hide it.
    fn contains_name(&self, json: &str) -> bool {
        let content = normalize_key(json);
        content.contains(r"\u00") || self.names.iter().any(|name| content.contains(name))
    }

    fn list(&mut self, ty: Type, json: &RawValue) -> serde_json::Result<()> {
        let items: Vec<&RawValue> = serde_json::from_str(json.get())?;
        self.output.push('[');
        let mut is_first = true;
        for (index, item) in items.into_iter().enumerate() {
            self.separate(&mut is_first);
            let ty = match ty {
                Type::Array(ty, _) => Some(ty),
                Type::Tuple(types) => types.get(index),
                _ => None,
            };
            match ty {
                Some(ty) => self.value(*ty, item),
                None => self.secret(item),
            }
        }
        self.output.push(']');
        Ok(())
    }

    /// Writes what precedes a part: a comma, unless it is the first one.
    fn separate(&mut self, is_first: &mut bool) {
        if !std::mem::replace(is_first, false) {
            self.output.push(',');
        }
    }
}

/// Adds the names of secret fields at any depth.
fn collect_names(fields: &[Field], names: &mut Vec<String>) {
    for field in fields {
        if field.secret {
            names.push(normalize_key(field.name));
        }
        collect_names_of_type(field.ty, names);
    }
}

fn collect_names_of_type(ty: Type, names: &mut Vec<String>) {
    match ty {
        Type::Object(fields) => collect_names(fields, names),
        Type::Array(item, _) | Type::Map(item, _) => collect_names_of_type(*item, names),
        Type::Tuple(items) => items.iter().for_each(|item| collect_names_of_type(*item, names)),
        _ => {}
    }
}

pub(super) fn json_string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
