//! The tables of the description, each with the tables of the page that should have the same rows.

use hss_generator::description::Node;
use hss_generator::ir;

use super::row_pair::quoted_type;
use crate::notation;
use crate::read::{Line, PageType, Row, Table, TableKind, Unrecognized, contradicts};

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

/// The part of the description that a table belongs to.
pub(super) enum Described<'a> {
    Section(&'static Section),
    Object(&'a ir::Object, Node<'a>),
}

impl Described<'_> {
    /// Returns what a row of the table is, such as `query parameter`.
    pub(super) fn row(&self) -> String {
        match self {
            Self::Section(section) => section.row.to_owned(),
            Self::Object(object, _) => format!("field of `{}`", object.page_name),
        }
    }

    pub(super) fn is_section(&self, kind: &TableKind) -> bool {
        matches!(self, Self::Section(section) if section.kind == *kind)
    }
}

/// Fields of the description, and the tables of the page that should list them.
pub(super) struct FieldTable<'a> {
    pub described: Described<'a>,
    /// The node that holds the fields.
    pub node: Node<'a>,
    pub fields: Vec<&'a ir::Field>,
    pub tables: Vec<&'a Table>,
}

impl<'a> FieldTable<'a> {
    pub(super) fn is_path(&self) -> bool {
        self.described.is_section(&TableKind::Path)
    }

    pub(super) fn is_object(&self) -> bool {
        matches!(self.described, Described::Object(..))
    }

    pub(super) fn is_in_response(&self) -> bool {
        let is_object_of_response = || self.tables.first().is_some_and(|table| table.status.is_some());
        self.described.is_section(&TableKind::Response) || is_object_of_response()
    }

    /// Returns whether a field or a row has this name.
    pub(super) fn has_name(&self, name: &str) -> bool {
        self.fields.iter().any(|field| field.wire_name == name) || self.rows().any(|(_, row)| row.name.value == name)
    }

    pub(super) fn has_row(&self, field: &ir::Field) -> bool {
        self.rows().any(|(table, row)| is_row_of(table, row, field))
    }

    /// Returns the lines of a row that consist of the name of a field without a row. They may be rows that lack cells.
    pub(super) fn names_in(&self, row: &Row) -> Vec<Unrecognized> {
        let has_no_row = |line: &&Line| {
            let mut named = self.fields.iter().filter(|field| field.wire_name == line.plain());
            named.any(|field| !self.has_row(field))
        };
        row.lines.iter().filter(has_no_row).map(Unrecognized::incomplete_row).collect()
    }

    /// Returns the rows of all tables, in the order of the page.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&'a Table, &'a Row)> {
        self.tables.iter().flat_map(|table| table.rows.iter().map(move |row| (*table, row)))
    }

    /// Returns the field that a row describes.
    pub(super) fn field_of(&self, table: &Table, row: &Row) -> Option<&'a ir::Field> {
        self.fields.iter().copied().find(|field| is_row_of(table, row, field))
    }

    /// Returns the names in the description of the rows before this one, the nearest first.
    pub(super) fn names_before(&self, row: &Row) -> Vec<String> {
        let mut names = self.names_on_page();
        if let Some(position) = self.rows().position(|(_, other)| std::ptr::eq(other, row)) {
            names.truncate(position);
        }
        names.reverse();
        names
    }

    /// Returns the names of all rows, as the description has them.
    pub(super) fn names_on_page(&self) -> Vec<String> {
        let mut names = Vec::new();
        for (table, row) in self.rows() {
            let name = self.field_of(table, row).map_or(&row.name.value, |field| &field.wire_name);
            names.push(name.clone());
        }
        names
    }

    /// Returns whether a row of the page without a field may be this field, which has no row, under another name: both
    /// have the same type, and the same neighbours.
    pub(super) fn may_be_renamed(&self, service: &ir::Service, field: &ir::Field, row: &Row) -> bool {
        let quoted = quoted_type(field).and_then(|(_, quoted)| PageType::parse(quoted));
        let ty = quoted.unwrap_or_else(|| notation::page_type(service, &field.ty));
        let is_same_type = row.ty.as_ref().is_none_or(|on_page| on_page.value == ty);
        is_same_type && self.neighbours_of_field(field) == self.neighbours_of_row(row)
    }

    /// Returns the nearest fields before and after a field that the page has too.
    fn neighbours_of_field(&self, field: &ir::Field) -> [Option<&str>; 2] {
        let name = |other: &&'a ir::Field| self.has_row(other).then_some(other.wire_name.as_str());
        let names: Vec<Option<&str>> = self.fields.iter().map(name).collect();
        neighbours(&names, self.fields.iter().position(|other| std::ptr::eq(*other, field)))
    }

    /// Returns the nearest rows before and after a row that the description has too.
    fn neighbours_of_row(&self, row: &Row) -> [Option<&str>; 2] {
        let name = |(table, row)| self.field_of(table, row).map(|field| field.wire_name.as_str());
        let names: Vec<Option<&str>> = self.rows().map(name).collect();
        neighbours(&names, self.rows().position(|(_, other)| std::ptr::eq(other, row)))
    }

    /// Returns whether the description of a field follows this row. If tables contradict each other, which the reader
    /// reports, the description can follow any of them.
    pub(super) fn follows(&self, table: &Table, row: &Row, field: &ir::Field) -> bool {
        let mut is_contradicted = false;
        let mut first = None;
        let mut agreeing = None;
        for other in self.tables.iter().filter(|other| other.status == table.status) {
            let Some(other_row) = other.rows.iter().find(|row| is_row_of(other, row, field)) else {
                continue;
            };
            is_contradicted |= !std::ptr::eq(*other, table) && contradicts(other_row, row);
            first = first.or(Some(*other));
            if agreeing.is_none() && other_row.mandatory.as_ref().is_none_or(|cell| cell.value == field.mandatory) {
                agreeing = Some(*other);
            }
        }
        let followed = agreeing.or(first);
        !is_contradicted || followed.is_some_and(|followed| std::ptr::eq(followed, table))
    }
}

/// Returns the nearest names before and after a position.
fn neighbours<'n>(names: &[Option<&'n str>], position: Option<usize>) -> [Option<&'n str>; 2] {
    let (before, after) = names.split_at_checked(position.unwrap_or_default()).unwrap_or_default();
    let before = before.iter().rev().find_map(|name| *name);
    [before, after.iter().skip(1).find_map(|name| *name)]
}

/// Returns whether a row and a field have the same name. Header names are case-insensitive. A list that is the entire
/// body matches by its type, since its name is not a fact of the page.
pub(super) fn is_row_of(table: &Table, row: &Row, field: &ir::Field) -> bool {
    match table.kind {
        TableKind::Body | TableKind::Response if field.whole_body && table.rows.len() == 1 => row.is_list(),
        TableKind::Header => row.name.value.eq_ignore_ascii_case(&field.wire_name),
        _ => row.name.value == field.wire_name,
    }
}
