mod agency;
mod metadata;

use std::time::Duration;

use super::*;
use crate::auth::agency::Agency;
use crate::auth::credentials::Credentials;
use crate::client::Client;
use crate::client::builder::ClientBuilder;
use crate::endpoint::Endpoint;
use crate::error::ErrorKind;
use crate::error::misconfiguration::{Missing, missing};
use crate::message::TransportErrorKind;
use crate::retry_config::RetryConfig;
use crate::testing::{EchoRequest, EchoResponse, FakeClock, FakeTransport, SERVICE, good, now};

const GOOD: &str = r#"{"total": 1}"#;
/// A day after the fake clock's beginning.
const TOKEN: &str = r#"{"token": {"expires_at": "2026-01-03T03:04:05.000000Z", "project": {"id": "p-9"}}}"#;

trait ThenToken {
    fn then_token(self, token: &str) -> Self;
}

impl ThenToken for FakeTransport {
    fn then_token(self, token: &str) -> Self {
        self.then(201, &[("x-subject-token", token)], TOKEN)
    }
}

fn builder(transport: &FakeTransport) -> ClientBuilder<Client> {
    let credentials = Credentials::password("domain", "user", "s3cret");
    let clock = FakeClock::default();
    let client = Client::builder(&SERVICE).transport(transport.clone()).credentials(credentials).region("cn-north-4");
    client.endpoint("https://hss.example.com").time_source(clock.clone()).sleep(clock)
}

fn client(transport: &FakeTransport) -> Client {
    builder(transport).build().expect("a client")
}

fn send(client: &Client) -> Result<EchoResponse, Error> {
    now(client.call(good()).send())
}

/// Returns method, host and path, request by request.
fn requests(transport: &FakeTransport) -> Vec<String> {
    let requests = transport.requests();
    requests.iter().map(|request| format!("{} {}", request.method(), request.uri())).collect()
}

const TOKEN_REQUEST: &str = "POST https://iam.cn-north-4.myhuaweicloud.com/v3/auth/tokens?nocatalog=true";

#[test]
fn exchanges_a_password_for_a_token_and_its_project() {
    let transport = FakeTransport::default().then_token("t0ken").then_json(200, GOOD).then_json(200, GOOD);
    let client = client(&transport);
    send(&client).expect("a response");
    send(&client).expect("a response");
    let call = "POST https://hss.example.com/v1/p-9/things/t";
    assert_eq!(requests(&transport), [TOKEN_REQUEST, call, call]);
    let requests = transport.requests();
    assert!(requests[0].headers().get("x-auth-token").is_none() && requests[0].headers().get("region").is_none());
    assert!(requests[1..].iter().all(|request| request.headers()["x-auth-token"] == "t0ken"));
    assert!(requests[1..].iter().all(|request| !String::from_utf8_lossy(request.body()).contains("s3cret")));
    assert_eq!(requests[0].headers()["user-agent"], requests[1].headers()["user-agent"]);
}

