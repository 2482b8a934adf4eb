//! Gets the credential for an attempt: a static one, or a cached one from IAM, the metadata service or the caller's
//! provider.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use http::header::USER_AGENT;

use crate::attempt_log::AttemptLog;
use crate::auth::agency::{self, Agency};
use crate::auth::authenticator::Authenticator;
use crate::auth::credentials::{Credential, CredentialsSource, Password, ProvideCredentials};
use crate::auth::{iam, metadata, temporary_key};
use crate::error::Error;
use crate::message::RawResponse;
use crate::secret::Secret;
use crate::send::authenticated::AuthenticatedRequest;
use crate::send::connection::Connection;
use crate::send::exchange::{BodyMode, Subject, exchange};
use crate::send::retry_loop::{RetryableRequest, send_with_retries};
use crate::send::retry_policy::RetryPolicy;
use crate::send::status::require_success;

/// Maximum duration of an attempt at the metadata service. Its address is link-local, so it responds fast or never.
const METADATA_TIMEOUT: Duration = Duration::from_secs(1);

/// Returns the credential to use now. Fetching it counts against the deadline of the call.
pub(crate) async fn credential(
    connection: &Connection,
    authenticator: &Authenticator,
    policy: &RetryPolicy<'_>,
    operation: &'static str,
) -> Result<Arc<Credential>, Error> {
    if let CredentialsSource::Static(credential) = &authenticator.credentials.source {
        return Ok(Arc::clone(credential));
    }
    let fetch = async { fetch(connection, authenticator, policy).await };
    let outcome = authenticator.cache.get(|| connection.clock.now(), fetch).await;
    outcome.map_err(|error| {
        let timed_out = error.error().is_timeout();
        Error::credentials(operation, error, timed_out)
    })
}

/// Fetches a credential.
///
/// The future is boxed, since it is recursive: a request for a credential can need another credential.
fn fetch<'a>(
    connection: &'a Connection,
    authenticator: &'a Authenticator,
    policy: &'a RetryPolicy<'_>,
) -> Pin<Box<dyn Future<Output = Result<Credential, Error>> + Send + 'a>> {
    // Requesting another credential is harmless. The deadline of one call must not fail it for others: a call that
    // times out drops this request.
    let policy = RetryPolicy { idempotent: true, deadline: None, ..*policy };
    Box::pin(async move {
        match &authenticator.credentials.source {
            CredentialsSource::Static(credential) => Ok(Credential::clone(credential)),
            CredentialsSource::Password(password) => request_token(connection, authenticator, password, policy).await,
            CredentialsSource::MetadataService => request_metadata(connection, &policy).await,
            CredentialsSource::Agency(assumed) => {
                assume(connection, authenticator.source()?, &assumed.agency, &policy).await
            }
            CredentialsSource::Provider(provider) => provide(&**provider).await,
        }
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
    policy: RetryPolicy<'_>,
) -> Result<Credential, Error> {
    let region = authenticator.region.as_deref().unwrap_or_default();
    let project_id = authenticator.project_id.as_deref();
    let request = CredentialRequest {
        connection,
        subject: Subject::new(iam::TOKEN, iam::TOKEN_PATH).issuing(iam::issued_token),
        request: iam::token_request(authenticator.iam_endpoint()?, password, project_id, region),
        timeout: connection.attempt_timeout,
    };
    // A rejected password counts as a failed login.
    let policy = RetryPolicy { retry_throttled: false, ..policy };
    request.fetch(&policy, vec![password.password.clone()], |response| iam::token(&response?)).await
}

/// Requests an access key of the server's agency from the metadata service.
async fn request_metadata(connection: &Connection, policy: &RetryPolicy<'_>) -> Result<Credential, Error> {
    let timeout = connection.attempt_timeout.unwrap_or(METADATA_TIMEOUT).min(METADATA_TIMEOUT);
    let token_request = CredentialRequest {
        connection,
        subject: Subject::new(metadata::TOKEN, metadata::TOKEN_PATH).issuing(metadata::issued_token),
        request: metadata::token_request(),
        timeout: Some(timeout),
    };
    let token = token_request.fetch(policy, Vec::new(), metadata::token).await?;
    let key_request = CredentialRequest {
        connection,
        subject: Subject::new(metadata::KEY, metadata::KEY_PATH).issuing(temporary_key::issued_secrets),
        request: metadata::key_request(token.as_ref()),
        timeout: Some(timeout),
    };
    key_request.fetch(policy, token.into_iter().collect(), metadata::key).await
}

/// Requests an access key of an agency from IAM.
async fn assume(
    connection: &Connection,
    source: &Authenticator,
    agency: &Agency,
    policy: &RetryPolicy<'_>,
) -> Result<Credential, Error> {
    let request = agency::request(source.iam_endpoint()?, agency);
    let mut request = AuthenticatedRequest {
        connection,
        authenticator: source,
        subject: Subject::new(agency::OPERATION, agency::PATH).issuing(temporary_key::issued_secrets),
        request: with_user_agent(request, &connection.user_agent),
        project_id: None,
        policy,
        mode: BodyMode::Buffered,
        timeout: connection.attempt_timeout,
        next_credential: None,
        latest: None,
    };
    let mut log = AttemptLog::new(connection.telemetry, source.credentials.secrets().into());
    let response = send_with_retries(&mut request, policy, &mut log).await;
    response.and_then(temporary_key::credential).map_err(|error| log.complete(error))
}

/// A request for a credential, which needs no other one.
struct CredentialRequest<'a> {
    connection: &'a Connection,
    subject: Subject,
    request: http::Request<Bytes>,
    timeout: Option<Duration>,
}

impl CredentialRequest<'_> {
    /// Sends the request, which contains these secrets, and decodes the response.
    async fn fetch<T>(
        mut self,
        policy: &RetryPolicy<'_>,
        secrets: Vec<Secret>,
        decode: impl FnOnce(Result<RawResponse, Error>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut log = AttemptLog::new(self.connection.telemetry, secrets.into());
        let response = send_with_retries(&mut self, policy, &mut log).await;
        decode(response).map_err(|error| log.complete(error))
    }
}

impl RetryableRequest for CredentialRequest<'_> {
    async fn send(&mut self, log: &mut AttemptLog) -> Result<RawResponse, Error> {
        let Self { connection, subject, timeout, .. } = *self;
        log.started += 1;
        let request = with_user_agent(self.request.clone(), &connection.user_agent);
        let response = exchange(connection, subject, log, request, BodyMode::Buffered, timeout).await?;
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
