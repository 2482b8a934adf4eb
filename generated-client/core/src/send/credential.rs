//! Gets the credential for an attempt: a static one, or a cached one from IAM or the caller's provider.

use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use http::header::USER_AGENT;

use crate::attempt_log::AttemptLog;
use crate::auth::authenticator::Authenticator;
use crate::auth::credentials::{Credential, CredentialsSource, Password, ProvideCredentials};
use crate::auth::iam;
use crate::error::Error;
use crate::message::RawResponse;
use crate::send::connection::Connection;
use crate::send::exchange::{BodyMode, Subject, exchange};
use crate::send::retry_loop::{RetryableRequest, send_with_retries};
use crate::send::retry_policy::RetryPolicy;
use crate::send::status::require_success;

/// Returns the credential to use now. Fetching it counts against the deadline of the call.
pub(crate) async fn credential(
    connection: &Connection,
    authenticator: &Authenticator,
    policy: &RetryPolicy<'_>,
    operation: &'static str,
) -> Result<Arc<Credential>, Error> {
    let now = || connection.clock.now();
    let outcome = match &authenticator.credentials.source {
        CredentialsSource::Static(credential) => return Ok(Arc::clone(credential)),
        CredentialsSource::Password(password) => {
            // Boxed, since it sends a request, as the caller does.
            let request = Box::pin(request_token(connection, authenticator, password, policy));
            authenticator.cache.get(now, request).await
        }
        CredentialsSource::Provider(provider) => authenticator.cache.get(now, provide(&**provider)).await,
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
    connection: &Connection,
    authenticator: &Authenticator,
    password: &Password,
    policy: &RetryPolicy<'_>,
) -> Result<Credential, Error> {
    let region = authenticator.region.as_deref().unwrap_or_default();
    let project_id = authenticator.project_id.as_deref();
    let request = iam::token_request(authenticator.iam_endpoint()?, password, project_id, region);
    let mut token_request = TokenRequest { connection, request: with_user_agent(request, &connection.user_agent) };
    // Requesting another token is harmless, but a rejected password counts as a failed login.
    // The deadline of one call must not fail the token for others: a call that times out drops this request.
    let policy = RetryPolicy { idempotent: true, retry_throttled: false, deadline: None, ..*policy };
    let mut log = AttemptLog::new(connection.telemetry, vec![password.password.clone()].into());
    let outcome = match send_with_retries(&mut token_request, &policy, &mut log).await {
        Ok(response) => iam::token(&response),
        Err(error) => Err(error),
    };
    outcome.map_err(|error| log.complete(error))
}

/// A request for a token. It contains the password and no other credentials.
struct TokenRequest<'a> {
    connection: &'a Connection,
    request: http::Request<Bytes>,
}

impl RetryableRequest for TokenRequest<'_> {
    async fn send(&mut self, log: &mut AttemptLog) -> Result<RawResponse, Error> {
        let Self { connection, request } = self;
        log.started += 1;
        let timeout = connection.attempt_timeout;
        let subject = Subject { operation: iam::TOKEN, path: iam::TOKEN_PATH, has_secret_query: false };
        let response = exchange(connection, subject, log, request.clone(), BodyMode::Buffered, timeout).await?;
        log.add_secrets(iam::issued_token(&response));
        require_success(response)
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
