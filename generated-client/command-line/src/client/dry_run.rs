//! Dry runs: a transport that captures the request instead of sending it.

use std::collections::BTreeMap;
use std::future;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::HeaderMap;
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

impl RedactedRequest {
    /// Returns a request of an operation without its secrets.
    pub(crate) fn new(request: &http::Request<Bytes>, operation: &OperationDescriptor) -> Self {
        Self {
            method: request.method().to_string(),
            url: operation.redact_url(request.uri(), REDACTED),
            headers: redact_headers(request.headers()),
            body: serde_json::from_slice(&operation.redact_body(request.body(), REDACTED)).ok(),
        }
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

/// Replaces the values that the client marked as sensitive: credentials, signatures and secret parameters.
fn redact_headers(headers: &HeaderMap) -> BTreeMap<String, String> {
    let mut shown = BTreeMap::new();
    for (name, value) in headers {
        let text = if value.is_sensitive() { REDACTED.into() } else { String::from_utf8_lossy(value.as_bytes()) };
        shown.insert(name.to_string(), text.into_owned());
    }
    shown
}
