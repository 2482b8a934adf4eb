//! The code that depends on the types of an operation. All other code uses these traits, so that it is compiled once and not
//! once per operation: there are hundreds of them.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use huaweicloud_hss::descriptor::{Operation, Paginated};
use huaweicloud_hss::{Client, Error, Items};
use serde::Serialize;
use serde_json::Value;

/// The values of a request. Keeps track of the path, for errors.
pub(crate) type Values<'a, 'b> = serde_path_to_error::Deserializer<'a, 'b, Value>;

/// A value of the client as JSON.
pub(crate) type Json = serde_json::Result<Value>;

/// A request.
pub(crate) trait Request {
    /// Replaces the request by the one with these values.
    fn read(&mut self, values: Values<'_, '_>) -> serde_json::Result<()>;

    fn to_json(&self) -> Json;
}

impl<R: Operation> Request for R {
    fn read(&mut self, values: Values<'_, '_>) -> serde_json::Result<()> {
        *self = R::deserialize(values)?;
        Ok(())
    }

    fn to_json(&self) -> Json {
        serde_json::to_value(self)
    }
}

/// A request whose response is JSON.
pub(crate) trait JsonRequest: Request {
    /// Sends the request and returns the response.
    fn send(self: Box<Self>, client: &Client) -> JsonFuture;
}

pub(crate) type JsonFuture = Pin<Box<dyn Future<Output = Result<Json, Error>>>>;

impl<R: Operation<Response: Serialize>> JsonRequest for R {
    fn send(self: Box<Self>, client: &Client) -> JsonFuture {
        let call = client.call(*self);
        Box::pin(async move {
            let response = call.send().await?;
            Ok(serde_json::to_value(&response))
        })
    }
}

/// A request of a paginated list.
pub(crate) trait ListRequest: JsonRequest {
    /// Returns the items of the list, across all its pages.
    fn items(self: Box<Self>, client: &Client) -> Box<dyn JsonItems>;
}

impl<R: Paginated<Item: Serialize>> ListRequest for R {
    fn items(self: Box<Self>, client: &Client) -> Box<dyn JsonItems> {
        Box::new(client.call(*self).items())
    }
}

/// The items of a list.
pub(crate) trait JsonItems {
    /// Returns the next item, or `None` at the end of the list.
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Json, Error>>>;
}

impl<T: Serialize> JsonItems for Items<T> {
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Json, Error>>> {
        let next = match ready!(Stream::poll_next(Pin::new(self), context)) {
            Some(Ok(item)) => Some(Ok(serde_json::to_value(&item))),
            Some(Err(error)) => Some(Err(error)),
            None => None,
        };
        Poll::Ready(next)
    }
}
