//! Objects and enums that nothing uses.

use super::Lowering;
use crate::description::{Description, Node};
use crate::diagnostic::Code;

impl Lowering<'_> {
    pub(super) fn reject_unused_definitions(&mut self, description: &Description) {
        // A file that could not be parsed may use them.
        if !self.definitions.complete {
            return;
        }
        for document in &description.operations {
            let root = document.root();
            for name in document.content.objects.keys() {
                self.reject_if_unused(&root.at("objects").at(name), name);
            }
            for name in document.content.enums.keys() {
                self.reject_if_unused(&root.at("enums").at(name), name);
            }
        }
    }

    fn reject_if_unused(&mut self, node: &Node<'_>, name: &str) {
        if !self.definitions.usage.is_used(name) {
            let error = node.key_error(Code::Definition, format!("`{name}` is never used"));
            self.report(error.with_help("use it as the type of a parameter or field, or remove it"));
        }
    }
}
