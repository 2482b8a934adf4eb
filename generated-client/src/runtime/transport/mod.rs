//! The interface between the client and an HTTP implementation.

#[cfg(feature = "__tls")]
mod pem;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest;
#[cfg(feature = "reqwest")]
mod tls;

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::{BodyExt, Full};

/// A boxed error that can be sent between threads.
pub type BoxError = Box<dyn StdError + Send + Sync>;

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
/// - classify its errors, which decides what is retried: see [`TransportErrorKind`].
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

/// The streaming body of a response.
pub struct ResponseBody(Pin<Box<dyn Body<Data = Bytes, Error = TransportError> + Send>>);

impl ResponseBody {
    /// Wraps a body that arrives frame by frame.
    pub fn new(body: impl Body<Data = Bytes, Error = TransportError> + Send + 'static) -> Self {
        Self(Box::pin(body))
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

impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseBody").finish_non_exhaustive()
    }
}

/// Errors returned by a [`Transport`].
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: BoxError,
    /// How to fix it, if that is known.
    hint: Option<&'static str>,
}

/// The category of a [`TransportError`], which decides whether the client retries a request.
///
/// | kind | has the service executed the request? | is retried | [`ErrorKind`](crate::ErrorKind) |
/// |---|---|---|---|
/// | [`Connect`](Self::Connect) | no | any request | `Connect` |
/// | [`ConnectTimeout`](Self::ConnectTimeout) | no | any request | `Connect`, and `Error::is_timeout` |
/// | [`Untrusted`](Self::Untrusted) | no | none | `Connect` |
/// | [`Configuration`](Self::Configuration) | no | none | `Configuration` |
/// | [`Timeout`](Self::Timeout) | maybe | idempotent requests | `Timeout` |
/// | [`Other`](Self::Other) | maybe | idempotent requests | `Transport` |
///
/// All requests except those with the method POST are idempotent.
/// [`RetryConfig::retry_posts`](crate::RetryConfig::retry_posts) extends it to those. The same holds for an error of a
/// [`ResponseBody`], which keeps the status and the request ID of its response.
///
/// A transport returns one of the first four kinds only if it is certain that no byte of the request was sent. If in doubt,
/// it returns [`Other`](Self::Other): a retry could create a task twice. For example, a name that cannot be resolved, a
/// refused connection, a proxy that rejects the tunnel, and a failed TLS handshake are `Connect`; a connection that is
/// reset while the request is sent or before the response is complete is `Other`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The connection could not be established. Nothing was sent.
    Connect,
    /// The connection was not established in time. Nothing was sent.
    ConnectTimeout,
    /// The server's certificate is not trusted. Nothing was sent.
    Untrusted,
    /// The transport cannot be used as it is configured, for example outside of its runtime. Nothing was sent.
    Configuration,
    /// The response was not complete in time. The service may have executed the request.
    Timeout,
    /// Any other failure, such as a broken connection. The service may have executed the request.
    Other,
}

impl TransportError {
    /// Creates an error of the given kind from its cause.
    pub fn new(kind: TransportErrorKind, source: impl Into<BoxError>) -> Self {
        Self { kind, source: source.into(), hint: None }
    }

    #[cfg(feature = "reqwest")]
    fn with_hint(self, hint: Option<&'static str>) -> Self {
        Self { hint, ..self }
    }

    /// Returns how to fix the error, if that is known.
    pub(crate) fn hint(&self) -> Option<&'static str> {
        self.hint
    }

    /// Returns the category of the error.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

/// Returns the message of the innermost cause, which is the most specific one.
pub(crate) fn root_cause(error: &(dyn StdError + 'static)) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "connection failed",
            TransportErrorKind::ConnectTimeout => "connection timed out",
            TransportErrorKind::Untrusted => "the server's certificate is not trusted",
            TransportErrorKind::Timeout => "response timed out",
            TransportErrorKind::Configuration => "the transport cannot be used",
            TransportErrorKind::Other => "HTTP exchange failed",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}
