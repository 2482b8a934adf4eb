//! Decoding of a response into the operation's response type, or into an error.

use std::fmt;

use serde::de::IgnoredAny;

use crate::descriptor::{Field, ResponseContent};
use crate::error::Error;
use crate::error::outline::Outline;
use crate::error::service_error::ServiceError;
use crate::message::RawResponse;
use crate::object::WireValue;
use crate::object::read::read_response;
use crate::object::reading::Keep;
use crate::text::is_utf16;

/// Maximum number of fields of the operation that an error lists.
const MAX_LISTED_FIELDS: usize = 5;

/// Maximum size of the lists and maps of a decoded body, as a multiple of its length.
const MAX_DECODED_FACTOR: usize = 16;

/// Size that lists and maps can always have. Pages of a few hundred sparse records are that large.
const MIN_DECODED_BYTES: usize = 4 * 1024 * 1024;

/// Returns what is kept of a body of this length.
pub(super) fn keep_all(length: usize) -> Keep {
    Keep::All(length.saturating_mul(MAX_DECODED_FACTOR).max(MIN_DECODED_BYTES))
}

/// Decodes the successful response of an operation into `value`, which is empty.
///
/// Returns the number of nulls in lists and maps, which are skipped. A body with none of the operation's fields is an
/// error, never an empty success.
pub(crate) fn decode(
    value: &mut dyn WireValue,
    response: &RawResponse,
    content: ResponseContent,
    keep: Keep,
) -> Result<usize, Error> {
    let text = utf8_text(response)?;
    if content.is_list() {
        check_form(response, text, '[', "list")?;
        return parse(value, response, text, content, keep);
    }
    let declared = content.fields();
    if declared.is_empty() {
        return check_acknowledgement(response, text).map(|()| 0);
    }
    check_form(response, text, '{', "object")?;
    let skipped_nulls = parse(value, response, text, content, keep)?;
    let view = value.view();
    if !view.may_be_blank() {
        return Ok(skipped_nulls);
    }
    if view.is_unset_object() {
        check_has_declared_field(response, declared)?;
    } else if (text.contains("\"error") || text.contains("\"Error"))
        && let Ok(outline) = Outline::parse(&response.body, declared)
        && outline.is_blank()
        && let Some(error) = ServiceError::in_outline(&outline)
    {
        return Err(Error::service(response, error));
    }
    Ok(skipped_nulls)
}

/// Returns the body as text.
pub(super) fn utf8_text(response: &RawResponse) -> Result<&str, Error> {
    if is_utf16(&response.body) {
        return Err(Error::unexpected_response(response, "its body is UTF-16 instead of UTF-8"));
    }
    std::str::from_utf8(&response.body).map_err(|error| undecodable(response, &error))
}

/// Returns the number of nulls that were skipped.
fn parse(
    value: &mut dyn WireValue,
    response: &RawResponse,
    text: &str,
    content: ResponseContent,
    keep: Keep,
) -> Result<usize, Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let outcome = match read_response(value, &mut deserializer, keep) {
        Ok(skipped_nulls) => deserializer.end().map(|()| skipped_nulls),
        Err(error) => Err(error),
    };
    match outcome {
        Ok(skipped_nulls) => Ok(skipped_nulls),
        Err(error) if error.is_data() => parse_with_path(value, response, text, content, keep),
        Err(error) => Err(undecodable(response, &error)),
    }
}

/// Checks the response of an operation without response fields: an empty body, `null`, or an object that is not an
/// error.
fn check_acknowledgement(response: &RawResponse, text: &str) -> Result<(), Error> {
    if text.trim().is_empty() {
        return Ok(());
    }
    if text.trim_start().starts_with('{') {
        return check_object(response, &[]).map(|_| ());
    }
    serde_json::from_str::<IgnoredAny>(text).map_err(|error| undecodable(response, &error))?;
    if text.trim() == "null" { Ok(()) } else { check_form(response, text, '{', "object") }
}

/// Checks that the body begins like an object or a list. An object instead of a list may be a service error.
fn check_form(response: &RawResponse, text: &str, start: char, form: &str) -> Result<(), Error> {
    let text = text.trim_start();
    if text.starts_with(start) {
        return Ok(());
    }
    if text.starts_with('{') {
        check_object(response, &[])?;
    }
    let detail =
        if text.is_empty() { "its body is empty".to_owned() } else { format!("its body is not a JSON {form}") };
    Err(Error::unexpected_response(response, detail))
}

/// Parses the body and reports the path of an invalid value. It is slower than [`parse`].
fn parse_with_path(
    value: &mut dyn WireValue,
    response: &RawResponse,
    text: &str,
    content: ResponseContent,
    keep: Keep,
) -> Result<usize, Error> {
    let mut track = serde_path_to_error::Track::new();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let deserializer = serde_path_to_error::Deserializer::new(&mut deserializer, &mut track);
    let error = match read_response(value, deserializer, keep) {
        Ok(skipped_nulls) => return Ok(skipped_nulls),
        Err(error) => error,
    };
    let path = track.path();
    if content.fields().iter().any(Field::contains_secret) {
        return Err(undecodable(response, &format_args!("{path}: {}", without_value(&error.to_string()))));
    }
    Err(undecodable(response, &serde_path_to_error::Error::new(path, error)))
}

