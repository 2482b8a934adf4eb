//! Secrets in the data of an operation: neither the client nor the mock server shows them.

use std::fmt::Debug;

use huaweicloud_museum::mock::MockServer;
use huaweicloud_museum::types::Guard;
use huaweicloud_museum::{Client, ErrorKind, RetryConfig};
use serde_json::json;

use crate::spans::Spans;

async fn mock() -> (MockServer, Client) {
    let mock = MockServer::start().await.expect("a mock server");
    let client = mock.client().retry(RetryConfig::standard().retry_posts(true)).build().expect("a client");
    (mock, client)
}

/// Returns a request with all secrets.
macro_rules! arm_room {
    ($client:expr) => {
        $client
            .arm_room("east", "s3cret-alarm")
            .door_codes(["s3cret&door"])
            .x_guard_phrase("s3cret phrase")
            .spare_codes([("Ada", "s3cret-spare")])
            .guards([Guard::new("Ada").pin("s3cret1")])
            .minutes(5)
    };
}

fn assert_redacted(value: &impl Debug) {
    for text in [format!("{value:?}"), format!("{value:#?}")] {
        assert!(text.contains("[redacted]") && text.contains("Ada") && !text.contains("s3cret"), "{text}");
    }
}

#[tokio::test]
async fn debug_output_and_the_history_of_the_mock_are_redacted() {
    let (mock, client) = mock().await;
    mock.arm_room().respond_with_json(&json!({
        "armed": true, "disarm_code": "s3cret-disarm", "guards": [{ "name": "Ada", "pin": "s3cret1" }]
    }));
    let call = arm_room!(client);
    assert_redacted(&call);
    assert_redacted(call.request());
    let response = call.customize().send_with_response().await.expect("a response");
    assert_redacted(&response);
    assert_eq!(response.get().disarm_code.as_deref(), Some("s3cret-disarm"));

    let typed = mock.arm_room().requests();
    assert_redacted(&typed);
    assert_eq!(typed[0].body.alarm_code.as_deref(), Some("s3cret-alarm"));
    assert_eq!(typed[0].x_guard_phrase.as_deref(), Some("s3cret phrase"));
    let received = mock.received_requests();
    assert_redacted(&received);
    assert_eq!(received[0].uri().query(), Some("door_codes=[redacted]"));
    assert_eq!(received[0].headers()["x-guard-phrase"], "[redacted]");
}

#[tokio::test]
async fn spans_events_and_errors_are_redacted() {
    let (mock, client) = mock().await;
    let repeat = "s3cret-alarm s3cret%26door s3cret+phrase s3cret-spare s3cret1";
    for _ in 0..2 {
        mock.arm_room().respond_with_error(http::StatusCode::SERVICE_UNAVAILABLE, "s3cret-alarm", repeat);
    }
    mock.arm_room().respond_with_json(&json!({ "disarm_code": ["s3cret-disarm"], "armed": true }));
    let spans = Spans::default();
    let guard = tracing::subscriber::set_default(spans.clone());
    let error = arm_room!(client).send().await.expect_err("an invalid response");
    drop(guard);
    assert_eq!(error.kind(), ErrorKind::Response);
    let body = String::from_utf8_lossy(error.raw_body().expect("a body")).into_owned();
    let text = format!("{}\n{error}\n{error:?}\n{body}", spans.text());
    assert!(text.contains("retrying") || text.contains("cause"), "{text}");
    assert!(text.contains("[redacted] [redacted]") && !text.contains("s3cret"), "{text}");
    assert!(error.to_string().contains("disarm_code: invalid value, expected a string"), "{error}");
}

#[tokio::test]
async fn the_mock_does_not_repeat_secrets() {
    let mock = MockServer::builder().strict(true).start().await.expect("a mock server");
    let client = mock.client().build().expect("a client");
    let call = client.arm_room("east", "s3c").door_codes(["s3cret"; 4]).spare_codes([("Ada", "s3cret")]);
    let error = call.customize().validate(false).send().await.expect_err("violations");
    assert_eq!(error.status(), Some(http::StatusCode::BAD_REQUEST));
    assert!(error.to_string().contains("6 to 32 characters, not 3"), "{error}");
    assert!(!format!("{error} {:?}", mock.received_requests()).contains("s3c"), "{error}");
}
