//! The client: configuration, calls, and pagination.

#[cfg(feature = "blocking")]
pub(crate) mod blocking;
pub(crate) mod builder;
pub(crate) mod call;
pub(crate) mod call_span;
pub(crate) mod json_call;
pub(crate) mod list_position;
pub(crate) mod options;
mod paged_call;
pub(crate) mod pagination;
mod project;
pub(crate) mod state;
mod untyped_call;
pub(crate) mod wait;

use std::fmt;
use std::sync::Arc;

use crate::descriptor::Operation;
use crate::runtime::client::call::Call;
use crate::runtime::client::state::ClientState;

/// A client of the service, with a method for each operation.
///
/// Clones are cheap and share everything, including connections and credentials.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use huaweicloud_hss::{Client, Credentials};
///
/// let client = Client::builder().region("cn-north-4").credentials(Credentials::default_chain()?).build()?;
/// let page = client.list_global_image_apps().limit(50).send().await?;
/// println!("{} records", page.data_list.len());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    state: Arc<ClientState>,
}

impl Client {
    /// Returns a call with the given request, such as one that was deserialized from JSON.
    ///
    /// To set parameters one by one, use the method of the operation.
    pub fn call<R: Operation>(&self, request: R) -> Call<R> {
        Call::new(Arc::clone(&self.state), request)
    }

    pub(crate) fn new(state: ClientState) -> Self {
        Self { state: Arc::new(state) }
    }

    pub(crate) fn state(&self) -> &ClientState {
        &self.state
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.state, f)
    }
}
