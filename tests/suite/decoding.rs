//! What becomes of what the service answers.

use hss_tests::project;
use hss_tests::server::{Server, response};
use huaweicloud_hss::operation::ListGlobalImageAppsResponse;
use huaweicloud_hss::types::RepositoryImageType;
use huaweicloud_hss::{Client, Credentials, Error, ErrorKind};

fn client(server: &Server) -> Client {
    let client = Client::builder().region("cn-north-4").project_id("p").credentials(Credentials::token("s3cret-token"));
    client.endpoint(server.endpoint()).build().expect("a client")
}

async fn list(body: &str) -> Result<ListGlobalImageAppsResponse, Error> {
    let server = Server::json(body);
    client(&server).list_global_image_apps().send().await
}

async fn refused(raw: Vec<u8>) -> Error {
    let server = Server::answering(raw);
    client(&server).list_global_image_apps().send().await.expect_err("an error")
}

/// Each response of the pages' examples is decoded without loss.
#[tokio::test]
async fn examples_of_the_pages() {
    let service = hss_generator::analyze(&project::description()).expect("the description is right");
    for operation in &service.operations {
        for example in operation.examples.iter().filter_map(|example| example.response.as_ref()) {
            let server = Server::json(&example.to_string());
            let client = client(&server);
            let answer = match operation.id.as_str() {
                "BatchExportLocalVulTask" => {
                    json(&client.batch_export_local_vul_task(1).send().await.expect("an answer"))
                }
                "ExportContainerList" => {
                    json(&client.export_container_list([("risky", "")]).send().await.expect("an answer"))
                }
                "ListGlobalImageApps" => json(&client.list_global_image_apps().send().await.expect("an answer")),
                "ListLocalImageContainers" => {
                    json(&client.list_local_image_containers().send().await.expect("an answer"))
                }
                other => panic!("add the call of {other} to this list"),
            };
            assert_eq!(&answer, example, "{}", operation.id);
        }
    }
}

#[tokio::test]
async fn unknown_values_of_enums_are_kept() {
    let page = list(r#"{"data_list": [{"image_type": "Quay"}, {"image_type": "Harbor"}, {"image_type": null}, {}]}"#);
    let types: Vec<_> = page.await.expect("an answer").data_list.into_iter().map(|app| app.image_type).collect();
    assert_eq!(types[0].as_ref().map(RepositoryImageType::as_str), Some("Quay"));
    assert_eq!(types[1], Some(RepositoryImageType::Harbor));
    assert_eq!(types[2..], [None, None]);
}

#[tokio::test]
async fn absent_and_null_fields_are_none_or_empty() {
    let page = list(r#"{"total_num": 0}"#).await.expect("an answer");
    assert_eq!((page.total_num, page.data_list.len()), (Some(0), 0));
    let page = list(r#"{"total_num": null, "data_list": null}"#).await.expect("an answer");
    assert_eq!((page.total_num, page.data_list.len()), (None, 0));
}

#[tokio::test]
async fn unknown_fields_are_ignored_and_the_last_of_duplicates_wins() {
    let body =
        r#"{"new": [{}], "total_num": 1, "data_list": [{"vul_num": 1, "vul_num": 2, "more": {}}], "total_num": 7}"#;
    let page = list(body).await.expect("an answer");
    assert_eq!((page.total_num, page.data_list[0].vul_num), (Some(7), Some(2)));
}

#[tokio::test]
async fn integers_are_wider_than_the_page_says() {
    let page = list(r#"{"total_num": 9223372036854775807, "data_list": [{"vul_num": 2147483648}]}"#).await;
    let page = page.expect("an answer");
    assert_eq!((page.total_num, page.data_list[0].vul_num), (Some(i64::MAX), Some(2_147_483_648)));
}

/// A success without any of the operation's fields is no success.
#[tokio::test]
async fn a_2xx_that_says_nothing_is_an_error() {
    for body in
        ["{}", "null", "", "[]", "<html>login</html>", r#"{"unrelated": 1}"#, r#"{"data_list": 1}"#, "{", "\u{0}"]
    {
        let error = list(body).await.expect_err(body);
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200), "{body}");
        assert_eq!(error.raw_body(), Some(body.as_bytes()), "the body is kept");
    }
}

#[tokio::test]
async fn errors_of_the_service() {
    let body = r#"{"error_code": "HSS.0001", "error_msg": "bad s3cret-token"}"#;
    for status in ["400 Bad Request", "200 OK"] {
        let error = refused(response(status, "x-request-id: r-1\r\n", body)).await;
        assert_eq!(error.kind(), ErrorKind::Service, "{status}");
        assert_eq!((error.code(), error.request_id()), (Some("HSS.0001"), Some("r-1")));
        assert!(!format!("{error} {error:?} {:?}", error.raw_body()).contains("s3cret-token"));
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let elsewhere = Server::json(r#"{"total_num": 1}"#);
    let location = format!("location: {}/v5/p/image/apps\r\n", elsewhere.endpoint());
    for status in ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let error = refused(response(status, &location, "")).await;
        assert_eq!(error.status().map(|status| status.as_u16().to_string()), status.get(..3).map(str::to_owned));
    }
    assert_eq!(elsewhere.requests(), [], "the token went nowhere else");
}

#[tokio::test]
async fn encoded_bodies_are_refused() {
    let error = refused(response("200 OK", "content-encoding: gzip\r\n", r#"{"total_num": 1}"#)).await;
    assert!(error.to_string().contains("gzip"), "{error}");
}

fn json(response: &impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(response).expect("JSON")
}
