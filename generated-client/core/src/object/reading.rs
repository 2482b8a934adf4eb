//! What reading a response keeps and has skipped.

use std::cell::Cell;

use serde::de::Error;

/// How much of a response is kept.
#[derive(Clone, Copy)]
pub(crate) enum Keep {
    /// Everything, if its lists and maps take at most this many bytes.
    All(usize),
    /// The first item of each list and map, to check a response.
    FirstItems,
}

/// The state of reading a value.
pub(super) struct Reading {
    skipped_nulls: Cell<usize>,
    /// Whether the latest item was null, and skipped.
    skipped_latest: Cell<bool>,
    /// The number of bytes that lists and maps may still take.
    bytes_left: Cell<usize>,
    keeps_all: bool,
}

impl Default for Reading {
    fn default() -> Self {
        Self::new(Keep::All(usize::MAX))
    }
}

impl Reading {
    pub(super) fn new(keep: Keep) -> Self {
        let (keeps_all, bytes_left) = match keep {
            Keep::All(bytes) => (true, bytes),
            Keep::FirstItems => (false, usize::MAX),
        };
        let (skipped_nulls, skipped_latest) = (Cell::default(), Cell::default());
        Self { skipped_nulls, skipped_latest, bytes_left: Cell::new(bytes_left), keeps_all }
    }

    pub(super) fn keeps_all(&self) -> bool {
        self.keeps_all
    }

    pub(super) fn skipped_nulls(&self) -> usize {
        self.skipped_nulls.get()
    }

    pub(super) fn skip_null(&self) {
        self.skipped_nulls.set(self.skipped_nulls.get() + 1);
        self.skipped_latest.set(true);
    }

    /// Returns whether the item that has just been read was skipped.
    pub(super) fn take_skipped(&self) -> bool {
        self.skipped_latest.replace(false)
    }

    /// Records that a list or a map has grown by this many bytes.
    pub(super) fn charge<E: Error>(&self, bytes: usize) -> Result<(), E> {
        if !self.keeps_all {
            return Ok(());
        }
        match self.bytes_left.get().checked_sub(bytes) {
            Some(left) => {
                self.bytes_left.set(left);
                Ok(())
            }
            None => Err(E::custom("its lists and maps take too much memory for the size of the body")),
        }
    }
}

/// Returns how many bytes an entry of a map takes at most, with a key and a value of this size. The nodes of a
/// `BTreeMap` have room for 11 entries, and can be half empty.
pub(super) fn map_entry_bytes(value_size: usize, is_first: bool) -> usize {
    let entry = value_size.saturating_add(size_of::<String>());
    entry.saturating_mul(if is_first { 12 } else { 3 })
}
