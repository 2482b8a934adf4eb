//! Help pages: reading them, comparing them with the description, and importing new operations from them.
//!
//! Generated code never depends on this module.

use std::fmt;

pub mod compare;
mod expressible;
pub mod import;
mod notation;
pub mod read;

/// An error that prevents a help page from being compared or imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpPageError {
    /// Path of the help page.
    pub path: String,
    /// Number of the line, from 1.
    pub line: usize,
    /// What is wrong and how to fix it.
    pub message: String,
}

impl HelpPageError {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into() }
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
