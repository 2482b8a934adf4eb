//! Access keys from the metadata service.

use super::*;

const TOKEN_REQUEST: &str = "PUT http://169.254.169.254/meta-data/latest/api/token";
const KEY_REQUEST: &str = "GET http://169.254.169.254/openstack/latest/securitykey";
const CALL: &str = "POST https://hss.example.com/v1/p-1/things/t";

/// An access key that expires a day after the fake clock's beginning.
const KEY: &str = r#"{"credential": {"access": "ISSUED", "secret": "issu3d-secret", "securitytoken": "issu3d-security",
    "expires_at": "2026-01-03T03:04:05.000000Z"}}"#;

fn on_server(transport: &FakeTransport) -> ClientBuilder<Client> {
    builder(transport).project_id("p-1").credentials(Credentials::metadata_service())
}

fn error(transport: &FakeTransport) -> String {
    let client = on_server(transport).build().expect("a client");
    let error = send(&client).expect_err("no credentials");
    assert_eq!(error.kind(), ErrorKind::Credentials);
    let shown = format!("{error} {error:?} {client:?}");
    assert!(!shown.contains("issu3d"), "{shown}");
    error.to_string()
}

#[test]
fn the_second_version_needs_a_token() {
    let transport = FakeTransport::json(200, "issu3d-token\n").then_json(200, KEY).then_json(200, GOOD);
    let client = on_server(&transport).build().expect("a client");
    assert!(transport.requests().is_empty(), "the first call requests the key");
    send(&client).expect("a response");
    assert_eq!(requests(&transport), [TOKEN_REQUEST, KEY_REQUEST, CALL]);
    let requests = transport.requests();
    assert_eq!(requests[0].headers()["x-metadata-token-ttl-seconds"], "21600");
    assert_eq!(requests[1].headers()["x-metadata-token"], "issu3d-token");
    assert!(requests[1].headers()["x-metadata-token"].is_sensitive());
    assert!(requests[..2].iter().all(|request| request.headers()["host"] == "169.254.169.254"));
    assert!(requests[..2].iter().all(|request| request.headers().get("authorization").is_none()));
    assert_eq!(requests[2].headers()["x-security-token"], "issu3d-security");
    assert!(requests[2].headers().get("x-metadata-token").is_none());
}

#[test]
fn the_first_version_is_used_only_if_the_server_does_not_know_the_second() {
    for status in [404, 405] {
        let transport = FakeTransport::json(status, "").then_json(200, KEY).then_json(200, GOOD);
        send(&on_server(&transport).build().expect("a client")).expect("a response");
        assert_eq!(requests(&transport), [TOKEN_REQUEST, KEY_REQUEST, CALL]);
        assert!(transport.requests()[1].headers().get("x-metadata-token").is_none());
    }
    let no_tokens =
        [(200, &b""[..]), (200, b"issu3d\ntoken"), (200, b"issu3d-token\xff"), (200, "issu3d-é".as_bytes())];
    for (status, body) in [(400, &b""[..]), (401, b""), (403, b""), (302, b"")].into_iter().chain(no_tokens) {
        let transport = FakeTransport::json(status, body);
        let error = error(&transport);
        assert!(error.starts_with("Echo: cannot get credentials: metadata token: "), "{error}");
        assert_eq!(requests(&transport), [TOKEN_REQUEST], "{status} {body:?}");
    }
}

#[test]
fn a_server_without_an_agency_is_reported() {
    let first_version = "<h1>401 Unauthorized</h1> Please configure Cloud Service Agency first";
    for (token_status, key_status, body) in [(200, 404, ""), (404, 404, ""), (404, 401, first_version)] {
        let error = error(&FakeTransport::json(token_status, "issu3d-token").then_json(key_status, body));
        let expected = "; the server has no agency: attach one that has permissions for the service";
        assert!(error.contains("metadata service: the service returned 40") && error.contains(expected), "{error}");
    }
    let error = error(&FakeTransport::json(200, "issu3d-token").then_json(401, "issu3d-token is not valid"));
    assert!(error.contains("[redacted] is not valid") && !error.contains("agency"), "{error}");
}

#[test]
fn machines_without_a_metadata_service_are_reported_after_three_attempts() {
    for kind in [TransportErrorKind::Connect, TransportErrorKind::ConnectTimeout, TransportErrorKind::Timeout] {
        let transport = FakeTransport::default().then_failing(kind).then_failing(kind).then_failing(kind);
        let error = error(&transport);
        assert!(error.contains("; only cloud servers have a metadata service"), "{error}");
        assert_eq!(requests(&transport), [TOKEN_REQUEST; 3]);
    }
}

#[test]
fn unexpected_keys_are_errors_that_do_not_show_them() {
    for (status, body) in [
        (200, ""),
        (200, "<html>issu3d-secret</html>"),
        (200, r#"{"credential": {"access": "A", "secret": "issu3d-secret", "securitytoken": "issu3d"}}"#),
        (200, r#"{"credential": {"access": "A", "secret": "issu3d-secret"#),
        (302, "issu3d-secret"),
        (403, KEY),
    ] {
        let error = error(&FakeTransport::json(200, "issu3d-token").then_json(status, body));
        assert!(error.starts_with("Echo: cannot get credentials: metadata service: "), "{error}");
    }
}
