//! The mock server: what it refuses, what it answers, what it remembers, and that it agrees with the client.

#![allow(deprecated, reason = "deprecated operations are mocked like all others")]

use std::fmt::Write as _;
use std::time::{Duration, SystemTime};

use hss_tests::project;
use huaweicloud_hss::descriptor::{Bounds, Field, Operation, Type};
use huaweicloud_hss::mock::{Fault, MockServer, MockServerBuilder};
use huaweicloud_hss::operation::{
    BatchExportLocalVulTaskRequest, BatchExportLocalVulTaskResponse, BatchScanSwrImageRequest,
    ExportContainerListRequest, ListGlobalImageAppsRequest, ListGlobalImageAppsResponse,
    ListLocalImageContainersRequest,
};
use huaweicloud_hss::{Client, Credentials, Error, ErrorKind, OPERATIONS, RetryConfig, TimeSource};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const APPS: &str = "/v5/p/image/apps";
const EXPORT: &str = "/v5/p/container/export-task";
const SCAN: &str = "/v5/p/image/batch-scan";
const VULNERABILITIES: &str = "/v5/p/image/local-vulnerability/export?export_size=1";
const CONTAINERS: &str = "/v5/p/image/local/containers";
const TOKEN: (&str, &str) = ("X-Auth-Token", "t");

/// Sends bytes, and reads until the server has said all.
async fn exchange(mock: &MockServer, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(mock.url().trim_start_matches("http://")).await.expect("a connection");
    // A server that has read enough may close before all is sent.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

/// Status, and the error's code and message. Byte for byte as given: an HTTP client would tidy up.
async fn answer(mock: &MockServer, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> String {
    let mut request = format!("{method} {target} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        request.push_str("host: localhost\r\n");
    }
    for (name, value) in headers {
        let _ = write!(request, "{name}: {value}\r\n");
    }
    let answer = exchange(mock, format!("{request}\r\n{body}").as_bytes()).await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.split(' ').nth(1).unwrap_or_default();
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    match (body["error_code"].as_str(), body["error_msg"].as_str()) {
        (Some(code), Some(message)) => format!("{status} {code} {message}"),
        _ => status.to_owned(),
    }
}

/// Method, target, headers and body.
type Sent<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], &'a str);

/// Requests with their answers, one after the other.
async fn transcript(mock: &MockServer, requests: &[Sent<'_>]) -> String {
    let mut transcript = String::new();
    for (method, target, headers, body) in requests {
        let _ = writeln!(transcript, "{method} {target}");
        headers.iter().filter(|header| **header != TOKEN).for_each(|(name, value)| {
            let _ = writeln!(transcript, "{name}: {}", &value[..value.len().min(80)]);
        });
        if !body.is_empty() {
            let _ = writeln!(transcript, "{}", &body[..body.len().min(200)]);
        }
        let _ = writeln!(transcript, "    {}\n", answer(mock, method, target, headers, body).await);
    }
    transcript
}

#[tokio::test]
async fn each_check_has_a_request_that_it_refuses() {
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
    let requests: &[Sent<'_>] = &[
        // good ones
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
        // mandatory ones
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
        // what is no JSON
        ("POST", EXPORT, &[TOKEN], r#"{"export_headers": "#),
    ];
    insta::assert_snapshot!(transcript(&mock, requests).await);
}

#[tokio::test]
async fn a_strict_server_refuses_what_the_pages_do_not_know() {
    let mock = MockServer::builder().strict(true).start().await.expect("a mock");
    let body = r#"{"export_headers": [["risky", "a"], ["name", "b"]], "cluster_type": "of_tomorrow", "more": 1}"#;
    let requests: &[Sent<'_>] = &[
        ("GET", &format!("{APPS}?limit=10&image_type=registry"), &[TOKEN], ""),
        ("GET", &format!("{APPS}?Limit=10&image_type=of_tomorrow"), &[TOKEN], ""),
        ("POST", EXPORT, &[TOKEN], body),
    ];
    insta::assert_snapshot!(transcript(&mock, requests).await);
}

/// The clock of the recorded calls.
struct Recorded;

impl TimeSource for Recorded {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_323_045)
    }
}

fn keyed() -> MockServerBuilder {
    MockServer::builder().access_key("AKIDEXAMPLE", "SKEXAMPLEKEY").time_source(Recorded)
}

/// A call of the vendor's own SDK as it was recorded, with a change.
async fn replay(mock: &MockServer, recorded: &Value, change: (&str, &str)) -> String {
    let changed = |text: &Value| text.as_str().unwrap_or_default().replace(change.0, change.1);
    let pairs = recorded["headers"].as_array().into_iter().flatten();
    let headers: Vec<(String, String)> = pairs.map(|pair| (changed(&pair[0]), changed(&pair[1]))).collect();
    let headers = headers.iter().filter(|(name, _)| !matches!(name.as_str(), "Content-Length" | "Connection"));
    let headers: Vec<_> = headers.map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let method = recorded["method"].as_str().unwrap_or_default();
    answer(mock, method, &changed(&recorded["target"]), &headers, &changed(&recorded["body"])).await
}

#[tokio::test]
async fn signatures_of_the_vendor_s_sdk_are_verified() {
    let recorded = project::read("generated-client/src/runtime/auth/signing/recorded_requests.json");
    let recorded: Vec<Value> = serde_json::from_str(&recorded).expect("JSON");
    let mock = keyed().start().await.expect("a mock");
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
    let outcome = answer(&mock, "GET", APPS, &[TOKEN], "").await;
    assert!(outcome.starts_with("401"), "a token where a key is asked for: {outcome}");
    let wrong = "SDK-HMAC-SHA256 Access=AKIDEXAMPLE, SignedHeaders=host;x-sdk-date;x-security-token, Signature=0";
    let headers = [("X-Sdk-Date", "20260102T030405Z"), ("X-Security-Token", "s3cret"), ("Authorization", wrong)];
    let outcome = answer(&mock, "GET", APPS, &headers, "").await;
    assert!(outcome.contains("x-security-token:[redacted]") && !outcome.contains("s3cret"), "{outcome}");
}

#[tokio::test]
async fn the_client_signs_what_the_server_verifies() {
    let mock = MockServer::builder().access_key("AK", "s3cret-key").start().await.expect("a mock");
    let list = |client: Client| async move { client.list_global_image_apps().app_name("a b+c/ä~").send().await };
    list(mock.client().build().expect("a client")).await.expect("a good signature");
    let wrong = mock.client().credentials(Credentials::access_key("AK", "another-key")).build().expect("a client");
    let error = list(wrong).await.expect_err("a bad signature");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Service, Some("APIGW.0301")), "{error}");
    let temporary = Credentials::temporary_access_key("AK", "s3cret-key", "s3cret-session");
    list(mock.client().credentials(temporary).build().expect("a client")).await.expect("a good signature");
    let shown = format!("{mock:?} {:?}", mock.received());
    assert!(!shown.contains("s3cret") && !shown.contains("Signature="), "{shown}");
}

