//! The options of all calls of a client.

use std::time::Duration;

use crate::retry_config::RetryConfig;

/// What a call uses unless its own options override it.
pub(crate) struct Defaults {
    pub(crate) project_id: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) enterprise_project_id: Option<String>,
    pub(crate) retry: RetryConfig,
    pub(crate) timeout: Option<Duration>,
    /// Whether requests are validated against the constraints of the help pages.
    pub(crate) validate: bool,
    /// See [`ServiceDescriptor::reserved_headers`](crate::descriptor::ServiceDescriptor::reserved_headers).
    pub(crate) reserved_headers: &'static [&'static str],
}
