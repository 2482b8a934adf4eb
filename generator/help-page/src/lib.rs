//! Reads the vendor's help pages, [compares](compare()) them with the description, and [imports](import()) new
//! operations from them.
//!
//! This crate is for maintainers. Generated code does not depend on it.

mod compare;
mod error;
mod expressible;
mod finished;
mod fix;
mod import;
mod notation;
pub mod read;
mod remark;

use hss_generator::{Diagnostics, Source, ir};

use finished::FinishedDescription;

pub use compare::{Comparison, ComparisonReport, Counts, Difference, DifferenceKind};
pub use error::{HelpPageError, ImportError};
pub use fix::{AppliedFix, Fixed};
pub use import::ImportedOperation;
pub use notation::{PLACEHOLDER, decisions_to_make, sentences_to_write};
pub use remark::Remark;

/// Compares help pages with the description.
///
/// An unfinished import, which still has placeholders and errors, does not keep other operations from being compared.
///
/// # Errors
///
/// Returns all errors in the description, except for those of unfinished imports.
pub fn compare(sources: &[Source], pages: &[Source]) -> Result<ComparisonReport, Diagnostics> {
    Ok(compare::compare_all(&FinishedDescription::new(sources)?, &compare::read_pages(pages)))
}

/// Returns the API without unfinished imports.
///
/// # Errors
///
/// Returns all errors in the description, except for those of unfinished imports.
pub fn finished_service(sources: &[Source]) -> Result<ir::Service, Diagnostics> {
    FinishedDescription::new(sources).map(|finished| finished.service)
}

/// Returns the operation that a help page describes.
///
/// # Errors
///
/// Fails if the page cannot be read or if it describes none of the operations.
pub fn operation_of<'a>(service: &'a ir::Service, page: &Source) -> Result<&'a ir::Operation, HelpPageError> {
    let read = compare::read_page(page)?;
    compare::operation_of(service, &read).ok_or_else(|| HelpPageError::undescribed(&page.path, &read))
}

/// Fixes the description: writes into the operation files what comparing them with the help pages suggests.
///
/// What a person has to decide is left, and the result lists it. Nothing else in the files changes.
///
/// # Errors
///
/// Returns all errors in the description, except for those of unfinished imports.
pub fn fix(sources: &[Source], pages: &[Source]) -> Result<Fixed, Diagnostics> {
    fix::fix(sources, pages)
}

/// Imports the operation `id` from a help page that no operation file describes yet.
///
/// # Errors
///
/// Fails if the description is invalid, except for unfinished imports, or if the page cannot be read or is already
/// described.
pub fn import(sources: &[Source], page: &Source, id: &str) -> Result<ImportedOperation, ImportError> {
    import::import(sources, page, id)
}
