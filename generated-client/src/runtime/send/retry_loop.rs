//! The retry loop: attempts a request until it succeeds or the retry policy gives up.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::StatusCode;
use tracing::Span;

use crate::runtime::auth::authorize::{authorize, signature};
use crate::runtime::auth::credentials::{Credential, CredentialsSource};
use crate::runtime::auth::iam;
use crate::runtime::auth::secret::Secret;
use crate::runtime::client::state::ClientState;
use crate::runtime::error::Error;
use crate::runtime::error::redaction::Redactor;
use crate::runtime::response::status::require_success;
use crate::runtime::send::credential::credential;
use crate::runtime::send::exchange::exchange;
use crate::runtime::send::raw_response::RawResponse;
use crate::runtime::send::retry_policy::{RetryDecision, RetryPolicy};
use crate::runtime::time::ClockOffset;

/// Minimum difference between the clocks of client and service that explains a 401. The gateway accepts up to 15 minutes.
const CLOCK_SKEW: Duration = Duration::from_secs(5 * 60);

/// An encoded request, and how to send it.
pub(crate) struct Outgoing<'a> {
    /// Id of the operation, or a name for the request to IAM: the start of each error message.
    pub(crate) operation: &'static str,
    pub(crate) request: http::Request<Bytes>,
    pub(crate) authentication: Authentication<'a>,
    pub(crate) policy: RetryPolicy<'a>,
    pub(crate) attempt_timeout: Option<Duration>,
}

/// How each attempt is authenticated.
pub(crate) enum Authentication<'a> {
    /// Not at all: the request contains a password.
    None,
    /// By the client's credentials.
    Credentials {
        /// The project of the request, which is signed; without it, the credential's own.
        project_id: Option<&'a str>,
        /// A credential that was needed to encode the request. It is used for the first attempt.
        first: Option<Arc<Credential>>,
    },
}

/// A record of the attempts so far. It outlives the loop, so that a call that times out can report it.
pub(crate) struct AttemptLog {
    /// How many attempts were started.
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
        let mut error = Error::deadline_exceeded(operation, "the call", timeout);
        if let Some(last) = &self.last_error {
            error = error.with_note(last.replacen(operation, "last error", 1));
        }
        error
    }

    /// Redacts the secrets in a string that the server may have sent.
    pub(crate) fn redact(&self, text: &str) -> String {
        Redactor::new(self.secrets.clone()).text(text.to_owned())
    }

    /// Records that an attempt failed with `error` and that another one follows after `delay`.
    fn record_retry(&mut self, error: &Error, delay: Duration) {
        let cause = self.redact(&error.to_string());
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

/// Sends a request until it succeeds or the policy gives up. The response has a 2xx status.
pub(crate) async fn send_with_retries(
    state: &ClientState,
    mut outgoing: Outgoing<'_>,
    log: &mut AttemptLog,
) -> Result<RawResponse, Error> {
    let operation = outgoing.operation;
    let mut recovered = false;
    loop {
        let mut request = outgoing.request.clone();
        let authenticated = authenticate(state, &mut request, &mut outgoing, log).await?;
        log.started += 1;
        let response = exchange(state, operation, request, outgoing.attempt_timeout).await;
        if let Ok(response) = &response {
            log.add_secrets(iam::issued_token(response));
        }
        let mut error = match response.and_then(require_success) {
            Ok(response) => {
                outgoing.policy.budget.on_success();
                return Ok(response);
            }
            Err(error) => error,
        };
        if error.status() == Some(StatusCode::UNAUTHORIZED)
            && let Some(authenticated) = authenticated
        {
            if !recovered && recover(state, &error, &authenticated) {
                recovered = true;
                log.record_retry(&error, Duration::ZERO);
                continue;
            }
            if let Some(canonical_request) = &authenticated.canonical_request {
                error = error.with_signed_request(canonical_request);
            }
        }
        match outgoing.policy.decide(log.started, &error) {
            RetryDecision::GiveUp(None) => return Err(error),
            RetryDecision::GiveUp(Some(note)) => return Err(error.with_note(note)),
            RetryDecision::RetryAfter(delay) => {
                log.record_retry(&error, delay);
                state.clock.sleep.sleep(delay).await;
            }
        }
    }
}

/// How an attempt was authenticated.
struct Authenticated {
    credential: Arc<Credential>,
    /// The difference between the clocks by which it was signed.
    clock_offset: ClockOffset,
    /// What was signed, if anything.
    canonical_request: Option<String>,
}

/// Adds the credential to a request: as a token or by a signature.
async fn authenticate(
    state: &ClientState,
    request: &mut http::Request<Bytes>,
    outgoing: &mut Outgoing<'_>,
    log: &mut AttemptLog,
) -> Result<Option<Authenticated>, Error> {
    let Authentication::Credentials { project_id, first } = &mut outgoing.authentication else { return Ok(None) };
    let credential = match first.take() {
        Some(credential) => credential,
        None => credential(state, &outgoing.policy, outgoing.operation).await?,
    };
    log.add_secrets(credential.secrets());
    let clock_offset = state.clock_offset.get();
    let project_id = project_id.or(credential.project_id.as_deref());
    let now = clock_offset.shift(state.clock.now());
    let canonical_request = authorize(request, &credential, project_id, now);
    log.add_secrets(signature(request));
    Ok(Some(Authenticated { credential, clock_offset, canonical_request }))
}

/// Removes the cause of a 401, if that is possible: a wrong clock or an outdated token. Returns whether an immediate
/// further attempt makes sense.
fn recover(state: &ClientState, error: &Error, authenticated: &Authenticated) -> bool {
    let Authenticated { credential, clock_offset, .. } = authenticated;
    if !credential.is_token() && correct_clock(state, error.service_time(), *clock_offset) {
        return true;
    }
    state.credential_cache.invalidate(credential);
    !matches!(state.credentials.source, CredentialsSource::Static(_))
}

/// Adopts the service's time if the time by `offset`, with which the request was signed, is far from it.
///
/// A concurrent call may have corrected the clock already: a request that was signed with the wrong time is signed again
/// all the same.
fn correct_clock(state: &ClientState, service_time: Option<SystemTime>, offset: ClockOffset) -> bool {
    let Some(service_time) = service_time else { return false };
    let now = state.clock.now();
    if ClockOffset::between(offset.shift(now), service_time).by < CLOCK_SKEW {
        return false;
    }
    state.clock_offset.update(|offset| *offset = ClockOffset::between(now, service_time));
    true
}

#[cfg(test)]
mod tests;
