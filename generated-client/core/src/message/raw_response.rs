//! A response that has not been decoded. All of it has arrived, or the beginning if it is a file.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::file_body::FileBody;
use super::response_head::ResponseHead;

#[derive(Debug)]
pub(crate) struct RawResponse {
    /// Operation ID, or a name for a request for a credential or a project.
    pub(crate) operation: &'static str,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// Empty if the response is a file.
    pub(crate) body: Bytes,
    /// The file, if the response is one.
    pub(crate) file: Option<FileBody>,
    /// How long the service asks to wait, counted from the arrival of the head.
    pub(crate) retry_after: Option<Duration>,
}

impl RawResponse {
    /// Returns what an error keeps of the response.
    pub(crate) fn error_head(&self) -> ResponseHead {
        ResponseHead::new(self.status, &self.headers, self.retry_after)
    }

    /// Returns the response without its body.
    pub(crate) fn head(&self) -> Self {
        Self { headers: self.headers.clone(), body: Bytes::new(), file: None, ..*self }
    }
}
