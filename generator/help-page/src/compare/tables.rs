//! Matches the tables of a help page with the sections and objects of the description.

use hss_generator::ir::{self, Definition, ParameterLocation, Type};

use super::PageComparer;
use super::difference::DifferenceKind as Kind;
use super::rows::FieldTable;
use super::sections::SECTIONS;
use crate::read::{Row, Table, TableKind};

impl<'a> PageComparer<'a> {
    pub(super) fn compare_sections(&mut self) {
        let is_file = self.compare_file_response();
        for section in &SECTIONS {
            if is_file && section.kind == TableKind::Response {
                continue;
            }
            let mut node = self.document.root().at(section.key);
            if let (TableKind::Response, Some(status)) = (&section.kind, self.described_status()) {
                node = node.at(status);
            }
            let table = FieldTable {
                node,
                row: section.row.to_owned(),
                is_path: section.kind == TableKind::Path,
                fields: self.fields(&section.kind),
                tables: self.tables(&section.kind),
            };
            let rows = self.compare_table(&table);
            self.compare_whole_body(&table);
            if section.kind == TableKind::Response {
                self.counts.fields += rows;
            } else {
                self.counts.parameters += rows;
            }
        }
    }

    /// Reports a difference in whether the body is a list.
    fn compare_whole_body(&mut self, table: &FieldTable<'a>) {
        let Some(on_page) = self.expressible.is_whole_body(&table.tables) else { return };
        let described = table.fields.iter().find(|field| field.whole_body);
        let row = table.tables.iter().find_map(|table| table.rows.first());
        let line = row.map_or(self.page.request.line, |row| row.name.line);
        let found = match (described, row) {
            (Some(field), _) if !on_page => {
                let message = format!("`{}` is not the entire body on the help page", field.wire_name);
                self.remove(Kind::Type, line, &table.node.at(&field.wire_name).at("whole_body"), message)
            }
            (None, Some(row)) if on_page => {
                let message = format!("`{}` is the entire body on the help page", row.name.value);
                self.write(Kind::Type, line, &table.node.at(&row.name.value), "whole_body", "true", message)
            }
            _ => return,
        };
        self.report(found);
    }

    /// Returns the success status code in the description.
    pub(super) fn described_status(&self) -> Option<u16> {
        let status = self.document.content.response.keys().next()?;
        status.parse().ok()
    }

    /// Returns the page's tables of a kind. If there are responses with several status codes, only those of the
    /// described one.
    pub(super) fn tables(&self, kind: &TableKind) -> Vec<&'a Table> {
        let described_status = self.described_status();
        let mut all = Vec::new();
        let mut of_described_status = Vec::new();
        for table in &self.page.tables {
            if table.kind != *kind || !table.is_described() {
                continue;
            }
            all.push(table);
            if table.status.map(|status| status.0) == described_status {
                of_described_status.push(table);
            }
        }
        if of_described_status.is_empty() { all } else { of_described_status }
    }

    /// Returns the fields of the description that correspond to the tables of a kind.
    pub(super) fn fields(&self, kind: &TableKind) -> Vec<&'a ir::Field> {
        let location = match kind {
            TableKind::Path => ParameterLocation::Path,
            TableKind::Query => ParameterLocation::Query,
            TableKind::Header => ParameterLocation::Header,
            TableKind::Body => return self.operation.body.iter().flatten().collect(),
            TableKind::Response | TableKind::ResponseHeader | TableKind::Object(_) => {
                return self.operation.response.fields().iter().collect();
            }
        };
        let parameters = self.operation.parameters.iter().filter(|parameter| parameter.location == location);
        parameters.map(|parameter| &parameter.field).collect()
    }

    /// Returns the row of this name in the page's tables of a kind.
    pub(super) fn row_on_page(&self, kind: &TableKind, name: &str) -> Option<&'a Row> {
        for table in self.tables(kind) {
            for row in &table.rows {
                if row.name.value == name {
                    return Some(row);
                }
            }
        }
        None
    }

    /// Compares the objects that the operation uses, and reports tables of other objects.
    pub(super) fn compare_objects(&mut self) {
        let mut tables: Vec<(&str, &Table)> = Vec::new();
        for table in &self.page.tables {
            match &table.kind {
                TableKind::Object(name) if table.is_described() => tables.push((name, table)),
                _ if table.is_described() => {}
                _ => self.counts.not_described += table.rows.len(),
            }
        }
        let mut is_complete = true;
        for definition in used_objects(self.service, self.operation) {
            if let Some(object) = self.service.object(definition) {
                is_complete &= tables.iter().any(|(name, _)| *name == object.page_name);
                let of_object = tables.extract_if(.., |(name, _)| *name == object.page_name);
                let of_object: Vec<&Table> = of_object.map(|(_, table)| table).collect();
                self.compare_object(object, definition, of_object);
            }
        }
        for (name, table) in tables {
            // An object that no row uses cannot be described, unless it is a renamed one.
            if is_complete && !self.expressible.uses_object(name) {
                self.counts.not_described += table.rows.len();
            } else {
                self.report_undescribed_object(name, table);
            }
        }
    }

    fn compare_object(&mut self, object: &'a ir::Object, definition: &Definition, tables: Vec<&'a Table>) {
        let Some(document) = self.description.operations.get(definition.operation) else {
            return;
        };
        let node = document.root().at("objects").at(&object.name);
        if tables.is_empty() {
            // It follows from the rows: without a row of its type, it is removed.
            let message = format!("the help page has no table `{}`", object.page_name);
            let help = "remove the object and the fields of its type";
            let found = self.at_key(Kind::Object, self.page.request.line, &node, message, help);
            return self.report(found);
        }
        let table = FieldTable {
            node: node.at("fields"),
            row: format!("field of `{}`", object.page_name),
            is_path: false,
            fields: object.fields.iter().collect(),
            tables,
        };
        self.counts.fields += self.compare_table(&table);
    }

    fn report_undescribed_object(&mut self, name: &str, table: &Table) {
        let rows = table.rows.len();
        self.counts.fields += rows;
        self.counts.different_rows += rows;
        // It follows from the rows: with a row of its type, it is added.
        let message = format!("the description has no object for the table `{name}`");
        let help = format!("write an object with `page_name: {name}` under `objects`; it has {rows} rows");
        let found = self.at_key(Kind::Object, table.title.line, &self.document.root().at("objects"), message, help);
        self.report(found);
    }
}

/// Returns the objects that an operation uses, each once, in the order of its tables.
pub(crate) fn used_objects<'a>(service: &'a ir::Service, operation: &'a ir::Operation) -> Vec<&'a Definition> {
    let mut found: Vec<&Definition> = Vec::new();
    // A stack: the first type to visit is the last one.
    let mut types: Vec<&Type> = Vec::new();
    types.extend(operation.response.fields().iter().rev().map(|field| &field.ty));
    types.extend(operation.body.iter().flatten().rev().map(|field| &field.ty));
    while let Some(ty) = types.pop() {
        match ty {
            Type::Array(items, _) | Type::Map(items, _) => types.push(items),
            Type::Tuple(items) => types.extend(items),
            Type::Object(definition) if !found.contains(&definition) => {
                found.push(definition);
                if let Some(object) = service.object(definition) {
                    types.extend(object.fields.iter().map(|field| &field.ty));
                }
            }
            _ => {}
        }
    }
    found
}
