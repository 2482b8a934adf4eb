use http::{HeaderMap, StatusCode};

use super::*;

fn response(body: &str) -> RawResponse {
    RawResponse {
        operation: PROJECTS,
        status: StatusCode::OK,
        headers: HeaderMap::new(),
        body: body.to_owned().into(),
        file: None,
        retry_after: None,
    }
}

#[test]
fn projects_request_filters_by_region_name() {
    let endpoint = Endpoint::parse("https://iam.example.com", false).expect("an endpoint");
    let request = projects_request(&endpoint, "cn-north-4");
    assert_eq!((request.method(), request.body().len()), (&Method::GET, 0));
    assert_eq!(request.uri(), "https://iam.example.com/v3/projects?name=cn-north-4");
    assert_eq!(request.headers()["host"], "iam.example.com", "the signature covers the host");
}

#[test]
fn returns_the_only_project_of_a_region_or_lists_several() {
    let read = |body: &str| project(&response(body), "cn-north-4");
    assert_eq!(read(r#"{"projects": [{"id": "p-1", "name": "cn-north-4"}], "links": {}}"#).expect("one"), "p-1");
    for (body, says) in [
        (r#"{"projects": []}"#, "no project is named cn-north-4: set project_id"),
        (r#"{"projects": [{"id": "p-1"}, {"id": "p-2"}]}"#, "set project_id to one of p-1, p-2"),
        ("{}", "it does not contain a list of projects"),
        ("null", "it does not contain a list of projects"),
        (r#"{"projects": [{}]}"#, "it does not contain a list of projects"),
        ("<html>", "it does not contain a list of projects"),
    ] {
        let error = read(body).expect_err(body).to_string();
        assert!(error.contains(says), "{error}");
    }
}

#[test]
fn iam_endpoint_follows_the_region_pattern_unless_the_region_is_an_exception() {
    let service = &crate::testing::SERVICE;
    let origin = |region| endpoint_of_region(service, region).map(|endpoint| endpoint.origin().to_owned());
    assert_eq!(origin("cn-north-4").as_deref(), Some("https://iam.cn-north-4.myhuaweicloud.com"));
    assert_eq!(origin("new-1").as_deref(), Some("https://iam.new-1.myhuaweicloud.com"), "unknown regions are accepted");
    for region in ["eu-west-101", "", "A", "a.b", "a/b"] {
        assert_eq!(origin(region), None, "{region}");
    }
}
