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
    /// Reports that an attempt failed and that another one follows after the delay.
    pub retry: fn(attempts: u32, delay: Duration, cause: &str),
    /// Reports that the state of a task is requested again after the delay.
    pub wait: fn(operation: &str, delay: Duration),
}
