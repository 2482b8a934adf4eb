//! Responses of the service as values and errors.

use hss_tests::server::{Server, response};
use huaweicloud_museum::operation::ListPaintingsResponse;
use huaweicloud_museum::types::Country;
use huaweicloud_museum::{Client, Credentials, Error, ErrorKind};

fn client(server: &Server) -> Client {
    let client = Client::builder().region("cn-north-4").project_id("p").credentials(Credentials::token("s3cret-token"));
    client.endpoint(server.endpoint()).build().expect("a client")
}

async fn list(body: &str) -> Result<ListPaintingsResponse, Error> {
    let server = Server::json(body);
    client(&server).list_paintings().send().await
}

async fn error_of(raw: Vec<u8>) -> Error {
    let server = Server::answering(raw);
    client(&server).list_paintings().send().await.expect_err("an error")
}

#[tokio::test]
async fn unknown_enum_values_are_kept() {
    let page = list(r#"{"paintings": [{"origin": "Peru"}, {"origin": "Japan"}, {"origin": null}, {}]}"#);
    let origins: Vec<_> =
        page.await.expect("a response").paintings.into_iter().map(|painting| painting.origin).collect();
    assert_eq!(origins[0].as_ref().map(Country::as_str), Some("Peru"));
    assert_eq!(origins[1], Some(Country::Japan));
    assert_eq!(origins[2..], [None, None]);
}

#[tokio::test]
async fn absent_and_null_fields_become_none_or_empty() {
    let page = list(r#"{"total": 0}"#).await.expect("a response");
    assert_eq!((page.total, page.paintings.len()), (Some(0), 0));
    let page = list(r#"{"total": null, "paintings": null}"#).await.expect("a response");
    assert_eq!((page.total, page.paintings.len()), (None, 0));
}

#[tokio::test]
async fn unknown_fields_are_ignored_and_the_last_duplicate_wins() {
    let body = r#"{"new": [{}], "total": 1, "paintings": [{"sketches": 1, "sketches": 2, "more": {}}], "total": 7}"#;
    let page = list(body).await.expect("a response");
    assert_eq!((page.total, page.paintings[0].sketches), (Some(7), Some(2)));
}

#[tokio::test]
async fn integers_beyond_their_documented_range_are_decoded() {
    let page = list(r#"{"total": 9223372036854775807, "paintings": [{"sketches": 2147483648}]}"#).await;
    let page = page.expect("a response");
    assert_eq!((page.total, page.paintings[0].sketches), (Some(i64::MAX), Some(2_147_483_648)));
}

#[tokio::test]
async fn successes_without_any_described_field_are_errors() {
    for body in
        ["{}", "null", "", "[]", "<html>login</html>", r#"{"unrelated": 1}"#, r#"{"paintings": 1}"#, "{", "\u{0}"]
    {
        let error = list(body).await.expect_err(body);
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200), "{body}");
        assert_eq!(error.raw_body(), Some(body.as_bytes()), "the error keeps the body");
    }
}

#[tokio::test]
async fn service_errors_have_code_and_request_id_but_no_secrets() {
    let body = r#"{"error_code": "MUSEUM.0001", "error_msg": "bad s3cret-token"}"#;
    for status in ["400 Bad Request", "200 OK"] {
        let error = error_of(response(status, "x-request-id: r-1\r\n", body)).await;
        assert_eq!(error.kind(), ErrorKind::Service, "{status}");
        assert_eq!((error.code(), error.request_id()), (Some("MUSEUM.0001"), Some("r-1")));
        assert!(!format!("{error} {error:?} {:?}", error.raw_body()).contains("s3cret-token"));
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let elsewhere = Server::json(r#"{"total": 1}"#);
    let location = format!("location: {}/v1/p/paintings\r\n", elsewhere.endpoint());
    for status in ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let error = error_of(response(status, &location, "")).await;
        assert_eq!(error.status().map(|status| status.as_u16().to_string()), status.get(..3).map(str::to_owned));
    }
    assert_eq!(elsewhere.requests(), [], "the token is sent nowhere else");
}

#[tokio::test]
async fn compressed_bodies_are_rejected() {
    let error = error_of(response("200 OK", "content-encoding: gzip\r\n", r#"{"total": 1}"#)).await;
    assert!(error.to_string().contains("gzip"), "{error}");
}
