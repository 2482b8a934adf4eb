//! Help pages as plain text, the way they come out of a browser or a crawl, as facts with their lines.
//!
//! `lines` cuts the text, `layout` finds sections, tables and rows, `cell` reads the facts of one description, `types`
//! a type. Nothing here knows the description or touches the disk.

mod cell;
mod layout;
mod lines;
#[cfg(test)]
mod tests;
mod types;

pub(crate) use cell::marks_deprecation;
pub use cell::{Facts, Limits, Note, Value};
pub use layout::{Example, Page, Row, Status, Table, TableKind};
pub use lines::Line;
pub use types::PageType;

/// What a page states, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said<T> {
    /// What.
    pub value: T,
    /// Number of the line, from 1.
    pub line: usize,
    /// The page's words: the sentence or cell that it was read from.
    pub words: String,
}

impl<T> Said<T> {
    pub(crate) fn new(value: T, line: usize, words: impl Into<String>) -> Self {
        Self { value, line, words: words.into() }
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
pub fn read(text: &str) -> Result<Page, Unreadable> {
    let lines = lines::cut(text)?;
    layout::page(&lines)
}
