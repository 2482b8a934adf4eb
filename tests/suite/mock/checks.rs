//! Requests that the mock server accepts or rejects: constraints of help pages, credentials, IAM.

use std::fmt::Write as _;

use hss_tests::raw_request::send;
use huaweicloud_museum::mock::MockServer;
use huaweicloud_museum::{Agency, Client, Credentials, ErrorKind};

use super::{EXPORT, INSPECT, PAINTINGS, ROOMS, TOKEN, VISITS};

const AGENCIES: &str = "/v3.0/OS-CREDENTIAL/securitytokens";

/// Method, target, headers and body.
type RawRequest<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], &'a str);

/// Sends the requests in order and returns them with their responses.
async fn transcript(mock: &MockServer, requests: &[RawRequest<'_>]) -> String {
    let mut transcript = String::new();
    for (method, target, headers, body) in requests {
        let _ = writeln!(transcript, "{method} {target}");
        for (name, value) in headers.iter().filter(|header| **header != TOKEN) {
            let _ = writeln!(transcript, "{name}: {}", &value[..value.len().min(80)]);
        }
        if !body.is_empty() {
            let _ = writeln!(transcript, "{}", &body[..body.len().min(200)]);
        }
        let _ = writeln!(transcript, "    {}\n", send(&mock.url(), method, target, headers, body).await);
    }
    transcript
}

#[tokio::test]
async fn rejects_requests_that_fail_a_check() {
    let mock = MockServer::start().await.expect("a mock");
    let long = "x".repeat(257);
    let (long_project, long_name) = (format!("/v1/{long}/paintings"), format!("{PAINTINGS}?title={}", &long[..33]));
    let region = ("region", "cn-north-4");
    let headings = r#"{"headings": [["signed", "Signed"]]"#;
    let with = |fields: &str| format!("{headings}, {fields}}}");
    let (number, text, list) = (with(r#""artist": 1"#), with(r#""signed": "true""#), with(r#""framed": []"#));
    let (empty, object) = (with(r#""artist": """#), with(r#""painted": {"start": 9223372036854775808}"#));
    let requests: &[RawRequest<'_>] = &[
        // valid requests
        ("GET", PAINTINGS, &[TOKEN], ""),
        ("POST", EXPORT, &[TOKEN], &format!("{headings}}}")),
        ("POST", VISITS, &[TOKEN, region], ""),
        ("POST", INSPECT, &[TOKEN], r#"{"method": "photo", "everything": true}"#),
        ("GET", ROOMS, &[TOKEN, region], ""),
        ("GET", &format!("{PAINTINGS}?origin=of_tomorrow&more=1"), &[TOKEN], ""),
        ("POST", EXPORT, &[TOKEN], &with(r#""style": "of_tomorrow", "more": 1"#)),
        // method and path
        ("POST", PAINTINGS, &[TOKEN], ""),
        ("GET", "/v1/p/painting", &[TOKEN], ""),
        ("GET", "/v1/p/paintings/", &[TOKEN], ""),
        ("GET", "/v1//paintings/7", &[TOKEN], ""),
        ("GET", "/", &[TOKEN], ""),
        ("DELETE", "/", &[TOKEN], ""),
        // credentials
        ("GET", PAINTINGS, &[], ""),
        ("GET", PAINTINGS, &[("X-Auth-Token", "")], ""),
        ("GET", PAINTINGS, &[("X-Auth-Token", &"t".repeat(32_769))], ""),
        ("GET", PAINTINGS, &[("Authorization", "Bearer t")], ""),
        // required parameters
        ("POST", VISITS.trim_end_matches("?count=1"), &[TOKEN], ""),
        ("POST", EXPORT, &[TOKEN], ""),
        // types
        ("GET", &format!("{PAINTINGS}?limit=ten&offset=1.5&on_loan=no"), &[TOKEN], ""),
        ("POST", EXPORT, &[TOKEN], &number),
        ("POST", EXPORT, &[TOKEN], &text),
        ("POST", EXPORT, &[TOKEN], &list),
        ("POST", EXPORT, &[TOKEN], &object),
        ("POST", EXPORT, &[TOKEN], r#"{"headings": [["signed"], "signed", [1, 2]]}"#),
        ("POST", EXPORT, &[TOKEN], "[]"),
        // lengths
        ("GET", &long_project, &[TOKEN], ""),
        ("GET", &long_name, &[TOKEN], ""),
        ("GET", PAINTINGS, &[TOKEN, ("region", &long[..129])], ""),
        ("POST", EXPORT, &[TOKEN], &empty),
        ("POST", EXPORT, &[TOKEN], r#"{"headings": []}"#),
        // ranges
        ("GET", &format!("{PAINTINGS}?limit=9&offset=2000001"), &[TOKEN], ""),
        ("GET", &format!("{PAINTINGS}?on_loan=true"), &[TOKEN], ""),
        ("GET", &format!("{ROOMS}?limit=2147483648"), &[TOKEN, region], ""),
        // a rule
        ("POST", INSPECT, &[TOKEN], r#"{"method": "photo", "everything": false, "paintings": []}"#),
        // malformed JSON
        ("POST", EXPORT, &[TOKEN], r#"{"headings": "#),
    ];
    insta::assert_snapshot!(transcript(&mock, requests).await);
}

#[tokio::test]
async fn strict_mode_rejects_unknown_input() {
    let mock = MockServer::builder().strict(true).start().await.expect("a mock");
    let body = r#"{"headings": [["signed", "a"], ["name", "b"]], "style": "of_tomorrow", "more": 1}"#;
    let requests: &[RawRequest<'_>] = &[
        ("GET", &format!("{PAINTINGS}?limit=10&origin=gift"), &[TOKEN], ""),
        ("GET", &format!("{PAINTINGS}?Limit=10&origin=of_tomorrow"), &[TOKEN], ""),
        ("POST", EXPORT, &[TOKEN], body),
    ];
    insta::assert_snapshot!(transcript(&mock, requests).await);
}

#[tokio::test]
async fn accepts_valid_client_signatures_and_rejects_others() {
    let mock = MockServer::builder().access_key("AK", "s3cret-key").start().await.expect("a mock");
    let list = |client: Client| async move { client.list_paintings().title("a b+c/ä~").send().await };
    list(mock.client().build().expect("a client")).await.expect("a valid signature");
    let wrong = mock.client().credentials(Credentials::access_key("AK", "another-key")).build().expect("a client");
    let error = list(wrong).await.expect_err("an invalid signature");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Service, Some("APIGW.0301")), "{error}");
    assert!(error.to_string().contains("; this client signed the same request, so the secret key is wrong"), "{error}");
    let temporary = Credentials::temporary_access_key("AK", "s3cret-key", "s3cret-session");
    list(mock.client().credentials(temporary).build().expect("a client")).await.expect("a valid signature");
    let shown = format!("{mock:?} {:?}", mock.received_requests());
    assert!(!shown.contains("s3cret") && !shown.contains("Signature="), "{shown}");
}

#[tokio::test]
async fn recorded_requests_show_no_credentials() {
    let mock = MockServer::start().await.expect("a mock");
    let headers = [
        TOKEN,
        ("X-Auth-Token", "s3cret"),
        ("Authorization", "first"),
        ("Authorization", "s3cret"),
        ("Cookie", "session=s3cret"),
        ("X-Subject-Token", "s3cret"),
        ("X-Security-Token", "s3cret"),
        ("Proxy-Authorization", "s3cret"),
    ];
    let body = r#"{"auth": {"identity": {"password": {"user": {"password": "s3cret"}}}}}"#;
    for target in [PAINTINGS, "/v3/auth/tokens", "/v3/auth/tokens/", "//v3/auth/tokens", "/V3/auth/tokens"] {
        let body = if target == PAINTINGS { "" } else { body };
        send(&mock.url(), "POST", target, &headers, body).await;
    }
    send(&mock.url(), "GET", PAINTINGS, &headers, "").await;
    let requests = mock.received_requests();
    assert_eq!(requests.len(), 6);
    assert!(!format!("{requests:?}").contains("s3cret"), "{requests:?}");
}

#[tokio::test]
async fn iam_exchanges_passwords_for_tokens() {
    let mock = MockServer::builder().password("account", "user", "s3cret").start().await.expect("a mock");
    let scope_by_region = || Client::builder().endpoint(mock.url()).iam_endpoint(mock.url()).region("cn-north-4");
    for builder in [mock.client(), scope_by_region()] {
        let client = builder.credentials(Credentials::password("account", "user", "s3cret")).build().expect("a client");
        client.list_paintings().send().await.expect("a page");
    }
    let paths: Vec<_> = mock.received_requests().iter().map(|request| request.uri().path().to_owned()).collect();
    let paintings = "/v1/mock-project/paintings";
    assert_eq!(paths, ["/v3/auth/tokens", paintings, "/v3/auth/tokens", paintings]);
    assert!(!format!("{:?}", mock.received_requests()).contains("s3cret"), "the password is not kept");
    for (domain, user, password) in
        [("other", "user", "s3cret"), ("account", "other", "s3cret"), ("account", "user", "other")]
    {
        let client =
            mock.client().credentials(Credentials::password(domain, user, password)).build().expect("a client");
        let error = client.list_paintings().send().await.expect_err("a wrong password");
        assert!(error.to_string().contains("the user name or password is wrong"), "{error}");
    }
    let outcome = send(&mock.url(), "GET", PAINTINGS, &[TOKEN], "").await;
    assert!(outcome.starts_with("401"), "only issued tokens are accepted: {outcome}");
    assert_eq!(send(&mock.url(), "POST", "/v3/auth/tokens", &[], "{}").await, "400");
    assert_eq!(send(&mock.url(), "GET", "/v3/projects", &[], "").await, "401");
}

#[tokio::test]
async fn iam_issues_access_keys_of_agencies() {
    let mock = MockServer::builder().access_key("AK", "s3cret").start().await.expect("a mock");
    let assume = |secret_key| {
        let agency = Agency::of_domain_name("customer", "audit");
        let credentials = Credentials::access_key("AK", secret_key).assume_agency(agency);
        mock.client().project_id("theirs").credentials(credentials).build().expect("a client")
    };
    assume("s3cret").list_paintings().send().await.expect("a page");
    let [exchange, call] = mock.received_requests().try_into().expect("two requests");
    assert_eq!((exchange.uri().path(), call.uri().path()), (AGENCIES, "/v1/theirs/paintings"));
    let error = assume("other").list_paintings().send().await.expect_err("a wrong secret key");
    assert!(error.to_string().contains("the request has no valid credentials"), "{error}");

    let without_token = Credentials::access_key("mock-agency", "mock-secret-key");
    let client = mock.client().credentials(without_token).build().expect("a client");
    let error = client.list_paintings().send().await.expect_err("no security token");
    assert!(error.to_string().contains("requires its security token"), "{error}");
    let mock = MockServer::start().await.expect("a mock");
    assert_eq!(send(&mock.url(), "POST", AGENCIES, &[TOKEN], "{}").await, "400");
    assert_eq!(send(&mock.url(), "POST", AGENCIES, &[], "{}").await, "401");
}

#[tokio::test]
async fn iam_lists_one_project_for_a_region() {
    let mock = MockServer::builder().access_key("AK", "s3cret").start().await.expect("a mock");
    let builder = Client::builder().endpoint(mock.url()).iam_endpoint(mock.url()).region("cn-north-4");
    let builder = builder.credentials(Credentials::access_key("AK", "s3cret"));
    let client = builder.resolve_project_id().build().expect("a client");
    client.list_paintings().send().await.expect("a page");
    assert_eq!(mock.received_requests()[1].uri().path(), "/v1/mock-project/paintings");
}
