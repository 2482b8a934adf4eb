//! The client: one configuration, shared by all its calls.

pub(crate) mod builder;
pub(crate) mod call;
pub(crate) mod options;
pub(crate) mod pagination;
mod project;
pub(crate) mod state;

use std::fmt;
use std::sync::Arc;

use crate::descriptor::Operation;
use crate::runtime::client::call::Call;
use crate::runtime::client::state::ClientState;

/// A client of the service. Each operation is one of its methods.
///
/// A clone is cheap and shares everything, connections too.
#[derive(Clone)]
pub struct Client {
    state: Arc<ClientState>,
}

impl Client {
    /// A call of the operation that this request belongs to.
    ///
    /// The operations' own methods are easier to use. This takes a request that comes from elsewhere, such as from
    /// JSON.
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
