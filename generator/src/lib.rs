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
//! Errors in the description become [`Diagnostics`], all of them at once. Warnings about it come with the generated
//! [`Files`].
//!
//! [`help_page`] is for maintainers only: it reads the vendor's help pages, [compares](compare) them with the description
//! and [imports](import) new operations from them. Generated code does not depend on it.

pub mod changes;
mod description;
mod diagnostic;
mod emit;
mod files;
pub mod help_page;
pub mod ir;
mod lower;
mod names;
mod pipeline;
mod render;
mod source;
mod syntax;
mod text;

use std::fmt;
use std::sync::Arc;

use description::Description;
use help_page::import::PLACEHOLDER;
use pipeline::{Lowered, parse_and_lower};

pub use diagnostic::{Code, Diagnostic, Diagnostics, Severity};
pub use emit::OpenApiVersion;
pub use files::{Change, Files};
pub use help_page::HelpPageError;
pub use help_page::compare::{Comparison, ComparisonReport};
pub use help_page::import::ImportedOperation;
pub use names::RustName;
pub use source::{OPERATIONS_FOLDER, SERVICE_FILE, Source};

/// Generates all files from the description.
///
/// # Errors
///
/// Returns all errors in the description.
pub fn generate(sources: &[Source]) -> Result<Files, Diagnostics> {
    let Lowered { service, warnings, .. } = parse_and_lower(sources)?;
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
    let Lowered { service, .. } = parse_and_lower(sources)?;
    Ok(emit::openapi(&service, version))
}

/// Parses and checks the description without generating anything.
///
/// # Errors
///
/// Returns all errors in the description.
pub fn analyze(sources: &[Source]) -> Result<ir::Service, Diagnostics> {
    let Lowered { service, .. } = parse_and_lower(sources)?;
    Ok(service)
}

/// Compares help pages with the description.
///
/// An unfinished import, which still has placeholders and errors, does not keep other operations from being compared.
///
/// # Errors
///
/// Returns all errors in the description, except for those of unfinished imports.
pub fn compare(sources: &[Source], pages: &[Source]) -> Result<ComparisonReport, Diagnostics> {
    let finished = Finished::new(sources)?;
    let mut report =
        ComparisonReport { pages: Vec::new(), operations_without_page: Vec::new(), unfinished: Vec::new() };
    for page in pages {
        let result =
            match help_page::compare::compare(&finished.description, &finished.service, &Arc::new(page.clone())) {
                Err(error) => Err(finished.explain(error, page)),
                compared => compared,
            };
        report.pages.push(result);
    }
    for operation in &finished.service.operations {
        let compared = |page: &Result<Comparison, HelpPageError>| {
            page.as_ref().is_ok_and(|comparison| comparison.operation == operation.id)
        };
        if !report.pages.iter().any(compared) {
            report.operations_without_page.push(operation.file.clone());
        }
    }
    report.unfinished = finished.unfinished_paths();
    Ok(report)
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
/// Fails if the description is invalid, except for unfinished imports, or if the page cannot be read or is already
/// described.
pub fn import(sources: &[Source], page: &Source, id: &str) -> Result<ImportedOperation, ImportError> {
    let finished = Finished::new(sources)?;
    let mut imported = help_page::import::import(&finished.service, &finished.unfinished, page, id)?;
    let mut sources: Vec<Source> = sources.to_vec();
    sources.retain(|source| finished.unfinished_paths().iter().all(|path| *path != source.path));
    sources.push(imported.file.clone());
    match parse_and_lower(&sources) {
        Ok(lowered) => imported.warnings = lowered.warnings.of_file(&imported.file.path),
        Err(diagnostics) => imported.diagnostics = Some(diagnostics),
    }
    Ok(imported)
}

/// The description without unfinished imports.
struct Finished {
    description: Description,
    service: ir::Service,
    /// Operation files that have both placeholders and errors.
    unfinished: Description,
    unfinished_sources: Vec<Source>,
}

impl Finished {
    fn new(sources: &[Source]) -> Result<Self, Diagnostics> {
        let mut finished = sources.to_vec();
        let mut unfinished_sources = Vec::new();
        loop {
            let diagnostics = match parse_and_lower(&finished) {
                Ok(Lowered { description, service, .. }) => {
                    let unfinished: Vec<Arc<Source>> = unfinished_sources.iter().cloned().map(Arc::new).collect();
                    let unfinished = Description::parse(&unfinished, &mut Vec::new());
                    return Ok(Self { description, service, unfinished, unfinished_sources });
                }
                Err(diagnostics) => diagnostics,
            };
            let is_unfinished = |source: &mut Source| {
                let has_placeholder = source.path != SERVICE_FILE && source.text.contains(PLACEHOLDER);
                let is_error = |error: &Diagnostic| error.severity == Severity::Error && error.path() == source.path;
                has_placeholder && diagnostics.iter().any(is_error)
            };
            let count = unfinished_sources.len();
            unfinished_sources.extend(finished.extract_if(.., is_unfinished));
            if unfinished_sources.len() == count {
                return Err(diagnostics);
            }
        }
    }

    fn unfinished_paths(&self) -> Vec<String> {
        self.unfinished_sources.iter().map(|source| source.path.clone()).collect()
    }

    /// Says so if an unfinished import describes the page that cannot be compared.
    fn explain(&self, error: HelpPageError, page: &Source) -> HelpPageError {
        match help_page::unfinished_file_of(&self.unfinished, page) {
            Some(file) => HelpPageError {
                message: format!("{file} describes this operation, but has errors: run `cargo xtask generate`"),
                is_undescribed: false,
                ..error
            },
            None => error,
        }
    }
}
