//! A record of the attempts of a call.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use tracing::{Span, debug};

use crate::descriptor::{Field, OperationDescriptor};
use crate::error::Error;
use crate::error::redaction::Redactor;
use crate::secret::Secret;
use crate::sync_cell::SyncCell;
use crate::telemetry::TARGET;

/// Maximum number of secrets of attempts that are remembered. Each signed attempt adds one.
const MAX_SECRETS: usize = 500;

/// A record of the attempts so far. It outlives the loop, so that a call that times out can report it.
pub(crate) struct AttemptLog {
    /// The number of attempts that were started.
    pub(crate) started: u32,
    /// The error of the last attempt that finished.
    last_error: Option<String>,
    secrets: KnownSecrets,
    /// The fields of a response, some of which can be secret.
    response_fields: &'static [Field],
    /// Records the number of attempts.
    span: Span,
}

impl AttemptLog {
    pub(crate) fn new(secrets: KnownSecrets) -> Self {
        Self { started: 0, last_error: None, secrets, response_fields: &[], span: Span::none() }
    }

    /// Sets the operation that is called, and the span that records the number of attempts when the log is dropped.
    pub(crate) fn of_call(mut self, operation: &OperationDescriptor, span: Span) -> Self {
        self.response_fields = operation.response.fields();
        self.span = span;
        self
    }

    pub(crate) fn add_secrets(&self, secrets: impl IntoIterator<Item = Secret>) {
        self.secrets.add(secrets);
    }

    /// Returns the error of a call that timed out, with the error of its last attempt.
    pub(crate) fn timeout_error(&self, operation: &'static str, timeout: Duration) -> Error {
        let error = Error::deadline_exceeded(operation, "the call", timeout);
        match &self.last_error {
            Some(last) => error.with_note(last.replacen(operation, "last error", 1)),
            None if self.started == 0 => {
                error.with_note("nothing was sent: the credentials or the project took too long".to_owned())
            }
            None => error,
        }
    }

    /// Returns a redactor of the secrets that are known so far.
    pub(crate) fn redactor(&self) -> Redactor {
        self.secrets.redactor()
    }

    /// Redacts the secrets in a string that the server may have sent.
    pub(crate) fn redact(&self, text: &str) -> String {
        self.redactor().text(text.to_owned())
    }

    /// Records that an attempt failed with `error` and that another one follows after `delay`.
    ///
    /// Redacts the error before its text is shortened: the beginning of a secret would not be recognized later.
    pub(crate) fn record_retry(&mut self, error: Error, delay: Duration) {
        let cause = self.redact_error(error).to_string();
        debug!(target: TARGET, attempts = self.started, ?delay, %cause, "retrying");
        self.last_error = Some(cause);
    }

    /// Completes the error of a call: adds the number of attempts, and redacts the secrets.
    pub(crate) fn complete(self, error: Error) -> Error {
        let error = error.with_attempts(self.started);
        self.redact_error(error)
    }

    /// Redacts the secret fields of a response, and all known secrets.
    fn redact_error(&self, mut error: Error) -> Error {
        let secrets_of_response = error.redact_fields(self.response_fields);
        error.redacted(&self.redactor()).redacted(&Redactor::new(secrets_of_response))
    }
}

/// Records the attempts when the call ends, also if its future is dropped.
impl Drop for AttemptLog {
    fn drop(&mut self) {
        self.span.record("attempts", self.started);
    }
}

/// Secrets that a server may repeat. Clones share them, so that the calls of a wait know the secrets of each other.
#[derive(Clone, Default)]
pub(crate) struct KnownSecrets(Arc<SyncCell<Secrets>>);

#[derive(Default)]
struct Secrets {
    /// The secrets of the caller: in the configuration and in requests.
    of_caller: BTreeSet<Secret>,
    /// The secrets of attempts, the latest one last.
    of_attempts: Vec<Secret>,
}

impl KnownSecrets {
    /// Adds secrets of the caller. All of them are remembered.
    pub(crate) fn add_of_caller(&self, secrets: impl IntoIterator<Item = Secret>) {
        self.0.update(|known| known.of_caller.extend(secrets));
    }

    /// Adds secrets of an attempt. Beyond [`MAX_SECRETS`], removes those that were added the longest time ago.
    pub(crate) fn add(&self, secrets: impl IntoIterator<Item = Secret>) {
        let mut secrets = secrets.into_iter().peekable();
        if secrets.peek().is_none() {
            return;
        }
        self.0.update(|Secrets { of_caller, of_attempts }| {
            for secret in secrets {
                if !of_caller.contains(&secret) {
                    of_attempts.retain(|other| *other != secret);
                    of_attempts.push(secret);
                }
            }
            let excess = of_attempts.len().saturating_sub(MAX_SECRETS);
            of_attempts.drain(..excess);
        });
    }

    /// Returns a redactor of the secrets that are known so far.
    pub(crate) fn redactor(&self) -> Redactor {
        Redactor::new(self.0.update(|known| known.of_caller.iter().chain(&known.of_attempts).cloned().collect()))
    }
}

impl From<Vec<Secret>> for KnownSecrets {
    fn from(secrets: Vec<Secret>) -> Self {
        let known = Self::default();
        known.add_of_caller(secrets);
        known
    }
}
