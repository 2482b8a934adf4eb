//! The body of a response.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::{BodyExt, Full};

use super::transport_error::TransportError;
use crate::opaque::opaque_debug;

/// The streaming body of a response, which a [`Transport`](crate::Transport) returns.
///
/// Convert a body that is complete from `Bytes`, and wrap one that arrives frame by frame with [`new`](Self::new).
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// use http_body_util::BodyExt;
/// use huaweicloud_core::bytes::Bytes;
/// use huaweicloud_core::http::Request;
/// use huaweicloud_core::{ReqwestTransport, ResponseBody, Transport, TransportFuture};
///
/// /// Prints the size of each part of a response as it arrives.
/// struct Printing(ReqwestTransport);
///
/// impl Transport for Printing {
///     fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
///         Box::pin(async {
///             let response = self.0.send(request).await?;
///             Ok(response.map(|body| {
///                 ResponseBody::new(body.map_frame(|frame| {
///                     println!("{} bytes", frame.data_ref().map_or(0, Bytes::len));
///                     frame
///                 }))
///             }))
///         })
///     }
/// }
///
/// let client = mock.client().transport(Printing(ReqwestTransport::builder().build()?)).build()?;
/// client.list_paintings().send().await?;
/// # Ok(())
/// # }
/// ```
pub struct ResponseBody(Pin<Box<dyn Body<Data = Bytes, Error = TransportError> + Send>>);

impl ResponseBody {
    /// Wraps a body that arrives frame by frame.
    pub fn new(body: impl Body<Data = Bytes, Error = TransportError> + Send + 'static) -> Self {
        Self(Box::pin(body))
    }

    /// Returns the next part of the body, without trailers and empty parts.
    pub(crate) fn poll_data(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>> {
        loop {
            let Some(frame) = ready!(self.0.as_mut().poll_frame(context)?) else { return Poll::Ready(None) };
            if let Ok(data) = frame.into_data()
                && !data.is_empty()
            {
                return Poll::Ready(Some(Ok(data)));
            }
        }
    }

    /// Returns the next part of the body, like [`poll_data`](Self::poll_data).
    pub(crate) async fn data(&mut self) -> Option<Result<Bytes, TransportError>> {
        poll_fn(|context| self.poll_data(context)).await
    }
}

impl From<Bytes> for ResponseBody {
    fn from(bytes: Bytes) -> Self {
        Self::new(Full::new(bytes).map_err(|never| match never {}))
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        self.get_mut().0.as_mut().poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

opaque_debug!(ResponseBody);
