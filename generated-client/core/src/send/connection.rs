//! What every request of a client needs to be sent.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::endpoint::Endpoint;
use crate::retry_config::RetryConfig;
use crate::send::retry_policy::{RetryBudget, RetryPolicy};
use crate::time::Clock;
use crate::transport::Transport;

/// The service's endpoint, and how requests reach it.
pub(crate) struct Connection {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) endpoint: Endpoint,
    pub(crate) user_agent: HeaderValue,
    /// The region of the endpoint if this version of the client does not know it. It may be misspelled.
    pub(crate) unknown_region: Option<String>,
    pub(crate) max_response_bytes: usize,
    /// Maximum duration of an attempt, unless a call overrides it.
    pub(crate) attempt_timeout: Duration,
    pub(crate) retry_budget: RetryBudget,
    pub(crate) clock: Clock,
}

impl Connection {
    /// Returns the retry policy of an idempotent request that must be finished within `timeout`.
    pub(crate) fn retry_policy<'a>(&'a self, config: &'a RetryConfig, timeout: Duration) -> RetryPolicy<'a> {
        RetryPolicy {
            config,
            budget: &self.retry_budget,
            clock: &self.clock,
            deadline: self.clock.after(timeout),
            idempotent: true,
            retry_throttled: true,
        }
    }
}
