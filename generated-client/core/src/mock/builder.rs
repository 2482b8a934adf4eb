//! The builder of a mock server.

use std::io;
use std::marker::PhantomData;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::auth::password::Password;
use crate::descriptor::ServiceDescriptor;
use crate::mock::options::Options;
use crate::mock::records::{self, GivenRecords, invalid_data};
use crate::mock::server::MockServer;
use crate::mock::service::MockService;
use crate::mock::tasks::TaskOutcome;
use crate::opaque::opaque_debug;
use crate::secret::Secret;
use crate::text::{MAX_NAME, one_line};
use crate::time::TimeSource;

/// A builder for [`MockServer`]. Its settings apply to all operations; [`MockOperation`](crate::mock::MockOperation)
/// changes what a single one returns.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use huaweicloud_museum::mock::MockServer;
///
/// let mock = MockServer::builder().records(450).token("valid").start().await?;
/// let paintings = mock.client().build()?.list_paintings().items().try_collect().await?;
/// assert_eq!(paintings.len(), 450);
/// # Ok(())
/// # }
/// ```
#[must_use = "a builder does nothing until `start` is called"]
pub struct MockServerBuilder<M> {
    address: SocketAddr,
    options: Options,
    server: PhantomData<fn() -> M>,
}

/// A mock server of one service, which generated code wraps around a [`MockServer`].
pub trait ServiceMock: Sized {
    /// Wraps a mock server of the service.
    fn from_core(server: MockServer) -> Self;
}

#[doc(hidden)]
impl ServiceMock for MockServer {
    fn from_core(server: MockServer) -> Self {
        server
    }
}

impl MockServer {
    /// Returns a builder of a mock server for a service, with default options.
    pub fn builder(service: &'static ServiceDescriptor) -> MockServerBuilder<Self> {
        MockServerBuilder::of_service(service)
    }
}

impl<M> MockServerBuilder<M> {
    /// Creates a builder with the defaults for a service.
    pub(crate) fn of_service(service: &'static ServiceDescriptor) -> Self {
        let address = (Ipv4Addr::LOCALHOST, 0).into();
        Self { address, options: Options::new(service), server: PhantomData }
    }

    /// Sets the address to listen on, which must be a loopback address. The default is a free port of `127.0.0.1`.
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Sets the total number of records in each list that has no records of its own. The default is 25.
    pub fn records(mut self, records: u32) -> Self {
        self.options.records = records;
        self
    }

    /// Sets the records of lists: an object with the operation ID of each list, such as
    /// `{"ListThings": [{"name": "a"}]}`.
    ///
    /// [`MockOperation::records_json`](crate::mock::MockOperation::records_json) says what a record can contain.
    ///
    /// # Errors
    ///
    /// Returns an I/O error of the kind [`InvalidInput`](io::ErrorKind::InvalidInput) that names the place if an
    /// operation is unknown or not a list, if a field is unknown, or if a value has the wrong type.
    pub fn data(mut self, data: Value) -> io::Result<Self> {
        let Value::Object(data) = data else {
            return Err(invalid_data("it must be a JSON object with operation IDs as keys"));
        };
        for (id, records) in data {
            let service = self.options.service;
            let Some(operation) = service.operations.iter().find(|operation| operation.id == id) else {
                let id = one_line(&id, MAX_NAME);
                return Err(invalid_data(format!("{id}: unknown operation; {}", records::list_ids(service))));
            };
            let records = GivenRecords::from_json(service, operation, records).map_err(invalid_data)?;
            self.options.data.insert(operation.id, records);
        }
        Ok(self)
    }

    /// Sets a delay before each response. The default is none.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.options.latency = latency;
        self
    }

    /// Sets the number of times that a task is reported as running before it ends. The default is 2.
    pub fn task_running(mut self, times: u32) -> Self {
        self.options.tasks.running = times;
        self
    }

    /// Sets how tasks end. By default they succeed.
    pub fn task_outcome(mut self, outcome: TaskOutcome) -> Self {
        self.options.tasks.outcome = outcome;
        self
    }

    /// Sets whether unknown parameters, fields and enum values are rejected. The default is `false`.
    pub fn strict(mut self, strict: bool) -> Self {
        self.options.strict = strict;
        self
    }

    /// Adds a token to accept. Without any token, access key or password, the server accepts all credentials.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.options.tokens.push(Secret::new(token.into()));
        self
    }

    /// Adds an access key to accept. Its signatures are verified with the secret key; other access keys are rejected.
    pub fn access_key(mut self, access_key: impl Into<String>, secret_key: impl Into<String>) -> Self {
        self.options.access_keys.push((access_key.into(), Secret::new(secret_key.into())));
        self
    }

    /// Adds a password that the server's IAM exchanges for a token, which the server then accepts. Without any
    /// password, IAM accepts all.
    pub fn password(mut self, domain: impl Into<String>, user: impl Into<String>, password: impl Into<String>) -> Self {
        let password = Secret::new(password.into());
        self.options.passwords.push(Password { domain: domain.into(), user: user.into(), password });
        self
    }

    /// Sets the clock that signature dates are compared with. The default is the system clock.
    pub fn time_source(mut self, time_source: impl TimeSource) -> Self {
        self.options.time_source = Box::new(time_source);
        self
    }
}

impl<M: ServiceMock> MockServerBuilder<M> {
    /// Starts the server on the current tokio runtime, which must have I/O and time enabled.
    ///
    /// # Errors
    ///
    /// Returns an I/O error of the kind [`InvalidInput`](io::ErrorKind::InvalidInput) if the address is not a loopback
    /// address, or the system's error if the server cannot listen on it or there is no tokio runtime.
    pub async fn start(self) -> io::Result<M> {
        let ip = self.address.ip();
        if !ip.is_loopback() {
            let message = format!("invalid address {ip}: it must be a loopback address, such as 127.0.0.1");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let server = MockServer::listen(self.address, Arc::new(MockService::new(self.options))).await?;
        Ok(M::from_core(server))
    }
}

opaque_debug!(
    /// Omits the credentials.
    MockServerBuilder<M>, |builder| {
        address: builder.address,
        records: builder.options.records,
        strict: builder.options.strict,
    }
);
