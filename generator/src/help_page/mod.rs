//! Help pages: reading them, comparing them with the description, and importing new operations from them.
//!
//! Generated code never depends on this module.

use std::fmt;

use crate::description::Description;
use crate::source::Source;

pub mod compare;
mod expressible;
pub mod import;
mod notation;
pub mod read;

/// Returns the unfinished operation file with the request line of a page.
pub(crate) fn unfinished_file_of(unfinished: &Description, page: &Source) -> Option<String> {
    let page = read::read(&page.text).ok()?;
    let request = page.request.value.to_string();
    let document = unfinished.operations.iter().find(|document| document.content.request == request)?;
    Some(document.source.path.clone())
}

/// An error that prevents a help page from being compared or imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpPageError {
    /// Path of the help page.
    pub path: String,
    /// Number of the line, from 1.
    pub line: usize,
    /// What is wrong and how to fix it.
    pub message: String,
    /// Whether the page can be read, but no operation file describes it.
    pub is_undescribed: bool,
}

impl HelpPageError {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into(), is_undescribed: false }
    }

    fn unreadable(path: &str, error: read::ReadError) -> Self {
        Self::new(path, error.line, error.message)
    }
}

impl fmt::Display for HelpPageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

impl std::error::Error for HelpPageError {}
