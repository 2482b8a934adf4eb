//! A shared value with interior mutability.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// A value that several tasks read and update. It is locked only while it is cloned or updated.
#[derive(Debug, Default)]
pub(crate) struct SyncCell<T>(Mutex<T>);

impl<T> From<T> for SyncCell<T> {
    fn from(value: T) -> Self {
        Self(Mutex::new(value))
    }
}

impl<T> SyncCell<T> {
    /// Changes the value and returns what `change` returns.
    pub(crate) fn update<U>(&self, change: impl FnOnce(&mut T) -> U) -> U {
        change(&mut self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Clone> SyncCell<T> {
    /// Returns a clone of the value.
    pub(crate) fn get(&self) -> T {
        self.lock().clone()
    }
}
