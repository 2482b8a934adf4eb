//! The facts that distinguish the program of one service from that of another, and the names of its commands.

use heck::ToKebabCase;
use huaweicloud_core::descriptor::{OperationDescriptor, ServiceDescriptor};

/// Built-in commands that help and errors refer to.
pub(crate) const CONFIGURE: &str = "configure";
pub(crate) const HELP: &str = "help";

/// A program: the command line of a service.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// Name of the command, such as `hss`.
    pub name: &'static str,
    /// Version of the program, for `--version`.
    pub version: &'static str,
    /// What the program does, in one sentence, for `--help`.
    pub about: &'static str,
    /// Name of the program in the header `User-Agent`, after the name and version of the client.
    pub app_name: &'static str,
    /// The service, such as `SERVICE` of its client.
    pub service: &'static ServiceDescriptor,
}

impl Program {
    /// Returns the name of a built-in command, prefixed with the name of the program if an operation has the same name:
    /// operations take precedence.
    pub(crate) fn built_in_name(&self, name: &str) -> String {
        let mut name = name.to_owned();
        while self.service.operations.iter().any(|operation| command_name(operation) == name) {
            name = format!("{}-{name}", self.name);
        }
        name
    }

    /// Returns the command line of a built-in command, without arguments.
    pub(crate) fn built_in(&self, name: &str) -> String {
        format!("{} {}", self.name, self.built_in_name(name))
    }
}

/// Returns the command name of an operation.
pub(crate) fn command_name(operation: &OperationDescriptor) -> String {
    operation.id.to_kebab_case()
}
