//! Finds operations in the table of a program.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::error::CliError;
use crate::flags::common_flags;
use crate::operation::{Operation, listing};
use crate::program::{HELP, Program};

/// Returns the operation with this command name.
pub(crate) fn find(operations: &'static [Operation], name: &str) -> Option<&'static Operation> {
    operations.iter().find(|operation| operation.command_name() == name)
}

/// Returns the error for a command line that clap cannot explain.
pub(crate) fn explain(
    program: &Program,
    operations: &'static [Operation],
    arguments: &[OsString],
    error: &clap::Error,
) -> Option<CliError> {
    explain_group(program, operations, error).or_else(|| explain_secret(operations, arguments, error))
}

/// Returns the error for the name of a group in place of a command.
fn explain_group(program: &Program, operations: &'static [Operation], error: &clap::Error) -> Option<CliError> {
    let Some(ContextValue::String(name)) = error.get(ContextKind::InvalidSubcommand) else { return None };
    listing::of_group(operations, name)?;
    let help = program.built_in(HELP);
    Some(CliError::usage(format!("'{name}' is a group of operations: '{help} {name}' lists them")))
}

/// Returns the error for a flag that would set a secret parameter of the command that was called.
fn explain_secret(operations: &'static [Operation], arguments: &[OsString], error: &clap::Error) -> Option<CliError> {
    let (ErrorKind::UnknownArgument, Some(ContextValue::String(flag))) =
        (error.kind(), error.get(ContextKind::InvalidArg))
    else {
        return None;
    };
    let operation = arguments.iter().find_map(|argument| find(operations, argument.to_str()?))?;
    let name = flag.trim_start_matches("--");
    let secret = operation.secrets().into_iter().find(|secret| secret.name == name)?;
    let (name, input) = (secret.path(), common_flags::INPUT);
    Some(CliError::usage(format!(
        "no flag accepts {name}, which is secret: set it in the JSON of --{input} FILE, or of --{input} -"
    )))
}
