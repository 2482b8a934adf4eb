//! A small value that several places change.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locked for as long as it takes to copy or change it: nothing waits or panics meanwhile.
#[derive(Debug, Default)]
pub(crate) struct SyncCell<T>(Mutex<T>);

impl<T> SyncCell<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    pub(crate) fn update<U>(&self, change: impl FnOnce(&mut T) -> U) -> U {
        change(&mut self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Clone> SyncCell<T> {
    pub(crate) fn get(&self) -> T {
        self.lock().clone()
    }
}
