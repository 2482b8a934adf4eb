//! The spans of calls and attempts, and how they end.
//!
//! The fields have the names of OpenTelemetry's semantic conventions for HTTP clients. The URL is not among them,
//! although the conventions require it: it contains the project and the caller's parameters.

use http::StatusCode;
use tracing::field::Empty;
use tracing::{Span, debug_span, info_span};

use crate::descriptor::{OperationDescriptor, ServiceDescriptor};
use crate::endpoint::Endpoint;
use crate::error::url::public_parts;
use crate::error::{Error, ErrorKind};
use crate::text::one_line;

/// Target of all spans and events. The default would be the module that creates each of them, which can change.
pub(crate) const TARGET: &str = "huaweicloud_core";

/// Maximum length of a request ID, which comes from the service.
const MAX_REQUEST_ID: usize = 128;

/// Returns the span of a call.
pub(crate) fn call_span(service: &ServiceDescriptor, operation: &OperationDescriptor, endpoint: &Endpoint) -> Span {
    info_span!(
        target: TARGET,
        "call",
        service = service.name,
        operation = operation.id,
        otel.name = format_args!("{} {}", operation.method, operation.path),
        otel.kind = "client",
        otel.status_code = Empty,
        http.request.method = operation.method,
        server.address = endpoint.host(),
        server.port = endpoint.port(),
        http.response.status_code = Empty,
        error.type = Empty,
        request_id = Empty,
        attempts = Empty,
        skipped_nulls = Empty,
    )
}

/// Returns the span of an attempt. `retries` is the number of earlier attempts.
pub(crate) fn attempt_span(operation: &'static str, method: &str, path: &'static str, retries: u32) -> Span {
    debug_span!(
        target: TARGET,
        "attempt",
        operation,
        otel.name = format_args!("{method} {path}"),
        otel.status_code = Empty,
        http.request.method = method,
        http.request.resend_count = (retries > 0).then_some(retries),
        http.response.status_code = Empty,
        error.type = Empty,
        request_id = Empty,
    )
}

pub(crate) fn record_status(span: &Span, status: StatusCode) {
    span.record("http.response.status_code", status.as_u16());
}

/// Records the service's ID of the request. It must not contain secrets.
pub(crate) fn record_request_id(span: &Span, request_id: &str) {
    span.record("request_id", shown_request_id(request_id));
}

/// Returns the service's ID of the request for a span or an event. It must not contain secrets.
pub(crate) fn shown_request_id(request_id: &str) -> String {
    one_line(&public_parts(request_id), MAX_REQUEST_ID)
}

/// Records how an attempt ended. `error_type` is the class of the error if no valid response arrived.
pub(crate) fn record_attempt(
    span: &Span,
    status: Option<StatusCode>,
    request_id: Option<String>,
    error_type: Option<&str>,
) {
    if let Some(status) = status {
        record_status(span, status);
    }
    if let Some(request_id) = request_id {
        span.record("request_id", request_id);
    }
    let failed_status = status.filter(|status| status.is_client_error() || status.is_server_error());
    if let Some(error_type) = error_type.or(failed_status.as_ref().map(StatusCode::as_str)) {
        span.record("error.type", error_type);
        span.record("otel.status_code", "ERROR");
    }
}

/// Records how a call failed. Its message is not recorded: it can contain the caller's parameters.
pub(crate) fn record_error(span: &Span, error: &Error) {
    if let Some(status) = error.status() {
        record_status(span, status);
    }
    if let Some(request_id) = error.request_id() {
        record_request_id(span, request_id);
    }
    span.record("error.type", error_type(error));
    span.record("otel.status_code", "ERROR");
}

/// Returns the class of an error: the status if the service returned an error, otherwise the kind.
pub(crate) fn error_type(error: &Error) -> String {
    if error.kind() == ErrorKind::Service
        && let Some(status) = error.status()
    {
        return status.as_str().to_owned();
    }
    let kind = match error.kind() {
        ErrorKind::Configuration => "configuration",
        ErrorKind::InvalidRequest => "invalid_request",
        ErrorKind::Connect => "connect",
        ErrorKind::Timeout => "timeout",
        ErrorKind::Transport => "transport",
        ErrorKind::Service => "service",
        ErrorKind::Credentials => "credentials",
        ErrorKind::Response => "response",
        ErrorKind::Paging => "paging",
        ErrorKind::Task => "task",
        ErrorKind::File => "file",
    };
    kind.to_owned()
}
