//! The response of an operation with its status and headers.

pub(crate) mod decode;
pub(crate) mod download;
#[allow(dead_code, unused_imports, unused_macros, reason = "generated code uses what the help pages need")]
pub(crate) mod open_enum;
pub(crate) mod save;
pub(crate) mod status;

use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use tracing::Span;

use crate::descriptor::OperationDescriptor;
use crate::runtime::error::Error;
use crate::runtime::error::head::{request_id, retry_after};
use crate::runtime::object::Value;
use crate::runtime::send::raw_response::RawResponse;
use crate::runtime::send::retry_loop::AttemptLog;
use crate::runtime::time::Clock;

/// What a call returns: a value that is decoded from JSON, or a [`Download`](crate::Download).
///
/// It is implemented for those two kinds of types, and cannot be implemented for others.
pub trait ResponseType: Sized + Send + 'static {
    #[doc(hidden)]
    fn receive(received: Received) -> Result<Response<Self>, Error>;

    #[doc(hidden)]
    fn receive_json(received: Received) -> Result<serde_json::Value, Error>;
}

impl<T: Value + Send + 'static> ResponseType for T {
    fn receive(received: Received) -> Result<Response<Self>, Error> {
        let mut value = T::empty();
        let response = received.decode(&mut value)?;
        Ok(Response::new(value, response))
    }

    fn receive_json(received: Received) -> Result<serde_json::Value, Error> {
        received.decode_json(&mut T::empty())
    }
}

/// A successful response, with what the call knows about it.
pub struct Received {
    pub(crate) response: RawResponse,
    pub(crate) operation: &'static OperationDescriptor,
    pub(crate) clock: Clock,
    /// Maximum duration of an attempt.
    pub(crate) timeout: Option<Duration>,
    pub(crate) log: AttemptLog,
    /// The span of the call.
    pub(crate) span: Span,
}

/// The response of an operation, with its HTTP status, headers and body.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, raw: RawResponse) -> Self {
        Self { value, status: raw.status, headers: raw.headers, body: raw.body }
    }

    /// Returns the decoded response body by value.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Returns the decoded response body.
    pub fn get(&self) -> &T {
        &self.value
    }

    /// Returns the HTTP status, which is always 2xx.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers as the service sent them.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the response body as the service sent it, with the fields that the help page does not list. Empty if the
    /// response is a [`Download`](crate::Download).
    #[must_use]
    pub fn raw_body(&self) -> &[u8] {
        &self.body
    }

    /// Returns how long the service asks to wait before the next request.
    pub(crate) fn retry_after(&self, received: SystemTime) -> Option<Duration> {
        retry_after(&self.headers, received)
    }

    /// Returns the service's ID of the request, which the vendor's support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }
}

/// Shows only the names of the headers, and not the raw body: a server could repeat a credential in either.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.keys().collect();
        let mut parts = f.debug_struct("Response");
        parts
            .field("value", &self.value)
            .field("status", &self.status)
            .field("headers", &headers)
            .finish_non_exhaustive()
    }
}
