//! JSON on the command line and in files. A repeated key is an error, since one of its values would be lost.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Value};

/// Parses a JSON value, and rejects repeated keys in its objects.
pub(crate) fn parse(text: &str) -> serde_json::Result<Value> {
    let UniqueKeys(value) = serde_json::from_str(text)?;
    Ok(value)
}

struct UniqueKeys(Value);

impl<'de> Deserialize<'de> for UniqueKeys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(UniqueKeysVisitor).map(Self)
    }
}

struct UniqueKeysVisitor;

impl<'de> Visitor<'de> for UniqueKeysVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(UniqueKeys(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let UniqueKeys(value) = entries.next_value()?;
            match object.entry(key) {
                Entry::Vacant(entry) => entry.insert(value),
                Entry::Occupied(entry) => {
                    return Err(de::Error::custom(format_args!("duplicate key \"{}\"", entry.key())));
                }
            };
        }
        Ok(object.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_the_same_values_as_serde_json() {
        for text in [
            "null",
            "true",
            "-9223372036854775808",
            "18446744073709551615",
            "20.0",
            "1e3",
            "\"\\u00e9\\n\"",
            "[]",
            "{}",
            "{\"b\": [1, {\"a\": null}], \"a\": {\"a\": \"\"}}",
        ] {
            let value: Value = serde_json::from_str(text).expect("JSON");
            assert_eq!(parse(text).expect("JSON").to_string(), value.to_string());
        }
        for text in ["", "{", "[1,]", "1 2", "nul", "1e999"] {
            let error = serde_json::from_str::<Value>(text).expect_err("no JSON");
            assert_eq!(parse(text).expect_err("no JSON").to_string(), error.to_string());
        }
    }

    #[test]
    fn rejects_repeated_keys_at_any_depth() {
        for (text, message) in [
            ("{\"a\": 1, \"a\": 1}", "duplicate key \"a\" at line 1 column 16"),
            ("{\"a\": [{\"b\": 1,\n\"\\u0062\": 2}]}", "duplicate key \"b\" at line 2 column 12"),
        ] {
            assert_eq!(parse(text).expect_err("a repeated key").to_string(), message);
        }
    }
}
