//! Lowers the parsed description to the ir: resolves names and checks every fact.
//!
//! Errors are collected as diagnostics. Lowering continues after an error, unless further errors would only follow.

use hss_yaml::{Code, Diagnostic, MAX_SHOWN_OF_FILE};

mod body;
mod constraints;
mod definitions;
mod deviations;
mod examples;
mod fields;
mod limits;
mod namespace;
mod objects;
mod operation;
mod pagination;
mod parameters;
mod request_line;
mod rules;
mod secrets;
mod service;
mod strings;
mod tasks;
mod types;
mod usage;

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::description::{Description, Document, Node, notation};
use crate::ir;
use crate::names::{NameKind, RustName};

use definitions::Definitions;

/// Lowers a description. Returns `None` only if the service's own file could not be parsed.
pub(crate) fn lower(description: &Description, diagnostics: &mut Vec<Diagnostic>) -> Option<ir::Service> {
    let definitions = &Definitions::collect(description, diagnostics);
    let service_file = description.service.as_ref();
    let service = service_file.map(|document| &document.content);
    let lower_operation =
        |document: &Arc<_>| Lowering::of_file(definitions, service, |lowering| lowering.lower_operation(document));
    let lowered: Vec<_> = description.operations.par_iter().map(lower_operation).collect();
    let mut operations = Vec::new();
    for (operation, errors) in lowered {
        operations.extend(operation);
        diagnostics.extend(errors);
    }
    let mut lowering = Lowering { definitions, service, diagnostics };
    lowering.reject_duplicate_requests(&description.operations);
    // They refer to other operations, so all of these have to be lowered first.
    lowering.lower_tasks(description, &mut operations);
    // A definition may only seem unused because the name of its type is misspelled somewhere, or its use was not
    // reached.
    let hides_uses = |diagnostic: &Diagnostic| diagnostic.code == Code::UnknownType || diagnostic.is_minimum;
    if !lowering.diagnostics.iter().any(hides_uses) {
        lowering.reject_unused_definitions(description);
    }
    Some(lowering.lower_service(service_file?, operations))
}

/// The context of lowering.
struct Lowering<'a> {
    definitions: &'a Definitions<'a>,
    /// `None` if the service's own file could not be parsed.
    service: Option<&'a notation::Service>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Lowering<'a> {
    /// Lowers something of one file. Returns its diagnostics.
    fn of_file<T>(
        definitions: &'a Definitions<'a>,
        service: Option<&'a notation::Service>,
        lower: impl FnOnce(&mut Lowering<'_>) -> T,
    ) -> (T, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut lowering = Lowering { definitions, service, diagnostics: &mut diagnostics };
        let lowered = lower(&mut lowering);
        // The last error says that the file was not checked to its end.
        if lowering.is_full()
            && let Some(last) = diagnostics.last_mut()
        {
            last.is_minimum = true;
        }
        (lowered, diagnostics)
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Returns whether the file has as many errors as are shown. The work must not grow with the number of errors.
    fn is_full(&self) -> bool {
        self.diagnostics.len() >= MAX_SHOWN_OF_FILE
    }

    /// Lowers items until the file has as many errors as are shown.
    fn lower_each<T, U>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut lower: impl FnMut(&mut Self, T) -> Option<U>,
    ) -> Vec<U> {
        let mut lowered = Vec::new();
        for item in items {
            if self.is_full() {
                break;
            }
            lowered.extend(lower(self, item));
        }
        lowered
    }

    /// Returns the value, or reports the error at the value of `node`.
    fn ok_or_report<T>(&mut self, node: &Node<'_>, code: Code, result: Result<T, String>) -> Option<T> {
        result.map_err(|message| self.report(node.error(code, message))).ok()
    }

    /// Returns the value, or reports the error at the key of `node`.
    fn ok_or_report_key<T>(&mut self, node: &Node<'_>, code: Code, result: Result<T, String>) -> Option<T> {
        result.map_err(|message| self.report(node.key_error(code, message))).ok()
    }

    /// Rejects two operations with the same request line, regardless of the names of its placeholders.
    fn reject_duplicate_requests(&mut self, documents: &[Arc<Document<notation::Operation>>]) {
        let mut first_uses: HashMap<String, &Document<notation::Operation>> = HashMap::new();
        for document in documents {
            let Some(first) = first_uses.insert(ir::template(&document.content.request), document) else { continue };
            // Two operations with the same ID have been reported.
            if first.content.operation != document.content.operation {
                let node = document.root().at("request");
                let error = node.error(Code::DuplicateName, "another operation has the same request line");
                let first = first.root().at("request").file_line();
                self.report(error.with_help(format!("first used at {first}: describe each operation only once")));
            }
        }
    }

    /// Returns the Rust name of a wire name: `explicit` if there is one, or else the derived name.
    fn lower_name(&mut self, node: &Node<'_>, explicit: Option<&str>, wire: &str, kind: NameKind) -> Option<RustName> {
        if let Some(explicit) = explicit {
            return self.ok_or_report(&node.at("rust_name"), Code::Name, RustName::explicit(explicit, kind));
        }
        let help = || format!("add a `rust_name` in {}", kind.case());
        let derived = RustName::derive(wire, kind);
        derived.map_err(|message| self.report(node.key_error(Code::Name, message).with_help(help()))).ok()
    }

    fn lower_prose(&mut self, node: &Node<'_>, text: &str) -> String {
        self.ok_or_report(node, Code::Text, strings::normalize_prose(text)).unwrap_or_default()
    }

    /// Lowers the reason of a deprecation.
    fn lower_deprecation(&mut self, node: &Node<'_>, text: Option<&String>) -> Option<String> {
        self.ok_or_report(node, Code::Text, strings::normalize_deprecation(text?))
    }

    /// Lowers a key that is a name or value on the wire.
    fn lower_wire_key(&mut self, node: &Node<'_>, key: &str) -> Option<String> {
        self.ok_or_report_key(node, Code::Text, strings::check_wire_string(key))?;
        Some(key.to_owned())
    }
}
