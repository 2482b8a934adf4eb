//! Options of a call.

use std::time::Duration;

use crate::retry_config::RetryConfig;
use crate::secret::Secret;

/// The options of a call that override those of the client.
#[derive(Clone, Default)]
pub(crate) struct CallOptions {
    pub(crate) project_id: Option<String>,
    pub(crate) region_header: Option<String>,
    pub(crate) enterprise_project_id: Option<String>,
    pub(crate) retry: Option<RetryConfig>,
    pub(crate) operation_timeout: Option<Duration>,
    pub(crate) operation_attempt_timeout: Option<Duration>,
    pub(crate) validate: Option<bool>,
    /// Secrets of the request that created a task. The service may repeat them when it returns the state of the task.
    pub(crate) earlier_secrets: Vec<Secret>,
    /// Names and values. The last value of a name wins.
    pub(crate) headers: Vec<(String, String)>,
}
