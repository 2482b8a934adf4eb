//! Where a client's credential comes from, each time one is needed.

pub(crate) mod authorize;
pub(crate) mod cache;
pub(crate) mod credentials;
mod environment;
pub(crate) mod iam;
mod profile;
pub(crate) mod secret;
pub(crate) mod signing;

use std::sync::Arc;

use bytes::Bytes;
use http::header::USER_AGENT;

use crate::runtime::auth::credentials::Password;
use crate::runtime::auth::credentials::{Credential, CredentialsSource};
use crate::runtime::client::state::ClientState;
use crate::runtime::endpoint::Endpoint;
use crate::runtime::error::Error;
use crate::runtime::error::redaction::Redactor;
use crate::runtime::send::raw_response::RawResponse;
use crate::runtime::send::retry_policy::{Idempotency, RetryPolicy};
use crate::runtime::sync_cell::SyncCell;

impl ClientState {
    /// The credential to use now. Waiting for it counts against the call that asks.
    pub(crate) async fn credential(
        &self,
        retries: &RetryPolicy<'_>,
        operation: &'static str,
    ) -> Result<Arc<Credential>, Error> {
        let now = || self.clock.now();
        let outcome = match &self.credentials.source {
            CredentialsSource::Static(credential) => return Ok(Arc::clone(credential)),
            CredentialsSource::Password(password) => {
                self.cache.get(now, self.token(password, &retries.of(Idempotency::UnlessRefused))).await
            }
            CredentialsSource::Provider(provider) => {
                let ask = async {
                    let credential = provider.provide_credentials().await.map_err(Error::provider)?;
                    credential.validate().map(|()| credential).map_err(|reason| Error::provided(&reason))
                };
                self.cache.get(now, ask).await
            }
        };
        outcome.map_err(|error| {
            let timed_out = error.error().is_timeout();
            Error::credentials(operation, error, timed_out)
        })
    }

    /// A new token of IAM.
    async fn token(&self, password: &Password, retries: &RetryPolicy<'_>) -> Result<Credential, Error> {
        let region = self.region.as_deref().unwrap_or_default();
        let endpoint = self.iam()?;
        let request = || self.named(iam::token_request(endpoint, password, self.project_id.as_deref(), region));
        let secrets = SyncCell::new(vec![password.password.clone()]);
        let read = |answer: &RawResponse| {
            // Also an answer that cannot be used may hold a token that can.
            secrets.update(|secrets| secrets.extend(iam::issued(answer)));
            iam::token(answer)
        };
        let answer = self.ask_iam(iam::TOKEN, retries, request, read).await;
        answer.map_err(|error| error.redacted(&Redactor::new(secrets.get())))
    }

    /// One request to IAM, tried again as long as nothing was refused.
    async fn ask_iam<T>(
        &self,
        what: &'static str,
        retries: &RetryPolicy<'_>,
        request: impl Fn() -> http::Request<Bytes>,
        read: impl Fn(&RawResponse) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut attempts = 0;
        loop {
            attempts += 1;
            let answer = self.exchange(what, request(), self.operation_attempt_timeout).await;
            match answer.and_then(|answer| read(&answer)) {
                Ok(value) => return Ok(value),
                Err(error) => retries.pause(attempts, error.after(attempts)).await?,
            }
        }
    }

    /// With the name of this client.
    pub(crate) fn named(&self, mut request: http::Request<Bytes>) -> http::Request<Bytes> {
        request.headers_mut().insert(USER_AGENT, self.user_agent.clone());
        request
    }

    pub(crate) fn iam(&self) -> Result<&Endpoint, Error> {
        let unknown =
            || Error::configuration(vec!["there is no IAM endpoint: set a region or iam_endpoint".to_owned()]);
        self.iam_endpoint.as_ref().ok_or_else(unknown)
    }
}

#[cfg(test)]
mod tests;
