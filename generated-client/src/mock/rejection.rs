//! Errors that the server responds with by itself, as the service does.

use bytes::Bytes;
use http::StatusCode;

use crate::generated::SERVICE;
use crate::mock::response::error_response;
use crate::runtime::Violation;

/// The reason why a request is rejected.
#[derive(Debug)]
pub(super) struct Rejection {
    status: StatusCode,
    code: String,
    message: String,
}

impl Rejection {
    /// Creates a rejection: no operation has this method and path.
    pub(super) fn no_such_api(message: String) -> Self {
        Self { status: StatusCode::NOT_FOUND, code: "APIGW.0101".to_owned(), message }
    }

    /// Returns whether no operation has the request's method and path.
    pub(super) fn is_unknown_api(&self) -> bool {
        self.status == StatusCode::NOT_FOUND
    }

    /// Creates a rejection: the credentials are missing or invalid.
    pub(super) fn unauthorized(message: String) -> Self {
        Self { status: StatusCode::UNAUTHORIZED, code: "APIGW.0301".to_owned(), message }
    }

    /// Creates a rejection: the request body exceeds the size limit.
    pub(super) fn too_large(message: String) -> Self {
        Self { status: StatusCode::PAYLOAD_TOO_LARGE, code: "APIGW.0201".to_owned(), message }
    }

    /// Creates a rejection: the request body is not valid JSON.
    pub(super) fn malformed_json(message: String) -> Self {
        Self { status: StatusCode::BAD_REQUEST, code: code("0002"), message }
    }

    /// Creates a rejection: the request violates its help page.
    pub(super) fn invalid(violations: &[Violation]) -> Self {
        let violations: Vec<String> = violations.iter().map(ToString::to_string).collect();
        Self { status: StatusCode::BAD_REQUEST, code: code("0001"), message: violations.join("; ") }
    }

    /// Creates a rejection: the file of a task is gone.
    pub(super) fn no_such_file() -> Self {
        Self { status: StatusCode::NOT_FOUND, code: code("0003"), message: "the file does not exist".to_owned() }
    }

    pub(super) fn response(&self) -> http::Response<Bytes> {
        error_response(self.status, &self.code, &self.message)
    }
}

/// Returns the service's error code with this number.
fn code(number: &str) -> String {
    format!("{}.{number}", SERVICE.name)
}
