//! Replaces secret fields in JSON text. All other values stay as they are, digit for digit.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::descriptor::{Field, Type};

/// A copy of JSON text that is being written, with a marker in place of each secret.
pub(super) struct JsonRedaction<'a> {
    /// The marker as a JSON string.
    marker: String,
    output: String,
    /// Gets the JSON of each secret.
    report: &'a mut dyn FnMut(&str),
}

impl<'a> JsonRedaction<'a> {
    pub(super) fn new(marker: &str, report: &'a mut dyn FnMut(&str)) -> Self {
        Self { marker: json_string(marker), output: String::new(), report }
    }

    /// Returns a body with these fields without its secrets, or `None` if it is not valid JSON.
    pub(super) fn body(mut self, fields: &[Field], body: &[u8]) -> Option<String> {
        let json: &RawValue = serde_json::from_slice(body).ok()?;
        match fields {
            [Field { whole_body: true, ty, secret, .. }] => self.field(*ty, *secret, json),
            _ => self.object(fields, json),
        }
        Some(self.output)
    }

    fn field(&mut self, ty: Type, is_secret: bool, json: &RawValue) {
        if is_secret { self.secret(json) } else { self.value(ty, json) }
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

    fn value(&mut self, ty: Type, json: &RawValue) {
        match ty {
            Type::Object(fields) => self.object(fields, json),
            Type::Array(item, _) => self.parts(Parts::Items(*item), json),
            Type::Map(value, _) => self.parts(Parts::Values(*value), json),
            Type::Tuple(items) => self.parts(Parts::Tuple(items), json),
            _ => self.output.push_str(json.get()),
        }
    }

    fn object(&mut self, fields: &[Field], json: &RawValue) {
        self.parts(Parts::Fields(fields), json);
    }

    /// Writes an object or a list. If it has another form than its type, it is unknown where its secrets are, so all of
    /// it is one.
    fn parts(&mut self, parts: Parts<'_>, json: &RawValue) {
        let start = self.output.len();
        let mut deserializer = serde_json::Deserializer::from_str(json.get());
        if (PartsWriter { parts, redaction: self }).deserialize(&mut deserializer).is_ok() {
            return;
        }
        self.output.truncate(start);
        if parts.contain_secret() {
            self.secret(json);
        } else {
            self.output.push_str(json.get());
        }
    }

    /// Writes what precedes a part: a comma, unless it is the first one.
    fn separate(&mut self, is_first: &mut bool) {
        if !std::mem::replace(is_first, false) {
            self.output.push(',');
        }
    }
}

/// The types of the parts of an object or a list.
#[derive(Clone, Copy)]
enum Parts<'a> {
    Fields(&'a [Field]),
    Values(Type),
    Items(Type),
    Tuple(&'a [Type]),
}

impl Parts<'_> {
    fn contain_secret(self) -> bool {
        match self {
            Self::Fields(fields) => fields.iter().any(Field::contains_secret),
            Self::Values(ty) | Self::Items(ty) => ty.contains_secret(),
            Self::Tuple(types) => types.iter().any(|ty| ty.contains_secret()),
        }
    }
}

/// Reads the parts of an object or a list, and writes them.
struct PartsWriter<'a, 'b, 'c> {
    parts: Parts<'a>,
    redaction: &'b mut JsonRedaction<'c>,
}

impl<'de> DeserializeSeed<'de> for PartsWriter<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.parts {
            Parts::Fields(_) | Parts::Values(_) => deserializer.deserialize_map(self),
            Parts::Items(_) | Parts::Tuple(_) => deserializer.deserialize_seq(self),
        }
    }
}

impl<'de> Visitor<'de> for PartsWriter<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { parts, redaction } = self;
        let mut is_first = true;
        redaction.output.push('{');
        while let Some((name, json)) = map.next_entry::<String, &RawValue>()? {
            redaction.separate(&mut is_first);
            redaction.output.push_str(&json_string(&name));
            redaction.output.push(':');
            match parts {
                Parts::Fields(fields) => match fields.iter().find(|field| field.name == name) {
                    Some(field) => redaction.field(field.ty, field.secret, json),
                    None => redaction.output.push_str(json.get()),
                },
                Parts::Values(ty) | Parts::Items(ty) => redaction.value(ty, json),
                Parts::Tuple(_) => redaction.secret(json),
            }
        }
        redaction.output.push('}');
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Self { parts, redaction } = self;
        let mut is_first = true;
        redaction.output.push('[');
        let mut index = 0;
        while let Some(json) = items.next_element::<&RawValue>()? {
            redaction.separate(&mut is_first);
            match parts {
                Parts::Tuple(types) => match types.get(index) {
                    Some(ty) => redaction.value(*ty, json),
                    None => redaction.secret(json),
                },
                Parts::Items(ty) | Parts::Values(ty) => redaction.value(ty, json),
                Parts::Fields(_) => redaction.secret(json),
            }
            index += 1;
        }
        redaction.output.push(']');
        Ok(())
    }
}

/// Returns a string as JSON.
pub(super) fn json_string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
