//! Options of a call.

use std::sync::Arc;
use std::time::Duration;

use crate::attempt_log::KnownSecrets;
use crate::retry_config::RetryConfig;

/// The options of a call. It begins with those of its client.
#[derive(Clone)]
pub(crate) struct CallOptions {
    pub(crate) project_id: Option<Arc<str>>,
    pub(crate) region: Option<Arc<str>>,
    pub(crate) enterprise_project_id: Option<Arc<str>>,
    pub(crate) retry: RetryConfig,
    /// Maximum duration of the call.
    pub(crate) timeout: Option<Duration>,
    /// Maximum duration of an attempt.
    pub(crate) attempt_timeout: Option<Duration>,
    /// Whether the request is validated against the constraints of the help page.
    pub(crate) validate: bool,
    /// Names and values. The last value of a name wins.
    pub(crate) headers: Vec<(String, String)>,
    /// The secrets of related calls, to which those of this one are added.
    pub(crate) known_secrets: Option<KnownSecrets>,
}
