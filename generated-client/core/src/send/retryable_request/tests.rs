use crate::auth::credentials::Credentials;
use crate::auth::provider::{CredentialFuture, ProvideCredentials};
use crate::client::Client;
use crate::client::builder::ClientBuilder;
use crate::error::ErrorKind;
use crate::retry_config::RetryConfig;
use crate::testing::{EchoRequest, EchoResponse, FakeClock, FakeTransport, PingRequest, good, now};
use crate::transport::{Transport, TransportFuture};

use super::*;
use crate::sync_cell::SyncCell;

const GOOD: &str = r#"{"total": 1}"#;
const MISMATCH: &str = r#"{"error_code": "APIGW.0301", "error_msg": "verify signature fail"}"#;
/// The fake clock begins at 03:04:05.
const IN_TIME: &str = "Fri, 02 Jan 2026 03:04:05 GMT";
const BEHIND: &str = "Fri, 02 Jan 2026 02:59:06 GMT";
const FAR_BEHIND: &str = "Fri, 02 Jan 2026 02:59:05 GMT";
const AHEAD: &str = "Fri, 02 Jan 2026 03:09:04 GMT";
const FAR_AHEAD: &str = "Fri, 02 Jan 2026 03:09:05 GMT";

fn signing(transport: &FakeTransport) -> ClientBuilder<Client> {
    transport.client().credentials(Credentials::access_key("AK", "s3cret"))
}

fn send(client: &Client) -> Result<EchoResponse, Error> {
    now(client.call(good()).send())
}

fn then_401(transport: FakeTransport, date: &str) -> FakeTransport {
    transport.then(401, &[("date", date)], MISMATCH)
}

/// Returns the values of a header, request by request.
fn sent(transport: &FakeTransport, name: &str) -> Vec<String> {
    let requests = transport.requests();
    let values = requests.iter().map(|request| request.headers().get(name).and_then(|value| value.to_str().ok()));
    values.map(|value| value.unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_post_request_without_a_body_has_a_content_length() {
    let transport = FakeTransport::json(200, GOOD).then_json(200, GOOD).then_json(200, "");
    let client = transport.client().build().expect("a client");
    let without_body =
        EchoRequest { thing: Some("t".to_owned()), name: Some("n".to_owned()), ..EchoRequest::default() };
    now(client.call(without_body).send()).expect("a POST request");
    send(&client).expect("a POST request with a body");
    now(client.call(PingRequest::default()).send()).expect("a DELETE request");
    assert_eq!(sent(&transport, "content-length"), ["0", "", ""], "the HTTP library sets that of a body");
}

#[test]
fn corrects_a_wrong_clock_for_this_and_later_calls() {
    for (date, signed) in [(FAR_BEHIND, "20260102T025905Z"), (FAR_AHEAD, "20260102T030905Z")] {
        let transport = then_401(FakeTransport::default(), date).then_json(200, GOOD).then_json(200, GOOD);
        let client = signing(&transport).build().expect("a client");
        send(&client).expect("the second attempt");
        send(&client).expect("the first attempt");
        assert_eq!(sent(&transport, "x-sdk-date"), ["20260102T030405Z", signed, signed]);
        let signatures = sent(&transport, "authorization");
        assert!(signatures[0] != signatures[1] && signatures[1] == signatures[2], "signed anew with the time");
    }
}

#[test]
fn keeps_a_clock_that_is_nearly_right() {
    for date in [IN_TIME, BEHIND, AHEAD, "", "yesterday", "Fri, 32 Jan 2026 03:04:05 GMT"] {
        let transport = then_401(FakeTransport::default(), date);
        let error = send(&signing(&transport).build().expect("a client")).expect_err("rejected");
        assert_eq!((error.kind(), error.code(), error.attempts()), (ErrorKind::Service, Some("APIGW.0301"), 1));
        assert_eq!(transport.requests().len(), 1, "{date}");
    }
    let undated = FakeTransport::json(401, MISMATCH);
    send(&signing(&undated).build().expect("a client")).expect_err("rejected");
    assert_eq!(undated.requests().len(), 1, "no Date");
}

#[test]
fn a_second_401_is_final() {
    for second in [IN_TIME, FAR_AHEAD, FAR_BEHIND] {
        let transport = then_401(then_401(FakeTransport::default(), FAR_AHEAD), second);
        let client = signing(&transport).retry(RetryConfig::standard()).build().expect("a client");
        assert_eq!(send(&client).expect_err("rejected").attempts(), 2);
        assert_eq!(transport.requests().len(), 2);
    }
}

#[test]
fn corrects_the_clock_only_after_a_401_of_a_signature() {
    let transport = FakeTransport::default().then(403, &[("date", FAR_AHEAD)], MISMATCH);
    send(&signing(&transport).build().expect("a client")).expect_err("forbidden");
    assert_eq!(transport.requests().len(), 1);
    let token = then_401(FakeTransport::default(), FAR_AHEAD);
    send(&token.client().build().expect("a client")).expect_err("a token has no time");
    assert_eq!(token.requests().len(), 1);
}

/// Holds the first response back until the second request arrives, so that both are signed by the same clock.
#[derive(Clone, Default)]
struct Together {
    inner: FakeTransport,
    second: Arc<tokio::sync::Notify>,
}

impl Transport for Together {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async move {
            let response = self.inner.send(request).await?;
            let requests = self.inner.requests().len();
            match requests {
                1 => self.second.notified().await,
                2 => self.second.notify_one(),
                _ => {}
            }
            Ok(response)
        })
    }
}

