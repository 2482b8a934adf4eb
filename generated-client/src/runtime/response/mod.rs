//! A response with what came around it.

pub(crate) mod decode;
pub(crate) mod open_enum;
pub(crate) mod status;

use std::fmt;

use http::{HeaderMap, StatusCode};

use crate::runtime::send::raw_response::RawResponse;

/// What an operation answered, with the status and the headers of the response.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, answer: RawResponse) -> Self {
        Self { value, status: answer.status, headers: answer.headers }
    }

    /// What the operation answered.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// What the operation answered.
    pub fn get(&self) -> &T {
        &self.value
    }

    /// Status of the response: 2xx.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Headers of the response, as the service sent them.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Id of the request at the service, to be named to the vendor's support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.headers.get("x-request-id")?.to_str().ok()
    }
}

/// Shows the names of the headers alone: a server can repeat a credential in them.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.keys().collect();
        let mut parts = f.debug_struct("Response");
        parts.field("value", &self.value).field("status", &self.status).field("headers", &headers).finish()
    }
}
