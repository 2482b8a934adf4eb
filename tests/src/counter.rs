//! A counter that threads can wait for, to order the events of a test without sleeping.

use std::sync::{Arc, Condvar, Mutex};

use crate::PATIENCE;

/// Counts events. Clones share the count.
#[derive(Clone, Default)]
pub struct Counter(Arc<(Mutex<usize>, Condvar)>);

impl Counter {
    /// Adds one event.
    ///
    /// # Panics
    ///
    /// If another user of the counter panicked.
    pub fn increment(&self) {
        let (count, changed) = &*self.0;
        *count.lock().expect("the count") += 1;
        changed.notify_all();
    }

    /// Blocks the thread until the count is at least `minimum`.
    ///
    /// # Panics
    ///
    /// If that takes longer than [`PATIENCE`].
    pub fn wait_for(&self, minimum: usize) {
        let (count, changed) = &*self.0;
        let count = count.lock().expect("the count");
        let (count, wait) = changed.wait_timeout_while(count, PATIENCE, |count| *count < minimum).expect("the count");
        assert!(!wait.timed_out(), "waited for {minimum} events, but only {count} occurred");
    }
}
