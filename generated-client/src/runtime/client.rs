//! The client: one configuration, shared by all its calls.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::attempts::ClockOffset;
use super::cache::CredentialCache;
use super::call::Call;
use super::config::ClientBuilder;
use super::credentials::Credentials;
use super::endpoint::Endpoint;
use super::retry::{RetryBudget, RetryConfig};
use super::shared::Shared;
use super::time::Clock;
use super::transport::Transport;
use crate::descriptor::Operation;

/// A client of the service. Each operation is one of its methods.
///
/// A clone is cheap and shares everything, connections too.
#[derive(Clone)]
pub struct Client {
    settings: Arc<Settings>,
}

/// A configuration that was checked.
pub(crate) struct Settings {
    pub(crate) endpoint: Endpoint,
    pub(crate) region: Option<String>,
    pub(crate) project_id: Option<String>,
    pub(crate) enterprise_project_id: Option<String>,
    pub(crate) credentials: Credentials,
    pub(crate) validate: bool,
    pub(crate) max_response_bytes: usize,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) iam_endpoint: Option<Endpoint>,
    pub(crate) user_agent: HeaderValue,
    pub(crate) retry: RetryConfig,
    pub(crate) retry_budget: RetryBudget,
    pub(crate) operation_timeout: Option<Duration>,
    pub(crate) operation_attempt_timeout: Option<Duration>,
    pub(crate) clock: Clock,
    /// How far the service's clock turned out to be from ours.
    pub(crate) clock_offset: Shared<ClockOffset>,
    pub(crate) cache: CredentialCache,
}

impl Client {
    /// Begins the configuration of a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// A call of the operation that this request belongs to.
    ///
    /// The operations' own methods are easier to use. This takes a request that comes from elsewhere, such as from
    /// JSON.
    pub fn call<R: Operation>(&self, request: R) -> Call<R> {
        Call::new(self.clone(), request)
    }

    pub(crate) fn new(settings: Settings) -> Self {
        Self { settings: Arc::new(settings) }
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settings = self.settings();
        f.debug_struct("Client")
            .field("endpoint", &settings.endpoint.origin())
            .field("region", &settings.region)
            .field("project_id", &settings.project_id)
            .field("enterprise_project_id", &settings.enterprise_project_id)
            .field("credentials", &settings.credentials)
            .finish_non_exhaustive()
    }
}
