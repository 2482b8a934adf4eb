//! A first description of a page that has none: its tables in the notation, the texts left for a person.

mod names;
mod table;
mod yaml;

use crate::help_page::read::{self, Example, HelpPage, Row, Status, Table, TableKind};
use crate::{NotCompared, OPERATIONS_FOLDER, Source, ir};

use names::Names;
use yaml::Yaml;

/// What stands where a person has to write.
pub const TO_WRITE: &str = "TODO";

/// A file of the description, begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The file.
    pub file: Source,
    /// What a person has to decide, in the order of the file.
    pub unsure: Vec<Unsure>,
}

/// What the page leaves open, or the draft had to make up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsure {
    /// Line of the page, from 1.
    pub line: usize,
    /// What to decide.
    pub what: String,
}

/// Drafts the file of the operation `id` from its page.
pub(crate) fn draft(service: &ir::Service, source: &Source, id: &str) -> Result<Draft, NotCompared> {
    let refuse = |line, why: String| NotCompared { page: source.path.clone(), line, why };
    let module = crate::names::RustName::type_name(id).and_then(|_| crate::names::RustName::module(id));
    let module = module.map_err(|why| refuse(1, format!("{why}: name the operation as the vendor's SDKs do")))?;
    let page = read::read(&source.text).map_err(|unreadable| refuse(unreadable.line, unreadable.why))?;
    let (method, path) = &page.request.value;
    let same = |operation: &&ir::Operation| operation.method.as_str() == method && operation.path == *path;
    if let Some(operation) = service.operations.iter().find(same) {
        let why = format!("{} describes this operation already: `cargo xtask docs check` compares", operation.file);
        return Err(refuse(page.request.line, why));
    }
    let mut writer =
        Writer { names: Names::new(service, id, &page), page: &page, yaml: Yaml::new(), enums: Vec::new() };
    writer.head(id);
    writer.parameters();
    writer.response();
    writer.pagination();
    writer.objects();
    writer.enums();
    writer.examples();
    let Yaml { text, unsure } = writer.yaml;
    Ok(Draft { file: Source { path: format!("{OPERATIONS_FOLDER}/{module}.yaml"), text }, unsure })
}

/// Writes the sections of the file, in the order of the notation.
struct Writer<'p> {
    names: Names,
    page: &'p HelpPage,
    yaml: Yaml,
    /// Enums that rows needed so far: name, field and row.
    enums: Vec<(String, &'p Row)>,
}

