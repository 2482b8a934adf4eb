//! Reads a help page, saved as plain text or HTML, into facts, each with the number of its line.
//!
//! `lines` splits the text, with `html` if it has markup, and `sections` finds the headings. `page` reads each section with `tables`, `status` or
//! `examples`; `rows` splits a table into rows, `description` reads the facts of one row with the `patterns`, and `types`
//! reads its type. `links` finds the tables of objects, and `contradictions` those that disagree. The result is a [`HelpPage`]. Nothing here knows the description in `spec/` or touches the disk.

mod content;
mod contradictions;
mod description;
mod examples;
mod html;
mod language;
mod lines;
mod links;
mod markup;
mod page;
mod patterns;
mod request;
mod rows;
mod sections;
mod status;
mod tables;
#[cfg(test)]
mod tests;
mod titles;
mod types;

pub use content::{Example, Facts, HelpPage, Limits, Note, Row, Status, Table, TableKind, Value};
pub(crate) use contradictions::contradicts;
pub(crate) use description::marks_deprecation;
pub use lines::Line;
pub use request::{ExampleRequest, RequestLine};
pub use types::PageType;

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
    fn on_line(value: T, line: &Line) -> Self {
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
    fn new(line: usize, text: &str, reason: &str) -> Self {
        Self { line, text: text.to_owned(), reason: reason.to_owned() }
    }

    fn on_line(line: &Line, reason: &str) -> Self {
        Self::new(line.number, &line.text, reason)
    }
}

/// An error that makes text unusable as a help page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// Number of the line where reading stopped, from 1.
    pub line: usize,
    /// What is wrong and how to fix it.
    pub message: String,
}

/// Reads a help page.
///
/// # Errors
///
/// Fails if the text is not a complete help page of an operation.
pub fn read(text: &str) -> Result<HelpPage, ReadError> {
    let is_html = html::is_html(text);
    let lines = if is_html { html::lines(text)? } else { lines::split(text)? };
    lines::require_size_of_a_page(&lines)?;
    let page = page::read(&lines)?;
    Ok(HelpPage { is_html, ..page })
}
