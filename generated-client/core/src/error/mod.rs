//! The error type of the client.

mod display;
mod outline;
pub(crate) mod redaction;
pub(crate) mod service_error;
mod unescape;
pub(crate) mod violation;

use std::error::Error as StdError;
use std::io;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::StatusCode;

use crate::cause::{BoxError, root_cause};
use crate::descriptor::Field;
use crate::error::redaction::Redactor;
use crate::error::service_error::ServiceError;
use crate::error::violation::Violation;
use crate::message::{RawResponse, ResponseHead, TransportError, TransportErrorKind};
use crate::secret::Secret;
use crate::secret_fields;

/// Maximum number of bytes of a response body that an error keeps.
const MAX_BODY_BYTES: usize = 1024 * 1024;

/// Maximum number of bytes of a string from outside that an error keeps.
const MAX_TEXT_BYTES: usize = 64 * 1024;

/// An error of the client's configuration or of a call.
///
/// `Display` is one line that says what happened and how to fix it; `Debug` shows the same facts by name. Credentials
/// and the values of secret fields are redacted everywhere, even if the server repeated them.
///
/// To act on an error, match on its [`kind`](Self::kind), [`code`](Self::code) or [`status`](Self::status). Do not
/// compare messages: any version may reword them, and so may the service.
///
/// ```
/// # #[cfg(all(feature = "mock", feature = "reqwest"))]
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
/// # #[cfg(not(all(feature = "mock", feature = "reqwest")))]
/// # fn main() {}
/// ```
pub struct Error(Box<Inner>);

/// The category of an [`Error`], with what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client's configuration is invalid, or it cannot be used here, such as outside of a tokio runtime.
    ///
    /// Fix the program or its environment: [`Error::configuration_errors`] lists everything that is wrong.
    Configuration,
    /// The request violates a constraint of the help page and was not sent.
    ///
    /// Fix the request: [`Error::violations`] lists everything that is wrong. If the service accepts it nevertheless,
    /// send it with [`Call::validate`](crate::Call::validate).
    InvalidRequest,
    /// The connection failed, so nothing was sent. [`Error::is_timeout`] tells whether connecting timed out.
    ///
    /// Check the endpoint, the proxy and the certificates, which the message names. Any request can be sent again if
    /// [`Error::is_retryable`] returns true.
    Connect,
    /// The response did not arrive in time. The service may have executed the request.
    ///
    /// Send a request that only reads again, perhaps with a longer timeout. If it creates something, check first
    /// whether that exists.
    Timeout,
    /// The exchange failed after the connection was established. The service may have executed the request.
    ///
    /// As for [`Timeout`](Self::Timeout).
    Transport,
    /// The service or its gateway returned an error: see [`Error::status`], [`Error::code`] and [`Error::message`].
    ///
    /// If [`Error::is_retryable`] returns true, wait as long as [`Error::retry_after`] says and send the request again.
    /// Otherwise fix what the message says, such as a missing permission. The vendor's support needs
    /// [`Error::request_id`].
    Service,
    /// No credentials are available because their source failed.
    ///
    /// Check the source: [`source`](StdError::source) has its error.
    Credentials,
    /// The response is not valid for this operation, such as an HTML page, a redirect, or a body that is too large.
    ///
    /// Check whether the endpoint is that of the service: [`Error::status`] and [`Error::raw_body`] show what
    /// responded. If it is, the service has changed: a new version of the crate may know it.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Retryability {
    /// Another attempt would fail in the same way.
    Permanent,
    /// The service did not execute the request: any request can be retried.
    NotExecuted,
    /// The service rejected the request because of its rate limit (429).
    Throttled,
    /// The service may have executed the request: only an idempotent one can be retried.
    MaybeExecuted,
}

struct Inner {
    operation: Option<&'static str>,
    data: ErrorData,
    attempts: u32,
    /// Further facts, a few words each.
    notes: Vec<String>,
}

/// What is known about an error, by kind.
enum ErrorData {
    Configuration { errors: Vec<String> },
    InvalidRequest { violations: Vec<Violation> },
    NotSerializable { detail: String },
    Transport(TransportFailure),
    DeadlineExceeded { detail: String },
    Service(ServiceFailure),
    Credentials { detail: String, timed_out: bool, source: Option<BoxError> },
    UnexpectedResponse { head: ResponseHead, detail: String, body: Bytes },
    Paging { detail: String },
    Task { detail: String },
    File { detail: String, source: Option<io::Error> },
}

