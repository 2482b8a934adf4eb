//! How an error shows itself: on one line, bounded, whatever a server says.

use std::fmt::{self, Debug, DebugStruct, Display, Formatter};

use crate::runtime::error::violation::Violation;
use crate::runtime::error::{Details, Error, ErrorKind};
use crate::runtime::text::one_line;

/// So many characters of a text of the server's are shown.
const EXCERPT: usize = 300;

/// So many characters of a canonical request are shown, be it ours or the gateway's: only the whole tells the difference.
const CANONICAL: usize = 4 * EXCERPT;

/// So many violations are shown; `Error::violations` has all.
const SHOWN_VIOLATIONS: usize = 10;

impl Display for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let details = &*self.0;
        if let Some(operation) = details.operation {
            write!(f, "{operation}: ")?;
        }
        match details.kind {
            ErrorKind::Configuration => configuration(details, f)?,
            ErrorKind::InvalidRequest if details.detail.is_empty() => violations(details, f)?,
            ErrorKind::Service => service(details, f)?,
            ErrorKind::Response => response(details, f)?,
            _ => f.write_str(&one_line(&details.detail, EXCERPT))?,
        }
        if let Some(signed) = &details.signed {
            write!(f, "; this client signed {}", one_line(signed, CANONICAL))?;
        }
        for note in &details.notes {
            write!(f, "; {}", one_line(note, EXCERPT))?;
        }
        if details.attempts > 1 {
            write!(f, " after {} attempts", details.attempts)?;
        }
        if let Some(id) = &details.request_id {
            write!(f, " (request id {})", one_line(id, 100))?;
        }
        Ok(())
    }
}

fn configuration(details: &Details, f: &mut Formatter<'_>) -> fmt::Result {
    write!(f, "the client cannot be made: {}", details.problems.join("; "))
}

fn violations(details: &Details, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str("the request is refused before sending: ")?;
    for (index, violation) in details.violations.iter().take(SHOWN_VIOLATIONS).enumerate() {
        write!(f, "{}{violation}", if index == 0 { "" } else { "; " })?;
    }
    match details.violations.len().checked_sub(SHOWN_VIOLATIONS) {
        Some(more) if more > 0 => write!(f, "; and {more} more")?,
        _ => {}
    }
    let Some(page) = details.violations.first().map(Violation::help_page) else { return Ok(()) };
    write!(f, " (help page “{}”, updated {})", page.title, page.updated)
}

fn service(details: &Details, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str("the service answered ")?;
    status(details, f)?;
    if let Some(code) = &details.code {
        write!(f, ", {}", one_line(code, 100))?;
    }
    match &details.message {
        Some(message) => {
            let length = if details.signed.is_some() { CANONICAL } else { EXCERPT };
            write!(f, ": {}", one_line(message, length))
        }
        None => excerpt(details, f),
    }
}

fn response(details: &Details, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str("the response ")?;
    status(details, f)?;
    write!(f, " is no answer: {}", one_line(&details.detail, EXCERPT * 2))?;
    excerpt(details, f)
}

fn status(details: &Details, f: &mut Formatter<'_>) -> fmt::Result {
    details.status.map_or(Ok(()), |status| match status.canonical_reason() {
        Some(reason) => write!(f, "{} {reason}", status.as_u16()),
        None => write!(f, "{}", status.as_u16()),
    })
}

fn excerpt(details: &Details, f: &mut Formatter<'_>) -> fmt::Result {
    let Some(body) = details.body.as_ref().filter(|body| !body.is_empty()) else { return Ok(()) };
    write!(f, "; its body: {}", start_of(body))
}

fn start_of(body: &[u8]) -> String {
    // No character is longer than 4 bytes.
    let start = body.get(..EXCERPT * 4).unwrap_or(body);
    one_line(&String::from_utf8_lossy(start), EXCERPT)
}

