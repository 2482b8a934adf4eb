//! The client: one configuration, shared by all its calls.

use std::fmt;
use std::sync::Arc;

use crate::descriptor::Operation;
use crate::runtime::call::Call;
use crate::runtime::settings::Settings;

/// A client of the service. Each operation is one of its methods.
///
/// A clone is cheap and shares everything, connections too.
#[derive(Clone)]
pub struct Client {
    settings: Arc<Settings>,
}

impl Client {
    /// A call of the operation that this request belongs to.
    ///
    /// The operations' own methods are easier to use. This takes a request that comes from elsewhere, such as from
    /// JSON.
    pub fn call<R: Operation>(&self, request: R) -> Call<R> {
        Call::new(Arc::clone(&self.settings), request)
    }

    pub(crate) fn new(settings: Settings) -> Self {
        Self { settings: Arc::new(settings) }
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.settings, f)
    }
}
