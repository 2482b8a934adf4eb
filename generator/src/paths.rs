//! The paths of the project's files.

/// Path of the file that describes the service as a whole.
pub const SERVICE_FILE: &str = "spec/service.yaml";
/// Folder of the operation files, which describe one operation each.
pub const OPERATIONS_FOLDER: &str = "spec/operations";
/// Folder that contains only generated files: others in it are obsolete.
pub const GENERATED_FOLDER: &str = "generated-client/src/generated";
