//! Imports a new operation from its help page: writes the facts of its tables in the notation and leaves the prose to a
//! person.

mod additions;
mod examples;
mod names;
mod rows;
mod sections;
mod yaml;

use std::collections::HashMap;

use hss_generator::pipeline::parse_and_lower;
use hss_generator::syntax::request_line;
use hss_generator::{Diagnostics, OPERATIONS_FOLDER, RustName, Source};

use crate::error::{HelpPageError, ImportError};
use crate::expressible::ExpressiblePage;
use crate::finished::FinishedDescription;
use crate::notation::sentences_to_write;
use crate::read::{self, HelpPage, Row};
use crate::remark::Remark;

use names::TypeNames;
use yaml::YamlWriter;

pub(crate) use additions::{Additions, Definition};
pub(crate) use names::derived_name;

/// A new operation file.
#[derive(Clone, Debug)]
pub struct ImportedOperation {
    /// The file.
    pub file: Source,
    /// Decisions left to a person, in the order of the file.
    pub decisions: Vec<Remark>,
    /// Facts of the page that the file leaves out or changes, without a decision to make.
    pub notes: Vec<Remark>,
    /// Number of sentences that a person has to write.
    pub sentences: usize,
    /// Errors that the generator finds in the file.
    pub diagnostics: Option<Diagnostics>,
    /// Warnings of the generator about the file, if it has no errors.
    pub warnings: Diagnostics,
}

/// Imports the operation `id` from its help page. The file may still have errors.
pub(crate) fn import(sources: &[Source], page: &Source, id: &str) -> Result<ImportedOperation, ImportError> {
    let finished = FinishedDescription::new(sources)?;
    let module = match RustName::type_name(id).and_then(|_| RustName::module(id)) {
        Ok(module) => module,
        Err(reason) => {
            let message = format!("{reason}: name the operation as the vendor's SDKs do");
            return Err(HelpPageError::new(&page.path, 1, message).into());
        }
    };
    let page = read_new_page(&finished, page)?;
    let mut writer = OperationWriter::new(TypeNames::new(&finished, id, &page, HashMap::new()), &page);
    writer.write_operation(id);
    let YamlWriter { text, decisions, notes } = writer.yaml;
    let sentences = sentences_to_write(&text);
    let file = Source { path: format!("{OPERATIONS_FOLDER}/{module}.yaml"), text };
    let unfinished = finished.unfinished_paths();
    let mut sources: Vec<Source> = sources.to_vec();
    sources.retain(|source| !unfinished.contains(&source.path));
    sources.push(file.clone());
    let (diagnostics, warnings) = match parse_and_lower(&sources, None) {
        Ok(lowered) => (None, lowered.warnings.of_file(&file.path)),
        Err(diagnostics) => (Some(diagnostics), Diagnostics::default()),
    };
    Ok(ImportedOperation { file, decisions, notes, sentences, diagnostics, warnings })
}

/// Reads the help page of an operation that no file describes yet.
fn read_new_page(finished: &FinishedDescription, source: &Source) -> Result<HelpPage, HelpPageError> {
    let page = read::read(&source.text).map_err(|error| HelpPageError::unreadable(&source.path, error))?;
    let request = &page.request;
    let error = |message: String| HelpPageError::new(&source.path, request.line, message);
    if let Err(reason) = request_line::check(&request.value.to_string()) {
        return Err(error(format!("the request line `{}` cannot be described: {reason}", request.value)));
    }
    for operation in &finished.service.operations {
        if operation.method.as_str() == request.value.method && operation.path == request.value.path {
            let file = &operation.file;
            return Err(error(format!("{file} already describes this operation: run `cargo xtask docs check`")));
        }
    }
    if let Some(file) = finished.unfinished_file_of(&request.value) {
        let message = format!("{file} already describes this operation, but has errors: run `cargo xtask generate`");
        return Err(error(message));
    }
    Ok(page)
}

/// Writes the sections of an operation file, in the order of the notation.
struct OperationWriter<'p> {
    names: TypeNames,
    page: &'p HelpPage,
    expressible: ExpressiblePage<'p>,
    yaml: YamlWriter,
    /// Enums that the rows written so far use.
    enums: Vec<NewEnum<'p>>,
    /// Names of the objects that the rows written so far use.
    used_objects: Vec<String>,
}

/// An enum that the file has to define.
struct NewEnum<'p> {
    name: String,
    is_integer: bool,
    /// The row that lists its values.
    row: &'p Row,
}

impl<'p> OperationWriter<'p> {
    fn new(names: TypeNames, page: &'p HelpPage) -> Self {
        Self {
            names,
            page,
            expressible: ExpressiblePage::new(page),
            yaml: YamlWriter::default(),
            enums: Vec::new(),
            used_objects: Vec::new(),
        }
    }

    fn write_operation(&mut self, id: &str) {
        self.write_head(id);
        self.write_parameters();
        self.write_response();
        self.write_pagination();
        self.write_objects();
        self.write_enums();
        self.write_examples();
    }
}
