//! Where a client's credential comes from, each time one is needed.

use std::sync::Arc;

use bytes::Bytes;
use http::header::USER_AGENT;
use tracing::Span;

use super::answer::Answer;
use super::attempts::Attempts;
use super::call::CallOptions;
use super::client::Settings;
use super::config::ClientBuilder;
use super::credentials::{Credential, Kind};
use super::endpoint::Endpoint;
use super::error::Error;
use super::iam::{self, Password};
use super::retry::{Repeatable, Retries};
use super::scrub::Scrubber;
use crate::generated::SERVICE;

impl Settings {
    /// The credential to use now. Waiting for it counts against the call that asks.
    pub(crate) async fn credential(
        &self,
        retries: &Retries<'_>,
        operation: &'static str,
    ) -> Result<Arc<Credential>, Error> {
        let now = || self.clock.now();
        let outcome = match &self.credentials.kind {
            Kind::Fixed(credential) => return Ok(Arc::clone(credential)),
            Kind::Password(password) => {
                self.cache.get(now, self.token(password, &retries.of(Repeatable::UnlessRefused))).await
            }
            Kind::Provider(provider) => {
                let ask = async {
                    let credential = provider.provide_credentials().await.map_err(Error::provider)?;
                    credential.fault().map_or(Ok(credential), |fault| Err(Error::provided(&fault)))
                };
                self.cache.get(now, ask).await
            }
        };
        outcome.map_err(|error| Error::credentials(operation, error))
    }

    /// A new token of IAM.
    async fn token(&self, password: &Password, retries: &Retries<'_>) -> Result<Credential, Error> {
        let region = self.region.as_deref().unwrap_or_default();
        let endpoint = self.iam()?;
        let request = || self.named(iam::token_request(endpoint, password, self.project_id.as_deref(), region));
        let answer = self.ask_iam(iam::TOKEN, retries, request, iam::token).await;
        answer.map_err(|error| error.scrubbed(&Scrubber::new(vec![password.password.clone()])))
    }

    /// One request to IAM, tried again as long as nothing was refused.
    async fn ask_iam<T>(
        &self,
        what: &'static str,
        retries: &Retries<'_>,
        request: impl Fn() -> http::Request<Bytes>,
        read: impl Fn(&Answer) -> Result<T, Error>,
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
    fn named(&self, mut request: http::Request<Bytes>) -> http::Request<Bytes> {
        request.headers_mut().insert(USER_AGENT, self.user_agent.clone());
        request
    }

    fn iam(&self) -> Result<&Endpoint, Error> {
        let unknown =
            || Error::configuration(vec!["there is no IAM endpoint: set a region or iam_endpoint".to_owned()]);
        self.iam_endpoint.as_ref().ok_or_else(unknown)
    }
}

impl ClientBuilder {
    /// Asks IAM for the project that belongs to the region, and takes it: for an access key whose project is not
    /// known. Nothing else does so by itself.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) as for [`build`](Self::build) or without a
    /// region, and [`ErrorKind::Response`](crate::ErrorKind::Response) if the region has no project or several: then
    /// the error lists them.
    pub async fn resolve_project_id(self) -> Result<Self, Error> {
        let client = self.clone().build()?;
        let project_id = client.settings().project_of_region().await?;
        Ok(self.project_id(project_id))
    }
}

impl Settings {
    async fn project_of_region(&self) -> Result<String, Error> {
        let no_region = || Error::configuration(vec!["there is no region whose project could be asked for".to_owned()]);
        let region = self.region.as_deref().ok_or_else(no_region)?;
        let endpoint = self.iam()?;
        let options = CallOptions::default();
        let attempts = Attempts::new(self, iam::PROJECTS, "GET", &options, Span::none());
        let request = |_: &Credential| Ok((self.named(iam::projects_request(endpoint, region)), None));
        let response = attempts.run(request, |answer| iam::project(answer, region)).await?;
        Ok(response.into_inner())
    }
}

/// IAM of a configuration: as set, as it came with the credentials, or the region's.
pub(crate) fn iam_endpoint(
    set: Option<&str>,
    with_credentials: Option<&str>,
    region: Option<&str>,
    allow_http: bool,
) -> Result<Option<Endpoint>, String> {
    match (set.or(with_credentials), region) {
        (Some(endpoint), _) => {
            Endpoint::parse(endpoint, allow_http).map(Some).map_err(|problem| format!("IAM: {problem}"))
        }
        (None, Some(region)) => Ok(iam::endpoint(&SERVICE, region)),
        (None, None) => Ok(None),
    }
}

#[cfg(test)]
mod tests;
