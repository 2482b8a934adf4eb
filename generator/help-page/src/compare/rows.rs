//! Matches table rows with the fields of the description.

use std::collections::HashSet;

use hss_generator::description::Node;
use hss_generator::ir::{self, Origin};

use super::difference::DifferenceKind as Kind;
use super::row_pair::quoted_type;
use super::sections::SECTIONS;
use super::suggestion::Suggestion;
use super::{PageComparer, SettledDifference};
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

impl<'a> FieldTable<'a> {
    fn has_row(&self, field: &ir::Field) -> bool {
        self.rows().any(|(table, row)| is_row_of(table, row, field))
    }

    /// Returns the rows of all tables, in the order of the page.
    fn rows(&self) -> impl Iterator<Item = (&'a Table, &'a Row)> {
        self.tables.iter().flat_map(|table| table.rows.iter().map(move |row| (*table, row)))
    }

    /// Returns the field that a row describes.
    fn field_of(&self, table: &Table, row: &Row) -> Option<&'a ir::Field> {
        self.fields.iter().copied().find(|field| is_row_of(table, row, field))
    }

    /// Returns the names in the description of the rows before this one, the nearest first.
    fn names_before(&self, row: &Row) -> Vec<String> {
        let mut names = self.names_on_page();
        if let Some(position) = self.rows().position(|(_, other)| std::ptr::eq(other, row)) {
            names.truncate(position);
        }
        names.reverse();
        names
    }

    /// Returns the names of all rows, as the description has them.
    fn names_on_page(&self) -> Vec<String> {
        let mut names = Vec::new();
        for (table, row) in self.rows() {
            let name = self.field_of(table, row).map_or(&row.name.value, |field| &field.wire_name);
            names.push(name.clone());
        }
        names
    }

    /// Returns whether a row of the page without a field may be this field, which has no row, under another name: both
    /// have the same type, and the same neighbours.
    fn may_be_renamed(&self, service: &ir::Service, field: &ir::Field, row: &Row) -> bool {
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
        let known = self.differences.len();
        for table in &field_table.tables {
            for row in &table.rows {
                let differences_before = self.differences.len();
                match field_table.field_of(table, row) {
                    Some(field) if !field_table.follows(table, row, field) => {
                        self.counts.not_described += 1;
                        continue;
                    }
                    Some(field) => self.compare_row(field_table.node.at(&field.wire_name), field, row, table),
                    None if row.ty.is_some() && self.expressible.reason_to_omit(table, row).is_some() => {
                        self.counts.not_described += 1;
                        self.report_omitted_row(field_table, row, table);
                        continue;
                    }
                    None => self.report_undescribed_row(field_table, row, table),
                }
                count += 1;
                if self.differences.len() > differences_before {
                    self.counts.different_rows += 1;
                }
            }
        }
        self.compare_order(field_table);
        let mut missing = field_table.fields.clone();
        missing.retain(|field| {
            !self.is_placeholder_without_table(field_table, field)
                && !field_table.has_row(field)
                && !self.is_moved(field_table, field)
        });
        // A copy of the page may lack a part of the table, and text that is not understood may be a row.
        let is_unclear = |found: &SettledDifference<'_>| found.difference.kind == Kind::Unrecognized;
        let may_be_incomplete = (missing.len() > 1 && missing.len() * 2 >= field_table.fields.len())
            || self.differences.iter().skip(known).any(is_unclear);
        for field in missing {
            self.report_missing_row(field_table, field, may_be_incomplete);
        }
        count
    }

    /// Returns whether only the request line of the page names the path parameter. If the page has a row instead that
    /// the path does not have, that row may be the parameter under another name.
    fn is_placeholder_without_table(&self, field_table: &FieldTable<'_>, field: &ir::Field) -> bool {
        let mut rows = field_table.tables.iter().flat_map(|table| &table.rows);
        let is_placeholder = field_table.is_path && self.is_placeholder(&field.wire_name);
        is_placeholder && rows.all(|row| self.is_placeholder(&row.name.value))
    }

    fn is_placeholder(&self, name: &str) -> bool {
        self.page.request.value.path.contains(&format!("{{{name}}}"))
    }

    /// Reports the first row that the description has in another order.
    fn compare_order(&mut self, field_table: &FieldTable<'a>) {
        let mut previous: Option<(usize, &ir::Field)> = None;
        let mut names = HashSet::new();
        for (table, row) in field_table.rows() {
            // A page can have the table of an object twice.
            if !names.insert(row.name.value.as_str()) {
                continue;
            }
            let mut fields = field_table.fields.iter().copied().enumerate();
            let Some((index, field)) = fields.find(|(_, field)| is_row_of(table, row, field)) else {
                continue;
            };
            if let Some((previous_index, previous)) = previous
                && index < previous_index
            {
                let message = format!("`{}` comes after `{}` on the page", field.wire_name, previous.wire_name);
                let help = format!("move `{}` below `{}`", field.wire_name, previous.wire_name);
                let node = field_table.node.at(&field.wire_name);
                let found = self.at_key(Kind::Order, row.name.line, &node, message, help);
                let (map, names) = (field_table.node.clone(), field_table.names_on_page());
                return self.report(found.suggest(Suggestion::Order { map, names }));
            }
            previous = Some((index, field));
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

    fn report_missing_row(&mut self, field_table: &FieldTable<'a>, field: &ir::Field, may_be_incomplete: bool) {
        let line = field_table.tables.first().map_or(self.page.request.line, |table| table.title.line);
        let node = field_table.node.at(&field.wire_name);
        let is_renamed = field_table.rows().any(|(table, row)| {
            field_table.field_of(table, row).is_none() && field_table.may_be_renamed(self.service, field, row)
        });
        let is_credential = self.origin(field) == Some(Origin::Credentials);
        // The row may be in a part of the page that is missing or not understood.
        let is_placeholder = field_table.is_path && self.is_placeholder(&field.wire_name);
        let may_remove = !is_renamed && !is_credential && !is_placeholder && !may_be_incomplete && self.is_understood();
        let name = &field.wire_name;
        let help = if is_placeholder {
            format!("keep `{name}`, which the request line has: check which row of the page is meant, and its facts")
        } else {
            format!("remove `{name}`, or save the help page again if its table is incomplete")
        };
        let message = format!("the help page has no {} `{name}`", field_table.row);
        let mut found = self.remove(Kind::Row, line, &node, message);
        found.difference.help = help;
        self.report(found.decide_if(!may_remove));
    }

    fn report_undescribed_row(&mut self, field_table: &FieldTable<'a>, row: &'a Row, table: &'a Table) {
        let name = &row.name.value;
        if let Some(section) = self.section_in_description(&table.kind, name) {
            return self.report_moved_row(field_table, row, table, section);
        }
        let ty = match &row.ty {
            Some(ty) => format!(" with `type: {}`", notation::row_type(self.service, &ty.value, &row.facts, None)),
            None => String::new(),
        };
        let mandatory = if row.is_mandatory() { ", `mandatory: true`" } else { "" };
        let is_renamed = field_table
            .fields
            .iter()
            .any(|field| !field_table.has_row(field) && field_table.may_be_renamed(self.service, field, row));
        let (map, previous) = (field_table.node.clone(), field_table.names_before(row));
        // A list that is the entire body cannot be added to other fields.
        let is_whole_body = self.expressible.is_whole_body(&field_table.tables) == Some(true);
        let message = format!("the description has no {} `{name}`", field_table.row);
        let help = format!("write `{name}:`{ty}{mandatory} and a `doc`");
        let found = self.at_key(Kind::Row, row.name.line, &field_table.node, message, help);
        let found = found.suggest(Suggestion::AddRow { map, table, row, previous });
        self.report(found.decide_if(is_renamed || (is_whole_body && !field_table.fields.is_empty())));
    }

    /// Reports a row that callers would miss.
    fn report_omitted_row(&mut self, field_table: &FieldTable<'a>, row: &Row, table: &Table) {
        let Some(reason) = self.expressible.reason_to_miss(table, row) else { return };
        let message = format!("the description cannot contain the {} `{}`: {reason}", field_table.row, row.name.value);
        let help = "quote its name in the operation's `page_says`, and say under `why` what callers miss";
        let found = self.at_key(Kind::Unrecognized, row.name.line, &field_table.node, message, help);
        self.report(found);
    }

    /// Reports a row that the description has in another section.
    fn report_moved_row(&mut self, field_table: &FieldTable<'a>, row: &Row, table: &Table, section: &str) {
        let name = &row.name.value;
        let node = self.document.root().at(section).at(name);
        let is_in_request = table.status.is_none() && section != "response";
        let (map, previous) = (field_table.node.clone(), field_table.names_before(row));
        let message = format!("`{name}` is a {} on the help page", field_table.row);
        let found = self.at_key(Kind::Row, row.name.line, &node, message, "move it there");
        let found = found.suggest(Suggestion::MoveRow { entry: node, map, previous });
        self.report(found.decide_if(!is_in_request));
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

/// Returns the nearest names before and after a position.
fn neighbours<'n>(names: &[Option<&'n str>], position: Option<usize>) -> [Option<&'n str>; 2] {
    let (before, after) = names.split_at_checked(position.unwrap_or_default()).unwrap_or_default();
    let before = before.iter().rev().find_map(|name| *name);
    [before, after.iter().skip(1).find_map(|name| *name)]
}

/// Returns whether a row and a field have the same name. Header names are case-insensitive. A list that is the entire
/// body matches by its type, since its name is not a fact of the page.
fn is_row_of(table: &Table, row: &Row, field: &ir::Field) -> bool {
    match table.kind {
        TableKind::Body | TableKind::Response if field.whole_body && table.rows.len() == 1 => row.is_list(),
        TableKind::Header => row.name.value.eq_ignore_ascii_case(&field.wire_name),
        _ => row.name.value == field.wire_name,
    }
}
