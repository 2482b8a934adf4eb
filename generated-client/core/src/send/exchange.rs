//! One HTTP exchange: sends a request once and reads the response, trusting none of it.

use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, HeaderMap, HeaderName, TRANSFER_ENCODING};
use http::response;
use http::uri::Authority;
use http::{Method, Uri, Version};

use http_body::Body;
use tracing::{Instrument, Level, Span, debug, event_enabled, trace};

use crate::attempt_log::AttemptLog;
use crate::error::{Error, ErrorKind};
use crate::message::{RawResponse, ResponseBody, content_length, request_id, retry_after};
use crate::secret::Secret;
use crate::send::connection::Connection;
use crate::send::file_beginning::read_beginning;
use crate::send::whole_body::{BodyLimit, read_whole};
use crate::telemetry::{self, TARGET};
use crate::time::Clock;
use crate::transport::TransportFuture;

/// How much of a successful response is read at once.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyMode {
    /// All of it.
    Buffered,
    /// The beginning of a file. The rest is read as the caller asks for it.
    Streamed,
}

/// What a request is about, for errors and events.
#[derive(Clone, Copy)]
pub(crate) struct Subject {
    /// Operation ID, or a name for a request for a credential or a project. Error messages start with it.
    pub(crate) operation: &'static str,
    /// Path with placeholders.
    pub(crate) path: &'static str,
    /// Whether the query can contain secrets.
    pub(crate) has_secret_query: bool,
    /// End of the error for a response that is too large: a colon and what to do about it, or nothing.
    pub(crate) too_large_advice: &'static str,
    /// Returns the credentials that a response with any status contains.
    pub(crate) issued_secrets: fn(&RawResponse) -> Vec<Secret>,
}

impl Subject {
    /// Returns a subject with a small response, and without secrets in the query or in the response.
    pub(crate) fn new(operation: &'static str, path: &'static str) -> Self {
        Self { operation, path, has_secret_query: false, too_large_advice: "", issued_secrets: |_| Vec::new() }
    }

    /// Sets the function that returns the credentials in a response.
    pub(crate) fn issuing(mut self, issued_secrets: fn(&RawResponse) -> Vec<Secret>) -> Self {
        self.issued_secrets = issued_secrets;
        self
    }
}

/// Sends a request once, within the span of the attempt.
///
/// Passes the request to the transport before it returns, so that the future does not hold the request.
pub(crate) fn exchange(
    connection: &Connection,
    subject: &Subject,
    log: &AttemptLog,
    request: http::Request<Bytes>,
    mode: BodyMode,
    timeout: Duration,
) -> impl Future<Output = Result<RawResponse, Error>> {
    let method = request.method().clone();
    let authority = request.uri().authority().cloned();
    let span = telemetry::attempt_span(subject.operation, method.as_str(), subject.path, log.started.saturating_sub(1));
    let (started, response) = {
        let _entered = span.enter();
        trace!(
            target: TARGET,
            { http.request.method = method.as_str(), url.full = shown_url(request.uri(), subject, log) },
            "sending"
        );
        // Read the clock only if the event is recorded: that is slow on some virtual machines.
        let is_reported = event_enabled!(target: TARGET, Level::DEBUG, url.template, duration_ms);
        (is_reported.then(|| connection.clock.now()), connection.transport.send(request))
    };
    let span_of_attempt = span.clone();
    let attempt = async move {
        let outcome = receive(connection, subject, authority.as_ref(), response, mode, timeout).await;
        let duration = started.map(|started| connection.clock.now().duration_since(started).unwrap_or_default());
        if let Ok(response) = &outcome {
            log.add_secrets((subject.issued_secrets)(response));
        }
        report_attempt(&span_of_attempt, subject, &method, duration, &outcome, log);
        outcome
    };
    attempt.instrument(span)
}

/// Reports how an attempt ended: in its span, and as an event, which metrics can count.
fn report_attempt(
    span: &Span,
    subject: &Subject,
    method: &Method,
    duration: Option<Duration>,
    outcome: &Result<RawResponse, Error>,
    log: &AttemptLog,
) {
    let response = outcome.as_ref().ok();
    let error_type = outcome.as_ref().err().map(telemetry::error_type);
    let request_id = || Some(telemetry::shown_request_id(&log.redact(request_id(&response?.headers)?)));
    if !span.is_disabled() {
        telemetry::record_attempt(span, response.map(|response| response.status), request_id(), error_type.as_deref());
    }
    debug!(
        target: TARGET,
        operation = subject.operation,
        http.request.method = method.as_str(),
        url.template = subject.path,
        duration_ms = duration.map(|duration| duration.as_secs_f64() * 1000.0),
        http.response.status_code = response.map(|response| response.status.as_u16()),
        request_id = request_id(),
        error.type = error_type,
        "attempt",
    );
}

