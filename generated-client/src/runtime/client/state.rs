//! A configuration that was checked: what every call of a client needs to see.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::runtime::auth::cache::CredentialCache;
use crate::runtime::auth::credentials::Credentials;
use crate::runtime::endpoint::Endpoint;
use crate::runtime::send::retry_policy::{RetryBudget, RetryConfig};
use crate::runtime::sync_cell::SyncCell;
use crate::runtime::time::Clock;
use crate::runtime::time::ClockOffset;
use crate::runtime::transport::Transport;

/// A configuration that was checked.
pub(crate) struct ClientState {
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
    pub(crate) clock_offset: SyncCell<ClockOffset>,
    pub(crate) cache: CredentialCache,
}

/// Shows no secret.
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
