//! How to send a first request, and how to configure a client.
//!
//! # A first program
//!
//! Each operation of the service is a method of [`Client`](crate::Client). It returns a request builder: required
//! parameters are arguments of the method, optional ones are setters, and `send` sends the request.
//!
//! ```
//! use huaweicloud_hss::mock::MockServer;
//! use huaweicloud_hss::types::ImageSource;
//!
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     // A mock server on loopback, so that this runs without an account.
//!     let mock = MockServer::start().await?;
//!     let client = mock.client().build()?;
//!
//!     let page = client.list_global_image_apps().image_type(ImageSource::Registry).limit(20).send().await?;
//!     println!("{} of {:?} apps", page.data_list.len(), page.total_num);
//!     Ok(())
//! }
//! ```
//!
//! Nothing is sent before `send` is awaited. Dropping its future cancels the call, but the service may have executed
//! the request already. The fields of a response are `Option`s or lists, since the help pages do not promise that any
//! field is present.
//!
//! # Connecting to the service
//!
//! A client of the service itself needs a region, a project and [credentials](super::credentials):
//!
//! ```no_run
//! use huaweicloud_hss::{Client, Credentials, Error};
//!
//! fn client() -> Result<Client, Error> {
//!     Client::builder()
//!         .region("cn-north-4")
//!         .project_id("0123456789abcdef0123456789abcdef")
//!         .credentials(Credentials::default_chain()?)
//!         .build()
//! }
//! # fn main() {
//! #     let _ = client();
//! # }
//! ```
//!
//! Create one client for a region and keep it: clones share its connections, its cached token and its retry budget. To
//! call another region, create another client, because the region determines the endpoint. Another project of the same
//! region needs only [`Call::project_id`](crate::Call::project_id), unless the credentials are a password: its token
//! belongs to the project of the client. `build` reports everything that is wrong at once, and sends nothing.
//!
//! Any region is accepted, since [`KNOWN_REGIONS`](crate::KNOWN_REGIONS) may be outdated. For a gateway or a private
//! endpoint, also set [`endpoint`](crate::ClientBuilder). The region is still required, since most operations send it
//! in a header.
//!
//! If the account uses enterprise projects, set [`enterprise_project_id`](crate::ClientBuilder::enterprise_project_id):
//! an ID, `0` for the default one, or `all_granted_eps` for all of them. An IAM user with permissions for only one must
//! set it.
//!
//! The default transport uses the proxy of the environment, and trusts the certificates that the system trusts.
//! [`ReqwestTransport`] describes the variables, and how a program sets a proxy or a certificate itself.
//!
//! # Parameters that may be absent
//!
//! A request is a struct with public fields. If the program has an `Option` already, assign it instead of calling a
//! setter in an `if let`:
//!
//! ```
//! # use huaweicloud_hss::mock::MockServer;
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = MockServer::start().await?;
//! # let client = mock.client().build()?;
//! use huaweicloud_hss::operation::ListGlobalImageAppsRequest;
//!
//! let mut request = ListGlobalImageAppsRequest::default();
//! request.app_name = std::env::var("APP_NAME").ok();
//! let page = client.call(request).send().await?;
//! println!("{} items", page.data_list.len());
//! # Ok(())
//! # }
//! ```
//!
//! # Options of a call
//!
//! `customize` returns the request with its options, a [`Call`](crate::Call): timeouts, retries, the project, headers
//! of your own, and validation. They override the settings of the client:
//!
//! ```
//! # use huaweicloud_hss::mock::MockServer;
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = MockServer::start().await?;
//! # let client = mock.client().build()?;
//! use std::time::Duration;
//!
//! let call = client.list_global_image_apps().customize().operation_timeout(Duration::from_secs(10));
//! let response = call.send_with_response().await?;
//! println!("status {}, request ID {:?}", response.status(), response.request_id());
//! println!("{} apps", response.into_inner().data_list.len());
//! # Ok(())
//! # }
//! ```
//!
//! # Several calls at once
//!
//! The future of a call owns what it needs, so it can be spawned, or kept in a field of the type
//! [`ResponseFuture`](crate::ResponseFuture). Calls share the connections of their client:
//!
//! ```
//! # use huaweicloud_hss::mock::MockServer;
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = MockServer::start().await?;
//! # let client = mock.client().build()?;
//! let mut calls = tokio::task::JoinSet::new();
//! for name in ["openssl", "glibc", "zlib"] {
//!     calls.spawn(client.list_global_image_apps().app_name(name).send());
//! }
//! for page in calls.join_all().await {
//!     println!("{:?} apps", page?.total_num);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The client does not limit how many calls run at the same time. If the service throttles them, limit them yourself,
//! for example with tokio's `Semaphore`: retries alone only delay the same load.
//!
//! # Requests as values
//!
//! A builder wraps a request struct, such as
//! [`ListGlobalImageAppsRequest`](crate::operation::ListGlobalImageAppsRequest). Use the struct to store a request or
//! to read it from JSON, and [`Client::call`](crate::Client::call) to send it:
//!
//! ```
//! # use huaweicloud_hss::mock::MockServer;
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = MockServer::start().await?;
//! # let client = mock.client().build()?;
//! use huaweicloud_hss::operation::ListGlobalImageAppsRequest;
//! use huaweicloud_hss::serde_json;
//!
//! let request: ListGlobalImageAppsRequest = serde_json::from_str(r#"{"app_name": "openssl", "limit": 20}"#)?;
//! let page = client.call(request).send().await?;
//! println!("{} apps", page.data_list.len());
//! # Ok(())
//! # }
//! ```
//!
//! To keep requests of several operations in one queue, define an enum of their structs. Its JSON names the operation,
//! and reading an operation that the enum does not have is an error. [`Call::json`](crate::Call::json) gives all calls
//! the same type. The enum needs the crate serde with its feature `derive`:
//!
//! ```
//! # use huaweicloud_hss::mock::MockServer;
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = MockServer::start().await?;
//! # let client = mock.client().build()?;
//! use huaweicloud_hss::operation::{ExportContainerListRequest, ListGlobalImageAppsRequest};
//! use huaweicloud_hss::{Client, JsonCall, serde_json};
//!
//! #[derive(serde::Deserialize)]
//! #[serde(tag = "operation", content = "request")]
//! enum Job {
//!     ListGlobalImageApps(ListGlobalImageAppsRequest),
//!     ExportContainerList(ExportContainerListRequest),
//! }
//!
//! fn call(client: &Client, job: Job) -> JsonCall {
//!     match job {
//!         Job::ListGlobalImageApps(request) => client.call(request).json(),
//!         Job::ExportContainerList(request) => client.call(request).json(),
//!     }
//! }
//!
//! let queue = r#"[
//!     {"operation": "ListGlobalImageApps", "request": {"limit": 20}},
//!     {"operation": "ExportContainerList", "request": {"body": {"export_headers": [["container_name", "Container"]]}}}
//! ]"#;
//! for job in serde_json::from_str::<Vec<Job>>(queue)? {
//!     println!("{}", call(&client, job).send().await?);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The compiler checks required parameters only for builders. In a request struct they can be absent, as in
//! `Request::default()`. Such a request is rejected before it is sent, with an error of the kind
//! [`InvalidRequest`](crate::ErrorKind::InvalidRequest). If validation is off, only the parameters of the path are
//! still required, and the service decides about the others.
//!
//! # Values that the help pages do not list
//!
//! The service is often newer than its help pages. Enums therefore accept other strings, in requests and in responses,
//! and responses may have unknown fields. To read these, use `send_with_response`:
//! [`Response::raw_body`](crate::Response::raw_body) contains them. In a list,
//! [`Call::json_items`](crate::Call::json_items) returns each item as the service sent it. If the service accepts a
//! request that the help page does not allow, send it with `customize().validate(false)`. Only what would not arrive
//! unchanged is still rejected: see [`ClientBuilder::validate`](crate::ClientBuilder). A parameter that this version
//! does not know cannot be sent at all, except for a header: see [`Call::header`](crate::Call::header).
//!
//! # Without async
//!
//! With the feature `blocking`, builders also have `send_blocking` and, for lists, `items_blocking`. They need no async
//! runtime, and are an error inside of one: a blocked thread of the runtime could not drive other futures. Threads of
//! `spawn_blocking` belong to the runtime too. There, use the async methods within `Handle::current().block_on`.
//!
//! [`ReqwestTransport`]: https://docs.rs/huaweicloud-hss/latest/huaweicloud_hss/struct.ReqwestTransport.html
