//! The clap commands: one for each operation, and the built-in ones.

use std::collections::HashMap;

use clap::{Arg, ArgAction, ArgMatches, Command};
use heck::ToKebabCase;
use huaweicloud_hss::descriptor::{OperationDescriptor, ParameterLocation, Type};

use crate::error::CliError;
use crate::generated::OPERATIONS;
use crate::operation::Operation;
use crate::parameter_flags::{Flag, parameter_flags};
use crate::{built_in, command_groups, common_flags, credentials, exit_code, flag_value, help};

/// Maximum line width of help.
const MAX_HELP_WIDTH: usize = 120;

/// Parses the command line.
pub(crate) fn parse_arguments() -> Result<ArgMatches, CliError> {
    root().try_get_matches().map_err(CliError::from_clap)
}

/// Returns the operation with this command name.
pub(crate) fn find_operation(name: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| self::name(operation.descriptor) == name)
}

/// Returns the command name of an operation.
pub(crate) fn name(operation: &OperationDescriptor) -> String {
    operation.id.to_kebab_case()
}

/// Returns the program with all commands.
pub(crate) fn root() -> Command {
    let root = Command::new("hss")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Calls Huawei Cloud's Host Security Service (HSS) and prints its responses as JSON.")
        .after_help(format!("{}\n\n{}", credentials::HELP, exit_code::HELP))
        .max_term_width(MAX_HELP_WIDTH)
        .disable_help_subcommand(find_operation("help").is_some())
        .subcommand_required(true)
        .arg_required_else_help(true)
        .args(common_flags::connection())
        .subcommands(OPERATIONS.iter().map(operation_command))
        .subcommands(built_in::commands());
    let groups: HashMap<String, &str> =
        OPERATIONS.iter().filter_map(|operation| Some((name(operation.descriptor), operation.group?))).collect();
    if groups.is_empty() { root } else { command_groups::show(root, &groups) }
}

fn operation_command(operation: &Operation) -> Command {
    let descriptor = operation.descriptor;
    let flags = parameter_flags(descriptor);
    let mut command = Command::new(name(descriptor))
        .about(help::summary(descriptor))
        .after_help(help::footer(descriptor, &flags))
        .next_line_help(true);
    if let Some(doc) = operation.doc {
        command = command.long_about(format!("{}\n\n{doc}", help::summary(descriptor)));
    }
    for flag in &flags {
        command = command.arg(parameter_arg(flag, operation));
    }
    for arg in common_flags::call() {
        if !operation.has_flag(arg.get_id().as_str()) {
            continue;
        }
        if arg.get_id() == common_flags::ALL {
            command = command.arg(arg.help(help::all(descriptor, &flags)));
        } else {
            command = command.arg(arg);
        }
    }
    command
}

fn parameter_arg(flag: &Flag, operation: &Operation) -> Arg {
    let ty = flag_value::value_type(flag.field.ty);
    let is_repeatable = flag_value::is_repeatable(flag.field.ty);
    let heading = if flag.location == ParameterLocation::Body { "Body" } else { "Parameters" };
    let arg = Arg::new(flag.name.clone())
        .long(flag.name.clone())
        .value_name(flag_value::placeholder(ty))
        .value_parser(move |text: &str| flag_value::parse(ty, text))
        .action(if is_repeatable { ArgAction::Append } else { ArgAction::Set })
        .help_heading(heading)
        .help(help::flag(flag, operation.help));
    match ty {
        Type::Integer(_) | Type::Long(_) | Type::IntegerEnum(_) | Type::Number(_) => arg.allow_negative_numbers(true),
        Type::Boolean(_) if !is_repeatable => arg.num_args(0..=1).default_missing_value("true"),
        _ => arg,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks, among other things, that flag names are unique.
    #[test]
    fn commands_pass_clap_assertions() {
        root().debug_assert();
    }
}
