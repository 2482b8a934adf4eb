//! What a mock server goes by.

use crate::runtime::auth::secret::Secret;
use crate::runtime::{SystemTimeSource, TimeSource};

pub(super) struct Options {
    /// Records that each list has in all.
    pub(super) records: u32,
    /// Whether what the pages do not know is refused.
    pub(super) strict: bool,
    /// Tokens that are accepted.
    pub(super) tokens: Vec<Secret>,
    /// Access keys that are accepted, each with its secret key.
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
