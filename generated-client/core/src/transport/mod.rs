//! The interface between the client and an HTTP implementation.

#[cfg(feature = "__tls")]
mod pem;
#[cfg(feature = "reqwest")]
mod proxy;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest;
#[cfg(feature = "__tls")]
mod tls;
#[cfg(all(feature = "reqwest", not(feature = "__tls")))]
#[path = "no_tls.rs"]
mod tls;
#[cfg(feature = "__tls")]
mod verifier;

use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;

use crate::message::{ResponseBody, TransportError};

/// Future returned by [`Transport::send`], which has an example: `Box::pin(async { … })`.
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<ResponseBody>, TransportError>> + Send + 'a>>;

/// Sends HTTP requests for a client.
///
/// Implement it to wrap the default transport, for example to log requests; to use another HTTP library; or to test
/// without a server. For a proxy or a certificate, configure `ReqwestTransport` instead.
///
/// ```
/// use huaweicloud_core::bytes::Bytes;
/// use huaweicloud_core::http::{Request, Response};
/// use huaweicloud_core::{Transport, TransportFuture};
///
/// /// Responds to each request with an empty list.
/// struct EmptyLists;
///
/// impl Transport for EmptyLists {
///     fn send(&self, _request: Request<Bytes>) -> TransportFuture<'_> {
///         let body = Bytes::from_static(br#"{"total": 0, "paintings": []}"#);
///         Box::pin(async move { Ok(Response::new(body.into())) })
///     }
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use huaweicloud_core::Credentials;
/// # let builder = huaweicloud_museum::Client::builder().region("r").project_id("p").transport(EmptyLists);
/// # let client = builder.credentials(Credentials::token("t")).build()?;
/// # assert_eq!(client.list_paintings().send().await?.total, Some(0));
/// # Ok(())
/// # }
/// ```
///
/// The client relies on behaviour that it cannot check. A transport must
///
/// - send the request unchanged, with its path and query byte for byte, except that it may add headers other than
///   `Accept-Encoding`, since the signature does not cover them;
/// - return the response as it was received, without following redirects and without decompressing the body;
/// - send each request only once, and keep the request's headers out of its errors, since they contain the credential;
/// - limit the time to connect and the time of the entire exchange, including the response body;
/// - classify its errors, which decides what is retried: see [`TransportErrorKind`](crate::TransportErrorKind).
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and returns the response as soon as its head has arrived.
    ///
    /// Dropping the future cancels the request. The kind of a
    /// [`TransportError`](crate::TransportError) decides the [`ErrorKind`](crate::ErrorKind) of the call.
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        (**self).send(request)
    }
}
