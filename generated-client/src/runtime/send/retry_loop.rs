//! The retry loop: attempts a request until it succeeds or the retry policy gives up.

use std::time::Duration;

use bytes::Bytes;

use crate::runtime::auth::iam;
use crate::runtime::auth::secret::Secret;
use crate::runtime::client::state::ClientState;
use crate::runtime::error::Error;
use crate::runtime::error::redaction::Redactor;
use crate::runtime::response::status::require_success;
use crate::runtime::send::exchange::exchange;
use crate::runtime::send::raw_response::RawResponse;
use crate::runtime::send::retry_policy::{RetryDecision, RetryPolicy};

/// A request that can be sent several times.
pub(crate) trait RetryableRequest {
    /// Sends the request once. Returns a response with a 2xx status.
    fn send(&mut self, log: &mut AttemptLog) -> impl Future<Output = Result<RawResponse, Error>> + Send;

    /// Tries to remove the cause of a failure, such as an outdated token. Returns whether to retry immediately.
    fn recover(&mut self, error: &Error) -> bool;
}

/// Sends a request until it succeeds or the policy gives up. It recovers at most once.
pub(crate) async fn send_with_retries<R: RetryableRequest>(
    request: &mut R,
    policy: &RetryPolicy<'_>,
    log: &mut AttemptLog,
) -> Result<RawResponse, Error> {
    let mut recovered = false;
    loop {
        let error = match request.send(log).await {
            Ok(response) => {
                policy.budget.on_success();
                return Ok(response);
            }
            Err(error) => error,
        };
        if !recovered && request.recover(&error) {
            recovered = true;
            continue;
        }
        match policy.decide(log.started, &error) {
            RetryDecision::GiveUp(None) => return Err(error),
            RetryDecision::GiveUp(Some(note)) => return Err(error.with_note(note)),
            RetryDecision::RetryAfter(delay) => {
                log.last_error = Some(error.to_string());
                policy.clock.sleep.sleep(delay).await;
            }
        }
    }
}

/// Sends a request once, and records the attempt. Returns a response with a 2xx status.
pub(crate) async fn exchange_once(
    state: &ClientState,
    operation: &'static str,
    request: http::Request<Bytes>,
    timeout: Option<Duration>,
    log: &mut AttemptLog,
) -> Result<RawResponse, Error> {
    log.started += 1;
    let response = exchange(state, operation, request, timeout).await?;
    log.add_secrets(iam::issued_token(&response));
    require_success(response)
}

/// A record of the attempts so far. It outlives the loop, so that a call that times out can report it.
pub(crate) struct AttemptLog {
    /// The number of attempts that were started.
    pub(crate) started: u32,
    /// The error of the last attempt that finished.
    last_error: Option<String>,
    /// Secrets that the server may repeat.
    secrets: Vec<Secret>,
}

impl AttemptLog {
    pub(crate) fn new(secrets: Vec<Secret>) -> Self {
        Self { started: 0, last_error: None, secrets }
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
            None => error,
        }
    }

    /// Completes the error of a call: adds the number of attempts, and redacts the secrets.
    pub(crate) fn complete(self, error: Error) -> Error {
        error.with_attempts(self.started).redacted(&Redactor::new(self.secrets))
    }
}
