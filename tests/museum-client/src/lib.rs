//! The client of an invented museum service, generated from `spec/` in this folder.
//!
//! Tests that apply to any description use this crate, so that a changed fact of HSS does not affect them.

#[allow(deprecated, reason = "request builders set deprecated fields too")]
#[allow(clippy::pedantic, unused_imports, reason = "names, types and prose are those of the description")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/generated/mod.rs"));
}

pub use generated::{Client, SERVICE, operation, types};
pub use huaweicloud_core::*;

/// Builder for a [`Client`].
pub type ClientBuilder = huaweicloud_core::ClientBuilder<Client>;

/// Known regions of the service. There may be others; a client accepts any region.
pub const KNOWN_REGIONS: &[&str] = SERVICE.regions;

/// Descriptors of all operations, sorted by operation ID.
pub const OPERATIONS: &[&descriptor::OperationDescriptor] = SERVICE.operations;

#[cfg(feature = "mock")]
pub mod mock {
    #![doc = "A mock server of the service, for tests."]

    pub use huaweicloud_core::mock::*;

    pub use crate::generated::MockServer;

    /// Builder for a [`MockServer`].
    pub type MockServerBuilder = huaweicloud_core::mock::MockServerBuilder<MockServer>;
}
