//! Generates a client such as the crate `huaweicloud-hss`, the operations of its command line, and its OpenAPI document
//! from the description of an API in `spec/`.
//!
//! [`generate`] is a pure function from the files of the description to the generated files. It runs in three phases:
//!
//! 1. `description` parses YAML, which `hss-yaml` reads, into the types of the notation.
//! 2. `lower` resolves names, checks every fact, and produces the [`ir`].
//! 3. `emit` produces Rust and OpenAPI from the [`ir`].
//!
//! Errors in the description become [`Diagnostics`], all of them at once. Warnings about it come with the generated
//! [`Files`].
//!
//! Two crates for maintainers read the results of the first two phases: `hss-help-page` compares the vendor's help
//! pages with the description, and `hss-changes` compares two descriptions.

pub mod description;
mod emit;
mod files;
pub mod flags;
pub mod ir;
mod lower;
mod names;
mod paths;
pub mod pipeline;
mod render;
pub mod syntax;
pub mod text;

use pipeline::{Lowered, parse_and_lower};

pub use emit::OpenApiVersion;
pub use files::{Change, Files};
pub use hss_yaml::{Code, Diagnostic, Diagnostics, MAX_DESCRIPTION_FILE, Severity, Source};
pub use names::{NameKind, RustName};
pub use paths::{GENERATED_FOLDER, OPERATIONS_FOLDER, SERVICE_FILE};

/// Generates all files from the description.
///
/// # Errors
///
/// Returns all errors in the description.
pub fn generate(sources: &[Source]) -> Result<Files, Diagnostics> {
    let Lowered { service, warnings, .. } = parse_and_lower(sources, None)?;
    let mut files = emit::files(&service);
    files.warnings = warnings;
    files.insert("spec/schema.json".to_owned(), description::json_schema::file());
    Ok(files)
}

/// Generates the OpenAPI document. Versions differ only in the version number.
///
/// # Errors
///
/// Returns all errors in the description.
pub fn openapi(sources: &[Source], version: OpenApiVersion) -> Result<String, Diagnostics> {
    let lowered = parse_and_lower(sources, None)?;
    Ok(emit::openapi(&lowered.service, version))
}

/// Parses and checks the description without generating anything.
///
/// # Errors
///
/// Returns all errors in the description.
pub fn analyze(sources: &[Source]) -> Result<ir::Service, Diagnostics> {
    let lowered = parse_and_lower(sources, None)?;
    Ok(lowered.service)
}
