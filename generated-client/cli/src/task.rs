//! The task that the program waits for.

use std::sync::{Arc, Mutex, PoisonError};

/// What happens to a task if the program stops now, for its messages.
#[derive(Clone, Default)]
pub(crate) struct TaskNote {
    note: Arc<Mutex<String>>,
}

impl TaskNote {
    /// Replaces the note.
    pub(crate) fn set(&self, note: &str) {
        *self.note.lock().unwrap_or_else(PoisonError::into_inner) = format!("; {note}");
    }

    /// Returns the end of a message, which is empty if there is no task.
    pub(crate) fn get(&self) -> String {
        self.note.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
