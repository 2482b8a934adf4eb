//! A client for Huawei Cloud's Host Security Service (HSS).
//!
//! This example needs no account: it uses a mock server on the loopback interface, from the feature `mock`.
//!
//! ```
//! # #[cfg(all(feature = "mock", feature = "reqwest"))]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use huaweicloud_hss::mock::MockServer;
//!
//! let mock = MockServer::start().await?;
//! let client = mock.client().build()?;
//!
//! let page = client.list_global_image_apps().limit(50).send().await?;
//! for app in page.data_list {
//!     println!("{:?} {:?}", app.app_name, app.app_version);
//! }
//! # Ok(())
//! # }
//! # #[cfg(not(all(feature = "mock", feature = "reqwest")))]
//! # fn main() {}
//! ```
//!
//! A client for the real service needs a region, a project and credentials:
//!
//! ```no_run
//! # fn client() -> Result<huaweicloud_hss::Client, huaweicloud_hss::Error> {
//! use huaweicloud_hss::{Client, Credentials};
//!
//! // From the environment or from a profile: see `Credentials::default_chain`.
//! let client = Client::builder()
//!     .region("cn-north-4")
//!     .project_id("0123456789abcdef0123456789abcdef")
//!     .credentials(Credentials::default_chain()?)
//!     .build()?;
//! # Ok(client)
//! # }
//! ```
//!
//! `items()` returns all items of a list and fetches pages as needed. `pages()` returns one page at a time. See
//! [`Items`] and [`Pages`].
//!
//! ```no_run
//! # async fn images(client: huaweicloud_hss::Client) -> Result<(), huaweicloud_hss::Error> {
//! let mut apps = client.list_global_image_apps().items();
//! while let Some(app) = apps.try_next().await? {
//!     println!("{:?} {:?}", app.app_name, app.app_version);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! An operation that creates a task has `send_and_wait`, which waits until the task has ended. If the task has a file,
//! `download` requests it. See [`Wait`] and [`Download`].
//!
//! ```no_run
//! # async fn export(client: huaweicloud_hss::Client) -> Result<(), Box<dyn std::error::Error>> {
//! # let columns = [("container_name", "Container")];
//! client.export_container_list(columns).send_and_wait().download().await?.save_to("containers.zip").await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Operations
//!
//! Every operation is a method of [`Client`] that returns a request builder. Required parameters are arguments of the
//! method, optional parameters are setters of the builder. The offset and the limit of a list are setters too, since
//! `items()` and `pages()` set what the service requires; if it requires a limit, the builder has `send()` only after
//! `limit()`. The `customize` method sets options of the call, such as timeouts and retries: see [`Call`]. Programs
//! that handle all operations alike can get responses as JSON: see [`JsonCall`].
//!
//! The client validates requests against the vendor's help pages before it sends them, and reports all violations at
//! once: see [`Error`]. It documents the service's defaults but does not send them.
//!
#![doc = include_str!("generated/operations.md")]
//!
//! # Features
//!
//! | feature | description |
//! |---|---|
//! | `rustls-ring` (default) | `ReqwestTransport`, with TLS from rustls and ring |
//! | `rustls-aws-lc-rs` | `ReqwestTransport`, with TLS from rustls and aws-lc-rs, which takes longer to build; takes precedence if both are enabled |
//! | `reqwest` | `ReqwestTransport` without TLS, for the loopback interface only |
//! | `blocking` | `send_blocking`, `items_blocking`, `wait_blocking`, `download_blocking` and `save_to_blocking`, which need no async runtime |
//! | `mock` | the module `mock`: a mock server for tests |
//!
//! Without the first three, pass a [`Transport`] of your own to [`ClientBuilder::transport`]. `ReqwestTransport`
//! requires a tokio runtime with I/O and time enabled: outside of one, a call is an error of the kind
//! [`Configuration`](ErrorKind::Configuration).
//!
//! If a program uses reqwest 0.13 itself, without a TLS feature, `reqwest::Client::new()` panics as soon as one of the
//! first two is enabled: Cargo builds reqwest once for the whole program, and they add rustls to it, but no default
//! crypto provider. Enable a TLS feature of the program's own reqwest:
//!
//! ```toml
//! reqwest = { version = "0.13", default-features = false, features = ["rustls"] }
//! ```
//!
//! # Tracing
//!
//! Each call is a span of the crate `tracing` named `call` with the target `huaweicloud_hss` and the level info. Its
//! fields have the names of OpenTelemetry's semantic conventions for HTTP clients, so that tracing-opentelemetry can
//! export it as it is:
//!
//! | field | description |
//! |---|---|
//! | `otel.name`, `otel.kind` | method and path with placeholders; `client` |
//! | `operation`, `http.request.method` | id of the operation; method |
//! | `server.address`, `server.port` | host and port of the endpoint |
//! | `attempts` | how many attempts were started, 0 if the request was not sent |
//! | `http.response.status_code`, `request_id` | of the last response, if one arrived |
//! | `skipped_nulls` | how many nulls were skipped in lists and maps of the response, if there are any |
//! | `error.type`, `otel.status_code` | if the call failed: the status of a service's error, otherwise the [`ErrorKind`] in snake case; `ERROR` |
//!
//! `attempts` and the fields below it are recorded when the call ends. If its future is dropped, only `attempts` is.
//! Each retry is an event at the level debug with its `cause` and its `delay`. Credentials are redacted, and spans do
//! not contain the URL, parameters or messages. The `cause` is the message of the error, in which the service can
//! repeat parameters.
//!
//! # Compatibility of new versions
//!
//! New versions of this crate follow changes of the vendor's help pages. Only major versions (before 1.0: `0.x`
//! versions) contain changes after which code may not compile or requests are rejected that were sent before.
//! CHANGELOG.md says what to do. Any version can change other behaviour, such as a default of the service, and add or
//! deprecate items: structs, enums and descriptors are `#[non_exhaustive]`, and enums accept unknown values.
//! `docs/kinds-of-changes.md` in the repository lists all kinds of changes with their effects.
//!
//! [`Call::validate`] turns off the checks of a call, for example if the service accepts more than its help pages say.
//! If a new version adds a value to an enum, responses contain that variant instead of `Unknown`. Code that compares
//! the enum's `as_str` does not depend on this.