#[tokio::test]
async fn concurrent_calls_signed_with_the_wrong_time_all_recover() {
    let inner = then_401(then_401(FakeTransport::default(), FAR_AHEAD), FAR_AHEAD);
    let transport = Together { inner: inner.then_json(200, GOOD).then_json(200, GOOD), ..Together::default() };
    let client = signing(&transport.inner).transport(transport.clone()).build().expect("a client");
    let second = tokio::spawn(client.call(good()).send());
    client.call(good()).send().await.expect("recovered");
    second.await.expect("no panic").expect("recovered as well");
    let dates = sent(&transport.inner, "x-sdk-date");
    assert_eq!(dates, ["20260102T030405Z", "20260102T030405Z", "20260102T030905Z", "20260102T030905Z"]);
}

#[test]
fn signs_each_attempt() {
    let transport = FakeTransport::default().then(429, &[("retry-after", "5")], "").then_json(200, GOOD);
    let clock = FakeClock::default();
    let client = signing(&transport).retry(RetryConfig::standard()).time_source(clock.clone()).sleep(clock);
    send(&client.build().expect("a client")).expect("the second attempt");
    assert_eq!(sent(&transport, "x-sdk-date"), ["20260102T030405Z", "20260102T030410Z"]);
    let signatures = sent(&transport, "authorization");
    assert_ne!(signatures[0], signatures[1]);
}

#[test]
fn signs_the_project_of_the_call() {
    let transport = FakeTransport::json(200, GOOD).then_json(200, GOOD);
    let client = signing(&transport).build().expect("a client");
    send(&client).expect("a response");
    now(client.call(good()).project_id("p-2").send()).expect("a response");
    assert_eq!(sent(&transport, "x-project-id"), ["p", "p-2"]);
    assert_eq!(transport.requests()[1].uri().path(), "/v1/p-2/things/t");
}

