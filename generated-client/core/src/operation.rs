//! Requests, with the descriptions of their operations. Generated code implements these traits.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::descriptor::OperationDescriptor;
use crate::response::{Download, ResponseType};

/// A request of the service, with the description of its operation.
///
/// The generated `…Request` structs implement this trait, and [`Client::call`](crate::Client::call) accepts them.
pub trait Operation: Serialize + DeserializeOwned + Clone + Default + Send + Sync + 'static {
    /// The response: a struct that is decoded from JSON, or a [`Download`] if it is a file.
    type Response: ResponseType;

    /// The description of the operation.
    const DESCRIPTOR: &'static OperationDescriptor;
}

/// A request of a paginated list.
///
/// The generated `…Request` structs of such lists implement this trait for [`Call::items`](crate::Call::items) and
/// [`Call::pages`](crate::Call::pages). It gives access to the parameters and fields that
/// [`Pagination`](crate::descriptor::Pagination) names.
pub trait Paginated: Operation<Response: Serialize> {
    /// An item of the list.
    type Item: Serialize + Send + 'static;

    /// The integer type of the offset.
    type Offset: Copy + Into<i64> + TryFrom<i64>;

    /// The integer type of the limit.
    type Limit: Copy + Into<i64> + TryFrom<i64>;

    /// Returns a mutable reference to the number of items to skip.
    fn offset(&mut self) -> &mut Option<Self::Offset>;

    /// Returns a mutable reference to the maximum number of items on a page.
    fn limit(&mut self) -> &mut Option<Self::Limit>;

    /// Returns a mutable reference to the items of a page.
    fn items(response: &mut Self::Response) -> &mut Vec<Self::Item>;
}

/// The state of a list's request builder before its required limit is set. It has `items()` and `pages()`, which set
/// the limit, but not `send()`.
#[derive(Clone, Copy, Debug)]
pub struct NoLimit;

/// The state of such a request builder after its limit has been set. It has `send()` too.
#[derive(Clone, Copy, Debug)]
pub struct WithLimit;

/// A request that creates a task.
///
/// The generated `…Request` structs of such operations implement this trait for
/// [`Call::send_and_wait`](crate::Call::send_and_wait). The descriptor's `task` says which fields of the response are
/// sent.
pub trait CreatesTask: Operation<Response: Serialize> {
    /// The request that returns the state of the task.
    type Status: TaskStatus;
}

/// A request that returns the state of a task.
///
/// The generated `…Request` structs of such operations implement this trait for [`Call::wait`](crate::Call::wait). The
/// descriptor's `wait` lists the states that mean success or failure.
pub trait TaskStatus: Operation<Response: Serialize> {}

/// A request that returns the state of a task with a file.
///
/// The generated `…Request` structs of such operations implement this trait for
/// [`Wait::download`](crate::Wait::download).
pub trait TaskFile: TaskStatus {
    /// The request that returns the file.
    type File: Operation<Response = Download>;
}
