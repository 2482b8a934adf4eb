//! How a mock server is set up.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use crate::mock::options::Options;
use crate::mock::server::MockServer;
use crate::mock::service::MockService;
use crate::runtime::TimeSource;
use crate::runtime::auth::secret::Secret;

/// Sets up a [`MockServer`].
#[must_use = "a builder does nothing until it starts a server"]
pub struct MockServerBuilder {
    address: SocketAddr,
    options: Options,
}

impl MockServer {
    /// Starts a server with all defaults, on a free port of `127.0.0.1`.
    ///
    /// # Errors
    ///
    /// As for [`MockServerBuilder::start`].
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Begins to set up a server.
    pub fn builder() -> MockServerBuilder {
        MockServerBuilder { address: (Ipv4Addr::LOCALHOST, 0).into(), options: Options::default() }
    }
}

impl MockServerBuilder {
    /// Where it listens: an address of this machine's loopback. The default is a free port of `127.0.0.1`.
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// How many records each list has in all. The default is 25.
    pub fn records(mut self, records: u32) -> Self {
        self.options.records = records;
        self
    }

    /// Whether unknown values of enums, unknown parameters and unknown fields are refused. The default is `false`.
    pub fn strict(mut self, strict: bool) -> Self {
        self.options.strict = strict;
        self
    }

    /// A token that is accepted. Without any credential set, all tokens and all signatures are.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.options.tokens.push(Secret::new(token.into()));
        self
    }

    /// An access key and its secret key: signatures are verified, and other keys refused.
    pub fn access_key(mut self, access_key: impl Into<String>, secret_key: impl Into<String>) -> Self {
        self.options.access_keys.push((access_key.into(), Secret::new(secret_key.into())));
        self
    }

    /// The clock that the dates of signatures are held against. The default is the system's.
    pub fn time_source(mut self, time_source: impl TimeSource) -> Self {
        self.options.time_source = Box::new(time_source);
        self
    }

    /// Starts the server on the current tokio runtime, which needs I/O and time enabled.
    ///
    /// # Errors
    ///
    /// If the address is not one of loopback or cannot be listened at, or if there is no tokio runtime.
    pub async fn start(self) -> io::Result<MockServer> {
        if !self.address.ip().is_loopback() {
            let problem = format!("a mock listens on loopback only, and {} is not", self.address.ip());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, problem));
        }
        MockServer::listen(self.address, Arc::new(MockService::new(self.options))).await
    }
}

/// Shows no secret.
impl fmt::Debug for MockServerBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockServerBuilder")
            .field("address", &self.address)
            .field("records", &self.options.records)
            .field("strict", &self.options.strict)
            .finish_non_exhaustive()
    }
}
