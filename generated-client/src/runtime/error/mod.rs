//! The one error type.

mod display;
pub(crate) mod redaction;
pub(crate) mod service_error;
pub(crate) mod violation;

use std::error::Error as StdError;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::StatusCode;
use http::header::{DATE, HeaderMap, RETRY_AFTER};

use crate::runtime::error::redaction::Redactor;
use crate::runtime::error::service_error::ServiceError;
use crate::runtime::error::violation::Violation;
use crate::runtime::send::raw_response::RawResponse;
use crate::runtime::transport::{BoxError, TransportError, TransportErrorKind, root_cause};

/// So much of a body is kept in an error.
const KEPT_BODY: usize = 1024 * 1024;

/// So many bytes of a text that came from outside are kept.
const KEPT_TEXT: usize = 64 * 1024;

/// Why a client could not be made, or a call did not succeed.
///
/// Its `Display` is one line. Nothing in it holds the credentials, even if the server repeated them.
pub struct Error(pub(super) Box<Details>);

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client is not configured properly: see [`Error::configuration_errors`].
    Configuration,
    /// The request breaks a constraint, and was not sent: see [`Error::violations`].
    InvalidRequest,
    /// There was no connection, so that nothing was sent. [`Error::is_timeout`] tells whether it took too long.
    Connect,
    /// The whole response was not there in time. The service may have done its work.
    Timeout,
    /// The exchange broke off. The service may have done its work.
    Transport,
    /// The service, or its gateway, answered an error: see [`Error::status`], [`Error::code`], [`Error::message`].
    Service,
    /// There are no credentials: the source of them failed. See the error's source.
    Credentials,
    /// What came is no answer to the operation, such as a web page, a redirect, or something too large: see
    /// [`Error::status`], [`Error::raw_body`].
    Response,
    /// A list could not be followed to its end, though each of its pages came: see [`Pages`](crate::Pages).
    Paging,
}