struct TransportFailure {
    kind: TransportErrorKind,
    detail: String,
    /// The head of the response, if the exchange failed while its body was read.
    head: Option<ResponseHead>,
    source: Option<BoxError>,
}

struct ServiceFailure {
    head: ResponseHead,
    code: Option<String>,
    message: Option<String>,
    /// Other messages in the body that `Display` shows.
    further: Option<String>,
    body: Bytes,
    /// The canonical request that this client signed, if the gateway reports the one that it computed.
    signed_request: Option<String>,
}

impl Error {
    /// Returns the category of the error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match &self.0.data {
            ErrorData::Configuration { .. } => ErrorKind::Configuration,
            ErrorData::InvalidRequest { .. } | ErrorData::NotSerializable { .. } => ErrorKind::InvalidRequest,
            ErrorData::Transport(failure) => match failure.kind {
                TransportErrorKind::Connect
                | TransportErrorKind::ConnectTimeout
                | TransportErrorKind::Untrusted
                | TransportErrorKind::Rejected => ErrorKind::Connect,
                TransportErrorKind::Timeout => ErrorKind::Timeout,
                TransportErrorKind::Configuration => ErrorKind::Configuration,
                TransportErrorKind::Other => ErrorKind::Transport,
            },
            ErrorData::DeadlineExceeded { .. } => ErrorKind::Timeout,
            ErrorData::Service(_) => ErrorKind::Service,
            ErrorData::Credentials { .. } => ErrorKind::Credentials,
            ErrorData::UnexpectedResponse { .. } => ErrorKind::Response,
            ErrorData::Paging { .. } => ErrorKind::Paging,
            ErrorData::Task { .. } => ErrorKind::Task,
            ErrorData::File { .. } => ErrorKind::File,
        }
    }

    /// Returns the ID of the operation that was called, as the vendor's SDKs spell it.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// Returns the HTTP status of the response, if one arrived.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        Some(self.head()?.status)
    }

    /// Returns the service's error code, such as `APIGW.0301`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match &self.0.data {
            ErrorData::Service(failure) => failure.code.as_deref(),
            _ => None,
        }
    }

    /// Returns the service's error message, the most specific one if it has several. It can have any length and contain
    /// any character. `Display` also shows the others, such as a title.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        match &self.0.data {
            ErrorData::Service(failure) => failure.message.as_deref(),
            _ => None,
        }
    }

    /// Returns the ID that the service gave to the request, for the vendor's support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.head()?.request_id.as_deref()
    }

    /// Returns the number of attempts that were started, including one that was cut off by a timeout.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns how long the service asks to wait before another attempt, counted from the arrival of its response.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.head()?.retry_after
    }

    /// Returns everything that is wrong with the client's configuration.
    #[must_use]
    pub fn configuration_errors(&self) -> &[String] {
        match &self.0.data {
            ErrorData::Configuration { errors } => errors,
            _ => &[],
        }
    }

    /// Returns everything that is wrong with the request, in the order of the help page.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        match &self.0.data {
            ErrorData::InvalidRequest { violations } => violations,
            _ => &[],
        }
    }

    /// Returns the body of the response, if one was read: at most its first MiB, without a byte order mark, and with
    /// credentials and the values of secret fields redacted.
    #[must_use]
    pub fn raw_body(&self) -> Option<&[u8]> {
        match &self.0.data {
            ErrorData::Service(ServiceFailure { body, .. }) | ErrorData::UnexpectedResponse { body, .. } => Some(body),
            _ => None,
        }
    }

    /// Returns whether the default retry policy would retry a GET request that failed like this.
    ///
    /// Another attempt can then succeed. Unless the kind is [`ErrorKind::Connect`], the service may already have
    /// executed the request.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.retryability() != Retryability::Permanent
    }

    /// Returns whether the error is a timeout, of the connection or of the entire exchange.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match &self.0.data {
            ErrorData::Transport(failure) => {
                matches!(failure.kind, TransportErrorKind::ConnectTimeout | TransportErrorKind::Timeout)
            }
            ErrorData::DeadlineExceeded { .. } => true,
            ErrorData::Credentials { timed_out, .. } => *timed_out,
            _ => false,
        }
    }

    pub(crate) fn retryability(&self) -> Retryability {
        match &self.0.data {
            ErrorData::Transport(failure) => match failure.kind {
                TransportErrorKind::Connect | TransportErrorKind::ConnectTimeout => Retryability::NotExecuted,
                TransportErrorKind::Untrusted | TransportErrorKind::Rejected | TransportErrorKind::Configuration => {
                    Retryability::Permanent
                }
                TransportErrorKind::Timeout | TransportErrorKind::Other => Retryability::MaybeExecuted,
            },
            ErrorData::DeadlineExceeded { .. } => Retryability::MaybeExecuted,
            ErrorData::Service(ServiceFailure { head, .. }) | ErrorData::UnexpectedResponse { head, .. } => {
                match head.status.as_u16() {
                    429 => Retryability::Throttled,
                    500..=599 => Retryability::MaybeExecuted,
                    _ => Retryability::Permanent,
                }
            }
            _ => Retryability::Permanent,
        }
    }

    /// Returns the service's time according to its response.
    pub(crate) fn service_time(&self) -> Option<SystemTime> {
        self.head()?.date
    }

    fn head(&self) -> Option<&ResponseHead> {
        match &self.0.data {
            ErrorData::Transport(failure) => failure.head.as_ref(),
            ErrorData::Service(ServiceFailure { head, .. }) | ErrorData::UnexpectedResponse { head, .. } => Some(head),
            _ => None,
        }
    }
}

