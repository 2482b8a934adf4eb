//! The requests that the typed API makes, over a real socket: with only the required parameters and with all of them.

#![allow(deprecated, reason = "deprecated operations and fields are sent like all others")]

use std::fmt;
use std::pin::Pin;

use hss_tests::server::{Request, Server, response};
use huaweicloud_hss::descriptor::{Field, OperationDescriptor, ParameterLocation, Type};
use huaweicloud_hss::types::{
    BatchScanSwrImageInfo, ClusterType, ContainerColumn, ContainerStatus, CreationTimeRange, HandleStatus, ImageSource,
    LocalImageScanStatus, SwrImageScanStatus, SwrImageType, VulnerabilityType,
};
use huaweicloud_hss::{Client, Credentials, Error, OPERATIONS};
use serde_json::Value;

/// The project of the recorded calls.
const PROJECT: &str = "5f3b1c2d4e5f60718293a4b5c6d7e8f9";

struct Case {
    operation: &'static str,
    /// Every operation needs a call named `minimal` and one named `full`.
    name: &'static str,
    /// The name of the recorded call of the vendor's SDK with the same arguments.
    recorded: Option<&'static str>,
    call: Box<dyn Fn(Client) -> CallFuture>,
}

/// The name of the snapshot.
impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.operation, self.name)
    }
}

type CallFuture = Pin<Box<dyn Future<Output = Result<(), Error>>>>;

fn case<T, F: Future<Output = Result<T, Error>> + 'static>(
    operation: &'static str,
    name: &'static str,
    recorded: Option<&'static str>,
    call: impl Fn(Client) -> F + 'static,
) -> Case {
    let call = move |client| -> CallFuture {
        let call = call(client);
        Box::pin(async { call.await.map(drop) })
    };
    Case { operation, name, recorded, call: Box::new(call) }
}

fn batch_export_local_vul_task() -> Vec<Case> {
    const ID: &str = "BatchExportLocalVulTask";
    vec![
        case(ID, "minimal", Some("minimal"), |client| client.batch_export_local_vul_task(1).send()),
        case(ID, "full", None, |client| {
            client
                .batch_export_local_vul_task(100)
                .image_id_list(["i-1", "i-2"])
                .operate_all(true)
                .vul_type(VulnerabilityType::LinuxVul)
                .handle_status(HandleStatus::Unhandled)
                .scan_status(LocalImageScanStatus::ImageScanStop)
                .image_name("name")
                .image_version("v1")
                .image_size(i64::MAX)
                .start_latest_update_time(1)
                .end_latest_update_time(2)
                .start_latest_scan_time(3)
                .end_latest_scan_time(4)
                .has_container(false)
                .vul_id_list(["v-1"])
                .customize()
                .enterprise_project_id("all_granted_eps")
                .send()
        }),
    ]
}

fn batch_scan_swr_image() -> Vec<Case> {
    const ID: &str = "BatchScanSwrImage";
    vec![
        case(ID, "minimal", None, |client| {
            client.batch_scan_swr_image(SwrImageType::PrivateImage).operate_all(true).send()
        }),
        case(ID, "example", Some("doc_example_1"), |client| {
            let image = |namespace: &str, name: &str, version: &str| {
                BatchScanSwrImageInfo::new().namespace(namespace).image_name(name).image_version(version)
            };
            let images = [image("test", "openjdk", "v8.8"), image("test1", "openjdk1", "v1.0")];
            client.batch_scan_swr_image("private_image").image_info_list(images).send()
        }),
        case(ID, "full", None, |client| {
            let image =
                BatchScanSwrImageInfo::new().namespace("n").image_name("i").image_version("v").instance_id("id");
            client
                .batch_scan_swr_image(SwrImageType::InstanceImage)
                .repo_type("SWR")
                .image_info_list([image.instance_url("https://swr.example/i")])
                .operate_all(false)
                .namespace("n")
                .image_name("i")
                .image_version("v")
                .scan_status(SwrImageScanStatus::Unscan)
                .latest_version(true)
                .image_size(0)
                .start_latest_update_time(1)
                .end_latest_update_time(2)
                .start_latest_scan_time(3)
                .end_latest_scan_time(i64::MIN)
                .customize()
                .enterprise_project_id("0")
                .send()
        }),
    ]
}

