//! The server: listens for connections and serves HTTP on them.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio::task::{AbortHandle, JoinSet};

use crate::auth::credentials::Credentials;
use crate::auth::password::Password;
use crate::client::Client;
use crate::client::builder::ClientBuilder;
use crate::mock::operation::MockOperation;
use crate::mock::options::PROJECT_ID;
use crate::mock::service::MockService;
use crate::opaque::opaque_debug;
use crate::operation::Operation;

/// Pause before the next connection is accepted after an error.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(20);

/// A mock server of the service on the loopback interface. It stops when it is dropped.
///
/// The crate of a service has a mock server of its own, with a method for each operation: use this one in programs that
/// handle all services alike.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use huaweicloud_core::mock::MockServer;
/// use huaweicloud_museum::SERVICE;
/// use huaweicloud_museum::operation::ListPaintingsRequest;
///
/// let mock = MockServer::builder(SERVICE).start().await?;
/// let client = mock.client().build()?;
/// client.call(ListPaintingsRequest::default()).send().await?;
/// assert_eq!(mock.operation::<ListPaintingsRequest>().requests().len(), 1);
/// # Ok(())
/// # }
/// ```
///
/// See the [module documentation](crate::mock) for the checks it makes and the responses it returns.
pub struct MockServer {
    address: SocketAddr,
    service: Arc<MockService>,
    listener: AbortHandle,
}

impl MockServer {
    pub(super) async fn listen(address: SocketAddr, service: Arc<MockService>) -> io::Result<Self> {
        let runtime = Handle::try_current().map_err(io::Error::other)?;
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let listener = spawn(&runtime, listener, Arc::clone(&service));
        Ok(Self { address, service, listener })
    }

    /// Returns the URL of the server, such as `http://127.0.0.1:40001`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns a client builder with the server's endpoint and with a region, a project and credentials that the server
    /// accepts.
    ///
    /// With the feature `reqwest`, its pauses take no real time: the clock of the client skips the delays before
    /// retries and between requests for the state of a task. Timeouts take their time. `sleep(TokioSleep)` makes pauses
    /// real.
    pub fn client(&self) -> ClientBuilder<Client> {
        self.client_of_service()
    }

    /// Returns the builder of [`client`](Self::client) for the client of a service.
    pub(crate) fn client_of_service<C>(&self) -> ClientBuilder<C> {
        let options = self.service.options();
        let credentials = if let Some(token) = options.tokens.first() {
            Credentials::token(token.expose())
        } else if let Some((access_key, secret_key)) = options.access_keys.first() {
            Credentials::access_key(access_key, secret_key.expose())
        } else if let Some(Password { domain, user, password }) = options.passwords.first() {
            Credentials::password(domain, user, password.expose())
        } else {
            Credentials::token(options.issued_token())
        };
        let region = options.service.regions.first().copied().unwrap_or("mock");
        let client = ClientBuilder::of_service(options.service);
        #[cfg(feature = "reqwest")]
        let client = {
            let clock = super::clock::SkippingClock::default();
            client.time_source(clock.clone()).sleep(clock)
        };
        client
            .endpoint(self.url())
            .iam_endpoint(self.url())
            .region(region)
            .project_id(PROJECT_ID)
            .credentials(credentials)
    }

    /// Returns the operation with this request type, to script its responses and read its requests.
    ///
    /// The methods named after the operations do the same and need no type parameter.
    #[must_use]
    pub fn operation<R: Operation>(&self) -> MockOperation<R> {
        MockOperation::new(Arc::clone(&self.service))
    }

    /// Returns the received requests, oldest first, including those that were rejected.
    ///
    /// Headers that carry credentials are marked as sensitive. The values of secret parameters and fields are replaced
    /// by `[redacted]`; [`MockOperation::requests`] has them. The body is empty if it was too large to be read, and if
    /// no operation has the request's path: it may contain a password. The server keeps the latest 10,000 requests, or
    /// fewer if their bodies exceed 64 MiB in total.
    #[must_use]
    pub fn received_requests(&self) -> Vec<http::Request<Bytes>> {
        self.service.received_requests()
    }
}

impl Drop for MockServer {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

opaque_debug!(MockServer, |server| { address: server.address });

/// Starts to accept connections.
///
/// Not part of the `async` function that calls it: rustc would compile the HTTP server again in each program that
/// awaits that function.
fn spawn(runtime: &Handle, listener: TcpListener, service: Arc<MockService>) -> AbortHandle {
    runtime.spawn(accept(listener, service)).abort_handle()
}

/// Accepts connections until it is aborted, which also aborts the connections in its `JoinSet`.
async fn accept(listener: TcpListener, service: Arc<MockService>) {
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                connections.spawn(serve_connection(stream, Arc::clone(&service)));
            }
            // Transient: the client closed the connection already, or too many files are open.
            Err(_) => tokio::time::sleep(ACCEPT_RETRY_DELAY).await,
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn serve_connection(stream: TcpStream, service: Arc<MockService>) {
    let service = service_fn(move |request| {
        let service = Arc::clone(&service);
        async move { service.serve(request).await }
    });
    // Ignore connection errors: they are scripted or caused by the client.
    let _ = http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service).await;
}
