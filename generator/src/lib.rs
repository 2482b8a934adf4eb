//! Generates the crate `huaweicloud-hss`, and what its command line must name, from the description of the API.
//!
//! A pure function from the description's text to the texts of files: [`generate`] never touches the disk.
//! The modules are the phases, in order: `parse` reads YAML into `spec`, `lower` resolves and checks it into [`ir`],
//! `emit` turns that into tokens, `render` prints them.

mod diagnostic;
mod emit;
mod files;
pub mod ir;
mod lower;
mod names;
mod parse;
mod render;
#[allow(clippy::struct_field_names, reason = "fields are named like the keys of the notation")]
mod spec;

use std::sync::Arc;

pub use diagnostic::{Code, Diagnostic, Diagnostics};
pub use files::{Change, Files};
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
    let service = understand(sources)?;
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
    let service = understand(sources)?;
    Ok(emit::openapi(&service, version))
}

/// The first half of the run: what the description says of the API.
///
/// # Errors
///
/// As for [`generate`].
pub fn understand(sources: &[Source]) -> Result<ir::Service, Diagnostics> {
    let sources: Vec<Arc<Source>> = sources.iter().cloned().map(Arc::new).collect();
    let (description, mut diagnostics) = parse::description(&sources);
    let service = lower::lower(&description, &mut diagnostics);
    match service {
        Some(service) if diagnostics.is_empty() => Ok(service),
        _ => Err(Diagnostics::new(diagnostics)),
    }
}
