//! Generates the crate `huaweicloud-hss`, the operations of its command line and its OpenAPI document from the
//! description of the API in `spec/`.
//!
//! [`generate`] is a pure function from the files of the description to the generated files. It runs in
//! three phases:
//!
//! 1. `description` parses YAML into the types of the notation and keeps the position of every key and value.
//! 2. `lower` resolves names, checks every fact, and produces the [`ir`].
//! 3. `emit` produces Rust and OpenAPI from the [`ir`].
//!
//! Errors in the description become [`Diagnostics`], all of them at once.
//!
//! [`help_page`] is for maintainers only: it reads the vendor's help pages, [compares](compare) them with the description
//! and [imports](import) new operations from them. Generated code does not depend on it.

mod description;
mod emit;
mod files;
pub mod help_page;
pub mod ir;
mod lower;
mod names;
mod render;
mod text;

use std::fmt;
use std::sync::Arc;

use description::Description;

pub use description::diagnostic::{Code, Diagnostic, Diagnostics};
pub use files::{Change, Files};
pub use help_page::HelpPageError;
pub use help_page::compare::Comparison;
pub use help_page::import::ImportedOperation;
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
    let mut files = emit::files(&service);
    files.insert("spec/schema.json".to_owned(), description::json_schema::file());
    Ok(files)
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
pub fn compare(sources: &[Source], pages: &[Source]) -> Result<Vec<Result<Comparison, HelpPageError>>, Diagnostics> {
    let (description, service) = parse_and_lower(sources)?;
    let mut results = Vec::new();
    for page in pages {
        results.push(help_page::compare::compare(&description, &service, &Arc::new(page.clone())));
    }
    Ok(results)
}

/// Errors returned by [`import`].
#[derive(Clone, Debug)]
pub enum ImportError {
    /// The description is invalid, so the names that it uses are unknown.
    Description(Diagnostics),
    /// The help page cannot be imported.
    HelpPage(HelpPageError),
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Description(diagnostics) => diagnostics.fmt(f),
            Self::HelpPage(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ImportError {}

impl From<Diagnostics> for ImportError {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Description(diagnostics)
    }
}

impl From<HelpPageError> for ImportError {
    fn from(error: HelpPageError) -> Self {
        Self::HelpPage(error)
    }
}

/// Imports the operation `id` from a help page that no operation file describes yet.
///
/// # Errors
///
/// Fails if the description is invalid, or if the page cannot be read or is already described.
pub fn import(sources: &[Source], page: &Source, id: &str) -> Result<ImportedOperation, ImportError> {
    let (_, service) = parse_and_lower(sources)?;
    Ok(help_page::import::import(&service, page, id)?)
}

/// Runs the phases before emitting. A file that fails to parse does not prevent the others from being checked.
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