fn export_container_list() -> Vec<Case> {
    const ID: &str = "ExportContainerList";
    vec![
        case(ID, "minimal", Some("minimal_doc_example"), |client| {
            let columns = [
                (ContainerColumn::ContainerName, "Container Name"),
                (ContainerColumn::ImageName, "Image Name"),
                (ContainerColumn::Risky, "Security Risk"),
            ];
            client.export_container_list(columns).send()
        }),
        case(ID, "full", Some("full"), |client| {
            let columns = "container_id container_name image_name pod_name cluster_name cluster_type status risky low_risk \
                           medium_risk high_risk fatal_risk create_time restart_count cpu_limit memory_limit";
            let columns = columns.split(' ').map(|column| (column, format!("列 {column}")));
            let created = CreationTimeRange::new().start_time(1_700_000_000_000).end_time(1_800_000_000_000);
            client
                .export_container_list(columns)
                .export_size(100_000)
                .cluster_container(true)
                .cluster_type(ClusterType::SelfBuiltIdc)
                .cluster_name("集群 1")
                .container_name("c/1")
                .pod_name("p+1")
                .image_name("i%1")
                .status(ContainerStatus::Running)
                .risky(false)
                .create_time(created)
                .cpu_limit("100m")
                .memory_limit("300Mi")
                .customize()
                .enterprise_project_id("all_granted_eps")
                .send()
        }),
    ]
}

fn list_global_image_apps() -> Vec<Case> {
    const ID: &str = "ListGlobalImageApps";
    vec![
        case(ID, "minimal", Some("minimal"), |client| client.list_global_image_apps().send()),
        case(ID, "full", Some("full"), |client| {
            client
                .list_global_image_apps()
                .limit(200)
                .offset(2_000_000)
                .image_type(ImageSource::Registry)
                .app_name("acl+lib/1 2%3&4=5 中文")
                .is_compliant(false)
                .customize()
                .enterprise_project_id("all_granted_eps")
                .send()
        }),
    ]
}

fn list_local_image_containers() -> Vec<Case> {
    const ID: &str = "ListLocalImageContainers";
    vec![
        case(ID, "minimal", None, |client| client.list_local_image_containers().send()),
        case(ID, "full", Some("full"), |client| {
            let digest = "sha256:bbfa5775dc0658fde7d5e85d6cb7646f106fa04de36e142653f237eefd120b4f";
            client
                .list_local_image_containers()
                .image_digest(digest)
                .image_name("swr.cn-north-4.myhuaweicloud.com/ns/open jdk")
                .image_version("v1.0+build%1&x=y")
                .container_id("4f1a~b_c-d.e")
                .offset(0)
                .limit(200)
                .agent_id("ä-agent/中")
                .customize()
                .enterprise_project_id("0")
                .send()
        }),
    ]
}

fn list_query_export_task() -> Vec<Case> {
    const ID: &str = "ListQueryExportTask";
    vec![
        case(ID, "minimal", None, |client| client.list_query_export_task("task 1").send()),
        case(ID, "full", None, |client| {
            client.list_query_export_task("a/b").customize().enterprise_project_id("0").send()
        }),
    ]
}

fn list_download_exported_file() -> Vec<Case> {
    const ID: &str = "ListDownloadExportedFile";
    vec![
        case(ID, "minimal", None, |client| {
            client.list_download_exported_file("b3e83d25-d92f-4963-a293-e056e81ec44d").send()
        }),
        case(ID, "full", None, |client| {
            client.list_download_exported_file("a/b").customize().enterprise_project_id("0").send()
        }),
    ]
}

fn cases() -> Vec<Case> {
    let cases = [
        batch_export_local_vul_task(),
        batch_scan_swr_image(),
        export_container_list(),
        list_global_image_apps(),
        list_local_image_containers(),
        list_query_export_task(),
        list_download_exported_file(),
    ];
    cases.into_iter().flatten().collect()
}

#[tokio::test]
async fn requests_are_sent_as_described() {
    for case in cases() {
        // With this media type, the same body is valid JSON and a valid file.
        let media_type = "content-type: application/octet-stream\r\n";
        let body = r#"{"task_id": "t", "total_num": 0, "data_list": []}"#;
        let server = Server::answering(response("200 OK", media_type, body));
        let client =
            Client::builder().region("cn-north-4").project_id(PROJECT).credentials(Credentials::token("token"));
        let client = client.endpoint(server.endpoint()).build().expect("a client");
        (case.call)(client).await.unwrap_or_else(|error| panic!("{case}: {error}"));
        let request = server.only_request();
        check(&case, &request, server.endpoint().trim_start_matches("http://"));
        if case.name == "full" {
            let operation = OPERATIONS.iter().find(|operation| operation.id == case.operation).expect("an operation");
            assert_eq!(missing(operation, &request), Vec::<String>::new(), "{case} sets everything");
        }
    }
}

