//! The mock server: its checks, responses, scripts and request history, and that it agrees with the client.

#![allow(deprecated, reason = "deprecated operations are mocked like all others")]

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use hss_tests::project;
use http::StatusCode;
use huaweicloud_hss::descriptor::{Bounds, Field, Operation, Type};
use huaweicloud_hss::mock::{Fault, MockResponse, MockServer, MockServerBuilder, TaskOutcome};
use huaweicloud_hss::operation::{
    BatchExportLocalVulTaskRequest, BatchExportLocalVulTaskResponse, BatchScanSwrImageRequest,
    ExportContainerListRequest, ListGlobalImageAppsRequest, ListGlobalImageAppsResponse,
    ListLocalImageContainersRequest,
};
use huaweicloud_hss::{Client, Credentials, Error, ErrorKind, OPERATIONS, RetryConfig, TimeSource};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::clock::VirtualClock;

const APPS: &str = "/v5/p/image/apps";
const EXPORT: &str = "/v5/p/container/export-task";
const SCAN: &str = "/v5/p/image/batch-scan";
const VULNERABILITIES: &str = "/v5/p/image/local-vulnerability/export?export_size=1";
const CONTAINERS: &str = "/v5/p/image/local/containers";
const TOKEN: (&str, &str) = ("X-Auth-Token", "t");

/// Sends bytes and reads until the server closes the connection.
async fn exchange(mock: &MockServer, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(mock.url().trim_start_matches("http://")).await.expect("a connection");
    // The server may close the connection before it has read everything.
    let _ = stream.write_all(bytes).await;
    let mut response = Vec::new();
    let _ = stream.read_to_end(&mut response).await;
    String::from_utf8_lossy(&response).into_owned()
}

/// Sends a request and returns the status, with the code and message of an error. Writes the request byte for byte,
/// since an HTTP client would normalize it.
async fn send(mock: &MockServer, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> String {
    let mut request = format!("{method} {target} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        request.push_str("host: localhost\r\n");
    }
    for (name, value) in headers {
        let _ = write!(request, "{name}: {value}\r\n");
    }
    let response = exchange(mock, format!("{request}\r\n{body}").as_bytes()).await;
    let (head, body) = response.split_once("\r\n\r\n").unwrap_or((&response, ""));
    let status = head.split(' ').nth(1).unwrap_or_default();
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    match (body["error_code"].as_str(), body["error_msg"].as_str()) {
        (Some(code), Some(message)) => format!("{status} {code} {message}"),
        _ => status.to_owned(),
    }
}

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
        let _ = writeln!(transcript, "    {}\n", send(mock, method, target, headers, body).await);
    }
    transcript
}

