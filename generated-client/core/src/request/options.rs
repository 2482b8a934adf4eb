//! Options of a call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::attempt_log::KnownSecrets;
use crate::retry_config::RetryConfig;

/// A string that is the value of a parameter, and that calls share.
#[derive(Clone)]
pub(crate) struct SharedText(Arc<Value>);

impl SharedText {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(Arc::new(Value::String(text.into())))
    }

    pub(crate) fn as_value(&self) -> &Value {
        &self.0
    }

    pub(crate) fn as_str(&self) -> &str {
        self.0.as_str().unwrap_or_default()
    }
}

impl fmt::Debug for SharedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

/// The options of a call. It begins with those of its client.
#[derive(Clone)]
pub(crate) struct CallOptions {
    pub(crate) project_id: Option<SharedText>,
    pub(crate) region: Option<SharedText>,
    pub(crate) enterprise_project_id: Option<SharedText>,
    pub(crate) retry: RetryConfig,
    /// Maximum duration of the call.
    pub(crate) timeout: Duration,
    /// Maximum duration of an attempt.
    pub(crate) attempt_timeout: Duration,
    /// Whether the request is validated against the constraints of the help page.
    pub(crate) validate: bool,
    /// Names and values. The last value of a name wins.
    pub(crate) headers: Vec<(String, String)>,
    /// The secrets of related calls, to which those of this one are added.
    pub(crate) known_secrets: Option<KnownSecrets>,
}
