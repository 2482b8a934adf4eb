//! Gets the credential for an attempt: a static one, or a cached one from IAM or the caller's provider.

use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use http::header::USER_AGENT;

use crate::runtime::auth::credentials::{Credential, CredentialsSource, Password, ProvideCredentials};
use crate::runtime::auth::iam;
use crate::runtime::client::state::ClientState;
use crate::runtime::error::Error;
use crate::runtime::send::exchange::Reading;
use crate::runtime::send::raw_response::RawResponse;
use crate::runtime::send::retry_loop::{AttemptLog, RetryableRequest, exchange_once, send_with_retries};
use crate::runtime::send::retry_policy::RetryPolicy;

/// Returns the credential to use now. Fetching it counts against the deadline of the call.
pub(crate) async fn credential(
    state: &ClientState,
    policy: &RetryPolicy<'_>,
    operation: &'static str,
) -> Result<Arc<Credential>, Error> {
    let now = || state.clock.now();
    let outcome = match &state.credentials.source {
        CredentialsSource::Static(credential) => return Ok(Arc::clone(credential)),
        CredentialsSource::Password(password) => {
            // Boxed, since it sends a request, as the caller does.
            let request = Box::pin(request_token(state, password, policy));
            state.credential_cache.get(now, request).await
        }
        CredentialsSource::Provider(provider) => state.credential_cache.get(now, provide(&**provider)).await,
    };
    outcome.map_err(|error| {
        let timed_out = error.error().is_timeout();
        Error::credentials(operation, error, timed_out)
    })
}

async fn provide(provider: &dyn ProvideCredentials) -> Result<Credential, Error> {
    let credential = provider.provide_credentials().await.map_err(Error::provider)?;
    match credential.validate() {
        Ok(()) => Ok(credential),
        Err(reason) => Err(Error::unusable_credential(&reason)),
    }
}

/// Exchanges a password for a token at IAM.
async fn request_token(
    state: &ClientState,
    password: &Password,
    policy: &RetryPolicy<'_>,
) -> Result<Credential, Error> {
    let region = state.region.as_deref().unwrap_or_default();
    let request = iam::token_request(state.iam_endpoint()?, password, state.project_id.as_deref(), region);
    let mut token_request = TokenRequest { state, request: with_user_agent(request, &state.user_agent) };
    // Requesting another token is harmless, but a rejected password counts as a failed login.
    // The deadline of one call must not fail the token for others: a call that times out drops this request.
    let policy = RetryPolicy { idempotent: true, retry_throttled: false, deadline: None, ..*policy };
    let mut log = AttemptLog::new(vec![password.password.clone()]);
    let outcome = match send_with_retries(&mut token_request, &policy, &mut log).await {
        Ok(response) => iam::token(&response),
        Err(error) => Err(error),
    };
    outcome.map_err(|error| log.complete(error))
}

/// A request for a token. It contains the password and no other credentials.
struct TokenRequest<'a> {
    state: &'a ClientState,
    request: http::Request<Bytes>,
}

impl RetryableRequest for TokenRequest<'_> {
    async fn send(&mut self, log: &mut AttemptLog) -> Result<RawResponse, Error> {
        let timeout = self.state.operation_attempt_timeout;
        exchange_once(self.state, iam::TOKEN, self.request.clone(), Reading::Whole, timeout, log).await
    }

    fn recover(&mut self, _: &Error) -> bool {
        false
    }
}

pub(crate) fn with_user_agent<T>(mut request: http::Request<T>, user_agent: &HeaderValue) -> http::Request<T> {
    request.headers_mut().insert(USER_AGENT, user_agent.clone());
    request
}

#[cfg(test)]
mod tests;
