//! Reasons why a configuration is invalid.

use crate::error::Error;

/// A part of a configuration that a program can say how to add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The profile, in a credentials file that may be missing too.
    Profile,
    /// The IAM endpoint that the credentials or the lookup of the project need.
    IamEndpoint,
}

/// Returns what a configuration lacks, if that is known: the first part in the order of the errors.
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
