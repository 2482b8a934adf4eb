//! A service that repeats requests: errors and spans do not reveal the secrets in them.

use hss_tests::server::{Request, Server, response};
use huaweicloud_museum::{Credentials, ErrorKind};

use super::{Method, TOKEN, builder, call, clock, everything};
use crate::spans::Spans;

/// Returns a response that repeats the entire request wherever there is room for it.
fn echo(status: &str, request: &Request, form: usize) -> Vec<u8> {
    let text = request.to_string();
    let line = text.replace(['\r', '\n'], "|");
    let percent = text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
    let unicode = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect::<Vec<_>>().concat();
    let html = text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    let json = |text: &str| serde_json::json!(text).to_string();
    let quoted = json(&text);
    let bodies = [
        format!(r#"{{"error_code":{quoted},"error_msg":{quoted},"request_id":{quoted}}}"#),
        format!(r#"{{"error":{{"code":{quoted},"message":"{unicode}"}}}}"#),
        format!(r#"{{"task_id":{{"{unicode}":1}},"total":{quoted}}}"#),
        format!(r#"{{"error_code":"{unicode}","error_msg":{}}}"#, json(&quoted)),
        format!("<html>{html}"),
        format!("{percent} {}", percent.to_lowercase()),
        text,
    ];
    let headers = format!("x-request-id: {line}\r\nlocation: http://h/?{line}\r\nx-echo: {line}\r\n");
    response(&format!("{status} {line}"), &headers, &bodies[form % bodies.len()])
}

fn signature(request: &Request) -> Option<String> {
    request.header("authorization").first()?.rsplit_once("Signature=").map(|(_, signature)| signature.to_owned())
}

/// Removes the escapes of URLs and JSON, also from text that was escaped more than once.
fn unescaped(text: &str) -> String {
    let number = |digits: Option<&str>| u8::from_str_radix(digits?, 16).ok().map(char::from);
    let (mut plain, mut rest) = (String::new(), text);
    while let Some(first) = rest.chars().next() {
        let (character, length) = match first {
            '\\' => (number(rest.get(4..6)).filter(|_| rest.get(1..4) == Some("u00")), 6),
            '%' => (number(rest.get(1..3)), 3),
            _ => (None, 0),
        };
        plain.extend(character.or((first != '\\').then_some(first)));
        rest = &rest[if character.is_some() { length } else { first.len_utf8() }..];
    }
    plain
}

const ECHO_FORMS: usize = 7;

#[tokio::test]
async fn echoed_requests_do_not_reveal_secrets() {
    let secrets = ["MIIs3cret+token/with=signs", "s3cret/secret+key", "s3cret+security&token", "pä\"s3cret\\<w>&日"];
    let [token, secret_key, security_token, password] = secrets;
    let plain = [
        Credentials::token(token),
        Credentials::access_key("access", secret_key),
        Credentials::temporary_access_key("access", secret_key, security_token),
    ];
    for status in ["200", "302", "400", "401", "503"] {
        for form in 0..ECHO_FORMS {
            let server = Server::start(move |request| echo(status, request, form));
            let address = server.endpoint().replace("http://", "");
            for credentials in plain.clone().into_iter().chain([Credentials::password("d", "u", password)]) {
                let clock = clock();
                let client = builder(&address, &clock).credentials(credentials).iam_endpoint(server.endpoint());
                let client = client.max_response_bytes(1_000_000).build().expect("a client");
                let spans = Spans::default();
                let guard = tracing::subscriber::set_default(spans.clone());
                let outcome = call(&client, Method::Post).await;
                drop(guard);
                let shown = unescaped(&(everything(&outcome.expect_err("an error")) + &spans.text()));
                assert!(!shown.contains("s3cret"), "{status}, form {form}: {shown}");
                for signature in server.requests().iter().filter_map(signature) {
                    assert!(!shown.contains(&signature), "{status}, form {form}, {signature}: {shown}");
                }
            }
        }
    }
}

#[tokio::test]
async fn echoed_requests_do_not_reveal_tokens_from_iam() {
    for form in 0..ECHO_FORMS {
        let iam = Server::start(|_| {
            let body = r#"{"token":{"expires_at":"2026-01-03T03:04:05.0Z"}}"#;
            response("201 Created", &format!("x-subject-token: {TOKEN}\r\n"), body)
        });
        let server = Server::start(move |request| echo("401", request, form));
        let address = server.endpoint().replace("http://", "");
        let client = builder(address, &clock()).credentials(Credentials::password("d", "u", "s3cret"));
        let client = client.iam_endpoint(iam.endpoint()).max_response_bytes(1_000_000).build().expect("a client");
        let error = call(&client, Method::Get).await.expect_err("an error");
        assert_eq!((server.requests().len(), error.kind()), (2, ErrorKind::Service), "{error}");
        assert_eq!(server.requests()[0].header("x-auth-token"), [TOKEN]);
        let shown = everything(&error);
        assert!(!unescaped(&shown).contains("s3cret"), "form {form}: {shown}");
    }
}
