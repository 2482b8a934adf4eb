//! What all operations share. The generated code states facts and calls this; behaviour lives here.

mod answer;
mod arguments;
mod call;
mod client;
mod config;
mod credentials;
mod decode;
mod encode;
mod endpoint;
mod error;
mod error_display;
mod open_enum;
mod pagination;
#[cfg(feature = "reqwest")]
mod reqwest_transport;
mod scrub;
mod secret;
mod service_error;
#[cfg(test)]
mod testing;
mod text;
#[cfg(feature = "reqwest")]
mod tls;
mod transport;
mod validate;
mod violation;
mod well_formed;

pub use call::Call;
pub use client::Client;
pub use config::ClientBuilder;
pub use credentials::Credentials;
pub(crate) use decode::null_as_empty;
pub use error::{Error, ErrorKind};
pub use open_enum::UnknownValue;
pub(crate) use open_enum::{deserialize_text, open_enum};
pub use pagination::{Items, Pages};
#[cfg(feature = "reqwest")]
pub use reqwest_transport::{ReqwestTransport, ReqwestTransportBuilder};
pub use transport::{ResponseBody, Transport, TransportError, TransportErrorKind, TransportFuture};
pub use violation::Violation;
