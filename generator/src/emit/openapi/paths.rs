//! Paths shared by several operations.

use std::collections::HashMap;

use crate::ir::{self, Operation, Service};

/// The paths of the document. Operations with paths that differ only in the names of placeholders share the path of the
/// first of them.
pub(super) struct SharedPaths<'a>(HashMap<String, &'a str>);

impl<'a> SharedPaths<'a> {
    pub(super) fn new(service: &'a Service) -> Self {
        let mut by_template = HashMap::new();
        for operation in &service.operations {
            by_template.entry(ir::template(&operation.path)).or_insert(operation.path.as_str());
        }
        Self(by_template)
    }

    /// Returns the path of an operation in the document.
    pub(super) fn of<'b>(&'b self, operation: &'b Operation) -> &'b str {
        self.0.get(&ir::template(&operation.path)).copied().unwrap_or(&operation.path)
    }
}
