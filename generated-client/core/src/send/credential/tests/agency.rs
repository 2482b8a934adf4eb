//! Agencies: requests for their access keys, authenticated by other credentials.

use std::error::Error as _;

use bytes::Bytes;

use super::*;
use crate::auth::agency::Agency;
use crate::descriptor::ServiceDescriptor;

const AGENCY_REQUEST: &str = "POST https://iam.cn-north-4.myhuaweicloud.com/v3.0/OS-CREDENTIAL/securitytokens";
const CALL: &str = "POST https://hss.example.com/v1/p-1/things/t";

static SERVICE_WITHOUT_REGION: ServiceDescriptor = ServiceDescriptor { region_is_mandatory: false, ..SERVICE };

trait ThenKey {
    fn then_key(self, id: &str) -> Self;
}

impl ThenKey for FakeTransport {
    /// Adds an access key that expires a day after the fake clock's beginning.
    fn then_key(self, id: &str) -> Self {
        self.then_json(
            201,
            format!(
                r#"{{"credential": {{"access": "{id}", "secret": "issu3d-secret", "securitytoken": "issu3d-token",
                    "expires_at": "2026-01-03T03:04:05.000000Z"}}}}"#
            ),
        )
    }
}

fn agency() -> Agency {
    Agency::of_domain_name("customer", "audit")
}

/// Returns a builder of a client that assumes the agency with these credentials.
fn assuming(source: Credentials, transport: &FakeTransport) -> ClientBuilder<Client> {
    builder(transport).project_id("p-1").credentials(source.assume_agency(agency()))
}

fn access_key() -> Credentials {
    Credentials::access_key("SOURCE", "s3cret")
}

fn header<'a>(request: &'a http::Request<Bytes>, name: &str) -> &'a str {
    request.headers().get(name).map_or("", |value| value.to_str().expect("text"))
}

fn signed_by(request: &http::Request<Bytes>) -> &str {
    header(request, "authorization").split([' ', ',']).nth(1).unwrap_or_default()
}

#[test]
fn signs_the_request_for_a_key_with_the_source_and_calls_with_the_key() {
    let transport = FakeTransport::default().then_key("ISSUED").then_json(200, GOOD).then_json(200, GOOD);
    let client = assuming(access_key(), &transport).build().expect("a client");
    send(&client).expect("a response");
    send(&client).expect("the key is kept");
    assert_eq!(requests(&transport), [AGENCY_REQUEST, CALL, CALL]);
    let requests = transport.requests();
    assert_eq!(requests.iter().map(signed_by).collect::<Vec<_>>(), ["Access=SOURCE", "Access=ISSUED", "Access=ISSUED"]);
    assert_eq!(header(&requests[0], "x-security-token"), "");
    assert_eq!(header(&requests[1], "x-security-token"), "issu3d-token");
    assert_eq!(header(&requests[0], "user-agent"), header(&requests[1], "user-agent"));
}

#[test]
fn the_source_can_be_a_password_or_another_agency() {
    let transport = FakeTransport::default().then_token("t0ken").then_key("FIRST").then_key("SECOND");
    let transport = transport.then_json(200, GOOD);
    let source = Credentials::password("domain", "user", "s3cret").assume_agency(agency());
    let client = assuming(source, &transport).build().expect("a client");
    send(&client).expect("a response");
    assert_eq!(requests(&transport), [TOKEN_REQUEST, AGENCY_REQUEST, AGENCY_REQUEST, CALL]);
    let requests = transport.requests();
    assert!(String::from_utf8_lossy(requests[0].body()).contains(r#""project":{"name":"cn-north-4"}"#));
    assert_eq!(header(&requests[1], "x-auth-token"), "t0ken");
    assert_eq!((signed_by(&requests[2]), signed_by(&requests[3])), ("Access=FIRST", "Access=SECOND"));
}

#[test]
fn replaces_a_key_before_it_expires_and_after_a_401() {
    let transport = FakeTransport::default().then_key("FIRST").then_json(200, GOOD);
    let transport = transport.then_key("SECOND").then_json(401, "").then_key("THIRD").then_json(200, GOOD);
    let clock = FakeClock::default();
    let client = assuming(access_key(), &transport).time_source(clock.clone()).build().expect("a client");
    send(&client).expect("a response");
    clock.advance(Duration::from_secs(24 * 3600 - 300));
    send(&client).expect("the second attempt");
    let signed_by: Vec<_> = transport.requests().iter().map(|request| signed_by(request).to_owned()).collect();
    let expected = ["SOURCE", "FIRST", "SOURCE", "SECOND", "SOURCE", "THIRD"];
    assert_eq!(signed_by, expected.map(|id| format!("Access={id}")));
}

#[test]
fn replaces_a_token_of_the_source_that_iam_rejects() {
    let transport = FakeTransport::default().then_token("revoked").then_json(401, "").then_token("fresh");
    let transport = transport.then_key("ISSUED").then_json(200, GOOD);
    let client = assuming(Credentials::password("domain", "user", "s3cret"), &transport).build().expect("a client");
    send(&client).expect("a response");
    let requests = transport.requests();
    let tokens: Vec<_> = requests.iter().map(|request| header(request, "x-auth-token")).collect();
    assert_eq!(tokens, ["", "revoked", "", "fresh", ""]);
}

#[test]
fn retries_iam_unless_it_rejects_the_agency() {
    let transport = FakeTransport::json(503, "").then_json(429, "").then_key("ISSUED").then_json(200, GOOD);
    send(&assuming(access_key(), &transport).build().expect("a client")).expect("the third attempt at IAM");
    for status in [400, 401, 403, 404] {
        let body = r#"{"error": {"code": "x", "message": "no such agency: s3cret", "title": "Forbidden"}}"#;
        let transport = FakeTransport::json(status, body);
        let client = assuming(access_key(), &transport).build().expect("a client");
        for _ in 0..2 {
            let error = send(&client).expect_err("rejected");
            let shown = format!("{error} {error:?}");
            assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Credentials, false));
            assert!(shown.contains("Echo: cannot get credentials: IAM agency: the service returned"), "{shown}");
            assert!(shown.contains("no such agency: [redacted]") && !shown.contains("s3cret"), "{shown}");
        }
        assert_eq!(transport.requests().len(), 1, "calls share the error");
    }
}

