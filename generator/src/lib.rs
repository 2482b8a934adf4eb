//! Generates the crate `huaweicloud-hss`, the operations of its command line and its OpenAPI document from the
//! description of the API in `spec/`.
//!
//! [`generate`] is a pure function from the texts of the description to the texts of the generated files. It runs in
//! three phases:
//!
//! 1. `description` parses YAML into the types of the notation and keeps the position of every key and value.
//! 2. `lower` resolves names, checks every fact, and produces the [`ir`].
//! 3. `emit` produces Rust and OpenAPI from the [`ir`].
//!
//! Errors in the description become [`Diagnostics`], all of them at once.
//!
//! [`help_page`] is for maintainers only: it reads the vendor's help pages, [compares](compare) them with the description
//! and [imports](draft) new operations from them. Generated code does not depend on it.

mod description;
mod emit;
mod files;
pub mod help_page;
pub mod ir;
mod lower;
mod names;
mod text;

use std::sync::Arc;

use description::Description;

pub use description::diagnostic::{Code, Diagnostic, Diagnostics};
pub use files::{Change, Files};
pub use help_page::compare::{Comparison, NotCompared};
pub use help_page::import::Draft;
pub use names::RustName;

/// Path of the file that describes the service as a whole.
pub const SERVICE_FILE: &str = "spec/service.yaml";
/// Folder of the operation files, which describe one operation each.
pub const OPERATIONS_FOLDER: &str = "spec/operations";

/// A file of the description, or a help page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Path from the project's root, with `/` as separator.
    pub path: String,
    /// Content of the file.
    pub text: String,
}

/// An OpenAPI version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenApiVersion {
    /// 3.0, for older tools.
    V3_0,
    /// 3.1, the version of the generated document.
    V3_1,
}

impl OpenApiVersion {
    /// Returns the version number as OpenAPI documents state it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0.3",
            Self::V3_1 => "3.1.0",
        }
    }
}

/// Generates all files from the description.
///
/// # Errors
///
/// Returns all errors in the description.
pub fn generate(sources: &[Source]) -> Result<Files, Diagnostics> {
    let (_, service) = parse_and_lower(sources)?;
    Ok(emit::files(&service))
}

/// Generates the OpenAPI document. Versions differ only in the version number.
///
/// # Errors
///
/// Returns all errors in the description.
pub fn openapi(sources: &[Source], version: OpenApiVersion) -> Result<String, Diagnostics> {
    let (_, service) = parse_and_lower(sources)?;
    Ok(emit::openapi(&service, version))
}

/// Parses and checks the description without generating anything.
///
/// # Errors
///
/// Returns all errors in the description.
pub fn analyze(sources: &[Source]) -> Result<ir::Service, Diagnostics> {
    let (_, service) = parse_and_lower(sources)?;
    Ok(service)
}

/// Compares help pages with the description. Returns one result per page, in the order of `pages`.
///
/// # Errors
///
/// Returns all errors in the description. Help pages are only compared with a valid description.
pub fn compare(sources: &[Source], pages: &[Source]) -> Result<Vec<Result<Comparison, NotCompared>>, Diagnostics> {
    let (description, service) = parse_and_lower(sources)?;
    let pages = pages.iter().cloned().map(Arc::new);
    Ok(pages.map(|page| help_page::compare::compare(&description, &service, &page)).collect())
}

/// Imports a new operation from its help page, with the operation ID `id`.
///
/// # Errors
///
/// Returns all errors in the description, since new names must not collide with its names; or why the help page cannot
/// be imported.
pub fn draft(sources: &[Source], page: &Source, id: &str) -> Result<Result<Draft, NotCompared>, Diagnostics> {
    let (_, service) = parse_and_lower(sources)?;
    Ok(help_page::import::draft(&service, page, id))
}

/// Runs the phases before emitting. A file that fails to parse does not keep the others from being checked.
fn parse_and_lower(sources: &[Source]) -> Result<(Description, ir::Service), Diagnostics> {
    let sources: Vec<Arc<Source>> = sources.iter().cloned().map(Arc::new).collect();
    let mut diagnostics = Vec::new();
    let description = Description::parse(&sources, &mut diagnostics);
    let service = lower::lower(&description, &mut diagnostics);
    match service {
        Some(service) if diagnostics.is_empty() => Ok((description, service)),
        _ => Err(Diagnostics::new(diagnostics)),
    }
}