/// One call of each operation, of which each is good.
async fn call_all(client: &Client) -> Result<(), Error> {
    client.batch_export_local_vul_task(1).image_size(i64::MIN).vul_id_list(["ä", ""]).send().await?;
    client.batch_scan_swr_image("of_tomorrow").operate_all(true).send().await?;
    client.export_container_list([("risky", "Risk %20 \"")]).export_size(10).send().await?;
    client.list_global_image_apps().limit(10).app_name("a&b=c").is_compliant(false).send().await?;
    client.list_local_image_containers().image_name(String::new()).offset(i32::MAX).send().await?;
    Ok(())
}

fn one<R: Operation + PartialEq + std::fmt::Debug>(requests: &[R], expected: Value) {
    assert_eq!(requests, [serde_json::from_value::<R>(expected).expect("a request")]);
}

#[tokio::test]
async fn what_was_asked_comes_back_as_request_structs() {
    let mock = MockServer::start().await.expect("a mock");
    call_all(&mock.client().build().expect("a client")).await.expect("answers");
    let body = json!({"image_size": i64::MIN, "vul_id_list": ["ä", ""]});
    one::<BatchExportLocalVulTaskRequest>(
        &mock.batch_export_local_vul_task().requests(),
        json!({"export_size": 1, "body": body}),
    );
    let body = json!({"image_type": "of_tomorrow", "operate_all": true});
    one::<BatchScanSwrImageRequest>(&mock.batch_scan_swr_image().requests(), json!({"body": body}));
    let body = json!({"export_headers": [["risky", "Risk %20 \""]]});
    one::<ExportContainerListRequest>(
        &mock.export_container_list().requests(),
        json!({"export_size": 10, "body": body}),
    );
    one::<ListGlobalImageAppsRequest>(
        &mock.list_global_image_apps().requests(),
        json!({"limit": 10, "app_name": "a&b=c", "is_compliant": false}),
    );
    one::<ListLocalImageContainersRequest>(
        &mock.list_local_image_containers().requests(),
        json!({"image_name": "", "offset": i32::MAX}),
    );
}

