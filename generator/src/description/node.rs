//! A position in a file of the description, to report diagnostics at.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::diagnostic::{Code, Diagnostic};
use super::positions::{Position, Positions, child_path, line_span};
use crate::Source;

/// A node of a YAML document, identified by its path from the root.
///
/// A node may be absent from the document. Its diagnostics are then shown at its nearest ancestor.
#[derive(Clone)]
pub(crate) struct Node<'a> {
    source: &'a Arc<Source>,
    positions: &'a Positions,
    path: String,
}

impl<'a> Node<'a> {
    pub(super) fn root(source: &'a Arc<Source>, positions: &'a Positions) -> Self {
        Self { source, positions, path: String::new() }
    }

    /// Returns the node at a key of this map, or at an index of this list.
    pub(crate) fn at(&self, key: impl fmt::Display) -> Self {
        Self { path: child_path(&self.path, &key.to_string()), ..*self }
    }

    /// Returns the node of an item if this is a list, or else this node.
    pub(crate) fn item(&self, index: usize) -> Self {
        let item = self.at(index);
        if self.positions.contains_key(&item.path) { item } else { self.clone() }
    }

    /// Creates a diagnostic at the value, or at its first line if it has several.
    pub(crate) fn error(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        self.error_in_line(1, code, message)
    }

    /// Creates a diagnostic at one line of the value; lines count from 1.
    pub(crate) fn error_in_line(&self, line: usize, code: Code, message: impl Into<String>) -> Diagnostic {
        let span = line_span(&self.source.text, self.nearest_value(), line);
        Diagnostic::new(code, message, self.source, span)
    }

    /// Creates a diagnostic at the last occurrence of `part` in the value.
    ///
    /// If escapes hide that part, the diagnostic is at the whole value.
    pub(crate) fn error_in_part(&self, part: &str, code: Code, message: impl Into<String>) -> Diagnostic {
        let value = self.nearest_value();
        let text = self.source.text.get(value.clone()).unwrap_or_default();
        match text.rfind(part) {
            Some(offset) if !part.is_empty() => {
                let start = value.start + offset;
                Diagnostic::new(code, message, self.source, start..start + part.len())
            }
            _ => self.error(code, message),
        }
    }

    /// Creates a diagnostic at the key.
    pub(crate) fn key_error(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, message, self.source, self.nearest_key())
    }

    /// Returns the file and the span of the value's first line, or of the nearest key if the value is absent.
    pub(crate) fn value_span(&self) -> (&Arc<Source>, Range<usize>) {
        match self.positions.get(&self.path) {
            Some(position) => (self.source, line_span(&self.source.text, position.value.clone(), 1)),
            None => self.key_span(),
        }
    }

    /// Returns the file and the span of the key.
    pub(crate) fn key_span(&self) -> (&Arc<Source>, Range<usize>) {
        (self.source, line_span(&self.source.text, self.nearest_key(), 1))
    }

    /// Returns the path of the file.
    pub(crate) fn source_path(&self) -> &str {
        &self.source.path
    }

    /// Returns `path:line`, to refer to this node from another diagnostic.
    pub(crate) fn file_line(&self) -> String {
        let (line, _) = self.key_error(Code::Shape, "").line_column();
        format!("{}:{line}", self.source.path)
    }

    /// Returns the path of this node as a JSON pointer.
    pub(crate) fn pointer(&self) -> &str {
        &self.path
    }

    /// Returns the line of the key, from 1, or that of the nearest ancestor if this node is absent.
    pub(crate) fn line(&self) -> usize {
        let (line, _) = self.key_error(Code::Shape, "").line_column();
        line
    }

    fn nearest_key(&self) -> Range<usize> {
        self.nearest().map_or(0..0, |position| position.key.clone())
    }

    fn nearest_value(&self) -> Range<usize> {
        self.nearest().map_or(0..0, |position| position.value.clone())
    }

    /// Returns the position of this node or of its nearest ancestor.
    fn nearest(&self) -> Option<&Position> {
        let mut path = self.path.as_str();
        loop {
            if let Some(position) = self.positions.get(path) {
                return Some(position);
            }
            (path, _) = path.rsplit_once('/')?;
        }
    }
}
