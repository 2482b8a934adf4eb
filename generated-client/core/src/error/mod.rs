//! The error type of the client.

mod constructors;
mod display;
mod keys;
mod kind;
pub(crate) mod misconfiguration;
pub(crate) mod outline;
mod redacted;
pub(crate) mod redaction;
pub(crate) mod service_error;
mod unescape;
pub(crate) mod url;
pub(crate) mod violation;

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::StatusCode;

use crate::error::misconfiguration::Missing;
use crate::error::service_error::ServiceError;
use crate::error::violation::Violation;
use crate::message::ResponseHead;

pub use kind::ErrorKind;
pub(crate) use kind::Retryability;

/// An error of the client's configuration or of a call.
///
/// `Display` is one line that says what happened and how to fix it; `Debug` shows the same facts by name. Credentials
/// and the values of secret fields are redacted everywhere, even if the server repeated them.
///
/// To act on an error, match on its [`kind`](Self::kind), [`code`](Self::code) or [`status`](Self::status). Do not
/// compare messages: any version may reword them, and so may the service.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// # let client = mock.client().build()?;
/// use huaweicloud_core::ErrorKind;
///
/// match client.list_paintings().limit(100_000).send().await {
///     Ok(page) => println!("{} paintings", page.paintings.len()),
///     Err(error) if error.kind() == ErrorKind::InvalidRequest => {
///         for violation in error.violations() {
///             eprintln!("{violation}");
///         }
///     }
///     Err(error) => eprintln!("{error}"),
/// }
/// # Ok(())
/// # }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    facts: Facts,
}

/// What is known about an error. Parts that do not apply to its kind are empty.
#[derive(Default)]
struct Facts {
    operation: Option<&'static str>,
    /// What happened, unless the configuration errors, the violations or the service say so.
    detail: String,
    configuration_errors: Vec<String>,
    missing: Option<Missing>,
    violations: Vec<Violation>,
    /// What the body of the response says, if it is an error.
    service: ServiceError,
    /// The canonical request that this client signed, if the gateway reports the one that it computed.
    signed_request: Option<String>,
    /// The head of the response, also if the exchange failed while its body was read.
    head: Option<ResponseHead>,
    body: Option<Bytes>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
    retryability: Retryability,
    is_timeout: bool,
    attempts: u32,
    /// Further facts, a few words each.
    notes: Vec<String>,
}

impl Error {
    /// Returns the category of the error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the ID of the operation that was called, as the vendor's SDKs spell it.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.facts.operation
    }

    /// Returns the HTTP status of the response, if one arrived. It can be 2xx if the response is unexpected or a
    /// task has not succeeded.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        Some(self.head()?.status)
    }

    /// Returns the service's error code, such as `APIGW.0301`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.facts.service.code.as_deref()
    }

    /// Returns the service's error message, the most specific one if it has several. It can have any length and contain
    /// any character. `Display` also shows the others, such as a title.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.facts.service.message.as_deref()
    }

    /// Returns the ID that the service gave to the request, for the vendor's support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.head()?.request_id.as_deref()
    }

    /// Returns the number of attempts that were started, including one that was cut off by a timeout.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.facts.attempts
    }

    /// Returns how long the service asks to wait before another attempt, counted from the arrival of its response.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.head()?.retry_after
    }

    /// Returns everything that is wrong with the client's configuration.
    #[must_use]
    pub fn configuration_errors(&self) -> &[String] {
        &self.0.facts.configuration_errors
    }

    /// Returns everything that is wrong with the request, in the order of the help page.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.0.facts.violations
    }

    /// Returns the body of the response, if one was read: at most its first MiB, without a byte order mark, and with
    /// credentials and the values of secret fields redacted.
    #[must_use]
    pub fn raw_body(&self) -> Option<&[u8]> {
        self.0.facts.body.as_deref()
    }

    /// Returns whether the failure is transient, so that another attempt can succeed: the default retry policy would
    /// retry a GET request that failed like this, or has retried the request for its credentials.
    ///
    /// Unless the kind is [`ErrorKind::Connect`] or [`ErrorKind::Credentials`], the service may already have executed
    /// the request.
    ///
    /// It returns false for an error of a custom provider of credentials, since the client does not know the reason. It
    /// also returns false for the kind [`ErrorKind::Paging`], after which the list must be read again from its start.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.retryability() != Retryability::Permanent
    }

    /// Returns whether the error is a timeout, of the connection or of the entire exchange.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.facts.is_timeout
    }

    pub(crate) fn retryability(&self) -> Retryability {
        self.0.facts.retryability
    }

    /// Returns the service's time according to its response.
    pub(crate) fn service_time(&self) -> Option<SystemTime> {
        self.head()?.date
    }

    fn head(&self) -> Option<&ResponseHead> {
        self.0.facts.head.as_ref()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.0.facts.source.as_deref()?;
        Some(source)
    }
}

#[cfg(test)]
mod tests;