impl Writer<'_> {
    fn head(&mut self, id: &str) {
        let (page, yaml) = (self.page, &mut self.yaml);
        yaml.comment_line(0, "yaml-language-server: $schema=../schema.json");
        yaml.entry(0, "operation", id);
        yaml.entry(0, "summary", TO_WRITE);
        yaml.key(0, "page");
        if page.title.is_none() {
            yaml.unsure(1, 1, "the page has no title");
        }
        yaml.text(1, "title", page.title.as_ref().map_or(TO_WRITE, |title| &title.value));
        if page.updated.is_none() {
            yaml.unsure(1, 1, "the page has no date");
        }
        yaml.entry(1, "updated", page.updated.as_ref().map_or("1970-01-01", |date| &date.value));
        let (method, path) = &page.request.value;
        yaml.text(0, "request", &format!("{method} {path}"));
        if let Some(mark) = &page.deprecated {
            yaml.unsure(0, mark.line, "the page marks the operation as deprecated: say why, as far as it does");
            yaml.entry(0, "deprecated", "The vendor's help page marks this operation as deprecated.");
        }
        for unclear in &page.unclear {
            yaml.unsure(0, unclear.line, &format!("not understood: {}", unclear.why));
        }
    }

    fn parameters(&mut self) {
        let sections = [
            ("path", TableKind::Path),
            ("query", TableKind::Query),
            ("headers", TableKind::Header),
            ("body", TableKind::Body),
        ];
        for (section, kind) in sections {
            let tables: Vec<&Table> = self.page.tables.iter().filter(|table| table.kind == kind).collect();
            if tables.iter().any(|table| !table.rows.is_empty()) {
                self.yaml.gap();
                self.yaml.key(0, section);
                for table in tables {
                    self.table(1, table);
                }
            }
        }
    }

    /// The status code of success that the page names first.
    fn status(&self) -> Option<Status> {
        self.page.statuses.iter().map(|said| said.value).find(|status| status.is_success())
    }

    fn response(&mut self) {
        self.yaml.gap();
        let status = self.status().unwrap_or(Status(200));
        let other = self.page.statuses.iter().find(|said| said.value.is_success() && said.value != status);
        self.yaml.key(0, "response");
        if let Some(other) = other {
            let code = other.value.0;
            self.yaml.unsure(
                1,
                other.line,
                &format!("the page names {code} as well, and a response has one status code"),
            );
        }
        let described = |table: &&Table| table.kind == TableKind::Response && table.status == Some(status);
        let tables: Vec<&Table> = self.page.tables.iter().filter(described).collect();
        if tables.iter().all(|table| table.rows.is_empty()) {
            return self.yaml.entry(1, &status.0.to_string(), "none");
        }
        self.yaml.key(1, &status.0.to_string());
        for table in tables {
            self.table(2, table);
        }
    }

    /// Written where the page's names leave no choice.
    fn pagination(&mut self) {
        let rows = |kind: TableKind| {
            let tables = self.page.tables.iter().filter(move |table| table.kind == kind && table.is_described());
            tables.flat_map(|table| &table.rows).collect::<Vec<&Row>>()
        };
        let (query, response) = (rows(TableKind::Query), rows(TableKind::Response));
        let has = |name: &str| query.iter().any(|row| row.name.value == name && table::is_number(row));
        let lists: Vec<&&Row> = response.iter().filter(|row| table::is_list(row)).collect();
        let total = response.iter().find(|row| row.name.value.starts_with("total") && table::is_number(row));
        if let ([list], true, true) = (lists.as_slice(), has("offset"), has("limit")) {
            let (list, total) = (list.name.value.clone(), total.map(|row| row.name.value.clone()));
            let yaml = &mut self.yaml;
            yaml.gap();
            yaml.key(0, "pagination");
            yaml.entry(1, "offset", "offset");
            yaml.entry(1, "limit", "limit");
            yaml.text(1, "items", &list);
            if let Some(total) = total {
                yaml.text(1, "total", &total);
            }
        }
    }

    fn objects(&mut self) {
        let tables: Vec<&Table> = self.page.tables.iter().filter(|table| table.is_described()).collect();
        let mut begun = false;
        for table in tables {
            let TableKind::Object(page_name) = &table.kind else {
                continue;
            };
            if !begun {
                self.yaml.gap();
                self.yaml.key(0, "objects");
                begun = true;
            }
            let Some(name) = self.names.object(page_name) else {
                self.yaml.unsure(
                    1,
                    table.title.line,
                    &format!("the table `{page_name}` has no place in the notation, or stands twice"),
                );
                continue;
            };
            if name != *page_name {
                self.yaml.unsure(
                    1,
                    table.title.line,
                    &format!("`{page_name}` is called `{name}` here: the page's name is taken, or no name of a type"),
                );
            }
            self.yaml.key(1, &name);
            if name != *page_name {
                self.yaml.text(2, "page_name", page_name);
            }
            self.yaml.entry(2, "doc", TO_WRITE);
            self.yaml.key(2, "fields");
            self.table(3, table);
        }
    }

    fn enums(&mut self) {
        let enums = std::mem::take(&mut self.enums);
        let yaml = &mut self.yaml;
        if !enums.is_empty() {
            yaml.gap();
            yaml.key(0, "enums");
        }
        for (name, row) in enums {
            let line = row.facts.values.first().map_or(row.name.line, |value| value.name.line);
            yaml.unsure(
                1,
                line,
                &format!("the page has no name for the values of `{}`: `{name}` is made up", row.name.value),
            );
            yaml.key(1, &name);
            yaml.entry(2, "doc", TO_WRITE);
            yaml.key(2, "values");
            for value in &row.facts.values {
                if value.deprecated {
                    yaml.key(3, &value.name.value);
                    yaml.entry(4, "doc", TO_WRITE);
                    yaml.entry(4, "deprecated", "The vendor's help page marks this value as deprecated.");
                } else {
                    yaml.entry(3, &value.name.value, TO_WRITE);
                }
            }
        }
    }

    /// One example where the page has one request and one response; else each stands alone.
    fn examples(&mut self) {
        let examples: Vec<&Example> = self.page.examples.iter().map(|said| &said.value).collect();
        if examples.is_empty() && self.page.broken_examples == 0 {
            return;
        }
        let yaml = &mut self.yaml;
        yaml.gap();
        if self.page.broken_examples > 0 {
            let line = self.page.examples.first().map_or(self.page.request.line, |said| said.line);
            let what = format!("{} examples of the page are no JSON, and are left out", self.page.broken_examples);
            yaml.unsure(0, line, &what);
        }
        if !examples.is_empty() {
            yaml.key(0, "examples");
        }
        let together = matches!(examples.as_slice(), [Example::Request(_), Example::Response(_)]);
        for (index, example) in examples.into_iter().enumerate() {
            if index == 0 || !together {
                yaml.item(1, "title", TO_WRITE);
            }
            match example {
                Example::Request(json) => yaml.json(2, "body", json),
                Example::Response(json) => yaml.json(2, "response", json),
            }
        }
    }
}
