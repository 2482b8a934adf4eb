//! The listener, and HTTP.

use std::fmt;
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

use crate::descriptor::Operation;
use crate::mock::operation::MockOperation;
use crate::mock::service::MockService;
use crate::runtime::{Client, ClientBuilder, Credentials};

/// A server on loopback that answers like the service. It stops when it is dropped.
///
/// See the [module](crate::mock) for what it checks and answers.
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
        let listener = runtime.spawn(accept(listener, Arc::clone(&service))).abort_handle();
        Ok(Self { address, service, listener })
    }

    /// Where it is reached, such as `http://127.0.0.1:40001`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A client of this server, with everything set that the server asks for.
    pub fn client(&self) -> ClientBuilder {
        let region = crate::KNOWN_REGIONS.first().copied().unwrap_or("mock");
        let client = Client::builder().endpoint(self.url()).region(region).project_id("mock-project");
        let options = self.service.options();
        client.credentials(match (options.tokens.first(), options.access_keys.first()) {
            (Some(token), _) => Credentials::token(token.expose()),
            (None, Some((access_key, secret_key))) => Credentials::access_key(access_key, secret_key.expose()),
            (None, None) => Credentials::token("mock-token"),
        })
    }

    /// The operation that this request belongs to. The methods by the operations' names are easier to use.
    #[must_use]
    pub fn operation<R: Operation>(&self) -> MockOperation<R> {
        MockOperation::new(Arc::clone(&self.service))
    }

    /// The requests that arrived, in their order of arrival, refused ones too. Headers that carry credentials are marked
    /// as sensitive, and a body that was too large to be read is left out.
    ///
    /// The latest 10,000 are kept, and fewer where their bodies come to more than 64 MiB.
    #[must_use]
    pub fn received(&self) -> Vec<http::Request<Bytes>> {
        self.service.received()
    }
}

impl Drop for MockServer {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

impl fmt::Debug for MockServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockServer").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Until a connection is accepted again where one could not be.
const PAUSE: Duration = Duration::from_millis(20);

/// Connections end with the listener, which owns them.
async fn accept(listener: TcpListener, service: Arc<MockService>) {
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(connections.spawn(serve(stream, Arc::clone(&service)))),
            // Too many are open, or one was gone at once: no reason to stop.
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn serve(stream: TcpStream, service: Arc<MockService>) {
    let answer = service_fn(move |request| {
        let service = Arc::clone(&service);
        async move { service.serve(request).await }
    });
    // What breaks a connection is a matter of the client's, or was asked for.
    let _ = http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), answer).await;
}