pub(super) struct Details {
    pub(super) kind: ErrorKind,
    pub(super) operation: Option<&'static str>,
    pub(super) status: Option<StatusCode>,
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) request_id: Option<String>,
    pub(super) retry_after: Option<Duration>,
    pub(super) body: Option<Bytes>,
    /// What happened, where the other parts do not tell; as long as the server likes.
    pub(super) detail: String,
    pub(super) problems: Vec<String>,
    pub(super) violations: Vec<Violation>,
    pub(super) timed_out: bool,
    /// Whether the other side could not prove who it is, which a further attempt will not change.
    pub(super) untrusted: bool,
    pub(super) attempts: u32,
    /// The service's time, by the response's head.
    pub(super) service_time: Option<SystemTime>,
    /// The canonical request as this client signed it, where the gateway shows its own.
    pub(super) signed: Option<String>,
    /// What else to know, in a few words.
    pub(super) notes: Vec<String>,
    pub(super) source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// What kind of thing went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Id of the operation that was called, as the vendor's SDKs spell it.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// HTTP status of the response, if one came.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The service's error code, such as `HSS.0001` or `APIGW.0301`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The service's error message, as it came: it can have any length and any characters.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// Id of the request at the service, to be named to the vendor's support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// How many attempts there were to send the request, the one among them during which the time ran out.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How long the service asks to wait, where it says so, from when its response was there.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// All problems of a client's configuration.
    #[must_use]
    pub fn configuration_errors(&self) -> &[String] {
        &self.0.problems
    }

    /// All that is wrong with a request, in the order of the help page.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.0.violations
    }

    /// The body of the response, if one was read: at most its first MiB, as it came but for the credentials.
    #[must_use]
    pub fn raw_body(&self) -> Option<&[u8]> {
        self.0.body.as_deref()
    }

    /// Whether the same call can succeed when it is sent again: there was no connection, it took too long, or the
    /// status is 429 or 5xx.
    ///
    /// Except for [`ErrorKind::Connect`], it may have had its effect already.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        let status = self.0.status.map_or(0, |status| status.as_u16());
        let passing = matches!(self.0.kind, ErrorKind::Connect | ErrorKind::Timeout) && !self.0.untrusted;
        passing || status == 429 || (500..600).contains(&status)
    }

    /// Whether something took too long, be it the connection or the whole exchange.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.timed_out
    }

    pub(crate) fn configuration(problems: Vec<String>) -> Self {
        Self::new(Details { problems, ..Details::of(ErrorKind::Configuration) })
    }

    pub(crate) fn invalid_request(operation: &'static str, violations: Vec<Violation>) -> Self {
        Self::new(Details { violations, ..Details::of_operation(ErrorKind::InvalidRequest, operation) })
    }

    pub(crate) fn not_serializable(operation: &'static str, cause: &serde_json::Error) -> Self {
        let detail = format!("the request has no JSON form: {cause}");
        Self::new(Details { detail, ..Details::of_operation(ErrorKind::InvalidRequest, operation) })
    }

    /// The source of the credentials failed, for this call and for others.
    pub(crate) fn credentials(
        operation: &'static str,
        cause: impl StdError + Send + Sync + 'static,
        timed_out: bool,
    ) -> Self {
        let detail = format!("there are no credentials: {cause}");
        let details = Details::of_operation(ErrorKind::Credentials, operation);
        Self::new(Details { detail, timed_out, source: Some(Box::new(cause)), ..details })
    }

    /// A source of the user's own failed. Its error is not repeated: it may hold anything.
    pub(crate) fn provider(cause: BoxError) -> Self {
        let detail = "the provider of credentials failed".to_owned();
        Self::new(Details { detail, source: Some(cause), ..Details::of(ErrorKind::Credentials) })
    }

    /// `what` took longer than it may.
    pub(crate) fn timed_out(operation: &'static str, what: &str, limit: Option<Duration>) -> Self {
        let detail = format!("{what} took longer than {:.1} s", limit.unwrap_or_default().as_secs_f64());
        Self::new(Details { detail, timed_out: true, ..Details::of_operation(ErrorKind::Timeout, operation) })
    }

    /// A source of the user's own provided what cannot be used. `fault` holds nothing of it.
    pub(crate) fn provided(fault: &str) -> Self {
        let detail = format!("what the provider of credentials provided cannot be used: {fault}");
        Self::new(Details { detail, ..Details::of(ErrorKind::Credentials) })
    }

    /// After so many attempts.
    pub(crate) fn after(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// With something else to know.
    pub(crate) fn noting(mut self, note: String) -> Self {
        self.0.notes.push(note);
        self
    }

    /// With the canonical request as this client signed it, where the gateway shows its own.
    pub(crate) fn beside(mut self, canonical: Option<String>) -> Self {
        let body = self.0.body.as_deref().unwrap_or_default();
        let shown = canonical.filter(|_| body.contains(&b'|'));
        self.0.signed = shown.map(|canonical| canonical.replace('\n', "|"));
        self
    }

    /// The service's time, if its response says it.
    pub(crate) fn service_time(&self) -> Option<SystemTime> {
        self.0.service_time
    }

    /// `stage` says in a few words where it happened.
    pub(crate) fn transport(operation: &'static str, stage: &str, error: TransportError) -> Self {
        let (kind, timed_out) = match error.kind() {
            TransportErrorKind::Connect | TransportErrorKind::Untrusted => (ErrorKind::Connect, false),
            TransportErrorKind::ConnectTimeout => (ErrorKind::Connect, true),
            TransportErrorKind::Timeout => (ErrorKind::Timeout, true),
            TransportErrorKind::Other => (ErrorKind::Transport, false),
        };
        let untrusted = error.kind() == TransportErrorKind::Untrusted;
        let detail = format!("{error} ({stage}): {}", root_cause(&error));
        let source = Some(error.into());
        Self::new(Details { detail, timed_out, untrusted, source, ..Details::of_operation(kind, operation) })
    }

    /// An error that the service answered.
    pub(crate) fn service(answer: &RawResponse, error: ServiceError) -> Self {
        let ServiceError { code, message, request_id } = error;
        let details =
            Details { code, message, request_id, ..Details::of_operation(ErrorKind::Service, answer.operation) };
        Self::new(Details { body: Some(answer.body.clone()), ..details }).of_answer(answer)
    }

    /// A response that is no answer to the operation. `detail` goes on from "the response is no answer: ".
    pub(crate) fn unreadable(answer: &RawResponse, detail: String) -> Self {
        let details = Details { detail, ..Details::of_operation(ErrorKind::Response, answer.operation) };
        Self::new(Details { body: Some(answer.body.clone()), ..details }).of_answer(answer)
    }

    /// With what the response's head says.
    pub(crate) fn of_answer(mut self, answer: &RawResponse) -> Self {
        self.0.status = Some(answer.status);
        self.0.request_id = header_text(&answer.headers, "x-request-id").or(self.0.request_id.take());
        self.0.service_time = header_text(&answer.headers, DATE.as_str()).and_then(|text| http_date(&text));
        let from = self.0.service_time.unwrap_or(answer.received);
        self.0.retry_after = header_text(&answer.headers, RETRY_AFTER.as_str()).and_then(|text| pause(&text, from));
        self
    }

    /// A list that does not come to its end. `detail` says how far it got.
    pub(crate) fn paging(operation: &'static str, detail: String) -> Self {
        Self::new(Details { detail, ..Details::of_operation(ErrorKind::Paging, operation) })
    }

    /// Without the secrets, wherever the server or the transport may have repeated them.
    pub(crate) fn redacted(mut self, redactor: &Redactor) -> Self {
        let details = &mut *self.0;
        let clean = |text: &mut String| *text = redactor.text(start_of(std::mem::take(text)));
        let texts = [&mut details.code, &mut details.message, &mut details.request_id, &mut details.signed];
        texts.into_iter().flatten().for_each(clean);
        details.notes.iter_mut().chain([&mut details.detail]).for_each(clean);
        details.body = details.body.take().map(|body| redactor.bytes(body.slice(..body.len().min(KEPT_BODY))));
        details.source = details.source.take().filter(|source| !redactor.finds(&everything(&**source)));
        self
    }

    fn new(details: Details) -> Self {
        Self(Box::new(details))
    }
}

