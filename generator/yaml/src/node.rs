//! A position in a file of the description, to report diagnostics at.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic};
use crate::parsed_file::ParsedFile;
use crate::positions::{Position, ancestors, child_path, line_span};
use crate::source::Source;

/// A node of a YAML document, identified by its path from the root.
///
/// A node may be absent from the document. Its diagnostics are then shown at its nearest ancestor.
#[derive(Clone)]
pub struct Node<'a> {
    file: &'a ParsedFile,
    path: String,
}

impl<'a> Node<'a> {
    /// Returns the node at a path, which is a JSON pointer.
    #[must_use]
    pub fn new(file: &'a ParsedFile, path: String) -> Self {
        Self { file, path }
    }

    /// Returns the node at a key of this map, or at an index of this list.
    #[must_use]
    pub fn at(&self, key: impl fmt::Display) -> Self {
        Self { path: child_path(&self.path, &key.to_string()), ..*self }
    }

    /// Returns the node of an item if this is a list, or else this node.
    #[must_use]
    pub fn item(&self, index: usize) -> Self {
        let item = self.at(index);
        if self.file.positions.contains_key(&item.path) { item } else { self.clone() }
    }

    /// Creates a diagnostic at the value, or at its first line if it has several.
    pub fn error(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        self.error_in_line(1, code, message)
    }

    /// Creates a diagnostic at the key or, for an item of a list, at its first line.
    pub fn first_line_error(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        let (source, span) = match self.nearest() {
            Some(position) if position.key.start == position.value.start => self.value_span(),
            _ => self.key_span(),
        };
        Diagnostic::new(code, message, source, span)
    }

    /// Returns whether the value has or contains a shape error. Some of its content may then be missing.
    #[must_use]
    pub fn is_repaired(&self) -> bool {
        self.file.positions.get(&self.path).is_some_and(|position| position.is_repaired)
    }

    /// Creates a diagnostic at one line of the value; lines count from 1.
    pub fn error_in_line(&self, line: usize, code: Code, message: impl Into<String>) -> Diagnostic {
        let span = line_span(&self.file.source.text, self.nearest_value(), line);
        Diagnostic::new(code, message, &self.file.source, span)
    }

    /// Creates a diagnostic at a range of bytes of the value, a decoded string. If escapes hide that part, the
    /// diagnostic is at the part's line or at the beginning of the value.
    pub fn error_in_part(&self, part: Range<usize>, code: Code, message: impl Into<String>) -> Diagnostic {
        let part = StringPart::new(self.scalar(), part);
        match self.span_of_part(&part) {
            Some(span) => Diagnostic::new(code, message, &self.file.source, span),
            None => self.error_in_line(part.line, code, message),
        }
    }

    /// Returns the bytes of the file that contain a part of the value, unless it has escapes.
    fn span_of_part(&self, part: &StringPart<'_>) -> Option<Range<usize>> {
        let line = line_span(&self.file.source.text, self.nearest_value(), part.line);
        let start = line.start + part.offset;
        // A quoted string begins with its quote.
        for start in [start, start + 1] {
            let span = start..start + part.text.len();
            if !part.text.is_empty() && self.file.source.text.get(span.clone()) == Some(part.text) {
                return Some(span);
            }
        }
        None
    }

    /// Creates a diagnostic at a character of the value, like [`error_in_part`](Self::error_in_part). Lines and columns
    /// count from 1.
    pub fn error_at_character(&self, line: usize, column: usize, code: Code, message: impl Into<String>) -> Diagnostic {
        let text = self.scalar();
        let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let start = before + column.saturating_sub(1);
        let length = text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        self.error_in_part(start..start + length, code, message)
    }

    /// Creates a diagnostic at the key.
    pub fn key_error(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, message, &self.file.source, self.nearest_key())
    }

    /// Returns the file and the span of the value's first line, or of the nearest key if the value is absent.
    #[must_use]
    pub fn value_span(&self) -> (&Arc<Source>, Range<usize>) {
        match self.file.positions.get(&self.path) {
            Some(position) => (&self.file.source, line_span(&self.file.source.text, position.value.clone(), 1)),
            None => self.key_span(),
        }
    }

    /// Returns the file and the span of the key.
    #[must_use]
    pub fn key_span(&self) -> (&Arc<Source>, Range<usize>) {
        (&self.file.source, line_span(&self.file.source.text, self.nearest_key(), 1))
    }

    /// Returns the path of the file.
    #[must_use]
    pub fn source_path(&self) -> &str {
        &self.file.source.path
    }

    /// Returns `path:line`, to refer to this node from another diagnostic.
    #[must_use]
    pub fn file_line(&self) -> String {
        format!("{}:{}", self.file.source.path, self.line())
    }

    /// Returns the path of this node as a JSON pointer.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.path
    }

    /// Returns the line of the key, from 1, or that of the nearest ancestor if this node is absent.
    #[must_use]
    pub fn line(&self) -> usize {
        self.file.source.line(self.nearest_key().start)
    }

    /// Returns the decoded value, if it is a string.
    fn scalar(&self) -> &str {
        self.file.positions.get(&self.path).and_then(|position| position.scalar.as_deref()).unwrap_or_default()
    }

    fn nearest_key(&self) -> Range<usize> {
        self.nearest().map_or(0..0, |position| position.key.clone())
    }

    fn nearest_value(&self) -> Range<usize> {
        self.nearest().map_or(0..0, |position| position.value.clone())
    }

    /// Returns the position of this node or of its nearest ancestor.
    fn nearest(&self) -> Option<&Position> {
        ancestors(&self.path).find_map(|path| self.file.positions.get(path))
    }
}

/// The first line of a part of a string.
struct StringPart<'a> {
    /// The line of the string, from 1.
    line: usize,
    /// Number of bytes in front of it, without the indentation of the line.
    offset: usize,
    text: &'a str,
}

impl<'a> StringPart<'a> {
    fn new(string: &'a str, range: Range<usize>) -> Self {
        let before = string.get(..range.start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = first_line(string.get(line_start..));
        let indentation = line.len() - line.trim_start().len();
        Self {
            line: before.matches('\n').count() + 1,
            offset: (before.len() - line_start).saturating_sub(indentation),
            text: first_line(string.get(range)),
        }
    }
}

fn first_line(text: Option<&str>) -> &str {
    text.unwrap_or_default().lines().next().unwrap_or_default()
}
