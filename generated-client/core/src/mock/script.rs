//! Scripted responses and faults.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http_body::{Body, Frame, SizeHint};
use serde::Serialize;

use crate::message::{TransportError, TransportErrorKind};
use crate::mock::response::{error_response, json_response};
use crate::opaque::opaque_debug;

/// A fault in the delivery of a response, for [`MockOperation::fail_with`](super::MockOperation::fail_with).
///
/// Use it to test what a program does when the connection breaks or the service is slow; for an error that the service
/// returns, script that response instead.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// # let client = mock.client().build()?;
/// use huaweicloud_museum::mock::Fault;
///
/// let paintings = mock.list_paintings();
/// paintings.fail_with(Fault::Disconnect);
/// client.list_paintings().send().await?;
/// assert_eq!(paintings.requests().len(), 2, "the client has tried again");
/// # Ok(())
/// # }
/// ```
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

/// A response that a test chooses, or a fault.
///
/// Use it if a response depends on the request or is for all requests; for the next request only, the
/// `respond_with…` methods of [`MockOperation`](super::MockOperation) are shorter.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// # let client = mock.client().build()?;
/// use huaweicloud_core::http::StatusCode;
/// use huaweicloud_museum::mock::MockResponse;
///
/// mock.list_paintings().respond_always(MockResponse::error(StatusCode::FORBIDDEN, "MUSEUM.0403", "no permission"));
/// let error = client.list_paintings().send().await.unwrap_err();
/// assert_eq!(error.code(), Some("MUSEUM.0403"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct MockResponse {
    /// Replaces the default response.
    pub(super) response: Option<http::Response<Bytes>>,
    pub(super) fault: Option<Fault>,
}

impl MockResponse {
    /// Creates a response with HTTP status 200 and `body` as JSON: a response struct, or any JSON value.
    #[must_use]
    pub fn json(body: &impl Serialize) -> Self {
        match serde_json::to_string(body) {
            Ok(body) => Self::http(json_response(StatusCode::OK, body)),
            Err(error) => Self::error(StatusCode::INTERNAL_SERVER_ERROR, "mock", &error.to_string()),
        }
    }

    /// Creates an error in the service's form.
    #[must_use]
    pub fn error(status: StatusCode, code: &str, message: &str) -> Self {
        Self::http(error_response(status, code, message))
    }

    /// Creates an arbitrary HTTP response.
    ///
    /// The status must be final (200 or above). The server sets the headers that frame the message (`Connection`,
    /// `Content-Length`, `Transfer-Encoding`) itself.
    #[must_use]
    pub fn http(response: http::Response<Bytes>) -> Self {
        Self { response: Some(response), fault: None }
    }

    /// Creates the default response with a fault in its delivery.
    #[must_use]
    pub fn fault(fault: Fault) -> Self {
        Self { response: None, fault: Some(fault) }
    }
}

opaque_debug!(MockResponse, |response| {
    status: response.response.as_ref().map(http::Response::status),
    fault: response.fault,
});

/// A body that ends with an error after its first half.
pub(super) struct TruncatedBody {
    length: u64,
    half: Option<Bytes>,
    is_sent: bool,
}

impl TruncatedBody {
    pub(super) fn new(mut body: Bytes) -> Self {
        let length = u64::try_from(body.len()).unwrap_or(u64::MAX);
        body.truncate(body.len() / 2);
        Self { length, half: Some(body), is_sent: false }
    }
}

impl Body for TruncatedBody {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        if let Some(half) = self.half.take() {
            return Poll::Ready(Some(Ok(Frame::data(half))));
        }
        // The server sends what it has before it waits. At an error, it would discard it.
        if !self.is_sent {
            self.is_sent = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(TransportError::new(TransportErrorKind::Other, "scripted fault: truncated body"))))
    }

    fn size_hint(&self) -> SizeHint {
        // An empty body is cut off too.
        SizeHint::with_exact(self.length.max(1))
    }
}
