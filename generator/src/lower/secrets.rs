//! Checks secrets: rows with values that are not shown.

use hss_yaml::Code;

use super::Lowering;
use super::fields::Table;
use crate::description::Node;
use crate::ir::{self, ParameterLocation, Type};

impl Lowering<'_> {
    /// Checks that a row can be secret. `node` is the row.
    pub(super) fn check_secret(&mut self, node: &Node<'_>, ty: &Type, table: Table) {
        let node = node.at("secret");
        if table == Table::Request(ParameterLocation::Path) {
            let error = node.error(Code::Value, "a path parameter cannot be secret");
            self.report(error.with_help("remove `secret`: servers and proxies log the path of a URL"));
        } else if !matches!(innermost(ty), Type::String(_)) {
            let message = "`secret` requires the type `String`, or an `Array` or a `Map` of it";
            let help = match innermost(ty) {
                Type::Object(_) => "add `secret: true` to fields of the object instead",
                _ => "remove `secret`, or change the type",
            };
            self.report(node.error(Code::Value, message).with_help(help));
        }
    }

    /// Rejects a secret parameter that callers do not set. `node` is the row.
    pub(super) fn reject_secret_of_client(&mut self, node: &Node<'_>, field: &ir::Field, location: ParameterLocation) {
        // A secret in the path has been reported.
        if field.secret && location != ParameterLocation::Path {
            let error = node.at("secret").error(Code::Value, "a parameter that the client sets cannot be secret");
            self.report(error.with_help("remove `secret`: credentials are always redacted, settings never"));
        }
    }

    /// Rejects a reference from `node` to a field that is secret. `why` says where its value is shown.
    pub(super) fn reject_reference_to_secret(&mut self, node: &Node<'_>, name: &str, fields: &[ir::Field], why: &str) {
        if fields.iter().any(|field| field.wire_name == name && field.secret) {
            let error = node.error(Code::Reference, format!("`{name}` is secret"));
            self.report(error.with_help(format!("remove its `secret`: {why}")));
        }
    }
}

/// Returns the type of the items in a list or a map, or in the lists and maps that it contains.
fn innermost(mut ty: &Type) -> &Type {
    while let Type::Array(item, _) | Type::Map(item, _) = ty {
        ty = item;
    }
    ty
}
