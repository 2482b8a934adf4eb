//! What the clients of Huawei Cloud's services share: requests, retries, credentials, errors, paging, waiting,
//! downloads, and a mock server.
//!
//! Use the crate of a service instead, such as `huaweicloud-hss`: it has a method for each operation, and re-exports
//! everything that a program needs from here. This crate knows no service. Its [`Client`] sends any request that
//! implements [`Operation`]. The examples of this crate call the API of an invented museum.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "reqwest")]
mod async_runtime;
mod attempt_log;
mod auth;
#[cfg(feature = "blocking")]
mod block_on;
mod cause;
mod client;
#[doc(hidden)]
pub mod codegen;
pub mod descriptor;
mod endpoint;
mod error;
mod json_parts;
mod message;
#[cfg(feature = "mock")]
pub mod mock;
#[allow(
    missing_docs,
    clippy::missing_errors_doc,
    clippy::must_use_candidate,
    reason = "public for generated code only, through `codegen`"
)]
mod object;
mod opaque;
mod operation;
mod percent;
mod request;
mod response;
mod retry_config;
mod secret;
mod secret_fields;
mod send;
mod small_file;
mod sync_cell;
mod telemetry;
#[cfg(test)]
mod testing;
mod text;
mod time;
mod transport;
mod walk;

pub use bytes;
pub use http;
pub use serde_json;

pub use auth::agency::Agency;
pub use auth::credential::Credential;
pub use auth::credentials::Credentials;
pub use auth::origin::CredentialsOrigin;
pub use auth::provider::{CredentialFuture, ProvideCredentials};
pub use cause::BoxError;
pub use client::Client;
#[cfg(feature = "blocking")]
pub use client::blocking::BlockingItems;
pub use client::builder::ClientBuilder;
pub use client::call::Call;
pub use client::items::Items;
pub use client::json_call::JsonCall;
pub use client::pages::Pages;
pub use client::response_future::ResponseFuture;
pub use client::wait::{Wait, WaitError};
pub use error::violation::Violation;
pub use error::{Error, ErrorKind};
pub use message::{ResponseBody, TransportError, TransportErrorKind};
pub use object::open_enum::{UnknownInteger, UnknownValue};
pub use operation::{CreatesTask, NoLimit, Operation, Paginated, TaskFile, TaskStatus, WithLimit};
pub use response::save::SaveTarget;
pub use response::{Download, Response, ResponseType};
pub use retry_config::RetryConfig;
#[cfg(feature = "reqwest")]
pub use time::TokioSleep;
pub use time::{Sleep, SleepFuture, SystemTimeSource, TimeSource};
#[cfg(feature = "reqwest")]
pub use transport::reqwest::{ReqwestTransport, ReqwestTransportBuilder};
pub use transport::{Transport, TransportFuture};
