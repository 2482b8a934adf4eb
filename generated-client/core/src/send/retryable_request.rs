//! A request that can be sent several times, usually authenticated by the client's credentials.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderValue, USER_AGENT};
use http::{Method, StatusCode};
use jiff::SignedDuration;

use crate::attempt_log::AttemptLog;
use crate::auth::authenticator::Authenticator;
use crate::auth::authorize::{authorize, signature};
use crate::auth::credential::Credential;
use crate::auth::credentials::CredentialsSource;
use crate::error::Error;
use crate::message::RawResponse;
use crate::send::connection::Connection;
use crate::send::credential::credential;
use crate::send::exchange::{BodyMode, Subject, exchange};
use crate::send::retry_policy::RetryPolicy;
use crate::send::status::require_success;
use crate::time::{Clock, shifted};

/// Minimum difference between the client's and the service's clock that explains a 401. The gateway accepts 15 minutes.
const CLOCK_SKEW: Duration = Duration::from_secs(5 * 60);

/// An encoded request that can be sent several times. Each attempt adds the current credential, as a token or as a
/// signature.
pub(crate) struct RetryableRequest<'a> {
    pub(crate) connection: &'a Connection,
    pub(crate) subject: Subject,
    pub(crate) request: http::Request<Bytes>,
    pub(crate) policy: &'a RetryPolicy<'a>,
    pub(crate) mode: BodyMode,
    pub(crate) timeout: Duration,
    /// `None` if the request needs no credential.
    pub(crate) authenticator: Option<&'a Authenticator>,
    /// The project to sign. If it is `None`, the credential's project is signed.
    pub(crate) project_id: Option<&'a str>,
    /// The credential of the next attempt, if it is known already.
    pub(crate) next_credential: Option<Arc<Credential>>,
    /// How the latest attempt was authenticated.
    pub(crate) latest: Option<Authentication>,
}

/// How an attempt was authenticated.
pub(crate) struct Authentication {
    credential: Arc<Credential>,
    /// The difference between the clocks when it was signed.
    clock_offset: SignedDuration,
}

impl<'a> RetryableRequest<'a> {
    /// Creates a request that needs no credential. Its attempts have the client's timeout.
    pub(crate) fn new(
        connection: &'a Connection,
        subject: Subject,
        mut request: http::Request<Bytes>,
        policy: &'a RetryPolicy<'a>,
    ) -> Self {
        request.headers_mut().entry(USER_AGENT).or_insert_with(|| connection.user_agent.clone());
        // HTTP libraries omit it for an empty body, but some gateways require it for these methods.
        if request.body().is_empty() && matches!(*request.method(), Method::POST | Method::PUT) {
            request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        Self {
            connection,
            subject,
            request,
            policy,
            mode: BodyMode::Buffered,
            timeout: connection.attempt_timeout,
            authenticator: None,
            project_id: None,
            next_credential: None,
            latest: None,
        }
    }

    /// Sends the request once. Returns a response with a 2xx status.
    pub(super) async fn send(&mut self, log: &mut AttemptLog) -> Result<RawResponse, Error> {
        let (request, canonical_request) = match self.authenticator {
            Some(authenticator) => self.authenticate(authenticator, log).await?,
            None => (self.request.clone(), None),
        };
        log.started += 1;
        let response = exchange(self.connection, &self.subject, log, request, self.mode, self.timeout).await?;
        match (require_success(response), canonical_request) {
            // The canonical request contains the query.
            (Err(error), Some(canonical_request)) if is_unauthorized(&error) && !self.subject.has_secret_query => {
                Err(error.with_signed_request(&canonical_request))
            }
            (outcome, _) => outcome,
        }
    }

    /// Returns the request with the current credential, and the canonical request if it was signed.
    async fn authenticate(
        &mut self,
        authenticator: &Authenticator,
        log: &AttemptLog,
    ) -> Result<(http::Request<Bytes>, Option<String>), Error> {
        let credential = match self.next_credential.take() {
            Some(credential) => credential,
            None => credential(self.connection, authenticator, self.policy, self.subject.operation).await?,
        };
        let clock_offset = authenticator.clock_offset.get();
        let now = || shifted(self.connection.clock.now(), clock_offset);
        let project_id = self.project_id.or(credential.project_id.as_deref());
        // Send the original and keep the copy: only the original's header map has room for the credential.
        let copy = self.request.clone();
        let mut request = std::mem::replace(&mut self.request, copy);
        let canonical_request = authorize(&mut request, &credential, project_id, now);
        log.add_secrets(credential.secrets().chain(signature(&request)));
        self.latest = Some(Authentication { credential, clock_offset });
        Ok((request, canonical_request))
    }

    /// Recovers from a 401 that is caused by a wrong clock or an outdated token. Returns whether to retry immediately.
    pub(super) fn recover(&mut self, error: &Error) -> bool {
        let (Some(authenticator), Some(latest)) = (self.authenticator, &self.latest) else { return false };
        if !is_unauthorized(error) {
            return false;
        }
        let Authentication { credential, clock_offset } = latest;
        let clock = &self.connection.clock;
        if !credential.is_token() && correct_clock(authenticator, clock, error.service_time(), *clock_offset) {
            return true;
        }
        authenticator.cache.invalidate(credential);
        !matches!(authenticator.credentials.source, CredentialsSource::Static(_))
    }
}

fn is_unauthorized(error: &Error) -> bool {
    error.status() == Some(StatusCode::UNAUTHORIZED)
}

/// Corrects the clock if a request was signed with an `offset` that is far off the service's time. Returns whether to
/// sign the request again.
///
/// That is the case even if a concurrent call has already corrected the clock.
fn correct_clock(
    authenticator: &Authenticator,
    clock: &Clock,
    service_time: Option<SystemTime>,
    offset: SignedDuration,
) -> bool {
    let Some(service_time) = service_time else { return false };
    let now = clock.now();
    let Ok(skew) = SignedDuration::system_until(shifted(now, offset), service_time) else { return false };
    let Ok(corrected_offset) = SignedDuration::system_until(now, service_time) else { return false };
    if skew.unsigned_abs() < CLOCK_SKEW {
        return false;
    }
    authenticator.clock_offset.update(|offset| *offset = corrected_offset);
    true
}

#[cfg(test)]
mod tests;
