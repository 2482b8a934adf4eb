//! Deserialization errors: values with a shape that the notation does not allow.

use std::fmt;

use hss_yaml::{Code, Diagnostic, Node, SEE_NOTATION, most_similar, push_key};
use serde::de::{Error, Expected, Unexpected};

/// An error about a value with a shape that the notation does not allow.
#[derive(Debug)]
pub(super) struct ShapeError {
    pub kind: ShapeErrorKind,
    /// Keys that lead to the value, innermost first.
    path: Vec<String>,
}

/// The kind of a [`ShapeError`].
#[derive(Debug)]
pub(super) enum ShapeErrorKind {
    UnknownKey { name: String, expected: &'static [&'static str] },
    MissingKey(&'static str),
    UnknownValue { name: String, expected: &'static [&'static str] },
    Other(String),
}

impl ShapeError {
    fn new(kind: ShapeErrorKind) -> Self {
        Self { kind, path: Vec::new() }
    }

    /// Prepends the key under which a map or list holds the value.
    pub(super) fn inside(mut self, key: Option<&str>) -> Self {
        self.path.extend(key.map(str::to_owned));
        self
    }

    /// Returns the path of the value as a JSON pointer.
    pub(super) fn path(&self) -> String {
        let mut path = String::new();
        for key in self.path.iter().rev() {
            push_key(&mut path, key);
        }
        path
    }

    /// Returns the diagnostic of an error at `node`.
    pub(super) fn diagnostic(&self, node: &Node<'_>) -> Diagnostic {
        match &self.kind {
            ShapeErrorKind::UnknownKey { name, expected } => node
                .at(name)
                .key_error(Code::UnknownKey, format!("unknown key `{name}`"))
                .with_help(suggestion(name, expected)),
            ShapeErrorKind::MissingKey(name) => {
                node.first_line_error(Code::MissingKey, format!("missing key `{name}`")).with_help(SEE_NOTATION)
            }
            ShapeErrorKind::UnknownValue { name, expected } => {
                node.error(Code::Shape, format!("unknown value `{name}`")).with_help(suggestion(name, expected))
            }
            ShapeErrorKind::Other(message) => node.error(Code::Shape, message).with_help(SEE_NOTATION),
        }
    }
}

/// Keys that other notations have, each with the key of this one.
const SYNONYMS: [(&str, &str); 7] = [
    ("required", "mandatory"),
    ("description", "doc"),
    ("desc", "doc"),
    ("regex", "pattern"),
    ("regexp", "pattern"),
    ("parameters", "query"),
    ("responses", "response"),
];

/// Returns the key that a user of another notation, or one who misspelled a key, may have meant.
pub(super) fn meant_key<'a>(name: &str, expected: &[&'a str]) -> Option<&'a str> {
    for (other, key) in SYNONYMS {
        if name.eq_ignore_ascii_case(other) {
            return expected.iter().copied().find(|expected| *expected == key);
        }
    }
    most_similar(name, expected.iter().copied())
}

fn suggestion(name: &str, expected: &[&str]) -> String {
    if expected.is_empty() {
        return SEE_NOTATION.to_owned();
    }
    match meant_key(name, expected) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("expected one of `{}`", expected.join("`, `")),
    }
}

impl Error for ShapeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(ShapeErrorKind::Other(message.to_string()))
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let expected = match (expected.to_string().as_str(), &found) {
            ("a boolean", _) => "`true` or `false`".to_owned(),
            ("a sequence", _) => "a list".to_owned(),
            ("a string", Unexpected::Seq | Unexpected::Map) => "a string".to_owned(),
            // A string is expected, and YAML reads another type.
            ("a string", _) => "a quoted string".to_owned(),
            (expected, _) => expected.to_owned(),
        };
        let found = match found {
            Unexpected::Seq => "a list".to_owned(),
            Unexpected::Map => "a map".to_owned(),
            Unexpected::Float(number) => format!("number `{number}`"),
            found => found.to_string(),
        };
        Self::new(ShapeErrorKind::Other(format!("expected {expected}, found {found}")))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn unknown_field(name: &str, expected: &'static [&'static str]) -> Self {
        Self::new(ShapeErrorKind::UnknownKey { name: name.to_owned(), expected })
    }

    fn unknown_variant(name: &str, expected: &'static [&'static str]) -> Self {
        Self::new(ShapeErrorKind::UnknownValue { name: name.to_owned(), expected })
    }

    fn missing_field(name: &'static str) -> Self {
        Self::new(ShapeErrorKind::MissingKey(name))
    }
}

impl fmt::Display for ShapeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.kind)
    }
}

impl std::error::Error for ShapeError {}