/// Returns a URL without the secrets in it.
fn shown_url(uri: &Uri, subject: &Subject, log: &AttemptLog) -> String {
    let url = uri.to_string();
    match url.split_once('?') {
        Some((path, _)) if subject.has_secret_query => format!("{}?[redacted]", log.redact(path)),
        _ => log.redact(&url),
    }
}

/// Waits for a response and reads it.
async fn receive(
    connection: &Connection,
    subject: &Subject,
    authority: Option<&Authority>,
    response: TransportFuture<'_>,
    mode: BodyMode,
    timeout: Duration,
) -> Result<RawResponse, Error> {
    let operation = subject.operation;
    let exchange = pin!(async move {
        let response = response.await.map_err(|error| {
            let host = authority.map_or("", Authority::as_str);
            with_region_note(connection, Error::transport(operation, host, error))
        })?;
        let limit = BodyLimit { bytes: connection.max_response_bytes, advice: subject.too_large_advice };
        read(operation, response, mode, limit, &connection.clock).await
    });
    match connection.clock.within(timeout, exchange).await {
        Some(outcome) => outcome,
        None => Err(Error::deadline_exceeded(operation, "the attempt", timeout)),
    }
}

/// Adds a note to a failed connection if its region is unknown.
fn with_region_note(connection: &Connection, error: Error) -> Error {
    match &connection.unknown_region {
        Some(region) if error.kind() == ErrorKind::Connect => {
            error.with_note(format!("the region {region} is not known to this version of the client"))
        }
        _ => error,
    }
}

/// Reads a body within the limit, or the beginning of a file of any size.
async fn read(
    operation: &'static str,
    response: http::Response<ResponseBody>,
    mode: BodyMode,
    limit: BodyLimit,
    clock: &Clock,
) -> Result<RawResponse, Error> {
    let (response::Parts { status, headers, version, .. }, body) = response.into_parts();
    let mut response = RawResponse { operation, status, headers, body: Bytes::new(), file: None, retry_after: None };
    response.retry_after = retry_after(&response.headers, || clock.now());
    for (header, plain) in [(CONTENT_ENCODING, &["identity"][..]), (TRANSFER_ENCODING, &["identity", "chunked"])] {
        if let Some(coding) = find_coding(&response.headers, &header, plain) {
            let header = if header == CONTENT_ENCODING { "Content-Encoding" } else { "Transfer-Encoding" };
            let detail = format!("its {header} \"{coding}\" was not requested");
            return Err(Error::unexpected_response(&response, detail));
        }
    }
    if mode == BodyMode::Streamed && response.status.is_success() {
        let has_marked_end = has_marked_end(&response.headers, version, &body);
        // Boxed, since it is much larger than the futures of other calls.
        return Box::pin(read_beginning(response, body, has_marked_end, limit)).await;
    }
    read_whole(&mut response, body, limit).await?;
    Ok(response)
}

/// Returns the codings of a header if one of them is not `plain`.
fn find_coding(headers: &HeaderMap, header: &HeaderName, plain: &[&str]) -> Option<String> {
    for value in headers.get_all(header) {
        let value = String::from_utf8_lossy(value.as_bytes());
        for coding in value.split(',').map(str::trim) {
            if !coding.is_empty() && !plain.iter().any(|plain| plain.eq_ignore_ascii_case(coding)) {
                return Some(value.trim().to_owned());
            }
        }
    }
    None
}

