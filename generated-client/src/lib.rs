//! A client for Huawei Cloud's Host Security Service (HSS).
//!
//! It is generated from a description of the service's help pages. Requests are checked against it before they are
//! sent, lists are followed across their pages, transient failures are retried, and exports are saved as files.
//!
//! This program needs no account: it calls a mock server on the loopback interface, from the feature `mock`.
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
//! let mut apps = client.list_global_image_apps().items();
//! while let Some(app) = apps.try_next().await? {
//!     println!("{:?} {:?}", app.app_name, app.app_version);
//! }
//! # Ok(())
//! # }
//! # #[cfg(not(all(feature = "mock", feature = "reqwest")))]
//! # fn main() {}
//! ```
//!
//! For the service itself, build the client with
//! `Client::builder().region("cn-north-4").credentials(Credentials::default_chain()?).build()?`.
//!
//! # Chapters
//!
//! - [Getting started](_documentation::getting_started): requests, the settings of a client, and use without async
//! - [Credentials](_documentation::credentials): which to use, and where they are found
//! - [Errors and retries](_documentation::errors): what failed, what is retried, and timeouts
//! - [Lists](_documentation::lists): items and pages
//! - [Tasks and files](_documentation::tasks): waiting for an export, and its file
//! - [Testing](_documentation::testing): the mock server
//! - [Tracing](_documentation::tracing): spans and events of calls
//! - [Upgrading](_documentation::upgrading): what a new version can change
//!
//! # Operations
//!
//! Each operation is a method of [`Client`] that returns a request builder. Required parameters are arguments of the
//! method (more than four are the fields of one argument), optional ones are setters. The service's defaults are
//! documented but not sent.
//!
#![doc = include_str!("generated/operations.md")]
//!
//! The module [`operation`] has the names of requests, builders and responses, and [`types`] those of the objects and
//! enums in them. All other types are those that the vendor's services share. Their examples call the API of an
//! invented museum: read `huaweicloud_hss` for `huaweicloud_core` and `huaweicloud_museum`.
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
//! Without the first three, pass a [`Transport`] and a [`Sleep`] of your own to the [`ClientBuilder`].
//! `ReqwestTransport` requires a tokio runtime with I/O and time enabled: outside of one, a call is an error of the
//! kind [`Configuration`](ErrorKind::Configuration).
//!
//! If a program uses reqwest 0.13 itself, without a TLS feature, `reqwest::Client::new()` panics as soon as one of the
//! first two is enabled: Cargo builds reqwest once for the whole program, and they add rustls to it, but no default
//! crypto provider. Enable a TLS feature of the program's own reqwest:
//!
//! ```toml
//! reqwest = { version = "0.13", default-features = false, features = ["rustls"] }
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))]
#![allow(clippy::doc_markdown, reason = "the prose of the description is plain text")]

#[allow(deprecated, reason = "request builders set deprecated fields too")]
#[allow(clippy::wildcard_imports, unused_imports, reason = "tables may need any names of `codegen::table`, or none")]
#[allow(
    clippy::approx_constant,
    clippy::fn_params_excessive_bools,
    clippy::iter_not_returning_iterator,
    clippy::just_underscores_and_digits,
    clippy::many_single_char_names,
    clippy::pub_underscore_fields,
    clippy::should_implement_trait,
    clippy::similar_names,
    clippy::type_complexity,
    clippy::used_underscore_binding,
    reason = "names, types and numbers are those of the description"
)]
#[rustfmt::skip]
mod generated;

// The programs in the chapters call the mock server, so they can be tested only with it.
#[cfg(any(not(doctest), all(feature = "mock", feature = "reqwest")))]
pub mod _documentation;

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
    #![doc = "A mock server of the service, for tests: see the chapter [Testing](crate::_documentation::testing)."]

    #[doc(inline)]
    pub use huaweicloud_core::mock::*;

    pub use crate::generated::MockServer;

    /// Builder for a [`MockServer`].
    pub type MockServerBuilder = huaweicloud_core::mock::MockServerBuilder<MockServer>;
}
