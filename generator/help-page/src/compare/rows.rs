//! Matches table rows with the fields of the description.

use std::collections::HashSet;

use hss_generator::description::Node;
use hss_generator::ir;

use super::PageComparer;
use super::difference::{DifferenceKind, FoundDifference, Highlight};
use super::sections::SECTIONS;
use crate::notation;
use crate::read::{PageType, Row, Table, TableKind, contradicts};

/// Fields of the description, and the tables of the page that should list them.
pub(super) struct FieldTable<'a> {
    /// The node that holds the fields.
    pub node: Node<'a>,
    /// What a row is, such as `query parameter`.
    pub row: String,
    /// Whether the fields are path parameters.
    pub is_path: bool,
    pub fields: Vec<&'a ir::Field>,
    pub tables: Vec<&'a Table>,
}

impl FieldTable<'_> {
    fn has_row(&self, field: &ir::Field) -> bool {
        for table in &self.tables {
            if table.rows.iter().any(|row| is_row_of(table, row, field)) {
                return true;
            }
        }
        false
    }

    /// Returns whether the description of a field follows this row. If tables contradict each other, which the reader
    /// reports, the description can follow any of them.
    fn follows(&self, table: &Table, row: &Row, field: &ir::Field) -> bool {
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

impl<'a> PageComparer<'a> {
    /// Compares rows with fields. Returns the number of rows.
    pub(super) fn compare_table(&mut self, field_table: &FieldTable<'a>) -> usize {
        let mut count = 0;
        for table in &field_table.tables {
            for row in &table.rows {
                let differences_before = self.differences.len();
                match field_table.fields.iter().find(|field| is_row_of(table, row, field)) {
                    Some(field) if !field_table.follows(table, row, field) => {
                        self.counts.not_described += 1;
                        continue;
                    }
                    Some(field) => self.compare_row(field_table.node.at(&field.wire_name), field, row, table),
                    None if row.ty.is_some() && self.expressible.reason_to_omit(table, row).is_some() => {
                        self.counts.not_described += 1;
                        continue;
                    }
                    None => self.report_undescribed_row(field_table, row, &table.kind),
                }
                count += 1;
                if self.differences.len() > differences_before {
                    self.counts.different_rows += 1;
                }
            }
        }
        self.compare_order(field_table);
        for field in &field_table.fields {
            if !self.is_placeholder_without_table(field_table, field)
                && !field_table.has_row(field)
                && !self.is_moved(field_table, field)
            {
                self.report_missing_row(field_table, field);
            }
        }
        count
    }

    /// Returns whether only the request line of the page names the path parameter. If the page has a row instead that
    /// the path does not have, that row may be the parameter under another name.
    fn is_placeholder_without_table(&self, field_table: &FieldTable<'_>, field: &ir::Field) -> bool {
        let path = &self.page.request.value.path;
        let is_placeholder = |name: &str| path.contains(&format!("{{{name}}}"));
        let mut rows = field_table.tables.iter().flat_map(|table| &table.rows);
        field_table.is_path && is_placeholder(&field.wire_name) && rows.all(|row| is_placeholder(&row.name.value))
    }

    /// Reports the first row that the description has in another order.
    fn compare_order(&mut self, field_table: &FieldTable<'_>) {
        let mut previous: Option<(usize, &ir::Field)> = None;
        let mut names = HashSet::new();
        for table in &field_table.tables {
            for row in &table.rows {
                // A page can have the table of an object twice.
                if !names.insert(row.name.value.as_str()) {
                    continue;
                }
                let is_described = |field: &&ir::Field| is_row_of(table, row, field);
                let Some(index) = field_table.fields.iter().position(is_described) else {
                    continue;
                };
                let Some(field) = field_table.fields.get(index) else {
                    continue;
                };
                if let Some((previous_index, previous)) = previous
                    && index < previous_index
                {
                    return self.report(FoundDifference {
                        kind: DifferenceKind::Order,
                        message: format!("`{}` comes after `{}` on the page", field.wire_name, previous.wire_name),
                        help: format!("move `{}` below `{}`", field.wire_name, previous.wire_name),
                        line: row.name.line,
                        highlight: Highlight::Key(field_table.node.at(&field.wire_name)),
                    });
                }
                previous = Some((index, field));
            }
        }
    }

    /// Returns whether the page has the row in a table of another kind, where `undescribed_row` reports it.
    fn is_moved(&self, field_table: &FieldTable<'_>, field: &ir::Field) -> bool {
        let Some(kind) = self.kind_on_page(&field.wire_name) else {
            return false;
        };
        let described_there = self.fields(kind).iter().any(|other| other.wire_name == field.wire_name);
        !described_there && !field_table.tables.iter().any(|table| table.kind == *kind)
    }

    /// Returns the kind of the first table, except for objects, that has a row of this name.
    fn kind_on_page(&self, name: &str) -> Option<&'a TableKind> {
        for table in &self.page.tables {
            let is_object = matches!(table.kind, TableKind::Object(_));
            if !is_object && table.rows.iter().any(|row| row.name.value == name) {
                return Some(&table.kind);
            }
        }
        None
    }

    fn report_missing_row(&mut self, field_table: &FieldTable<'_>, field: &ir::Field) {
        let table = field_table.tables.first();
        self.report(FoundDifference {
            kind: DifferenceKind::Row,
            message: format!("the help page has no {} `{}`", field_table.row, field.wire_name),
            help: format!("remove `{}`", field.wire_name),
            line: table.map_or(self.page.request.line, |table| table.title.line),
            highlight: Highlight::Key(field_table.node.at(&field.wire_name)),
        });
    }

    fn report_undescribed_row(&mut self, field_table: &FieldTable<'_>, row: &Row, kind: &TableKind) {
        let name = &row.name.value;
        if let Some(section) = self.section_in_description(kind, name) {
            return self.report(FoundDifference {
                kind: DifferenceKind::Row,
                message: format!("`{name}` is a {} on the help page", field_table.row),
                help: "move it there".to_owned(),
                line: row.name.line,
                highlight: Highlight::Key(self.document.root().at(section).at(name)),
            });
        }
        let ty = match &row.ty {
            Some(ty) => format!(" with `type: {}`", notation::row_type(self.service, &ty.value, &row.facts, None)),
            None => String::new(),
        };
        let is_mandatory = row.mandatory.as_ref().is_some_and(|mandatory| mandatory.value);
        let mandatory = if is_mandatory { ", `mandatory: true`" } else { "" };
        self.report(FoundDifference {
            kind: DifferenceKind::Row,
            message: format!("the description has no {} `{name}`", field_table.row),
            help: format!("write `{name}:`{ty}{mandatory} and a `doc`"),
            line: row.name.line,
            highlight: Highlight::Key(field_table.node.clone()),
        });
    }

    /// Returns the section that describes a row that the page has in a table of another kind.
    fn section_in_description(&self, kind: &TableKind, name: &str) -> Option<&'static str> {
        if matches!(kind, TableKind::Object(_)) {
            return None;
        }
        for section in &SECTIONS {
            let described = self.fields(&section.kind).iter().any(|field| field.wire_name == name);
            if section.kind != *kind && described && self.row_on_page(&section.kind, name).is_none() {
                return Some(section.key);
            }
        }
        None
    }
}

/// Returns whether a row and a field have the same name. Header names are case-insensitive. A list that is the entire
/// body matches by its type, since its name is not a fact of the page.
fn is_row_of(table: &Table, row: &Row, field: &ir::Field) -> bool {
    match table.kind {
        TableKind::Body | TableKind::Response if field.whole_body && table.rows.len() == 1 => {
            row.ty.as_ref().is_some_and(|ty| matches!(ty.value, PageType::Array(_)))
        }
        TableKind::Header => row.name.value.eq_ignore_ascii_case(&field.wire_name),
        _ => row.name.value == field.wire_name,
    }
}
