//! JSON objects that keep the order of their keys.

use serde_json::{Map, Value};

use crate::emit::markdown;

/// A builder for a JSON object.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct JsonObject(Map<String, Value>);

impl JsonObject {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.set(key, value);
        self
    }

    /// Adds an entry unless the value is `None`.
    pub(super) fn with_some(mut self, key: &str, value: Option<impl Into<Value>>) -> Self {
        if let Some(value) = value {
            self.set(key, value);
        }
        self
    }

    /// Appends the entries of another object.
    pub(super) fn with_all(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    pub(super) fn set(&mut self, key: &str, value: impl Into<Value>) {
        self.0.insert(key.to_owned(), value.into());
    }

    /// Returns the object under a key, and leaves an empty one in its place. The key keeps its position.
    pub(super) fn take(&mut self, key: &str) -> Self {
        match self.0.get_mut(key).map(Value::take) {
            Some(Value::Object(object)) => Self(object),
            _ => Self::default(),
        }
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &String> {
        self.0.keys()
    }

    /// Returns the object, unless it is empty.
    pub(super) fn non_empty(self) -> Option<Self> {
        (!self.0.is_empty()).then_some(self)
    }

    pub(super) fn is_reference(&self) -> bool {
        self.0.contains_key("$ref")
    }
}

impl From<JsonObject> for Value {
    fn from(object: JsonObject) -> Self {
        Self::Object(object.0)
    }
}

/// Returns a list, unless it is empty.
pub(super) fn non_empty<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}

/// Returns a reference to a schema. Type names need no escaping.
pub(super) fn reference(schema: &str) -> JsonObject {
    JsonObject::new().with("$ref", format!("#/components/schemas/{schema}"))
}

/// Returns the content of a JSON body.
pub(super) fn json_content(media_type: JsonObject) -> JsonObject {
    JsonObject::new().with("application/json", media_type)
}

/// Returns the content of a body that is a file. Help pages do not state its media type.
pub(super) fn file_content() -> JsonObject {
    let schema = JsonObject::new().with("type", "string").with("format", "binary");
    JsonObject::new().with("application/octet-stream", JsonObject::new().with("schema", schema))
}

/// Joins paragraphs of Markdown for a key `description`.
pub(super) fn paragraphs(paragraphs: impl IntoIterator<Item = String>) -> String {
    let mut text = String::new();
    for paragraph in paragraphs {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&markdown::paragraph(&paragraph));
    }
    text
}
