//! Errors that the server responds with by itself, as the service does.

use bytes::Bytes;
use http::StatusCode;

use crate::descriptor::ServiceDescriptor;
use crate::error::violation::Violation;
use crate::mock::response::error_response;

/// The number of an error, by the system that gives it.
#[derive(Clone, Copy, Debug)]
enum ErrorCode {
    Gateway(&'static str),
    Service(&'static str),
}

/// The reason why a request is rejected.
#[derive(Debug)]
pub(super) struct Rejection {
    status: StatusCode,
    code: ErrorCode,
    message: String,
}

impl Rejection {
    /// Creates a rejection: no operation has this method and path.
    pub(super) fn no_such_api(message: String) -> Self {
        Self { status: StatusCode::NOT_FOUND, code: ErrorCode::Gateway("0101"), message }
    }

    /// Returns whether no operation has the request's method and path.
    pub(super) fn is_unknown_api(&self) -> bool {
        self.status == StatusCode::NOT_FOUND
    }

    /// Creates a rejection: the credentials are missing or invalid.
    pub(super) fn unauthorized(message: String) -> Self {
        Self { status: StatusCode::UNAUTHORIZED, code: ErrorCode::Gateway("0301"), message }
    }

    /// Creates a rejection: the request body exceeds the size limit.
    pub(super) fn too_large(message: String) -> Self {
        Self { status: StatusCode::PAYLOAD_TOO_LARGE, code: ErrorCode::Gateway("0201"), message }
    }

    /// Creates a rejection: the request body is not valid JSON.
    pub(super) fn malformed_json(message: String) -> Self {
        Self { status: StatusCode::BAD_REQUEST, code: ErrorCode::Service("0002"), message }
    }

    /// Creates a rejection: the request violates its help page.
    pub(super) fn invalid(violations: &[Violation]) -> Self {
        let violations: Vec<String> = violations.iter().map(ToString::to_string).collect();
        Self { status: StatusCode::BAD_REQUEST, code: ErrorCode::Service("0001"), message: violations.join("; ") }
    }

    /// Creates a rejection: the file of a task is gone.
    pub(super) fn no_such_file() -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            code: ErrorCode::Service("0003"),
            message: "the file does not exist".to_owned(),
        }
    }

    /// Returns the response of a service.
    pub(super) fn response(&self, service: &ServiceDescriptor) -> http::Response<Bytes> {
        let code = match self.code {
            ErrorCode::Gateway(number) => format!("APIGW.{number}"),
            ErrorCode::Service(number) => format!("{}.{number}", service.name),
        };
        error_response(self.status, &code, &self.message)
    }
}
