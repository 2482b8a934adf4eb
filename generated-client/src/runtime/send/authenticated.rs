//! A request that is authenticated by the client's credentials.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::StatusCode;

use crate::runtime::auth::authorize::{authorize, signature};
use crate::runtime::auth::credentials::{Credential, CredentialsSource};
use crate::runtime::client::state::ClientState;
use crate::runtime::error::Error;
use crate::runtime::send::credential::credential;
use crate::runtime::send::exchange::Reading;
use crate::runtime::send::raw_response::RawResponse;
use crate::runtime::send::retry_loop::{AttemptLog, RetryableRequest, exchange_once};
use crate::runtime::send::retry_policy::RetryPolicy;
use crate::runtime::time::ClockOffset;

/// Minimum difference between the client's and the service's clock that explains a 401. The gateway accepts 15 minutes.
const CLOCK_SKEW: Duration = Duration::from_secs(5 * 60);

/// An encoded request. Each attempt adds the current credential, as a token or as a signature.
pub(crate) struct AuthenticatedRequest<'a> {
    pub(crate) state: &'a ClientState,
    /// Operation ID, or a name for the request to IAM. Error messages start with it.
    pub(crate) operation: &'static str,
    pub(crate) request: http::Request<Bytes>,
    /// The project to sign. If it is `None`, the credential's project is signed.
    pub(crate) project_id: Option<&'a str>,
    /// The retry policy of the requests for a credential.
    pub(crate) policy: &'a RetryPolicy<'a>,
    pub(crate) reading: Reading,
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
            None => credential(self.state, self.policy, self.operation).await?,
        };
        log.add_secrets(credential.secrets());
        let mut request = self.request.clone();
        let clock_offset = self.state.clock_offset.get();
        let now = clock_offset.shift(self.state.clock.now());
        let project_id = self.project_id.or(credential.project_id.as_deref());
        let canonical_request = authorize(&mut request, &credential, project_id, now);
        log.add_secrets(signature(&request));
        self.latest = Some(Authentication { credential, clock_offset });
        match exchange_once(self.state, self.operation, request, self.reading, self.timeout, log).await {
            Err(error) if is_unauthorized(&error) => match canonical_request {
                Some(canonical_request) => Err(error.with_signed_request(&canonical_request)),
                None => Err(error),
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
        if !credential.is_token() && correct_clock(self.state, error.service_time(), *clock_offset) {
            return true;
        }
        self.state.credential_cache.invalidate(credential);
        !matches!(self.state.credentials.source, CredentialsSource::Static(_))
    }
}

fn is_unauthorized(error: &Error) -> bool {
    error.status() == Some(StatusCode::UNAUTHORIZED)
}

/// Corrects the clock if the request was signed with an `offset` that is far off the service's time.
///
/// A request that was signed with the wrong time is signed again even if a concurrent call has already corrected the
/// clock.
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
