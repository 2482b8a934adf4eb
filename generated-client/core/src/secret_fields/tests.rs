pub(crate) mod vault;

use std::fmt::Write as _;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use tracing::Span;

use super::*;
use crate::attempt_log::{AttemptLog, KnownSecrets};
use crate::codegen::table;
use crate::error::service_error::ServiceError;
use crate::error::{Error, ErrorKind};
use crate::message::{RawResponse, TransportErrorKind};
use crate::operation::Operation;
use crate::retry_config::RetryConfig;
use crate::secret_fields::tests::vault::{OpenVaultRequest, OpenVaultResponse, open_vault};
use crate::testing::{EchoRequest, FakeTransport, now};

const VAULT: &OperationDescriptor = OpenVaultRequest::DESCRIPTOR;

fn send(transport: &FakeTransport, request: OpenVaultRequest) -> Result<OpenVaultResponse, Error> {
    now(transport.client().build().expect("a client").call(request).send())
}

/// Returns all that an error shows.
fn shown(error: &Error) -> String {
    let body = String::from_utf8_lossy(error.raw_body().unwrap_or_default()).into_owned();
    format!("{error} {error:?} {:?} {:?} {body}", error.message(), error.code())
}

fn assert_no_secret(text: &str) {
    assert!(!text.contains("s3cret") && text.contains("[redacted]"), "{text}");
}

#[test]
fn debug_shows_whether_a_secret_is_set() {
    let client = FakeTransport::default().client().build().expect("a client");
    let call = client.call(open_vault());
    for text in [format!("{:?}", open_vault()), format!("{:#?}", open_vault()), format!("{call:?}")] {
        assert_no_secret(&text);
        assert!(text.contains("east") && text.contains("Ada") && text.contains("brass"), "{text}");
    }
    let body = format!("{:?}", open_vault().body);
    let expected = "OpenVaultRequestBody { visitor: Some(\"Ada\"), type: [redacted], codes: [redacted], \
                    keys: Some([Key { name: Some(\"brass\"), pin: [redacted] }]), turns: Some(3) }";
    assert_eq!(body, expected);
    let unset = "OpenVaultResponse { total: None, next_code: None, spare_codes: [], keys: [] }";
    assert_eq!(format!("{:?}", OpenVaultResponse::default()), unset);
    let set =
        OpenVaultResponse { spare_codes: vec![String::new()], next_code: Some(String::new()), ..Default::default() };
    let expected = "OpenVaultResponse { total: None, next_code: [redacted], spare_codes: [redacted], keys: [] }";
    assert_eq!(format!("{set:?}"), expected);
}

#[test]
fn redacts_the_query_of_a_url() {
    for (query, expected) in [
        ("", ""),
        ("?door=east", "?door=east"),
        ("?passwords=a&door=%20&passwords=b", "?passwords=*&door=%20&passwords=*"),
        ("?%70asswords=a&passwords&passwords==", "?%70asswords=*&passwords=*&passwords=*"),
        ("?passwordss=a&=b&&Passwords=c", "?passwordss=a&=b&&Passwords=c"),
    ] {
        let url = format!("https://a/passwords=b{query}").parse().expect("a URL");
        assert_eq!(VAULT.redact_url(&url, "*"), format!("https://a/passwords=b{expected}"), "{query}");
    }
}

