//! Matches the tables of a help page with the sections and objects of the description.

use std::rc::Rc;

use hss_generator::description::Node;
use hss_generator::ir::{self, Definition, ParameterLocation, Type};

use super::PageComparer;
use super::difference::DifferenceKind as Kind;
use super::field_table::{Described, FieldTable, SECTIONS, Section};
use crate::expressible::tables_of_object;
use crate::read::{Table, TableKind};

impl<'a> PageComparer<'a> {
    /// Returns the tables of the request and the response, and those of the objects that the operation uses, each with
    /// the tables of the page.
    pub(super) fn match_tables(&self) -> Vec<FieldTable<'a>> {
        let mut field_tables = Vec::new();
        for section in &SECTIONS {
            let mut node = self.document.root().at(section.key);
            if let (TableKind::Response, Some(status)) = (&section.kind, self.described_status()) {
                node = node.at(status);
            }
            let (fields, tables) = (self.fields(&section.kind), self.tables(&section.kind));
            field_tables.push(FieldTable { described: Described::Section(section), node, fields, tables });
        }
        for definition in used_objects(self.service, self.operation) {
            let document = self.description.operations.get(definition.operation);
            let (Some(object), Some(document)) = (self.service.object(definition), document) else { continue };
            let object_node = document.root().at("objects").at(&object.name);
            let node = object_node.at("fields");
            let tables = tables_of_object(self.page, &object.page_name).collect();
            let fields = object.fields.iter().collect();
            field_tables.push(FieldTable { described: Described::Object(object, object_node), node, fields, tables });
        }
        field_tables
    }

    /// Compares the tables of the request, the response and the objects, and reports tables of other objects.
    pub(super) fn compare_tables(&mut self) {
        let field_tables = Rc::clone(&self.field_tables);
        for table in field_tables.iter() {
            match &table.described {
                Described::Section(section) => self.compare_section(section, table),
                Described::Object(object, node) => self.compare_object(object, node, table),
            }
        }
        self.report_undescribed_objects(&field_tables);
    }

    fn compare_section(&mut self, section: &Section, table: &FieldTable<'a>) {
        if section.kind == TableKind::Response && self.compare_file_response(table) {
            return;
        }
        let rows = self.compare_table(table);
        self.compare_whole_body(table);
        if section.kind == TableKind::Response {
            self.counts.fields += rows;
        } else {
            self.counts.parameters += rows;
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
    fn tables(&self, kind: &TableKind) -> Vec<&'a Table> {
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
    fn fields(&self, kind: &TableKind) -> Vec<&'a ir::Field> {
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

    fn compare_object(&mut self, object: &ir::Object, node: &Node<'a>, table: &FieldTable<'a>) {
        if table.tables.is_empty() {
            // It follows from the rows: without a row of its type, it is removed.
            let message = format!("the help page has no table `{}`", object.page_name);
            let help = "remove the object and the fields of its type";
            let found = self.at_key(Kind::Object, self.page.request.line, node, message, help);
            return self.report(found);
        }
        self.counts.fields += self.compare_table(table);
    }

    /// Reports the tables of objects that the operation does not use.
    fn report_undescribed_objects(&mut self, field_tables: &[FieldTable<'a>]) {
        let mut described = Vec::new();
        let mut is_complete = true;
        for table in field_tables {
            if let Described::Object(object, _) = &table.described {
                described.push(object.page_name.as_str());
                is_complete &= !table.tables.is_empty();
            }
        }
        for table in &self.page.tables {
            match &table.kind {
                _ if !table.is_described() => self.counts.not_described += table.rows.len(),
                TableKind::Object(name) if !described.contains(&name.as_str()) => {
                    // An object that no row uses cannot be described, unless it is a renamed one.
                    if is_complete && !self.expressible.uses_object(name) {
                        self.counts.not_described += table.rows.len();
                    } else {
                        self.report_undescribed_object(name, table);
                    }
                }
                _ => {}
            }
        }
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
