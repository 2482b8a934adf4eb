//! Spec to ir: resolves names, checks every fact, and collects what is wrong instead of stopping at it.

mod definitions;
mod examples;
mod fields;
mod operation;
mod text;
mod types;

use crate::diagnostic::{Code, Diagnostic};
use crate::names::RustName;
use crate::parse::{Description, Document, Place};
use crate::{ir, spec};

use definitions::Definitions;

/// Resolves a description; `None` only where the service's own file could not be read.
pub(crate) fn lower(description: &Description, diagnostics: &mut Vec<Diagnostic>) -> Option<ir::Service> {
    let definitions = Definitions::declare(description, diagnostics);
    let service_spec = description.service.as_ref().map(|document| &document.spec);
    let mut lowering =
        Lowering { definitions: &definitions, service: service_spec, complete: description.complete, diagnostics };
    let documents = description.operations.iter();
    let operations = documents.filter_map(|document| lowering.operation(document)).collect();
    Some(lowering.service(description.service.as_ref()?, operations))
}

/// What every step needs to see, and where it reports.
struct Lowering<'a> {
    definitions: &'a Definitions<'a>,
    service: Option<&'a spec::Service>,
    complete: bool,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Lowering<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The value, or its error reported where it stands.
    fn accept<T>(&mut self, place: &Place<'_>, code: Code, result: Result<T, String>) -> Option<T> {
        result.map_err(|message| self.report(place.error(code, message))).ok()
    }

    /// A Rust name, or an error at the key that says what to do.
    fn name(&mut self, place: &Place<'_>, result: Result<RustName, String>) -> Option<RustName> {
        let help = "give it a `rust_name`: snake_case for parameters and fields, UpperCamelCase for values";
        result.map_err(|message| self.report(place.key_error(Code::Name, message).help(help))).ok()
    }

    /// A text for people: visible, on one line, and not empty.
    fn prose(&mut self, place: &Place<'_>, prose: &str) -> String {
        let result = text::prose(prose);
        self.accept(place, Code::Text, result).unwrap_or_default()
    }

    fn optional_prose(&mut self, place: &Place<'_>, prose: Option<&String>) -> Option<String> {
        prose.map(|prose| self.prose(place, prose))
    }

    /// A name or value as it travels: visible and not empty.
    fn wire(&mut self, place: &Place<'_>, wire: &str) -> String {
        if let Err(message) = text::wire(wire) {
            self.report(place.key_error(Code::Text, message));
        }
        wire.to_owned()
    }

    fn service(&mut self, document: &Document<spec::Service>, operations: Vec<ir::Operation>) -> ir::Service {
        let (root, spec) = (document.root(), &document.spec);
        let endpoint = root.at("endpoint");
        if spec.endpoint.pattern.matches("{region}").count() != 1 {
            self.report(endpoint.at("pattern").error(Code::Value, "the pattern holds the placeholder `{region}` once"));
        }
        let exceptions = spec.endpoint.exceptions.iter();
        let origins = exceptions.clone().map(|(region, origin)| (endpoint.at("exceptions").at(region), origin.clone()));
        let pattern = (endpoint.at("pattern"), spec.endpoint.pattern.replace("{region}", "region"));
        for (place, origin) in origins.chain([pattern]) {
            self.accept(&place, Code::Value, text::origin(&origin));
        }
        for (index, region) in spec.regions.iter().enumerate() {
            self.accept(&root.at("regions").at(index), Code::Value, text::region(region));
        }
        for region in spec.endpoint.exceptions.keys() {
            let place = endpoint.at("exceptions").at(region);
            self.accept(&place, Code::Value, text::region(region));
        }
        self.accept(&root.at("credential_header"), Code::Value, text::header(&spec.credential_header));
        ir::Service {
            name: self.prose(&root.at("service"), &spec.service),
            title: self.prose(&root.at("title"), &spec.title),
            endpoint: spec.endpoint.pattern.clone(),
            endpoint_exceptions: exceptions.map(|(region, origin)| (region.clone(), origin.clone())).collect(),
            regions: spec.regions.clone(),
            operations,
        }
    }
}
