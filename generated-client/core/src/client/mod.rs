//! The client: configuration, calls, and pagination.

#[cfg(feature = "blocking")]
pub(crate) mod blocking;
pub(crate) mod builder;
pub(crate) mod call;
pub(crate) mod items;
pub(crate) mod json_call;
pub(crate) mod list_position;
mod paged_call;
pub(crate) mod pages;
pub(crate) mod pagination;
mod project;
pub(crate) mod response_future;
mod settings;
pub(crate) mod state;
mod untyped_call;
pub(crate) mod wait;

use std::sync::Arc;

use crate::client::builder::ClientBuilder;
use crate::client::call::Call;
use crate::client::state::ClientState;
use crate::descriptor::ServiceDescriptor;
use crate::opaque::opaque_debug;
use crate::operation::Operation;

/// A client of any service, for programs that handle all services alike. The crate of a service has a client of its own
/// with a method for each operation.
///
/// Clones are cheap and share everything, including connections and credentials.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// use huaweicloud_core::{Client, Credentials};
/// use huaweicloud_museum::SERVICE;
/// use huaweicloud_museum::operation::ListPaintingsRequest;
///
/// let builder = Client::builder(SERVICE).endpoint(mock.url()).region("cn-north-4").project_id("my-project");
/// let client = builder.credentials(Credentials::token("TOKENEXAMPLE")).build()?;
/// let page = client.call(ListPaintingsRequest::default()).json().send().await?;
/// println!("{page}");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    state: Arc<ClientState>,
}

impl Client {
    /// Returns a builder for a client of a service, such as `SERVICE` of the service's crate.
    pub fn builder(service: &'static ServiceDescriptor) -> ClientBuilder<Self> {
        ClientBuilder::of_service(service)
    }

    /// Returns a call with the given request, such as one that was deserialized from JSON.
    ///
    /// A request struct can lack required parameters, which is an error of the kind
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) when it is sent.
    pub fn call<R: Operation>(&self, request: R) -> Call<R> {
        Call::new(self.clone(), request)
    }

    pub(crate) fn new(state: ClientState) -> Self {
        Self { state: Arc::new(state) }
    }

    #[cfg(test)]
    pub(crate) fn state(&self) -> &ClientState {
        &self.state
    }
}

opaque_debug!(
    /// Omits secrets.
    Client, |client| {
        endpoint: client.state.connection.endpoint.origin(),
        region: client.state.options.region,
        project_id: client.state.options.project_id,
        enterprise_project_id: client.state.options.enterprise_project_id,
        credentials: client.state.authenticator.credentials,
    }
);
