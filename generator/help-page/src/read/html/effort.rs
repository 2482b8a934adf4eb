//! Limits the time and memory that the styles of a page take.

use std::cell::Cell;

/// Maximum number of steps: bytes and conditions of selectors, and declarations. Help pages need far fewer.
const MAX_STEPS: usize = 5_000_000;

/// The number of steps that are left.
pub(super) struct Effort(Cell<usize>);

impl Effort {
    pub(super) fn new() -> Self {
        Self(Cell::new(MAX_STEPS))
    }

    /// Subtracts steps. Returns whether any are left.
    pub(super) fn spend(&self, steps: usize) -> bool {
        self.0.set(self.0.get().saturating_sub(steps));
        self.0.get() > 0
    }
}
