//! Compares two descriptions: what changed, and what each change means for callers.
//!
//! The comparison reads the [`ir`](hss_generator::ir) of both. Structs are destructured without `..`, so that a new
//! field does not compile until its changes are reported. As a second check, `explain` reports changed values that no
//! change explains.

mod callers;
mod class;
mod comparer;
mod definitions;
mod derived;
mod enums;
mod explain;
mod field;
mod kind;
pub mod markdown;
mod operation;
mod pairing;
mod parameters;
mod request_rows;
mod responses;
mod rules;
mod samples;
mod scope;
mod service;
mod tasks;
mod types;

use std::fmt;

use hss_generator::pipeline::{Lowered, parse_and_lower};
use hss_generator::{Diagnostics, Source};

pub use class::{Bump, Class, Classes};
pub use comparer::{Change, Location};
use comparer::{DescriptionComparer, Side};
pub use kind::Kind;

/// All changes between two descriptions.
#[derive(Clone, Debug)]
pub struct Report {
    /// The changes: those of the service, then those of each operation; the most severe first.
    pub changes: Vec<Change>,
    /// Number of lines that were removed or added.
    pub changed_lines: usize,
}

impl Report {
    /// Returns the most severe class of all changes, for each audience.
    #[must_use]
    pub fn summary(&self) -> Classes {
        let mut summary = Classes::default();
        for change in &self.changes {
            summary = summary.max(change.classes);
        }
        summary
    }

    /// Returns the bump of the version that the changes need.
    #[must_use]
    pub fn bump(&self) -> Bump {
        Bump::for_classes(self.summary())
    }
}

/// Errors returned by [`compare`].
#[derive(Clone, Debug)]
pub enum CompareError {
    /// The old description is invalid in the current notation.
    Old(Diagnostics),
    /// The new description is invalid.
    New(Diagnostics),
}

impl fmt::Display for CompareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Old(diagnostics) | Self::New(diagnostics) => diagnostics.fmt(f),
        }
    }
}

impl std::error::Error for CompareError {}

/// Compares two descriptions.
///
/// # Errors
///
/// Returns all errors of the description that is invalid.
pub fn compare(old: &[Source], new: &[Source]) -> Result<Report, CompareError> {
    let old = parse_and_lower(old, None).map_err(CompareError::Old)?;
    let new = parse_and_lower(new, Some(&old.description)).map_err(CompareError::New)?;
    Ok(compare_lowered(&old, &new))
}

/// Compares two descriptions that are parsed and valid.
#[must_use]
pub fn compare_lowered(old: &Lowered, new: &Lowered) -> Report {
    let old = Side { description: &old.description, service: &old.service };
    let new = Side { description: &new.description, service: &new.service };
    let mut comparer = DescriptionComparer::new(old, new);
    comparer.compare_service();
    comparer.compare_operations();
    comparer.compare_definitions();
    let changed_lines = comparer.report_unexplained();
    let mut changes = comparer.into_changes();
    for change in &mut changes {
        if change.callers.is_empty() {
            change.callers = callers::names(old, new, change);
        }
    }
    Report { changes, changed_lines }
}
