//! Lowers the parameters outside the body.

use std::collections::{HashMap, HashSet};

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
    pub(super) fn lower_parameters(&mut self, root: &Node<'_>, operation: &notation::Operation) -> Vec<ir::Parameter> {
        let help = "check that the parameter is in the right section";
        let mut parameters = Vec::new();
        let (mut names, mut headers) = (HashSet::new(), HashSet::new());
        for (location, rows) in [
            (ParameterLocation::Path, &operation.path),
            (ParameterLocation::Query, &operation.query),
            (ParameterLocation::Header, &operation.headers),
        ] {
            let section = root.at(location.section());
            self.reject_whole_body(&section, rows);
            for field in self.lower_fields(&section, rows, Table::Request(location)) {
                let node = section.at(&field.wire_name);
                // Names of headers ignore case.
                let is_new_header =
                    location != ParameterLocation::Header || headers.insert(field.wire_name.to_ascii_lowercase());
                if !names.insert(field.wire_name.clone()) || !is_new_header {
                    let message = format!("duplicate parameter `{}` outside the body", field.wire_name);
                    self.report(node.key_error(Code::DuplicateName, message).with_help(help));
                }
                if field.wire_name == "body" && operation.body.is_some() {
                    let message = "a parameter cannot be called `body` if the request has a body";
                    self.report(node.key_error(Code::DuplicateName, message).with_help(help));
                }
                let origin = self.find_origin(&node, &field, location);
                parameters.push(ir::Parameter { location, origin, field });
            }
        }
        parameters
    }

    fn find_origin(&mut self, node: &Node<'_>, field: &ir::Field, location: ParameterLocation) -> ir::Origin {
        let Some(service) = self.service else {
            return ir::Origin::Request;
        };
        let is_credential =
            location == ParameterLocation::Header && field.wire_name.eq_ignore_ascii_case(&service.credential_header);
        let origin = if is_credential {
            ir::Origin::Credentials
        } else if let Some(setting) = service.client_parameters.get(&field.wire_name) {
            ir::Origin::Client(*setting)
        } else if location == ParameterLocation::Header && reserved_headers::is_reserved(&field.wire_name) {
            self.reject_secret_of_client(node, field, location);
            return ir::Origin::Reserved;
        } else {
            return ir::Origin::Request;
        };
        self.reject_secret_of_client(node, field, location);
        if !matches!(field.ty, Type::String(_)) {
            let message = format!("the client sets this parameter (see {SERVICE_FILE}): its type must be `String`");
            self.report(node.at("type").error(Code::Value, message));
        }
        origin
    }

    /// Reports different parameters and body fields that would have the same setter in the request builder.
    pub(super) fn reject_duplicate_setters(
        &mut self,
        root: &Node<'_>,
        parameters: &[ir::Parameter],
        body: Option<&[ir::Field]>,
    ) {
        let mut setters = Vec::new();
        for ir::Parameter { location, origin, field } in parameters {
            if *origin == ir::Origin::Request {
                setters.push(Setter { section: location.section(), field });
            }
        }
        let body_section = ParameterLocation::Body.section();
        for field in body.unwrap_or_default() {
            setters.push(Setter { section: body_section, field });
        }
        let mut first_setters: HashMap<&RustName, &Setter<'_>> = HashMap::new();
        for setter in &setters {
            let Setter { section, field } = *setter;
            // A parameter whose wire name is `body` has been reported.
            let becomes_body =
                field.rust_name.as_str() == "body" && field.wire_name != "body" && section != body_section;
            if becomes_body && body.is_some() {
                let message = format!("`{}` becomes `body` in Rust, which is the body of the request", field.wire_name);
                let error = root.at(section).at(&field.wire_name).key_error(Code::DuplicateName, message);
                self.report(error.with_help("add a `rust_name` in snake_case"));
            }
            let Some(first) = first_setters.insert(&field.rust_name, setter) else {
                continue;
            };
            // Duplicates in one section have been reported, and so have parameters with one wire name.
            if first.section != section && (first.field.wire_name != field.wire_name || section == body_section) {
                self.report_duplicate_setter(root, first, setter);
            }
        }
    }

    fn report_duplicate_setter(&mut self, root: &Node<'_>, first: &Setter<'_>, second: &Setter<'_>) {
        let ir::Field { wire_name, rust_name, .. } = second.field;
        let message = format!(
            "`{}` in `{}` and `{wire_name}` in `{}` both become `{rust_name}` in Rust",
            first.field.wire_name, first.section, second.section
        );
        let error = root.at(second.section).at(wire_name).key_error(Code::DuplicateName, message);
        self.report(error.with_help("add a `rust_name` in snake_case to one of them"));
    }
}
