//! The files of the description, parsed.

use std::sync::Arc;

use hss_yaml::{Code, Contents, Diagnostic, Node, ParsedFile, Source};
use rayon::prelude::*;
use serde::de::DeserializeOwned;

use super::{deserialize, notation};
use crate::paths::SERVICE_FILE;

/// The parsed description, without the files that could not be parsed.
pub struct Description {
    /// The file of the service as a whole.
    pub service: Option<Document<notation::Service>>,
    /// Sorted by path. Includes files with shape errors that could be repaired.
    pub operations: Vec<Arc<Document<notation::Operation>>>,
    /// Whether every file was parsed without errors. If not, a name that seems undefined may be defined in the missing
    /// part.
    pub(crate) complete: bool,
    /// Whether all objects and enums are known, if not all of their fields and values.
    pub(crate) knows_definitions: bool,
}

/// A parsed file of the description.
pub struct Document<T> {
    /// Its content in the notation.
    pub content: T,
    /// Its text and the positions in it.
    pub file: ParsedFile,
}

impl Description {
    /// Parses all files, and reports those that are missing or do not follow the notation. Reuses the documents of
    /// unchanged operation files from `previous` if that was parsed without errors.
    pub fn parse(sources: &[Arc<Source>], previous: Option<&Self>, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut description = Self { service: None, operations: Vec::new(), complete: true, knows_definitions: true };
        let mut operations: Vec<&Arc<Source>> = sources.iter().filter(|source| source.path != SERVICE_FILE).collect();
        operations.sort_by(|a, b| a.path.cmp(&b.path));
        let parse = |source: &Arc<Source>| {
            if let Some(document) = previous.and_then(|previous| previous.valid_document(source)) {
                return (Some(document), Vec::new());
            }
            let (document, errors) = Document::parse(source);
            (document.map(Arc::new), errors)
        };
        let parsed: Vec<_> = operations.into_par_iter().map(parse).collect();
        for (document, errors) in parsed {
            description.complete &= errors.is_empty();
            description.knows_definitions &= document.as_ref().is_some_and(|document| document.knows_definitions());
            diagnostics.extend(errors);
            description.operations.extend(document);
        }
        if let Some(source) = sources.iter().find(|source| source.path == SERVICE_FILE) {
            let (document, errors) = Document::parse(source);
            description.complete &= errors.is_empty();
            description.service = document.filter(|_| errors.is_empty());
            diagnostics.extend(errors);
        } else {
            description.complete = false;
            let source = Arc::new(Source { path: SERVICE_FILE.to_owned(), text: String::new() });
            let error = Diagnostic::new(Code::MissingFile, format!("{SERVICE_FILE} is missing"), &source, 0..0);
            diagnostics.push(error.with_help("create it: see spec/README.md for its keys"));
        }
        description
    }

    /// Returns the document of a file if it was parsed from the same text without errors.
    fn valid_document(&self, source: &Source) -> Option<Arc<Document<notation::Operation>>> {
        if !self.complete {
            return None;
        }
        let index = self.operations.binary_search_by(|document| document.file.source.path.cmp(&source.path)).ok()?;
        let document = self.operations.get(index)?;
        (document.file.source.text == source.yaml()).then(|| Arc::clone(document))
    }

    /// Returns all files that were parsed.
    #[must_use]
    pub fn files(&self) -> Vec<&ParsedFile> {
        let mut files: Vec<&ParsedFile> = self.operations.iter().map(|document| &document.file).collect();
        files.extend(self.service.as_ref().map(|document| &document.file));
        files
    }
}

impl<T: DeserializeOwned> Document<T> {
    /// Parses a file and returns its errors. If there are errors, some content may be missing; its positions are
    /// marked.
    fn parse(source: &Arc<Source>) -> (Option<Self>, Vec<Diagnostic>) {
        let (contents, mut diagnostics) = hss_yaml::read(source);
        let Some(Contents { mut file, value, removed }) = contents else { return (None, diagnostics) };
        let content = deserialize::deserialize(&mut file, value, removed, &mut diagnostics);
        (content.map(|content| Self { content, file }), diagnostics)
    }
}

impl Document<notation::Operation> {
    /// Returns whether no object and no enum is missing because of an error.
    fn knows_definitions(&self) -> bool {
        if !self.root().is_repaired() {
            return true;
        }
        let notation::Operation { objects, enums, .. } = &self.content;
        let mut count = 0;
        for (path, position) in self.file.positions() {
            match path.split('/').skip(1).collect::<Vec<_>>().as_slice() {
                ["objects" | "enums", _] => count += 1,
                ["objects"] if position.is_repaired && objects.is_empty() => return false,
                ["enums"] if position.is_repaired && enums.is_empty() => return false,
                // A misspelled key may be that of a section with definitions.
                [key]
                    if position.is_repaired
                        && position.scalar.is_none()
                        && !deserialize::keys::<notation::Operation>().contains(key) =>
                {
                    return false;
                }
                _ => {}
            }
        }
        count == objects.len() + enums.len()
    }
}

impl<T> Document<T> {
    /// Returns the root node.
    pub fn root(&self) -> Node<'_> {
        Node::new(&self.file, String::new())
    }
}
