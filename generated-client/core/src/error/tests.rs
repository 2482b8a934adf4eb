use std::error::Error as _;

use super::redacted::{MAX_BODY_BYTES, MAX_TEXT_BYTES};
use super::*;
use crate::descriptor::ParameterLocation;
use crate::error::redaction::Redactor;
use crate::error::violation::ViolationKind;
use crate::message::{RawResponse, TransportError, TransportErrorKind, retry_after};
use crate::operation::Operation;
use crate::secret::Secret;
use crate::testing::EchoRequest;

const OPERATION: &str = EchoRequest::DESCRIPTOR.id;

fn response(status: u16, headers: &[(&'static str, &str)], body: &str) -> RawResponse {
    let headers = headers.iter().map(|(name, value)| {
        (http::HeaderName::from_static(name), http::HeaderValue::from_bytes(value.as_bytes()).expect("a value"))
    });
    let headers: http::HeaderMap = headers.collect();
    let retry_after = retry_after(&headers, || std::time::UNIX_EPOCH);
    let status = StatusCode::from_u16(status).expect("a status");
    RawResponse { operation: OPERATION, status, headers, body: body.to_owned().into(), file: None, retry_after }
}

fn service(status: u16, headers: &[(&'static str, &str)], body: &str) -> Error {
    Error::service(&response(status, headers, body), ServiceError::from_bytes(body.as_bytes()))
}

fn transport(kind: TransportErrorKind, cause: &str) -> Error {
    Error::transport(OPERATION, "https://a", TransportError::new(kind, cause))
}

fn credentials(cause: Error) -> Error {
    Error::credentials(OPERATION, Arc::new(cause))
}

fn violation() -> Violation {
    Violation {
        parameter: "limit".to_owned(),
        location: ParameterLocation::Query,
        kind: ViolationKind::Value { expected: "10 to 200".to_owned(), actual: Some("201".to_owned()) },
        help_page: EchoRequest::DESCRIPTOR.page,
    }
}

struct Case {
    error: Error,
    display: &'static str,
    /// What both `Display` and `Debug` show.
    facts: &'static [&'static str],
}

/// Returns errors of calls without a response.
fn cases_without_response() -> Vec<Case> {
    vec![
        Case {
            error: Error::configuration(vec!["a".into(), "b".into()]),
            display: "invalid client configuration: a; b",
            facts: &["a", "b"],
        },
        Case {
            error: Error::invalid_request(OPERATION, vec![violation()]),
            display: "Echo: invalid request, not sent: `limit` (query) must be 10 to 200, not 201 (help page “Echoing”, \
                      updated 2026-01-02)",
            facts: &["Echo", "limit", "10 to 200", "201", "Echoing", "2026-01-02"],
        },
        Case {
            error: transport(TransportErrorKind::Connect, "no route to host")
                .with_note("one note".to_owned())
                .with_attempts(3),
            display: "Echo: connection failed (https://a): no route to host; one note (3 attempts)",
            facts: &["Echo", "connection failed (https://a): no route to host", "one note", "attempts", "3"],
        },
        Case {
            error: Error::deadline_exceeded(OPERATION, "the attempt", Duration::from_millis(1500)),
            display: "Echo: the attempt timed out after 1.5 s",
            facts: &["Echo", "the attempt timed out after 1.5 s"],
        },
        Case {
            error: Error::deadline_exceeded(OPERATION, "the call", Duration::from_millis(1)),
            display: "Echo: the call timed out after 0.001 s",
            facts: &["Echo", "the call timed out after 0.001 s"],
        },
        Case {
            error: credentials(Error::file("sealed".to_owned())),
            display: "Echo: cannot get credentials: sealed",
            facts: &["Echo", "cannot get credentials: sealed"],
        },
        Case {
            error: Error::paging(OPERATION, "paging stopped".to_owned()),
            display: "Echo: paging stopped",
            facts: &["Echo", "paging stopped"],
        },
    ]
}

fn cases_with_response() -> Vec<Case> {
    let pair = r#"{"error_code": "HSS.0001", "error_msg": "bad\r\nlimit"}"#;
    let mismatch = r#"{"error_code": "APIGW.0301", "error_msg": "theirs:GET|/"}"#;
    vec![
        Case {
            error: service(400, &[("x-request-id", "r-1")], pair),
            display: r"Echo: the service returned 400 Bad Request, HSS.0001: bad\u{d}\u{a}limit (request ID r-1)",
            facts: &["Echo", "400", "HSS.0001", "u{d}", "u{a}limit", "r-1"],
        },
        Case {
            error: service(599, &[], "<html>\n\u{1b}[2J</html>"),
            display: r"Echo: the service returned 599; body: <html>\u{a}\u{1b}[2J</html>",
            facts: &["Echo", "599", "<html>", "u{1b}[2J</html>"],
        },
        Case {
            error: service(502, &[], ""),
            display: "Echo: the service returned 502 Bad Gateway",
            facts: &["Echo", "502"],
        },
        Case {
            error: service(401, &[], mismatch).with_signed_request("GET\n/v5").with_attempts(2),
            display: "Echo: the service returned 401 Unauthorized, APIGW.0301: theirs:GET|/; this client signed \
                      GET|/v5 (2 attempts)",
            facts: &["401", "APIGW.0301", "theirs:GET|/", "GET|/v5", "attempts", "2"],
        },
        Case {
            error: Error::unexpected_response(&response(200, &[], "[]"), "its body is not a JSON object".to_owned()),
            display: "Echo: unexpected response 200 OK: its body is not a JSON object; body: []",
            facts: &["Echo", "200", "its body is not a JSON object", "[]"],
        },
    ]
}

#[test]
fn display_is_one_line() {
    for Case { error, display, .. } in cases_without_response().into_iter().chain(cases_with_response()) {
        assert_eq!(error.to_string(), display);
    }
}

#[test]
fn debug_shows_everything_that_display_shows() {
    for Case { error, display, facts } in cases_without_response().into_iter().chain(cases_with_response()) {
        let debug = format!("{error:?}");
        for fact in facts {
            assert!(display.contains(fact) && debug.contains(fact), "{fact:?} in {debug}");
        }
        assert_eq!(debug.contains("attempts"), error.attempts() > 1, "{debug}");
    }
}

#[test]
fn shows_the_public_part_of_urls_only() {
    let url = "https://user:s3cret@obs.example.com/a?Signature=s3cret";
    let message = format!(r#"{{"error_code": "{url}", "error_msg": "go to {url}", "detail": "{url}"}}"#);
    for error in [
        service(403, &[("x-request-id", url)], &message),
        service(502, &[], &format!("<a href=\"{url}\">")),
        service(500, &[], &format!("{url}?{} {}", "x".repeat(1000), url.replace("s3cret", &"s3cret".repeat(100)))),
        Error::unexpected_response(&response(200, &[], url), format!("invalid value {url}")),
        Error::task(OPERATION, format!("the task has failed: status is {url}")),
        Error::task(OPERATION, String::new()).with_note(format!("task_id {url}")),
    ] {
        let shown = format!("{error} {error:?}");
        assert!(shown.contains("https://obs.example.com/a") && !shown.contains("s3cret"), "{shown}");
    }
}

#[test]
fn limits_text_from_the_server() {
    let error = service(
        400,
        &[("x-request-id", &"r".repeat(5000))],
        &format!(r#"{{"code": "{0}", "message": "{0}"}}"#, "é".repeat(9999)),
    );
    assert!(error.to_string().chars().count() < 700, "{error}");
    assert_eq!(error.message().map(|message| message.chars().count()), Some(9999), "the accessor returns all of it");
    let long = format!(r#"{{"message": "{}"}}"#, "é".repeat(100_000));
    let error = service(400, &[], &long).redacted(&Redactor::new(Vec::new()));
    assert_eq!(error.message().map(str::len), Some(64 * 1024));
    let error = service(400, &[], &"é".repeat(9999));
    assert!(error.to_string().chars().count() < 500 && !error.to_string().contains('\u{fffd}'), "{error}");
}

#[test]
fn distinguishes_timeouts_from_other_errors() {
    for (error, expected) in [
        (transport(TransportErrorKind::Connect, ""), false),
        (transport(TransportErrorKind::ConnectTimeout, ""), true),
        (transport(TransportErrorKind::Timeout, ""), true),
        (transport(TransportErrorKind::Other, ""), false),
        (Error::deadline_exceeded(OPERATION, "the call", Duration::ZERO), true),
        (credentials(transport(TransportErrorKind::Timeout, "")), true),
        (credentials(transport(TransportErrorKind::Other, "")), false),
        (service(504, &[], ""), false),
    ] {
        assert_eq!(error.is_timeout(), expected, "{error}");
    }
}

#[test]
fn parses_retry_after() {
    for (value, seconds) in
        [("7", Some(7)), ("0", Some(0)), ("-1", None), ("+1", None), ("1.5", None), ("", None), ("é", None)]
    {
        let delay = service(503, &[("retry-after", value)], "").retry_after();
        assert_eq!(delay.map(|delay| delay.as_secs()), seconds, "{value}");
    }
    for long in ["18446744073709551615", "18446744073709551616", "99999999999999999999999"] {
        let delay = service(503, &[("retry-after", long)], "").retry_after();
        assert_eq!(delay.map(|delay| delay.as_secs()), Some(u64::MAX), "{long}");
    }
}

#[test]
fn redacts_secrets_everywhere() {
    let redactor = Redactor::new(vec![Secret::new("s3cret".to_owned())]);
    let body = r#"{"error_code": "s3cret", "error_msg": "a s3cret", "more": "s3cret"}"#;
    let interrupted = TransportError::new(TransportErrorKind::Other, "sent s3cret");
    for error in [
        service(400, &[("x-request-id", "s3cret")], body),
        service(400, &[], "s3cret|").with_signed_request("s3cret").with_note("s3cret".to_owned()),
        Error::unexpected_response(&response(200, &[], body), "s3cret".to_owned()),
        transport(TransportErrorKind::Other, "sent s3cret"),
        transport(TransportErrorKind::Configuration, "sent s3cret"),
        Error::interrupted_body(&response(200, &[("x-request-id", "s3cret")], ""), interrupted),
        credentials(Error::file("s3cret".to_owned())),
        Error::paging(OPERATION, "s3cret".to_owned()),
    ] {
        let error = error.redacted(&redactor);
        let body = String::from_utf8_lossy(error.raw_body().unwrap_or_default()).into_owned();
        let shown = format!("{error} {error:?} {:?} {:?} {:?} {body}", error.code(), error.message(), error.source());
        assert!(!shown.contains("s3cret"), "{shown}");
    }
}

#[test]
fn redacts_secrets_where_texts_are_cut() {
    let secret = "s3cret-token-1234567890";
    let redactor = Redactor::new(vec![Secret::new(secret.to_owned())]);
    for shown in [1, 10, 15] {
        let text = format!("{}{secret}", "x".repeat(MAX_TEXT_BYTES - shown));
        let error = service(400, &[], &format!(r#"{{"message": "{text}"}}"#)).redacted(&redactor);
        assert!(error.message().is_some_and(|message| !message.contains("s3c")), "{shown}");
        let body = format!("{}{secret}", "x".repeat(MAX_BODY_BYTES - shown));
        let error = Error::unexpected_response(&response(200, &[], &body), String::new()).redacted(&redactor);
        assert!(error.raw_body().is_some_and(|body| !body.ends_with(b"s")), "{shown}");
    }
}

#[test]
fn redaction_keeps_sources_without_secrets() {
    let redactor = Redactor::new(vec![Secret::new("s3cret".to_owned())]);
    let error = transport(TransportErrorKind::Other, "reset").redacted(&redactor);
    assert!(error.source().is_some_and(|source| source.source().is_some()));
}

#[test]
fn is_the_size_of_a_pointer_and_can_be_shared() {
    fn size_of_shareable<T: Send + Sync + 'static>() -> usize {
        size_of::<T>()
    }
    assert_eq!(size_of_shareable::<Error>(), size_of::<usize>());
}
