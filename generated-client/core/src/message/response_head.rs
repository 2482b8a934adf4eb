//! The parts of a response's status line and headers that an error keeps.

use std::time::{Duration, SystemTime};

use http::header::{CONTENT_LENGTH, DATE, HeaderMap, RETRY_AFTER};
use http::{HeaderName, StatusCode};

use super::raw_response::RawResponse;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

#[derive(Debug)]
pub(crate) struct ResponseHead {
    pub(crate) status: StatusCode,
    pub(crate) request_id: Option<String>,
    /// The service's time.
    pub(crate) date: Option<SystemTime>,
    /// How long the service asks to wait, counted from the arrival of the response.
    pub(crate) retry_after: Option<Duration>,
}

impl ResponseHead {
    pub(crate) fn new(response: &RawResponse) -> Self {
        let headers = &response.headers;
        let date = text(headers, &DATE).and_then(|text| http_date(&text));
        Self {
            status: response.status,
            request_id: text(headers, &REQUEST_ID),
            date,
            retry_after: retry_after(headers, response.received),
        }
    }
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = String::from_utf8_lossy(headers.get(name)?.as_bytes()).trim().to_owned();
    if value.is_empty() { None } else { Some(value) }
}

/// Returns the service's ID of a request, unless it contains unusual characters.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    headers.get(REQUEST_ID)?.to_str().ok()
}

/// Returns the size of the body in bytes, if the response states it.
pub(crate) fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()
}

/// Returns how long a service asks to wait, counted from the arrival of its response at `received`.
pub(crate) fn retry_after(headers: &HeaderMap, received: SystemTime) -> Option<Duration> {
    let date = text(headers, &DATE).and_then(|text| http_date(&text));
    let text = text(headers, &RETRY_AFTER)?;
    parse_retry_after(&text, date.unwrap_or(received))
}

/// Parses `Retry-After`: a number of seconds, or a date, which may have passed.
fn parse_retry_after(text: &str, sent: SystemTime) -> Option<Duration> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number that exceeds 64 bits is longer than any caller waits.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = http_date(text)?;
    Some(date.duration_since(sent).unwrap_or_default())
}

fn http_date(text: &str) -> Option<SystemTime> {
    let parsed = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text);
    parsed.ok().map(SystemTime::from)
}
