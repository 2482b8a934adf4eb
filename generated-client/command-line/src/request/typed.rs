//! The code that depends on the types of an operation. All other code uses these traits, so that it is compiled once
//! and not for each operation; only tasks and files need more types.

use huaweicloud_core::{Client, Items, JsonCall, Operation, Paginated};
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// The values of a request. Keeps track of the path, for errors.
pub(crate) type Values<'a, 'b> = serde_path_to_error::Deserializer<'a, 'b, Value>;

/// A request.
pub(crate) trait Request {
    /// Replaces the request by the one with these values.
    fn read(&mut self, values: Values<'_, '_>) -> serde_json::Result<()>;

    fn to_json(&self) -> serde_json::Result<Value>;
}

impl<R: Operation> Request for R {
    fn read(&mut self, values: Values<'_, '_>) -> serde_json::Result<()> {
        *self = R::deserialize(values)?;
        Ok(())
    }

    fn to_json(&self) -> serde_json::Result<Value> {
        serde_json::to_value(self)
    }
}

/// A request with a response that is JSON.
pub(crate) trait JsonRequest: Request {
    fn call(self: Box<Self>, client: &Client) -> JsonCall;
}

impl<R: Operation<Response: Serialize>> JsonRequest for R {
    fn call(self: Box<Self>, client: &Client) -> JsonCall {
        client.call(*self).json()
    }
}

/// A request of a paginated list.
pub(crate) trait ListRequest: JsonRequest {
    /// Returns the items of the list, across all its pages.
    fn items(self: Box<Self>, client: &Client) -> Items<Box<RawValue>>;
}

impl<R: Paginated> ListRequest for R {
    fn items(self: Box<Self>, client: &Client) -> Items<Box<RawValue>> {
        client.call(*self).json_items()
    }
}
