//! The behaviour that all operations share. Generated code contains only data.
//!
//! A call goes from `client` through `request` to `send`, which signs it with `auth`, hands it to a `transport`, and
//! retries it; `response` decodes what comes back. No module imports from one above it.

#[cfg(feature = "reqwest")]
mod async_runtime;
pub(crate) mod auth;
mod client;
mod endpoint;
pub(crate) mod error;
mod file;
#[allow(dead_code, reason = "generated code uses what the help pages need")]
pub(crate) mod object;
pub(crate) mod request;
mod response;
mod send;
pub(crate) mod sync_cell;
#[cfg(test)]
mod testing;
pub(crate) mod text;
mod time;
mod transport;

pub use auth::credentials::{Credential, CredentialFuture, Credentials, CredentialsOrigin, ProvideCredentials};
pub use client::Client;
#[cfg(feature = "blocking")]
pub use client::blocking::BlockingItems;
pub use client::builder::ClientBuilder;
pub use client::call::Call;
pub use client::json_call::JsonCall;
pub use client::pagination::{Items, Pages};
pub use client::wait::{Wait, WaitError};
pub use error::violation::Violation;
pub use error::{Error, ErrorKind};
#[allow(unused_imports, reason = "generated code uses what the help pages need")]
pub(crate) use object::list;
pub(crate) use object::object;
pub use response::download::Download;
#[allow(unused_imports, reason = "generated code uses what the help pages need")]
pub(crate) use response::open_enum::{self, open_enum, open_integer_enum};
pub use response::open_enum::{UnknownInteger, UnknownValue};
pub use response::save::SaveTarget;
pub use response::{Response, ResponseType};
pub use send::retry_policy::RetryConfig;
#[cfg(feature = "reqwest")]
pub use time::TokioSleep;
pub use time::{Sleep, SleepFuture, SystemTimeSource, TimeSource};
#[cfg(feature = "reqwest")]
pub use transport::reqwest::{ReqwestTransport, ReqwestTransportBuilder};
pub use transport::{BoxError, ResponseBody, Transport, TransportError, TransportErrorKind, TransportFuture};
