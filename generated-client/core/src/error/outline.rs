//! The fields of a JSON object that decide whether it is an error, without a tree of the whole body.

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::descriptor::Field;
use crate::error::keys::known_key;
use crate::json_parts::for_each_field;

/// Maximum length of a value that is parsed, unless it is a string. Parsing takes many times as much memory.
const MAX_PARSED: usize = 64 * 1024;

/// The fields of an object that an operation declares, and those that errors have. If a field occurs twice, the last
/// one counts.
#[derive(Default)]
pub(crate) struct Outline<'a> {
    declared: Vec<(String, &'a RawValue)>,
    others: Vec<(&'static str, &'a RawValue)>,
}

impl<'a> Outline<'a> {
    /// Fails if the body is not a JSON object.
    pub(crate) fn parse(body: &'a [u8], declared: &[Field]) -> serde_json::Result<Self> {
        let mut outline = Self::default();
        for_each_field(body, |name, value| {
            if declared.iter().any(|field| field.name == name) {
                outline.declared.retain(|(known, _)| *known != name);
                outline.declared.push((name, value));
            } else if let Some(key) = known_key(&name)
                && value.get() != "null"
            {
                outline.others.retain(|(known, _)| *known != key);
                outline.others.push((key, value));
            }
        })?;
        Ok(outline)
    }

    /// Returns whether the object has one of the declared fields, even if it is null.
    pub(crate) fn has_declared_field(&self) -> bool {
        !self.declared.is_empty()
    }

    /// Returns whether all declared fields are blank, such as null, an empty list or a count of zero.
    pub(crate) fn is_blank(&self) -> bool {
        self.declared.iter().all(|(_, value)| is_blank(value.get()))
    }

    /// Returns the fields that the operation does not declare, by their keys. Long lists and objects are empty.
    pub(super) fn other_fields(&self) -> Value {
        let mut fields = Map::new();
        for (name, value) in &self.others {
            fields.insert((*name).to_owned(), parse(value.get()));
        }
        Value::Object(fields)
    }
}

fn parse(json: &str) -> Value {
    if json.len() <= MAX_PARSED || json.starts_with('"') {
        return serde_json::from_str(json).unwrap_or_else(|_| kind_of(json));
    }
    kind_of(json)
}

/// Returns an empty object for an object, and null for any other value.
fn kind_of(json: &str) -> Value {
    if json.starts_with('{') { Value::Object(Map::new()) } else { Value::Null }
}

/// Returns whether a JSON value is blank.
fn is_blank(json: &str) -> bool {
    match json.as_bytes() {
        b"null" | b"\"\"" => true,
        [b'[', items @ .., b']'] | [b'{', items @ .., b'}'] => items.trim_ascii().is_empty(),
        // Other values are not numbers, or not zero.
        _ => json.parse() == Ok(0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_blank_values_from_others() {
        for json in ["null", "\"\"", "0", "-0", "0.0", "0e5", "[]", "[ \n]", "{}", "{ }"] {
            assert!(is_blank(json), "{json}");
        }
        for json in ["false", "true", "\"0\"", "\" \"", "1", "-0.5", "[0]", "{\"a\": null}"] {
            assert!(!is_blank(json), "{json}");
        }
    }

    #[test]
    fn keeps_only_the_kind_of_long_values() {
        let long = "x".repeat(MAX_PARSED);
        for (json, expected) in [
            (format!("\"{long}\""), Value::from(long.as_str())),
            (format!("{{\"a\": \"{long}\"}}"), Value::Object(Map::new())),
            (format!("[\"{long}\"]"), Value::Null),
            (format!("{{\"a\": {}{}}}", "[".repeat(1000), "]".repeat(1000)), Value::Object(Map::new())),
        ] {
            assert!(parse(&json) == expected);
        }
    }
}
