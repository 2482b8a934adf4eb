//! What would settle a difference in the operation file.

use hss_generator::description::Node;

use crate::expressible::ExampleJson;
use crate::read::{Row, Table, Value};

/// A change of the operation file that settles a difference.
#[derive(Clone)]
pub(crate) enum Suggestion<'a> {
    /// None: a person has to decide.
    Decide,
    /// Write a scalar, formatted as YAML, at a key of a map.
    Write { map: Node<'a>, key: &'static str, value: String },
    /// Quote the type that the page states for a parameter that the client sets, and what follows from it.
    QuoteType { entry: Node<'a>, statements: Vec<String> },
    /// Remove an entry.
    Remove { entry: Node<'a> },
    /// Write `file` or `none` as the response.
    Content { entry: Node<'a>, word: &'static str },
    /// Write another status code as the key of the response.
    StatusCode { entry: Node<'a>, code: u16 },
    /// Write the type that the page states, and the facts that depend on the type.
    Retype { entry: Node<'a>, table: &'a Table, row: &'a Row },
    /// Add a row.
    AddRow { map: Node<'a>, table: &'a Table, row: &'a Row, previous: Vec<String> },
    /// Move a row to another table.
    MoveRow { entry: Node<'a>, map: Node<'a>, previous: Vec<String> },
    /// Bring the rows of a table into this order.
    Order { map: Node<'a>, names: Vec<String> },
    /// Add a value to an enum.
    AddValue { map: Node<'a>, value: &'a Value, is_integer: bool, previous: Vec<String> },
    /// Add the body, the response or the query of an example.
    AddExample { key: &'static str, content: ExampleContent },
    /// Replace the body, the response or the query of an example.
    ReplaceExample { example: Node<'a>, key: &'static str, content: ExampleContent },
}

/// A part of an example on the page.
#[derive(Clone)]
pub(crate) enum ExampleContent {
    Query(String),
    Json(ExampleJson),
}

impl Suggestion<'_> {
    /// Returns whether a person has to decide.
    pub(crate) fn is_decision(&self) -> bool {
        matches!(self, Self::Decide)
    }
}