/// Constructors.
impl Error {
    pub(crate) fn configuration(errors: Vec<String>) -> Self {
        Self::new(None, ErrorData::Configuration { errors })
    }

    /// Creates an error for a timer that cannot be used here, such as outside of its runtime.
    #[allow(clippy::needless_pass_by_value, reason = "used as a function of a result")]
    pub(crate) fn unusable_timer(cause: BoxError) -> Self {
        Self::configuration(vec![cause.to_string()])
    }

    pub(crate) fn invalid_request(operation: &'static str, violations: Vec<Violation>) -> Self {
        Self::new(Some(operation), ErrorData::InvalidRequest { violations })
    }

    pub(crate) fn not_serializable(operation: &'static str, cause: &str) -> Self {
        let detail = format!("the request cannot be represented as JSON: {cause}");
        Self::new(Some(operation), ErrorData::NotSerializable { detail })
    }

    /// Creates an error for a failure to get credentials. Several calls can share its `cause`.
    pub(crate) fn credentials(
        operation: &'static str,
        cause: impl StdError + Send + Sync + 'static,
        timed_out: bool,
    ) -> Self {
        let detail = format!("cannot get credentials: {cause}");
        Self::new(Some(operation), ErrorData::Credentials { detail, timed_out, source: Some(Box::new(cause)) })
    }

    /// Creates an error of a custom credentials provider. The message omits the cause, which may contain a secret.
    pub(crate) fn provider(cause: BoxError) -> Self {
        let detail = "the credentials provider failed".to_owned();
        Self::new(None, ErrorData::Credentials { detail, timed_out: false, source: Some(cause) })
    }

    /// Creates an error for an unusable credential of a custom provider. `reason` contains no part of the credential.
    pub(crate) fn unusable_credential(reason: &str) -> Self {
        let detail = format!("the credentials provider returned an unusable credential: {reason}");
        Self::new(None, ErrorData::Credentials { detail, timed_out: false, source: None })
    }

    /// Creates an error for a timeout of `what`, such as "the attempt", after `limit`.
    pub(crate) fn deadline_exceeded(operation: &'static str, what: &str, limit: Option<Duration>) -> Self {
        let detail = match limit {
            Some(limit) => format!("{what} timed out after {:.1} s", limit.as_secs_f64()),
            None => format!("{what} timed out"),
        };
        Self::new(Some(operation), ErrorData::DeadlineExceeded { detail })
    }

