//! Errors in the service's own form.

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};
use serde_json::json;

use crate::runtime::Violation;

/// A request that is not served, and why.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
}

impl Refusal {
    /// No operation has this method and path.
    pub(super) fn no_such_api(message: String) -> Self {
        Self { status: StatusCode::NOT_FOUND, code: "APIGW.0101", message }
    }

    /// Nobody knows who is calling.
    pub(super) fn unauthorized(message: String) -> Self {
        Self { status: StatusCode::UNAUTHORIZED, code: "APIGW.0301", message }
    }

    /// The request is too large to be read.
    pub(super) fn too_large(message: String) -> Self {
        Self { status: StatusCode::PAYLOAD_TOO_LARGE, code: "APIGW.0201", message }
    }

    /// The body cannot be parsed.
    pub(super) fn unparsable(message: String) -> Self {
        Self { status: StatusCode::BAD_REQUEST, code: "HSS.0002", message }
    }

    /// Parameters break the page.
    pub(super) fn invalid(violations: &[Violation]) -> Self {
        let violations: Vec<String> = violations.iter().map(ToString::to_string).collect();
        Self { status: StatusCode::BAD_REQUEST, code: "HSS.0001", message: violations.join("; ") }
    }

    pub(super) fn response(&self) -> http::Response<Bytes> {
        error(self.status, self.code, &self.message)
    }
}

/// An error as the service answers it.
pub(super) fn error(status: StatusCode, code: &str, message: &str) -> http::Response<Bytes> {
    json(status, json!({ "error_code": code, "error_msg": message }).to_string())
}

pub(super) fn json(status: StatusCode, body: String) -> http::Response<Bytes> {
    let mut response = http::Response::new(Bytes::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
