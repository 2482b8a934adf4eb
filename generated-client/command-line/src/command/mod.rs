//! The clap commands: one for each operation, and the built-in ones.

mod candidates;
mod help;
mod page;

use clap::{Arg, ArgAction, Command};
use huaweicloud_core::descriptor::{ParameterLocation, Type};

use crate::built_in;
use crate::client::credentials;
use crate::error::exit_code;
use crate::flags::parameter_flags::Flag;
use crate::flags::{common_flags, flag_value};
use crate::operation::{Operation, listing};
use crate::output;
use crate::program::{HELP, Program};

/// Returns the program with all commands.
pub(crate) fn root(program: &Program, operations: &'static [Operation]) -> Command {
    let built_in = built_in::commands(program, operations);
    let lines = built_in.iter().map(|command| (command.get_name().to_owned(), about(command))).collect();
    let list = listing::of_program(lines, operations, &program.built_in(HELP));
    let root = Command::new(program.name)
        .version(program.version)
        .about(program.about)
        .after_help(format!("{}\n\n{}", credentials::HELP, exit_code::HELP))
        .max_term_width(output::help::MAX_WIDTH)
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .args(common_flags::connection())
        .mut_arg(common_flags::REGION, |arg| arg.add(candidates::of_names(program.service.regions)))
        .mut_arg(common_flags::PROFILE, |arg| arg.add(candidates::of_profiles()))
        .subcommands(built_in)
        .subcommands(operations.iter().map(|operation| operation_command(program, operation)));
    page::with_list(root, list)
}

fn about(command: &Command) -> String {
    command.get_about().map(ToString::to_string).unwrap_or_default()
}

fn operation_command(program: &Program, operation: &Operation) -> Command {
    let descriptor = operation.descriptor;
    let flags = operation.flags();
    let mut command = Command::new(operation.command_name())
        .about(operation.summary())
        .override_usage(help::usage(program, operation, &flags))
        .after_help(help::footer(operation, &flags))
        .next_line_help(true);
    if let Some(doc) = operation.doc {
        command = command.long_about(format!("{}\n\n{doc}", operation.summary()));
    }
    for flag in &flags {
        command = command.arg(parameter_arg(flag, operation));
    }
    for arg in common_flags::call() {
        let name = arg.get_id().as_str();
        if !operation.has_flag(name) {
            continue;
        }
        command = command.arg(match name {
            common_flags::ALL => arg.help(help::all(descriptor, &flags)),
            // A file has no other format.
            common_flags::OUTPUT if !operation.has_flag(common_flags::COLUMNS) => {
                arg.value_parser([common_flags::CURL]).help("Print a dry run as a curl command that sends the request")
            }
            common_flags::COLUMNS => arg.add(candidates::of_columns(descriptor)),
            _ => arg,
        });
    }
    command
}

fn parameter_arg(flag: &Flag, operation: &Operation) -> Arg {
    let ty = flag_value::value_type(flag.field.ty);
    let is_repeatable = flag_value::is_repeatable(flag.field.ty);
    let heading = if flag.location == ParameterLocation::Body { "Body" } else { "Parameters" };
    let arg = Arg::new(flag.name)
        .long(flag.name)
        .value_name(flag_value::placeholder(ty))
        .value_parser(move |text: &str| flag_value::parse(ty, text))
        .action(if is_repeatable { ArgAction::Append } else { ArgAction::Set })
        .help_heading(heading)
        .help(help::flag(flag, operation))
        .add(candidates::of_parameter(ty, flag.help));
    match ty {
        Type::Integer(_) | Type::Long(_) | Type::IntegerEnum(_) | Type::Number(_) => arg.allow_negative_numbers(true),
        Type::Boolean(_) if !is_repeatable => arg.num_args(0..=1).default_missing_value("true"),
        _ => arg,
    }
}

#[cfg(test)]
mod tests {
    use huaweicloud_core::Download;
    use huaweicloud_core::codegen::table;
    use huaweicloud_core::descriptor::{OperationDescriptor, ServiceDescriptor};
    use serde::{Deserialize, Serialize};

    use super::*;
    use crate::flags::parameter_help::ParameterHelp;

    const SERVICE: &ServiceDescriptor =
        &table::service("Museum", "museum/1").operations(&[<MockRequest as huaweicloud_core::Operation>::DESCRIPTOR]);
    const PROGRAM: Program =
        Program { name: "museum", version: "1.2.3", about: "Calls.", app_name: "museum-cli", service: SERVICE };

    #[derive(Clone, Default, Deserialize, Serialize)]
    struct MockRequest {}

    impl huaweicloud_core::Operation for MockRequest {
        type Response = Download;

        const DESCRIPTOR: &'static OperationDescriptor =
            &table::operation("Mock", "GET", "/").parameters(&[table::query("region", table::json())]);
    }

    const OPERATIONS: &[Operation] =
        &[Operation::file::<MockRequest>(&[ParameterHelp::query("region", "query-region", "The region.")])];

    /// Checks, among other things, that flag names are unique.
    #[test]
    fn commands_pass_clap_assertions() {
        root(&PROGRAM, &[]).debug_assert();
        root(&PROGRAM, OPERATIONS).debug_assert();
    }

    #[test]
    fn operations_take_the_names_of_built_in_commands() {
        let mut names = Vec::new();
        for command in root(&PROGRAM, OPERATIONS).get_subcommands() {
            names.push(command.get_name().to_owned());
        }
        assert_eq!(names, ["completions", "configure", "help", "museum-mock", "reference", "mock"]);
    }
}
