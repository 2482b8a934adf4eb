//! Help pages as plain text, the way they come out of a browser or a crawl, as facts with their lines.
//!
//! `lines` cuts the text and `sections` the lines; `reader` makes a page of them: `tables`, `status` and `examples` read
//! one part each, `rows` the rows of a table, `cell` the facts of one description by the `wordings`, and `types` a type.
//! All of it becomes the `content`. Nothing here knows the description of the API or touches the disk.

mod cell;
mod content;
mod examples;
mod lines;
mod reader;
mod rows;
mod sections;
mod status;
mod tables;
#[cfg(test)]
mod tests;
mod types;
mod wordings;

pub(crate) use cell::marks_deprecation;
pub use content::{Example, Facts, HelpPage, Limits, Note, Row, Status, Table, TableKind, Value};
pub use lines::Line;
pub use types::PageType;

/// What a page states, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// What.
    pub value: T,
    /// Number of the line, from 1.
    pub line: usize,
    /// The page's words: the sentence or cell that it was read from.
    pub words: String,
}

impl<T> Located<T> {
    pub(crate) fn new(value: T, line: usize, words: impl Into<String>) -> Self {
        Self { value, line, words: words.into() }
    }
}

impl Located<String> {
    /// A part of a line.
    fn part(line: &Line, text: &str) -> Self {
        Self::new(text.to_owned(), line.number, line.text.as_str())
    }
}

/// What the reader could not make sense of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclear {
    /// Number of the line, from 1.
    pub line: usize,
    /// The page's words.
    pub words: String,
    /// Why not.
    pub why: String,
}

impl Unclear {
    fn new(line: usize, words: &str, why: &str) -> Self {
        Self { line, words: words.to_owned(), why: why.to_owned() }
    }

    fn at(line: &Line, why: &str) -> Self {
        Self::new(line.number, &line.text, why)
    }
}

/// A text that is no whole help page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Number of the line where reading ended, from 1.
    pub line: usize,
    /// What is missing, and what to do.
    pub why: String,
}

/// Reads a page.
///
/// # Errors
///
/// What makes the text no help page, or not the whole of one.
pub fn read(text: &str) -> Result<HelpPage, Unreadable> {
    let lines = lines::cut(text)?;
    reader::page(&lines)
}
