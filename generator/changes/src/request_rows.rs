//! The rows of a request: its parameters and the fields of its body.

use hss_generator::description::Node;
use hss_generator::ir::{Field, Operation, Origin, Parameter, ParameterLocation};

/// A parameter or a field of the body.
#[derive(Clone)]
pub(super) struct RequestRow<'a> {
    pub location: ParameterLocation,
    pub origin: Origin,
    /// Whether it is an argument of the client's method.
    pub is_argument: bool,
    pub field: &'a Field,
    pub node: Node<'a>,
}

/// The tables of a request, in the order of arguments and flags, with their keys in the description.
pub(super) const TABLES: [(ParameterLocation, &str); 4] = [
    (ParameterLocation::Path, "path"),
    (ParameterLocation::Query, "query"),
    (ParameterLocation::Header, "headers"),
    (ParameterLocation::Body, "body"),
];

/// A row that both operations have.
pub(super) struct RowPair<'a> {
    pub old: RequestRow<'a>,
    pub new: RequestRow<'a>,
}

/// Returns the rows of all tables, in the order of arguments.
pub(super) fn rows<'a>(operation: &'a Operation, root: &Node<'a>) -> Vec<RequestRow<'a>> {
    let mut rows = Vec::new();
    for Parameter { location, origin, field } in &operation.parameters {
        let node = root.at(table_key(*location)).at(&field.wire_name);
        let is_argument = *origin == Origin::Request && operation.is_argument(field);
        rows.push(RequestRow { location: *location, origin: *origin, is_argument, field, node });
    }
    for field in operation.body_fields() {
        let node = root.at("body").at(&field.wire_name);
        let (location, origin) = (ParameterLocation::Body, Origin::Request);
        rows.push(RequestRow { location, origin, is_argument: field.mandatory, field, node });
    }
    rows
}

/// Returns the subject of a change of a row.
pub(super) fn subject(id: &str, row: &RequestRow<'_>) -> String {
    format!("{id}.{}.{}", table_key(row.location), row.field.wire_name)
}

/// Returns the key of a table in the description.
pub(super) fn table_key(location: ParameterLocation) -> &'static str {
    match location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "headers",
        ParameterLocation::Body => "body",
    }
}
