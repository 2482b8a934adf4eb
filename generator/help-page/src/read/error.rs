//! Errors about the text of a help page.

/// An error that makes text unusable as a help page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// Number of the line where reading stopped, from 1.
    pub line: usize,
    /// What is wrong and how to fix it.
    pub message: String,
}
