use std::time::Duration;

use super::iam::iam_endpoint;
use super::*;
use crate::runtime::auth::credentials::Credentials;
use crate::runtime::client::Client;
use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::error::ErrorKind;
use crate::runtime::send::retry_policy::RetryConfig;
use crate::runtime::testing::{EchoRequest, EchoResponse, FakeClock, FakeTransport, good, now};
use crate::runtime::transport::TransportErrorKind;

const GOOD: &str = r#"{"total": 1}"#;
/// A day after the fake clock's beginning.
const TOKEN: &str = r#"{"token": {"expires_at": "2026-01-03T03:04:05.000000Z", "project": {"id": "p-9"}}}"#;

trait AnswersTokens {
    fn then_token(self, token: &str) -> Self;
}

impl AnswersTokens for FakeTransport {
    fn then_token(self, token: &str) -> Self {
        self.then(201, &[("x-subject-token", token)], TOKEN)
    }
}

fn builder(transport: &FakeTransport) -> ClientBuilder {
    let credentials = Credentials::password("domain", "user", "s3cret");
    let clock = FakeClock::default();
    let client = Client::builder().transport(transport.clone()).credentials(credentials).region("cn-north-4");
    client.endpoint("https://hss.example.com").time_source(clock.clone()).sleep(clock)
}

fn client(transport: &FakeTransport) -> Client {
    builder(transport).build().expect("a client")
}

fn send(client: &Client) -> Result<EchoResponse, Error> {
    now(client.call(good()).send())
}

/// Method, host and path, request by request.
fn asked(transport: &FakeTransport) -> Vec<String> {
    let requests = transport.requests();
    requests.iter().map(|request| format!("{} {}", request.method(), request.uri())).collect()
}

const ASK_IAM: &str = "POST https://iam.cn-north-4.myhuaweicloud.com/v3/auth/tokens?nocatalog=true";

#[test]
fn a_password_becomes_a_token_and_a_project() {
    let transport = FakeTransport::default().then_token("t0ken").then_json(200, GOOD).then_json(200, GOOD);
    let client = client(&transport);
    send(&client).expect("an answer");
    send(&client).expect("an answer");
    let call = "POST https://hss.example.com/v1/p-9/things/t";
    assert_eq!(asked(&transport), [ASK_IAM, call, call]);
    let requests = transport.requests();
    assert!(requests[0].headers().get("x-auth-token").is_none() && requests[0].headers().get("region").is_none());
    assert!(requests[1..].iter().all(|request| request.headers()["x-auth-token"] == "t0ken"));
    assert!(requests[1..].iter().all(|request| !String::from_utf8_lossy(request.body()).contains("s3cret")));
    assert_eq!(requests[0].headers()["user-agent"], requests[1].headers()["user-agent"]);
}

#[test]
fn the_client_s_project_and_the_call_s_come_before_the_token_s() {
    let transport = FakeTransport::default().then_token("t").then_json(200, GOOD).then_json(200, GOOD);
    let client = builder(&transport).project_id("p-1").build().expect("a client");
    send(&client).expect("an answer");
    now(client.call(good()).project_id("p-2").send()).expect("an answer");
    let paths: Vec<_> = transport.requests().iter().map(|request| request.uri().path().to_owned()).collect();
    assert_eq!(paths[1..], ["/v1/p-1/things/t", "/v1/p-2/things/t"]);
    assert!(String::from_utf8_lossy(transport.requests()[0].body()).contains(r#""project":{"id":"p-1"}"#));
}

#[test]
fn without_any_project_the_call_is_refused() {
    let no_project = r#"{"token": {"expires_at": "2026-01-03T03:04:05Z"}}"#;
    let transport = FakeTransport::default().then(201, &[("x-subject-token", "t")], no_project);
    let error = send(&client(&transport)).expect_err("no project");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(error.violations()[0].parameter(), "project_id");
    assert_eq!(transport.requests().len(), 1);
}

#[test]
fn violations_are_said_before_iam_is_asked() {
    let transport = FakeTransport::default();
    let error = now(client(&transport).call(EchoRequest::default()).send()).expect_err("violations");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.violations().iter().all(|violation| violation.parameter() != "project_id"), "{error}");
    assert!(transport.requests().is_empty());
}

#[test]
fn a_token_is_replaced_before_it_expires_and_when_it_is_refused() {
    let transport = FakeTransport::default().then_token("first").then_json(200, GOOD);
    let transport = transport.then_token("second").then_json(401, "").then_token("third").then_json(200, GOOD);
    let clock = FakeClock::default();
    let client = builder(&transport).time_source(clock.clone()).build().expect("a client");
    send(&client).expect("an answer");
    clock.advance(Duration::from_secs(24 * 3600 - 300));
    send(&client).expect("the second attempt");
    let requests = transport.requests();
    let tokens: Vec<_> = requests.iter().filter_map(|request| request.headers().get("x-auth-token")).collect();
    assert_eq!(tokens, ["first", "second", "third"]);
}

#[test]
fn a_refused_password_is_asked_about_once_in_five_seconds() {
    for status in [400, 401, 403, 404, 409, 429] {
        let body = r#"{"error": {"code": 401, "message": "wrong: s3cret", "title": "Unauthorized"}}"#;
        let transport = FakeTransport::json(status, body).then_token("t").then_json(200, GOOD);
        let clock = FakeClock::default();
        let client = builder(&transport).time_source(clock.clone()).build().expect("a client");
        for _ in 0..3 {
            let error = send(&client).expect_err("refused");
            let shown = format!("{error} {error:?}");
            assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Credentials, false));
            assert!(shown.contains("Echo: there are no credentials: IAM token: the service answered"), "{shown}");
            assert!(!shown.contains("s3cret"), "{shown}");
        }
        assert_eq!(transport.requests().len(), 1, "{status}");
        clock.advance(Duration::from_secs(5));
        send(&client).expect("the password was mended");
    }
}

