//! Each constraint and rule of the pages: a request that passes, and one that is refused before it is sent.

#![allow(deprecated, reason = "deprecated operations are checked like all others")]

use hss_generator::ir::Type;
use hss_tests::project;
use hss_tests::server::Server;
use huaweicloud_hss::descriptor::Operation;
use huaweicloud_hss::operation::{
    BatchExportLocalVulTaskRequest, BatchScanSwrImageRequest, ExportContainerListRequest, ListGlobalImageAppsRequest,
    ListLocalImageContainersRequest,
};
use huaweicloud_hss::types::BatchScanSwrImageInfo;
use huaweicloud_hss::{Call, Client, Credentials, Error, ErrorKind};
use serde_json::json;

fn builder(server: &Server) -> huaweicloud_hss::ClientBuilder {
    Client::builder()
        .region("cn-north-4")
        .project_id("p")
        .credentials(Credentials::token("t"))
        .endpoint(server.endpoint())
}

fn server() -> Server {
    Server::json(r#"{"task_id": "t", "total_num": 0, "data_list": []}"#)
}

/// One operation, called with a JSON request.
type Send = fn(&Client, serde_json::Value) -> std::pin::Pin<Box<dyn Future<Output = Result<(), Error>> + '_>>;

fn send<R: Operation>(
    client: &Client,
    request: serde_json::Value,
) -> std::pin::Pin<Box<dyn Future<Output = Result<(), Error>> + '_>> {
    Box::pin(async move {
        let request: R = serde_json::from_value(request).expect("a request of the right shape");
        client.call(request).send().await.map(drop)
    })
}

/// A constraint: what to send, with the smallest and largest good values, and values just outside.
#[tokio::test]
async fn lengths_and_ranges() {
    let text = |length: usize| json!("ä".repeat(length));
    let exported =
        |key: &str, value: serde_json::Value| json!({"body": {"export_headers": [["risky", ""]], key: value}});
    let columns = |count: usize| json!({"body": {"export_headers": vec![json!(["risky", "Risk"]); count]}});
    let listed = |key: &str, value: serde_json::Value| json!({key: value});
    let (export, list): (Send, Send) = (send::<ExportContainerListRequest>, send::<ListGlobalImageAppsRequest>);
    let size = |value: i64| json!({"export_size": value, "body": {"export_headers": [["risky", ""]]}});
    let table = [
        ("export_size", export, vec![size(1), size(100_000)], vec![size(0), size(100_001)]),
        (
            "body.cluster_name",
            export,
            ends(1, 255, |n| exported("cluster_name", text(n))),
            beyond(1, 255, |n| exported("cluster_name", text(n))),
        ),
        (
            "body.container_name",
            export,
            ends(1, 255, |n| exported("container_name", text(n))),
            beyond(1, 255, |n| exported("container_name", text(n))),
        ),
        (
            "body.pod_name",
            export,
            ends(1, 512, |n| exported("pod_name", text(n))),
            beyond(1, 512, |n| exported("pod_name", text(n))),
        ),
        (
            "body.image_name",
            export,
            ends(1, 255, |n| exported("image_name", text(n))),
            beyond(1, 255, |n| exported("image_name", text(n))),
        ),
        (
            "body.cpu_limit",
            export,
            ends(0, 64, |n| exported("cpu_limit", text(n))),
            beyond(0, 64, |n| exported("cpu_limit", text(n))),
        ),
        (
            "body.memory_limit",
            export,
            ends(0, 64, |n| exported("memory_limit", text(n))),
            beyond(0, 64, |n| exported("memory_limit", text(n))),
        ),
        ("body.export_headers", export, ends(1, 100, columns), beyond(1, 100, columns)),
        (
            "limit",
            list,
            vec![listed("limit", json!(10)), listed("limit", json!(200))],
            vec![listed("limit", json!(9)), listed("limit", json!(201))],
        ),
        (
            "offset",
            list,
            vec![listed("offset", json!(0)), listed("offset", json!(2_000_000))],
            vec![listed("offset", json!(-1)), listed("offset", json!(2_000_001))],
        ),
        (
            "app_name",
            list,
            ends(0, 32, |n| listed("app_name", text(n))),
            beyond(0, 32, |n| listed("app_name", text(n))),
        ),
        ("is_compliant", list, vec![listed("is_compliant", json!(false))], vec![listed("is_compliant", json!(true))]),
    ];
    for (parameter, send, good, bad) in table {
        let server = server();
        let client = builder(&server).build().expect("a client");
        for request in good {
            send(&client, request.clone()).await.unwrap_or_else(|error| panic!("{parameter} {request}: {error}"));
        }
        let sent = server.requests().len();
        for request in bad {
            let refused = send(&client, request.clone()).await;
            let error = refused.expect_err(&format!("{parameter} is not refused: {request}"));
            assert_eq!(names(&error), [parameter], "{request}: {error}");
        }
        assert_eq!(server.requests().len(), sent, "nothing was sent: {parameter}");
    }
}