#[tokio::test]
async fn operations_answer_the_examples_of_their_pages() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    let answered = [
        ("BatchExportLocalVulTask", json!(client.batch_export_local_vul_task(1).send().await.expect("an answer"))),
        ("ExportContainerList", json!(client.export_container_list([("risky", "")]).send().await.expect("an answer"))),
    ];
    for (id, answer) in answered {
        let operation = OPERATIONS.iter().find(|operation| operation.id == id).expect("an operation");
        let example: Value = serde_json::from_str(operation.examples[0].response.expect("an example")).expect("JSON");
        assert_eq!(answer, example, "{id}");
    }
    let page = client.list_global_image_apps().send().await.expect("a page");
    assert_eq!((page.total_num, page.data_list.len()), (Some(25), 10), "the page's default limit");
    assert_eq!(page.data_list[0].app_name.as_deref(), Some("acl"), "the example comes first");
    client.batch_scan_swr_image("x").operate_all(true).send().await.expect("an empty answer");
}

#[tokio::test]
async fn lists_page_through_their_records() {
    for (records, pages) in [(0, 1), (1, 1), (200, 1), (201, 2), (450, 3)] {
        let mock = MockServer::builder().records(records).start().await.expect("a mock");
        let client = mock.client().build().expect("a client");
        let (mut apps, mut names) = (client.list_global_image_apps().items(), Vec::new());
        while let Some(app) = apps.try_next().await.expect("a page") {
            names.push(format!("{app:?}"));
        }
        assert_eq!((names.len(), mock.received().len()), (records as usize, pages), "of {records}");
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), records as usize, "no two are alike");
        let past = client.list_global_image_apps().offset(500).send().await.expect("a page");
        assert_eq!((past.total_num, past.data_list.len()), (Some(records.into()), 0));
    }
}

/// What is wrong with a made-up value, on this test's own terms.
fn fault(ty: Type, value: &Value) -> Option<String> {
    let within = |bounds: Option<Bounds>, number: i64| bounds.is_none_or(|bounds| bounds.contains(number));
    let good = match (ty, value) {
        (Type::String(bounds), Value::String(text)) => {
            within(bounds, text.chars().count().try_into().unwrap_or(i64::MAX))
        }
        (Type::Integer(bounds), Value::Number(number)) => {
            number.as_i64().is_some_and(|number| i32::try_from(number).is_ok() && within(bounds, number))
        }
        (Type::Long(bounds), Value::Number(number)) => number.as_i64().is_some_and(|number| within(bounds, number)),
        (Type::Boolean(only), Value::Bool(value)) => only.is_none_or(|only| only == *value),
        (Type::Enum(known), Value::String(text)) => known.contains(&text.as_str()),
        (Type::Array(ty, _), Value::Array(items)) => return items.iter().find_map(|item| fault(*ty, item)),
        (Type::Object(fields), Value::Object(object)) => {
            let missing = fields.iter().find(|field| !object.contains_key(field.name));
            let wrong = || fields.iter().find_map(|Field { name, ty, .. }| fault(*ty, &object[*name]));
            return missing.map(|field| format!("no {}", field.name)).or_else(wrong);
        }
        _ => false,
    };
    (!good).then(|| format!("{ty:?}: {value}"))
}