#[test]
fn a_signature_mismatch_shows_both_canonical_requests() {
    let long = "n".repeat(200);
    let theirs = format!("POST|/v1/p/things/t/||host:other.example.com|x-security-token:t0ken+t0ken|x-note:{long}|end");
    let message = format!("verify signature fail, canonicalRequest:{theirs}");
    let body = format!(r#"{{"error_code": "APIGW.0301", "error_msg": "{message}", "request_id": "r-1"}}"#);
    let transport = FakeTransport::json(401, body);
    let credentials = Credentials::temporary_access_key("AK", "s3cret", "t0ken+t0ken");
    let client = signing(&transport).credentials(credentials).build().expect("a client");
    let error = send(&client).expect_err("rejected");
    let shown = error.to_string();
    let ours = "this client signed POST|/v1/p/things/t/||content-type:application/json|host:hss.example.com:8443|\
                region:cn-north-4|x-project-id:p|x-sdk-date:20260102T030405Z|x-security-token:[redacted]||\
                content-type;host;region;x-project-id;x-sdk-date;x-security-token|";
    assert!(shown.contains("canonicalRequest:POST|/v1/p/things/t/||host:other.example.com"), "{shown}");
    assert!(shown.contains("|end") && shown.contains(ours) && shown.contains("r-1"), "{shown}");
    let all = format!("{shown} {error:?} {:?} {:?}", error.message(), error.raw_body().map(String::from_utf8_lossy));
    assert!(!all.contains("t0ken") && !all.contains("s3cret") && !shown.contains('\n'), "{all}");
}

#[test]
fn says_that_the_secret_key_is_wrong_if_the_canonical_requests_are_equal() {
    let canonical = "POST|/v1/p/things/t/||content-type:application/json|host:hss.example.com:8443|region:cn-north-4|\
                     x-project-id:p|x-sdk-date:20260102T030405Z|x-security-token:t0ken+t0ken||\
                     content-type;host;region;x-project-id;x-sdk-date;x-security-token|\
                     d0fdc09655bf2c2ad3b2fc0fe144f5ffacc9daf3b396e54832b963ad4b547ffb";
    let body = format!(r#"{{"error_code": "APIGW.0301", "error_msg": "canonicalRequest:{canonical}"}}"#);
    let credentials = Credentials::temporary_access_key("AK", "s3cret", "t0ken+t0ken");
    let client = signing(&FakeTransport::json(401, body)).credentials(credentials).build().expect("a client");
    let shown = send(&client).expect_err("rejected").to_string();
    let expected = "; this client signed the same request, so the secret key is wrong";
    assert!(shown.ends_with(expected) && shown.matches("x-sdk-date:2026").count() == 1, "{shown}");
}

#[test]
fn shows_no_canonical_request_unless_the_gateway_does() {
    let transport = FakeTransport::json(401, MISMATCH);
    let shown = send(&signing(&transport).build().expect("a client")).expect_err("rejected").to_string();
    assert!(!shown.contains("this client signed"), "{shown}");
    let token = FakeTransport::json(401, r#"{"error_code": "APIGW.0301", "error_msg": "a|b"}"#);
    let shown = send(&token.client().build().expect("a client")).expect_err("rejected").to_string();
    assert!(!shown.contains("this client signed"), "a token signs nothing: {shown}");
}

/// Provides what a function returns for the number of the request.
struct Numbered<F>(SyncCell<u32>, F);

impl<F: Fn(u32) -> Result<Credential, crate::BoxError> + Send + Sync + 'static> ProvideCredentials for Numbered<F> {
    fn provide_credentials(&self) -> CredentialFuture<'_> {
        let asked = self.0.update(|asked| {
            *asked += 1;
            *asked
        });
        Box::pin(async move { (self.1)(asked) })
    }
}

fn client_with_provider(
    transport: &FakeTransport,
    make: impl Fn(u32) -> Result<Credential, crate::BoxError> + Send + Sync + 'static,
) -> Client {
    let credentials = Credentials::provider(Numbered(SyncCell::from(0), make));
    transport.client().credentials(credentials).build().expect("a client")
}

#[test]
fn replaces_a_rejected_token_once() {
    let transport = FakeTransport::json(401, "").then_json(200, GOOD).then_json(200, GOOD);
    let client = client_with_provider(&transport, |asked| Ok(Credential::token(format!("token-{asked}"))));
    send(&client).expect("the second attempt");
    send(&client).expect("the first attempt");
    assert_eq!(sent(&transport, "x-auth-token"), ["token-1", "token-2", "token-2"]);

    let transport = FakeTransport::json(401, "").then_json(401, "").then_json(200, GOOD);
    let client = client_with_provider(&transport, |asked| Ok(Credential::token(format!("token-{asked}"))));
    assert_eq!(send(&client).expect_err("rejected twice").attempts(), 2);
    assert_eq!(sent(&transport, "x-auth-token"), ["token-1", "token-2"]);
}

#[test]
fn does_not_retry_a_rejected_static_token() {
    let transport = FakeTransport::json(401, "");
    assert_eq!(send(&transport.client().build().expect("a client")).expect_err("rejected").attempts(), 1);
}

#[test]
fn uses_the_credential_of_a_provider() {
    let transport = FakeTransport::json(200, GOOD);
    let client = client_with_provider(&transport, |_| Ok(Credential::access_key("AK", "s3cret")));
    send(&client).expect("a response");
    assert!(sent(&transport, "authorization")[0].contains("Access=AK"));
}

#[test]
fn clients_can_share_a_provider() {
    let make = |asked: u32| Ok(Credential::token(format!("token-{asked}")));
    let provider: Arc<dyn ProvideCredentials> = Arc::new(Numbered(SyncCell::from(0), make));
    let transport = FakeTransport::json(200, GOOD).then_json(200, GOOD);
    for _ in 0..2 {
        let client = transport.client().credentials(Credentials::provider(Arc::clone(&provider)));
        send(&client.build().expect("a client")).expect("a response");
    }
    assert_eq!(sent(&transport, "x-auth-token"), ["token-1", "token-2"]);
}

#[test]
fn sends_nothing_without_a_usable_credential() {
    type Make = fn(u32) -> Result<Credential, crate::BoxError>;
    let cases: [(Make, &str); 6] = [
        (|_| Err("vault: s3cret path".into()), "the credentials provider failed"),
        (|_| Ok(Credential::token("s3cret\n")), "the token starts or ends with white space"),
        (|_| Ok(Credential::token("")), "the token is empty"),
        (|_| Ok(Credential::access_key("A K", "s3cret")), "the access key contains white space: remove it"),
        (|_| Ok(Credential::access_key("", "")), "the access key is empty; the secret key is empty"),
        (|_| Ok(Credential::temporary_access_key("AK", "s3cret", "ü")), "the security token contains"),
    ];
    for (make, says) in cases {
        let transport = FakeTransport::default();
        let error = send(&client_with_provider(&transport, make)).expect_err(says);
        let shown = error.to_string();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert!(shown.contains(says) && !shown.contains("s3cret") && !shown.contains('\n'), "{shown}");
        assert!(transport.requests().is_empty() && !error.is_retryable());
    }
}

#[test]
fn keeps_the_cause_of_a_failing_provider() {
    let error = send(&client_with_provider(&FakeTransport::default(), |_| Err("the vault is sealed".into())))
        .expect_err("sealed");
    let mut cause = std::error::Error::source(&error).expect("a cause");
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    assert_eq!(cause.to_string(), "the vault is sealed");
}

#[test]
fn only_iam_issues_tokens() {
    let transport =
        FakeTransport::default().then(404, &[("x-subject-token", "not found")], r#"{"error_msg": "not found"}"#);
    let error = send(&signing(&transport).build().expect("a client")).expect_err("404");
    assert_eq!(error.message(), Some("not found"), "the header of another service is not a secret");
}

#[test]
fn debug_redacts_secrets() {
    let transport = FakeTransport::default();
    for credentials in [
        Credentials::token("s3cret"),
        Credentials::access_key("AK", "s3cret"),
        Credentials::temporary_access_key("AK", "s3cret", "s3cret"),
        Credentials::password("domain", "user", "s3cret"),
        Credentials::provider(Numbered(SyncCell::from(0), |_| Ok(Credential::token("s3cret")))),
    ] {
        let builder = transport.client().credentials(credentials.clone());
        let client = builder.clone().build().expect("a client");
        let call = client.call(good()).header("X-Mine", "s3cret");
        let shown = format!("{credentials:?} {builder:?} {client:?} {call:?} {credentials:#?}");
        assert!(!shown.contains("s3cret"), "{shown}");
    }
    for credential in [Credential::token("s3cret"), Credential::temporary_access_key("AK", "s3cret", "s3cret")] {
        assert!(!format!("{credential:?} {credential:#?}").contains("s3cret"));
    }
}
