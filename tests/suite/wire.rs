//! What travels: every operation, minimal and full, over a real socket.

#![allow(deprecated, reason = "deprecated operations and fields travel like all others")]

use hss_tests::project;
use hss_tests::server::{Request, Server};
use huaweicloud_hss::types::{
    BatchScanSwrImageInfo, ClusterType, ContainerColumn, ContainerStatus, CreationTimeRange, HandleStatus, ImageSource,
    LocalImageScanStatus, SwrImageScanStatus, SwrImageType, VulnerabilityType,
};
use huaweicloud_hss::{Client, Credentials};
use serde_json::Value;

/// Project of the recorded calls.
const PROJECT: &str = "5f3b1c2d4e5f60718293a4b5c6d7e8f9";

fn client(server: &Server) -> Client {
    let client = Client::builder().region("cn-north-4").project_id(PROJECT).credentials(Credentials::token("token"));
    client.endpoint(server.endpoint()).build().expect("a client")
}

/// A server that answers every operation with something that it accepts.
fn server() -> Server {
    Server::json(r#"{"task_id": "t", "total_num": 0, "data_list": []}"#)
}

#[tokio::test]
async fn batch_export_local_vul_task_minimal() {
    let server = server();
    client(&server).batch_export_local_vul_task(1).send().await.expect("an answer");
    expect("batch_export_local_vul_task_minimal", &server, Some(("BatchExportLocalVulTask", "minimal")));
}

#[tokio::test]
async fn batch_export_local_vul_task_full() {
    let server = server();
    let call = client(&server).batch_export_local_vul_task(100).image_id_list(["i-1", "i-2"]).operate_all(true);
    let call = call.vul_type(VulnerabilityType::LinuxVul).handle_status(HandleStatus::Unhandled);
    let call = call.scan_status(LocalImageScanStatus::ImageScanStop).image_name("name").image_version("v1");
    let call = call.image_size(i64::MAX).start_latest_update_time(1).end_latest_update_time(2);
    let call = call.start_latest_scan_time(3).end_latest_scan_time(4).has_container(false).vul_id_list(["v-1"]);
    call.customize().enterprise_project_id("all_granted_eps").send().await.expect("an answer");
    expect("batch_export_local_vul_task_full", &server, None);
}

#[tokio::test]
async fn batch_scan_swr_image_minimal() {
    let server = server();
    client(&server).batch_scan_swr_image(SwrImageType::PrivateImage).operate_all(true).send().await.expect("an answer");
    expect("batch_scan_swr_image_minimal", &server, None);
}

#[tokio::test]
async fn batch_scan_swr_image_example() {
    let server = server();
    let image = |namespace: &str, name: &str, version: &str| {
        BatchScanSwrImageInfo::new().namespace(namespace).image_name(name).image_version(version)
    };
    let images = [image("test", "openjdk", "v8.8"), image("test1", "openjdk1", "v1.0")];
    let call = client(&server).batch_scan_swr_image("private_image").image_info_list(images);
    call.send().await.expect("an answer");
    expect("batch_scan_swr_image_example", &server, Some(("BatchScanSwrImage", "doc_example_1")));
}

#[tokio::test]
async fn batch_scan_swr_image_full() {
    let server = server();
    let image = BatchScanSwrImageInfo::new().namespace("n").image_name("i").image_version("v").instance_id("id");
    let call = client(&server).batch_scan_swr_image(SwrImageType::InstanceImage).repo_type("SWR");
    let call = call.image_info_list([image.instance_url("https://swr.example/i")]).operate_all(false).namespace("n");
    let call = call.image_name("i").image_version("v").scan_status(SwrImageScanStatus::Unscan).latest_version(true);
    let call = call.image_size(0).start_latest_update_time(1).end_latest_update_time(2);
    let call = call.start_latest_scan_time(3).end_latest_scan_time(i64::MIN);
    call.customize().enterprise_project_id("0").send().await.expect("an answer");
    expect("batch_scan_swr_image_full", &server, None);
}

#[tokio::test]
async fn export_container_list_minimal() {
    let server = server();
    let columns = [
        (ContainerColumn::ContainerName, "Container Name"),
        (ContainerColumn::ImageName, "Image Name"),
        (ContainerColumn::Risky, "Security Risk"),
    ];
    client(&server).export_container_list(columns).send().await.expect("an answer");
    expect("export_container_list_minimal", &server, Some(("ExportContainerList", "minimal_doc_example")));
}

#[tokio::test]
async fn export_container_list_full() {
    let server = server();
    let columns = "container_id container_name image_name pod_name cluster_name cluster_type status risky low_risk \
                   medium_risk high_risk fatal_risk create_time restart_count cpu_limit memory_limit";
    let columns = columns.split(' ').map(|column| (column, format!("列 {column}")));
    let call = client(&server).export_container_list(columns).export_size(100_000).cluster_container(true);
    let call =
        call.cluster_type(ClusterType::SelfBuiltIdc).cluster_name("集群 1").container_name("c/1").pod_name("p+1");
    let call = call.image_name("i%1").status(ContainerStatus::Running).risky(false);
    let created = CreationTimeRange::new().start_time(1_700_000_000_000).end_time(1_800_000_000_000);
    let call = call.create_time(created).cpu_limit("100m").memory_limit("300Mi");
    call.customize().enterprise_project_id("all_granted_eps").send().await.expect("an answer");
    expect("export_container_list_full", &server, Some(("ExportContainerList", "full")));
}

#[tokio::test]
async fn list_global_image_apps_minimal() {
    let server = server();
    client(&server).list_global_image_apps().send().await.expect("an answer");
    expect("list_global_image_apps_minimal", &server, Some(("ListGlobalImageApps", "minimal")));
}

#[tokio::test]
async fn list_global_image_apps_full() {
    let server = server();
    let call = client(&server).list_global_image_apps().limit(200).offset(2_000_000).image_type(ImageSource::Registry);
    let call = call.app_name("acl+lib/1 2%3&4=5 中文").is_compliant(false);
    call.customize().enterprise_project_id("all_granted_eps").send().await.expect("an answer");
    expect("list_global_image_apps_full", &server, Some(("ListGlobalImageApps", "full")));
}

#[tokio::test]
async fn list_local_image_containers_minimal() {
    let server = server();
    client(&server).list_local_image_containers().send().await.expect("an answer");
    expect("list_local_image_containers_minimal", &server, None);
}

#[tokio::test]
async fn list_local_image_containers_full() {
    let server = server();
    let digest = "sha256:bbfa5775dc0658fde7d5e85d6cb7646f106fa04de36e142653f237eefd120b4f";
    let call = client(&server).list_local_image_containers().image_digest(digest);
    let call = call.image_name("swr.cn-north-4.myhuaweicloud.com/ns/open jdk").image_version("v1.0+build%1&x=y");
    let call = call.container_id("4f1a~b_c-d.e").offset(0).limit(200).agent_id("ä-agent/中");
    call.customize().enterprise_project_id("0").send().await.expect("an answer");
    expect("list_local_image_containers_full", &server, Some(("ListLocalImageContainers", "full")));
}

/// Every operation has its two tests here.
#[test]
fn every_operation_is_called_minimal_and_full() {
    let text = project::read("tests/suite/wire.rs");
    let service = hss_generator::analyze(&project::description()).expect("the description is right");
    for module in service.operations.iter().map(|operation| operation.names.module.as_str()) {
        for form in ["minimal", "full"] {
            assert!(text.contains(&format!("async fn {module}_{form}()")), "{module}_{form} is missing");
        }
    }
}

/// Each recorded call that another one does not repeat is held against a request of ours.
#[test]
fn every_recorded_call_is_compared() {
    let text = project::read("tests/suite/wire.rs");
    for (operation, case) in recorded().iter().map(|call| (call["operation"].clone(), call["case"].clone())) {
        let same_but_for_signing = case == "alt_sts_security_token_post";
        let compared = text.contains(&format!("({operation}, {case})"));
        assert!(compared || same_but_for_signing, "{operation} {case}");
    }
}

/// The request as a snapshot and, where the vendor's SDK was recorded with the same arguments, held against that.
fn expect(name: &str, server: &Server, call: Option<(&str, &str)>) {
    let request = server.only_request();
    let shown = request.to_string().replace(server.endpoint().trim_start_matches("http://"), "[loopback]");
    insta::assert_snapshot!(name, shown.replace(env!("CARGO_PKG_VERSION"), "[version]"));
    if let Some((operation, case)) = call {
        let recorded = recorded();
        let recorded = recorded.iter().find(|call| call["operation"] == operation && call["case"] == case);
        let recorded = recorded.unwrap_or_else(|| panic!("no recorded call {operation} {case}"));
        assert_same(&request, recorded);
    }
}

/// Method, path, query pairs, region header and the body's JSON value. Where the recorded call has no region
/// header the vendor's SDK was not given one, while a client of ours always sends its own.
fn assert_same(request: &Request, recorded: &Value) {
    let text = |key: &str| recorded[key].as_str().unwrap_or_default();
    let target = text("target");
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    assert_eq!(request.method, text("method"));
    assert_eq!(request.path(), path);
    assert_eq!(request.query(), query, "the query, byte for byte");
    if let Some(region) = recorded["region"].as_str() {
        assert_eq!(request.header("region"), [region]);
    }
    // An operation whose body fields are all optional: we send `{}` where the vendor's SDK sends nothing.
    let (sent, expected) = (request.body.as_str(), text("body"));
    if !(expected.is_empty() && sent == "{}") {
        assert_eq!(json(sent), json(expected));
    }
}

fn json(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| serde_json::from_str(text).expect("JSON"))
}

fn recorded() -> Vec<Value> {
    serde_json::from_str(include_str!("recorded_requests.json")).expect("JSON")
}
