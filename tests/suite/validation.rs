//! Requests that violate the constraints of a help page are rejected before they are sent.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use hss_tests::server::Server;
use huaweicloud_hss::{Call, Client, Credentials, Error, ErrorKind, ResponseBody, Transport, TransportFuture};

use crate::boundaries;
use crate::operations::operations;

/// A body that every operation accepts as a success.
const GOOD: &str = r#"{"task_id": "t", "total_num": 0, "data_list": []}"#;

fn builder(server: &Server) -> huaweicloud_hss::ClientBuilder {
    Client::builder()
        .region("cn-north-4")
        .project_id("p")
        .credentials(Credentials::token("t"))
        .endpoint(server.endpoint())
}

fn server() -> Server {
    Server::json(GOOD)
}

/// Counts the requests that are sent, and responds to each with a success.
#[derive(Clone, Default)]
struct CountRequests(Arc<AtomicUsize>);

impl CountRequests {
    fn client(&self, token: &str) -> Client {
        let client = Client::builder().region("cn-north-4").project_id("p").credentials(Credentials::token(token));
        client.transport(self.clone()).build().expect("a client")
    }

    fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

impl Transport for CountRequests {
    fn send(&self, _: http::Request<Bytes>) -> TransportFuture<'_> {
        self.0.fetch_add(1, Ordering::SeqCst);
        let body = ResponseBody::from(Bytes::from_static(GOOD.as_bytes()));
        // With this media type, the same body is valid JSON and a valid file.
        let response = http::Response::builder().header("content-type", "application/octet-stream").body(body);
        Box::pin(std::future::ready(Ok(response.expect("a response"))))
    }
}

/// At each limit and one beyond it, each rule satisfied and violated, each field left out, for every operation.
#[tokio::test]
async fn limits_rules_and_required_fields_are_checked() {
    let mut all_rejected = 0;
    for operation in operations() {
        let id = operation.descriptor.id;
        let transport = CountRequests::default();
        let client = transport.client("t");
        let (mut sent, mut rejected) = (0, 0);
        for case in boundaries::cases(operation.descriptor) {
            let outcome = operation.send(&client, &case.request, &case.settings).await;
            let found: BTreeSet<String> = match &outcome {
                Ok(_) => BTreeSet::new(),
                Err(error) => names(error).into_iter().map(str::to_owned).collect(),
            };
            assert_eq!(found, case.violations, "{id}, {}: {outcome:?}", case.what);
            if case.violations.is_empty() {
                outcome.unwrap_or_else(|error| panic!("{id}, {}: {error}", case.what));
                sent += 1;
            } else {
                rejected += 1;
            }
            assert_eq!(transport.count(), sent, "{id}, {}: only valid requests are sent", case.what);
        }
        assert!(sent > 0, "{id}: every request is rejected");
        all_rejected += rejected;
    }
    assert!(all_rejected > 0, "no request is rejected");
}

/// The help pages limit the length of the token, but the service decides which ones it accepts.
#[tokio::test]
async fn tokens_are_not_validated() {
    for operation in operations() {
        let request = boundaries::complete(operation.descriptor);
        let transport = CountRequests::default();
        operation.send(&transport.client(&"t".repeat(100_000)), &request, &[]).await.expect("a response");
        assert_eq!(transport.count(), 1);
    }
}

#[tokio::test]
async fn missing_project_ids_are_rejected() {
    let client = Client::builder().region("a").credentials(Credentials::token("t"));
    let client = client.transport(CountRequests::default()).build().expect("a client");
    for operation in operations() {
        let error = operation.send(&client, &boundaries::complete(operation.descriptor), &[]).await;
        assert_eq!(names(&error.expect_err("no project")), ["project_id"], "{}", operation.descriptor.id);
    }
}

#[tokio::test]
async fn all_violations_are_reported_with_limits_and_help_page() {
    let server = server();
    let client = builder(&server).build().expect("a client");
    let call = client.list_global_image_apps().limit(201).offset(-1).is_compliant(true).app_name("x".repeat(33));
    let error = call.send().await.expect_err("four violations");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(names(&error), ["limit", "offset", "app_name", "is_compliant"]);
    insta::assert_snapshot!(error);
}

#[tokio::test]
async fn validation_can_be_disabled_per_call_and_per_client() {
    let server = server();
    let strict = builder(&server).build().expect("a client");
    let lax = builder(&server).validate(false).build().expect("a client");
    strict
        .list_global_image_apps()
        .limit(5000)
        .customize()
        .validate(false)
        .send()
        .await
        .expect("disabled for the call");
    lax.list_global_image_apps().limit(5000).is_compliant(true).send().await.expect("disabled for the client");
    lax.list_global_image_apps().limit(5000).customize().validate(true).send().await.expect_err("enabled for the call");
}

/// Disabling validation disables the constraints of the help page, but not the checks that a request is well-formed.
#[tokio::test]
async fn values_that_would_alter_the_request_are_always_rejected() {
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
    call.send().await.expect("other characters are encoded");
    assert_eq!(server.only_request().target, "/v5/a%2F..%2Fb%3Fc%23d%252e%252e/image/apps");
}

#[tokio::test]
async fn unknown_enum_values_are_sent() {
    let server = server();
    let client = builder(&server).build().expect("a client");
    client
        .list_global_image_apps()
        .image_type("local")
        .send()
        .await
        .expect("the service may know more values than the help page");
    assert_eq!(server.only_request().query(), "image_type=local");
}

/// Returns the names of the parameters that an error reports, in its order.
fn names(error: &Error) -> Vec<&str> {
    error.violations().iter().map(huaweicloud_hss::Violation::parameter).collect()
}