    /// Creates a transport error. `stage` says in a few words where it happened, such as the host.
    pub(crate) fn transport(operation: &'static str, stage: &str, error: TransportError) -> Self {
        if error.kind() == TransportErrorKind::Configuration {
            return Self::new(Some(operation), ErrorData::Configuration { errors: vec![root_cause(&error)] });
        }
        let explanation = error.explanation();
        let via = match &explanation.proxy {
            Some(proxy) => format!(" via the proxy {proxy}"),
            None => String::new(),
        };
        let cause = explanation.detail.clone().unwrap_or_else(|| root_cause(&error));
        let detail = format!("{error} ({stage}{via}): {cause}");
        let hint = explanation.hint.clone();
        let failure = TransportFailure { kind: error.kind(), detail, head: None, source: Some(error.into()) };
        let error = Self::new(Some(operation), ErrorData::Transport(failure));
        match hint {
            Some(hint) => error.with_note(hint),
            None => error,
        }
    }

    /// Creates a transport error that occurred while the body of `response` was read.
    pub(crate) fn interrupted_body(response: &RawResponse, error: TransportError) -> Self {
        let mut error = Self::transport(response.operation, "reading the response", error);
        if let ErrorData::Transport(failure) = &mut error.0.data {
            failure.head = Some(ResponseHead::new(response));
        }
        error
    }

    /// Creates an error that the service returned.
    pub(crate) fn service(response: &RawResponse, error: ServiceError) -> Self {
        let ServiceError { code, message, further, request_id } = error;
        let mut head = ResponseHead::new(response);
        head.request_id = head.request_id.or(request_id);
        let further = join_further(response.status, message.as_deref(), &further);
        let body = response.body.clone();
        let failure = ServiceFailure { head, code, message, further, body, signed_request: None };
        Self::new(Some(response.operation), ErrorData::Service(failure))
    }

    /// Creates an error for a response that is not valid for the operation. `detail` says why.
    pub(crate) fn unexpected_response(response: &RawResponse, detail: String) -> Self {
        let data =
            ErrorData::UnexpectedResponse { head: ResponseHead::new(response), detail, body: response.body.clone() };
        Self::new(Some(response.operation), data)
    }

    /// Creates an error for a list that cannot be followed to its end. `detail` says how far it was followed.
    pub(crate) fn paging(operation: &'static str, detail: String) -> Self {
        Self::new(Some(operation), ErrorData::Paging { detail })
    }

    /// Creates an error for a task that has failed. `state` is what its last response says.
    pub(crate) fn task_failed(operation: &'static str, state: &str) -> Self {
        Self::new(Some(operation), ErrorData::Task { detail: format!("the task has failed: {state}") })
    }

    /// Creates an error for a response that does not identify the task or its file. `detail` names the missing field.
    pub(crate) fn task_lost(operation: &'static str, detail: String) -> Self {
        Self::new(Some(operation), ErrorData::Task { detail })
    }

    /// Creates an error for a file that cannot be written. `detail` names the file.
    pub(crate) fn file(operation: Option<&'static str>, detail: String, source: Option<io::Error>) -> Self {
        Self::new(operation, ErrorData::File { detail, source })
    }

    /// Sets the number of attempts that were started.
    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Adds a further fact.
    pub(crate) fn with_note(mut self, note: String) -> Self {
        self.0.notes.push(note);
        self
    }

    /// Adds the canonical request that this client signed, if the response contains the one that the gateway computed:
    /// it separates lines with `|`.
    pub(crate) fn with_signed_request(mut self, canonical_request: &str) -> Self {
        if let ErrorData::Service(failure) = &mut self.0.data
            && failure.body.contains(&b'|')
        {
            failure.signed_request = Some(canonical_request.replace('\n', "|"));
        }
        self
    }

    /// Redacts the secret fields in the body of the response. Returns secrets that other parts of it may repeat.
    pub(crate) fn redact_fields(&mut self, fields: &[Field]) -> Vec<Secret> {
        let (ErrorData::Service(ServiceFailure { body, .. }) | ErrorData::UnexpectedResponse { body, .. }) =
            &mut self.0.data
        else {
            return Vec::new();
        };
        let Some(redacted) = secret_fields::response::redact(fields, body) else { return Vec::new() };
        *body = redacted.body;
        redacted.secrets
    }