#[test]
fn redacts_a_body_and_keeps_everything_else() {
    for (body, expected) in [
        ("", ""),
        ("{}", "{}"),
        (
            r#" {"visitor": "A\u0064a", "turns": 1.50e400, "new": [ 1 ], "type": "a"} "#,
            r#"{"visitor":"A\u0064a","turns":1.50e400,"new":[ 1 ],"type":"*"}"#,
        ),
        (r#"{"type": null, "type": "a", "\u0074ype": ["b"]}"#, r#"{"type":null,"type":"*","type":"*"}"#),
        (r#"{"codes": {"red": "a"}, "keys": null}"#, r#"{"codes":"*","keys":null}"#),
        (
            r#"{"keys": [{"name": "a", "pin": "b"}, null, {"pin": 1}, {}]}"#,
            r#"{"keys":[{"name":"a","pin":"*"},null,{"pin":"*"},{}]}"#,
        ),
        // A secret may be in another place, or spelled in another way.
        (
            r#"{"Type": "a", "new": {"keys": [{"Pin": "b"}]}, "old": {"a": "pin"}, "note": "pin"}"#,
            r#"{"Type":"*","new":"*","old":"*","note":"pin"}"#,
        ),
        (
            r#"{"a": {"p\u0069n": 1}, "b": "{\"pin\": 1}", "c": ["\u00e9"], "d": "\"\u00e9\"", "e": "{\"p\\u0069n\": 1}"}"#,
            r#"{"a":"*","b":"*","c":"*","d":"\"\u00e9\"","e":"*"}"#,
        ),
        (
            r#"{"a": "{\u0022pin\u0022: 1}", "b": "{\"p\u0069n\": 1}", "c": "\ud800{\"pin\": 1}", "d": "\u0022", "turns": "{\u0022pin\u0022: 1}"}"#,
            r#"{"a":"*","b":"*","c":"*","d":"\u0022","turns":"*"}"#,
        ),
        // Also if the text is cut, or has more than JSON.
        (
            r#"{"visitor": "{\"pin\": \"b\"", "keys": [{"name": "got {\"PIN\": 1}: no", "pin": "b"}]}"#,
            r#"{"visitor":"*","keys":[{"name":"*","pin":"*"}]}"#,
        ),
        (
            r#"{"visitor": "the pin of \"Ada\"", "keys": [{"name": "\ud800"}]}"#,
            r#"{"visitor":"*","keys":[{"name":"*"}]}"#,
        ),
        // A secret may be anywhere in a value of another form.
        (r#"{"keys": {"pin": "b"}}"#, r#"{"keys":"*"}"#),
        (r#"{"keys": ["b", [{"pin": "b"}]]}"#, r#"{"keys":["*","*"]}"#),
        (r#"{"turns": {"pin": "b"}, "visitor": [{"Codes": "c"}]}"#, r#"{"turns":"*","visitor":"*"}"#),
        (r#"{"turns": "{\"pin\": 1}", "visitor": "\"pin\""}"#, r#"{"turns":"*","visitor":"*"}"#),
        (r#"[{"type": "a"}]"#, r#""*""#),
        (r#""a""#, r#""*""#),
        ("null", "null"),
        (r#"{"type": "a"#, r#""*""#),
        (r#"{"type": "a"} x"#, r#""*""#),
    ] {
        let redacted = VAULT.redact_body(&Bytes::from_static(body.as_bytes()), "*");
        assert_eq!(String::from_utf8_lossy(&redacted), expected, "{body}");
    }
    let invalid = Bytes::from_static(b"{\"type\": \"\xff\"}");
    assert_eq!(VAULT.redact_body(&invalid, "*"), "\"*\"");
    let deep = Bytes::from(format!(r#"{{"new": {}{}}}"#, "[".repeat(100_000), "]".repeat(100_000)));
    assert_eq!(VAULT.redact_body(&deep, "*").len(), deep.len() - 1);
    let unchanged = Bytes::from_static(b" {not JSON");
    assert_eq!(EchoRequest::DESCRIPTOR.redact_body(&unchanged, "*"), unchanged, "it has no secret fields");
}

#[test]
fn names_each_secret_field_once() {
    const BOX: Field = table::object(&[table::field("key", table::string().secret())]);
    const PAIRS: Field = table::array(&table::tuple(&[BOX.ty, table::map(&BOX).ty]));
    assert_eq!(PAIRS.ty.secret_names(), ["key"]);
}

#[test]
fn finds_the_secrets_of_a_request() {
    let request = serde_json::to_value(open_vault()).expect("JSON");
    let mut found: Vec<_> =
        secrets_of_request(VAULT, &request).iter().map(|secret| secret.expose().to_owned()).collect();
    found.sort();
    let expected = ["s3cret two", "s3cret-one", "s3cret-p", "s3cret-phrase", "s3cret-red", "s3cret-type"];
    assert_eq!(found, expected);
    let echo = serde_json::to_value(crate::testing::good()).expect("JSON");
    assert!(secrets_of_request(EchoRequest::DESCRIPTOR, &echo).is_empty());
}

#[test]
fn a_secret_header_is_sensitive_and_all_secrets_are_sent() {
    let transport = FakeTransport::json(200, r#"{"total": 1}"#);
    send(&transport, open_vault()).expect("a response");
    let request = transport.requests().pop().expect("a request");
    let header = &request.headers()["x-phrase"];
    assert!(header.is_sensitive() && header == "s3cret-phrase");
    assert_eq!(request.uri().query(), Some("door=east&passwords=s3cret%20two&passwords=s3cret-one"));
    let body = r#"{"visitor":"Ada","type":"s3cret-type","codes":{"red":"s3cret-red"},"keys":[{"name":"brass","pin":"s3cret-p"}],"turns":3}"#;
    assert_eq!(request.body(), body);
}

#[test]
fn redacts_what_a_service_repeats_of_a_request() {
    for secret in ["s3cret-one", "s3cret%20two", "s3cret+two", "s3cret-phrase", "s3cret-type", "s3cret-red", "s3cret-p"]
    {
        for (status, body) in [
            (400, format!(r#"{{"error_code": "{secret}", "error_msg": "wrong password {secret}"}}"#)),
            (200, format!(r#"{{"error_code": "{secret}", "error_msg": "wrong password {secret}"}}"#)),
            (502, format!("<html>{secret}")),
            (200, format!(r#"{{"total": "{secret}"}}"#)),
            (200, secret.to_owned()),
        ] {
            let error = send(&FakeTransport::json(status, &body), open_vault()).expect_err(&body);
            assert_no_secret(&shown(&error));
        }
    }
}

/// Short secrets are not recognized in text, so the client must not write them itself.
#[test]
fn does_not_show_the_canonical_request_if_its_query_can_contain_secrets() {
    let body = r#"{"error_code": "APIGW.0301", "error_msg": "verify signature fail, canonicalRequest:POST|/|"}"#;
    let transport = FakeTransport::json(401, body);
    let client = transport.client().credentials(crate::Credentials::access_key("AKID", "secret-key"));
    let request = OpenVaultRequest { passwords: Some(vec!["1234".to_owned()]), ..OpenVaultRequest::default() };
    let error = now(client.build().expect("a client").call(request).send()).expect_err("401");
    let shown = shown(&error);
    assert!(shown.contains("verify signature fail") && !shown.contains("1234"), "{shown}");
}

#[test]
fn redacts_secrets_in_the_cause_of_a_retry_and_in_the_request_id() {
    let body = r#"{"error_code": "a", "error_msg": "s3cret-type"}"#;
    let transport = FakeTransport::default()
        .then(503, &[("x-request-id", "s3cret-phrase")], body)
        .then_failing(TransportErrorKind::Other);
    let client = transport.client().retry(RetryConfig::standard().max_attempts(2).retry_posts(true));
    let error = now(client.build().expect("a client").call(open_vault()).send()).expect_err("an error");
    assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
    let transport = FakeTransport::default().then(400, &[("x-request-id", "s3cret-phrase")], "{}");
    let error = send(&transport, open_vault()).expect_err("an error");
    assert_eq!(error.request_id(), Some("[redacted]"));
}

#[test]
fn redacts_secret_fields_of_a_response_in_the_cause_of_a_retry() {
    let body = r#"{"error_code": "E", "details": {"next_code": "s3cret-1"}, "spare_codes": ["s3cret-2"]}"#;
    let response = RawResponse {
        operation: VAULT.id,
        status: StatusCode::SERVICE_UNAVAILABLE,
        headers: HeaderMap::new(),
        body: Bytes::from_static(body.as_bytes()),
        file: None,
        retry_after: None,
    };
    let error = Error::service(&response, ServiceError::from_bytes(&response.body));
    let mut log = AttemptLog::new(KnownSecrets::default()).of_call(VAULT, Span::none());
    log.record_retry(error, Duration::ZERO);
    let error = log.timeout_error(VAULT.id, Duration::ZERO).to_string();
    assert!(error.contains("last error: the service returned 503"), "{error}");
    assert_no_secret(&error);
}

#[test]
fn redacts_secret_fields_of_a_response_that_cannot_be_decoded() {
    for (body, says) in [
        (r#"{"next_code": ["s3cret"]}"#, "next_code: invalid value, expected a string"),
        (r#"{"spare_codes": "s3cret"}"#, "spare_codes: invalid value, expected a list"),
        (r#"{"spare_codes": ["s3cret", {"a": "s3cret"}]}"#, "spare_codes[1]: invalid value, expected a string"),
        (r#"{"keys": [{"pin": ["s3cret"]}]}"#, "keys[0].pin: invalid value, expected a string"),
        (r#"{"keys": {"pin": "s3cret"}}"#, "keys: invalid value, expected a list"),
        (r#"{"keys": "s3cret"}"#, "keys: invalid value, expected a list"),
        (r#"{"total": "s3cret-code", "next_code": "s3cret-code"}"#, "total: invalid value, expected i64"),
        (r#"{"next_code": "s3cret""#, "EOF"),
        (r#"{"next_code": "s3cret"} x"#, "trailing characters"),
        (r#"[{"next_code": "s3cret"}]"#, "not a JSON object"),
        (r#"{"data": {"next_code": "s3cret"}}"#, "none of the operation's fields"),
        (r#"{"nextCode": "s3cret", "x": [{"PIN": "s3cret"}]}"#, "none of the operation's fields"),
        (r#""s3cret""#, "not a JSON object"),
        (r#"{"total": [{"next_code": "s3cret"}]}"#, "total: invalid value, expected i64"),
    ] {
        let error = send(&FakeTransport::json(200, body), OpenVaultRequest::default()).expect_err(body);
        assert_eq!(error.kind(), ErrorKind::Response, "{body}");
        let shown = shown(&error);
        assert!(shown.contains(says), "{shown}");
        assert_no_secret(&shown);
    }
}

#[test]
fn redacts_secret_fields_in_the_body_of_a_service_error() {
    let body =
        r#"{"error_code": "A.1", "error_msg": "the code is s3cret-code", "next_code": "s3cret-code", "n": 1.50}"#;
    let error = send(&FakeTransport::json(400, body), OpenVaultRequest::default()).expect_err("an error");
    assert_no_secret(&shown(&error));
    let expected = r#"{"error_code":"A.1","error_msg":"the code is [redacted]","next_code":"[redacted]","n":1.50}"#;
    assert_eq!(error.raw_body(), Some(expected.as_bytes()));
    // It is unknown which part of another body is secret.
    for body in ["<html>{\"a\"}", "<code>s3cret</code>", "pass code=s3cret", "s3cret", "\u{feff} s3cret"] {
        for status in [200, 502] {
            let error = send(&FakeTransport::json(status, body), OpenVaultRequest::default()).expect_err("an error");
            assert_eq!(error.raw_body(), Some(&b"[redacted]"[..]), "{body}");
            assert!(!shown(&error).contains("s3cret"), "{error}");
        }
    }
}

#[test]
fn redacts_secret_fields_among_the_details_of_a_service_error() {
    for details in [
        r#"{"next_code": "s3cret-1"}"#,
        r#"[{"reason": "wrong code", "next-code": "s3cret-2"}]"#,
        r#"{"entries": {"spare_codes": ["s3cret-3", "s3cret-4"]}}"#,
        r#"{"keys": [{"name": "brass", "pin": "s3cret-5"}]}"#,
        r#"[{"pin": "s3c"}]"#,
    ] {
        let body = format!(r#"{{"error_code": "E", "error_msg": "no entry", "details": {details}}}"#);
        let error = send(&FakeTransport::json(400, body), open_vault()).expect_err("an error");
        assert!(!shown(&error).contains("s3c") && error.message() == Some("no entry"), "{error}");
    }
    let body = r#"{"error_code": "E", "error_msg": "s3cret-6 was used", "spare_codes": ["s3cret-6", "s3cret-7"]}"#;
    let error = send(&FakeTransport::json(400, body), open_vault()).expect_err("an error");
    assert_no_secret(&shown(&error));
}

#[test]
fn violations_do_not_show_secrets() {
    let mut request = open_vault();
    request.phrase = Some("s3cret\n".to_owned());
    request.body.r#type = Some("s3cret type".to_owned());
    request.body.keys.as_mut().expect("keys")[0].pin = Some("s3cret-pin".to_owned());
    let error = send(&FakeTransport::default(), request).expect_err("violations");
    let violations: Vec<_> = error.violations().iter().map(ToString::to_string).collect();
    let expected = [
        "`X-Phrase` (header) must be printable ASCII without leading or trailing spaces, not a string that contains U+000A",
        "`type` (body) must be a string that matches ^[a-z0-9-]+$",
        "`keys[0].pin` (body) must have 4 to 8 characters, not 10",
    ];
    assert_eq!(violations, expected);
    assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
}

#[test]
fn many_secrets_do_not_displace_others() {
    let many: Vec<String> = (0..2000).map(|index| format!("s3cret-{index:04}")).collect();
    let request = OpenVaultRequest { passwords: Some(many.clone()), ..OpenVaultRequest::default() };
    let echo = r#"{"error_code": "a", "error_msg": "s3cret+token s3cret-0000 s3cret-1999"}"#;
    assert_no_secret(&shown(&send(&FakeTransport::json(400, echo), request).expect_err("an error")));

    let codes = many.join("\", \"");
    let echo = format!(r#"{{"total": "s3cret+token", "new": "s3cret+token", "spare_codes": ["{codes}"]}}"#);
    let error = send(&FakeTransport::json(200, echo), OpenVaultRequest::default()).expect_err("an error");
    assert_no_secret(&shown(&error));
}

/// Each value of the response could be a secret that the rest of it repeats.
#[test]
fn redacts_any_number_of_secrets_in_linear_time() {
    let mut body = String::from(r#"{"total": "many", "spare_codes": ["#);
    for index in 0..200_000 {
        let _ = write!(body, "\"s3cret-{index}\", ");
    }
    body.push_str(r#""s3cret"]}"#);
    let error = send(&FakeTransport::json(200, body), OpenVaultRequest::default()).expect_err("an error");
    assert_eq!(error.raw_body(), Some(&br#"{"total":"many","spare_codes":"[redacted]"}"#[..]));
}
