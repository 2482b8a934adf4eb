//! What a client and a call offer besides the request.

use std::time::Duration;

use hss_tests::server::{Server, response};
use huaweicloud_hss::mock::{Fault, MockServer};
use huaweicloud_hss::{Client, ClientBuilder, Credentials, ErrorKind, KNOWN_REGIONS, RetryConfig};

fn builder(server: &Server) -> ClientBuilder {
    let client = Client::builder().region("cn-north-4").project_id("p").credentials(Credentials::token("token"));
    client.endpoint(server.endpoint())
}

#[tokio::test]
async fn a_response_comes_with_its_status_headers_and_request_id() {
    let headers = "x-request-id: r-1\r\nx-more: a\r\n";
    let server = Server::answering(response("202 Accepted", headers, r#"{"task_id": "t-1"}"#));
    let call = builder(&server).build().expect("a client").export_container_list([("risky", "Risk")]);
    let response = call.customize().send_with_response().await.expect("an answer");
    assert_eq!((response.status().as_u16(), response.request_id()), (202, Some("r-1")));
    assert_eq!(response.headers()["x-more"], "a");
    assert_eq!(response.get().task_id.as_deref(), Some("t-1"));
    assert_eq!(response.into_inner().task_id.as_deref(), Some("t-1"));
}

#[tokio::test]
async fn the_user_agent_names_the_client_and_the_program() {
    let own = concat!("huaweicloud-hss/", env!("CARGO_PKG_VERSION"));
    for (name, agent) in [(None, own.to_owned()), (Some("audit-job_2.0"), format!("{own} app/audit-job_2.0"))] {
        let server = Server::json(r#"{"total_num": 0}"#);
        let client = name.iter().fold(builder(&server), |client, name| client.app_name(*name)).build();
        client.expect("a client").list_global_image_apps().send().await.expect("an answer");
        assert_eq!(server.only_request().header("user-agent"), [agent]);
    }
}

#[test]
fn names_of_programs_are_checked() {
    let server = Server::json("{}");
    builder(&server).app_name("a".repeat(50)).build().expect("50 characters");
    for name in ["", "a b", "a/b", "a\r\nx: y", "ü", &"a".repeat(51)] {
        let error = builder(&server).app_name(name).build().expect_err(name);
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.configuration_errors()[0].starts_with("the app_name is not 1 to 50"), "{error}");
    }
}

#[test]
fn any_region_is_taken_and_the_known_ones_are_listed() {
    assert!(KNOWN_REGIONS.contains(&"cn-north-4") && KNOWN_REGIONS.contains(&"eu-west-101"));
    for region in KNOWN_REGIONS.iter().chain(&["xx-new-1"]) {
        Client::builder().region(*region).credentials(Credentials::token("token")).build().expect(region);
    }
}

#[tokio::test]
async fn a_call_that_took_too_long_says_how_its_attempts_ended() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().operation_timeout(Duration::from_millis(400));
    let client = client.retry(RetryConfig::standard().initial_backoff(Duration::from_millis(1)));
    let apps = mock.list_global_image_apps();
    apps.respond_with_error(http::StatusCode::SERVICE_UNAVAILABLE, "HSS.0099", "under repair");
    apps.fail_with(Fault::Delay(Duration::from_secs(60)));
    let error = client.build().expect("a client").list_global_image_apps().send().await.expect_err("a timeout");
    assert!(error.is_timeout());
    let told = "ListGlobalImageApps: the call with all its attempts took longer than 0.4 s; before that: \
                the service answered 503 Service Unavailable, HSS.0099: under repair \
                (request id mock-1) after 2 attempts";
    assert_eq!(error.to_string(), told);
}
