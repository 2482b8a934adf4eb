//! What only generated code and the command line use. It has no stability promise: any version may change it.

mod macros;
#[allow(missing_docs, reason = "each constructor is named after what it sets or returns")]
#[allow(clippy::must_use_candidate, clippy::return_self_not_must_use, reason = "only constants call them")]
pub mod table;

pub use serde;

pub use crate::auth::credentials::{access_key_id, without_requests};
pub use crate::auth::profile::{credentials_file, default_profile};
use crate::client::builder::ClientBuilder;
pub use crate::client::builder::ServiceClient;
use crate::descriptor::ServiceDescriptor;
use crate::endpoint::Endpoint;
pub use crate::endpoint::check_region;
pub use crate::error::misconfiguration::{Missing, missing};
pub use crate::json_parts::for_each_field;
#[cfg(feature = "mock")]
pub use crate::mock::builder::ServiceMock;
#[cfg(feature = "mock")]
use crate::mock::{MockServer, MockServerBuilder};
pub use crate::object::debug::{field_name, redacted};
pub use crate::object::open_enum::{variant, wire_value};
pub use crate::object::read::read;
pub use crate::object::slot::Slot;
pub use crate::object::write::{View, write};
pub use crate::object::{Object, Shape, WireValue};
pub use crate::small_file::read as read_small_file;
pub use crate::text::{check_setting, decode_file, is_invisible};
pub use crate::walk::{Place, Visitor, walk};
pub use crate::{
    __debug as debug, __list as list, __object as object, __open_enum as open_enum,
    __open_integer_enum as open_integer_enum, __request_methods as request_methods, __send_methods as send_methods,
};

/// Checks an endpoint as a client does that allows http on loopback only.
///
/// # Errors
///
/// Says why it is invalid. Does not repeat it, since it may contain a password.
pub fn check_endpoint(endpoint: &str) -> Result<(), String> {
    Endpoint::parse(endpoint, false).map(drop)
}

/// Returns a builder for the client of a service.
pub fn client_builder<C>(service: &'static ServiceDescriptor) -> ClientBuilder<C> {
    ClientBuilder::of_service(service)
}

/// Returns a builder for the mock server of a service.
#[cfg(feature = "mock")]
pub fn mock_server_builder<M>(service: &'static ServiceDescriptor) -> MockServerBuilder<M> {
    MockServerBuilder::of_service(service)
}

/// Returns a builder for the client of a service that calls a mock server: see [`MockServer::client`].
#[cfg(feature = "mock")]
pub fn client_of_mock<C>(server: &MockServer) -> ClientBuilder<C> {
    server.client_of_service()
}
