//! Facts and errors with their lines.

use super::lines::Line;

/// A fact, with the text that states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The fact.
    pub value: T,
    /// Number of the line, from 1.
    pub line: usize,
    /// The sentence or cell that states the fact.
    pub text: String,
}

impl<T> Located<T> {
    pub(crate) fn new(value: T, line: usize, text: impl Into<String>) -> Self {
        Self { value, line, text: text.into() }
    }

    /// Creates a fact that the entire line states.
    pub(super) fn on_line(value: T, line: &Line) -> Self {
        Self::new(value, line.number, line.text.as_str())
    }
}

/// Text that should state a fact but cannot be parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unrecognized {
    /// Number of the line, from 1.
    pub line: usize,
    /// The text.
    pub text: String,
    /// What the reader expected.
    pub reason: String,
}

impl Unrecognized {
    pub(super) fn new(line: usize, text: &str, reason: &str) -> Self {
        Self { line, text: text.to_owned(), reason: reason.to_owned() }
    }

    /// Creates a report about a fact, with the text that states it.
    pub(super) fn at<T>(fact: &Located<T>, reason: &str) -> Self {
        Self::new(fact.line, &fact.text, reason)
    }

    pub(super) fn on_line(line: &Line, reason: &str) -> Self {
        Self::new(line.number, &line.text, reason)
    }

    /// Creates the report of a line that seems to be a cell, although its row has not started.
    pub(crate) fn incomplete_row(line: &Line) -> Self {
        Self::on_line(line, "this looks like a cell of an incomplete row")
    }

    /// Creates the report of a line that styles may hide.
    pub(super) fn possibly_hidden(line: &Line) -> Self {
        Self::on_line(line, "a style that is not understood may hide this text")
    }
}
