//! Requests that are shown instead of sent.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use huaweicloud_hss::{Transport, TransportError, TransportErrorKind, TransportFuture};
use serde::Serialize;
use serde_json::value::RawValue;

/// A transport that keeps a request, and ends the call.
#[derive(Clone, Default)]
pub(crate) struct Capture(Arc<Mutex<Option<http::Request<Bytes>>>>);

impl Capture {
    /// The request that would have been sent, without its secrets.
    pub(crate) fn take(&self) -> Option<Request> {
        let request = self.0.lock().unwrap_or_else(PoisonError::into_inner).take()?;
        Some(Request {
            method: request.method().to_string(),
            url: request.uri().to_string(),
            headers: headers(request.headers()),
            body: serde_json::from_slice(request.body()).ok(),
        })
    }
}

/// A request without its secrets.
#[derive(Serialize)]
pub(crate) struct Request {
    method: String,
    url: String,
    headers: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    /// Byte for byte.
    body: Option<Box<RawValue>>,
}

impl Transport for Capture {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(request);
        let end = TransportError::new(TransportErrorKind::Other, "the request is not sent");
        Box::pin(std::future::ready(Err(end)))
    }
}

fn headers(headers: &HeaderMap) -> BTreeMap<String, String> {
    headers.iter().map(|(name, value)| (name.to_string(), shown(value))).collect()
}

/// The client marks the headers that carry credentials, and the signature, as sensitive.
fn shown(value: &HeaderValue) -> String {
    let text = if value.is_sensitive() { "<redacted>".into() } else { String::from_utf8_lossy(value.as_bytes()) };
    text.into_owned()
}
