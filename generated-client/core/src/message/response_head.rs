//! The parts of a response's status line and headers that an error keeps.

use std::time::{Duration, SystemTime};

use http::header::{CONTENT_LENGTH, DATE, HeaderMap, RETRY_AFTER};
use http::{HeaderName, StatusCode};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::tz::TimeZone;

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
    pub(crate) fn new(status: StatusCode, headers: &HeaderMap, retry_after: Option<Duration>) -> Self {
        let date = text(headers, &DATE).and_then(|text| http_date(&text));
        Self { status, request_id: text(headers, &REQUEST_ID), date, retry_after }
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

/// Returns how long a service asks to wait, counted from the arrival of its response. `now` is read only if necessary.
pub(crate) fn retry_after(headers: &HeaderMap, now: impl FnOnce() -> SystemTime) -> Option<Duration> {
    let wait = text(headers, &RETRY_AFTER)?;
    let date = text(headers, &DATE).and_then(|text| http_date(&text));
    parse_retry_after(&wait, date.unwrap_or_else(now))
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

/// The forms of HTTP dates after the weekday, all of them in UTC: the current one, and the obsolete ones of RFC 850 and
/// `asctime`.
const HTTP_DATES: [&str; 3] = ["%d %b %Y %H:%M:%S GMT", "%d-%b-%y %H:%M:%S GMT", "%b %e %H:%M:%S %Y"];

/// Parses a date. Its weekday does not matter, and may be wrong.
fn http_date(text: &str) -> Option<SystemTime> {
    if let Ok(date) = DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text) {
        return Some(SystemTime::from(date));
    }
    let (_, date) = text.split_once(", ").or_else(|| text.split_once(' '))?;
    let date = HTTP_DATES.iter().find_map(|format| DateTime::strptime(format, date).ok())?;
    // Services write the last second of the year 9999 for a time that never comes, which exceeds that of a timestamp.
    let date = date.to_zoned(TimeZone::UTC).map_or(Timestamp::MAX, |date| date.timestamp());
    Some(SystemTime::from(date))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_all_forms_of_http_dates() {
        let expected = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Sun Nov 06 08:49:37 1994",
            "Mon, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06-Nov-94 08:49:37 GMT",
        ] {
            assert_eq!(http_date(text), Some(expected), "{text}");
        }
        let expected = SystemTime::UNIX_EPOCH + Duration::from_secs(1_792_832_400);
        for text in ["Saturday, 24-Oct-26 09:00:00 GMT", "Sat Oct 24 09:00:00 2026"] {
            assert_eq!(http_date(text), Some(expected), "{text}");
        }
        for text in ["Fri, 31 Dec 9999 23:59:59 GMT", "Fri Dec 31 23:59:59 9999"] {
            assert_eq!(http_date(text), Some(SystemTime::from(Timestamp::MAX)), "{text}");
        }
        for text in ["", "yesterday", "Sunday, 06-Nov-94", "Sun Nov 31 08:49:37 1994", "1994-11-06T08:49:37Z"] {
            assert_eq!(http_date(text), None, "{text}");
        }
    }

    #[test]
    fn retry_after_is_relative_to_the_date_of_the_response() {
        let received = SystemTime::UNIX_EPOCH;
        for (date, retry_after_header, expected) in [
            ("Sunday, 06-Nov-94 08:49:37 GMT", "Sunday, 06-Nov-94 08:50:07 GMT", Some(30)),
            ("Sun Nov  6 08:49:37 1994", "Sun Nov  6 08:50:07 1994", Some(30)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", "Sun Nov  6 08:49:00 1994", Some(0)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", "7", Some(7)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", "soon", None),
            ("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 42 Nov 1994 08:50:07 GMT", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(DATE, date.parse().expect("a value"));
            headers.insert(RETRY_AFTER, retry_after_header.parse().expect("a value"));
            assert_eq!(retry_after(&headers, || received), expected.map(Duration::from_secs), "{retry_after_header}");
        }
    }
}
