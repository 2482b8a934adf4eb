//! Objects and enums that nothing uses.

use super::Lowering;
use crate::description::{Description, notation};
use crate::diagnostic::Code;

impl Lowering<'_> {
    pub(super) fn reject_unused_definitions(&mut self, description: &Description) {
        // A file that could not be parsed may use them.
        if !self.definitions.complete {
            return;
        }
        let usage = &self.definitions.usage;
        for document in &description.operations {
            let notation::Operation { objects, enums, .. } = &document.content;
            let objects = objects.keys().map(|name| ("objects", name));
            for (section, name) in objects.chain(enums.keys().map(|name| ("enums", name))) {
                if !usage.in_requests.contains(name.as_str()) && !usage.in_responses.contains(name.as_str()) {
                    let node = document.root().at(section).at(name);
                    let error = node.key_error(Code::Definition, format!("`{name}` is never used"));
                    self.report(error.with_help("use it as the type of a parameter or field, or remove it"));
                }
            }
        }
    }
}
