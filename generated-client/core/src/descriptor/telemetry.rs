//! The spans and events of a service's calls. Their target is the service's crate, so that users can filter by it.

use std::time::Duration;

use tracing::Span;

use super::OperationDescriptor;

/// Creates the spans and events of a service.
#[derive(Clone, Copy, Debug)]
pub struct Telemetry {
    /// Target of the spans and events.
    pub target: &'static str,
    /// Returns the span of a call to a host and port.
    pub call: fn(&OperationDescriptor, &str, u16) -> Span,
    /// Reports the URL of a request that is about to be sent.
    pub sending: fn(method: &str, url: &dyn Fn() -> String),
    /// Reports an attempt.
    pub attempt: fn(&AttemptReport<'_>),
    /// Reports that an attempt failed and that another one follows after the delay.
    pub retry: fn(attempts: u32, delay: Duration, cause: &str),
    /// Reports that the state of a task is requested again after the delay.
    pub wait: fn(operation: &str, delay: Duration),
}

/// A request that was sent once, and how that ended.
#[derive(Clone, Copy)]
pub struct AttemptReport<'a> {
    /// Operation ID, or a name for a request for a credential or a project.
    pub operation: &'static str,
    /// HTTP method.
    pub method: &'a str,
    /// Path with placeholders.
    pub path: &'static str,
    /// Time until the response was received or the attempt failed. Of a file, only the beginning is received.
    pub duration: Duration,
    /// HTTP status of the response.
    pub status: Option<u16>,
    /// Returns the service's ID of the request without secrets.
    pub request_id: &'a dyn Fn() -> Option<String>,
    /// Class of the error of an attempt without a valid response.
    pub error_type: Option<&'a str>,
}
