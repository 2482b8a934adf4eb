//! Requests and responses as values that programs store, read and send later.

use hss_tests::server::Server;
use huaweicloud_museum::operation::ListPaintingsRequest;
use huaweicloud_museum::{Client, Credentials};

const BODY: &str = r#"{"total": 1, "paintings": [{"title": "Sunrise", "added_later": true}]}"#;

fn client(server: &Server) -> Client {
    let client = Client::builder().region("cn-north-4").project_id("p").credentials(Credentials::token("token"));
    client.endpoint(server.endpoint()).build().expect("a client")
}

#[tokio::test]
async fn a_stored_request_is_sent_like_the_builder_it_comes_from() {
    let server = Server::json(BODY);
    let client = client(&server);
    let builder = client.list_paintings().limit(50).title("Sunrise");
    assert_eq!((builder.request().limit, builder.request().offset), (Some(50), None));
    let stored = serde_json::to_string(&builder.clone().into_request()).expect("JSON");
    assert_eq!(stored, r#"{"limit":50,"title":"Sunrise"}"#);
    builder.send().await.expect("a response");

    let request: ListPaintingsRequest = serde_json::from_str(&stored).expect("a request");
    let call = client.call(request.clone());
    assert_eq!((call.request(), call.clone().into_request()), (&request, request.clone()));
    call.send().await.expect("a response");
    let targets: Vec<String> = server.requests().into_iter().map(|request| request.target).collect();
    assert_eq!(targets, ["/v1/p/paintings?limit=50&title=Sunrise"; 2]);
}

#[tokio::test]
async fn a_response_keeps_the_body_as_it_was_sent() {
    let server = Server::json(BODY);
    let response = client(&server).list_paintings().customize().send_with_response().await;
    let response = response.expect("a response");
    assert_eq!(response.raw_body(), BODY.as_bytes());
    assert_eq!(response.get().paintings[0].title.as_deref(), Some("Sunrise"));
    assert!(!format!("{response:?}").contains("added_later"), "Debug does not show the raw body");
}
