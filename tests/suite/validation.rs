//! Requests that violate the constraints of a help page are rejected before they are sent.

use hss_tests::server::Server;
use huaweicloud_museum::{Call, Client, ClientBuilder, Credentials, Error, ErrorKind, Violation};

const GOOD: &str = r#"{"total": 0, "paintings": []}"#;

fn builder(server: &Server) -> ClientBuilder {
    Client::builder()
        .region("cn-north-4")
        .project_id("p")
        .credentials(Credentials::token("t"))
        .endpoint(server.endpoint())
}

fn server() -> Server {
    Server::json(GOOD)
}

#[tokio::test]
async fn all_violations_are_reported_with_limits_and_help_page() {
    let server = server();
    let client = builder(&server).build().expect("a client");
    let call = client.list_paintings().limit(201).offset(-1).on_loan(true).title("x".repeat(33));
    let error = call.send().await.expect_err("four violations");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(names(&error), ["limit", "offset", "title", "on_loan"]);
    insta::assert_snapshot!(error);
}

#[tokio::test]
async fn validation_can_be_disabled_per_call_and_per_client() {
    let server = server();
    let strict = builder(&server).build().expect("a client");
    let lax = builder(&server).validate(false).build().expect("a client");
    strict.list_paintings().limit(5000).customize().validate(false).send().await.expect("disabled for the call");
    lax.list_paintings().limit(5000).on_loan(true).send().await.expect("disabled for the client");
    lax.list_paintings().limit(5000).customize().validate(true).send().await.expect_err("enabled for the call");
}

/// Disabling validation disables the constraints of the help page, but not the checks for a well-formed request.
#[tokio::test]
async fn values_that_would_alter_the_request_are_always_rejected() {
    let server = server();
    let client = builder(&server).validate(false).build().expect("a client");
    for project in ["", ".", ".."] {
        let call: Call<_> = client.list_paintings().customize().project_id(project);
        let error = call.send().await.expect_err(project);
        assert_eq!(names(&error), ["project_id"], "{error}");
    }
    for region in ["a\r\nx: y", "a\nb", "a\0b", "ü"] {
        let call = client.list_paintings().customize().region_header(region);
        assert_eq!(names(&call.send().await.expect_err(region)), ["region"]);
    }
    assert_eq!(server.requests(), []);
    let call = client.list_paintings().customize().project_id("a/../b?c#d%2e%2e");
    call.send().await.expect("other characters are encoded");
    assert_eq!(server.only_request().target, "/v1/a%2F..%2Fb%3Fc%23d%252e%252e/paintings");
}

/// Returns the names of the parameters that an error reports, in its order.
fn names(error: &Error) -> Vec<&str> {
    error.violations().iter().map(Violation::parameter).collect()
}