/// The shortest and the longest good value.
fn ends(min: usize, max: usize, request: impl Fn(usize) -> serde_json::Value) -> Vec<serde_json::Value> {
    vec![request(min), request(max)]
}

/// One too few, where that is possible, and one too many.
fn beyond(min: usize, max: usize, request: impl Fn(usize) -> serde_json::Value) -> Vec<serde_json::Value> {
    min.checked_sub(1).into_iter().chain([max + 1]).map(request).collect()
}

/// Every constraint of the description has its row above, or its test below.
#[test]
fn every_constraint_is_tried() {
    let text = project::read("tests/suite/validation.rs");
    let service = hss_generator::analyze(&project::description()).expect("the description is right");
    for operation in &service.operations {
        let outside = operation.parameters.iter().map(|parameter| (String::new(), &parameter.field));
        let inside = operation.body.iter().flatten().map(|field| ("body.".to_owned(), field));
        for (prefix, field) in outside.chain(inside) {
            let constrained = field.ty.bounds().is_some() || matches!(field.ty, Type::Boolean(Some(_)));
            // The region's length is that of a host's label at most: nothing longer gets here.
            let tried = text.contains(&format!("\"{prefix}{}\"", field.wire)) || field.wire == "region";
            assert!(!constrained || tried, "{} {prefix}{} is missing", operation.id, field.wire);
        }
    }
}

/// Parameters that come from the client are checked where the page gives them a length.
#[tokio::test]
async fn what_the_client_fills_in() {
    let server = server();
    let with = |project: &str| builder(&server).project_id(project).build().expect("a client");
    with(&"p".repeat(256)).list_global_image_apps().send().await.expect("256 characters pass");
    let error = with(&"p".repeat(257)).list_global_image_apps().send().await.expect_err("257 do not");
    assert_eq!(names(&error), ["project_id"]);
    let client = with("p");
    let enterprise = |id: String| client.list_global_image_apps().customize().enterprise_project_id(id);
    enterprise("e".repeat(256)).send().await.expect("256 characters pass");
    let error = enterprise("e".repeat(257)).send().await.expect_err("257 do not");
    assert_eq!(names(&error), ["enterprise_project_id"]);
    let token =
        |length: usize| builder(&server).credentials(Credentials::token("t".repeat(length))).build().expect("a client");
    token(32_768).list_global_image_apps().send().await.expect("32,768 characters pass");
    let error = token(32_769).list_global_image_apps().send().await.expect_err("32,769 do not");
    assert_eq!(names(&error), ["X-Auth-Token"]);
}

#[tokio::test]
async fn the_rule_of_a_scan() {
    let server = server();
    let client = builder(&server).build().expect("a client");
    let scan = || client.batch_scan_swr_image("private_image");
    scan().operate_all(true).send().await.expect("operate_all alone passes");
    scan().image_info_list([BatchScanSwrImageInfo::new()]).send().await.expect("a list alone passes");
    scan().image_info_list([BatchScanSwrImageInfo::new()]).operate_all(false).send().await.expect("a list suffices");
    let sent = server.requests().len();
    for refused in
        [scan(), scan().operate_all(false), scan().image_info_list([]), scan().image_info_list([]).operate_all(false)]
    {
        let error = refused.send().await.expect_err("neither");
        assert_eq!(error.violations().len(), 1, "{error}");
        let shown = error.to_string();
        assert!(shown.contains("image_info_list") && shown.contains("operate_all"), "{shown}");
    }
    assert_eq!(server.requests().len(), sent);
}

