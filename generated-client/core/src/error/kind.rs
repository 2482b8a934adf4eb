//! The categories of errors, by what to do about them.

use http::StatusCode;

use crate::message::TransportErrorKind;

/// The category of an [`Error`](crate::Error), with what to do about it.
///
/// Match on it if a program reacts to errors in different ways, and add a wildcard arm for kinds of later versions. To
/// decide only whether to try again, [`Error::is_retryable`](crate::Error::is_retryable) is simpler. To tell service
/// errors apart, compare [`Error::code`](crate::Error::code): many of them have the same
/// [status](crate::Error::status).
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// # let client = mock.client().build()?;
/// use huaweicloud_core::http::StatusCode;
/// use huaweicloud_core::{Error, ErrorKind};
///
/// /// Returns the exit code of a command line.
/// fn exit_code(error: &Error) -> u8 {
///     match error.kind() {
///         ErrorKind::Configuration | ErrorKind::InvalidRequest => 2,
///         ErrorKind::Service if error.code() == Some("MUSEUM.0403") => 3,
///         _ => 1,
///     }
/// }
///
/// mock.list_paintings().respond_with_error(StatusCode::FORBIDDEN, "MUSEUM.0403", "no permission");
/// let error = client.list_paintings().send().await.unwrap_err();
/// assert_eq!(exit_code(&error), 3);
/// let error = client.list_paintings().limit(1).send().await.unwrap_err();
/// assert_eq!(exit_code(&error), 2);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client's configuration is invalid, or it cannot be used here, such as outside of a tokio runtime.
    ///
    /// Fix the program or its environment: [`Error::configuration_errors`](crate::Error::configuration_errors) lists
    /// everything that is wrong.
    Configuration,
    /// The request violates a constraint of the help page and was not sent.
    ///
    /// Fix the request: [`Error::violations`](crate::Error::violations) lists everything that is wrong. If the service
    /// accepts it nevertheless, send it with [`Call::validate`](crate::Call::validate).
    InvalidRequest,
    /// The connection failed, so nothing was sent. [`Error::is_timeout`](crate::Error::is_timeout) tells whether
    /// connecting timed out.
    ///
    /// Check the endpoint, the proxy and the certificates, which the message names. Any request can be sent again if
    /// [`Error::is_retryable`](crate::Error::is_retryable) returns true.
    Connect,
    /// The response did not arrive in time. The service may have executed the request.
    ///
    /// A request that only reads can be sent again, perhaps with a longer timeout. Before you repeat one that creates
    /// something, check whether that exists.
    Timeout,
    /// The exchange failed after the connection was established. The service may have executed the request.
    ///
    /// As for [`Timeout`](Self::Timeout).
    Transport,
    /// The service or its gateway returned an error: see [`Error::status`](crate::Error::status),
    /// [`Error::code`](crate::Error::code) and [`Error::message`](crate::Error::message).
    ///
    /// If [`Error::is_retryable`](crate::Error::is_retryable) returns true, wait as long as
    /// [`Error::retry_after`](crate::Error::retry_after) says and send the request again. Otherwise fix what the
    /// message says, such as a missing permission. The vendor's support needs
    /// [`Error::request_id`](crate::Error::request_id).
    Service,
    /// No credentials are available because their source failed.
    ///
    /// If [`Error::is_retryable`](crate::Error::is_retryable) returns true, IAM or the metadata service was not
    /// available: send the request again later. Otherwise check the source: [`source`](std::error::Error::source) has
    /// its error.
    Credentials,
    /// The response is not valid for this operation, such as an HTML page, a redirect, or a body that is too large.
    ///
    /// Check whether the endpoint is that of the service: [`Error::status`](crate::Error::status) and
    /// [`Error::raw_body`](crate::Error::raw_body) show what responded. If it is, the service has changed: a new
    /// version of the crate may know it.
    Response,
    /// A list could not be followed to its end although each of its pages arrived: see [`Pages`](crate::Pages).
    ///
    /// List again: usually the list has changed in the meantime.
    Paging,
    /// A task has failed, or a response lacks the field that identifies the task or its file.
    ///
    /// Read [`WaitError::last_response`](crate::WaitError::last_response), and create the task again.
    Task,
    /// A download could not be saved to a file.
    ///
    /// Choose another path, allow overwriting, or make room on the disk, as the message says. The task need not be
    /// created again.
    File,
}

/// Whether another attempt may succeed, and for which requests it is safe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Retryability {
    /// Another attempt would fail in the same way.
    #[default]
    Permanent,
    /// The service did not execute the request: any request can be retried.
    NotExecuted,
    /// The service rejected the request because of its rate limit (429).
    Throttled,
    /// The service may have executed the request: only an idempotent one can be retried.
    MaybeExecuted,
    /// The request for the credentials was retried in vain, so the call is not. It can succeed later.
    RetriedAlready,
}

impl Retryability {
    /// Classifies the status of an error response.
    pub(super) fn of_status(status: StatusCode) -> Self {
        match status.as_u16() {
            429 => Self::Throttled,
            500..=599 => Self::MaybeExecuted,
            _ => Self::Permanent,
        }
    }

    /// Classifies a call by the failure of the request for its credentials.
    pub(super) fn of_credentials(self) -> Self {
        match self {
            // IAM counts a login that it throttles as a failed one.
            Self::Permanent | Self::Throttled => Self::Permanent,
            Self::NotExecuted | Self::MaybeExecuted | Self::RetriedAlready => Self::RetriedAlready,
        }
    }
}

/// Returns the category of a transport error, and whether another attempt may succeed.
pub(super) fn of_transport_error(kind: TransportErrorKind) -> (ErrorKind, Retryability) {
    match kind {
        TransportErrorKind::Connect | TransportErrorKind::ConnectTimeout => {
            (ErrorKind::Connect, Retryability::NotExecuted)
        }
        TransportErrorKind::Untrusted | TransportErrorKind::Rejected => (ErrorKind::Connect, Retryability::Permanent),
        TransportErrorKind::Configuration => (ErrorKind::Configuration, Retryability::Permanent),
        TransportErrorKind::Timeout => (ErrorKind::Timeout, Retryability::MaybeExecuted),
        TransportErrorKind::Other => (ErrorKind::Transport, Retryability::MaybeExecuted),
    }
}
