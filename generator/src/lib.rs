//! Generates the crate `huaweicloud-hss`, and what its command line must name, from the description of the API.
//!
//! A pure function from the description's text to the texts of files: [`generate`] never touches the disk.
//! The modules are the phases, in order: `parse` reads YAML into `spec`, `lower` resolves and checks it into [`ir`],
//! `emit` turns that into tokens, `render` prints them. Beside them, [`help_page`] reads help pages, compares
//! them with the description and imports new operations.

mod description;
mod emit;
mod files;
pub mod help_page;
pub mod ir;
mod lower;
mod names;

use std::fmt;
use std::sync::Arc;

pub use description::diagnostic::{Code, Diagnostic, Diagnostics};
pub use files::{Change, Files};
pub use help_page::HelpPageError;
pub use help_page::compare::Comparison;
pub use help_page::import::ImportedOperation;
pub use names::RustName;

/// Path of the file that holds the facts of the whole service.
pub const SERVICE_FILE: &str = "spec/service.yaml";
/// Folder of the files that describe one operation each.
pub const OPERATIONS_FOLDER: &str = "spec/operations";

/// A file of the description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Path from the project's root, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The whole run: description in, files out.
///
/// # Errors
///
/// Everything that is wrong with the description, as far as it can be known at once.
pub fn generate(sources: &[Source]) -> Result<Files, Diagnostics> {
    let service = analyze(sources)?;
    Ok(emit::files(&service))
}

/// A version of OpenAPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenApiVersion {
    /// 3.0, which older tools ask for.
    V3_0,
    /// 3.1, the one that is generated.
    V3_1,
}

impl OpenApiVersion {
    /// As a document states it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0.3",
            Self::V3_1 => "3.1.0",
        }
    }
}

/// The document of OpenAPI alone. Nothing but the version differs between versions.
///
/// # Errors
///
/// As for [`generate`].
pub fn openapi(sources: &[Source], version: OpenApiVersion) -> Result<String, Diagnostics> {
    let service = analyze(sources)?;
    Ok(emit::openapi(&service, version))
}

/// The first half of the run: what the description says of the API.
///
/// # Errors
///
/// As for [`generate`].
pub fn analyze(sources: &[Source]) -> Result<ir::Service, Diagnostics> {
    read(sources).map(|(_, service)| service)
}

/// Compares help pages with the description. Returns one result per page, in the order given.
///
/// # Errors
///
/// As for [`generate`]: an invalid description is not compared.
pub fn compare(sources: &[Source], pages: &[Source]) -> Result<Vec<Result<Comparison, HelpPageError>>, Diagnostics> {
    let (description, service) = read(sources)?;
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
    let (_, service) = read(sources)?;
    Ok(help_page::import::import(&service, page, id)?)
}

/// The description as it is written, with its places, and as it is meant.
fn read(sources: &[Source]) -> Result<(description::parse::Description, ir::Service), Diagnostics> {
    let sources: Vec<Arc<Source>> = sources.iter().cloned().map(Arc::new).collect();
    let (description, mut diagnostics) = description::parse::description(&sources);
    let service = lower::lower(&description, &mut diagnostics);
    match service {
        Some(service) if diagnostics.is_empty() => Ok((description, service)),
        _ => Err(Diagnostics::new(diagnostics)),
    }
}
