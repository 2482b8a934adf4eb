//! The commands that there are: one for each operation, and the mock.

use clap::{Arg, ArgAction, ArgMatches, Command};
use heck::ToKebabCase;
use huaweicloud_hss::descriptor::{OperationDescriptor, ParameterLocation, Type};

use crate::exit::{self, Exit};
use crate::flag::{Flag, flags};
use crate::generated::OPERATIONS;
use crate::operation::Operation;
use crate::{credentials, help, mock, options, value};

/// Widest line of help.
const WIDTH: usize = 120;

/// Reads the command line.
pub(crate) fn matches() -> Result<ArgMatches, Exit> {
    root().try_get_matches().map_err(|error| Exit::arguments(&error))
}

/// The operation that a command calls.
pub(crate) fn operation(command: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| name(operation.descriptor) == command)
}

fn name(operation: &OperationDescriptor) -> String {
    operation.id.to_kebab_case()
}

fn root() -> Command {
    Command::new("hss")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Calls Huawei Cloud's Host Security Service (HSS), and prints its answers as JSON.")
        .after_help(format!("{}\n\n{}", credentials::SOURCES, exit::CODES))
        .max_term_width(WIDTH)
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .args(options::connection())
        .subcommands(OPERATIONS.iter().map(of_operation))
        .subcommand(mock::command())
}

fn of_operation(operation: &Operation) -> Command {
    let descriptor = operation.descriptor;
    let flags = flags(descriptor);
    let call = options::call().into_iter().filter(|arg| operation.is_list || arg.get_id() != options::ALL);
    Command::new(name(descriptor))
        .about(help::summary(descriptor))
        .after_help(help::footer(descriptor, &flags))
        .next_line_help(true)
        .args(flags.iter().map(|flag| of_flag(flag, operation)))
        .args(call)
}

fn of_flag(flag: &Flag, operation: &Operation) -> Arg {
    let (ty, repeated) = value::flag_type(flag.field.ty);
    let heading = if flag.location == ParameterLocation::Body { "Body" } else { "Parameters" };
    let arg = Arg::new(flag.name.clone())
        .long(flag.name.clone())
        .value_name(value::placeholder(ty))
        .value_parser(move |text: &str| value::parse(ty, text))
        .action(if repeated { ArgAction::Append } else { ArgAction::Set })
        .help_heading(heading)
        .help(help::flag(flag, operation.help));
    match ty {
        Type::Integer(_) | Type::Long(_) => arg.allow_negative_numbers(true),
        Type::Boolean(_) if !repeated => arg.num_args(0..=1).default_missing_value("true"),
        _ => arg,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Among much else, that no two flags have one name.
    #[test]
    fn the_commands_are_sound() {
        root().debug_assert();
    }
}
