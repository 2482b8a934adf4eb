//! A response that has arrived completely and has not been decoded.

use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

#[derive(Debug)]
pub(crate) struct RawResponse {
    /// Operation ID, or a name for the request to IAM.
    pub(crate) operation: &'static str,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// When its head arrived.
    pub(crate) received: SystemTime,
}
