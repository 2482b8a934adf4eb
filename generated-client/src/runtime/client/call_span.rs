//! The tracing span of a call. Its fields have the names of OpenTelemetry's semantic conventions for HTTP clients.
//!
//! The URL is not among them, although the conventions require it: it contains the project and the caller's parameters.

use http::StatusCode;
use tracing::Span;
use tracing::field::Empty;

use crate::descriptor::OperationDescriptor;
use crate::runtime::endpoint::Endpoint;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::text::one_line;

/// Maximum length of a request ID, which comes from the service.
const MAX_REQUEST_ID: usize = 128;

/// Returns the span of a call that begins.
pub(crate) fn new(operation: &OperationDescriptor, endpoint: &Endpoint) -> Span {
    tracing::info_span!(
        target: "huaweicloud_hss",
        "call",
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
    )
}

pub(crate) fn record_status(span: &Span, status: StatusCode) {
    span.record("http.response.status_code", status.as_u16());
}

/// Records the service's id of the request. It must not contain secrets.
pub(crate) fn record_request_id(span: &Span, request_id: &str) {
    span.record("request_id", one_line(request_id, MAX_REQUEST_ID));
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
fn error_type(error: &Error) -> String {
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
