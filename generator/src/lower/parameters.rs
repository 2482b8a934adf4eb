//! Lowers the parameters outside the body.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::{Lowering, fields::Table};
use crate::description::{Node, notation};
use crate::diagnostic::Code;
use crate::ir::{self, ParameterLocation, Type, reserved_headers};
use crate::names::RustName;
use crate::source::SERVICE_FILE;

/// A field that has a setter in the request builder.
#[derive(Clone, Copy)]
struct Setter<'a> {
    /// Key of the section that contains the field.
    section: &'static str,
    field: &'a ir::Field,
}

impl Lowering<'_> {
    pub(super) fn parameters(&mut self, root: &Node<'_>, operation: &notation::Operation) -> Vec<ir::Parameter> {
        let mut parameters = Vec::new();
        let has_body = operation.body.is_some();
        self.parameters_in(ParameterLocation::Path, root, &operation.path, has_body, &mut parameters);
        self.parameters_in(ParameterLocation::Query, root, &operation.query, has_body, &mut parameters);
        self.parameters_in(ParameterLocation::Header, root, &operation.headers, has_body, &mut parameters);
        parameters
    }

    fn parameters_in(
        &mut self,
        location: ParameterLocation,
        root: &Node<'_>,
        rows: &IndexMap<String, notation::Parameter>,
        has_body: bool,
        parameters: &mut Vec<ir::Parameter>,
    ) {
        let help = "check that the parameter is in the right section";
        let section = root.at(section_key(location));
        self.reject_whole_body(&section, rows);
        for field in self.fields(&section, rows, Table::Request(location)) {
            let node = section.at(&field.wire);
            if parameters.iter().any(|other| is_same_parameter(other, location, &field.wire)) {
                let message = format!("duplicate parameter `{}` outside the body", field.wire);
                self.report(node.key_error(Code::DuplicateName, message).with_help(help));
            }
            if field.wire == "body" && has_body {
                let message = "a parameter cannot be called `body` if the request has a body";
                self.report(node.key_error(Code::DuplicateName, message).with_help(help));
            }
            let source = self.source(&node, &field, location);
            parameters.push(ir::Parameter { location, source, field });
        }
    }

    fn source(&mut self, node: &Node<'_>, field: &ir::Field, location: ParameterLocation) -> ir::Source {
        let Some(service) = self.service else {
            return ir::Source::Request;
        };
        let is_credential =
            location == ParameterLocation::Header && field.wire.eq_ignore_ascii_case(&service.credential_header);
        let source = if is_credential {
            ir::Source::Credentials
        } else if let Some(setting) = service.client_parameters.get(&field.wire) {
            ir::Source::Client(lower_setting(*setting))
        } else if location == ParameterLocation::Header && reserved_headers::is_reserved(&field.wire) {
            return ir::Source::Reserved;
        } else {
            return ir::Source::Request;
        };
        if !matches!(field.ty, Type::String(_)) {
            let message = format!("the client sets this parameter (see {SERVICE_FILE}): its type must be `String`");
            self.report(node.at("type").error(Code::Value, message));
        }
        source
    }

    /// Reports different parameters and body fields that would have the same setter in the request builder.
    pub(super) fn reject_duplicate_setters(
        &mut self,
        root: &Node<'_>,
        parameters: &[ir::Parameter],
        body: Option<&[ir::Field]>,
    ) {
        let mut setters = Vec::new();
        for ir::Parameter { location, source, field } in parameters {
            if *source == ir::Source::Request {
                setters.push(Setter { section: section_key(*location), field });
            }
        }
        let body_section = section_key(ParameterLocation::Body);
        for field in body.unwrap_or_default() {
            setters.push(Setter { section: body_section, field });
        }
        let mut first_setters: HashMap<&RustName, &Setter<'_>> = HashMap::new();
        for setter in &setters {
            let Setter { section, field } = *setter;
            // A parameter whose wire name is `body` has been reported.
            let becomes_body = field.rust.as_str() == "body" && field.wire != "body" && section != body_section;
            if becomes_body && body.is_some() {
                let message = format!("`{}` becomes `body` in Rust, which is the body of the request", field.wire);
                let error = root.at(section).at(&field.wire).key_error(Code::DuplicateName, message);
                self.report(error.with_help("add a `rust_name` in snake_case"));
            }
            let Some(first) = first_setters.insert(&field.rust, setter) else {
                continue;
            };
            // Duplicates in one section have been reported, and so have parameters with one wire name.
            if first.section != section && (first.field.wire != field.wire || section == body_section) {
                self.report_duplicate_setter(root, first, setter);
            }
        }
    }

    fn report_duplicate_setter(&mut self, root: &Node<'_>, first: &Setter<'_>, second: &Setter<'_>) {
        let ir::Field { wire, rust, .. } = second.field;
        let message = format!(
            "`{}` in `{}` and `{wire}` in `{}` both become `{rust}` in Rust",
            first.field.wire, first.section, second.section
        );
        let error = root.at(second.section).at(wire).key_error(Code::DuplicateName, message);
        self.report(error.with_help("add a `rust_name` in snake_case to one of them"));
    }
}

/// Returns whether both are the same parameter. Header names ignore case.
fn is_same_parameter(other: &ir::Parameter, location: ParameterLocation, wire: &str) -> bool {
    if location == ParameterLocation::Header && other.location == ParameterLocation::Header {
        other.field.wire.eq_ignore_ascii_case(wire)
    } else {
        other.field.wire == wire
    }
}

/// Returns the key of the section that contains the parameters of a location.
fn section_key(location: ParameterLocation) -> &'static str {
    match location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "headers",
        ParameterLocation::Body => "body",
    }
}

fn lower_setting(setting: notation::Setting) -> ir::Setting {
    match setting {
        notation::Setting::Project => ir::Setting::Project,
        notation::Setting::Region => ir::Setting::Region,
        notation::Setting::EnterpriseProject => ir::Setting::EnterpriseProject,
    }
}
