//! The mock server accepts the signatures of the vendor's SDK, in requests to HSS that were recorded.

use std::fmt::Write as _;
use std::time::{Duration, SystemTime};

use hss_tests::project;
use hss_tests::raw_request::send;
use huaweicloud_hss::TimeSource;
use huaweicloud_hss::mock::{MockServer, MockServerBuilder};
use serde_json::Value;

/// The time at which the requests were recorded.
struct RecordedTime;

impl TimeSource for RecordedTime {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_323_045)
    }
}

/// Returns a server that accepts the access key of the recorded requests.
fn recorded_key_server() -> MockServerBuilder {
    MockServer::builder().access_key("AKIDEXAMPLE", "SKEXAMPLEKEY").time_source(RecordedTime)
}

/// Sends a recorded request of the vendor's SDK, with a change.
async fn replay(mock: &MockServer, recorded: &Value, change: (&str, &str)) -> String {
    let changed = |text: &Value| text.as_str().unwrap_or_default().replace(change.0, change.1);
    let pairs = recorded["headers"].as_array().into_iter().flatten();
    let headers: Vec<(String, String)> = pairs.map(|pair| (changed(&pair[0]), changed(&pair[1]))).collect();
    let headers = headers.iter().filter(|(name, _)| !matches!(name.as_str(), "Content-Length" | "Connection"));
    let headers: Vec<_> = headers.map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let method = recorded["method"].as_str().unwrap_or_default();
    send(&mock.url(), method, &changed(&recorded["target"]), &headers, &changed(&recorded["body"])).await
}

#[tokio::test]
async fn verifies_signatures_of_the_vendor_sdk() {
    let recorded = project::read("generated-client/core/src/auth/signing/recorded_requests.json");
    let recorded: Vec<Value> = serde_json::from_str(&recorded).expect("JSON");
    let mock = recorded_key_server().start().await.expect("a mock");
    for call in &recorded {
        let outcome = replay(&mock, call, ("", "")).await;
        assert!(outcome == "200" || outcome.contains("HSS.0001"), "{} {}: {outcome}", call["op"], call["case"]);
    }
    assert_eq!(recorded.len(), 6);
    let call = &recorded[0];
    let mut transcript = String::new();
    for change in [
        ("", ""),
        ("export_size=1", "export_size=2"),
        ("/image/", "/image/../image/"),
        ("cn-north-4", "cn-north-1"),
        ("AKIDEXAMPLE", "AKIDOTHER"),
        ("Signature=6", "Signature=7"),
        ("Signature=", "Signature=00, Signature="),
        ("SDK-HMAC-SHA256 ", "SDK-HMAC-SHA256"),
        ("export_size=1", "export_size=1&more=%FF"),
        ("content-type;host", "content-type"),
        ("x-project-id;x-sdk-date", "x-project-id"),
        ("SignedHeaders=", "SignedHeaders=x-other;"),
        ("SDK-HMAC-SHA256", "SDK-HMAC-SHA1"),
        ("T030405Z", "T024904Z"),
        ("T030405Z", "T031906Z"),
        ("20260102T030405Z", "yesterday"),
    ] {
        let outcome = replay(&mock, call, change).await;
        let _ = writeln!(transcript, "{} -> {}\n    {outcome}\n", change.0, change.1);
    }
    insta::assert_snapshot!(transcript);
    let outcome = send(&mock.url(), "GET", "/v5/p/image/apps", &[("X-Auth-Token", "t")], "").await;
    assert!(outcome.starts_with("401"), "a token is not enough if an access key is required: {outcome}");
    let wrong = "SDK-HMAC-SHA256 Access=AKIDEXAMPLE, SignedHeaders=host;x-sdk-date;x-security-token, Signature=0";
    let headers = [("X-Sdk-Date", "20260102T030405Z"), ("X-Security-Token", "s3cret"), ("Authorization", wrong)];
    let outcome = send(&mock.url(), "GET", "/v5/p/image/apps", &headers, "").await;
    assert!(outcome.contains("x-security-token:[redacted]") && !outcome.contains("s3cret"), "{outcome}");
}
