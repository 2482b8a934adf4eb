//! The phases before emitting.

use std::sync::Arc;

use hss_yaml::{Diagnostics, Source};

use crate::description::Description;
use crate::{ir, lower};

/// A description without errors.
pub struct Lowered {
    /// The parsed files.
    pub description: Description,
    /// The API that they describe.
    pub service: ir::Service,
    /// Warnings about them.
    pub warnings: Diagnostics,
}

/// Runs the phases before emitting. A file that fails to parse does not prevent the others from being checked.
/// Operation files that are unchanged since `previous` are not parsed again.
///
/// # Errors
///
/// Returns all errors in the description.
pub fn parse_and_lower(sources: &[Source], previous: Option<&Description>) -> Result<Lowered, Diagnostics> {
    let sources: Vec<Arc<Source>> = sources.iter().cloned().map(Arc::new).collect();
    let mut diagnostics = Vec::new();
    let description = Description::parse(&sources, previous, &mut diagnostics);
    let service = lower::lower(&description, &mut diagnostics);
    let diagnostics = Diagnostics::new(diagnostics);
    match service {
        Some(service) if !diagnostics.has_errors() => Ok(Lowered { description, service, warnings: diagnostics }),
        _ => Err(diagnostics),
    }
}