    /// Redacts secrets wherever the server or the transport may have repeated them.
    pub(crate) fn redacted(mut self, redactor: &Redactor) -> Self {
        for note in &mut self.0.notes {
            redact(note, redactor);
        }
        match &mut self.0.data {
            ErrorData::InvalidRequest { .. } => {}
            ErrorData::Configuration { errors } => {
                for error in errors {
                    redact(error, redactor);
                }
            }
            ErrorData::NotSerializable { detail }
            | ErrorData::DeadlineExceeded { detail }
            | ErrorData::Paging { detail }
            | ErrorData::Task { detail }
            | ErrorData::File { detail, .. } => redact(detail, redactor),
            ErrorData::Transport(failure) => {
                redact(&mut failure.detail, redactor);
                if let Some(head) = &mut failure.head {
                    redact_optional(&mut head.request_id, redactor);
                }
                redact_source(&mut failure.source, redactor);
            }
            ErrorData::Service(failure) => {
                redact_optional(&mut failure.head.request_id, redactor);
                redact_optional(&mut failure.code, redactor);
                redact_optional(&mut failure.message, redactor);
                redact_optional(&mut failure.further, redactor);
                redact_optional(&mut failure.signed_request, redactor);
                redact_body(&mut failure.body, redactor);
            }
            ErrorData::Credentials { detail, source, .. } => {
                redact(detail, redactor);
                redact_source(source, redactor);
            }
            ErrorData::UnexpectedResponse { head, detail, body } => {
                redact_optional(&mut head.request_id, redactor);
                redact(detail, redactor);
                redact_body(body, redactor);
            }
        }
        self
    }

    fn new(operation: Option<&'static str>, data: ErrorData) -> Self {
        Self(Box::new(Inner { operation, data, attempts: 0, notes: Vec::new() }))
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.data {
            ErrorData::Transport(failure) => failure.source.as_deref().map(|source| source as _),
            ErrorData::Credentials { source, .. } => source.as_deref().map(|source| source as _),
            ErrorData::File { source, .. } => source.as_ref().map(|source| source as _),
            _ => None,
        }
    }
}

/// Joins the messages that say more than the first one and the status.
fn join_further(status: StatusCode, message: Option<&str>, texts: &[String]) -> Option<String> {
    let message = message.unwrap_or_default();
    let reason = status.canonical_reason().unwrap_or_default();
    let mut further = Vec::new();
    for text in texts {
        if !message.contains(text.as_str()) && !reason.eq_ignore_ascii_case(text) {
            further.push(text.as_str());
        }
    }
    if further.is_empty() { None } else { Some(further.join("; ")) }
}

/// How far beyond its limit a string is redacted before it is shortened, so that no part of a secret at the limit
/// remains.
const REDACTION_MARGIN: usize = 64 * 1024;

/// Redacts and shortens a string.
fn redact(text: &mut String, redactor: &Redactor) {
    truncate(text, MAX_TEXT_BYTES + REDACTION_MARGIN);
    *text = redactor.text(std::mem::take(text));
    truncate(text, MAX_TEXT_BYTES);
}

fn truncate(text: &mut String, max: usize) {
    let mut end = text.len().min(max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
}

fn redact_optional(text: &mut Option<String>, redactor: &Redactor) {
    if let Some(text) = text {
        redact(text, redactor);
    }
}

fn redact_body(body: &mut Bytes, redactor: &Redactor) {
    body.truncate(MAX_BODY_BYTES + REDACTION_MARGIN);
    *body = redactor.bytes(std::mem::take(body));
    body.truncate(MAX_BODY_BYTES);
}

/// Removes a source that shows a secret: its type is unknown, so it cannot be redacted.
fn redact_source(source: &mut Option<BoxError>, redactor: &Redactor) {
    if source.as_ref().is_some_and(|source| redactor.finds(&full_text(&**source))) {
        *source = None;
    }
}

/// Returns everything that an error and its causes show.
fn full_text(error: &(dyn StdError + 'static)) -> String {
    let mut text = format!("{error:?}");
    let mut next = Some(error);
    while let Some(error) = next {
        text.push_str(&error.to_string());
        next = error.source();
    }
    text
}

#[cfg(test)]
mod tests;
