//! The fields of a JSON object that decide whether it is an error, without a tree of the whole body.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::descriptor::Field;

/// Maximum length of a value that is parsed, unless it is a string. Parsing takes many times as much memory.
const MAX_PARSED: usize = 64 * 1024;

/// The fields of an object that an operation declares, and those with given names. If a field occurs twice, the last
/// one counts.
pub(super) struct Outline<'a> {
    declared: Vec<(String, &'a RawValue)>,
    others: Vec<(String, &'a RawValue)>,
}

impl<'a> Outline<'a> {
    /// Fails if the body is not a JSON object.
    pub(super) fn parse(body: &'a [u8], declared: &[Field], others: &[&[&str]]) -> serde_json::Result<Self> {
        let mut deserializer = serde_json::Deserializer::from_slice(body);
        let outline = OutlineReader { declared, others }.deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(outline)
    }

    /// Returns whether the object has one of the declared fields, even if it is null.
    pub(super) fn has_declared_field(&self) -> bool {
        !self.declared.is_empty()
    }

    /// Returns whether all declared fields are blank, such as null, an empty list or a count of zero.
    pub(super) fn is_blank(&self) -> bool {
        self.declared.iter().all(|(_, value)| is_blank(value.get()))
    }

    /// Returns the fields that the operation does not declare. Long lists and objects are empty.
    pub(super) fn other_fields(&self) -> Value {
        let mut fields = Map::new();
        for (name, value) in &self.others {
            fields.insert(name.clone(), parse(value.get()));
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

struct OutlineReader<'b> {
    declared: &'b [Field],
    others: &'b [&'b [&'b str]],
}

impl<'de> DeserializeSeed<'de> for OutlineReader<'_> {
    type Value = Outline<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outline<'de>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for OutlineReader<'_> {
    type Value = Outline<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Outline<'de>, A::Error> {
        let mut outline = Outline { declared: Vec::new(), others: Vec::new() };
        while let Some(name) = map.next_key::<String>()? {
            let fields = if self.declared.iter().any(|field| field.name == name) {
                &mut outline.declared
            } else if self.others.iter().any(|names| names.contains(&name.as_str())) {
                &mut outline.others
            } else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value = map.next_value()?;
            fields.retain(|(known, _)| *known != name);
            fields.push((name, value));
        }
        Ok(outline)
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
