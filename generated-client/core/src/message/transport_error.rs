//! Errors of a transport.

use std::error::Error as StdError;
use std::fmt;

use crate::cause::BoxError;

/// Errors returned by a [`Transport`](crate::Transport).
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
/// [`ResponseBody`](crate::ResponseBody), which keeps the status and the request ID of its response.
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
    pub(crate) fn with_hint(self, hint: Option<&'static str>) -> Self {
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
