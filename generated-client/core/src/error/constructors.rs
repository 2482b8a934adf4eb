//! Constructors of errors, one for each cause, and setters for facts that are known later.

use std::sync::Arc;
use std::time::Duration;

use crate::cause::{BoxError, root_cause};
use crate::error::kind::of_transport_error;
use crate::error::misconfiguration::Misconfiguration;
use crate::error::service_error::ServiceError;
use crate::error::violation::Violation;
use crate::error::{Error, ErrorKind, Facts, Inner, Retryability};
use crate::message::{RawResponse, ResponseHead, TransportError, TransportErrorKind};

impl Error {
    pub(crate) fn configuration(reasons: Vec<Misconfiguration>) -> Self {
        let missing = reasons.iter().find_map(|reason| reason.missing);
        let configuration_errors = reasons.into_iter().map(|reason| reason.message).collect();
        Self::new(ErrorKind::Configuration, Facts { configuration_errors, missing, ..Facts::default() })
    }

    /// Creates a configuration error with a single reason.
    pub(crate) fn misconfigured(reason: impl Into<Misconfiguration>) -> Self {
        Self::configuration(vec![reason.into()])
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
        let (kind, retryability) = of_transport_error(error.kind());
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
        Self::transport(response.operation, "reading the response", error).with_head(response.error_head())
    }

    /// Creates an error that the service returned.
    pub(crate) fn service(response: &RawResponse, mut service: ServiceError) -> Self {
        service.remove_repetitions(response.status);
        let mut head = response.error_head();
        head.request_id = head.request_id.or(service.request_id.take());
        let mut error = Self::of_response(ErrorKind::Service, response, head);
        error.0.facts.service = service;
        error
    }

    /// Creates an error for a response that is not valid for the operation. `detail` says why.
    pub(crate) fn unexpected_response(response: &RawResponse, detail: impl Into<String>) -> Self {
        let mut error = Self::of_response(ErrorKind::Response, response, response.error_head());
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

    /// Sets the status and the request ID of the response that the error is about, even if its status is 2xx.
    pub(crate) fn with_head(mut self, head: ResponseHead) -> Self {
        self.0.facts.head = Some(head);
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
