//! The state that all calls of a client share.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::descriptor::ServiceDescriptor;
use crate::runtime::auth::cache::CredentialCache;
use crate::runtime::auth::credentials::Credentials;
use crate::runtime::endpoint::Endpoint;
use crate::runtime::error::Error;
use crate::runtime::send::retry_policy::{RetryBudget, RetryConfig};
use crate::runtime::sync_cell::SyncCell;
use crate::runtime::time::{Clock, ClockOffset};
use crate::runtime::transport::Transport;

/// A validated configuration, with the credential cache, the retry budget, and the clock.
pub(crate) struct ClientState {
    pub(crate) service: &'static ServiceDescriptor,
    pub(crate) endpoint: Endpoint,
    pub(crate) region: Option<String>,
    pub(crate) project_id: Option<String>,
    pub(crate) enterprise_project_id: Option<String>,
    pub(crate) credentials: Credentials,
    pub(crate) credential_cache: CredentialCache,
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
    /// The difference between the client's clock and the service's.
    pub(crate) clock_offset: SyncCell<ClockOffset>,
}

impl ClientState {
    /// Returns the IAM endpoint, or an error if the configuration has none.
    pub(crate) fn iam_endpoint(&self) -> Result<&Endpoint, Error> {
        match &self.iam_endpoint {
            Some(endpoint) => Ok(endpoint),
            None => {
                Err(Error::configuration(vec!["the IAM endpoint is unknown: set region or iam_endpoint".to_owned()]))
            }
        }
    }
}

/// Omits secrets.
impl fmt::Debug for ClientState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("endpoint", &self.endpoint.origin())
            .field("region", &self.region)
            .field("project_id", &self.project_id)
            .field("enterprise_project_id", &self.enterprise_project_id)
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}
