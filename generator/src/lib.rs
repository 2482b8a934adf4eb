//! Generates the crate `huaweicloud-hss`, and what its command line must name, from the description of the API.
//!
//! A pure function from the description's text to the texts of files: [`generate`] never touches the disk.
//! The modules are the phases, in order: `parse` reads YAML into `spec`, `lower` resolves and checks it into [`ir`],
//! `emit` turns that into tokens, `render` prints them. Beside them, [`page`] reads help pages, [`drift`] compares them with
//! the description and [`draft`](mod@draft) begins the description of a new one.

mod description;
mod emit;
mod files;
pub mod help_page;
pub mod ir;
mod lower;
mod names;
mod render;

use std::sync::Arc;

pub use description::diagnostic::{Code, Diagnostic, Diagnostics};
pub use files::{Change, Files};
pub use help_page::compare::{Comparison, NotCompared};
pub use help_page::import::Draft;
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
    let mut files = emit::files(&service);
    files.insert("spec/schema.json".to_owned(), description::json_schema::file());
    Ok(files)
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

/// Holds help pages against the description; each page is answered for itself, in the order given.
///
/// # Errors
///
/// As for [`generate`]: a wrong description is compared with nothing.
pub fn compare(sources: &[Source], pages: &[Source]) -> Result<Vec<Result<Comparison, NotCompared>>, Diagnostics> {
    let (description, service) = read(sources)?;
    let pages = pages.iter().cloned().map(Arc::new);
    Ok(pages.map(|page| help_page::compare::compare(&description, &service, &page)).collect())
}

/// Drafts the description of a page that has none, for the operation `id`.
///
/// # Errors
///
/// As for [`generate`], since the names of a draft must be free; or why the page cannot be drafted.
pub fn draft(sources: &[Source], page: &Source, id: &str) -> Result<Result<Draft, NotCompared>, Diagnostics> {
    let (_, service) = read(sources)?;
    Ok(help_page::import::draft(&service, page, id))
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
