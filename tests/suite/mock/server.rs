//! The mock server's request history, size limits, start and stop.

use hss_tests::raw_request::{exchange, send};
use huaweicloud_museum::Operation;
use huaweicloud_museum::mock::MockServer;
use huaweicloud_museum::operation::{
    ExportPaintingsRequest, ExportVisitsRequest, InspectPaintingsRequest, ListPaintingsRequest, ListRoomsRequest,
};
use huaweicloud_museum::{ErrorKind, RetryConfig};
use serde_json::{Value, json};

use super::{EXPORT, TOKEN, VISITS, call_all};

fn assert_only_request<R: Operation + PartialEq + std::fmt::Debug>(requests: &[R], expected: Value) {
    assert_eq!(requests, [serde_json::from_value::<R>(expected).expect("a request")]);
}

#[tokio::test]
async fn returns_received_requests_as_request_structs() {
    let mock = MockServer::start().await.expect("a mock");
    call_all(&mock.client().build().expect("a client")).await.expect("responses");
    let body = json!({"longer_than": i64::MIN, "visit_ids": ["ä", ""]});
    assert_only_request::<ExportVisitsRequest>(&mock.export_visits().requests(), json!({"count": 1, "body": body}));
    let body = json!({"method": "of_tomorrow", "everything": true});
    assert_only_request::<InspectPaintingsRequest>(&mock.inspect_paintings().requests(), json!({"body": body}));
    let body = json!({"headings": [["signed", "Signed %20 \""]]});
    assert_only_request::<ExportPaintingsRequest>(
        &mock.export_paintings().requests(),
        json!({"count": 10, "body": body}),
    );
    assert_only_request::<ListPaintingsRequest>(
        &mock.list_paintings().requests(),
        json!({"limit": 10, "title": "a&b=c", "on_loan": false}),
    );
    assert_only_request::<ListRoomsRequest>(&mock.list_rooms().requests(), json!({"wing": "", "offset": i32::MAX}));
}

#[tokio::test]
async fn bounds_the_request_history() {
    let mock = MockServer::start().await.expect("a mock");
    let body = format!(r#"{{"headings": [["signed", "{}"]]}}"#, "x".repeat(10 << 20));
    for _ in 0..8 {
        assert_eq!(send(&mock.url(), "POST", EXPORT, &[TOKEN], &body).await, "200");
    }
    assert_eq!((mock.received_requests().len(), mock.export_paintings().requests().len()), (6, 6), "64 MiB of bodies");
    let large = "x".repeat((16 << 20) + 1);
    send(&mock.url(), "POST", EXPORT, &[TOKEN], &large).await;
    let last = mock.received_requests().pop().expect("a request");
    assert_eq!((last.uri().path(), last.body().len()), (EXPORT, 0), "a body that is too large is dropped");
}

#[tokio::test]
async fn survives_large_and_malformed_requests() {
    let mock = MockServer::start().await.expect("a mock");
    let large = "x".repeat((16 << 20) + 1);
    let outcome = send(&mock.url(), "POST", EXPORT, &[TOKEN], &large).await;
    assert!(outcome.starts_with("413"), "{outcome}");
    let nested = "[".repeat(100_000);
    let outcome = send(&mock.url(), "POST", EXPORT, &[TOKEN], &nested).await;
    assert!(outcome.starts_with("400 MUSEUM.0002"), "{outcome}");
    for bytes in [&b"\0\0\0\0\r\n\r\n"[..], b"GET /v1/%FF/paintings HTTP/1.0\r\n\r\n", b"GET / HTTP/9\r\n\r\n"] {
        let response = exchange(&mock.url(), bytes).await;
        assert!(response.is_empty() || response.contains(" 40"), "{response}");
    }
    let wrong = format!(r#"{{"headings": [], "painted": 1, "artist": [{}1]}}"#, "1,".repeat(1_000_000));
    let outcome = send(&mock.url(), "POST", EXPORT, &[TOKEN], &wrong).await;
    assert!(outcome.starts_with("400 MUSEUM.0001") && outcome.len() < 1000, "{outcome}");
    let wrong = format!(r#"{{"visit_ids": [{}1]}}"#, "1,".repeat(1_000_000));
    let region = ("region", "cn-north-4");
    let outcome = send(&mock.url(), "POST", VISITS, &[TOKEN, region], &wrong).await;
    assert_eq!(outcome.matches("must be a string").count(), 1000, "at most 1000 violations are reported");
    call_all(&mock.client().build().expect("a client")).await.expect("the server still works");
}

#[tokio::test]
async fn listens_only_on_loopback() {
    let error = MockServer::builder().listen(([0, 0, 0, 0], 0).into()).start().await.expect_err("not loopback");
    assert_eq!(error.to_string(), "invalid address 0.0.0.0: it must be a loopback address, such as 127.0.0.1");
}

#[tokio::test]
async fn stops_when_dropped() {
    let mock = MockServer::builder().listen(([127, 0, 0, 1], 0).into()).start().await.expect("a mock");
    let client = mock.client().retry(RetryConfig::disabled()).build().expect("a client");
    client.list_paintings().send().await.expect("a response");
    drop(mock);
    tokio::task::yield_now().await;
    let error = client.list_paintings().send().await.expect_err("the server is gone");
    assert!(matches!(error.kind(), ErrorKind::Connect | ErrorKind::Transport), "{error}");
}

#[test]
fn start_fails_without_a_tokio_runtime() {
    let start = std::pin::pin!(MockServer::start());
    let outcome = start.poll(&mut std::task::Context::from_waker(std::task::Waker::noop()));
    assert!(matches!(outcome, std::task::Poll::Ready(Err(_))), "{outcome:?}");
}
