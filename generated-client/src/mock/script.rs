//! Scripted responses and faults.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame};

use crate::runtime::{TransportError, TransportErrorKind};

/// A fault in the delivery of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Closes the connection without a response.
    Disconnect,
    /// Closes the connection in the middle of the response body.
    TruncateBody,
    /// Delays the response by this duration.
    Delay(Duration),
}

/// What a script changes about one response. The default changes nothing.
#[derive(Default)]
pub(super) struct ScriptedResponse {
    /// Replaces the default response.
    pub(super) response: Option<http::Response<Bytes>>,
    pub(super) fault: Option<Fault>,
}

/// A body that ends with an error after its first half.
pub(super) struct TruncatedBody {
    remaining: Option<Bytes>,
}

impl TruncatedBody {
    pub(super) fn new(body: Bytes) -> Self {
        Self { remaining: Some(body) }
    }
}

impl Body for TruncatedBody {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let frame = match self.remaining.take() {
            Some(mut body) => Ok(Frame::data(body.split_to(body.len() / 2))),
            None => Err(TransportError::new(TransportErrorKind::Other, "scripted fault: truncated body")),
        };
        Poll::Ready(Some(frame))
    }
}
