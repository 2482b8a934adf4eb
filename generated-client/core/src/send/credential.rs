//! Gets the credential for an attempt: a static one, or a cached one from IAM, the metadata service or the caller's
//! provider.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::auth::agency::{self, Agency};
use crate::auth::authenticator::Authenticator;
use crate::auth::credential::Credential;
use crate::auth::credentials::CredentialsSource;
use crate::auth::password::{self, Password};
use crate::auth::provider::ProvideCredentials;
use crate::auth::{metadata, temporary_key};
use crate::error::Error;
use crate::send::connection::Connection;
use crate::send::exchange::Subject;
use crate::send::retry_loop::send_and_decode;
use crate::send::retry_policy::RetryPolicy;
use crate::send::retryable_request::RetryableRequest;

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
    outcome.map_err(|cause| Error::credentials(operation, cause))
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
    credential.validated().map_err(|reason| Error::unusable_credential(&reason))
}

/// Exchanges a password for a token at IAM.
async fn request_token(
    connection: &Connection,
    authenticator: &Authenticator,
    password: &Password,
    policy: RetryPolicy<'_>,
) -> Result<Credential, Error> {
    let region = authenticator.region.as_deref().unwrap_or_default();
    let request =
        password::request(authenticator.iam_endpoint()?, password, authenticator.project_id.as_deref(), region);
    let subject = Subject::new(password::OPERATION, password::PATH).issuing(password::issued_token);
    // A rejected password counts as a failed login.
    let policy = RetryPolicy { retry_throttled: false, ..policy };
    let request = RetryableRequest::new(connection, subject, request, &policy);
    send_and_decode(request, vec![password.password.clone()], |response| password::token(&response?)).await
}

/// Requests an access key of the server's agency from the metadata service.
async fn request_metadata(connection: &Connection, policy: &RetryPolicy<'_>) -> Result<Credential, Error> {
    let timeout = connection.attempt_timeout.min(METADATA_TIMEOUT);
    let subject = Subject::new(metadata::TOKEN, metadata::TOKEN_PATH).issuing(metadata::issued_token);
    let request = RetryableRequest::new(connection, subject, metadata::token_request(), policy);
    let token = send_and_decode(RetryableRequest { timeout, ..request }, Vec::new(), metadata::token).await?;

    let subject = Subject::new(metadata::KEY, metadata::KEY_PATH).issuing(temporary_key::issued_secrets);
    let request = RetryableRequest::new(connection, subject, metadata::key_request(token.as_ref()), policy);
    send_and_decode(RetryableRequest { timeout, ..request }, token.into_iter().collect(), metadata::key).await
}

/// Requests an access key of an agency from IAM.
async fn assume(
    connection: &Connection,
    source: &Authenticator,
    agency: &Agency,
    policy: &RetryPolicy<'_>,
) -> Result<Credential, Error> {
    let request = agency::request(source.iam_endpoint()?, agency);
    let subject = Subject::new(agency::OPERATION, agency::PATH).issuing(temporary_key::issued_secrets);
    let request = RetryableRequest::new(connection, subject, request, policy);
    let request = RetryableRequest { authenticator: Some(source), ..request };
    send_and_decode(request, source.credentials.secrets(), |response| temporary_key::credential(response?)).await
}

#[cfg(test)]
mod tests;
