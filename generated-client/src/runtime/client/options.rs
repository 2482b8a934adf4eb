//! The options of one call.

use std::time::Duration;

use crate::runtime::send::retry_policy::RetryConfig;

/// What a call overrides.
#[derive(Clone, Default)]
pub(crate) struct CallOptions {
    pub(crate) project_id: Option<String>,
    pub(crate) region_header: Option<String>,
    pub(crate) enterprise_project_id: Option<String>,
    pub(crate) retry: Option<RetryConfig>,
    pub(crate) operation_timeout: Option<Duration>,
    pub(crate) operation_attempt_timeout: Option<Duration>,
    pub(crate) validate: Option<bool>,
    /// By name; the last value of a name counts.
    pub(crate) headers: Vec<(String, String)>,
}
