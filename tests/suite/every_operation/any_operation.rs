//! Operations that are called in the same way, although their types differ.

use std::pin::Pin;

use serde::Serialize;
use serde_json::Value;

use super::client::Operation;
use super::client::descriptor::{OperationDescriptor, Setting};
use super::client::{Call, Client, Download, Error, OPERATIONS};

/// An operation with its request as JSON, and its response as JSON or, for a file, its size.
pub(crate) struct AnyOperation {
    pub(crate) descriptor: &'static OperationDescriptor,
    send: fn(&Client, &Value, &[(Setting, String)]) -> JsonFuture,
}

type JsonFuture = Pin<Box<dyn Future<Output = Result<Value, Error>> + Send>>;

impl AnyOperation {
    /// Sends a request, with these settings instead of the client's, and returns the decoded response.
    pub(crate) async fn send(
        &self,
        client: &Client,
        request: &Value,
        settings: &[(Setting, String)],
    ) -> Result<Value, Error> {
        (self.send)(client, request, settings).await
    }
}

pub(crate) fn operations() -> impl IntoIterator<Item = AnyOperation> {
    let mut operations = Vec::from(for_each_operation!(any_operation));
    operations.extend(Vec::from(for_each_file!(any_file)));
    operations.sort_by_key(|operation| operation.descriptor.id);
    operations
}

fn any_operation<R: Operation<Response: Serialize>>() -> AnyOperation {
    AnyOperation { descriptor: R::DESCRIPTOR, send: send::<R> }
}

fn any_file<R: Operation<Response = Download>>() -> AnyOperation {
    AnyOperation { descriptor: R::DESCRIPTOR, send: send_for_file::<R> }
}

fn send<R: Operation<Response: Serialize>>(
    client: &Client,
    request: &Value,
    settings: &[(Setting, String)],
) -> JsonFuture {
    let call = call::<R>(client, request, settings);
    Box::pin(async move { Ok(serde_json::to_value(call.send().await?).expect("JSON")) })
}

fn send_for_file<R: Operation<Response = Download>>(
    client: &Client,
    request: &Value,
    settings: &[(Setting, String)],
) -> JsonFuture {
    let call = call::<R>(client, request, settings);
    Box::pin(async move { Ok(call.send().await?.bytes().await?.len().into()) })
}

fn call<R: Operation>(client: &Client, request: &Value, settings: &[(Setting, String)]) -> Call<R> {
    let request: R = serde_json::from_value(request.clone()).expect("a request of the right shape");
    let mut call = client.call(request);
    for (setting, value) in settings {
        call = match setting {
            Setting::Project => call.project_id(value),
            Setting::Region => call.region_header(value),
            Setting::EnterpriseProject => call.enterprise_project_id(value),
            other => panic!("no option of a call for {other:?}: add one"),
        };
    }
    call
}

#[test]
fn every_operation_is_listed() {
    let listed: Vec<&str> = operations().into_iter().map(|operation| operation.descriptor.id).collect();
    let all: Vec<&str> = OPERATIONS.iter().map(|operation| operation.id).collect();
    assert_eq!(listed, all, "each operation must be listed in the parent module of this one");
}
