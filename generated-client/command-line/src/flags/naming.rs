//! Names of commands, made from the names that the service uses.

use heck::ToKebabCase;
use huaweicloud_core::descriptor::OperationDescriptor;

/// Returns the command name of an operation.
pub(crate) fn command_name(operation: &OperationDescriptor) -> String {
    operation.id.to_kebab_case()
}

/// Returns the name of a built-in command, with the name of the program as a prefix if an operation has the name:
/// operations come first.
pub(crate) fn built_in_name(name: &str, program: &str, is_operation: impl Fn(&str) -> bool) -> String {
    let mut name = name.to_owned();
    while is_operation(&name) {
        name = format!("{program}-{name}");
    }
    name
}
