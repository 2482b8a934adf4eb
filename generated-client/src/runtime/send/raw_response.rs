//! A response that arrived whole, not read yet.

use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

#[derive(Debug)]
pub(crate) struct RawResponse {
    /// Id of the operation, or what else was asked.
    pub(crate) operation: &'static str,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// When its head was there.
    pub(crate) received: SystemTime,
}
