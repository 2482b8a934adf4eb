//! Requests, with the descriptions of their operations. Generated code implements these traits.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::descriptor::OperationDescriptor;
use crate::response::{Download, ResponseType};

/// A request of the service, with the description of its operation.
///
/// The generated `…Request` structs implement this trait, and [`Client::call`](crate::Client::call) accepts them. Use
/// it as the bound of functions that handle all operations alike; it is not meant to be implemented by hand.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// # let client = mock.client().build()?;
/// use huaweicloud_core::{Call, Error, Operation};
/// use huaweicloud_museum::operation::ListPaintingsRequest;
///
/// /// Sends a request and logs the ID of its operation.
/// async fn send_logged<R: Operation>(call: Call<R>) -> Result<R::Response, Error> {
///     println!("{}: {}", R::DESCRIPTOR.id, R::DESCRIPTOR.summary);
///     call.send().await
/// }
///
/// let page = send_logged(client.call(ListPaintingsRequest::default())).await?;
/// assert_eq!(page.total, Some(25));
/// # Ok(())
/// # }
/// ```
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
/// [`Pagination`](crate::descriptor::Pagination) names. Use it as the bound of functions that handle all lists alike.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// # let client = mock.client().build()?;
/// use huaweicloud_core::{Call, Error, Paginated};
///
/// async fn count<R: Paginated>(call: Call<R>) -> Result<usize, Error> {
///     let (mut items, mut count) = (call.items(), 0);
///     while items.try_next().await?.is_some() {
///         count += 1;
///     }
///     Ok(count)
/// }
///
/// assert_eq!(count(client.list_paintings().customize()).await?, 25);
/// assert_eq!(count(client.list_rooms().customize()).await?, 25);
/// # Ok(())
/// # }
/// ```
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

/// The state of a list's request builder before its limit is set, if the service requires one. It has `items()` and
/// `pages()`, which set the limit themselves, but not `send()`.
///
/// Programs need the name only to store such a builder: `ListThingsBuilder<NoLimit>`, which is also its default.
#[derive(Clone, Copy, Debug)]
pub struct NoLimit;

/// The state of a list's request builder after its limit has been set, if the service requires one: see [`NoLimit`]. It
/// has `send()` too.
#[derive(Clone, Copy, Debug)]
pub struct WithLimit;

/// A request that creates a task.
///
/// The generated `…Request` structs of such operations implement this trait for
/// [`Call::send_and_wait`](crate::Call::send_and_wait). The descriptor's `task` says which fields of the response are
/// sent. Use it as the bound of functions that run any task.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// # let client = mock.client().build()?;
/// use std::time::Duration;
///
/// use huaweicloud_core::{Call, CreatesTask, Error, Operation};
///
/// /// Runs a task, for ten minutes at most.
/// async fn run<R: CreatesTask>(call: Call<R>) -> Result<<R::Status as Operation>::Response, Error> {
///     Ok(call.send_and_wait().timeout(Duration::from_secs(600)).await?)
/// }
///
/// let task = run(client.export_visits(10).everything(true).customize()).await?;
/// println!("file {:?}", task.file_id);
/// # Ok(())
/// # }
/// ```
pub trait CreatesTask: Operation<Response: Serialize> {
    /// The request that returns the state of the task.
    type Status: TaskStatus;
}

/// A request that returns the state of a task.
///
/// The generated `…Request` structs of such operations implement this trait for [`Call::wait`](crate::Call::wait). The
/// descriptor's `wait` lists the states that mean success or failure. Use it as the bound of functions that wait for
/// any task, such as one whose ID a program has stored.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// # let client = mock.client().build()?;
/// use huaweicloud_core::{Call, TaskStatus};
///
/// async fn has_succeeded<S: TaskStatus>(call: Call<S>) -> bool {
///     call.wait().await.is_ok()
/// }
///
/// assert!(has_succeeded(client.show_export("a stored ID").customize()).await);
/// # Ok(())
/// # }
/// ```
pub trait TaskStatus: Operation<Response: Serialize> {}

/// A request that returns the state of a task with a file.
///
/// The generated `…Request` structs of such operations implement this trait for
/// [`Wait::download`](crate::Wait::download). Use it as the bound of functions that save the file of any task.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// # let client = mock.client().build()?;
/// use huaweicloud_core::bytes::Bytes;
/// use huaweicloud_core::{Call, Error, TaskFile};
///
/// async fn file<S: TaskFile>(call: Call<S>) -> Result<Bytes, Error> {
///     call.wait().download().await?.bytes().await
/// }
///
/// let zip = file(client.show_export("a stored ID").customize()).await?;
/// assert!(zip.starts_with(b"PK"));
/// # Ok(())
/// # }
/// ```
pub trait TaskFile: TaskStatus {
    /// The request that returns the file.
    type File: Operation<Response = Download>;
}