impl Debug for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let details = &*self.0;
        let text = |text: &Option<String>| text.as_ref().map(|text| one_line(text, EXCERPT));
        let mut parts = f.debug_struct("Error");
        parts.field("kind", &details.kind);
        field(&mut parts, "operation", details.operation);
        field(&mut parts, "status", details.status);
        field(&mut parts, "code", text(&details.code));
        field(&mut parts, "message", text(&details.message));
        field(&mut parts, "request_id", text(&details.request_id));
        field(&mut parts, "retry_after", details.retry_after);
        field(&mut parts, "detail", Some(one_line(&details.detail, EXCERPT)).filter(|detail| !detail.is_empty()));
        field(&mut parts, "problems", Some(&details.problems).filter(|problems| !problems.is_empty()));
        field(&mut parts, "violations", Some(&details.violations).filter(|violations| !violations.is_empty()));
        field(&mut parts, "body", details.body.as_ref().map(|body| start_of(body)));
        // A provider's own error may hold anything.
        let shown = details.kind != ErrorKind::Credentials;
        field(&mut parts, "source", details.source.as_ref().filter(|_| shown));
        parts.finish()
    }
}

/// What is not there is not shown: a `main` that returns an error shows it in this form.
fn field(parts: &mut DebugStruct<'_, '_>, name: &str, value: Option<impl Debug>) {
    if let Some(value) = value {
        parts.field(name, &value);
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use http::StatusCode;

    use super::*;
    use crate::descriptor::Operation;
    use crate::runtime::auth::secret::Secret;
    use crate::runtime::error::redaction::Redactor;
    use crate::runtime::error::service_error::ServiceError;
    use crate::runtime::send::raw_response::RawResponse;
    use crate::runtime::testing::EchoRequest;
    use crate::runtime::transport::{TransportError, TransportErrorKind};

    fn answer(status: u16, headers: &[(&'static str, &str)], body: &str) -> RawResponse {
        let headers = headers.iter().map(|(name, value)| {
            (http::HeaderName::from_static(name), http::HeaderValue::from_bytes(value.as_bytes()).expect("a value"))
        });
        RawResponse {
            operation: EchoRequest::DESCRIPTOR.id,
            status: StatusCode::from_u16(status).expect("a status"),
            headers: headers.collect(),
            body: body.to_owned().into(),
            received: std::time::UNIX_EPOCH,
        }
    }

    fn service(status: u16, headers: &[(&'static str, &str)], body: &str) -> Error {
        let value = serde_json::from_str(body).unwrap_or_default();
        Error::service(&answer(status, headers, body), ServiceError::from_json(&value))
    }

    fn transport(kind: TransportErrorKind) -> Error {
        Error::transport(EchoRequest::DESCRIPTOR.id, "", TransportError::new(kind, ""))
    }

    #[test]
    fn one_line_to_act_on() {
        let pair = r#"{"error_code": "HSS.0001", "error_msg": "bad\r\nlimit"}"#;
        let bad = TransportError::new(TransportErrorKind::ConnectTimeout, "no route to host");
        for (error, shown) in [
            (Error::configuration(vec!["a".to_owned(), "b".to_owned()]), "the client cannot be made: a; b"),
            (
                service(400, &[("x-request-id", "r-1")], pair),
                r"Echo: the service answered 400 Bad Request, HSS.0001: bad\u{d}\u{a}limit (request id r-1)",
            ),
            (
                service(599, &[], "<html>\n\u{1b}[2J</html>"),
                r"Echo: the service answered 599; its body: <html>\u{a}\u{1b}[2J</html>",
            ),
            (service(502, &[], ""), "Echo: the service answered 502 Bad Gateway"),
            (
                Error::unreadable(&answer(200, &[], "[]"), "its body is no JSON object".to_owned()),
                "Echo: the response 200 OK is no answer: its body is no JSON object; its body: []",
            ),
            (
                Error::transport(EchoRequest::DESCRIPTOR.id, "https://a", bad),
                "Echo: connection timed out (https://a): no route to host",
            ),
        ] {
            assert_eq!(error.to_string(), shown);
        }
    }

    #[test]
    fn what_a_server_says_is_bounded() {
        let error = service(
            400,
            &[("x-request-id", &"r".repeat(5000))],
            &format!(r#"{{"code": "{0}", "message": "{0}"}}"#, "é".repeat(9999)),
        );
        assert!(error.to_string().chars().count() < 700, "{error}");
        assert_eq!(error.message().map(|message| message.chars().count()), Some(9999), "the whole is there");
        let long = format!(r#"{{"message": "{}"}}"#, "é".repeat(100_000));
        let error = service(400, &[], &long).redacted(&Redactor::new(Vec::new()));
        assert_eq!(error.message().map(str::len), Some(64 * 1024), "more than anybody reads");
        let error = service(400, &[], &"é".repeat(9999));
        assert!(error.to_string().chars().count() < 500 && !error.to_string().contains('\u{fffd}'), "{error}");
    }

    #[test]
    fn retries_and_times() {
        for (error, retryable, timeout) in [
            (service(429, &[], ""), true, false),
            (service(503, &[], ""), true, false),
            (service(400, &[], ""), false, false),
            (service(200, &[], ""), false, false),
            (Error::unreadable(&answer(500, &[], ""), String::new()), true, false),
            (Error::configuration(Vec::new()), false, false),
            (transport(TransportErrorKind::Connect), true, false),
            (transport(TransportErrorKind::ConnectTimeout), true, true),
            (transport(TransportErrorKind::Timeout), true, true),
            (transport(TransportErrorKind::Other), false, false),
        ] {
            assert_eq!((error.is_retryable(), error.is_timeout()), (retryable, timeout), "{error}");
        }
        for (value, seconds) in
            [("7", Some(7)), ("0", Some(0)), ("-1", None), ("+1", None), ("1.5", None), ("", None), ("é", None)]
        {
            let asked = service(503, &[("retry-after", value)], "").retry_after();
            assert_eq!(asked.map(|time| time.as_secs()), seconds, "{value}");
        }
        for long in ["18446744073709551615", "18446744073709551616", "99999999999999999999999"] {
            let asked = service(503, &[("retry-after", long)], "").retry_after();
            assert_eq!(asked.map(|time| time.as_secs()), Some(u64::MAX), "{long}");
        }
    }

    #[test]
    fn secrets_are_scrubbed_everywhere() {
        let redactor = Redactor::new(vec![Secret::new("s3cret".to_owned())]);
        let body = r#"{"error_code": "s3cret", "error_msg": "a s3cret", "more": "s3cret"}"#;
        let source = TransportError::new(TransportErrorKind::Other, "sent s3cret");
        for error in [
            service(400, &[("x-request-id", "s3cret")], body),
            Error::unreadable(&answer(200, &[], body), "s3cret".to_owned()),
            Error::transport(EchoRequest::DESCRIPTOR.id, "", source),
        ] {
            let error = error.redacted(&redactor);
            let body = String::from_utf8_lossy(error.raw_body().unwrap_or_default()).into_owned();
            let parts =
                format!("{error} {error:?} {:?} {:?} {:?} {body}", error.code(), error.message(), error.source());
            assert!(!parts.contains("s3cret"), "{parts}");
        }
        let source = TransportError::new(TransportErrorKind::Other, "reset");
        let harmless = Error::transport(EchoRequest::DESCRIPTOR.id, "", source).redacted(&redactor);
        assert!(harmless.source().is_some_and(|source| source.source().is_some()), "the chain stays");
    }

    #[test]
    fn it_is_small_and_can_be_shared() {
        fn shareable<T: Send + Sync + 'static>() -> usize {
            size_of::<T>()
        }
        assert_eq!(shareable::<Error>(), size_of::<usize>());
    }
}
