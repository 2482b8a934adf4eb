//! The service.

use super::{Definition, Enum, Object, Operation};
use crate::description::notation::Signature;
use crate::names::RustName;
use crate::paths::OPERATIONS_FOLDER;

/// The service with all its operations.
#[derive(Debug)]
pub struct Service {
    /// Short name.
    pub name: String,
    /// Full name.
    pub title: String,
    /// Endpoint with the placeholder `{region}`.
    pub endpoint: String,
    /// Regions with an endpoint that does not follow that pattern, with their endpoints.
    pub endpoint_exceptions: Vec<(String, String)>,
    /// Regions known to offer the service. There may be others.
    pub regions: Vec<String>,
    /// Header that contains the credential.
    pub credential_header: String,
    /// How requests are signed, if the service accepts signatures.
    pub signature: Option<Signature>,
    /// Fields of error responses, each with its meaning.
    pub error_fields: Vec<(String, String)>,
    /// Operations, sorted by the path of their files.
    pub operations: Vec<Operation>,
}

impl Service {
    /// Returns the name of the service's crate in code, such as `huaweicloud_hss`.
    #[must_use]
    pub fn crate_name(&self) -> String {
        let mut name = "huaweicloud".to_owned();
        for word in self.name.split(|character: char| !character.is_ascii_alphanumeric()) {
            if !word.is_empty() {
                name.push('_');
                name.push_str(&word.to_ascii_lowercase());
            }
        }
        name
    }

    /// Returns the operation with an ID.
    pub(crate) fn operation(&self, id: &str) -> Option<&Operation> {
        let file = format!("{OPERATIONS_FOLDER}/{}.yaml", RustName::module(id).ok()?);
        let index = self.operations.binary_search_by(|operation| operation.file.cmp(&file)).ok()?;
        self.operations.get(index)
    }

    /// Returns the object that a definition refers to.
    #[must_use]
    pub fn object(&self, definition: &Definition) -> Option<&Object> {
        self.operations.get(definition.operation)?.objects.get(definition.index)
    }

    /// Returns the enum that a definition refers to.
    #[must_use]
    pub fn r#enum(&self, definition: &Definition) -> Option<&Enum> {
        self.operations.get(definition.operation)?.enums.get(definition.index)
    }

    /// Returns the operation that returns the state of the task that an operation creates.
    pub(crate) fn status_of(&self, operation: &Operation) -> Option<&Operation> {
        self.operation(&operation.task.as_ref()?.operation)
    }

    /// Returns the operation that returns the file of the task whose state an operation returns.
    pub(crate) fn file_of(&self, status: &Operation) -> Option<&Operation> {
        self.operation(&status.wait.as_ref()?.file.as_ref()?.operation)
    }
}
