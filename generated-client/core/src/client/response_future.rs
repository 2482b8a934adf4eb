//! The future of a call.

use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::client::untyped_call::UntypedFuture;
use crate::error::Error;
use crate::opaque::opaque_debug;
use crate::response::{Response, ResponseType};

/// A future that sends a request. Returns the response.
///
/// Returned by `send` of request builders and of [`Call`](crate::Call). It need not be named to be awaited; its name is
/// for functions that return it, and for fields that hold calls in progress. Dropping it cancels the call. Like most
/// futures, it panics if it is polled after it has returned the response or an error.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// # let client = mock.client().build()?;
/// use huaweicloud_museum::operation::ListPaintingsResponse;
/// use huaweicloud_museum::{Client, ResponseFuture};
///
/// fn by_title(client: &Client, title: &str) -> ResponseFuture<ListPaintingsResponse> {
///     client.list_paintings().title(title).send()
/// }
///
/// let (irises, roses) = tokio::try_join!(by_title(&client, "Irises"), by_title(&client, "Roses"))?;
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent unless it is awaited"]
pub struct ResponseFuture<T> {
    call: UntypedFuture,
    response: PhantomData<fn() -> T>,
}

impl<T> ResponseFuture<T> {
    pub(super) fn new(call: UntypedFuture) -> Self {
        Self { call, response: PhantomData }
    }
}

impl<T: ResponseType> Future for ResponseFuture<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let call = ready!(self.call.as_mut().poll(context))?;
        Poll::Ready(T::receive(call).map(Response::into_inner))
    }
}

opaque_debug!(
    /// Omits the request: its values may be secret.
    ResponseFuture<T>
);