/// Returns the message for an invalid value without the value, which may be secret.
fn without_value(message: &str) -> String {
    match message.rsplit_once(", expected ") {
        Some((_, expected)) => format!("invalid value, expected {expected}"),
        None => "invalid value".to_owned(),
    }
}

/// Checks that a body which decodes to an empty value has one of the declared fields and is not an error.
fn check_has_declared_field(response: &RawResponse, declared: &[Field]) -> Result<(), Error> {
    if check_object(response, declared)? {
        return Ok(());
    }
    let names: Vec<_> = declared.iter().take(MAX_LISTED_FIELDS).map(|field| field.name).collect();
    Err(Error::unexpected_response(
        response,
        format!("it has none of the operation's fields, such as {}", names.join(", ")),
    ))
}

/// Checks that a body is an object and not an error. Returns whether it has one of the declared fields.
fn check_object(response: &RawResponse, declared: &[Field]) -> Result<bool, Error> {
    let outline = Outline::parse(&response.body, declared).map_err(|error| undecodable(response, &error))?;
    match ServiceError::in_outline(&outline) {
        Some(error) => Err(Error::service(response, error)),
        None => Ok(outline.has_declared_field()),
    }
}

/// Creates a decoding error. `cause` may repeat any amount of the body. It is redacted first and shortened later.
fn undecodable(response: &RawResponse, cause: &dyn fmt::Display) -> Error {
    Error::unexpected_response(response, format!("its body cannot be decoded: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::testing::{EchoResponse, EchoResponseItem, FakeTransport, PingRequest, PingResponse, good, now};

    fn echo(status: u16, body: impl AsRef<[u8]>) -> Result<EchoResponse, Error> {
        now(FakeTransport::json(status, body).client().build().expect("a client").call(good()).send())
    }

    fn ping(status: u16, body: impl AsRef<[u8]>) -> Result<PingResponse, Error> {
        now(FakeTransport::json(status, body).client().build().expect("a client").call(PingRequest {}).send())
    }

    #[test]
    fn decodes_values_and_skips_unknown_fields() {
        let list = |counts: &[Option<i64>]| counts.iter().map(|&count| EchoResponseItem { count }).collect::<Vec<_>>();
        for (body, total, expected) in [
            (r#"{"total": 9223372036854775807}"#, Some(i64::MAX), list(&[])),
            (r#" {"total": null, "list": null} "#, None, list(&[])),
            (
                r#"{"list": [{"count": 1}, {}, {"count": null, "new": [{}]}], "new": {}}"#,
                None,
                list(&[Some(1), None, None]),
            ),
            (r#"{"total": 1, "list": [{"count": 1, "count": 2}], "total": 7}"#, Some(7), list(&[Some(2)])),
            (r#"{"list": [{"count": 1}, {}], "list": [{"count": 2}]}"#, None, list(&[Some(2)])),
            (r#"{"total": 1, "list": [{"count": 1}], "list": null}"#, Some(1), list(&[])),
            (r#"{"total": 1, "error_code": "HSS.1"}"#, Some(1), list(&[])),
            (r#"{"total": 0, "list": [], "code": 200, "message": "success"}"#, Some(0), list(&[])),
            (r#"{"total": 0, "new": 1e400}"#, Some(0), list(&[])),
            (r#"{"total": 0, "new": "\ud800"}"#, Some(0), list(&[])),
        ] {
            assert_eq!(echo(200, body).expect(body), EchoResponse { total, list: expected }, "{body}");
        }
        for total in [0, 1] {
            let deep = format!(r#"{{"total": {total}, "new": {}1{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
            let decoded = echo(200, &deep).ok().and_then(|response| response.total);
            assert_eq!(decoded, Some(total), "unknown fields are skipped");
        }
    }

    #[test]
    fn rejects_other_responses_and_keeps_their_body() {
        let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
        let deep = format!(r#"{{"total": 1, "total": {open}{close}}}"#);
        let long = format!(r#"{{"total": "{}"}}"#, "é".repeat(1_000_000));
        for (body, says) in [
            ("", "its body is empty"),
            ("{}", "none of the operation's fields, such as total, list"),
            (r#"{"other": 1}"#, "none of the operation's fields"),
            ("null", "its body is not a JSON object"),
            ("[]", "its body is not a JSON object"),
            ("[5, []]", "its body is not a JSON object"),
            ("<html>\r\n", "its body is not a JSON object"),
            ("\0", "its body is not a JSON object"),
            ("{", "EOF"),
            (r#"{"total": 1"#, "EOF"),
            (r#"{"total": 1} x"#, "trailing"),
            (r#"{"total": "5 apples"}"#, r#"total: invalid type: string "5 apples", expected i64"#),
            (r#"{"list": [{}, {"count": 1.5}]}"#, "list[1].count: invalid type"),
            (r#"{"list": {}}"#, "list: invalid type"),
            (r#"{"list": [{"count": 1}, [2]]}"#, "list[1]: invalid type: a list, expected an object"),
            (r#"{"total": 9223372036854775808}"#, "total: invalid value"),
            (r#"{"total": "wrong", "total": 7}"#, r#"total: invalid type: string "wrong", expected i64"#),
            (&deep, "total: invalid type: a list, expected i64"),
            (&long, "total: invalid type"),
        ] {
            let error = echo(200, body).expect_err(body);
            let shown = error.to_string();
            assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Response, Some(200)));
            let kept = &body.as_bytes()[..body.len().min(1024 * 1024)];
            assert!(error.raw_body() == Some(kept), "the error keeps the first MiB");
            assert!(shown.contains(says) && !shown.contains('\n') && shown.chars().count() < 1200, "{shown}");
        }
        let error = echo(200, b"{\"total\": \"\xff\"}").expect_err("not UTF-8");
        assert!(error.to_string().contains("utf-8"), "{error}");
        assert_eq!(echo(204, "").expect_err("no content").kind(), ErrorKind::Response);
    }

    #[test]
    fn reports_an_error_with_a_success_status_as_a_service_error() {
        for body in [
            r#"{"error_code": "HSS.0001", "error_msg": "m"}"#,
            r#"{"error": {"code": "HSS.0001", "message": "m"}}"#,
            r#"{"total": null, "error_code": "HSS.0001", "error_msg": "m"}"#,
            r#"{"error_code": "HSS.0000", "error_code": "HSS.0001", "error_msg": "m"}"#,
            r#"{"total": 0, "list": [], "error_code": "HSS.0001", "error_msg": "m"}"#,
            r#"{"total": 0, "error": {"code": "HSS.0001", "message": "m"}}"#,
            r#"{"total": 0, "Error": {"Code": "HSS.0001", "Message": "m"}}"#,
            r#"{"total": 0.0, "list": [], "error": {"code": "HSS.0001", "message": "m"}}"#,
            r#"{"total": -0, "error_code": "HSS.0001", "error_msg": "m"}"#,
            r#"{"total": 1, "total": 0, "error": {"code": "HSS.0001", "message": "m"}}"#,
        ] {
            for error in [echo(200, body).expect_err(body), ping(200, body).expect_err(body)] {
                assert_eq!(
                    (error.kind(), error.code(), error.message()),
                    (ErrorKind::Service, Some("HSS.0001"), Some("m"))
                );
            }
        }
    }

    #[test]
    fn reports_error_statuses() {
        for (status, body) in
            [(400, "null"), (500, ""), (502, "<html>"), (418, "{"), (404, r#"{"total": 1}"#), (101, "")]
        {
            let error = echo(status, body).expect_err(body);
            assert_eq!(
                (error.kind(), error.status().map(|status| status.as_u16())),
                (ErrorKind::Service, Some(status))
            );
            assert_eq!(error.raw_body(), Some(body.as_bytes()));
        }
        let error = echo(401, r#"{"error_code": "APIGW.0301", "request_id": "r"}"#).expect_err("401");
        assert_eq!((error.code(), error.request_id()), (Some("APIGW.0301"), Some("r")));
    }

    #[test]
    fn accepts_a_byte_order_mark_and_names_utf16() {
        assert_eq!(echo(200, "\u{feff}{\"total\": 7}").expect("a response").total, Some(7));
        ping(200, "\u{feff}{}").expect("an acknowledgement");
        let error = echo(400, "\u{feff}{\"error_code\": \"HSS.1\", \"error_msg\": \"m\"}").expect_err("400");
        assert_eq!((error.code(), error.message()), (Some("HSS.1"), Some("m")));
        for status in [200, 400] {
            let error = echo(status, b"\xff\xfe{\0}\0").expect_err("UTF-16").to_string();
            assert!(error.contains("UTF-16") && !error.contains('{'), "{error}");
        }
    }

    #[test]
    fn operation_without_response_fields_accepts_any_object_or_nothing() {
        for body in ["", " \r\n", "{}", "null", r#"{"anything": [1]}"#, r#"{"error_code": ""}"#] {
            ping(200, body).expect(body);
        }
        for body in ["<html>", "[]", "1", "{", "ok"] {
            assert_eq!(ping(200, body).expect_err(body).kind(), ErrorKind::Response);
        }
    }

    #[test]
    fn redacts_the_token_wherever_a_response_repeats_it() {
        let body = r#"{"error_code": "a", "error_msg": "X-Auth-Token: s3cret+token", "url": "s3cret%2Btoken"}"#;
        for (status, body) in
            [(401, body), (200, body), (200, r#"{"total": "s3cret+token"}"#), (502, "s3cret&#43;token")]
        {
            let error = echo(status, body).expect_err(body);
            let shown = format!(
                "{error} {error:?} {:?} {}",
                error.message(),
                String::from_utf8_lossy(error.raw_body().expect("a body"))
            );
            assert!(!shown.contains("s3cret") && shown.contains("[redacted]"), "{shown}");
        }
    }
}
