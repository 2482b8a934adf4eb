//! Errors that the server responds with by itself, as the service does.

use bytes::Bytes;
use http::StatusCode;

use crate::descriptor::ServiceDescriptor;
use crate::error::violation::Violation;
use crate::mock::response::error_response;

/// Maximum size of a request body.
pub(super) const MAX_BODY_BYTES: usize = 16 << 20;

/// Prefix of the gateway's error codes. Other codes begin with the name of the service.
const GATEWAY: &str = "APIGW";

/// The reason why a request is rejected.
#[derive(Debug)]
pub(super) enum Rejection {
    /// No operation has the method and path.
    NoSuchApi(String),
    /// The credentials are missing or invalid.
    Unauthorized(String),
    /// The body exceeds the size limit.
    TooLarge,
    /// The body is not valid JSON.
    MalformedJson(serde_json::Error),
    /// The request violates its help page.
    Invalid(Vec<Violation>),
    /// The file of a task is gone.
    NoSuchFile,
}

impl Rejection {
    /// Returns the response of a service.
    pub(super) fn response(&self, service: &ServiceDescriptor) -> http::Response<Bytes> {
        let (status, system, number, message) = match self {
            Self::NoSuchApi(message) => (StatusCode::NOT_FOUND, GATEWAY, "0101", message.clone()),
            Self::Unauthorized(reason) => {
                let message = format!("incorrect IAM authentication information: {reason}");
                (StatusCode::UNAUTHORIZED, GATEWAY, "0301", message)
            }
            Self::TooLarge => {
                let message = format!("the body is larger than {MAX_BODY_BYTES} bytes");
                (StatusCode::PAYLOAD_TOO_LARGE, GATEWAY, "0201", message)
            }
            Self::MalformedJson(error) => {
                (StatusCode::BAD_REQUEST, service.name, "0002", format!("the body is not valid JSON: {error}"))
            }
            Self::Invalid(violations) => {
                let violations: Vec<String> = violations.iter().map(ToString::to_string).collect();
                (StatusCode::BAD_REQUEST, service.name, "0001", violations.join("; "))
            }
            Self::NoSuchFile => (StatusCode::NOT_FOUND, service.name, "0003", "the file does not exist".to_owned()),
        };
        error_response(status, &format!("{system}.{number}"), &message)
    }
}