impl Details {
    fn of(kind: ErrorKind) -> Self {
        Self {
            kind,
            operation: None,
            status: None,
            code: None,
            message: None,
            request_id: None,
            retry_after: None,
            body: None,
            detail: String::new(),
            problems: Vec::new(),
            violations: Vec::new(),
            timed_out: false,
            untrusted: false,
            attempts: 0,
            service_time: None,
            signed: None,
            notes: Vec::new(),
            source: None,
        }
    }

    fn of_operation(kind: ErrorKind, operation: &'static str) -> Self {
        Self { operation: Some(operation), ..Self::of(kind) }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

/// Not more than anybody reads.
fn start_of(mut text: String) -> String {
    let mut end = text.len().min(KEPT_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text
}

fn header_text(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = String::from_utf8_lossy(headers.get(name)?.as_bytes()).trim().to_owned();
    (!value.is_empty()).then_some(value)
}

/// A pause as `Retry-After` says it: in seconds, or by a date, which may have passed.
fn pause(text: &str, from: SystemTime) -> Option<Duration> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More than 64 bits can hold is still a pause, and longer than anybody waits.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    http_date(text).map(|date| date.duration_since(from).unwrap_or_default())
}

fn http_date(text: &str) -> Option<SystemTime> {
    jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok().map(SystemTime::from)
}

/// All that an error and its causes can show of themselves.
fn everything(error: &(dyn StdError + 'static)) -> String {
    let mut text = format!("{error:?}");
    let mut next = Some(error);
    while let Some(error) = next {
        text.push_str(&error.to_string());
        next = error.source();
    }
    text
}
