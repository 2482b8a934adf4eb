//! JSON as the service sent it: numbers keep their digits, and objects all fields in their order.

use huaweicloud_core::codegen::for_each_field;
use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;

/// Maximum depth to which lists and objects are indented. Deeper ones are printed as they are.
const MAX_DEPTH: usize = 100;

/// A JSON value. It is read when it is printed, since a tree would take a multiple of its size in memory.
#[derive(Clone, Copy)]
pub(crate) struct Json<'a> {
    text: &'a RawValue,
    depth: usize,
}

impl<'a> Json<'a> {
    pub(crate) fn new(text: &'a RawValue) -> Self {
        Self { text, depth: 0 }
    }

    /// Returns the fields of an object, unless the name of one is a string that is not Unicode.
    pub(crate) fn fields(self) -> Option<Fields<'a>> {
        if !self.text.get().starts_with('{') {
            return None;
        }
        let mut fields = Vec::new();
        let text = self.text.get().as_bytes();
        for_each_field(text, |name, value| fields.push((name, self.part(value)))).ok()?;
        Some(Fields(fields))
    }

    /// Returns the items of a list.
    pub(crate) fn items(self) -> Option<Vec<Self>> {
        if !self.text.get().starts_with('[') {
            return None;
        }
        let items: Vec<&RawValue> = serde_json::from_str(self.text.get()).ok()?;
        Some(items.into_iter().map(|item| self.part(item)).collect())
    }

    fn part(self, text: &'a RawValue) -> Self {
        Self { text, depth: self.depth + 1 }
    }

    /// Returns the items of a list, or else the value itself, without nulls.
    pub(crate) fn records(self) -> Vec<Self> {
        let mut records = self.items().unwrap_or_else(|| vec![self]);
        records.retain(|record| !record.is_null());
        records
    }

    fn is_null(self) -> bool {
        self.text.get() == "null"
    }

    /// Returns the text of a string, the JSON of another value, and `None` for null.
    pub(crate) fn text(self) -> Option<String> {
        if self.is_null() {
            return None;
        }
        if self.text.get().starts_with(['{', '[']) {
            return Some(serde_json::to_string(&self).unwrap_or_else(|_| self.text.get().to_owned()));
        }
        Some(serde_json::from_str(self.text.get()).unwrap_or_else(|_| self.text.get().to_owned()))
    }

    /// Returns a copy of the text.
    pub(crate) fn to_raw(self) -> Box<RawValue> {
        self.text.to_owned()
    }
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.depth == MAX_DEPTH {
            return self.text.serialize(serializer);
        }
        if let Some(items) = self.items() {
            return items.serialize(serializer);
        }
        match self.fields() {
            Some(fields) => fields.serialize(serializer),
            None => self.text.serialize(serializer),
        }
    }
}

/// The fields of an object, in its order.
pub(crate) struct Fields<'a>(Vec<(String, Json<'a>)>);

impl<'a> Fields<'a> {
    /// Returns a field. If there are several with the name, the last one counts.
    pub(crate) fn get(&self, name: &str) -> Option<Json<'a>> {
        let (_, value) = self.0.iter().rev().find(|(field, _)| field == name)?;
        Some(*value)
    }

    /// Returns the object with these fields only, in their order.
    pub(crate) fn select(&self, names: &[String]) -> Self {
        let mut selected: Vec<(String, Json<'a>)> = Vec::new();
        for name in names {
            if let Some(value) = self.get(name)
                && selected.iter().all(|(field, _)| field != name)
            {
                selected.push((name.clone(), value));
            }
        }
        Self(selected)
    }
}

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Json<'_> {
        Json::new(serde_json::from_str(text).expect("JSON"))
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
        let fields = json(r#"{"a": 1, "b": 2, "a": 3}"#).fields().expect("an object");
        assert_eq!(fields.get("a").and_then(Json::text).as_deref(), Some("3"));
        assert!(fields.get("c").is_none() && json("[1]").fields().is_none());
        let selected = fields.select(&["b", "a", "c", "b"].map(str::to_owned));
        assert_eq!(serde_json::to_string(&selected).expect("JSON"), r#"{"b":2,"a":3}"#);
    }

    #[test]
    fn reads_strings_and_shows_other_values_as_json() {
        for (text, shown) in [
            (r#""a\"b""#, Some("a\"b")),
            ("1.50", Some("1.50")),
            ("null", None),
            (r#"{ "a": [ 1 ] }"#, Some(r#"{"a":[1]}"#)),
            (r#"{"\ud800": 1}"#, Some(r#"{"\ud800": 1}"#)),
        ] {
            assert_eq!(json(text).text().as_deref(), shown, "{text}");
        }
        let unreadable_name = r#"{"\ud800": 1}"#;
        assert_eq!(serde_json::to_string_pretty(&json(unreadable_name)).expect("JSON"), unreadable_name);
    }

    #[test]
    fn reads_deeply_nested_json() {
        let text = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(serde_json::to_string(&json(&text)).expect("JSON"), text);
    }
}