#[tokio::test]
async fn made_up_records_keep_to_their_page() {
    let mock = MockServer::builder().records(210).start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    let apps = client.list_global_image_apps().offset(1).limit(200).send().await.expect("a page");
    let containers = client.list_local_image_containers().offset(1).limit(209).send().await.expect("a page");
    assert_eq!((apps.data_list.len(), containers.data_list.len()), (200, 209));
    for (id, list) in
        [("ListGlobalImageApps", json!(apps.data_list)), ("ListLocalImageContainers", json!(containers.data_list))]
    {
        let operation = OPERATIONS.iter().find(|operation| operation.id == id).expect("an operation");
        let field = operation.response.iter().find(|field| field.name == "data_list").expect("a list");
        assert_eq!(fault(field.ty, &list), None, "{id}");
    }
}

#[tokio::test]
async fn a_script_comes_first_and_in_its_order() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().retry(RetryConfig::disabled()).build().expect("a client");
    let apps = mock.list_global_image_apps();
    let scripted: ListGlobalImageAppsResponse =
        serde_json::from_value(json!({"total_num": 7, "data_list": [{"app_name": "scripted"}]})).expect("a response");
    apps.respond_with(&scripted);
    apps.respond_with_error(http::StatusCode::FORBIDDEN, "HSS.0013", "no rights");
    let page = http::Response::builder().status(502).body("<html>".into()).expect("a response");
    apps.respond_with_http(page);

    let refused = client.list_global_image_apps().limit(1).customize().validate(false).send().await;
    assert_eq!(refused.expect_err("a bad request").code(), Some("HSS.0001"), "it uses up nothing");
    client.export_container_list([("risky", "")]).send().await.expect("another operation");
    assert_eq!(client.list_global_image_apps().send().await.expect("an answer"), scripted);
    let error = client.list_global_image_apps().send().await.expect_err("an error");
    assert_eq!((error.code(), error.message()), (Some("HSS.0013"), Some("no rights")));
    assert!(error.request_id().is_some_and(|id| id.starts_with("mock-")), "{error}");
    let error = client.list_global_image_apps().send().await.expect_err("an error");
    assert_eq!((error.status().map(|status| status.as_u16()), error.raw_body()), (Some(502), Some(&b"<html>"[..])));
    assert_eq!(client.list_global_image_apps().send().await.expect("the usual").data_list.len(), 10);
    assert_eq!((apps.requests().len(), mock.received().len()), (4, 6));
}

#[tokio::test]
async fn faults_come_as_scripted() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().retry(RetryConfig::disabled()).operation_attempt_timeout(Duration::from_secs(1));
    let client = client.build().expect("a client");
    let tasks = mock.batch_export_local_vul_task();
    for (fault, kind) in [
        (Fault::Disconnect, Some(ErrorKind::Transport)),
        (Fault::BreakOff, Some(ErrorKind::Transport)),
        (Fault::Delay(Duration::from_secs(60)), Some(ErrorKind::Timeout)),
        (Fault::Delay(Duration::ZERO), None),
    ] {
        tasks.fail_with(fault);
        let outcome = client.batch_export_local_vul_task(1).send().await;
        assert_eq!(outcome.as_ref().err().map(Error::kind), kind, "{fault:?}");
        assert_eq!(outcome.unwrap_or_default() == BatchExportLocalVulTaskResponse::default(), kind.is_some());
    }
    let retrying = mock.client().build().expect("a client");
    mock.list_global_image_apps().fail_with(Fault::Disconnect);
    retrying.list_global_image_apps().send().await.expect("the second attempt");
    assert_eq!(mock.list_global_image_apps().requests().len(), 2);
}

#[tokio::test]
async fn it_listens_on_loopback_and_until_it_is_dropped() {
    let error = MockServer::builder().listen(([0, 0, 0, 0], 0).into()).start().await.expect_err("no loopback");
    assert_eq!(error.to_string(), "a mock listens on loopback only, and 0.0.0.0 is not");
    let mock = MockServer::builder().listen(([127, 0, 0, 1], 0).into()).start().await.expect("a mock");
    let client = mock.client().retry(RetryConfig::disabled()).build().expect("a client");
    client.list_global_image_apps().send().await.expect("an answer");
    drop(mock);
    tokio::task::yield_now().await;
    let error = client.list_global_image_apps().send().await.expect_err("nobody there");
    assert!(matches!(error.kind(), ErrorKind::Connect | ErrorKind::Transport), "{error}");
}