/// A request made without its mandatory parameters, as from JSON, is refused with all of them named.
#[tokio::test]
async fn mandatory_parameters() {
    let table: [(Send, &[&str]); 5] = [
        (send::<BatchExportLocalVulTaskRequest>, &["project_id", "export_size"]),
        (send::<BatchScanSwrImageRequest>, &["project_id", "body.image_type"]),
        (send::<ExportContainerListRequest>, &["project_id", "body.export_headers"]),
        (send::<ListGlobalImageAppsRequest>, &["project_id"]),
        (send::<ListLocalImageContainersRequest>, &["project_id"]),
    ];
    let server = server();
    let bare = Client::builder()
        .region("a")
        .credentials(Credentials::token("t"))
        .endpoint(server.endpoint())
        .build()
        .expect("a client");
    for (send, expected) in table {
        let error = send(&bare, json!({})).await.expect_err("nothing is set");
        for parameter in expected {
            assert!(names(&error).contains(parameter), "{parameter}: {error}");
        }
    }
    assert_eq!(server.requests(), []);
}

#[tokio::test]
async fn all_violations_come_at_once_with_the_page_and_the_limits() {
    let server = server();
    let client = builder(&server).build().expect("a client");
    let call = client.list_global_image_apps().limit(201).offset(-1).is_compliant(true).app_name("x".repeat(33));
    let error = call.send().await.expect_err("four mistakes");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(names(&error), ["limit", "offset", "app_name", "is_compliant"]);
    insta::assert_snapshot!(error);
}

#[tokio::test]
async fn constraints_can_be_switched_off_for_a_call_and_for_a_client() {
    let server = server();
    let strict = builder(&server).build().expect("a client");
    let lax = builder(&server).validate(false).build().expect("a client");
    strict.list_global_image_apps().limit(5000).customize().validate(false).send().await.expect("off for the call");
    lax.list_global_image_apps().limit(5000).is_compliant(true).send().await.expect("off for the client");
    lax.list_global_image_apps().limit(5000).customize().validate(true).send().await.expect_err("on for the call");
}

/// Well-formedness is not a constraint of the page: nothing switches it off.
#[tokio::test]
async fn what_would_change_the_request_is_always_refused() {
    let server = server();
    let client = builder(&server).validate(false).build().expect("a client");
    for project in ["", ".", ".."] {
        let call: Call<_> = client.list_global_image_apps().customize().project_id(project);
        let error = call.send().await.expect_err(project);
        assert_eq!(names(&error), ["project_id"], "{error}");
    }
    for region in ["a\r\nx: y", "a\nb", "a\0b", "ü"] {
        let call = client.list_global_image_apps().customize().region_header(region);
        assert_eq!(names(&call.send().await.expect_err(region)), ["region"]);
    }
    assert_eq!(server.requests(), []);
    let call = client.list_global_image_apps().customize().project_id("a/../b?c#d%2e%2e");
    call.send().await.expect("everything else is encoded");
    assert_eq!(server.only_request().target, "/v5/a%2F..%2Fb%3Fc%23d%252e%252e/image/apps");
}

#[tokio::test]
async fn unknown_values_of_enums_pass() {
    let server = server();
    let client = builder(&server).build().expect("a client");
    client.list_global_image_apps().image_type("local").send().await.expect("the service may be newer than the page");
    assert_eq!(server.only_request().query(), "image_type=local");
}

/// The parameters that an error names, in its order.
fn names(error: &Error) -> Vec<&str> {
    error.violations().iter().map(huaweicloud_hss::Violation::parameter).collect()
}
