//! The retry loop: attempts a request until it succeeds or the retry policy gives up.

use std::time::Duration;

use bytes::Bytes;
use tracing::Span;

use crate::runtime::auth::iam;
use crate::runtime::auth::secret::Secret;
use crate::runtime::client::state::ClientState;
use crate::runtime::error::Error;
use crate::runtime::error::redaction::Redactor;
use crate::runtime::response::status::require_success;
use crate::runtime::send::exchange::{Reading, exchange};
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
            log.record_retry(error, Duration::ZERO);
            continue;
        }
        match policy.decide(log.started, &error) {
            RetryDecision::GiveUp(None) => return Err(error),
            RetryDecision::GiveUp(Some(note)) => return Err(error.with_note(note)),
            RetryDecision::RetryAfter(delay) => {
                log.record_retry(error, delay);
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
    reading: Reading,
    timeout: Option<Duration>,
    log: &mut AttemptLog,
) -> Result<RawResponse, Error> {
    log.started += 1;
    let response = exchange(state, operation, request, reading, timeout).await?;
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
    /// Records the number of attempts.
    span: Span,
}

impl AttemptLog {
    pub(crate) fn new(secrets: Vec<Secret>) -> Self {
        Self { started: 0, last_error: None, secrets, span: Span::none() }
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
    fn record_retry(&mut self, error: Error, delay: Duration) {
        let cause = error.redacted(&Redactor::new(self.secrets.clone())).to_string();
        tracing::debug!(target: "huaweicloud_hss", attempts = self.started, delay = ?delay, %cause, "retrying");
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

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use http::{HeaderMap, StatusCode};

    use super::*;
    use crate::runtime::send::retry_policy::{RetryBudget, RetryConfig};
    use crate::runtime::testing::{FakeTransport, now};

    /// Fails once with this body.
    struct FailsOnce(Option<String>);

    impl RetryableRequest for FailsOnce {
        async fn send(&mut self, _: &mut AttemptLog) -> Result<RawResponse, Error> {
            let (status, body) = match self.0.take() {
                Some(body) => (StatusCode::INTERNAL_SERVER_ERROR, body),
                None => (StatusCode::OK, String::new()),
            };
            let received = SystemTime::UNIX_EPOCH;
            require_success(RawResponse {
                operation: "Echo",
                status,
                headers: HeaderMap::new(),
                body: body.into(),
                file: None,
                received,
            })
        }

        fn recover(&mut self, _: &Error) -> bool {
            false
        }
    }

    #[test]
    fn redacts_a_secret_that_is_cut_in_the_last_error() {
        let secret = "s3cret-token";
        for padding in 85..100 {
            let body = format!(r#"{{"error_code": "{}{secret}", "error_msg": "m"}}"#, "x".repeat(padding));
            let client = FakeTransport::default().client().build().expect("a client");
            let policy = RetryPolicy {
                config: &RetryConfig::standard(),
                budget: &RetryBudget::new(),
                clock: &client.state().clock,
                deadline: None,
                idempotent: true,
                retry_throttled: true,
            };
            let mut log = AttemptLog::new(vec![Secret::new(secret.to_owned())]);
            now(send_with_retries(&mut FailsOnce(Some(body)), &policy, &mut log)).expect("a success");
            let error = log.timeout_error("Echo", None);
            let error = log.complete(error).to_string();
            assert!(error.contains("last error: the service returned 500") && !error.contains("s3"), "{error}");
        }
    }
}
