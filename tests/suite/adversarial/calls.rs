//! Calls to a mock server with the code generated from the fixtures in this folder, in a copy of the workspace.

use huaweicloud_hss::mock::MockServer;
use huaweicloud_hss::types::*;
use huaweicloud_hss::{Client, Error};

async fn start() -> (MockServer, Client) {
    let mock = MockServer::builder().strict(true).start().await.expect("a mock server");
    let client = mock.client().build().expect("a client");
    (mock, client)
}

/// Returns the path and the query of the latest request, and its body.
fn latest(mock: &MockServer) -> (String, String) {
    let request = mock.received_requests().pop().expect("a request");
    let target = request.uri().path_and_query().expect("a target").to_string();
    (target, String::from_utf8_lossy(request.body()).into_owned())
}

/// Returns the violations of a request, which was not sent.
fn violations<T>(outcome: Result<T, Error>) -> Vec<String> {
    let Err(error) = outcome else { panic!("the request is valid") };
    error.violations().iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn patterns_are_checked_before_a_request_is_sent() {
    let (mock, client) = start().await;
    let call = client.state_patterns("a-1", ["0f"]).quoted("\"#`<b>_x").chosen("all").lists([["a"]]);
    call.inner(Patterned::new("1234")).send().await.expect("a valid request");
    let (target, body) = latest(&mock);
    assert_eq!(target, "/patterns/a-1?chosen=all&quoted=%22%23%60%3Cb%3E_x");
    assert_eq!(body, r#"{"ids":["0f"],"lists":[["a"]],"inner":{"id":"1234"}}"#);

    let call = client.state_patterns("A", ["0f", "G"]).chosen("none").lists([["a", "b"]]);
    let outcome = call.inner(Patterned::new("12345")).send().await;
    let expected = [
        "`name` (path) must be a string that matches ^[a-z][a-z0-9-]*$",
        "`chosen` (query) must be a string that matches ^(all|\\d+)$",
        "`ids[1]` (body) must be a string that matches ^[0-9a-f]+$",
        "`lists[0][1]` (body) must be a string that matches ^a",
        "`inner.id` (body) must be a string that matches ^[0-9]{4}$",
    ];
    assert_eq!(violations(outcome), expected);
    assert_eq!(mock.received_requests().len(), 1);
}
