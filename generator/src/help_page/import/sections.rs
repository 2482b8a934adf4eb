//! The sections of an operation file, except for examples.

use super::{NewEnum, OperationWriter, PLACEHOLDER, rows};
use crate::help_page::read::{HelpPage, Row, Status, Table, TableKind};

impl<'p> OperationWriter<'p> {
    pub(super) fn head(&mut self, id: &str) {
        let page = self.page;
        let yaml = &mut self.yaml;
        yaml.comment(0, "yaml-language-server: $schema=../schema.json");
        yaml.entry(0, "operation", id);
        yaml.entry(0, "summary", PLACEHOLDER);
        yaml.key(0, "page");
        if let Some(title) = &page.title {
            yaml.string(1, "title", &title.value);
        } else {
            yaml.decision(1, 1, "the help page has no title");
            yaml.entry(1, "title", PLACEHOLDER);
        }
        if let Some(date) = &page.updated {
            yaml.entry(1, "updated", &date.value);
        } else {
            yaml.decision(1, 1, "the help page has no date");
            yaml.entry(1, "updated", "1970-01-01");
        }
        yaml.request(0, &page.request.value);
        if let Some(mark) = &page.deprecated {
            yaml.decision(
                0,
                mark.line,
                "the help page marks the operation as deprecated: write the reason if it has one",
            );
            yaml.entry(0, "deprecated", "The vendor's help page marks this operation as deprecated.");
        }
        for unrecognized in &page.unrecognized {
            yaml.decision(0, unrecognized.line, &format!("unrecognized text: {}", unrecognized.reason));
        }
    }

    pub(super) fn parameters(&mut self) {
        let sections = [
            ("path", TableKind::Path),
            ("query", TableKind::Query),
            ("headers", TableKind::Header),
            ("body", TableKind::Body),
        ];
        for (key, kind) in sections {
            let tables: Vec<&Table> = self.page.tables.iter().filter(|table| table.kind == kind).collect();
            if tables.iter().all(|table| table.rows.is_empty()) {
                continue;
            }
            self.yaml.blank_line();
            self.yaml.key(0, key);
            for table in tables {
                self.table(1, table);
            }
        }
    }

    pub(super) fn response(&mut self) {
        let page = self.page;
        self.yaml.blank_line();
        self.yaml.key(0, "response");
        let mut successes = page.statuses.iter().filter(|status| status.value.is_success());
        let status = successes.next().map_or(Status(200), |status| status.value);
        if let Some(other) = successes.find(|other| other.value != status) {
            let code = other.value.0;
            let message = format!("the help page also states the status code {code}, but the notation allows only one");
            self.yaml.decision(1, other.line, &message);
        }
        let mut tables = Vec::new();
        for table in &page.tables {
            if table.kind == TableKind::Response && table.status == Some(status) && !table.rows.is_empty() {
                tables.push(table);
            }
        }
        let code = status.0.to_string();
        if tables.is_empty() {
            return self.yaml.entry(1, &code, "none");
        }
        self.yaml.key(1, &code);
        for table in tables {
            self.table(2, table);
        }
    }

    /// Writes the pagination if the names on the page are unambiguous.
    pub(super) fn pagination(&mut self) {
        let query = rows_of(self.page, &TableKind::Query);
        let response = rows_of(self.page, &TableKind::Response);
        let has_number = |name: &str| query.iter().any(|row| row.name.value == name && rows::is_number(row));
        let lists: Vec<&Row> = response.iter().copied().filter(|row| rows::is_list(row)).collect();
        let &[items] = lists.as_slice() else {
            return;
        };
        if !has_number("offset") || !has_number("limit") {
            return;
        }
        let is_total = |row: &&&Row| row.name.value.starts_with("total") && rows::is_number(row);
        let yaml = &mut self.yaml;
        yaml.blank_line();
        yaml.key(0, "pagination");
        yaml.entry(1, "offset", "offset");
        yaml.entry(1, "limit", "limit");
        yaml.string(1, "items", &items.name.value);
        if let Some(total) = response.iter().find(is_total) {
            yaml.string(1, "total", &total.name.value);
        }
    }

    pub(super) fn objects(&mut self) {
        let mut is_first = true;
        for table in &self.page.tables {
            let TableKind::Object(page_name) = &table.kind else {
                continue;
            };
            if !table.is_described() {
                continue;
            }
            if is_first {
                self.yaml.blank_line();
                self.yaml.key(0, "objects");
                is_first = false;
            }
            let Some(name) = self.names.define_object(page_name) else {
                let message = format!("the table `{page_name}` is not an object, or a second one of this name");
                self.yaml.decision(1, table.title.line, &message);
                continue;
            };
            self.object(page_name, &name, table);
        }
    }

    fn object(&mut self, page_name: &str, name: &str, table: &'p Table) {
        let renamed = name != page_name;
        if renamed {
            let message = format!("the object is called `{name}`, because `{page_name}` is taken or not a type name");
            self.yaml.decision(1, table.title.line, &message);
        }
        self.yaml.key(1, name);
        if renamed {
            self.yaml.string(2, "page_name", page_name);
        }
        self.yaml.entry(2, "doc", PLACEHOLDER);
        self.yaml.key(2, "fields");
        self.table(3, table);
    }

    pub(super) fn enums(&mut self) {
        let enums = std::mem::take(&mut self.enums);
        if enums.is_empty() {
            return;
        }
        self.yaml.blank_line();
        self.yaml.key(0, "enums");
        for r#enum in enums {
            self.r#enum(&r#enum);
        }
    }

    fn r#enum(&mut self, NewEnum { name, row }: &NewEnum<'_>) {
        let values = &row.facts.values;
        let yaml = &mut self.yaml;
        let line = values.first().map_or(row.name.line, |value| value.name.line);
        let message = format!(
            "choose a name for the enum of `{}`: the help page does not state one, `{name}` is a placeholder",
            row.name.value
        );
        yaml.decision(1, line, &message);
        yaml.key(1, name);
        yaml.entry(2, "doc", PLACEHOLDER);
        yaml.key(2, "values");
        for value in values {
            if value.deprecated {
                yaml.key(3, &value.name.value);
                yaml.entry(4, "doc", PLACEHOLDER);
                yaml.entry(4, "deprecated", "The vendor's help page marks this value as deprecated.");
            } else {
                yaml.entry(3, &value.name.value, PLACEHOLDER);
            }
        }
    }
}

/// Returns the rows of all tables of a kind.
fn rows_of<'p>(page: &'p HelpPage, kind: &TableKind) -> Vec<&'p Row> {
    let mut rows = Vec::new();
    for table in &page.tables {
        if table.kind == *kind && table.is_described() {
            rows.extend(&table.rows);
        }
    }
    rows
}