#[test]
fn prefers_the_project_of_the_call_then_the_client_then_the_token() {
    let transport = FakeTransport::default().then_token("t").then_json(200, GOOD).then_json(200, GOOD);
    let client = builder(&transport).project_id("p-1").build().expect("a client");
    send(&client).expect("a response");
    now(client.call(good()).project_id("p-2").send()).expect("a response");
    let paths: Vec<_> = transport.requests().iter().map(|request| request.uri().path().to_owned()).collect();
    assert_eq!(paths[1..], ["/v1/p-1/things/t", "/v1/p-2/things/t"]);
    assert!(String::from_utf8_lossy(transport.requests()[0].body()).contains(r#""project":{"id":"p-1"}"#));
}

#[test]
fn rejects_a_request_without_any_project() {
    let no_project = r#"{"token": {"expires_at": "2026-01-03T03:04:05Z"}}"#;
    let transport = FakeTransport::default().then(201, &[("x-subject-token", "t")], no_project);
    let error = send(&client(&transport)).expect_err("no project");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(error.violations()[0].parameter(), "project_id");
    assert_eq!(transport.requests().len(), 1);
}

#[test]
fn validates_before_contacting_iam_if_the_project_is_known() {
    let transport = FakeTransport::default();
    let client = builder(&transport).project_id("p-1").build().expect("a client");
    let error = now(client.call(EchoRequest::default()).send()).expect_err("violations");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(transport.requests().is_empty());
}

#[test]
fn contacts_iam_first_if_the_project_comes_with_the_token() {
    let transport = FakeTransport::default().then_token("t").then_json(200, GOOD);
    let client = client(&transport);
    let error = now(client.call(EchoRequest::default()).send()).expect_err("violations");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.violations().iter().all(|violation| violation.parameter() != "project_id"), "{error}");
    assert_eq!(requests(&transport), [TOKEN_REQUEST], "and nothing else");
    send(&client).expect("the token is kept");
}

#[test]
fn replaces_a_token_before_it_expires_and_after_a_401() {
    let transport = FakeTransport::default().then_token("first").then_json(200, GOOD);
    let transport = transport.then_token("second").then_json(401, "").then_token("third").then_json(200, GOOD);
    let clock = FakeClock::default();
    let client = builder(&transport).time_source(clock.clone()).build().expect("a client");
    send(&client).expect("a response");
    clock.advance(Duration::from_secs(24 * 3600 - 300));
    send(&client).expect("the second attempt");
    let requests = transport.requests();
    let tokens: Vec<_> = requests.iter().filter_map(|request| request.headers().get("x-auth-token")).collect();
    assert_eq!(tokens, ["first", "second", "third"]);
}

#[test]
fn shares_a_rejected_password_for_five_seconds() {
    for status in [400, 401, 403, 404, 409, 429] {
        let body = r#"{"error": {"code": 401, "message": "wrong: s3cret", "title": "Unauthorized"}}"#;
        let transport = FakeTransport::json(status, body).then_token("t").then_json(200, GOOD);
        let clock = FakeClock::default();
        let client = builder(&transport).time_source(clock.clone()).build().expect("a client");
        for _ in 0..3 {
            let error = send(&client).expect_err("rejected");
            let shown = format!("{error} {error:?}");
            assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Credentials, false));
            assert!(shown.contains("Echo: cannot get credentials: IAM token: the service returned"), "{shown}");
            assert!(!shown.contains("s3cret"), "{shown}");
        }
        assert_eq!(transport.requests().len(), 1, "{status}");
        clock.advance(Duration::from_secs(5));
        send(&client).expect("the password was corrected");
    }
}

#[test]
fn retries_iam_unless_it_rejects_the_password() {
    for kind in [TransportErrorKind::Connect, TransportErrorKind::Timeout, TransportErrorKind::Other] {
        let transport = FakeTransport::default().then_failing(kind).then_token("t").then_json(200, GOOD);
        send(&client(&transport)).expect("the second attempt at IAM");
        assert_eq!(transport.requests().len(), 3, "{kind:?}");
    }
    let transport = FakeTransport::json(500, "").then_json(503, "").then_token("t").then_json(200, GOOD);
    send(&client(&transport)).expect("the third attempt at IAM");
    let transport = FakeTransport::json(500, "").then_json(503, "").then_json(502, "").then_token("t");
    let error = send(&client(&transport)).expect_err("no attempt is left");
    assert!(error.to_string().contains("502 Bad Gateway (3 attempts)") && error.is_retryable(), "{error}");
    assert_eq!(transport.requests().len(), 3);
    let transport = FakeTransport::json(500, "");
    let once = builder(&transport).retry(RetryConfig::disabled()).build().expect("a client");
    send(&once).expect_err("one attempt only");
    assert_eq!(transport.requests().len(), 1);
}

#[test]
fn the_error_of_iam_can_be_found_in_the_chain_of_sources() {
    let once = builder(&FakeTransport::json(503, "")).retry(RetryConfig::disabled()).build().expect("a client");
    let error = send(&once).expect_err("IAM is busy");
    let source = std::error::Error::source(&error).and_then(|source| source.downcast_ref::<Error>());
    let error = source.expect("the error of IAM");
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Service, true));
}

