//! Options of a mock server.

use crate::runtime::auth::secret::Secret;
use crate::runtime::{SystemTimeSource, TimeSource};

pub(super) struct Options {
    /// Number of records in each list.
    pub(super) records: u32,
    /// Whether unknown input is rejected.
    pub(super) strict: bool,
    /// Accepted tokens.
    pub(super) tokens: Vec<Secret>,
    /// Accepted access keys with their secret keys.
    pub(super) access_keys: Vec<(String, Secret)>,
    pub(super) time_source: Box<dyn TimeSource>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            records: 25,
            strict: false,
            tokens: Vec::new(),
            access_keys: Vec::new(),
            time_source: Box::new(SystemTimeSource),
        }
    }
}
