//! The sections of an operation file, except for examples.

use std::collections::HashSet;

use hss_generator::NameKind;
use hss_generator::ir::HelpPage as HelpPageFacts;

use super::names::other_name;
use super::{NewEnum, OperationWriter};
use crate::expressible::{tables_of_object, unsupported_media_types, unsupported_status_codes};
use crate::notation::{self, PLACEHOLDER};
use crate::read::{ExampleRequest, Row, Table, TableKind, Value};

impl<'p> OperationWriter<'p> {
    pub(super) fn write_head(&mut self, id: &str) {
        let page = self.page;
        let yaml = &mut self.yaml;
        yaml.write_comment(0, "yaml-language-server: $schema=../schema.json");
        yaml.write_entry(0, "operation", id);
        yaml.write_entry(0, "summary", PLACEHOLDER);
        yaml.write_key(0, "page");
        if let Some(title) = &page.title {
            yaml.write_string(1, "title", &title.value);
        } else {
            yaml.write_decision(1, 1, "the help page has no title");
            yaml.write_entry(1, "title", PLACEHOLDER);
        }
        let date = page.updated.as_ref().map_or(HelpPageFacts::NO_DATE, |date| &date.value);
        yaml.write_entry(1, "updated", date);
        yaml.write_entry(0, "request", &notation::request(&page.request.value));
        if let Some(mark) = &page.deprecated {
            yaml.write_decision(
                0,
                mark.line,
                "the help page marks the operation as deprecated: write the reason if it has one",
            );
            yaml.write_entry(0, "deprecated", notation::DEPRECATED_OPERATION);
        }
        self.write_page_says();
        for media_type in unsupported_media_types(page) {
            self.yaml.write_decision(0, media_type.line, &media_type.value);
        }
        for unrecognized in &page.unrecognized {
            self.yaml.write_decision(0, unrecognized.line, &format!("unrecognized text: {}", unrecognized.reason));
        }
    }

    /// Quotes lines that the file contradicts or leaves out: request lines inside examples that do not call the
    /// operation, and names of rows that the notation cannot express.
    fn write_page_says(&mut self) {
        let page = self.page;
        let mut quoted = Vec::new();
        for request in &page.example_requests {
            if self.is_example_of_operation(&request.value) {
                continue;
            }
            let message =
                format!("an example calls `{}`, or has a query parameter that is in no table", request.value.line);
            self.yaml.write_decision(0, request.line, &message);
            quoted.push(request.text.as_str());
        }
        for table in page.tables.iter().filter(|table| table.is_described()) {
            for row in &table.rows {
                let name = row.name.value.as_str();
                if self.expressible.reason_to_miss(table, row).is_some() && !quoted.contains(&name) {
                    quoted.push(name);
                }
            }
        }
        if !quoted.is_empty() {
            self.yaml.write_key(0, "page_says");
            self.yaml.write_quotations(1, &quoted);
        }
    }

    /// Returns whether an example calls the operation, and all its query parameters are in a table.
    pub(super) fn is_example_of_operation(&self, request: &ExampleRequest) -> bool {
        let tables = self.page.tables.iter().filter(|table| table.kind == TableKind::Query);
        let rows: Vec<&Row> = tables.flat_map(|table| &table.rows).collect();
        let is_known = |name: &str| rows.iter().any(|row| row.name.value == name);
        request.line.calls(&self.page.request.value) && request.query_names().all(is_known)
    }

    pub(super) fn write_parameters(&mut self) {
        let sections = [
            ("path", TableKind::Path),
            ("query", TableKind::Query),
            ("headers", TableKind::Header),
            ("body", TableKind::Body),
        ];
        for (key, kind) in sections {
            let tables: Vec<&Table> = self.page.tables.iter().filter(|table| table.kind == kind).collect();
            let has_placeholders = kind == TableKind::Path && self.page.request.value.path.contains('{');
            if self.expressible.rows(&tables).is_empty() && !has_placeholders {
                self.write_omitted_rows(&tables);
                continue;
            }
            self.yaml.write_blank_line();
            self.yaml.write_key(0, key);
            self.write_tables(1, &tables);
            if kind == TableKind::Path {
                self.write_placeholders_without_row(&tables);
            }
        }
    }