#[tokio::test]
async fn what_is_too_large_or_no_http_harms_nobody() {
    let mock = MockServer::start().await.expect("a mock");
    let large = "x".repeat((16 << 20) + 1);
    let outcome = answer(&mock, "POST", EXPORT, &[TOKEN], &large).await;
    assert!(outcome.starts_with("413"), "{outcome}");
    let nested = "[".repeat(100_000);
    let outcome = answer(&mock, "POST", EXPORT, &[TOKEN], &nested).await;
    assert!(outcome.starts_with("400 HSS.0002"), "{outcome}");
    for bytes in [&b"\0\0\0\0\r\n\r\n"[..], b"GET /v5/%FF/image/apps HTTP/1.0\r\n\r\n", b"GET / HTTP/9\r\n\r\n"] {
        let answer = exchange(&mock, bytes).await;
        assert!(answer.is_empty() || answer.contains(" 40"), "{answer}");
    }
    let wrong = format!(r#"{{"export_headers": [], "create_time": 1, "cluster_name": [{}1]}}"#, "1,".repeat(1_000_000));
    let outcome = answer(&mock, "POST", EXPORT, &[TOKEN], &wrong).await;
    assert!(outcome.starts_with("400 HSS.0001") && outcome.len() < 1000, "{outcome}");
    let wrong = format!(r#"{{"image_id_list": [{}1]}}"#, "1,".repeat(1_000_000));
    let region = ("region", "cn-north-4");
    let outcome = answer(&mock, "POST", VULNERABILITIES, &[TOKEN, region], &wrong).await;
    assert_eq!(outcome.matches("must be a string").count(), 1000, "no more are reported");
    call_all(&mock.client().build().expect("a client")).await.expect("it goes on");
}

#[tokio::test]
async fn no_page_is_larger_than_a_thousand_records() {
    let mock = MockServer::builder().records(u32::MAX).start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    for (limit, records) in [(i32::MAX, 1000), (1001, 1000), (1000, 1000), (0, 0), (-1, 10)] {
        let page = client.list_local_image_containers().limit(limit).send().await.expect("a page");
        assert_eq!((page.data_list.len(), page.total_num), (records, Some(u32::MAX.into())), "{limit}");
    }
    let page = client.list_local_image_containers().offset(-1).send().await.expect("a page");
    assert_eq!(page.data_list.len(), 10, "as from the first one");
}

#[tokio::test]
async fn what_is_remembered_is_bounded() {
    let mock = MockServer::start().await.expect("a mock");
    let body = format!(r#"{{"export_headers": [["risky", "{}"]]}}"#, "x".repeat(10 << 20));
    for _ in 0..8 {
        assert_eq!(answer(&mock, "POST", EXPORT, &[TOKEN], &body).await, "200");
    }
    assert_eq!((mock.received().len(), mock.export_container_list().requests().len()), (6, 6), "64 MiB of bodies");
    let large = "x".repeat((16 << 20) + 1);
    answer(&mock, "POST", EXPORT, &[TOKEN], &large).await;
    let last = mock.received().pop().expect("a request");
    assert_eq!((last.uri().path(), last.body().len()), (EXPORT, 0), "without what could not be read");
}

#[tokio::test]
async fn the_framing_of_a_scripted_response_is_the_server_s() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().retry(RetryConfig::disabled()).build().expect("a client");
    for (name, value) in [("content-length", "1000"), ("content-length", "1"), ("transfer-encoding", "chunked")] {
        let response = http::Response::builder().header(name, value).body(r#"{"task_id": "t"}"#.into());
        mock.export_container_list().respond_with_http(response.expect("a response"));
        let task = client.export_container_list([("risky", "")]).send().await.expect("a whole response");
        assert_eq!(task.task_id.as_deref(), Some("t"), "{name}: {value}");
    }
}

#[test]
fn without_a_runtime_it_does_not_start() {
    let start = std::pin::pin!(MockServer::start());
    let outcome = start.poll(&mut std::task::Context::from_waker(std::task::Waker::noop()));
    assert!(matches!(outcome, std::task::Poll::Ready(Err(_))), "{outcome:?}");
}
