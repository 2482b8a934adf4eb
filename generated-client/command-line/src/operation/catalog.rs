//! Finds operations in the table of a program.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::error::CliError;
use crate::flags::common_flags;
use crate::operation::{Operation, listing};

/// Returns the operation with this command name.
pub(crate) fn find(operations: &'static [Operation], name: &str) -> Option<&'static Operation> {
    operations.iter().find(|operation| operation.command_name() == name)
}

/// Returns the error for a command line that clap cannot explain. `help` is the command line that lists a group,
/// without its name.
pub(crate) fn explain(operations: &'static [Operation], help: &str, error: &clap::Error) -> Option<CliError> {
    explain_group(operations, help, error).or_else(|| explain_secret(operations, error))
}

/// Returns the error for the name of a group in place of a command.
fn explain_group(operations: &'static [Operation], help: &str, error: &clap::Error) -> Option<CliError> {
    let Some(ContextValue::String(name)) = error.get(ContextKind::InvalidSubcommand) else { return None };
    listing::of_group(operations, name)?;
    Some(CliError::usage(format!("'{name}' is a group of operations: '{help} {name}' lists them")))
}

/// Returns the error for a flag that would set a secret parameter of the command that was called.
fn explain_secret(operations: &'static [Operation], error: &clap::Error) -> Option<CliError> {
    let (ErrorKind::UnknownArgument, Some(ContextValue::String(flag))) =
        (error.kind(), error.get(ContextKind::InvalidArg))
    else {
        return None;
    };
    let mut arguments = std::env::args_os().filter_map(|argument| argument.into_string().ok());
    let operation = arguments.find_map(|argument| find(operations, &argument))?;
    let name = flag.trim_start_matches("--");
    let secret = operation.secrets().into_iter().find(|secret| secret.name == name)?;
    let (name, input) = (secret.path(), common_flags::INPUT);
    Some(CliError::usage(format!(
        "no flag accepts {name}, which is secret: set it in the JSON of --{input} FILE, or of --{input} -"
    )))
}
