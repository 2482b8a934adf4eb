//! Spec to ir: resolves names, checks every fact, and collects what is wrong instead of stopping at it.

mod definitions;
mod examples;
mod fields;
mod operation;
mod text;
mod types;

use std::collections::HashMap;

use indexmap::IndexMap;

use crate::description::diagnostic::{Code, Diagnostic};
use crate::description::notation;
use crate::description::parse::{Description, Document, Node};
use crate::ir;
use crate::names::{Kind, RustName};

use definitions::Definitions;

/// Resolves a description; `None` only where the service's own file could not be read.
pub(crate) fn lower(description: &Description, diagnostics: &mut Vec<Diagnostic>) -> Option<ir::Service> {
    let definitions = Definitions::declare(description, diagnostics);
    let service_spec = description.service.as_ref().map(|document| &document.spec);
    let mut lowering = Lowering { definitions: &definitions, service: service_spec, diagnostics };
    let documents = description.operations.iter();
    let operations = documents.filter_map(|document| lowering.operation(document)).collect();
    lowering.same_requests(&description.operations);
    if lowering.diagnostics.iter().all(|diagnostic| diagnostic.code != Code::UnknownType) {
        lowering.diagnostics.extend(definitions.unused(description));
    }
    Some(lowering.service(description.service.as_ref()?, operations))
}

/// Returns an error if an operation cannot declare a header of this name.
pub(crate) fn check_header_name(name: &str) -> Result<(), String> {
    text::header(name)
}

/// What every step needs to see, and where it reports.
struct Lowering<'a> {
    definitions: &'a Definitions<'a>,
    service: Option<&'a notation::Service>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Lowering<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Two operations cannot share a request line, whatever they call its placeholders: one of the files is a copy that
    /// was not finished.
    fn same_requests(&mut self, documents: &[Document<notation::Operation>]) {
        let mut taken: HashMap<String, String> = HashMap::new();
        for document in documents {
            let node = document.root().at("request");
            if let Some(first) = taken.insert(ir::template(&document.spec.request), node.file_line()) {
                let error = node.error(Code::DuplicateName, "another operation has the same request line");
                self.report(error.help(format!("the other one is at {first}: describe each operation once")));
            }
        }
    }

    /// The value, or its error reported where it stands.
    fn accept<T>(&mut self, node: &Node<'_>, code: Code, result: Result<T, String>) -> Option<T> {
        result.map_err(|message| self.report(node.error(code, message))).ok()
    }

    /// The name in Rust: the one given by hand, or the one derived from the name on the wire.
    fn name(&mut self, node: &Node<'_>, given: Option<&str>, wire: &str, kind: Kind) -> Option<RustName> {
        if let Some(given) = given {
            return self.accept(&node.at("rust_name"), Code::Name, RustName::given(given, kind));
        }
        let help = format!("give it a `rust_name` in {}", kind.case());
        let derived = RustName::derived(wire, kind);
        derived.map_err(|message| self.report(node.key_error(Code::Name, message).help(help))).ok()
    }

    /// A text for people: visible, on one line, and not empty.
    fn prose(&mut self, node: &Node<'_>, prose: &str) -> String {
        let result = text::prose(prose);
        self.accept(node, Code::Text, result).unwrap_or_default()
    }

    fn optional_prose(&mut self, node: &Node<'_>, prose: Option<&String>) -> Option<String> {
        prose.map(|prose| self.prose(node, prose))
    }

    /// Why something is deprecated.
    fn note(&mut self, node: &Node<'_>, text: Option<&String>) -> Option<String> {
        self.accept(node, Code::Text, text::note(text?))
    }

    /// A key that is a name or value as it travels: visible and not empty.
    fn wire(&mut self, node: &Node<'_>, wire: &str) -> Option<String> {
        let result = text::wire(wire).map(|()| wire.to_owned());
        result.map_err(|message| self.report(node.key_error(Code::Text, message))).ok()
    }

    fn service(&mut self, document: &Document<notation::Service>, operations: Vec<ir::Operation>) -> ir::Service {
        let (root, spec) = (document.root(), &document.spec);
        self.endpoint(&root.at("endpoint"), &spec.endpoint);
        self.regions(&root.at("regions"), &spec.regions);
        for wire in spec.client_parameters.keys() {
            self.wire(&root.at("client_parameters").at(wire), wire);
        }
        self.accept(&root.at("credential_header"), Code::Value, text::header(&spec.credential_header));
        ir::Service {
            name: self.prose(&root.at("service"), &spec.service),
            title: self.prose(&root.at("title"), &spec.title),
            endpoint: spec.endpoint.pattern.clone(),
            endpoint_exceptions: spec.endpoint.exceptions.clone().into_iter().collect(),
            regions: spec.regions.clone(),
            credential_header: spec.credential_header.clone(),
            signature: spec.signature.as_ref().map(|signature| self.signature(&root.at("signature"), signature)),
            error_fields: self.error_fields(&root.at("error_fields"), &spec.error_fields),
            operations,
        }
    }

    fn signature(&mut self, node: &Node<'_>, signature: &notation::Signature) -> ir::Signature {
        ir::Signature {
            algorithm: self.prose(&node.at("algorithm"), &signature.algorithm),
            doc: self.prose(&node.at("doc"), &signature.doc),
        }
    }

    fn error_fields(&mut self, node: &Node<'_>, fields: &IndexMap<String, String>) -> Vec<(String, String)> {
        let mut lowered = Vec::new();
        for (wire, meaning) in fields {
            let node = node.at(wire);
            let meaning = self.prose(&node, meaning);
            lowered.extend(self.wire(&node, wire).map(|wire| (wire, meaning)));
        }
        lowered
    }

    fn endpoint(&mut self, node: &Node<'_>, endpoint: &notation::Endpoint) {
        let pattern = node.at("pattern");
        if endpoint.pattern.matches("{region}").count() == 1 {
            self.accept(&pattern, Code::Value, text::origin(&endpoint.pattern.replace("{region}", "r")));
        } else {
            self.report(pattern.error(Code::Value, "the pattern holds the placeholder `{region}` once"));
        }
        for (region, origin) in &endpoint.exceptions {
            let node = node.at("exceptions").at(region);
            text::region(region).unwrap_or_else(|message| self.report(node.key_error(Code::Value, message)));
            self.accept(&node, Code::Value, text::origin(origin));
        }
    }

    fn regions(&mut self, node: &Node<'_>, regions: &[String]) {
        let mut last = None;
        for (index, region) in regions.iter().enumerate() {
            let node = node.at(index);
            self.accept(&node, Code::Value, text::region(region));
            if let Some(last) = last.replace(region).filter(|last| *last >= region) {
                let message = format!("`{region}` stands behind `{last}`");
                self.report(node.error(Code::Value, message).help("in alphabetical order, each region once"));
            }
        }
    }
}
