//! Finds operations in the table of a program.

use crate::flags::naming;
use crate::operation::Operation;

/// Returns the operation with this command name.
pub(crate) fn find(operations: &'static [Operation], name: &str) -> Option<&'static Operation> {
    operations.iter().find(|operation| naming::command_name(operation.descriptor) == name)
}
