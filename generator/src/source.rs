//! The files that the generator reads, and the paths of the project's files.

/// Path of the file that describes the service as a whole.
pub const SERVICE_FILE: &str = "spec/service.yaml";
/// Folder of the operation files, which describe one operation each.
pub const OPERATIONS_FOLDER: &str = "spec/operations";
/// Folder that contains only generated files: others in it are obsolete.
pub const GENERATED_FOLDER: &str = "generated-client/src/generated";

/// Maximum size of a file of the description, in bytes: 1 MiB, far larger than any help page needs.
pub const MAX_DESCRIPTION_FILE: usize = 1024 * 1024;

/// A file of the description, or a help page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Path from the project's root, with `/` as separator.
    pub path: String,
    /// Content of the file.
    pub text: String,
}

impl Source {
    /// Returns the line of a byte offset, from 1.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        self.text.get(..offset).unwrap_or_default().matches('\n').count() + 1
    }
}
