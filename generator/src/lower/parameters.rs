//! Lowers the parameters outside the body.

use std::collections::{HashMap, HashSet};

use hss_yaml::Code;

use super::Lowering;
use super::fields::Table;
use super::operation::OperationFields;
use crate::description::{Node, notation};
use crate::ir::{self, ParameterLocation, Type, reserved_headers};
use crate::names::RustName;
use crate::paths::SERVICE_FILE;

impl Lowering<'_> {
    pub(super) fn lower_parameters(&mut self, root: &Node<'_>, operation: &notation::Operation) -> Vec<ir::Parameter> {
        let help = "check that the parameter is in the right section";
        let mut parameters = Vec::new();
        let (mut names, mut headers) = (HashSet::new(), HashMap::new());
        for (location, rows) in [
            (ParameterLocation::Path, &operation.path),
            (ParameterLocation::Query, &operation.query),
            (ParameterLocation::Header, &operation.headers),
        ] {
            let section = root.at(location.section());
            self.reject_whole_body(&section, rows);
            for mut field in self.lower_fields(&section, rows, Table::Request(location)) {
                let node = section.at(&field.wire_name);
                let mut is_duplicate = !names.insert(field.wire_name.clone());
                if location == ParameterLocation::Header {
                    // Names of headers ignore case. Those with the same Rust name have been reported.
                    let first = headers.insert(field.wire_name.to_ascii_lowercase(), field.rust_name.clone());
                    is_duplicate |= first.is_some_and(|first| first != field.rust_name);
                }
                if is_duplicate {
                    let message = format!("duplicate parameter `{}` outside the body", field.wire_name);
                    self.report(node.key_error(Code::DuplicateName, message).with_help(help));
                }
                if field.wire_name == "body" && operation.body.is_some() {
                    let message = "a parameter cannot be called `body` if the request has a body";
                    self.report(node.key_error(Code::DuplicateName, message).with_help(help));
                }
                let origin = self.find_origin(&node, &field, location);
                field.is_argument &= origin == ir::Origin::Request;
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
            ir::Origin::Reserved
        } else {
            return ir::Origin::Request;
        };
        self.reject_secret_of_client(node, field, location);
        if origin != ir::Origin::Reserved && !matches!(field.ty, Type::String(_)) {
            let message = format!("the client sets this parameter (see {SERVICE_FILE}): its type must be `String`");
            self.report(node.at("type").error(Code::Value, message));
        }
        origin
    }

    /// Reports different parameters and body fields that would have the same setter in the request builder.
    pub(super) fn reject_duplicate_setters(&mut self, root: &Node<'_>, fields: &OperationFields) {
        let body = ParameterLocation::Body;
        let mut first_setters: HashMap<&RustName, (ParameterLocation, &ir::Field)> = HashMap::new();
        for (location, field) in fields.set_by_caller() {
            let ir::Field { wire_name, rust_name, .. } = field;
            let error =
                |message: String| root.at(location.section()).at(wire_name).key_error(Code::DuplicateName, message);
            if rust_name.as_str() == "body" && location != body && fields.body.is_some() {
                // A parameter with the wire name `body` has been reported.
                if wire_name != "body" {
                    let message = format!("`{wire_name}` becomes `body` in Rust, which is the body of the request");
                    self.report(error(message).with_help("add a `rust_name` in snake_case"));
                }
                continue;
            }
            let Some((first_location, first)) = first_setters.insert(rust_name, (location, field)) else {
                continue;
            };
            // Duplicates in one section have been reported, and so have parameters with one wire name.
            if first_location != location && (first.wire_name != *wire_name || location == body) {
                let error = error(format!(
                    "`{}` in `{}` and `{wire_name}` in `{}` both become `{rust_name}` in Rust",
                    first.wire_name,
                    first_location.section(),
                    location.section()
                ));
                self.report(error.with_help("add a `rust_name` in snake_case to one of them"));
            }
        }
    }
}