#[test]
fn a_short_deadline_does_not_fail_the_token_for_other_calls() {
    let transport = FakeTransport::default().then(503, &[("retry-after", "30")], "").then_token("t");
    let transport = transport.then_json(200, GOOD).then_json(200, GOOD);
    let client = client(&transport);
    now(client.call(good()).operation_timeout(Duration::from_secs(10)).send()).expect("the clock of the test waits");
    send(&client).expect("a response");
}

#[test]
fn unexpected_iam_responses_are_errors_without_the_password() {
    for body in
        ["", "null", "<html>s3cret</html>", r#"{"token": "s3cret"}"#, "{}", r#"{"token": {"expires_at": "s3cret"}}"#]
    {
        let transport = FakeTransport::default().then(201, &[("x-subject-token", "t")], body);
        let error = send(&client(&transport)).expect_err(body);
        let shown = format!("{error} {error:?}");
        assert!(error.kind() == ErrorKind::Credentials && shown.contains("IAM token"), "{shown}");
        assert!(!shown.contains("s3cret"), "{shown}");
    }
    let body = r#"{"token": {"id": "fre5h-token"}}"#;
    let transport = FakeTransport::default().then(201, &[("x-subject-token", "fre5h-token")], body);
    let error = send(&client(&transport)).expect_err(body);
    assert!(!format!("{error} {error:?}").contains("fre5h"), "{error:?}");
}

#[test]
fn iam_endpoint_is_the_configured_one_or_the_region_s() {
    let credentials = |endpoint: Option<&str>| {
        let mut credentials = Credentials::token("t");
        credentials.iam_endpoint = endpoint.map(str::to_owned);
        credentials
    };
    let build = |configured: Option<&str>, from_credentials: Option<&str>, region: &str| {
        let mut client = builder(&FakeTransport::default()).region(region).credentials(credentials(from_credentials));
        if let Some(endpoint) = configured {
            client = client.iam_endpoint(endpoint);
        }
        client.build()
    };
    for (configured, from_credentials, region, expected) in [
        (Some("https://a"), Some("https://b"), "c", Some("https://a")),
        (None, Some("https://b"), "c", Some("https://b")),
        (None, None, "c", Some("https://iam.c.myhuaweicloud.com")),
        (None, None, "eu-west-101", None),
        (Some("http://127.0.0.1:1"), None, "c", Some("http://127.0.0.1:1")),
    ] {
        let client = build(configured, from_credentials, region).expect("a client");
        assert_eq!(client.state().authenticator.iam_endpoint.as_ref().map(Endpoint::origin), expected);
    }
    for invalid in ["http://iam.example.com", "https://iam.example.com/v3", "https://user:s3cret@iam", "iam", ""] {
        let error = build(Some(invalid), None, "c").expect_err(invalid).to_string();
        assert!(error.contains("iam_endpoint: ") && !error.contains("s3cret"), "{error}");
    }
}

#[test]
fn a_password_requires_an_iam_endpoint() {
    let client = || builder(&FakeTransport::default());
    let error = client().region("eu-west-101").build().expect_err("no IAM is known");
    assert!(error.to_string().contains("iam_endpoint"), "{error}");
    client().region("eu-west-101").iam_endpoint("https://iam.example.eu").build().expect("it is set");
    client().region("eu-west-101").credentials(Credentials::token("t")).build().expect("a token needs none");
    let error = client().iam_endpoint("http://iam.example.com").build().expect_err("http");
    assert!(error.to_string().contains("iam_endpoint: "), "{error}");
    for (domain, user, password) in [("", "u", "s3cret"), ("d", "", "s3cret"), ("d", "u", "")] {
        let credentials = Credentials::password(domain, user, password);
        let error = client().credentials(credentials).build().expect_err("a part is empty").to_string();
        assert!(error.contains("empty") && !error.contains("s3cret"), "{error}");
    }
}

#[test]
fn a_client_of_a_server_on_loopback_never_uses_the_iam_endpoint_of_the_region() {
    let transport = FakeTransport::default();
    let agency = Credentials::access_key("AK", "s3cret").assume_agency(Agency::of_domain_name("customer", "audit"));
    for (name, client) in [
        ("the password", builder(&transport)),
        ("the agency", builder(&transport).credentials(agency)),
        ("resolve_project_id", signing(&transport).resolve_project_id()),
    ] {
        for endpoint in [
            "http://127.0.0.1:1",
            "http://localhost",
            "https://[::1]:8443",
            "https://LocalHost",
            "https://hss.localhost",
            "https://[::ffff:127.0.0.1]",
            "https://0.0.0.0",
        ] {
            let client = client.clone().endpoint(endpoint);
            let error = client.clone().build().expect_err(endpoint);
            let expected = format!(
                "the IAM endpoint for {name} is unknown, since endpoint is on loopback: set iam_endpoint, to the same URL \
                 for a mock server"
            );
            assert_eq!((error.configuration_errors(), missing(&error)), (&[expected][..], Some(Missing::IamEndpoint)));
            let client = client.iam_endpoint(endpoint).build().expect(endpoint);
            let iam_endpoint = client.state().authenticator.iam_endpoint.as_ref();
            assert!(iam_endpoint.is_some_and(Endpoint::is_loopback), "{iam_endpoint:?}");
        }
    }
    signing(&transport).endpoint("http://127.0.0.1:1").build().expect("an access key needs no IAM");
}

fn signing(transport: &FakeTransport) -> ClientBuilder<Client> {
    builder(transport).credentials(Credentials::access_key("AK", "s3cret"))
}

#[test]
fn resolves_a_project_with_a_signed_request() {
    let transport = FakeTransport::json(200, r#"{"projects": [{"id": "p-7", "name": "cn-north-4"}]}"#)
        .then_json(200, GOOD)
        .then_json(200, GOOD);
    let client = signing(&transport).resolve_project_id().build().expect("a client");
    assert!(transport.requests().is_empty(), "the first call requests it");
    for _ in 0..2 {
        send(&client).expect("a response");
    }
    let requests = transport.requests();
    assert_eq!(requests.len(), 3, "it is requested once");
    assert_eq!(requests[0].uri(), "https://iam.cn-north-4.myhuaweicloud.com/v3/projects?name=cn-north-4");
    let authorization = requests[0].headers()["authorization"].to_str().expect("text");
    let start = "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host;x-sdk-date, Signature=";
    assert!(authorization.starts_with(start), "{authorization}");
    assert_eq!(requests[1].uri().path(), "/v1/p-7/things/t");
}

#[test]
fn rejects_regions_without_exactly_one_project() {
    for (body, says) in [
        (r#"{"projects": []}"#, "no project is named cn-north-4"),
        (r#"{"projects": [{"id": "p-1"}, {"id": "p-2"}]}"#, "p-1, p-2"),
    ] {
        let transport = FakeTransport::json(200, body);
        let error = send(&signing(&transport).resolve_project_id().build().expect("a client")).expect_err(says);
        assert!(error.kind() == ErrorKind::Response && error.to_string().contains(says), "{error}");
    }
    let projects = r#"{"projects": [{"id": "p-7"}]}"#;
    let transport = FakeTransport::json(503, "").then_json(200, projects).then_json(200, GOOD);
    send(&signing(&transport).resolve_project_id().build().expect("a client")).expect("tried again");
    let transport = FakeTransport::json(403, "").then_json(200, projects).then_json(200, GOOD);
    let client = signing(&transport).resolve_project_id().build().expect("a client");
    send(&client).expect_err("no rights");
    send(&client).expect("an error is not kept");
}

#[test]
fn a_project_that_is_known_is_not_resolved() {
    let transport = FakeTransport::json(200, GOOD);
    let client = signing(&transport).project_id("p-1").resolve_project_id().build().expect("a client");
    send(&client).expect("a response");
    assert_eq!(transport.requests()[0].uri().path(), "/v1/p-1/things/t");
}

#[test]
fn resolving_a_project_requires_a_region_and_an_iam_endpoint() {
    let nowhere = signing(&FakeTransport::default()).region("eu-west-101").resolve_project_id();
    let error = nowhere.clone().build().expect_err("no IAM is known");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(
        error.to_string().contains("the IAM endpoint for resolve_project_id is unknown: set iam_endpoint"),
        "{error}"
    );
    nowhere.iam_endpoint("https://iam.example.eu").build().expect("it is set");
}
