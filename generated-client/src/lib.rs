//! Client of Huawei Cloud's Host Security Service (HSS).
//!
//! This runs without an account: with the feature `mock`, a server on loopback answers like the service.
//!
//! ```
//! # #[cfg(all(feature = "mock", feature = "reqwest"))]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use huaweicloud_hss::mock::MockServer;
//! use huaweicloud_hss::types::ImageSource;
//!
//! let mock = MockServer::start().await?;
//! let client = mock.client().build()?;
//!
//! let page = client.list_global_image_apps().limit(50).image_type(ImageSource::Registry).send().await?;
//! for app in page.data_list {
//!     println!("{:?} {:?}", app.app_name, app.app_version);
//! }
//! # Ok(())
//! # }
//! # #[cfg(not(all(feature = "mock", feature = "reqwest")))]
//! # fn main() {}
//! ```
//!
//! And this is a client of the real one:
//!
//! ```no_run
//! # fn client(token: String) -> Result<huaweicloud_hss::Client, huaweicloud_hss::Error> {
//! use huaweicloud_hss::{Client, Credentials};
//!
//! let client = Client::builder()
//!     .region("cn-north-4")
//!     .project_id("0123456789abcdef0123456789abcdef")
//!     .credentials(Credentials::token(token))
//!     .build()?;
//! # Ok(client)
//! # }
//! ```
//!
//! A list is followed over all its pages by `items()`, or page by page by `pages()`: see [`Items`] and [`Pages`].
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
//! Every operation is a method of [`Client`]. Its mandatory parameters are arguments, the optional ones are setters,
//! and `customize` leads to the options that every call has: see [`Call`]. A request that breaks what the vendor's
//! help page says is refused before it is sent, with all its violations at once: see [`Error`].
//!
//! # Features
//!
//! | feature | what it brings |
//! |---|---|
//! | `rustls-ring` (default) | `ReqwestTransport` with TLS by rustls and ring |
//! | `rustls-aws-lc-rs` | the same with aws-lc-rs, which takes longer to build; it is used where both are on |
//! | `reqwest` | `ReqwestTransport` without TLS: loopback only |
//! | `mock` | the module `mock`: a server on loopback that answers like the service, for tests |
//!
//! Without any of them, [`ClientBuilder::transport`] takes a [`Transport`] of your own. `ReqwestTransport` needs a
//! tokio runtime with its timer and I/O enabled.
//!
//! # What breaks callers, and what does not
//!
//! The vendor's pages change, and so does this crate. These come in a minor version, and programs go on compiling:
//!
//! - new operations, optional parameters, response fields, and values of enums: structs, enums and descriptors are
//!   `#[non_exhaustive]`, and a value that a page did not list was passed on before as well;
//! - looser bounds, a corrected text, a deprecation (a warning);
//! - tighter bounds: the service refuses what they forbid anyway, and [`Call::validate`] switches the check off.
//!
//! These wait for a major version (before 1.0: for a new `0.x`): a new mandatory parameter, which is one more argument;
//! a parameter that is optional no longer, or of another type; a name that changes; an operation that is gone. A value
//! of an enum that becomes known stops being `Unknown`: match on [`as_str`](types::ImageSource::as_str) where that matters.

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod descriptor;
#[allow(deprecated, reason = "builders set deprecated fields as well")]
#[allow(clippy::doc_markdown, reason = "names in the description's prose are plain text")]
#[allow(clippy::wildcard_imports, unused_imports, reason = "tables may need any names of `descriptor::table`, or none")]
#[rustfmt::skip]
mod generated;
#[cfg(feature = "mock")]
#[cfg_attr(docsrs, doc(cfg(feature = "mock")))]
pub mod mock;
mod runtime;

pub use generated::{operation, types};

/// Regions known to offer the service. Others may exist: a client takes any.
pub const KNOWN_REGIONS: &[&str] = generated::SERVICE.regions;

/// The service's operations, in the order of their names.
pub const OPERATIONS: &[&descriptor::OperationDescriptor] = generated::OPERATIONS;

pub use runtime::{
    BoxError, Call, Client, ClientBuilder, Credential, CredentialFuture, Credentials, Error, ErrorKind, Items, Pages,
    ProvideCredentials, Response, ResponseBody, RetryConfig, Sleep, SleepFuture, SystemTimeSource, TimeSource,
    Transport, TransportError, TransportErrorKind, TransportFuture, Violation,
};
#[cfg(feature = "reqwest")]
#[cfg_attr(docsrs, doc(cfg(feature = "reqwest")))]
pub use runtime::{ReqwestTransport, ReqwestTransportBuilder, TokioSleep};
