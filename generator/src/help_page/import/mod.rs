//! Imports a new operation from its help page: writes the facts of its tables in the notation and leaves the prose to a
//! person.

mod examples;
mod names;
mod rows;
mod sections;
mod yaml;

use crate::help_page::HelpPageError;
use crate::help_page::read::{self, HelpPage, Row};
use crate::names::RustName;
use crate::{OPERATIONS_FOLDER, Source, ir};

use names::TypeNames;
use yaml::YamlWriter;

/// The placeholder for sentences that a person has to write.
pub const PLACEHOLDER: &str = "TODO";

/// A new operation file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedOperation {
    /// The file.
    pub file: Source,
    /// Decisions left to a person, in the order of the file.
    pub decisions: Vec<Decision>,
}

/// A decision that the help page does not settle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Line of the page, from 1.
    pub line: usize,
    /// What to decide, and what the import wrote in the meantime.
    pub message: String,
}

/// Imports the operation `id` from its help page.
pub(crate) fn import(service: &ir::Service, source: &Source, id: &str) -> Result<ImportedOperation, HelpPageError> {
    let error = |line, message: String| HelpPageError::new(&source.path, line, message);
    let module = match RustName::type_name(id).and_then(|_| RustName::module(id)) {
        Ok(module) => module,
        Err(reason) => return Err(error(1, format!("{reason}: name the operation as the vendor's SDKs do"))),
    };
    let page = read::read(&source.text).map_err(|error| HelpPageError::unreadable(&source.path, error))?;
    let request = &page.request;
    for operation in &service.operations {
        if operation.method.as_str() == request.value.method && operation.path == request.value.path {
            let file = &operation.file;
            let message = format!("{file} already describes this operation: run `cargo xtask docs check`");
            return Err(error(request.line, message));
        }
    }
    let mut writer = OperationWriter {
        names: TypeNames::new(service, id, &page),
        page: &page,
        yaml: YamlWriter::default(),
        enums: Vec::new(),
    };
    writer.operation(id);
    let YamlWriter { text, decisions } = writer.yaml;
    let path = format!("{OPERATIONS_FOLDER}/{module}.yaml");
    Ok(ImportedOperation { file: Source { path, text }, decisions })
}

/// Writes the sections of an operation file, in the order of the notation.
struct OperationWriter<'p> {
    names: TypeNames,
    page: &'p HelpPage,
    yaml: YamlWriter,
    /// Enums that the rows written so far use.
    enums: Vec<NewEnum<'p>>,
}

/// An enum that the file has to define.
struct NewEnum<'p> {
    name: String,
    /// The row that lists its values.
    row: &'p Row,
}

impl OperationWriter<'_> {
    fn operation(&mut self, id: &str) {
        self.head(id);
        self.parameters();
        self.response();
        self.pagination();
        self.objects();
        self.enums();
        self.examples();
    }
}
