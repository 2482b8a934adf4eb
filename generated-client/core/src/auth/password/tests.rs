use std::time::{Duration, UNIX_EPOCH};

use http::{HeaderMap, StatusCode};

use super::*;
use crate::auth::credential::CredentialKind;
use crate::error::ErrorKind;

const GOOD: &str = r#"{"token": {"expires_at": "2019-02-13T06:52:13.855000Z", "project": {"id": "p-1", "name": "r"}}}"#;

fn password() -> Password {
    Password { domain: "d".to_owned(), user: "u\"1".to_owned(), password: Secret::new("s3cr€t\\".to_owned()) }
}

fn response(token: Option<&str>, body: &str) -> RawResponse {
    let token = token.map(|token| http::HeaderValue::from_bytes(token.as_bytes()).expect("a value"));
    let name = http::HeaderName::from_static("x-subject-token");
    RawResponse {
        operation: OPERATION,
        status: StatusCode::CREATED,
        headers: token.map(|token| (name, token)).into_iter().collect::<HeaderMap>(),
        body: body.to_owned().into(),
        file: None,
        retry_after: None,
    }
}

#[test]
fn token_request_has_the_form_that_iam_documents() {
    let endpoint = Endpoint::parse("https://iam.example.com:8443", false).expect("an endpoint");
    for (project_id, scope) in [(None, r#"{"name":"cn-north-4"}"#), (Some("p-1"), r#"{"id":"p-1"}"#)] {
        let request = request(&endpoint, &password(), project_id, "cn-north-4");
        assert_eq!(request.method(), "POST");
        assert_eq!(request.uri(), "https://iam.example.com:8443/v3/auth/tokens?nocatalog=true");
        assert_eq!(request.headers()["host"], "iam.example.com:8443");
        assert_eq!(request.headers()["content-type"], "application/json");
        let expected = format!(
            r#"{{"auth":{{"identity":{{"methods":["password"],"password":{{"user":{{"name":"u\"1","password":"s3cr€t\\",
            "domain":{{"name":"d"}}}}}}}},"scope":{{"project":{scope}}}}}}}"#
        );
        let json = |text: &[u8]| serde_json::from_slice::<serde_json::Value>(text).expect("JSON");
        assert_eq!(json(request.body()), json(expected.as_bytes()));
    }
}

#[test]
fn the_body_of_a_token_request_leaves_no_copies() {
    for text in ["a", "\u{1}", "€"] {
        let text = text.repeat(300);
        let password = Password { domain: text.clone(), user: text.clone(), password: Secret::new(text.clone()) };
        let json = request_json(&password, None, &text);
        assert_eq!(json.capacity(), 500 + 6 * 4 * text.len(), "the buffer was replaced by a larger one");
    }
}

#[test]
fn parses_a_token_with_its_expiration_and_project() {
    let credential = token(&response(Some("t0ken"), GOOD)).expect("a token");
    assert!(matches!(&credential.kind, CredentialKind::Token(token) if token.expose() == "t0ken"));
    assert_eq!(credential.project_id.as_deref(), Some("p-1"));
    assert_eq!(credential.expires_at, Some(UNIX_EPOCH + Duration::from_millis(1_550_040_733_855)));
    for (expires_at, seconds) in [("2019-02-13T06:52:13Z", 1_550_040_733), ("2019-02-13T08:52:13+02:00", 1_550_040_733)]
    {
        let body = format!(r#"{{"token": {{"expires_at": "{expires_at}", "more": [1]}}, "more": {{}}}}"#);
        let credential = token(&response(Some("t0ken"), &body)).expect("a token");
        assert_eq!(credential.expires_at, Some(UNIX_EPOCH + Duration::from_secs(seconds)), "{expires_at}");
        assert_eq!(credential.project_id, None);
    }
}

#[test]
fn rejects_a_response_without_a_usable_token() {
    let deep = "[".repeat(100_000);
    for (header, body) in [
        (None, GOOD),
        (Some(""), GOOD),
        (Some("é"), GOOD),
        (Some("t\tt"), GOOD),
        (Some("t"), r#"{"token": {"expires_at": "2019-02-13T06:52:13Z", "project": {"id": ".."}}}"#),
        (Some("t"), r#"{"token": {"expires_at": "2019-02-13T06:52:13Z", "project": {"id": ""}}}"#),
        (Some("t"), ""),
        (Some("t"), "null"),
        (Some("t"), "[]"),
        (Some("t"), "<html>"),
        (Some("t"), "{}"),
        (Some("t"), &deep),
        (Some("t"), r#"{"token": null}"#),
        (Some("t"), r#"{"token": {}}"#),
        (Some("t"), r#"{"token": {"expires_at": null}}"#),
        (Some("t"), r#"{"token": {"expires_at": 1550040733}}"#),
        (Some("t"), r#"{"token": {"expires_at": "tomorrow"}}"#),
        (Some("t"), r#"{"token": {"expires_at": "99999-01-01T00:00:00Z"}}"#),
        (Some("t"), r#"{"token": {"expires_at": "2019-02-13T06:52:13Z", "project": {"id": 1}}}"#),
        (Some("t"), r#"{"token": {"expires_at": "2019-02-13T06:52:13Z""#),
    ] {
        let error = token(&response(header, body)).expect_err(body);
        assert_eq!(error.kind(), ErrorKind::Response);
        assert!(error.to_string().starts_with("IAM token: "), "{error}");
    }
}

#[test]
fn rejects_a_password_with_an_empty_part() {
    assert_eq!(password().validate(), Ok(()));
    let validate = |domain: &str, user: &str, text: &str| {
        Password { domain: domain.to_owned(), user: user.to_owned(), password: Secret::new(text.to_owned()) }.validate()
    };
    assert_eq!(validate("", "u", "p"), Err("the IAM domain is empty".to_owned()));
    assert_eq!(validate("d", "", "p"), Err("the IAM user is empty".to_owned()));
    assert_eq!(validate("d", "u", ""), Err("the IAM password is empty".to_owned()));
}
