//! The rows of a request: its parameters and the fields of its body.

use hss_generator::description::Node;
use hss_generator::flags::flags;
use hss_generator::ir::{Field, Operation, Origin, Parameter, ParameterLocation};

/// A parameter or a field of the body.
#[derive(Clone)]
pub(super) struct RequestRow<'a> {
    /// Position among all rows, in the order of arguments.
    pub position: usize,
    pub location: ParameterLocation,
    pub origin: Origin,
    /// Its flag, if callers set it and it is not a secret.
    pub flag: Option<String>,
    pub field: &'a Field,
    pub node: Node<'a>,
}

/// Returns the rows of all tables, in the order of arguments and flags.
pub(super) fn rows<'a>(operation: &'a Operation, root: &Node<'a>) -> Vec<RequestRow<'a>> {
    let mut rows = Vec::new();
    let mut flags = flags(operation).into_iter();
    let mut add = |location: ParameterLocation, origin, field: &'a Field| {
        // They have the order of the rows that callers set.
        let flag = if origin == Origin::Request { flags.next() } else { None };
        let flag = flag.filter(|_| !field.secret).map(|flag| flag.name);
        let node = root.at(location.section()).at(&field.wire_name);
        rows.push(RequestRow { position: rows.len(), location, origin, flag, field, node });
    };
    for Parameter { location, origin, field } in &operation.parameters {
        add(*location, *origin, field);
    }
    for field in operation.body_fields() {
        add(ParameterLocation::Body, Origin::Request, field);
    }
    rows
}

/// Returns the subject of a change of a row.
pub(super) fn subject(id: &str, row: &RequestRow<'_>) -> String {
    format!("{id}.{}.{}", row.location.section(), row.field.wire_name)
}
