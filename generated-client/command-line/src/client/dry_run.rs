//! Dry runs: a transport that captures the request instead of sending it.

use std::collections::BTreeMap;
use std::future;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::HeaderValue;
use huaweicloud_core::descriptor::OperationDescriptor;
use huaweicloud_core::{Transport, TransportError, TransportErrorKind, TransportFuture};
use serde::Serialize;
use serde_json::value::RawValue;

/// What replaces a secret.
const REDACTED: &str = "<redacted>";

/// A transport that records the request and fails the call.
#[derive(Clone, Default)]
pub(crate) struct CaptureTransport {
    request: Arc<Mutex<Option<http::Request<Bytes>>>>,
}

impl CaptureTransport {
    /// Returns the captured request.
    pub(crate) fn take_request(&self) -> Option<http::Request<Bytes>> {
        self.request.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Transport for CaptureTransport {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        *self.request.lock().unwrap_or_else(PoisonError::into_inner) = Some(request);
        let error = TransportError::new(TransportErrorKind::Other, "dry run: the request is not sent");
        Box::pin(future::ready(Err(error)))
    }
}

/// A request without its secrets.
#[derive(Serialize)]
pub(crate) struct RedactedRequest {
    method: String,
    url: String,
    headers: BTreeMap<String, String>,
    /// The body, byte for byte unless it contains secrets.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Box<RawValue>>,
}

impl RedactedRequest {
    /// Returns a request of an operation without its secrets.
    pub(crate) fn new(request: &http::Request<Bytes>, operation: &OperationDescriptor) -> Self {
        let headers = request.headers().iter();
        Self {
            method: request.method().to_string(),
            url: operation.redact_url(request.uri(), REDACTED),
            headers: headers.map(|(name, value)| (name.to_string(), header_text(value, REDACTED))).collect(),
            body: serde_json::from_slice(&operation.redact_body(request.body(), REDACTED)).ok(),
        }
    }
}

/// Returns the value of a header, or `marker` if the client marked it as sensitive: credentials, signatures and secret
/// parameters.
pub(super) fn header_text(value: &HeaderValue, marker: &str) -> String {
    if value.is_sensitive() { marker.to_owned() } else { String::from_utf8_lossy(value.as_bytes()).into_owned() }
}
