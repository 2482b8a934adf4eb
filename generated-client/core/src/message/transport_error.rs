//! Transport errors.

use std::error::Error as StdError;
use std::fmt;

use crate::cause::{BoxError, root_cause};

/// Errors returned by a [`Transport`](crate::Transport), with the kind that decides what the client does about them.
/// Only transports create them; a program handles the [`Error`](crate::Error) of the call.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// use std::io;
///
/// use huaweicloud_core::bytes::Bytes;
/// use huaweicloud_core::http::Request;
/// use huaweicloud_core::{ErrorKind, Transport, TransportError, TransportErrorKind, TransportFuture};
///
/// /// A network without connections, for tests.
/// struct Offline;
///
/// impl Transport for Offline {
///     fn send(&self, _: Request<Bytes>) -> TransportFuture<'_> {
///         let cause = io::Error::from(io::ErrorKind::NetworkUnreachable);
///         Box::pin(async { Err(TransportError::new(TransportErrorKind::Connect, cause)) })
///     }
/// }
///
/// let client = mock.client().transport(Offline).build()?;
/// let error = client.list_paintings().send().await.unwrap_err();
/// assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3));
/// # Ok(())
/// # }
/// ```
///
/// The cause can be any error or a string. It must not contain the headers of the request, which have the credential.
#[derive(Debug)]
pub struct TransportError {
    pub(crate) kind: TransportErrorKind,
    source: BoxError,
    pub(crate) explanation: Explanation,
}

/// What is known about a transport error besides its cause.
#[derive(Debug, Default)]
pub(crate) struct Explanation {
    /// What is wrong, instead of the message of the innermost cause.
    pub(crate) detail: Option<String>,
    /// The proxy of the request, without its password.
    pub(crate) proxy: Option<String>,
    /// How to fix it.
    pub(crate) hint: Option<String>,
}

/// The category of a [`TransportError`], which decides whether the client retries a request. [`TransportError`] has an
/// example.
///
/// | kind | has the service executed the request? | is retried | [`ErrorKind`](crate::ErrorKind) |
/// |---|---|---|---|
/// | [`Connect`](Self::Connect) | no | any request | `Connect` |
/// | [`ConnectTimeout`](Self::ConnectTimeout) | no | any request | `Connect`, and `Error::is_timeout` |
/// | [`Untrusted`](Self::Untrusted) | no | none | `Connect` |
/// | [`Rejected`](Self::Rejected) | no | none | `Connect` |
/// | [`Configuration`](Self::Configuration) | no | none | `Configuration` |
/// | [`Timeout`](Self::Timeout) | maybe | idempotent requests | `Timeout` |
/// | [`Other`](Self::Other) | maybe | idempotent requests | `Transport` |
///
/// All requests except those with the method POST are idempotent.
/// [`RetryConfig::retry_posts`](crate::RetryConfig::retry_posts) extends it to those. The same holds for an error of a
/// [`ResponseBody`](crate::ResponseBody), which keeps the status and the request ID of its response.
///
/// A transport returns one of the first five kinds only if it is certain that the service has not received the request.
/// If in doubt, it returns [`Other`](Self::Other): a retry could create a task twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The connection could not be established: for example, the name cannot be resolved, the connection was refused,
    /// or the TLS handshake was interrupted. Nothing was sent.
    Connect,
    /// The connection was not established in time. Nothing was sent.
    ConnectTimeout,
    /// The server's certificate is not trusted. Nothing was sent.
    Untrusted,
    /// A proxy does not allow the connection, or the TLS handshake failed and would fail again, for example because the
    /// server does not use TLS. The service has not received the request.
    Rejected,
    /// The transport cannot be used as it is configured, for example outside of its runtime. Nothing was sent.
    Configuration,
    /// The response was not complete in time. The service may have executed the request.
    Timeout,
    /// Any other failure, such as a connection that was reset while the request was sent or before the response was
    /// complete. The service may have executed the request.
    Other,
}

impl TransportError {
    /// Creates an error of the given kind from its cause.
    pub fn new(kind: TransportErrorKind, source: impl Into<BoxError>) -> Self {
        Self { kind, source: source.into(), explanation: Explanation::default() }
    }

    /// Returns what is wrong: the detail, or else the message of the innermost cause.
    pub(crate) fn detail(&self) -> String {
        self.explanation.detail.clone().unwrap_or_else(|| root_cause(self))
    }

    /// Returns the category of the error.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "connection failed",
            TransportErrorKind::ConnectTimeout => "connection timed out",
            TransportErrorKind::Untrusted => "the server's certificate is not trusted",
            TransportErrorKind::Rejected => "connection rejected",
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
