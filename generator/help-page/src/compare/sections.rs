//! The tables of requests and responses.

use crate::read::TableKind;

/// A section of the description that corresponds to tables of one kind.
pub(super) struct Section {
    pub key: &'static str,
    pub kind: TableKind,
    /// What a row of these tables is.
    pub row: &'static str,
}

pub(super) const SECTIONS: [Section; 5] = [
    Section { key: "path", kind: TableKind::Path, row: "path parameter" },
    Section { key: "query", kind: TableKind::Query, row: "query parameter" },
    Section { key: "headers", kind: TableKind::Header, row: "header" },
    Section { key: "body", kind: TableKind::Body, row: "body parameter" },
    Section { key: "response", kind: TableKind::Response, row: "response field" },
];
