//! Finds operations in the table of a program.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::error::CliError;
use crate::flags::{common_flags, naming, secrets};
use crate::operation::Operation;

/// Returns the operation with this command name.
pub(crate) fn find(operations: &'static [Operation], name: &str) -> Option<&'static Operation> {
    operations.iter().find(|operation| naming::command_name(operation.descriptor) == name)
}

/// Returns the error for a flag that would set a secret parameter of the command that was called.
pub(crate) fn explain_secret(operations: &'static [Operation], error: &clap::Error) -> Option<CliError> {
    let (ErrorKind::UnknownArgument, Some(ContextValue::String(flag))) =
        (error.kind(), error.get(ContextKind::InvalidArg))
    else {
        return None;
    };
    let mut arguments = std::env::args_os().filter_map(|argument| argument.into_string().ok());
    let operation = arguments.find_map(|argument| find(operations, &argument))?;
    let secret = secrets::find_by_flag(operation.descriptor, flag.trim_start_matches("--"))?;
    let (name, input) = (secret.path(), common_flags::INPUT);
    Some(CliError::usage(format!(
        "no flag accepts {name}, which is secret: set it in the JSON of --{input} FILE, or of --{input} -"
    )))
}
