//! Replaces secret fields in JSON text. All other values stay as they are, digit for digit.

use serde_json::value::RawValue;

use crate::descriptor::{Field, Type};
use crate::json_parts::for_each_field;
use crate::text::normalize_key;

/// Copies JSON text with a marker in place of each secret.
pub(super) struct JsonRedaction<'a> {
    /// The marker as a JSON string.
    marker: String,
    /// The names of all secret fields, as [`normalize_key`] returns them.
    names: Vec<String>,
    /// Gets the JSON of each secret.
    report: &'a mut dyn FnMut(&str),
}

impl<'a> JsonRedaction<'a> {
    pub(super) fn new(marker: &str, report: &'a mut dyn FnMut(&str)) -> Self {
        Self { marker: json_string(marker), names: Vec::new(), report }
    }

    /// Returns a body with these fields without its secrets, or `None` if it is not valid JSON.
    pub(super) fn body(mut self, fields: &'static [Field], body: &[u8]) -> Option<String> {
        let json: &RawValue = serde_json::from_slice(body).ok()?;
        self.names = Type::Object(fields).secret_names().into_iter().map(normalize_key).collect();
        Some(match fields {
            [field @ Field { whole_body: true, .. }] => self.field(field, json),
            _ => self.value(Type::Object(fields), json),
        })
    }

    fn field(&mut self, field: &Field, json: &RawValue) -> String {
        if field.secret { self.secret(json) } else { self.value(field.ty, json) }
    }

    /// Returns the marker, except for null: a field that is null is not set.
    fn secret(&mut self, json: &RawValue) -> String {
        if json.get() == "null" {
            return json.get().to_owned();
        }
        (self.report)(json.get());
        self.marker.clone()
    }

    /// Returns a value without its secrets. If its form differs from its type, they cannot be located, so the entire
    /// value counts as a secret.
    fn value(&mut self, ty: Type, json: &RawValue) -> String {
        if !ty.contains_secret() && !self.may_contain_name(json) {
            return json.get().to_owned();
        }
        let redacted = match ty {
            Type::Object(_) | Type::Map(..) => self.object(ty, json),
            Type::Array(..) | Type::Tuple(_) => self.list(ty, json),
            _ => return self.secret(json),
        };
        redacted.unwrap_or_else(|_| self.secret(json))
    }

    fn object(&mut self, ty: Type, json: &RawValue) -> serde_json::Result<String> {
        let (fields, type_of_others) = match ty {
            Type::Object(fields) => (fields, Type::Json),
            Type::Map(ty, _) => (&[][..], *ty),
            _ => (&[][..], Type::Json),
        };
        let mut members = Vec::new();
        for_each_field(json.get().as_bytes(), |name, value| {
            let redacted = match fields.iter().find(|field| field.name == name) {
                Some(field) => self.field(field, value),
                None if self.is_secret_name(&name) => self.secret(value),
                None => self.value(type_of_others, value),
            };
            members.push(format!("{}:{redacted}", json_string(&name)));
        })?;
        Ok(format!("{{{}}}", members.join(",")))
    }

    fn list(&mut self, ty: Type, json: &RawValue) -> serde_json::Result<String> {
        let items: Vec<&RawValue> = serde_json::from_str(json.get())?;
        let mut redacted = Vec::new();
        for (index, item) in items.into_iter().enumerate() {
            let ty = match ty {
                Type::Array(ty, _) => Some(ty),
                Type::Tuple(types) => types.get(index),
                _ => None,
            };
            redacted.push(match ty {
                Some(ty) => self.value(*ty, item),
                None => self.secret(item),
            });
        }
        Ok(format!("[{}]", redacted.join(",")))
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
}

pub(super) fn json_string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