    /// Lists the rows of tables that have no rows to write.
    fn write_omitted_rows(&mut self, tables: &[&'p Table]) {
        if tables.iter().any(|table| !table.rows.is_empty()) {
            self.yaml.write_blank_line();
            self.write_tables(0, tables);
        }
    }

    /// Writes the path parameters that only the request line names.
    fn write_placeholders_without_row(&mut self, tables: &[&'p Table]) {
        let rows = self.expressible.rows(tables);
        for segment in self.page.request.value.path.split('/') {
            let Some(name) = segment.strip_prefix('{').and_then(|segment| segment.strip_suffix('}')) else {
                continue;
            };
            if rows.iter().any(|row| row.name.value == name) {
                continue;
            }
            let message = format!("the page has no row for the placeholder `{name}`: check its type");
            self.yaml.write_decision(1, self.page.request.line, &message);
            self.yaml.write_key(1, name);
            self.yaml.write_entry(2, "type", "String");
            self.yaml.write_entry(2, "mandatory", "true");
            self.yaml.write_entry(2, "doc", PLACEHOLDER);
        }
    }

    pub(super) fn write_response(&mut self) {
        let page = self.page;
        self.yaml.write_blank_line();
        self.yaml.write_key(0, "response");
        let status = self.page.success();
        if !page.statuses.iter().any(|status| status.value.is_success()) {
            let message = format!("the page states no status code of success: check {}", status.0);
            self.yaml.write_decision(1, page.request.line, &message);
        }
        let mut successes = page.statuses.iter().filter(|status| status.value.is_success());
        if let Some(other) = successes.find(|other| other.value != status) {
            let code = other.value.0;
            let message = format!("the help page also states the status code {code}, but the notation allows only one");
            self.yaml.write_decision(1, other.line, &message);
        }
        for status in unsupported_status_codes(page) {
            self.yaml.write_decision(1, status.line, &status.value);
        }
        let mut tables = Vec::new();
        for table in &page.tables {
            if table.kind == TableKind::Response && table.status == Some(status) && !table.rows.is_empty() {
                tables.push(table);
            }
        }
        let code = status.0.to_string();
        if tables.iter().any(|table| table.file_row().is_some()) {
            return self.yaml.write_entry(1, &code, "file");
        }
        if self.expressible.rows(&tables).is_empty() {
            self.write_tables(1, &tables);
            return self.yaml.write_entry(1, &code, "none");
        }
        self.yaml.write_key(1, &code);
        self.write_tables(2, &tables);
    }

    /// Writes the pagination if the names on the page are unambiguous.
    pub(super) fn write_pagination(&mut self) {
        let query = self.rows_of(&TableKind::Query);
        let response = self.rows_of(&TableKind::Response);
        let has_integer = |name: &str| query.iter().any(|row| row.name.value == name && row.is_integer());
        let lists: Vec<&Row> = response.iter().copied().filter(|row| row.is_list()).collect();
        let &[items] = lists.as_slice() else {
            return;
        };
        if !has_integer("offset") || !has_integer("limit") {
            return;
        }
        let is_total = |row: &&&Row| row.name.value.starts_with("total") && row.is_integer();
        let yaml = &mut self.yaml;
        yaml.write_blank_line();
        yaml.write_key(0, "pagination");
        yaml.write_entry(1, "offset", "offset");
        yaml.write_entry(1, "limit", "limit");
        yaml.write_string(1, "items", &items.name.value);
        if let Some(total) = response.iter().find(is_total) {
            yaml.write_string(1, "total", &total.name.value);
        }
    }

    /// Returns the rows of a kind that the file describes.
    fn rows_of(&self, kind: &TableKind) -> Vec<&'p Row> {
        let tables = self.page.tables.iter().filter(|table| table.kind == *kind && table.is_described());
        self.expressible.rows(&tables.collect::<Vec<_>>())
    }

    pub(super) fn write_objects(&mut self) {
        let mut is_first = true;
        for table in &self.page.tables {
            let TableKind::Object(page_name) = &table.kind else {
                continue;
            };
            if !table.is_described() {
                continue;
            }
            if !self.expressible.uses_object(page_name) {
                self.leave_out_object(page_name, table.title.line);
                continue;
            }
            let Some(name) = self.names.define_object(page_name) else {
                continue;
            };
            if is_first {
                self.yaml.write_blank_line();
                self.yaml.write_key(0, "objects");
                is_first = false;
            }
            self.write_object(1, page_name, &name, table);
        }
    }

    fn leave_out_object(&mut self, page_name: &str, line: usize) {
        let message = format!("the table `{page_name}` is left out");
        if is_form(page_name) {
            let reason = "requests with other bodies than JSON, such as uploads, cannot be described";
            self.yaml.write_decision(0, line, &format!("{message}: {reason}"));
        } else {
            self.yaml.write_note(0, line, &format!("{message}: no described row has this type"));
        }
    }

    pub(super) fn write_object(&mut self, depth: usize, page_name: &str, name: &str, table: &'p Table) {
        let renamed = name != page_name;
        if renamed {
            let message = format!("the object is called `{name}`, because `{page_name}` is taken or not a type name");
            self.yaml.write_note(depth, table.title.line, &message);
        }
        self.yaml.write_key(depth, name);
        if renamed {
            self.yaml.write_string(depth + 1, "page_name", page_name);
        }
        self.yaml.write_entry(depth + 1, "doc", PLACEHOLDER);
        self.yaml.write_key(depth + 1, "fields");
        let tables: Vec<&Table> = tables_of_object(self.page, page_name).collect();
        self.write_tables(depth + 2, &tables);
    }

    pub(super) fn write_enums(&mut self) {
        let enums = std::mem::take(&mut self.enums);
        if enums.is_empty() {
            return;
        }
        self.yaml.write_blank_line();
        self.yaml.write_key(0, "enums");
        for r#enum in enums {
            self.write_enum(1, &r#enum);
        }
    }

    pub(super) fn write_enum(&mut self, depth: usize, NewEnum { name, is_integer, row }: &NewEnum<'_>) {
        let values = &row.facts.values;
        let yaml = &mut self.yaml;
        let line = values.first().map_or(row.name.line, |value| value.name.line);
        let message = format!(
            "choose a name for the enum of `{}`: the help page does not state one, `{name}` is a placeholder",
            row.name.value
        );
        yaml.write_decision(depth, line, &message);
        yaml.write_key(depth, name);
        if *is_integer {
            yaml.write_entry(depth + 1, "type", "Integer");
        }
        yaml.write_entry(depth + 1, "doc", PLACEHOLDER);
        yaml.write_key(depth + 1, "values");
        let mut rust_names = HashSet::new();
        for value in values {
            self.write_value(depth + 2, value, *is_integer, &mut rust_names);
        }
    }

    /// Writes a value of an enum. `rust_names` are the names of the other values.
    pub(super) fn write_value(
        &mut self,
        depth: usize,
        value: &Value,
        is_integer: bool,
        rust_names: &mut HashSet<String>,
    ) {
        let wire = &value.name.value;
        if is_integer {
            // The names of integers are derived from their digits.
            return self.yaml.write_value(depth, wire, value.deprecated, None);
        }
        let rust_name = other_name(wire, NameKind::Variant, rust_names);
        if let Some(name) = &rust_name {
            self.yaml.write_rust_name_decision(depth, &value.name, name);
        }
        self.yaml.write_value(depth, &notation::scalar(wire), value.deprecated, rust_name.as_deref());
    }
}

/// Returns whether a table lists the fields of a form instead of those of an object: `FormData` or
/// `multipart/form-data`.
fn is_form(title: &str) -> bool {
    let letters: String = title.chars().filter(char::is_ascii_alphabetic).collect();
    letters.to_ascii_lowercase().ends_with("formdata")
}
