//! The responses of the mock server: examples, scripts and faults.

use std::time::Duration;

use hss_tests::PATIENCE;
use huaweicloud_museum::mock::{Fault, MockResponse, MockServer};
use huaweicloud_museum::operation::{ExportVisitsResponse, ListPaintingsResponse};
use huaweicloud_museum::{Error, ErrorKind, OPERATIONS, RetryConfig};
use serde_json::{Value, json};

use super::painting;

#[tokio::test]
async fn responds_with_the_examples_of_the_help_pages() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    let responses = [
        ("ExportVisits", json!(client.export_visits(1).send().await.expect("a response"))),
        ("ExportPaintings", json!(client.export_paintings([("signed", "")]).send().await.expect("a response"))),
    ];
    for (id, response) in responses {
        let operation = OPERATIONS.iter().find(|operation| operation.id == id).expect("an operation");
        let example: Value = serde_json::from_str(operation.examples[0].response.expect("an example")).expect("JSON");
        assert_eq!(response, example, "{id}");
    }
    let page = client.list_paintings().send().await.expect("a page");
    assert_eq!((page.total, page.paintings.len()), (Some(25), 10), "the default limit of the help page");
    assert_eq!(page.paintings[0].title.as_deref(), Some("Sunrise"), "the example comes first");
    client.inspect_paintings("x").everything(true).send().await.expect("an empty response");
}

#[tokio::test]
async fn scripted_responses_come_first_and_in_order() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().retry(RetryConfig::disabled()).build().expect("a client");
    let paintings = mock.list_paintings();
    let scripted: ListPaintingsResponse =
        serde_json::from_value(json!({"total": 7, "paintings": [{"title": "scripted"}]})).expect("a response");
    paintings.respond_with(&scripted);
    paintings.respond_with_error(http::StatusCode::FORBIDDEN, "MUSEUM.0013", "no rights");
    let bad_gateway = http::Response::builder().status(502).body("<html>".into()).expect("a response");
    paintings.respond_with_http(bad_gateway);

    let rejected = client.list_paintings().limit(1).customize().validate(false).send().await;
    let error = rejected.expect_err("an invalid request");
    assert_eq!(error.code(), Some("MUSEUM.0001"), "a rejected request consumes no scripted response");
    client.export_paintings([("signed", "")]).send().await.expect("another operation");
    assert_eq!(client.list_paintings().send().await.expect("a response"), scripted);
    let error = client.list_paintings().send().await.expect_err("an error");
    assert_eq!((error.code(), error.message()), (Some("MUSEUM.0013"), Some("no rights")));
    assert!(error.request_id().is_some_and(|id| id.starts_with("mock-")), "{error}");
    let error = client.list_paintings().send().await.expect_err("an error");
    assert_eq!((error.status().map(|status| status.as_u16()), error.raw_body()), (Some(502), Some(&b"<html>"[..])));
    assert_eq!(client.list_paintings().send().await.expect("the default response").paintings.len(), 10);
    assert_eq!((paintings.requests().len(), mock.received_requests().len()), (4, 6));
}

#[tokio::test]
async fn pauses_before_retries_take_no_real_time() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    let busy = http::Response::builder().status(503).header("retry-after", "150").body("".into()).expect("a response");
    mock.list_paintings().respond_with_http(busy);
    let page = tokio::time::timeout(PATIENCE, client.list_paintings().send()).await.expect("pauses are skipped");
    page.expect("the second attempt succeeds");
}

#[tokio::test]
async fn injects_scripted_faults() {
    // Short only where the fault outlasts it, so that a busy machine cannot cause a timeout elsewhere.
    let (long, short) = (Duration::from_secs(300), Duration::from_millis(100));
    for (fault, timeout, kind) in [
        (Fault::Disconnect, long, Some(ErrorKind::Transport)),
        (Fault::TruncateBody, long, Some(ErrorKind::Transport)),
        (Fault::Delay(Duration::from_secs(3600)), short, Some(ErrorKind::Timeout)),
        (Fault::Delay(Duration::ZERO), long, None),
    ] {
        let mock = MockServer::start().await.expect("a mock");
        let client = mock.client().retry(RetryConfig::disabled()).build().expect("a client");
        mock.export_visits().fail_with(fault);
        let call = client.export_visits(1).customize().operation_timeout(timeout);
        let outcome = call.operation_attempt_timeout(timeout).send().await;
        assert_eq!(outcome.as_ref().err().map(Error::kind), kind, "{fault:?}");
        assert_eq!(outcome.unwrap_or_default() == ExportVisitsResponse::default(), kind.is_some());
    }
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    mock.list_paintings().fail_with(Fault::Disconnect);
    client.list_paintings().send().await.expect("the second attempt succeeds");
    assert_eq!(mock.list_paintings().requests().len(), 2);
}

#[tokio::test]
async fn responds_when_a_request_matches_then_always_then_by_default() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().retry(RetryConfig::disabled()).build().expect("a client");
    let paintings = mock.list_paintings();
    paintings.respond_when(|request| match request.offset {
        Some(10) => Some(MockResponse::json(&json!({ "total": 11, "paintings": [painting("Sunrise", "2")] }))),
        _ => None,
    });
    paintings.respond_when(|request| match request.offset {
        Some(10) => Some(MockResponse::fault(Fault::Disconnect)),
        Some(20) => Some(MockResponse::error(http::StatusCode::FORBIDDEN, "MUSEUM.0013", "no rights")),
        _ => None,
    });
    let list = |offset| client.list_paintings().offset(offset).send();
    assert_eq!(list(0).await.expect("a page").paintings.len(), 10, "the default response");
    assert_eq!(list(10).await.expect("a page").total, Some(11), "the first responder counts");
    assert_eq!(list(20).await.expect_err("an error").code(), Some("MUSEUM.0013"));
    paintings.respond_always(MockResponse::json(&json!({ "total": 0, "paintings": [] })));
    for _ in 0..2 {
        assert_eq!(list(0).await.expect("a page").total, Some(0));
    }
    assert_eq!(list(10).await.expect("a page").total, Some(11), "responders come before the constant response");
    paintings.respond_with_json(&json!({ "total": 5, "paintings": [] }));
    assert_eq!(list(10).await.expect("a page").total, Some(5), "scripted responses come first");
}

#[tokio::test]
async fn replaces_framing_headers_of_scripted_responses() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().retry(RetryConfig::disabled()).build().expect("a client");
    for (name, value) in [("content-length", "1000"), ("content-length", "1"), ("transfer-encoding", "chunked")] {
        let response = http::Response::builder().header(name, value).body(r#"{"task_id": "t"}"#.into());
        mock.export_paintings().respond_with_http(response.expect("a response"));
        let task = client.export_paintings([("signed", "")]).send().await.expect("a complete response");
        assert_eq!(task.task_id.as_deref(), Some("t"), "{name}: {value}");
    }
}

#[tokio::test]
async fn latency_delays_every_response() {
    let mock = MockServer::builder().latency(Duration::from_secs(3600)).start().await.expect("a mock");
    let client = mock.client().retry(RetryConfig::disabled()).build().expect("a client");
    let call = client.list_paintings().customize().operation_timeout(Duration::from_millis(100));
    assert_eq!(call.send().await.expect_err("a timeout").kind(), ErrorKind::Timeout);
    let mock = MockServer::builder().latency(Duration::from_millis(20)).start().await.expect("a mock");
    let before = std::time::Instant::now();
    mock.client().build().expect("a client").list_paintings().send().await.expect("a page");
    assert!(before.elapsed() >= Duration::from_millis(20));
}
