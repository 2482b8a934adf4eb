//! Records how a call ends in its tracing span.

use http::StatusCode;
use tracing::Span;

use crate::error::url::public_parts;
use crate::error::{Error, ErrorKind};
use crate::text::one_line;

/// Maximum length of a request ID, which comes from the service.
const MAX_REQUEST_ID: usize = 128;

pub(crate) fn record_status(span: &Span, status: StatusCode) {
    span.record("http.response.status_code", status.as_u16());
}

/// Records the service's id of the request. It must not contain secrets.
pub(crate) fn record_request_id(span: &Span, request_id: &str) {
    span.record("request_id", one_line(&public_parts(request_id), MAX_REQUEST_ID));
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
