//! Requests that violate the constraints of a help page are rejected before they are sent.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;

use super::any_operation::operations;
use super::boundaries;
use super::client::descriptor::OperationDescriptor;
use super::client::{Client, Credentials, Error, ResponseBody, Transport, TransportFuture, Violation};

/// Counts the requests that are sent, and responds to each with a success.
#[derive(Clone)]
struct CountRequests {
    count: Arc<AtomicUsize>,
    response: Bytes,
}

impl CountRequests {
    fn new(operation: &OperationDescriptor) -> Self {
        Self { count: Arc::default(), response: boundaries::response(operation).into() }
    }

    fn client(&self, token: &str) -> Client {
        let client = Client::builder().region("cn-north-4").project_id("p").credentials(Credentials::token(token));
        client.transport(self.clone()).build().expect("a client")
    }

    fn count(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }
}

impl Transport for CountRequests {
    fn send(&self, _: http::Request<Bytes>) -> TransportFuture<'_> {
        self.count.fetch_add(1, Ordering::SeqCst);
        let body = ResponseBody::from(self.response.clone());
        // With this media type, the same body is valid JSON and a valid file.
        let response = http::Response::builder().header("content-type", "application/octet-stream").body(body);
        Box::pin(std::future::ready(Ok(response.expect("a response"))))
    }
}

/// Sends the cases of `boundaries` for every operation.
#[tokio::test]
async fn limits_rules_and_required_fields_are_checked() {
    let mut all_rejected = 0;
    for operation in operations() {
        let id = operation.descriptor.id;
        let transport = CountRequests::new(operation.descriptor);
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
        let transport = CountRequests::new(operation.descriptor);
        operation.send(&transport.client(&"t".repeat(100_000)), &request, &[]).await.expect("a response");
        assert_eq!(transport.count(), 1);
    }
}

#[tokio::test]
async fn missing_project_ids_are_rejected() {
    for operation in operations() {
        let client = Client::builder().region("a").credentials(Credentials::token("t"));
        let client = client.transport(CountRequests::new(operation.descriptor)).build().expect("a client");
        let error = operation.send(&client, &boundaries::complete(operation.descriptor), &[]).await;
        assert_eq!(names(&error.expect_err("no project")), ["project_id"], "{}", operation.descriptor.id);
    }
}

/// Returns the names of the parameters that an error reports, in its order.
fn names(error: &Error) -> Vec<&str> {
    error.violations().iter().map(Violation::parameter).collect()
}
