//! A record of the attempts of a call.

use std::time::Duration;

use tracing::Span;

use crate::descriptor::Telemetry;
use crate::error::Error;
use crate::error::redaction::Redactor;
use crate::secret::Secret;

/// A record of the attempts so far. It outlives the loop, so that a call that times out can report it.
pub(crate) struct AttemptLog {
    /// The number of attempts that were started.
    pub(crate) started: u32,
    /// The error of the last attempt that finished.
    last_error: Option<String>,
    /// Secrets that the server may repeat.
    secrets: Vec<Secret>,
    /// Records the number of attempts.
    span: Span,
    telemetry: Telemetry,
}

impl AttemptLog {
    pub(crate) fn new(telemetry: Telemetry, secrets: Vec<Secret>) -> Self {
        Self { started: 0, last_error: None, secrets, span: Span::none(), telemetry }
    }

    /// Sets the span that records the number of attempts when the log is dropped.
    pub(crate) fn in_span(mut self, span: Span) -> Self {
        self.span = span;
        self
    }

    pub(crate) fn add_secrets(&mut self, secrets: impl IntoIterator<Item = Secret>) {
        for secret in secrets {
            if !self.secrets.iter().any(|known| known.expose() == secret.expose()) {
                self.secrets.push(secret);
            }
        }
    }

    /// Returns the error of a call that timed out, with the error of its last attempt.
    pub(crate) fn timeout_error(&self, operation: &'static str, timeout: Option<Duration>) -> Error {
        let error = Error::deadline_exceeded(operation, "the call", timeout);
        match &self.last_error {
            Some(last) => error.with_note(last.replacen(operation, "last error", 1)),
            None if self.started == 0 => error.with_note("nothing was sent: the credentials took too long".to_owned()),
            None => error,
        }
    }

    /// Returns a redactor of the secrets that are known so far.
    pub(crate) fn redactor(&self) -> Redactor {
        Redactor::new(self.secrets.clone())
    }

    /// Redacts the secrets in a string that the server may have sent.
    pub(crate) fn redact(&self, text: &str) -> String {
        self.redactor().text(text.to_owned())
    }

    /// Records that an attempt failed with `error` and that another one follows after `delay`.
    ///
    /// Redacts the error before its text is shortened: the beginning of a secret would not be recognized later.
    pub(crate) fn record_retry(&mut self, error: Error, delay: Duration) {
        let cause = error.redacted(&Redactor::new(self.secrets.clone())).to_string();
        (self.telemetry.retry)(self.started, delay, &cause);
        self.last_error = Some(cause);
    }

    /// Completes the error of a call: adds the number of attempts, and redacts the secrets.
    pub(crate) fn complete(mut self, error: Error) -> Error {
        let secrets = std::mem::take(&mut self.secrets);
        error.with_attempts(self.started).redacted(&Redactor::new(secrets))
    }
}

/// Records the attempts when the call ends, also if its future is dropped.
impl Drop for AttemptLog {
    fn drop(&mut self) {
        self.span.record("attempts", self.started);
    }
}
