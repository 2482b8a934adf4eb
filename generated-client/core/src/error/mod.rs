//! The error type of the client.

mod display;
mod keys;
mod kind;
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

use crate::cause::{BoxError, root_cause};
use crate::error::service_error::ServiceError;
use crate::error::violation::Violation;
use crate::message::{RawResponse, ResponseHead, TransportError, TransportErrorKind};

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

    /// Returns the HTTP status of the response, if one arrived.
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

/// Constructors.
impl Error {
    pub(crate) fn configuration(configuration_errors: Vec<String>) -> Self {
        Self::new(ErrorKind::Configuration, Facts { configuration_errors, ..Facts::default() })
    }

    /// Creates a configuration error with a single reason.
    #[allow(clippy::needless_pass_by_value, reason = "used as a function of a result")]
    pub(crate) fn misconfigured(reason: impl ToString) -> Self {
        Self::configuration(vec![reason.to_string()])
    }

    pub(crate) fn invalid_request(operation: &'static str, violations: Vec<Violation>) -> Self {
        let facts = Facts { operation: Some(operation), violations, ..Facts::default() };
        Self::new(ErrorKind::InvalidRequest, facts)
    }

    pub(crate) fn not_serializable(operation: &'static str, cause: &str) -> Self {
        let detail = format!("the request cannot be represented as JSON: {cause}");
        Self::with_detail(ErrorKind::InvalidRequest, Some(operation), detail)
    }

    /// Creates an error for a failure to get credentials. Several calls can share its `cause`.
    pub(crate) fn credentials(operation: &'static str, cause: Arc<Self>) -> Self {
        let detail = format!("cannot get credentials: {cause}");
        let mut error = Self::with_detail(ErrorKind::Credentials, Some(operation), detail);
        error.0.facts.retryability = cause.retryability().of_credentials();
        error.0.facts.is_timeout = cause.is_timeout();
        error.0.facts.source = Some(cause);
        error
    }

    /// Creates an error of a custom credentials provider. The message omits the cause, which may contain a secret.
    pub(crate) fn provider(cause: BoxError) -> Self {
        Self::with_detail(ErrorKind::Credentials, None, "the credentials provider failed".to_owned()).with_source(cause)
    }

    /// Creates an error for an unusable credential of a custom provider. `reason` contains no part of the credential.
    pub(crate) fn unusable_credential(reason: &str) -> Self {
        let detail = format!("the credentials provider returned an unusable credential: {reason}");
        Self::with_detail(ErrorKind::Credentials, None, detail)
    }

    /// Creates an error for a timeout of `what`, such as "the attempt", after `limit`.
    pub(crate) fn deadline_exceeded(operation: &'static str, what: &str, limit: Duration) -> Self {
        // A shorter limit would be shown as 0.0 s.
        let digits = if limit < Duration::from_millis(100) { 3 } else { 1 };
        let detail = format!("{what} timed out after {:.digits$} s", limit.as_secs_f64());
        let mut error = Self::with_detail(ErrorKind::Timeout, Some(operation), detail);
        error.0.facts.is_timeout = true;
        error.0.facts.retryability = Retryability::MaybeExecuted;
        error
    }

    /// Creates a transport error. `stage` says in a few words where it happened, such as the host.
    pub(crate) fn transport(operation: &'static str, stage: &str, error: TransportError) -> Self {
        let (kind, retryability) = kind::of_transport_error(error.kind());
        let mut facts = Facts { operation: Some(operation), retryability, ..Facts::default() };
        if kind == ErrorKind::Configuration {
            facts.configuration_errors.push(root_cause(&error));
            return Self::new(kind, facts);
        }
        let via = match &error.explanation.proxy {
            Some(proxy) => format!(" via the proxy {proxy}"),
            None => String::new(),
        };
        facts.detail = format!("{error} ({stage}{via}): {}", error.detail());
        facts.notes.extend(error.explanation.hint.clone());
        facts.is_timeout = matches!(error.kind(), TransportErrorKind::ConnectTimeout | TransportErrorKind::Timeout);
        Self::new(kind, facts).with_source(error)
    }

    /// Creates a transport error that occurred while the body of `response` was read.
    pub(crate) fn interrupted_body(response: &RawResponse, error: TransportError) -> Self {
        let mut error = Self::transport(response.operation, "reading the response", error);
        error.0.facts.head = Some(ResponseHead::new(response));
        error
    }

    /// Creates an error that the service returned.
    pub(crate) fn service(response: &RawResponse, mut service: ServiceError) -> Self {
        service.remove_repetitions(response.status);
        let mut head = ResponseHead::new(response);
        head.request_id = head.request_id.or(service.request_id.take());
        let mut error = Self::of_response(ErrorKind::Service, response, head);
        error.0.facts.service = service;
        error
    }

    /// Creates an error for a response that is not valid for the operation. `detail` says why.
    pub(crate) fn unexpected_response(response: &RawResponse, detail: impl Into<String>) -> Self {
        let mut error = Self::of_response(ErrorKind::Response, response, ResponseHead::new(response));
        error.0.facts.detail = detail.into();
        error
    }

    fn of_response(kind: ErrorKind, response: &RawResponse, head: ResponseHead) -> Self {
        let facts = Facts {
            operation: Some(response.operation),
            retryability: Retryability::of_status(response.status),
            head: Some(head),
            body: Some(response.body.clone()),
            ..Facts::default()
        };
        Self::new(kind, facts)
    }

    /// Creates an error for a list that cannot be followed to its end. `detail` says how far it was followed.
    pub(crate) fn paging(operation: &'static str, detail: String) -> Self {
        Self::with_detail(ErrorKind::Paging, Some(operation), detail)
    }

    /// Creates an error for a task that has failed, or that its responses do not identify.
    pub(crate) fn task(operation: &'static str, detail: String) -> Self {
        Self::with_detail(ErrorKind::Task, Some(operation), detail)
    }

    /// Creates an error for a file that cannot be written. `detail` names the file.
    pub(crate) fn file(detail: String) -> Self {
        Self::with_detail(ErrorKind::File, None, detail)
    }

    fn with_detail(kind: ErrorKind, operation: Option<&'static str>, detail: String) -> Self {
        Self::new(kind, Facts { operation, detail, ..Facts::default() })
    }

    fn new(kind: ErrorKind, facts: Facts) -> Self {
        Self(Box::new(Inner { kind, facts }))
    }

    /// Sets the cause.
    pub(crate) fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.0.facts.source = Some(Arc::from(source.into()));
        self
    }

    /// Sets the operation that was called.
    pub(crate) fn of_operation(mut self, operation: &'static str) -> Self {
        self.0.facts.operation = Some(operation);
        self
    }

    /// Sets the number of attempts that were started.
    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.facts.attempts = attempts;
        self
    }

    /// Adds a further fact.
    pub(crate) fn with_note(mut self, note: String) -> Self {
        self.0.facts.notes.push(note);
        self
    }

    /// Adds the canonical request that this client signed, if the response contains the one that the gateway computed:
    /// it separates lines with `|`.
    pub(crate) fn with_signed_request(mut self, canonical_request: &str) -> Self {
        if self.kind() == ErrorKind::Service && self.raw_body().is_some_and(|body| body.contains(&b'|')) {
            self.0.facts.signed_request = Some(canonical_request.replace('\n', "|"));
        }
        self
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
