//! Reasons why a configuration is invalid.

use crate::error::Error;

/// A missing setting. A program that reads it from flags or files can say how to set it there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The profile, and perhaps its credentials file.
    Profile,
    /// The IAM endpoint, which the credentials or `resolve_project_id` need.
    IamEndpoint,
}

/// Returns the missing setting that caused the error, or the first of several.
#[must_use]
pub fn missing(error: &Error) -> Option<Missing> {
    error.0.facts.missing
}

/// A reason why a configuration is invalid.
#[derive(Debug)]
pub(crate) struct Misconfiguration {
    pub(crate) message: String,
    pub(crate) missing: Option<Missing>,
}

impl Misconfiguration {
    pub(crate) fn lacks(missing: Missing, message: String) -> Self {
        Self { message, missing: Some(missing) }
    }
}

impl<T: ToString> From<T> for Misconfiguration {
    fn from(message: T) -> Self {
        Self { message: message.to_string(), missing: None }
    }
}