#[test]
fn iam_is_tried_again_where_nothing_was_refused() {
    for kind in [TransportErrorKind::Connect, TransportErrorKind::Timeout, TransportErrorKind::Other] {
        let transport = FakeTransport::default().then_failing(kind).then_token("t").then_json(200, GOOD);
        send(&client(&transport)).expect("the second attempt at IAM");
        assert_eq!(transport.requests().len(), 3, "{kind:?}");
    }
    let transport = FakeTransport::json(500, "").then_json(503, "").then_token("t").then_json(200, GOOD);
    send(&client(&transport)).expect("the third attempt at IAM");
    let transport = FakeTransport::json(500, "").then_json(503, "").then_json(502, "").then_token("t");
    let error = send(&client(&transport)).expect_err("no attempt is left");
    assert!(error.to_string().contains("502 Bad Gateway after 3 attempts"), "{error}");
    assert_eq!(transport.requests().len(), 3);
    let transport = FakeTransport::json(500, "");
    let once = builder(&transport).retry(RetryConfig::disabled()).build().expect("a client");
    send(&once).expect_err("one attempt only");
    assert_eq!(transport.requests().len(), 1);
}

#[test]
fn answers_that_are_none_are_errors_without_the_password() {
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
fn iam_endpoints() {
    let origin =
        |set, with, region| iam_endpoint(set, with, region, false).map(|found| found.map(|it| it.origin().to_owned()));
    let found = |text: &str| Ok(Some(text.to_owned()));
    assert_eq!(origin(Some("https://a"), Some("https://b"), Some("c")), found("https://a"), "what is set");
    assert_eq!(origin(None, Some("https://b"), Some("c")), found("https://b"), "what came with the credentials");
    assert_eq!(origin(None, None, Some("c")), found("https://iam.c.myhuaweicloud.com"));
    assert_eq!(origin(None, None, Some("eu-west-101")), Ok(None), "not known");
    assert_eq!(origin(None, None, None), Ok(None));
    for bad in ["http://iam.example.com", "https://iam.example.com/v3", "https://user:s3cret@iam", "iam", ""] {
        let error = origin(Some(bad), None, Some("c")).expect_err(bad);
        assert!(error.starts_with("IAM: ") && !error.contains("s3cret"), "{error}");
    }
    assert_eq!(origin(Some("http://127.0.0.1:1"), None, None), found("http://127.0.0.1:1"));
}

#[test]
fn a_password_without_a_known_iam_is_a_problem_of_the_configuration() {
    let client = || builder(&FakeTransport::default());
    let error = client().region("eu-west-101").build().expect_err("no IAM is known");
    assert!(error.to_string().contains("iam_endpoint"), "{error}");
    client().region("eu-west-101").iam_endpoint("https://iam.example.eu").build().expect("it is set");
    client().region("eu-west-101").credentials(Credentials::token("t")).build().expect("a token needs none");
    let error = client().iam_endpoint("http://iam.example.com").build().expect_err("http");
    assert!(error.to_string().contains("IAM: invalid endpoint: it must use https"), "{error}");
    for (domain, user, password) in [("", "u", "s3cret"), ("d", "", "s3cret"), ("d", "u", "")] {
        let credentials = Credentials::password(domain, user, password);
        let error = client().credentials(credentials).build().expect_err("a part is empty").to_string();
        assert!(error.contains("empty") && !error.contains("s3cret"), "{error}");
    }
}

fn signing(transport: &FakeTransport) -> ClientBuilder {
    builder(transport).credentials(Credentials::access_key("AK", "s3cret"))
}

#[test]
fn a_project_is_resolved_by_a_signed_request() {
    let transport =
        FakeTransport::json(200, r#"{"projects": [{"id": "p-7", "name": "cn-north-4"}]}"#).then_json(200, GOOD);
    let client = now(signing(&transport).resolve_project_id()).expect("a project").build().expect("a client");
    send(&client).expect("an answer");
    let requests = transport.requests();
    assert_eq!(requests[0].uri(), "https://iam.cn-north-4.myhuaweicloud.com/v3/projects?name=cn-north-4");
    let authorization = requests[0].headers()["authorization"].to_str().expect("text");
    let start = "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host;x-sdk-date, Signature=";
    assert!(authorization.starts_with(start), "{authorization}");
    assert_eq!(requests[1].uri().path(), "/v1/p-7/things/t");
}

#[test]
fn no_project_and_several_are_errors() {
    for (body, says) in [
        (r#"{"projects": []}"#, "no project is called cn-north-4"),
        (r#"{"projects": [{"id": "p-1"}, {"id": "p-2"}]}"#, "p-1, p-2"),
    ] {
        let transport = FakeTransport::json(200, body);
        let error = now(signing(&transport).resolve_project_id()).expect_err(says);
        assert!(error.kind() == ErrorKind::Response && error.to_string().contains(says), "{error}");
    }
    let transport = FakeTransport::json(503, "").then_json(200, r#"{"projects": [{"id": "p-7"}]}"#);
    assert!(now(signing(&transport).resolve_project_id()).is_ok(), "tried again");
    let transport = FakeTransport::default();
    let nowhere = signing(&transport).region("eu-west-101");
    let error = now(nowhere.resolve_project_id()).expect_err("no IAM is known");
    assert!(error.kind() == ErrorKind::Configuration && transport.requests().is_empty(), "{error}");
}
