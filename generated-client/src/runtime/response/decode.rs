//! A response to a value, or to an error that says what came instead.

use serde::de::Visitor;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::descriptor::{Field, Operation};
use crate::runtime::error::Error;
use crate::runtime::error::service_error::ServiceError;
use crate::runtime::send::raw_response::RawResponse;

/// What a field that holds a list makes of `null`.
pub(crate) fn null_as_empty<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let items: Option<Vec<Item<T>>> = Option::deserialize(deserializer)?;
    Ok(items.unwrap_or_default().into_iter().map(|Item(item)| item).collect())
}

/// An item of a list. A derived struct would take an array as its fields in order.
struct Item<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Item<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(ByName(deserializer)).map(Self)
    }
}

/// Takes a struct from its fields by name alone.
struct ByName<D>(D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for ByName<D> {
    type Error = D::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(visitor)
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// Never a silent, empty success: an answer has a field of the operation's, if the operation declares any.
pub(crate) fn decode<R: Operation>(answer: &RawResponse) -> Result<R::Response, Error> {
    let declared = R::DESCRIPTOR.response;
    let text = success_text(answer)?;
    if declared.is_empty() {
        return acknowledged(answer, text).map(|()| R::Response::default());
    }
    if !text.trim_start().starts_with('{') {
        // A derived struct would take an array as its fields in order.
        let what = if text.trim().is_empty() { "its body is empty" } else { "its body is no JSON object" };
        return Err(Error::unexpected_response(answer, what.to_owned()));
    }
    match serde_json::from_str::<R::Response>(text) {
        Ok(response) if response == R::Response::default() => meaningful(answer, text, declared).map(|()| response),
        Ok(response) => hidden_error(text, declared).map_or(Ok(response), |error| Err(Error::service(answer, error))),
        Err(error) if error.is_data() => decode_leniently::<R>(answer, text),
        Err(error) => Err(unreadable(answer, &error.to_string())),
    }
}

/// Derived code refuses duplicate keys, where the last must win, and does not say where a value is wrong.
fn decode_leniently<R: Operation>(answer: &RawResponse, text: &str) -> Result<R::Response, Error> {
    let value = parse(answer, text)?;
    let declared = R::DESCRIPTOR.response;
    let holds_result = declared.iter().any(|field| value.get(field.name).is_some());
    if let (false, Some(error)) = (holds_result, ServiceError::read_success(&value, declared)) {
        return Err(Error::service(answer, error));
    }
    let response: R::Response = serde_path_to_error::deserialize(&value).map_err(|error| {
        let (path, cause) = (error.path().to_string(), error.inner().to_string());
        unreadable(answer, &if path == "." { cause } else { format!("{path}: {cause}") })
    })?;
    if response == R::Response::default() {
        meaningful(answer, text, declared)?;
    }
    Ok(response)
}

/// The body of a success. Everything else is an error.
fn success_text(answer: &RawResponse) -> Result<&str, Error> {
    if answer.status.is_redirection() {
        return Err(Error::unexpected_response(
            answer,
            format!("redirects are not followed, and it redirects{}", target(answer)),
        ));
    }
    if !answer.status.is_success() {
        return Err(Error::service(answer, ServiceError::of(&answer.body)));
    }
    std::str::from_utf8(&answer.body).map_err(|error| unreadable(answer, &error.to_string()))
}

fn target(answer: &RawResponse) -> String {
    let location = answer.headers.get(http::header::LOCATION);
    location.map_or_else(String::new, |value| format!(" to {}", String::from_utf8_lossy(value.as_bytes())))
}

/// An operation without response fields takes an empty body, or any object that is no error.
fn acknowledged(answer: &RawResponse, text: &str) -> Result<(), Error> {
    if text.trim().is_empty() {
        return Ok(());
    }
    let value = parse(answer, text)?;
    match ServiceError::read_success(&value, &[]) {
        Some(error) => Err(Error::service(answer, error)),
        None if value.is_object() || value.is_null() => Ok(()),
        None => Err(Error::unexpected_response(answer, "its body is no JSON object".to_owned())),
    }
}

/// Tells a result with nothing in it from something that is no result.
fn meaningful(answer: &RawResponse, text: &str, declared: &[Field]) -> Result<(), Error> {
    let value = parse(answer, text)?;
    if let Some(error) = ServiceError::read_success(&value, declared) {
        return Err(Error::service(answer, error));
    }
    if declared.iter().any(|field| value.get(field.name).is_some()) {
        return Ok(());
    }
    let names: Vec<_> = declared.iter().take(5).map(|field| field.name).collect();
    Err(Error::unexpected_response(
        answer,
        format!("it has none of the operation's fields, such as {}", names.join(", ")),
    ))
}

/// An error beside fields that hold nothing, such as a count of zero.
fn hidden_error(text: &str, declared: &[Field]) -> Option<ServiceError> {
    if !text.contains("\"error") {
        return None;
    }
    let value: Value = serde_json::from_str(text).ok()?;
    let holds_nothing = |value: &Value| match value {
        Value::Null => true,
        Value::Bool(_) => false,
        Value::Number(number) => number.as_i64() == Some(0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
    };
    let empty = declared.iter().all(|field| value.get(field.name).is_none_or(holds_nothing));
    ServiceError::read_success(&value, declared).filter(|_| empty)
}

fn parse(answer: &RawResponse, text: &str) -> Result<Value, Error> {
    serde_json::from_str(text).map_err(|error| unreadable(answer, &error.to_string()))
}

/// `cause` can repeat what the server sent, which is cut only where it is shown: first come the secrets out of it.
fn unreadable(answer: &RawResponse, cause: &str) -> Error {
    Error::unexpected_response(answer, format!("its body cannot be decoded: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::error::ErrorKind;
    use crate::runtime::testing::{EchoItem2, EchoResponse, FakeTransport, PingRequest, PingResponse, good, now};

    fn echo(status: u16, body: impl AsRef<[u8]>) -> Result<EchoResponse, Error> {
        now(FakeTransport::json(status, body).client().build().expect("a client").call(good()).send())
    }

    fn ping(status: u16, body: impl AsRef<[u8]>) -> Result<PingResponse, Error> {
        now(FakeTransport::json(status, body).client().build().expect("a client").call(PingRequest {}).send())
    }

    #[test]
    fn values() {
        let list = |counts: &[Option<i64>]| counts.iter().map(|&count| EchoItem2 { count }).collect::<Vec<_>>();
        for (body, total, expected) in [
            (r#"{"total": 9223372036854775807}"#, Some(i64::MAX), list(&[])),
            (r#" {"total": null, "list": null} "#, None, list(&[])),
            (
                r#"{"list": [{"count": 1}, {}, {"count": null, "new": [{}]}], "new": {}}"#,
                None,
                list(&[Some(1), None, None]),
            ),
            (r#"{"total": 1, "list": [{"count": 1, "count": 2}], "total": 7}"#, Some(7), list(&[Some(2)])),
            (r#"{"total": "wrong", "total": 7}"#, Some(7), list(&[])),
            (r#"{"total": 1, "error_code": "HSS.1"}"#, Some(1), list(&[])),
        ] {
            assert_eq!(echo(200, body).expect(body), EchoResponse { total, list: expected }, "{body}");
        }
        let deep = format!(r#"{{"total": 1, "new": {}1{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(echo(200, &deep).ok().and_then(|answer| answer.total), Some(1), "what is unknown is skipped");
    }

    #[test]
    fn what_is_no_answer_is_an_error_that_keeps_the_body() {
        let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
        let deep = format!(r#"{{"total": 1, "total": {open}{close}}}"#);
        let long = format!(r#"{{"total": "{}"}}"#, "é".repeat(1_000_000));
        for (body, says) in [
            ("", "its body is empty"),
            ("{}", "none of the operation's fields, such as total, list"),
            (r#"{"other": 1}"#, "none of the operation's fields"),
            ("null", "no JSON object"),
            ("[]", "no JSON object"),
            ("[5, []]", "no JSON object"),
            ("<html>\r\n", "no JSON object"),
            ("\0", "no JSON object"),
            ("{", "EOF"),
            (r#"{"total": 1"#, "EOF"),
            (r#"{"total": 1} x"#, "trailing"),
            (r#"{"total": "5"}"#, r#"total: invalid type: string "5", expected i64"#),
            (r#"{"list": [{}, {"count": 1.5}]}"#, "list[1].count: invalid type"),
            (r#"{"list": {}}"#, "list: invalid type"),
            (r#"{"list": [{"count": 1}, [2]]}"#, "list[1]: invalid type: sequence"),
            (r#"{"total": 9223372036854775808}"#, "total: invalid value"),
            (&deep, "recursion limit"),
            (&long, "total: invalid type"),
        ] {
            let error = echo(200, body).expect_err(body);
            let shown = error.to_string();
            assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Response, Some(200)));
            let kept = &body.as_bytes()[..body.len().min(1024 * 1024)];
            assert!(error.raw_body() == Some(kept), "the first MiB is kept");
            assert!(shown.contains(says) && !shown.contains('\n') && shown.chars().count() < 1200, "{shown}");
        }
        let error = echo(200, b"{\"total\": \"\xff\"}").expect_err("not UTF-8");
        assert!(error.to_string().contains("utf-8"), "{error}");
        assert_eq!(echo(204, "").expect_err("nothing").kind(), ErrorKind::Response);
    }

    #[test]
    fn an_error_under_a_success_is_the_service_s() {
        for body in [
            r#"{"error_code": "HSS.0001", "error_msg": "m"}"#,
            r#"{"error": {"code": "HSS.0001", "message": "m"}}"#,
            r#"{"total": null, "error_code": "HSS.0001", "error_msg": "m"}"#,
            r#"{"error_code": "HSS.0000", "error_code": "HSS.0001", "error_msg": "m"}"#,
            r#"{"total": 0, "list": [], "error_code": "HSS.0001", "error_msg": "m"}"#,
            r#"{"total": 0, "error": {"code": "HSS.0001", "message": "m"}}"#,
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
    fn error_statuses() {
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
        for status in [301, 302, 303, 304, 307, 308] {
            let error = echo(status, r#"{"total": 1}"#).expect_err("a redirect");
            assert!(error.kind() == ErrorKind::Response && error.to_string().contains("redirect"), "{error}");
        }
    }

    #[test]
    fn an_operation_without_fields_takes_any_object_or_nothing() {
        for body in ["", " \r\n", "{}", "null", r#"{"anything": [1]}"#, r#"{"error_code": ""}"#] {
            ping(200, body).expect(body);
        }
        for body in ["<html>", "[]", "1", "{", "\u{feff}{}", "ok"] {
            assert_eq!(ping(200, body).expect_err(body).kind(), ErrorKind::Response);
        }
    }

    #[test]
    fn the_token_is_scrubbed_from_every_echo() {
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