#[test]
fn errors_name_the_source_that_failed() {
    let transport = FakeTransport::json(403, "");
    let client = assuming(Credentials::password("domain", "user", "s3cret"), &transport).build().expect("a client");
    let error = send(&client).expect_err("a rejected password");
    let expected =
        "Echo: cannot get credentials: IAM agency: cannot get credentials: IAM token: the service returned 403";
    assert!(error.to_string().starts_with(expected), "{error}");
    let (mut iam, mut next) = (&error, error.source());
    while let Some(cause) = next {
        iam = cause.downcast_ref().unwrap_or(iam);
        next = cause.source();
    }
    assert_eq!((iam.operation(), iam.kind()), (Some(password::OPERATION), ErrorKind::Service));
}

#[test]
fn issued_secrets_are_never_shown() {
    let key = r#""credential": {"access": "A", "secret": "issu3d-secret", "securitytoken": "issu3d-token""#;
    for (status, body) in [
        (201, format!("{{{key}}}}}")),
        (201, format!("{{{key}, \"expires_at\": \"issu3d\"}}}}")),
        (201, format!("{{{key}")),
        (201, "<html>issu3d-secret</html>".to_owned()),
        (500, format!("{{{key}, \"expires_at\": \"\"}}, \"error_msg\": \"issu3d-secret\"}}")),
        (302, "issu3d-secret".to_owned()),
    ] {
        let transport = FakeTransport::json(status, &body);
        let client = assuming(access_key(), &transport).retry(RetryConfig::disabled()).build().expect("a client");
        let error = send(&client).expect_err(&body);
        let shown = format!("{error} {error:?} {client:?}");
        assert!(error.kind() == ErrorKind::Credentials && shown.contains("IAM agency"), "{shown}");
        assert!(!shown.contains("issu3d") && !shown.contains("s3cret"), "{shown}");
    }
    // The service repeats the key of the agency and that of the source.
    let transport = FakeTransport::default().then_key("ISSUED").then_json(403, "issu3d-secret issu3d-token s3cret");
    let error = send(&assuming(access_key(), &transport).build().expect("a client")).expect_err("rejected");
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("[redacted] [redacted] [redacted]"), "{shown}");
    assert!(!shown.contains("issu3d") && !shown.contains("s3cret"), "{shown}");
}

#[test]
fn the_region_and_the_iam_endpoint_of_the_source_apply_but_not_its_project() {
    let mut source = access_key();
    source.region = Some("eu-west-101".to_owned());
    source.iam_endpoint = Some("https://iam.example.eu".to_owned());
    source.project_id = Some("of-the-source".to_owned());
    let credentials = source.assume_agency(agency());
    assert_eq!((credentials.region(), credentials.project_id()), (Some("eu-west-101"), None));
    let transport = FakeTransport::default().then_key("ISSUED").then_json(200, GOOD);
    let client = builder(&transport).project_id("p-1").credentials(credentials).build().expect("a client");
    send(&client).expect("a response");
    assert_eq!(requests(&transport)[0], "POST https://iam.example.eu/v3.0/OS-CREDENTIAL/securitytokens");
}

#[test]
fn an_agency_requires_valid_names_and_iam() {
    let build = |credentials: Credentials, region: &str| {
        builder(&FakeTransport::default()).project_id("p-1").credentials(credentials).region(region).build()
    };
    let password = || Credentials::password("domain", "user", "s3cret");
    for (credentials, region, expected) in [
        (access_key().assume_agency(agency()), "eu-west-101", "the IAM endpoint for the agency is unknown"),
        (access_key().assume_agency(Agency::of_domain_id("", "a")), "a", "the domain of the agency is empty"),
        (Credentials::access_key("", "s3cret").assume_agency(agency()), "a", "the access key is empty"),
        (Credentials::password("", "u", "p").assume_agency(agency()), "a", "the IAM domain is empty"),
    ] {
        let error = build(credentials, region).expect_err(expected).to_string();
        assert!(error.contains(expected) && !error.contains("s3cret"), "{error}");
    }
    build(password().assume_agency(agency()), "a").expect("the scope of the token is the project of the region");
    let client = Client::builder(&SERVICE_WITHOUT_REGION).transport(FakeTransport::default()).project_id("p-1");
    let client = client.endpoint("https://hss.example.com").iam_endpoint("https://iam.example.com");
    client.clone().credentials(password()).build().expect("the scope is the client's project");
    client.clone().credentials(access_key().assume_agency(agency())).build().expect("no token is needed");
    let error = client.credentials(password().assume_agency(agency())).build().expect_err("a project of the agency");
    assert!(error.to_string().contains("needs a region"), "{error}");
}
