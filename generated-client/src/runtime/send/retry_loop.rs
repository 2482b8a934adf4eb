//! The attempts of one call, until one succeeds or it makes no sense to go on.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::StatusCode;
use tracing::Span;

use crate::runtime::auth::authorize::{authorize, signature};
use crate::runtime::auth::credentials::{Credential, CredentialsSource};
use crate::runtime::auth::secret::Secret;
use crate::runtime::client::options::CallOptions;
use crate::runtime::client::state::ClientState;
use crate::runtime::error::Error;
use crate::runtime::error::redaction::Redactor;
use crate::runtime::response::Response;
use crate::runtime::send::raw_response::RawResponse;
use crate::runtime::send::retry_policy::{Idempotency, RetryPolicy};
use crate::runtime::sync_cell::SyncCell;
use crate::runtime::time::ClockOffset;

/// A clock that is this far off is worth a second attempt. The gateway refuses 15 minutes.
const SKEW: Duration = Duration::from_secs(5 * 60);

pub(crate) struct Attempts<'a> {
    state: &'a ClientState,
    operation: &'static str,
    retries: RetryPolicy<'a>,
    timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    /// Of the call, to note the attempts in.
    span: Span,
    /// How many began.
    begun: SyncCell<u32>,
    /// How the latest one ended, in words.
    failure: SyncCell<Option<String>>,
    /// Everything that a server could repeat and nobody must see.
    secrets: SyncCell<Vec<Secret>>,
}

impl<'a> Attempts<'a> {
    pub(crate) fn new(
        state: &'a ClientState,
        operation: &'static str,
        method: &str,
        options: &'a CallOptions,
        span: Span,
    ) -> Self {
        let timeout = options.operation_timeout.or(state.operation_timeout);
        let repeatable = if method == "POST" { Idempotency::IfAsked } else { Idempotency::Yes };
        let retries = RetryPolicy {
            config: options.retry.as_ref().unwrap_or(&state.retry),
            budget: &state.retry_budget,
            clock: &state.clock,
            deadline: state.clock.after(timeout),
            repeatable,
        };
        let attempt_timeout = options.operation_attempt_timeout.or(state.operation_attempt_timeout);
        // A header of the caller's own can be one as well.
        let headers = options.headers.iter().map(|(_, value)| Secret::new(value.clone()));
        let secrets = SyncCell::new(state.credentials.secrets().into_iter().chain(headers).collect());
        let (begun, failure) = (SyncCell::default(), SyncCell::default());
        Self { state, operation, retries, timeout, attempt_timeout, span, begun, failure, secrets }
    }

    /// `request` makes a request for a credential, with the project that it addresses; `read` reads the answer to it.
    pub(crate) async fn run<T>(
        self,
        request: impl Fn(&Credential) -> Result<(http::Request<Bytes>, Option<String>), Error>,
        read: impl Fn(&RawResponse) -> Result<T, Error>,
    ) -> Result<Response<T>, Error> {
        let outcome = self.state.clock.within(self.timeout, self.attempts(&request, &read)).await;
        let outcome = outcome.unwrap_or_else(|| Err(self.too_late()));
        outcome.map_err(|error| error.redacted(&Redactor::new(self.secrets.get())))
    }

    async fn attempts<T>(
        &self,
        request: &impl Fn(&Credential) -> Result<(http::Request<Bytes>, Option<String>), Error>,
        read: &impl Fn(&RawResponse) -> Result<T, Error>,
    ) -> Result<Response<T>, Error> {
        let (mut attempts, mut mended) = (0, false);
        loop {
            let credential = self.state.credential(&self.retries, self.operation).await?;
            self.keep_secret(credential.secrets());
            let (mut request, project_id) = request(&credential)?;
            let offset = self.state.clock_offset.get();
            let now = offset.shift(self.state.clock.now());
            let signed = authorize(&mut request, &credential, project_id.as_deref(), now);
            self.keep_secret(signature(&request));
            attempts += 1;
            self.begun.update(|begun| *begun = attempts);
            self.span.record("attempts", attempts);
            let answer = self.state.exchange(self.operation, request, self.attempt_timeout).await;
            let error = match answer.and_then(|answer| read(&answer).map(|value| Response::new(value, answer))) {
                Ok(response) => {
                    self.retries.succeeded();
                    return Ok(response);
                }
                Err(error) => error.after(attempts),
            };
            if !mended && self.mend(&error, &credential, offset) {
                mended = true;
                continue;
            }
            self.failure.update(|failure| *failure = Some(error.to_string()));
            let signed = signed.filter(|_| is_unauthorized(&error));
            self.retries.pause(attempts, error.beside(signed)).await?;
        }
    }

    fn keep_secret(&self, new: impl IntoIterator<Item = Secret>) {
        self.secrets.update(|secrets| {
            for secret in new {
                if !secrets.iter().any(|known| known.expose() == secret.expose()) {
                    secrets.push(secret);
                }
            }
        });
    }

    fn too_late(&self) -> Error {
        let error = Error::timed_out(self.operation, "the call with all its attempts", self.timeout);
        let failure = self.failure.get().map(|failure| failure.replacen(self.operation, "before that", 1));
        failure.into_iter().fold(error, Error::noting).after(self.begun.get())
    }

    /// Whether a refusal can be answered with another credential, or with the right time: by `offset` it was signed.
    fn mend(&self, error: &Error, credential: &Arc<Credential>, offset: ClockOffset) -> bool {
        if !is_unauthorized(error) {
            return false;
        }
        if !credential.is_token() && self.state.correct_clock(error.service_time(), offset) {
            return true;
        }
        self.state.cache.invalidate(credential);
        !matches!(self.state.credentials.source, CredentialsSource::Static(_))
    }
}

fn is_unauthorized(error: &Error) -> bool {
    error.status() == Some(StatusCode::UNAUTHORIZED)
}

impl ClientState {
    /// Takes the service's time for right if the one by `offset` is far from it; whether it is.
    ///
    /// Another call may have corrected the clock since: what was signed by the wrong time is signed again all the same.
    fn correct_clock(&self, service_time: Option<SystemTime>, offset: ClockOffset) -> bool {
        let Some(service_time) = service_time else { return false };
        let now = self.clock.now();
        let wrong = ClockOffset::between(offset.shift(now), service_time).by >= SKEW;
        if wrong {
            self.clock_offset.update(|offset| *offset = ClockOffset::between(now, service_time));
        }
        wrong
    }
}

#[cfg(test)]
mod tests;