#[tokio::test]
async fn rejects_requests_that_fail_a_check() {
    let mock = MockServer::start().await.expect("a mock");
    let long = "x".repeat(257);
    let (long_project, long_name) = (format!("/v5/{long}/image/apps"), format!("{APPS}?app_name={}", &long[..33]));
    let region = ("region", "cn-north-4");
    let columns = r#"{"export_headers": [["risky", "Risk"]]"#;
    let with = |fields: &str| format!("{columns}, {fields}}}");
    let (number, text, list) =
        (with(r#""cluster_name": 1"#), with(r#""risky": "true""#), with(r#""cluster_container": []"#));
    let (empty, object) =
        (with(r#""cluster_name": """#), with(r#""create_time": {"start_time": 9223372036854775808}"#));
    let requests: &[RawRequest<'_>] = &[
        // valid requests
        ("GET", APPS, &[TOKEN], ""),
        ("POST", EXPORT, &[TOKEN], &format!("{columns}}}")),
        ("POST", VULNERABILITIES, &[TOKEN, region], ""),
        ("POST", SCAN, &[TOKEN], r#"{"image_type": "private_image", "operate_all": true}"#),
        ("GET", CONTAINERS, &[TOKEN, region], ""),
        ("GET", &format!("{APPS}?image_type=of_tomorrow&more=1"), &[TOKEN], ""),
        ("POST", EXPORT, &[TOKEN], &with(r#""cluster_type": "of_tomorrow", "more": 1"#)),
        // method and path
        ("POST", APPS, &[TOKEN], ""),
        ("GET", "/v5/p/image", &[TOKEN], ""),
        ("GET", "/v5/p/image/apps/", &[TOKEN], ""),
        ("DELETE", "/", &[TOKEN], ""),
        // credentials
        ("GET", APPS, &[], ""),
        ("GET", APPS, &[("X-Auth-Token", "")], ""),
        ("GET", APPS, &[("X-Auth-Token", &"t".repeat(32_769))], ""),
        ("GET", APPS, &[("Authorization", "Bearer t")], ""),
        // required parameters
        ("POST", VULNERABILITIES.trim_end_matches("?export_size=1"), &[TOKEN], ""),
        ("POST", EXPORT, &[TOKEN], ""),
        // types
        ("GET", &format!("{APPS}?limit=ten&offset=1.5&is_compliant=no"), &[TOKEN], ""),
        ("POST", EXPORT, &[TOKEN], &number),
        ("POST", EXPORT, &[TOKEN], &text),
        ("POST", EXPORT, &[TOKEN], &list),
        ("POST", EXPORT, &[TOKEN], &object),
        ("POST", EXPORT, &[TOKEN], r#"{"export_headers": [["risky"], "risky", [1, 2]]}"#),
        ("POST", EXPORT, &[TOKEN], "[]"),
        // lengths
        ("GET", &long_project, &[TOKEN], ""),
        ("GET", &long_name, &[TOKEN], ""),
        ("GET", APPS, &[TOKEN, ("region", &long[..129])], ""),
        ("POST", EXPORT, &[TOKEN], &empty),
        ("POST", EXPORT, &[TOKEN], r#"{"export_headers": []}"#),
        // ranges
        ("GET", &format!("{APPS}?limit=9&offset=2000001"), &[TOKEN], ""),
        ("GET", &format!("{APPS}?is_compliant=true"), &[TOKEN], ""),
        ("GET", &format!("{CONTAINERS}?limit=2147483648"), &[TOKEN, region], ""),
        // a rule
        ("POST", SCAN, &[TOKEN], r#"{"image_type": "private_image", "operate_all": false, "image_info_list": []}"#),
        // malformed JSON
        ("POST", EXPORT, &[TOKEN], r#"{"export_headers": "#),
    ];
    insta::assert_snapshot!(transcript(&mock, requests).await);
}

#[tokio::test]
async fn strict_mode_rejects_unknown_input() {
    let mock = MockServer::builder().strict(true).start().await.expect("a mock");
    let body = r#"{"export_headers": [["risky", "a"], ["name", "b"]], "cluster_type": "of_tomorrow", "more": 1}"#;
    let requests: &[RawRequest<'_>] = &[
        ("GET", &format!("{APPS}?limit=10&image_type=registry"), &[TOKEN], ""),
        ("GET", &format!("{APPS}?Limit=10&image_type=of_tomorrow"), &[TOKEN], ""),
        ("POST", EXPORT, &[TOKEN], body),
    ];
    insta::assert_snapshot!(transcript(&mock, requests).await);
}

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
    send(mock, method, &changed(&recorded["target"]), &headers, &changed(&recorded["body"])).await
}

#[tokio::test]
async fn verifies_signatures_of_the_vendor_sdk() {
    let recorded = project::read("generated-client/src/runtime/auth/signing/recorded_requests.json");
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
    let outcome = send(&mock, "GET", APPS, &[TOKEN], "").await;
    assert!(outcome.starts_with("401"), "a token is not enough if an access key is required: {outcome}");
    let wrong = "SDK-HMAC-SHA256 Access=AKIDEXAMPLE, SignedHeaders=host;x-sdk-date;x-security-token, Signature=0";
    let headers = [("X-Sdk-Date", "20260102T030405Z"), ("X-Security-Token", "s3cret"), ("Authorization", wrong)];
    let outcome = send(&mock, "GET", APPS, &headers, "").await;
    assert!(outcome.contains("x-security-token:[redacted]") && !outcome.contains("s3cret"), "{outcome}");
}

#[tokio::test]
async fn accepts_valid_client_signatures_and_rejects_others() {
    let mock = MockServer::builder().access_key("AK", "s3cret-key").start().await.expect("a mock");
    let list = |client: Client| async move { client.list_global_image_apps().app_name("a b+c/ä~").send().await };
    list(mock.client().build().expect("a client")).await.expect("a valid signature");
    let wrong = mock.client().credentials(Credentials::access_key("AK", "another-key")).build().expect("a client");
    let error = list(wrong).await.expect_err("an invalid signature");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Service, Some("APIGW.0301")), "{error}");
    let temporary = Credentials::temporary_access_key("AK", "s3cret-key", "s3cret-session");
    list(mock.client().credentials(temporary).build().expect("a client")).await.expect("a valid signature");
    let shown = format!("{mock:?} {:?}", mock.received_requests());
    assert!(!shown.contains("s3cret") && !shown.contains("Signature="), "{shown}");
}

/// Calls each operation once, with a valid request.
async fn call_all(client: &Client) -> Result<(), Error> {
    client.batch_export_local_vul_task(1).image_size(i64::MIN).vul_id_list(["ä", ""]).send().await?;
    client.batch_scan_swr_image("of_tomorrow").operate_all(true).send().await?;
    client.export_container_list([("risky", "Risk %20 \"")]).export_size(10).send().await?;
    client.list_global_image_apps().limit(10).app_name("a&b=c").is_compliant(false).send().await?;
    client.list_local_image_containers().image_name(String::new()).offset(i32::MAX).send().await?;
    Ok(())
}

fn assert_only_request<R: Operation + PartialEq + std::fmt::Debug>(requests: &[R], expected: Value) {
    assert_eq!(requests, [serde_json::from_value::<R>(expected).expect("a request")]);
}

#[tokio::test]
async fn returns_received_requests_as_request_structs() {
    let mock = MockServer::start().await.expect("a mock");
    call_all(&mock.client().build().expect("a client")).await.expect("responses");
    let body = json!({"image_size": i64::MIN, "vul_id_list": ["ä", ""]});
    assert_only_request::<BatchExportLocalVulTaskRequest>(
        &mock.batch_export_local_vul_task().requests(),
        json!({"export_size": 1, "body": body}),
    );
    let body = json!({"image_type": "of_tomorrow", "operate_all": true});
    assert_only_request::<BatchScanSwrImageRequest>(&mock.batch_scan_swr_image().requests(), json!({"body": body}));
    let body = json!({"export_headers": [["risky", "Risk %20 \""]]});
    assert_only_request::<ExportContainerListRequest>(
        &mock.export_container_list().requests(),
        json!({"export_size": 10, "body": body}),
    );
    assert_only_request::<ListGlobalImageAppsRequest>(
        &mock.list_global_image_apps().requests(),
        json!({"limit": 10, "app_name": "a&b=c", "is_compliant": false}),
    );
    assert_only_request::<ListLocalImageContainersRequest>(
        &mock.list_local_image_containers().requests(),
        json!({"image_name": "", "offset": i32::MAX}),
    );
}

#[tokio::test]
async fn responds_with_the_examples_of_the_help_pages() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    let responses = [
        ("BatchExportLocalVulTask", json!(client.batch_export_local_vul_task(1).send().await.expect("a response"))),
        ("ExportContainerList", json!(client.export_container_list([("risky", "")]).send().await.expect("a response"))),
    ];
    for (id, response) in responses {
        let operation = OPERATIONS.iter().find(|operation| operation.id == id).expect("an operation");
        let example: Value = serde_json::from_str(operation.examples[0].response.expect("an example")).expect("JSON");
        assert_eq!(response, example, "{id}");
    }
    let page = client.list_global_image_apps().send().await.expect("a page");
    assert_eq!((page.total_num, page.data_list.len()), (Some(25), 10), "the default limit of the help page");
    assert_eq!(page.data_list[0].app_name.as_deref(), Some("acl"), "the example comes first");
    client.batch_scan_swr_image("x").operate_all(true).send().await.expect("an empty response");
}

#[tokio::test]
async fn pages_through_all_records() {
    for (records, pages) in [(0, 1), (1, 1), (200, 1), (201, 2), (450, 3)] {
        let mock = MockServer::builder().records(records).start().await.expect("a mock");
        let client = mock.client().build().expect("a client");
        let (mut apps, mut names) = (client.list_global_image_apps().items(), Vec::new());
        while let Some(app) = apps.try_next().await.expect("a page") {
            names.push(format!("{app:?}"));
        }
        assert_eq!((names.len(), mock.received_requests().len()), (records as usize, pages), "{records} records");
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), records as usize, "all records differ");
        let past = client.list_global_image_apps().offset(500).send().await.expect("a page");
        assert_eq!((past.total_num, past.data_list.len()), (Some(records.into()), 0));
    }
}

/// Returns why a generated value does not fit its type. Deliberately independent of the library's own validation.
fn type_error(ty: Type, value: &Value) -> Option<String> {
    let in_bounds = |bounds: Option<Bounds>, number: i64| bounds.is_none_or(|bounds| bounds.contains(number));
    let fits = match (ty, value) {
        (Type::String(bounds), Value::String(text)) => {
            in_bounds(bounds, text.chars().count().try_into().unwrap_or(i64::MAX))
        }
        (Type::Integer(bounds), Value::Number(number)) => {
            number.as_i64().is_some_and(|number| i32::try_from(number).is_ok() && in_bounds(bounds, number))
        }
        (Type::Long(bounds), Value::Number(number)) => number.as_i64().is_some_and(|number| in_bounds(bounds, number)),
        (Type::Boolean(accepted), Value::Bool(value)) => accepted.is_none_or(|accepted| accepted == *value),
        (Type::Enum(values), Value::String(text)) => values.contains(&text.as_str()),
        (Type::IntegerEnum(values), Value::Number(number)) => {
            number.as_i64().is_some_and(|number| values.contains(&number))
        }
        (Type::Json, _) | (Type::Number(_), Value::Number(_)) => true,
        (Type::Map(ty, _), Value::Object(entries)) => return entries.values().find_map(|value| type_error(*ty, value)),
        (Type::Array(ty, _), Value::Array(items)) => return items.iter().find_map(|item| type_error(*ty, item)),
        (Type::Object(fields), Value::Object(object)) => {
            if let Some(missing) = fields.iter().find(|field| !object.contains_key(field.name)) {
                return Some(format!("missing field {}", missing.name));
            }
            return fields.iter().find_map(|Field { name, ty, .. }| type_error(*ty, &object[*name]));
        }
        _ => false,
    };
    if fits { None } else { Some(format!("{ty:?}: {value}")) }
}

#[tokio::test]
async fn generated_records_satisfy_their_types() {
    let mock = MockServer::builder().records(210).start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    let apps = client.list_global_image_apps().offset(1).limit(200).send().await.expect("a page");
    let containers = client.list_local_image_containers().offset(1).limit(209).send().await.expect("a page");
    assert_eq!((apps.data_list.len(), containers.data_list.len()), (200, 209));
    for (id, list) in
        [("ListGlobalImageApps", json!(apps.data_list)), ("ListLocalImageContainers", json!(containers.data_list))]
    {
        let operation = OPERATIONS.iter().find(|operation| operation.id == id).expect("an operation");
        let field = operation.response.fields().iter().find(|field| field.name == "data_list").expect("a list");
        assert_eq!(type_error(field.ty, &list), None, "{id}");
    }
}

#[tokio::test]
async fn scripted_responses_come_first_and_in_order() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().retry(RetryConfig::disabled()).build().expect("a client");
    let apps = mock.list_global_image_apps();
    let scripted: ListGlobalImageAppsResponse =
        serde_json::from_value(json!({"total_num": 7, "data_list": [{"app_name": "scripted"}]})).expect("a response");
    apps.respond_with(&scripted);
    apps.respond_with_error(http::StatusCode::FORBIDDEN, "HSS.0013", "no rights");
    let bad_gateway = http::Response::builder().status(502).body("<html>".into()).expect("a response");
    apps.respond_with_http(bad_gateway);

    let rejected = client.list_global_image_apps().limit(1).customize().validate(false).send().await;
    let error = rejected.expect_err("an invalid request");
    assert_eq!(error.code(), Some("HSS.0001"), "a rejected request consumes no scripted response");
    client.export_container_list([("risky", "")]).send().await.expect("another operation");
    assert_eq!(client.list_global_image_apps().send().await.expect("a response"), scripted);
    let error = client.list_global_image_apps().send().await.expect_err("an error");
    assert_eq!((error.code(), error.message()), (Some("HSS.0013"), Some("no rights")));
    assert!(error.request_id().is_some_and(|id| id.starts_with("mock-")), "{error}");
    let error = client.list_global_image_apps().send().await.expect_err("an error");
    assert_eq!((error.status().map(|status| status.as_u16()), error.raw_body()), (Some(502), Some(&b"<html>"[..])));
    assert_eq!(client.list_global_image_apps().send().await.expect("the default response").data_list.len(), 10);
    assert_eq!((apps.requests().len(), mock.received_requests().len()), (4, 6));
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
        mock.batch_export_local_vul_task().fail_with(fault);
        let call = client.batch_export_local_vul_task(1).customize().operation_timeout(timeout);
        let outcome = call.operation_attempt_timeout(timeout).send().await;
        assert_eq!(outcome.as_ref().err().map(Error::kind), kind, "{fault:?}");
        assert_eq!(outcome.unwrap_or_default() == BatchExportLocalVulTaskResponse::default(), kind.is_some());
    }
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    mock.list_global_image_apps().fail_with(Fault::Disconnect);
    client.list_global_image_apps().send().await.expect("the second attempt succeeds");
    assert_eq!(mock.list_global_image_apps().requests().len(), 2);
}

/// Software with a name and a version.
fn app(name: &str, version: &str) -> Value {
    json!({ "app_name": name, "app_version": version })
}

#[tokio::test]
async fn responds_when_a_request_matches_then_always_then_by_default() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().retry(RetryConfig::disabled()).build().expect("a client");
    let apps = mock.list_global_image_apps();
    apps.respond_when(|request| match request.offset {
        Some(10) => Some(MockResponse::json(&json!({ "total_num": 11, "data_list": [app("acl", "2")] }))),
        _ => None,
    });
    apps.respond_when(|request| match request.offset {
        Some(10) => Some(MockResponse::fault(Fault::Disconnect)),
        Some(20) => Some(MockResponse::error(http::StatusCode::FORBIDDEN, "HSS.0013", "no rights")),
        _ => None,
    });
    let list = |offset| client.list_global_image_apps().offset(offset).send();
    assert_eq!(list(0).await.expect("a page").data_list.len(), 10, "the default response");
    assert_eq!(list(10).await.expect("a page").total_num, Some(11), "the first responder counts");
    assert_eq!(list(20).await.expect_err("an error").code(), Some("HSS.0013"));
    apps.respond_always(MockResponse::json(&json!({ "total_num": 0, "data_list": [] })));
    for _ in 0..2 {
        assert_eq!(list(0).await.expect("a page").total_num, Some(0));
    }
    assert_eq!(list(10).await.expect("a page").total_num, Some(11), "responders come before the constant response");
    apps.respond_with_json(&json!({ "total_num": 5, "data_list": [] }));
    assert_eq!(list(10).await.expect("a page").total_num, Some(5), "scripted responses come first");
}

#[tokio::test]
async fn lists_given_records_and_filters_them_by_equality() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    let versions: Vec<String> = (0..450).map(|number| number.to_string()).collect();
    let mut records: Vec<Value> = versions.iter().map(|version| app("openssl", version)).collect();
    records.push(json!({ "app_name": "acl", "is_compliant": false, "image_type": "Harbor" }));
    mock.list_global_image_apps().records_json(Value::Array(records)).expect("records");
    let mut openssl = client.list_global_image_apps().app_name("openssl").items();
    let mut found = Vec::new();
    while let Some(app) = openssl.try_next().await.expect("a page") {
        found.extend(app.app_version);
    }
    assert_eq!(found, versions, "all pages, in the order of the records");
    for (name, total) in [("acl", 1_u8), ("openss", 0), ("ACL", 0)] {
        let page = client.list_global_image_apps().app_name(name).send().await.expect("a page");
        assert_eq!((page.total_num, page.data_list.len()), (Some(total.into()), usize::from(total)), "{name}");
    }
    let page = client.list_global_image_apps().is_compliant(false).send().await.expect("a page");
    assert_eq!(page.total_num, Some(1), "a record without the field does not match");
    let page = client.list_global_image_apps().image_type("registry").send().await.expect("a page");
    assert_eq!(page.total_num, Some(451), "image_type of a record has other values: it is another property");
    let first = page.data_list[0].clone();
    mock.list_global_image_apps().records([first.clone()]);
    let page = client.list_global_image_apps().send().await.expect("a page");
    assert_eq!((page.total_num, page.data_list), (Some(1), vec![first]), "typed records replace the former ones");
}

#[tokio::test]
async fn given_records_can_contain_parameters_that_only_select_them() {
    let data = json!({ "ListLocalImageContainers": [
        { "container_name": "web-1", "image_name": "web" },
        { "container_name": "db-1", "image_name": "db" },
        { "container_name": "unknown" },
    ] });
    let mock = MockServer::builder().data(data).expect("valid data").start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    for (image, expected) in [("web", vec!["web-1"]), ("db", vec!["db-1"]), ("other", vec![])] {
        let page = client.list_local_image_containers().image_name(image).send().await.expect("a page");
        let names: Vec<_> = page.data_list.iter().filter_map(|container| container.container_name.as_deref()).collect();
        assert_eq!(names, expected, "{image}");
    }
    let page = client.list_local_image_containers().image_version("1").send().await.expect("a page");
    assert_eq!(page.total_num, Some(3), "a parameter that no record contains selects nothing");
    let target = format!("GET {CONTAINERS}?image_name=db HTTP/1.1\r\nhost: h\r\nconnection: close\r\n");
    let raw = exchange(&mock, format!("{target}region: r\r\nX-Auth-Token: t\r\n\r\n").as_bytes()).await;
    assert!(raw.contains("db-1") && !raw.contains("image_name"), "the response has the record's own fields: {raw}");
}

#[test]
fn invalid_data_is_an_error_that_names_the_place() {
    let mut transcript = String::new();
    for data in [
        json!([]),
        json!({ "ListGlobalImageApp": [] }),
        json!({ "List\nApps": [] }),
        json!({ "ExportContainerList": [] }),
        json!({ "ListGlobalImageApps": {} }),
        json!({ "ListGlobalImageApps": [{ "app_name": "acl" }, "acl"] }),
        json!({ "ListGlobalImageApps": [{ "app_name": "acl" }, { "app_nam": "acl" }] }),
        json!({ "ListGlobalImageApps": [{ "vul_num": "3" }] }),
        json!({ "ListGlobalImageApps": [{ "vul_num": 1.5 }] }),
        json!({ "ListLocalImageContainers": [{ "limit": 10 }] }),
        json!({ "ListLocalImageContainers": [{ "image_name": 1 }] }),
    ] {
        let error = MockServer::builder().data(data.clone()).expect_err("invalid data");
        assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
        let _ = writeln!(transcript, "{data}\n    {error}\n");
    }
    insta::assert_snapshot!(transcript);
}

#[tokio::test]
async fn iam_exchanges_passwords_for_tokens() {
    let mock = MockServer::builder().password("account", "user", "s3cret").start().await.expect("a mock");
    let scope_by_region = || Client::builder().endpoint(mock.url()).iam_endpoint(mock.url()).region("cn-north-4");
    for builder in [mock.client(), scope_by_region()] {
        let client = builder.credentials(Credentials::password("account", "user", "s3cret")).build().expect("a client");
        client.list_global_image_apps().send().await.expect("a page");
    }
    let paths: Vec<_> = mock.received_requests().iter().map(|request| request.uri().path().to_owned()).collect();
    let apps = "/v5/mock-project/image/apps";
    assert_eq!(paths, ["/v3/auth/tokens", apps, "/v3/auth/tokens", apps]);
    assert!(!format!("{:?}", mock.received_requests()).contains("s3cret"), "the password is not kept");
    for (domain, user, password) in
        [("other", "user", "s3cret"), ("account", "other", "s3cret"), ("account", "user", "other")]
    {
        let client =
            mock.client().credentials(Credentials::password(domain, user, password)).build().expect("a client");
        let error = client.list_global_image_apps().send().await.expect_err("a wrong password");
        assert!(error.to_string().contains("the user name or password is wrong"), "{error}");
    }
    let outcome = send(&mock, "GET", APPS, &[TOKEN], "").await;
    assert!(outcome.starts_with("401"), "only issued tokens are accepted: {outcome}");
    assert_eq!(send(&mock, "POST", "/v3/auth/tokens", &[], "{}").await, "400");
    assert_eq!(send(&mock, "GET", "/v3/projects", &[], "").await, "401");
}

#[tokio::test]
async fn iam_lists_one_project_for_a_region() {
    let mock = MockServer::builder().access_key("AK", "s3cret").start().await.expect("a mock");
    let builder = Client::builder().endpoint(mock.url()).iam_endpoint(mock.url()).region("cn-north-4");
    let builder = builder.credentials(Credentials::access_key("AK", "s3cret"));
    let client = builder.resolve_project_id().await.expect("a project").build().expect("a client");
    client.list_global_image_apps().send().await.expect("a page");
    assert_eq!(mock.received_requests()[1].uri().path(), "/v5/mock-project/image/apps");
}

#[tokio::test]
async fn latency_delays_every_response() {
    let mock = MockServer::builder().latency(Duration::from_secs(3600)).start().await.expect("a mock");
    let client = mock.client().retry(RetryConfig::disabled()).build().expect("a client");
    let call = client.list_global_image_apps().customize().operation_timeout(Duration::from_millis(100));
    assert_eq!(call.send().await.expect_err("a timeout").kind(), ErrorKind::Timeout);
    let mock = MockServer::builder().latency(Duration::from_millis(20)).start().await.expect("a mock");
    let before = std::time::Instant::now();
    mock.client().build().expect("a client").list_global_image_apps().send().await.expect("a page");
    assert!(before.elapsed() >= Duration::from_millis(20));
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
    client.list_global_image_apps().send().await.expect("a response");
    drop(mock);
    tokio::task::yield_now().await;
    let error = client.list_global_image_apps().send().await.expect_err("the server is gone");
    assert!(matches!(error.kind(), ErrorKind::Connect | ErrorKind::Transport), "{error}");
}

#[tokio::test]
async fn survives_large_and_malformed_requests() {
    let mock = MockServer::start().await.expect("a mock");
    let large = "x".repeat((16 << 20) + 1);
    let outcome = send(&mock, "POST", EXPORT, &[TOKEN], &large).await;
    assert!(outcome.starts_with("413"), "{outcome}");
    let nested = "[".repeat(100_000);
    let outcome = send(&mock, "POST", EXPORT, &[TOKEN], &nested).await;
    assert!(outcome.starts_with("400 HSS.0002"), "{outcome}");
    for bytes in [&b"\0\0\0\0\r\n\r\n"[..], b"GET /v5/%FF/image/apps HTTP/1.0\r\n\r\n", b"GET / HTTP/9\r\n\r\n"] {
        let response = exchange(&mock, bytes).await;
        assert!(response.is_empty() || response.contains(" 40"), "{response}");
    }
    let wrong = format!(r#"{{"export_headers": [], "create_time": 1, "cluster_name": [{}1]}}"#, "1,".repeat(1_000_000));
    let outcome = send(&mock, "POST", EXPORT, &[TOKEN], &wrong).await;
    assert!(outcome.starts_with("400 HSS.0001") && outcome.len() < 1000, "{outcome}");
    let wrong = format!(r#"{{"image_id_list": [{}1]}}"#, "1,".repeat(1_000_000));
    let region = ("region", "cn-north-4");
    let outcome = send(&mock, "POST", VULNERABILITIES, &[TOKEN, region], &wrong).await;
    assert_eq!(outcome.matches("must be a string").count(), 1000, "at most 1000 violations are reported");
    call_all(&mock.client().build().expect("a client")).await.expect("the server still works");
}

#[tokio::test]
async fn limits_pages_to_1000_records() {
    let mock = MockServer::builder().records(u32::MAX).start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    for (limit, records) in [(i32::MAX, 1000), (1001, 1000), (1000, 1000), (0, 0), (-1, 10)] {
        let page = client.list_local_image_containers().limit(limit).send().await.expect("a page");
        assert_eq!((page.data_list.len(), page.total_num), (records, Some(u32::MAX.into())), "{limit}");
    }
    let page = client.list_local_image_containers().offset(-1).send().await.expect("a page");
    assert_eq!(page.data_list.len(), 10, "a negative offset counts as missing");
}

#[tokio::test]
async fn bounds_the_request_history() {
    let mock = MockServer::start().await.expect("a mock");
    let body = format!(r#"{{"export_headers": [["risky", "{}"]]}}"#, "x".repeat(10 << 20));
    for _ in 0..8 {
        assert_eq!(send(&mock, "POST", EXPORT, &[TOKEN], &body).await, "200");
    }
    assert_eq!(
        (mock.received_requests().len(), mock.export_container_list().requests().len()),
        (6, 6),
        "64 MiB of bodies"
    );
    let large = "x".repeat((16 << 20) + 1);
    send(&mock, "POST", EXPORT, &[TOKEN], &large).await;
    let last = mock.received_requests().pop().expect("a request");
    assert_eq!((last.uri().path(), last.body().len()), (EXPORT, 0), "a body that is too large is dropped");
}

#[tokio::test]
async fn replaces_framing_headers_of_scripted_responses() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().retry(RetryConfig::disabled()).build().expect("a client");
    for (name, value) in [("content-length", "1000"), ("content-length", "1"), ("transfer-encoding", "chunked")] {
        let response = http::Response::builder().header(name, value).body(r#"{"task_id": "t"}"#.into());
        mock.export_container_list().respond_with_http(response.expect("a response"));
        let task = client.export_container_list([("risky", "")]).send().await.expect("a complete response");
        assert_eq!(task.task_id.as_deref(), Some("t"), "{name}: {value}");
    }
}

#[test]
fn start_fails_without_a_tokio_runtime() {
    let start = std::pin::pin!(MockServer::start());
    let outcome = start.poll(&mut std::task::Context::from_waker(std::task::Waker::noop()));
    assert!(matches!(outcome, std::task::Poll::Ready(Err(_))), "{outcome:?}");
}

/// Returns the states of a task that a client receives, and the outcome of waiting for it.
async fn story(builder: MockServerBuilder) -> (Vec<String>, Result<usize, Error>) {
    let mock = builder.start().await.expect("a mock");
    let states = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&states);
    // With this clock, pauses end at once and timeouts never expire.
    let clock = VirtualClock::new(&[60, 180].map(Duration::from_secs));
    let client = mock.client().time_source(clock.clone()).sleep(clock).build().expect("a client");
    let wait = client.export_container_list([("risky", "Risk")]).send_and_wait().timeout(Duration::from_secs(1));
    let wait = wait.on_state(move |response| {
        let state = response.task_status.as_ref().expect("a state").as_str();
        let file = if response.file_id.is_some() { " with a file" } else { "" };
        log.lock().expect("a log").push(format!("{state}{file}"));
    });
    let outcome = match wait.download().await {
        Ok(download) => download.bytes().await.map(|bytes| bytes.len()),
        Err(error) => Err(error.into()),
    };
    let states = states.lock().expect("a log").clone();
    (states, outcome)
}

#[tokio::test]
async fn tasks_end_with_the_configured_outcome() {
    let (states, outcome) = story(MockServer::builder()).await;
    assert_eq!(states, ["running", "running", "success with a file"]);
    assert!(outcome.expect("a file") > 100);
    let (states, outcome) = story(MockServer::builder().task_running(0).task_outcome(TaskOutcome::Failure)).await;
    assert_eq!((states, outcome.expect_err("a failure").kind()), (vec!["failure".to_owned()], ErrorKind::Task));
    let (states, outcome) = story(MockServer::builder().task_running(1).task_outcome(TaskOutcome::FileGone)).await;
    let error = outcome.expect_err("no file");
    assert_eq!((states.len(), error.status(), error.code()), (2, Some(StatusCode::NOT_FOUND), Some("HSS.0003")));
    let (states, outcome) = story(MockServer::builder().task_outcome(TaskOutcome::Endless)).await;
    assert!(outcome.expect_err("a timeout").is_timeout());
    assert_eq!(states, vec!["running"; 11]);
}

/// An ID can be that of an earlier task.
#[tokio::test]
async fn each_task_runs_from_its_beginning() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    for _ in 0..2 {
        client.export_container_list([("risky", "Risk")]).send_and_wait().await.expect("a task");
    }
    assert_eq!(mock.list_query_export_task().requests().len(), 6);
}

#[tokio::test]
async fn files_are_zip_archives_whose_id_is_signed_in_its_encoded_form() {
    let mock = MockServer::builder().access_key("AK", "SK-of-a-user").start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    let download = client.list_download_exported_file("a/b ä").send().await.expect("a file");
    assert_eq!(download.content_type(), Some("application/zip"));
    assert!(download.bytes().await.expect("a file").starts_with(b"PK\x03\x04"));
    assert_eq!(mock.list_download_exported_file().requests()[0].file_id.as_deref(), Some("a/b ä"));
    assert_eq!(mock.received_requests()[0].uri().path(), "/v5/mock-project/download/a%2Fb%20%C3%A4");
    for file_id in ["..", ".", ""] {
        let error = client.list_download_exported_file(file_id).send().await.expect_err("another path");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
}

#[tokio::test]
async fn a_download_can_be_truncated() {
    let mock = MockServer::start().await.expect("a mock");
    mock.list_download_exported_file().fail_with(Fault::TruncateBody);
    let client = mock.client().retry(RetryConfig::disabled()).build().expect("a client");
    // The connection may break before or after the first half has arrived.
    let outcome = match client.list_download_exported_file("f").send().await {
        Ok(download) => download.bytes().await,
        Err(error) => Err(error),
    };
    assert_eq!(outcome.expect_err("truncated").kind(), ErrorKind::Transport);
}
