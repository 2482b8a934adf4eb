//! Options of a client and of a call.

use hss_tests::server::{Server, response};
use huaweicloud_museum::{Client, ClientBuilder, Credentials, ErrorKind, KNOWN_REGIONS};

fn builder(server: &Server) -> ClientBuilder {
    let client = Client::builder().region("cn-north-4").project_id("p").credentials(Credentials::token("token"));
    client.endpoint(server.endpoint())
}

#[tokio::test]
async fn send_with_response_returns_status_headers_and_request_id() {
    let headers = "x-request-id: r-1\r\nx-more: a\r\n";
    let server = Server::answering(response("202 Accepted", headers, r#"{"task_id": "t-1"}"#));
    let call = builder(&server).build().expect("a client").export_paintings([("signed", "Signed")]);
    let response = call.customize().send_with_response().await.expect("a response");
    assert_eq!((response.status().as_u16(), response.request_id()), (202, Some("r-1")));
    assert_eq!(response.headers()["x-more"], "a");
    assert_eq!(response.get().task_id.as_deref(), Some("t-1"));
    assert_eq!(response.into_inner().task_id.as_deref(), Some("t-1"));
}

#[tokio::test]
async fn user_agent_names_the_client_and_the_program() {
    let own = concat!("museum-client/", env!("CARGO_PKG_VERSION"));
    for (name, agent) in [(None, own.to_owned()), (Some("audit-job_2.0"), format!("{own} app/audit-job_2.0"))] {
        let server = Server::json(r#"{"total": 0}"#);
        let mut client = builder(&server);
        if let Some(name) = name {
            client = client.app_name(name);
        }
        client.build().expect("a client").list_paintings().send().await.expect("a response");
        assert_eq!(server.only_request().header("user-agent"), [agent]);
    }
}

#[test]
fn invalid_program_names_are_rejected() {
    let server = Server::json("{}");
    builder(&server).app_name("a".repeat(50)).build().expect("50 characters");
    for name in ["", "a b", "a/b", "a\r\nx: y", "ü", &"a".repeat(51)] {
        let error = builder(&server).app_name(name).build().expect_err(name);
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let message = &error.configuration_errors()[0];
        assert!(message.starts_with("invalid app_name \"") && message.contains("\": use 1 to 50 letters"), "{message}");
    }
}

#[test]
fn known_and_unknown_regions_are_accepted() {
    assert!(KNOWN_REGIONS.contains(&"cn-north-4") && KNOWN_REGIONS.contains(&"eu-west-101"));
    for region in KNOWN_REGIONS.iter().chain(&["xx-new-1"]) {
        Client::builder().region(*region).credentials(Credentials::token("token")).build().expect(region);
    }
}