/// Returns whether a body that is cut off can be told from a complete one: by its length or its chunks, by the frames
/// of a later version of HTTP, or because it is in memory already.
fn has_marked_end(headers: &HeaderMap, version: Version, body: &ResponseBody) -> bool {
    if version > Version::HTTP_11 || body.size_hint().exact().is_some() || content_length(headers).is_some() {
        return true;
    }
    // Other codings are rejected.
    find_coding(headers, &TRANSFER_ENCODING, &["identity"]).is_some()
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use http_body::{Body, Frame};

    use http::StatusCode;

    use super::*;
    use crate::error::ErrorKind;
    use crate::message::{TransportError, TransportErrorKind};
    use crate::testing::{FakeTransport, good, now};
    use crate::transport::Transport;

    /// A body of these frames. Reading past the last one fails the test.
    struct Frames(VecDeque<Result<Frame<Bytes>, TransportError>>);

    impl Body for Frames {
        type Data = Bytes;
        type Error = TransportError;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
            Poll::Ready(Some(self.0.pop_front().expect("reading stops at the limit")))
        }
    }

    fn data(text: &'static str) -> Frame<Bytes> {
        Frame::data(Bytes::from_static(text.as_bytes()))
    }

    fn send_error(headers: &[(&str, &str)], body: ResponseBody, limit: usize) -> Error {
        let mut response = http::Response::builder().status(200);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        let transport = FakeTransport::with_response(response.body(body).expect("a response"));
        let client = transport.client().max_response_bytes(limit).build().expect("a client");
        now(client.call(good()).send()).expect_err("an error")
    }

    #[test]
    fn reads_a_body_up_to_the_limit() {
        let exact =
            FakeTransport::json(200, r#"{"total":1}"#).client().max_response_bytes(11).build().expect("a client");
        now(exact.call(good()).send()).expect("11 bytes");
        let frames = Frames([Ok(data(r#"{"tot"#)), Ok(Frame::trailers(HeaderMap::new())), Ok(data("al\":1} "))].into());
        let error = send_error(&[], ResponseBody::new(frames), 11);
        assert_eq!((error.kind(), error.status()), (ErrorKind::Response, Some(StatusCode::OK)));
        assert!(error.to_string().contains("exceeds max_response_bytes, 11 bytes: request less"), "{error}");
        let unread = || ResponseBody::new(Frames(VecDeque::new()));
        for length in ["12", "18446744073709551615"] {
            assert_eq!(send_error(&[("content-length", length)], unread(), 11).kind(), ErrorKind::Response, "{length}");
        }
    }

    #[test]
    fn rejects_encodings_that_were_not_requested() {
        let body = || ResponseBody::from(Bytes::from_static(br#"{"total":1}"#));
        for (header, coding) in [
            ("Content-Encoding", "gzip"),
            ("Content-Encoding", "GZIP"),
            ("Content-Encoding", "br"),
            ("Content-Encoding", "identity, gzip"),
            ("Content-Encoding", "chunked"),
            ("Transfer-Encoding", "gzip, chunked"),
            ("Transfer-Encoding", "deflate"),
        ] {
            let error = send_error(&[(header, coding)], body(), 99);
            let expected = format!("its {header} \"{coding}\" was not requested");
            assert!(error.kind() == ErrorKind::Response && error.to_string().contains(&expected), "{error}");
        }
        for (header, coding) in [
            ("content-encoding", "identity"),
            ("content-encoding", " Identity "),
            ("content-encoding", ""),
            ("transfer-encoding", "Chunked"),
            ("transfer-encoding", "identity"),
        ] {
            let response = http::Response::builder().header(header, coding).body(body()).expect("a response");
            let client = FakeTransport::with_response(response).client().build().expect("a client");
            now(client.call(good()).send()).expect(coding);
        }
    }

    #[test]
    fn an_interrupted_body_keeps_the_head() {
        for (kind, expected) in
            [(TransportErrorKind::Other, ErrorKind::Transport), (TransportErrorKind::Timeout, ErrorKind::Timeout)]
        {
            let frames = Frames([Ok(data("{")), Err(TransportError::new(kind, "reset"))].into());
            let error = send_error(&[("x-request-id", "r-1")], ResponseBody::new(frames), 99);
            assert_eq!(
                (error.kind(), error.status(), error.request_id()),
                (expected, Some(StatusCode::OK), Some("r-1"))
            );
            assert!(error.to_string().contains("reset"), "{error}");
        }
    }

    /// A transport that cannot connect.
    struct Unplugged;

    impl Transport for Unplugged {
        fn send(&self, _: http::Request<Bytes>) -> TransportFuture<'_> {
            Box::pin(std::future::ready(Err(TransportError::new(TransportErrorKind::Connect, "no such host"))))
        }
    }

    #[test]
    fn a_failed_connection_names_an_unknown_region() {
        for (region, endpoint, named) in
            [("xx-1", None, true), ("cn-north-4", None, false), ("xx-1", Some("https://a"), false)]
        {
            let client = FakeTransport::default().client_without_endpoint().transport(Unplugged).region(region);
            let client = match endpoint {
                Some(endpoint) => client.endpoint(endpoint).build(),
                None => client.build(),
            };
            let error = now(client.expect("a client").call(good()).send()).expect_err("no connection");
            let hint = "the region xx-1 is not known to this version of the client";
            assert_eq!((error.kind(), error.to_string().contains(hint)), (ErrorKind::Connect, named), "{error}");
        }
    }
}
