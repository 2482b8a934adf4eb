//! The namespace of generated types.

use std::collections::HashMap;

use hss_yaml::{Code, Diagnostic};

use crate::description::Node;
use crate::ir::ARGUMENTS_SUFFIX;
use crate::names::RustName;

/// Names of generated types, which are unique across all files.
///
/// Case is ignored, because rustdoc writes a file per type and some file systems ignore case.
pub(super) struct TypeNamespace<'a, 'd> {
    /// Where each name is declared, by the name in lower case. The line is found only if it is shown.
    declared: HashMap<String, Node<'a>>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'a, 'd> TypeNamespace<'a, 'd> {
    pub(super) fn new(diagnostics: &'d mut Vec<Diagnostic>) -> Self {
        Self { declared: HashMap::new(), diagnostics }
    }

    /// Declares the types generated for an operation.
    pub(super) fn declare_operation(&mut self, node: &Node<'a>, id: &str) {
        let suffixes = ["Request", "RequestBody", "Response", "Builder", ARGUMENTS_SUFFIX];
        let names = suffixes.map(|suffix| format!("{id}{suffix}").to_ascii_lowercase());
        if let Some(first) = names.iter().find_map(|name| self.declared.get(name)) {
            let message = format!("the type names generated for operation `{id}` are already taken");
            let help = format!("they are taken at {}: describe each operation only once", first.file_line());
            self.diagnostics.push(node.error(Code::DuplicateName, message).with_help(help));
        } else {
            self.declared.extend(names.map(|name| (name, node.clone())));
        }
    }

    /// Declares an object or enum. Returns `None` if the name is invalid or already taken.
    pub(super) fn declare_type(&mut self, node: &Node<'a>, name: &str) -> Option<RustName> {
        let rust_name = match RustName::type_name(name) {
            Ok(rust_name) => rust_name,
            Err(message) => {
                let help = "choose another name; `page_name` keeps an object's name on the help page";
                self.diagnostics.push(node.key_error(Code::Name, message).with_help(help));
                return None;
            }
        };
        let lower_case = name.to_ascii_lowercase();
        if let Some(first) = self.declared.get(&lower_case) {
            let message = format!("the type name `{name}` is already taken, ignoring case");
            let help = format!("it is taken at {}: rename one of them", first.file_line());
            self.diagnostics.push(node.key_error(Code::DuplicateName, message).with_help(help));
            return None;
        }
        self.declared.insert(lower_case, node.clone());
        Some(rust_name)
    }
}
