//! What a task that fails tells its caller.

/// An error message and the exit code.
pub(crate) struct Failure {
    pub text: String,
    pub code: u8,
}

impl Failure {
    /// Creates the failure of a task that found something for a person to check.
    pub(crate) fn found(text: String) -> Self {
        Self { text, code: 1 }
    }
}

/// The failure of a task that could not read or compare something. `generate` and `openapi` exit with 1 for this too.
impl From<String> for Failure {
    fn from(text: String) -> Self {
        Self { text, code: 2 }
    }
}
