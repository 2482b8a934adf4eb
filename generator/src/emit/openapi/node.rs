//! What documents consist of: objects that keep the order in which they are written.

use serde_json::{Map, Value};

use crate::emit::docs;

/// An object of JSON.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Node(Map<String, Value>);

impl Node {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.set(key, value);
        self
    }

    pub(super) fn with_some(mut self, key: &str, value: Option<impl Into<Value>>) -> Self {
        self.set_some(key, value);
        self
    }

    /// With the entries of another one behind its own.
    pub(super) fn with_all(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    pub(super) fn set(&mut self, key: &str, value: impl Into<Value>) {
        self.0.insert(key.to_owned(), value.into());
    }

    pub(super) fn set_some(&mut self, key: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.set(key, value);
        }
    }

    pub(super) fn is_reference(&self) -> bool {
        self.0.contains_key("$ref")
    }
}

impl From<Node> for Value {
    fn from(node: Node) -> Self {
        Self::Object(node.0)
    }
}

impl From<Node> for Map<String, Value> {
    fn from(node: Node) -> Self {
        node.0
    }
}

/// A reference to a schema. Names of types need no escape.
pub(super) fn reference(name: &str) -> Node {
    Node::new().with("$ref", format!("#/components/schemas/{name}"))
}

/// A body of JSON.
pub(super) fn content(media: Node) -> Node {
    Node::new().with("application/json", media)
}

/// A description: Markdown texts as paragraphs.
pub(super) fn text(paragraphs: impl IntoIterator<Item = String>) -> String {
    let paragraphs: Vec<String> = paragraphs.into_iter().map(|markdown| docs::paragraph(&markdown)).collect();
    paragraphs.join("\n\n")
}
