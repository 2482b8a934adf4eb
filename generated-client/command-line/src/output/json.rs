//! JSON as the service sent it: numbers keep their digits, and objects all fields in their order.

use huaweicloud_core::codegen::for_each_field;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

/// Maximum depth to which lists and objects are read. Deeper ones are printed as they are.
const MAX_DEPTH: usize = 100;

/// A JSON value.
pub(crate) enum Json {
    /// A string, a number, a boolean or null.
    Scalar(Box<RawValue>),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    pub(crate) fn new(text: &RawValue) -> Self {
        Self::at_depth(text, 0)
    }

    fn at_depth(text: &RawValue, depth: usize) -> Self {
        let scalar = || Self::Scalar(text.to_owned());
        if depth == MAX_DEPTH {
            return scalar();
        }
        if text.get().starts_with('[') {
            let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(text.get()) else { return scalar() };
            return Self::List(items.into_iter().map(|item| Self::at_depth(item, depth + 1)).collect());
        }
        if text.get().starts_with('{') {
            let mut fields = Vec::new();
            let read = for_each_field(text.get().as_bytes(), |name, value| {
                fields.push((name, Self::at_depth(value, depth + 1)));
            });
            return if read.is_ok() { Self::Object(fields) } else { scalar() };
        }
        scalar()
    }

    /// Returns a field of an object. If there are several with the name, the last one counts.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(fields) = self else { return None };
        let (_, value) = fields.iter().rev().find(|(field, _)| field == name)?;
        Some(value)
    }

    /// Returns a field of an object by value, as [`get`](Self::get) does.
    pub(crate) fn take(self, name: &str) -> Option<Self> {
        let Self::Object(fields) = self else { return None };
        let (_, value) = fields.into_iter().rev().find(|(field, _)| field == name)?;
        Some(value)
    }

    /// Returns the items of a list, or else the value itself. Nulls are no records.
    pub(crate) fn into_records(self) -> Vec<Self> {
        let mut records = match self {
            Self::List(items) => items,
            value => vec![value],
        };
        records.retain(|record| !record.is_null());
        records
    }

    fn is_null(&self) -> bool {
        matches!(self, Self::Scalar(text) if text.get() == "null")
    }

    /// Returns the text of a string, the JSON of another value, and `None` for null.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            _ if self.is_null() => None,
            Self::Scalar(text) => Some(serde_json::from_str(text.get()).unwrap_or_else(|_| text.get().to_owned())),
            Self::List(_) | Self::Object(_) => serde_json::to_string(self).ok(),
        }
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Scalar(text) => text.serialize(serializer),
            Self::List(items) => items.serialize(serializer),
            Self::Object(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (name, value) in fields {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Json {
        Json::new(&RawValue::from_string(text.to_owned()).expect("JSON"))
    }

    #[test]
    fn keeps_everything_that_the_service_sent() {
        for text in [
            r#"{"b":1.50,"a":12345678901234567890123,"b":1e400}"#,
            r#"[null,true,"\u00e9/\/",-0,{}]"#,
            r#""text""#,
            "7",
        ] {
            assert_eq!(serde_json::to_string(&json(text)).expect("JSON"), text);
        }
        let pretty = serde_json::to_string_pretty(&json(r#"{"a": [1.0, {}], "b": []}"#)).expect("JSON");
        assert_eq!(pretty, "{\n  \"a\": [\n    1.0,\n    {}\n  ],\n  \"b\": []\n}");
    }

    #[test]
    fn the_last_of_two_fields_counts() {
        assert_eq!(json(r#"{"a": 1, "a": 2}"#).get("a").and_then(Json::text).as_deref(), Some("2"));
        assert_eq!(json(r#"{"a": 1, "a": 2}"#).take("a").and_then(|value| value.text()).as_deref(), Some("2"));
        assert!(json("[1]").get("a").is_none() && json("{}").take("a").is_none());
    }

    #[test]
    fn reads_strings_and_shows_other_values_as_json() {
        for (text, shown) in [
            (r#""a\"b""#, Some("a\"b")),
            ("1.50", Some("1.50")),
            ("null", None),
            (r#"{ "a": [ 1 ] }"#, Some(r#"{"a":[1]}"#)),
        ] {
            assert_eq!(json(text).text().as_deref(), shown, "{text}");
        }
    }

    #[test]
    fn reads_deeply_nested_json() {
        let text = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(serde_json::to_string(&json(&text)).expect("JSON"), text);
    }
}