#![cfg_attr(docsrs, feature(doc_cfg))]
#![allow(clippy::doc_markdown, reason = "the prose of the description is plain text")]

#[allow(deprecated, reason = "request builders set deprecated fields too")]
#[allow(clippy::wildcard_imports, unused_imports, reason = "tables may need any names of `codegen::table`, or none")]
#[allow(
    clippy::just_underscores_and_digits,
    clippy::many_single_char_names,
    clippy::pub_underscore_fields,
    clippy::similar_names,
    clippy::type_complexity,
    clippy::used_underscore_binding,
    reason = "names and types are those of the description"
)]
#[rustfmt::skip]
mod generated;

pub use generated::{Client, SERVICE, operation, types};
#[doc(inline)]
pub use huaweicloud_core::*;

/// Builder for a [`Client`].
pub type ClientBuilder = huaweicloud_core::ClientBuilder<Client>;

/// Known regions of the service. There may be others; a client accepts any region.
pub const KNOWN_REGIONS: &[&str] = SERVICE.regions;

/// Descriptors of all operations, sorted by operation ID.
pub const OPERATIONS: &[&descriptor::OperationDescriptor] = SERVICE.operations;

#[cfg(feature = "mock")]
pub mod mock {
    #![doc = "A mock server of the service, for tests."]

    #[doc(inline)]
    pub use huaweicloud_core::mock::*;

    pub use crate::generated::MockServer;

    /// Builder for a [`MockServer`].
    pub type MockServerBuilder = huaweicloud_core::mock::MockServerBuilder<MockServer>;
}
