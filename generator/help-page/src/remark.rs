//! Remarks about help pages.

/// A remark about a line of a help page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Line of the page, from 1.
    pub line: usize,
    /// What to decide, and what the import wrote in the meantime; what differs from the page; or why an example is not
    /// fully compared.
    pub message: String,
}
