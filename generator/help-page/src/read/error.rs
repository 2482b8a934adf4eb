//! Errors about the text of a help page.

/// An error that makes text unusable as a help page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// Number of the line where reading stopped, from 1.
    pub line: usize,
    /// What is wrong and how to fix it.
    pub message: String,
}

impl ReadError {
    pub(super) fn new(line: usize, message: impl Into<String>) -> Self {
        Self { line, message: message.into() }
    }
}
