//! Options of a call.

use std::time::Duration;

use crate::attempt_log::KnownSecrets;
use crate::retry_config::RetryConfig;

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
    /// Names and values. The last value of a name wins.
    pub(crate) headers: Vec<(String, String)>,
    /// The secrets of related calls, to which those of this one are added.
    pub(crate) known_secrets: Option<KnownSecrets>,
}