#[test]
fn every_operation_has_a_minimal_and_a_full_call() {
    for operation in OPERATIONS {
        for name in ["minimal", "full"] {
            let found = cases().iter().any(|case| case.operation == operation.id && case.name == name);
            assert!(found, "the call {name} of {} is missing in tests/hss/wire.rs", operation.id);
        }
    }
}

#[test]
fn every_recorded_call_is_compared() {
    for call in recorded_calls() {
        // Differs from another recorded call only in how it is signed.
        if call["case"] == "alt_sts_security_token_post" {
            continue;
        }
        let found = cases().iter().any(|case| {
            call["operation"] == case.operation && Some(&call["case"]) == case.recorded.map(Value::from).as_ref()
        });
        assert!(found, "{} {} is not compared", call["operation"], call["case"]);
    }
}

/// Returns the parameters and fields that the request does not set.
fn missing(operation: &OperationDescriptor, request: &Request) -> Vec<String> {
    let mut missing = Vec::new();
    for parameter in operation.parameters {
        let name = parameter.field.name;
        let is_set = match parameter.location {
            ParameterLocation::Query => request.query().split('&').any(|pair| pair.starts_with(&format!("{name}="))),
            ParameterLocation::Header => !request.header(&name.to_ascii_lowercase()).is_empty(),
            _ => true,
        };
        if !is_set {
            missing.push(name.to_owned());
        }
    }
    if let Some(fields) = operation.body {
        let body = json(&request.body).unwrap_or_default();
        match Type::of_body(fields) {
            Type::Array(Type::Object(fields), _) => missing_fields(fields, &body[0], "body", &mut missing),
            _ => missing_fields(fields, &body, "body", &mut missing),
        }
    }
    missing
}

fn missing_fields(fields: &[Field], object: &Value, path: &str, missing: &mut Vec<String>) {
    for field in fields {
        let (path, value) = (format!("{path}.{}", field.name), &object[field.name]);
        match field.ty {
            _ if value.is_null() => missing.push(path),
            Type::Object(fields) => missing_fields(fields, value, &path, missing),
            Type::Array(Type::Object(fields), _) => missing_fields(fields, &value[0], &path, missing),
            _ => {}
        }
    }
}

/// Requires the request to match the snapshot and, if the vendor's SDK was recorded with the same arguments, to agree
/// with that recording.
fn check(case: &Case, request: &Request, host: &str) {
    let shown = request.to_string().replace(host, "[loopback]");
    insta::assert_snapshot!(case.to_string(), shown.replace(env!("CARGO_PKG_VERSION"), "[version]"));
    if let Some(recorded) = case.recorded {
        let call =
            recorded_calls().into_iter().find(|call| call["operation"] == case.operation && call["case"] == recorded);
        agree(request, &call.unwrap_or_else(|| panic!("no recorded call {} {recorded}", case.operation)));
    }
}

/// Requires the two to have the same method, path, query, region header and JSON body. The vendor's SDK sends a region
/// only if it is given one, while this client always sends its own.
fn agree(request: &Request, recorded: &Value) {
    const ADVICE: &str = "is on the left, and that of the vendor's SDK in tests/hss/recorded_requests.json on the right. \
        If the help page now requires more, remove the recorded request and write `None` instead of its name in wire.rs";
    let text = |key: &str| recorded[key].as_str().unwrap_or_default();
    let target = text("target");
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    assert_eq!(request.method, text("method"));
    assert_eq!(request.path(), path);
    assert_eq!(request.query(), query, "the query of {} {path} {ADVICE}", request.method);
    if let Some(region) = recorded["region"].as_str() {
        assert_eq!(request.header("region"), [region]);
    }
    assert_eq!(json(&request.body), json(text("body")), "the body of {} {target} {ADVICE}", request.method);
}

fn json(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| serde_json::from_str(text).expect("JSON"))
}

fn recorded_calls() -> Vec<Value> {
    serde_json::from_str(include_str!("recorded_requests.json")).expect("JSON")
}
