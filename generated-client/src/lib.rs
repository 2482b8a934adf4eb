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
//! method, optional parameters are setters of the builder. The offset and the limit of a list are setters too, since `items()`
//! and `pages()` set what the service requires; if it requires a limit, the builder has `send()` only after `limit()`. The
//! `customize` method sets options of the call, such as timeouts and retries: see [`Call`]. Programs that handle all operations
//! alike can get responses as JSON: see [`JsonCall`].
//!
//! The client validates requests against the vendor's help pages before it sends them, and reports all violations at once:
//! see [`Error`]. It documents the service's defaults but does not send them.
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
//! Without the first three, pass a [`Transport`] of your own to [`ClientBuilder::transport`]. `ReqwestTransport` requires
//! a tokio runtime with I/O and time enabled: outside of one, a call is an error of the kind
//! [`Configuration`](ErrorKind::Configuration).
//!
//! # Tracing
//!
//! Each call is a span of the crate `tracing` named `call` with the target `huaweicloud_hss` and the level info. Its fields have the
//! names of OpenTelemetry's semantic conventions for HTTP clients, so that tracing-opentelemetry can export it as it is:
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
//! Each retry is an event at the level debug with its `cause` and its `delay`. Credentials are redacted, and spans do not
//! contain the URL, parameters or messages. The `cause` is the message of the error, in which the service can repeat
//! parameters.
//!
//! # Compatibility of new versions
//!
//! New versions of this crate follow changes of the vendor's help pages. Structs, enums and descriptors are
//! `#[non_exhaustive]`, and enums accept unknown values. CHANGELOG.md names the breaking
//! changes of each version.
//!
//! Breaking changes, after which code may not compile. Only major versions (before 1.0: `0.x` versions) contain:
//!
//! - Parameters: required parameter added; parameter removed; parameter renamed; Rust name changed; list that is
//!   the entire body renamed; optional parameter became required; required parameter became optional; arguments
//!   reordered; parameter moved into or out of the body; Integer became Long; Long became Integer; String became an
//!   enum; Integer became an enum; type changed.
//! - Parameters that the client sets: parameter is now a client setting; client setting is now a required
//!   parameter.
//! - Responses: response field removed; response field renamed; String of a response became an enum; Integer of a
//!   response became an enum; type of a response field changed; scalar type of a response field changed; response
//!   no longer has a body; response is now a file; response is no longer a file.
//! - Objects and enums: object removed; object renamed; object of responses with lists is now in requests; object
//!   is no longer in requests; object of requests with integers is now in responses; object with integers is no
//!   longer in responses; enum removed; enum renamed; type of the values of an enum changed; enum value removed;
//!   enum value renamed; Rust name of an enum value changed.
//! - Operations: operation removed; operation ID changed; request body removed; request body became a list or an
//!   object; pagination removed; types of the pagination changed; use of a required parameter for pagination changed;
//!   task removed; operation of the task changed; states of a task removed; file of a task removed.
//!
//! Changes of behaviour: programs compile as before, but requests, checks or responses differ. Any version can contain:
//!
//! - Parameters: wire name changed; parameters or fields of requests reordered; parameter moved to another part of
//!   the request; width of an integer of requests and responses changed; constraint is tighter; constraint is
//!   looser; pattern added; pattern removed; pattern changed; parameter became secret; parameter is no longer secret;
//!   default changed; unit changed.
//! - Parameters that the client sets: parameter that the client sets added; required parameter that the client sets
//!   added; parameter that the client sets removed; parameter that the client sets renamed; parameter that the
//!   client sets moved; parameter that the client sets became required; client setting is now an optional
//!   parameter; parameter comes from another client setting.
//! - Responses: wire name of a response field changed; bounds of a response field and sample values of the mock
//!   changed; response field became secret; response field is no longer secret; response now has a body; response
//!   became a list or an object.
//! - Objects and enums: object of responses is now in requests; object of requests is now in responses; object is
//!   no longer in responses; enum value added; string of an enum value changed; enum values reordered.
//! - Operations: HTTP method changed; path changed; request body added; rule added; rule removed; rule has fewer
//!   alternatives; rule has more alternatives; rule changed; pagination added; fields of the pagination changed;
//!   field with the total number of items changed; parameters of the task changed; states of a task added; states of
//!   a task changed; request for the file of a task changed.
//! - What follows from the description: page size of `items()` and `--all` changed; largest allowed offset changed;
//!   response of the mock changed; the region became required.
//! - The service: endpoint changed; header of the credential changed.
//!
//! Deprecations: compilers warn, and a later version removes the item. Any version can contain:
//!
//! - Parameters: parameter deprecated.
//! - Responses: response field deprecated.
//! - Objects and enums: enum value deprecated.
//! - Operations: operation deprecated.
//!
//! Additions, for which programs need not change. Any version can contain:
//!
//! - Parameters: optional parameter added.
//! - Parameters that the client sets: parameter that the client sets became optional.
//! - Responses: response field added.
//! - Objects and enums: object added; enum added.
//! - Operations: operation added; task added; file of a task added.
//! - What follows from the description: the region is no longer required.
//! - The service: region added; region removed.
//!
//! All other changes affect only the documentation.
//!
//! [`Call::validate`] turns off the checks of a call, for example if the service accepts more than its help pages say. If
//! a new version adds a value to an enum, responses contain that variant instead of `Unknown`. Code that compares
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
