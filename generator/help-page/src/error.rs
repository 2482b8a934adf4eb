//! Errors about help pages.

use std::fmt;

use hss_generator::Diagnostics;

use crate::read::{HelpPage, ReadError};

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
    pub(crate) fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into(), is_undescribed: false }
    }

    /// Returns the error for a page that no operation file describes.
    pub(crate) fn undescribed(path: &str, page: &HelpPage) -> Self {
        let request = &page.request;
        let message =
            format!("no operation file has the request line `{}`: run `cargo xtask docs import`", request.value);
        Self { is_undescribed: true, ..Self::new(path, request.line, message) }
    }

    pub(crate) fn unreadable(path: &str, error: ReadError) -> Self {
        Self::new(path, error.line, error.message)
    }
}

impl fmt::Display for HelpPageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

impl std::error::Error for HelpPageError {}

/// Errors returned by [`import`](crate::import()).
#[derive(Clone, Debug)]
pub enum ImportError {
    /// The description is invalid, so the names that it uses are unknown.
    Description(Diagnostics),
    /// The help page cannot be imported.
    HelpPage(HelpPageError),
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Description(diagnostics) => diagnostics.fmt(f),
            Self::HelpPage(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ImportError {}

impl From<Diagnostics> for ImportError {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Description(diagnostics)
    }
}

impl From<HelpPageError> for ImportError {
    fn from(error: HelpPageError) -> Self {
        Self::HelpPage(error)
    }
}
