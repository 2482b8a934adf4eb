//! What all operations share. The generated code states facts and calls this; behaviour lives here.
//!
//! A call goes from `client` and `call` through `request`, `attempts` and `exchange` to a `transport`, and back through
//! `response`. What stands below uses nothing of what stands above.

mod answer;
mod attempts;
mod call;
mod client;
mod config;
mod credentials;
mod endpoint;
pub(crate) mod error;
mod exchange;
pub(crate) mod identity;
mod open_enum;
mod options;
mod pagination;
pub(crate) mod percent;
mod project;
pub(crate) mod request;
#[cfg(feature = "reqwest")]
mod reqwest_transport;
mod response;
mod retry;
mod scrub;
pub(crate) mod secret;
mod settings;
pub(crate) mod shared;
#[cfg(test)]
mod testing;
pub(crate) mod text;
mod time;
mod transport;

pub use call::Call;
pub use client::Client;
pub use config::ClientBuilder;
pub use credentials::{Credential, CredentialFuture, Credentials, ProvideCredentials};
pub use error::violation::Violation;
pub use error::{Error, ErrorKind};
pub use open_enum::UnknownValue;
pub(crate) use open_enum::{deserialize_text, open_enum};
pub use pagination::{Items, Pages};
#[cfg(feature = "reqwest")]
pub use reqwest_transport::{ReqwestTransport, ReqwestTransportBuilder};
pub use response::Response;
pub(crate) use response::decode::null_as_empty;
pub use retry::RetryConfig;
#[cfg(feature = "reqwest")]
pub use time::TokioSleep;
pub use time::{Sleep, SleepFuture, SystemTimeSource, TimeSource};
pub use transport::{BoxError, ResponseBody, Transport, TransportError, TransportErrorKind, TransportFuture};
