//! The finished part of a description.

use std::sync::Arc;

use hss_generator::description::Description;
use hss_generator::pipeline::{Lowered, parse_and_lower};
use hss_generator::{Diagnostic, Diagnostics, SERVICE_FILE, Severity, Source, ir};

use crate::notation::PLACEHOLDER;
use crate::read::RequestLine;

/// The description without its unfinished imports, and these apart from it.
///
/// An unfinished import still has placeholders and errors. It does not keep other operations from being compared or
/// imported.
pub(crate) struct FinishedDescription {
    pub description: Description,
    pub service: ir::Service,
    pub unfinished: Description,
    unfinished_sources: Vec<Source>,
}

impl FinishedDescription {
    /// Parses the description. Fails if a finished file has errors.
    pub(crate) fn new(sources: &[Source]) -> Result<Self, Diagnostics> {
        Self::parse(sources, None)
    }

    /// Parses the description after a change, without parsing unchanged files again. Fails if a finished file has errors.
    pub(crate) fn parse_changed(&self, sources: &[Source]) -> Result<Self, Diagnostics> {
        Self::parse(sources, Some(&self.description))
    }

    fn parse(sources: &[Source], previous: Option<&Description>) -> Result<Self, Diagnostics> {
        let mut finished = sources.to_vec();
        let mut unfinished_sources = Vec::new();
        loop {
            let diagnostics = match parse_and_lower(&finished, previous) {
                Ok(Lowered { description, service, .. }) => {
                    let unfinished: Vec<Arc<Source>> = unfinished_sources.iter().cloned().map(Arc::new).collect();
                    let unfinished = Description::parse(&unfinished, None, &mut Vec::new());
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

    /// Returns the paths of the unfinished operation files.
    pub(crate) fn unfinished_paths(&self) -> Vec<String> {
        self.unfinished_sources.iter().map(|source| source.path.clone()).collect()
    }

    /// Returns the path of the unfinished operation file with a request line.
    pub(crate) fn unfinished_file_of(&self, request: &RequestLine) -> Option<&str> {
        let request = request.to_string();
        let document = self.unfinished.operations.iter().find(|document| document.content.request == request)?;
        Some(&document.file.source.path)
    }
}
