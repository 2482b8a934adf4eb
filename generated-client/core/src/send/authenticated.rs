//! A request that is authenticated by the client's credentials.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::StatusCode;

use crate::attempt_log::AttemptLog;
use crate::auth::authenticator::Authenticator;
use crate::auth::authorize::{authorize, signature};
use crate::auth::credentials::{Credential, CredentialsSource};
use crate::error::Error;
use crate::message::RawResponse;
use crate::send::connection::Connection;
use crate::send::credential::credential;
use crate::send::exchange::{BodyMode, Subject, exchange};
use crate::send::retry_loop::RetryableRequest;
use crate::send::retry_policy::RetryPolicy;
use crate::send::status::require_success;
use crate::time::ClockOffset;

/// Minimum difference between the client's and the service's clock that explains a 401. The gateway accepts 15 minutes.
const CLOCK_SKEW: Duration = Duration::from_secs(5 * 60);

/// An encoded request. Each attempt adds the current credential, as a token or as a signature.
pub(crate) struct AuthenticatedRequest<'a> {
    pub(crate) connection: &'a Connection,
    pub(crate) authenticator: &'a Authenticator,
    pub(crate) subject: Subject,
    pub(crate) request: http::Request<Bytes>,
    /// The project to sign. If it is `None`, the credential's project is signed.
    pub(crate) project_id: Option<&'a str>,
    /// The retry policy of the requests for a credential.
    pub(crate) policy: &'a RetryPolicy<'a>,
    pub(crate) mode: BodyMode,
    pub(crate) timeout: Option<Duration>,
    /// The credential of the next attempt, if it is known already.
    pub(crate) next_credential: Option<Arc<Credential>>,
    /// How the latest attempt was authenticated.
    pub(crate) latest: Option<Authentication>,
}

/// How an attempt was authenticated.
pub(crate) struct Authentication {
    credential: Arc<Credential>,
    /// The difference between the clocks when it was signed.
    clock_offset: ClockOffset,
}

impl RetryableRequest for AuthenticatedRequest<'_> {
    async fn send(&mut self, log: &mut AttemptLog) -> Result<RawResponse, Error> {
        let credential = match self.next_credential.take() {
            Some(credential) => credential,
            None => credential(self.connection, self.authenticator, self.policy, self.subject.operation).await?,
        };
        log.add_secrets(credential.secrets());
        let mut request = self.request.clone();
        let clock_offset = self.authenticator.clock_offset.get();
        let now = clock_offset.shift(self.connection.clock.now());
        let project_id = self.project_id.or(credential.project_id.as_deref());
        let canonical_request = authorize(&mut request, &credential, project_id, now);
        log.add_secrets(signature(&request));
        self.latest = Some(Authentication { credential, clock_offset });
        log.started += 1;
        let response = exchange(self.connection, self.subject, log, request, self.mode, self.timeout).await?;
        match require_success(response) {
            Err(error) if is_unauthorized(&error) => match canonical_request {
                // It contains the query.
                Some(canonical_request) if !self.subject.has_secret_query => {
                    Err(error.with_signed_request(&canonical_request))
                }
                _ => Err(error),
            },
            outcome => outcome,
        }
    }

    /// Recovers from a 401 that is caused by a wrong clock or an outdated token.
    fn recover(&mut self, error: &Error) -> bool {
        if !is_unauthorized(error) {
            return false;
        }
        let Some(Authentication { credential, clock_offset }) = &self.latest else { return false };
        if !credential.is_token() && self.correct_clock(error.service_time(), *clock_offset) {
            return true;
        }
        self.authenticator.cache.invalidate(credential);
        !matches!(self.authenticator.credentials.source, CredentialsSource::Static(_))
    }
}

fn is_unauthorized(error: &Error) -> bool {
    error.status() == Some(StatusCode::UNAUTHORIZED)
}

impl AuthenticatedRequest<'_> {
    /// Corrects the clock if the request was signed with an `offset` that is far off the service's time.
    ///
    /// A request that was signed with the wrong time is signed again even if a concurrent call has already corrected
    /// the clock.
    fn correct_clock(&self, service_time: Option<SystemTime>, offset: ClockOffset) -> bool {
        let Some(service_time) = service_time else { return false };
        let now = self.connection.clock.now();
        if ClockOffset::between(offset.shift(now), service_time).by < CLOCK_SKEW {
            return false;
        }
        self.authenticator.clock_offset.update(|offset| *offset = ClockOffset::between(now, service_time));
        true
    }
}

#[cfg(test)]
mod tests;
