//! The state that all calls of a client share.

use tokio::sync::OnceCell;

use crate::auth::authenticator::Authenticator;
use crate::descriptor::ServiceDescriptor;
use crate::request::options::CallOptions;
use crate::send::connection::Connection;

/// A validated configuration, by the step of a call that uses it.
pub(crate) struct ClientState {
    pub(crate) service: &'static ServiceDescriptor,
    /// The options that each call begins with.
    pub(crate) options: CallOptions,
    pub(crate) authenticator: Authenticator,
    pub(crate) connection: Connection,
    /// The project that IAM lists for the region, if the client may ask for it.
    pub(crate) resolved_project: Option<OnceCell<String>>,
}
