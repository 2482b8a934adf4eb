//! The interface between the client and an HTTP implementation.

#[cfg(feature = "__tls")]
mod pem;
#[cfg(feature = "reqwest")]
mod proxy;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest;
#[cfg(feature = "reqwest")]
mod tls;

use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;

use crate::message::{ResponseBody, TransportError};

/// Future returned by [`Transport::send`].
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<ResponseBody>, TransportError>> + Send + 'a>>;

/// Sends HTTP requests for a client.
///
/// The client relies on behaviour that it cannot check. A transport must
///
/// - send the request unchanged, with its path and query byte for byte, and not add `Accept-Encoding`;
/// - return the response as it was received, without following redirects and without decompressing the body;
/// - send each request only once, and keep the request's headers out of its errors, since they contain the credential;
/// - limit the time to connect and the time of the entire exchange, including the response body;
/// - classify its errors, which decides what is retried: see [`TransportErrorKind`](crate::TransportErrorKind).
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and returns the response as soon as its head has arrived.
    ///
    /// Dropping the future cancels the request.
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        (**self).send(request)
    }
}
