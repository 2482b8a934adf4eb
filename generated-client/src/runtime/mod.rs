//! What all operations share. The generated code states facts and calls this; behaviour lives here.

mod answer;
mod arguments;
mod attempts;
mod authorize;
mod cache;
mod call;
mod client;
mod config;
mod credentials;
mod decode;
mod encode;
mod endpoint;
mod environment;
mod error;
mod error_display;
mod iam;
mod identity;
mod open_enum;
mod pagination;
mod percent;
#[cfg(feature = "reqwest")]
mod reqwest_transport;
mod response;
mod retry;
mod scrub;
mod secret;
mod service_error;
mod shared;
mod signing;
#[cfg(test)]
mod testing;
mod text;
mod time;
#[cfg(feature = "reqwest")]
mod tls;
mod transport;
mod validate;
mod violation;
mod well_formed;

pub use call::Call;
pub use client::Client;
pub use config::ClientBuilder;
pub use credentials::{Credential, CredentialFuture, Credentials, ProvideCredentials};
pub(crate) use decode::null_as_empty;
pub use error::{Error, ErrorKind};
pub use open_enum::UnknownValue;
pub(crate) use open_enum::{deserialize_text, open_enum};
pub use pagination::{Items, Pages};
#[cfg(feature = "reqwest")]
pub use reqwest_transport::{ReqwestTransport, ReqwestTransportBuilder};
pub use response::Response;
pub use retry::RetryConfig;
#[cfg(feature = "reqwest")]
pub use time::TokioSleep;
pub use time::{Sleep, SleepFuture, SystemTimeSource, TimeSource};
pub use transport::{BoxError, ResponseBody, Transport, TransportError, TransportErrorKind, TransportFuture};
pub use violation::Violation;
