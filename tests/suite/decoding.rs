//! Responses of the service as values and errors.

use hss_tests::server::{Server, response};
use huaweicloud_hss::operation::ListGlobalImageAppsResponse;
use huaweicloud_hss::types::RepositoryImageType;
use huaweicloud_hss::{Client, Credentials, Error, ErrorKind};
use serde_json::Value;

use crate::boundaries;
use crate::operations::operations;

fn client(server: &Server) -> Client {
    let client = Client::builder().region("cn-north-4").project_id("p").credentials(Credentials::token("s3cret-token"));
    client.endpoint(server.endpoint()).build().expect("a client")
}

async fn list(body: &str) -> Result<ListGlobalImageAppsResponse, Error> {
    let server = Server::json(body);
    client(&server).list_global_image_apps().send().await
}

async fn error_of(raw: Vec<u8>) -> Error {
    let server = Server::answering(raw);
    client(&server).list_global_image_apps().send().await.expect_err("an error")
}

#[tokio::test]
async fn example_responses_are_decoded_without_loss() {
    for operation in operations() {
        for example in operation.descriptor.examples.iter().filter_map(|example| example.response) {
            let server = Server::json(example);
            let request = boundaries::complete(operation.descriptor);
            let response = operation.send(&client(&server), &request, &[]).await.expect("a response");
            let example: Value = serde_json::from_str(example).expect("JSON");
            assert_eq!(response, example, "{}", operation.descriptor.id);
        }
    }
}

#[tokio::test]
async fn unknown_enum_values_are_kept() {
    let page = list(r#"{"data_list": [{"image_type": "Quay"}, {"image_type": "Harbor"}, {"image_type": null}, {}]}"#);
    let types: Vec<_> = page.await.expect("a response").data_list.into_iter().map(|app| app.image_type).collect();
    assert_eq!(types[0].as_ref().map(RepositoryImageType::as_str), Some("Quay"));
    assert_eq!(types[1], Some(RepositoryImageType::Harbor));
    assert_eq!(types[2..], [None, None]);
}

#[tokio::test]
async fn absent_and_null_fields_become_none_or_empty() {
    let page = list(r#"{"total_num": 0}"#).await.expect("a response");
    assert_eq!((page.total_num, page.data_list.len()), (Some(0), 0));
    let page = list(r#"{"total_num": null, "data_list": null}"#).await.expect("a response");
    assert_eq!((page.total_num, page.data_list.len()), (None, 0));
}

#[tokio::test]
async fn unknown_fields_are_ignored_and_the_last_duplicate_wins() {
    let body =
        r#"{"new": [{}], "total_num": 1, "data_list": [{"vul_num": 1, "vul_num": 2, "more": {}}], "total_num": 7}"#;
    let page = list(body).await.expect("a response");
    assert_eq!((page.total_num, page.data_list[0].vul_num), (Some(7), Some(2)));
}

#[tokio::test]
async fn integers_beyond_their_documented_range_are_decoded() {
    let page = list(r#"{"total_num": 9223372036854775807, "data_list": [{"vul_num": 2147483648}]}"#).await;
    let page = page.expect("a response");
    assert_eq!((page.total_num, page.data_list[0].vul_num), (Some(i64::MAX), Some(2_147_483_648)));
}

#[tokio::test]
async fn successes_without_any_described_field_are_errors() {
    for body in
        ["{}", "null", "", "[]", "<html>login</html>", r#"{"unrelated": 1}"#, r#"{"data_list": 1}"#, "{", "\u{0}"]
    {
        let error = list(body).await.expect_err(body);
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200), "{body}");
        assert_eq!(error.raw_body(), Some(body.as_bytes()), "the error keeps the body");
    }
}

#[tokio::test]
async fn service_errors_have_code_and_request_id_but_no_secrets() {
    let body = r#"{"error_code": "HSS.0001", "error_msg": "bad s3cret-token"}"#;
    for status in ["400 Bad Request", "200 OK"] {
        let error = error_of(response(status, "x-request-id: r-1\r\n", body)).await;
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
        let error = error_of(response(status, &location, "")).await;
        assert_eq!(error.status().map(|status| status.as_u16().to_string()), status.get(..3).map(str::to_owned));
    }
    assert_eq!(elsewhere.requests(), [], "the token is sent nowhere else");
}

#[tokio::test]
async fn compressed_bodies_are_rejected() {
    let error = error_of(response("200 OK", "content-encoding: gzip\r\n", r#"{"total_num": 1}"#)).await;
    assert!(error.to_string().contains("gzip"), "{error}");
}
