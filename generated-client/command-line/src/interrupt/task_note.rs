//! The task that the program waits for.

use std::sync::{Arc, Mutex, PoisonError};

/// The latest note on a task, for the message of a program that stops.
#[derive(Clone, Default)]
pub(crate) struct TaskNote {
    note: Arc<Mutex<String>>,
}

impl TaskNote {
    /// Replaces the note.
    pub(crate) fn set(&self, note: &str) {
        *self.note.lock().unwrap_or_else(PoisonError::into_inner) = format!("; {note}");
    }

    /// Returns the note after a separator, to append it to a message. Without a task, it is empty.
    pub(crate) fn get(&self) -> String {
        self.note.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
