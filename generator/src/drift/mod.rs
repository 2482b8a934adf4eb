//! Help pages held against the description: what a person would find by comparing their tables by eye.

mod difference;
mod rows;

use std::fmt;
use std::sync::Arc;

use crate::page::{Example, Page, Row, Table, TableKind};
use crate::parse::{Description, Document, Place};
use crate::{Source, ir, page, spec, written};

use difference::Spot;
pub use difference::{Difference, Fact};

/// What became of a page.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Path of the page.
    pub page: String,
    /// Operation id.
    pub operation: String,
    /// Path of the file that describes the operation.
    pub file: String,
    /// All differences, in the order of the page.
    pub differences: Vec<Difference>,
    /// What was compared.
    pub counts: Counts,
}

/// What was compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows of the tables of path, query, headers and body.
    pub parameters: usize,
    /// Rows of the tables of the response and of objects.
    pub fields: usize,
    /// How many of these rows have a difference, or could not be understood.
    pub different: usize,
    /// Listed values.
    pub values: usize,
    /// Lengths and ranges.
    pub limits: usize,
    /// Defaults.
    pub defaults: usize,
    /// Examples.
    pub examples: usize,
    /// Examples that are no JSON, so that they were not compared.
    pub broken_examples: usize,
    /// Rows of errors and of the headers of responses, which no description has.
    pub not_described: usize,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.parameters += other.parameters;
        self.fields += other.fields;
        self.different += other.different;
        self.values += other.values;
        self.limits += other.limits;
        self.defaults += other.defaults;
        self.examples += other.examples;
        self.broken_examples += other.broken_examples;
        self.not_described += other.not_described;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = [
            (self.parameters, "parameter"),
            (self.fields, "field"),
            (self.values, "value"),
            (self.limits, "length or range"),
            (self.defaults, "default"),
            (self.examples, "example"),
        ];
        let counted = counted.map(|(count, what)| plural(count, what));
        f.write_str(&counted.join(", "))?;
        if self.broken_examples > 0 {
            write!(f, "; not compared: {}, no JSON", plural(self.broken_examples, "example"))?;
        }
        if self.not_described > 0 {
            write!(f, "; not described: {} of errors and response headers", plural(self.not_described, "row"))?;
        }
        Ok(())
    }
}

/// `1 row`, `2 rows`.
fn plural(count: usize, what: &str) -> String {
    match (count, what.split_once(" or ")) {
        (1, _) => format!("1 {what}"),
        (_, Some((one, other))) => format!("{count} {one}s or {other}s"),
        (_, None) => format!("{count} {what}s"),
    }
}

/// Why a page could not be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotCompared {
    /// Path of the page.
    pub page: String,
    /// Number of the line, from 1.
    pub line: usize,
    /// What is wrong, and what to do.
    pub why: String,
}

impl fmt::Display for NotCompared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.page, self.line, self.why)
    }
}

impl std::error::Error for NotCompared {}

/// Reads a page and compares it with the operation that it describes.
pub(crate) fn compare(
    description: &Description,
    service: &ir::Service,
    source: &Arc<Source>,
) -> Result<Comparison, NotCompared> {
    let refuse = |line, why| NotCompared { page: source.path.clone(), line, why };
    let page = page::read(&source.text).map_err(|unreadable| refuse(unreadable.line, unreadable.why))?;
    let described: Vec<_> = service.operations.iter().zip(&description.operations).collect();
    let Some((operation, document)) = find(&described, &page) else {
        let (method, path) = &page.request.value;
        let why = format!(
            "no file of the description has the operation {method} {path}: `cargo xtask docs import` drafts one"
        );
        return Err(refuse(page.request.line, why));
    };
    let mut compare = Compare {
        description,
        service,
        document,
        operation,
        page: &page,
        source,
        differences: Vec::new(),
        counts: Counts::default(),
    };
    compare.run();
    let Compare { mut differences, counts, .. } = compare;
    differences.sort_by_key(|difference| (difference.page_line, difference.fact));
    let (operation, file) = (operation.id.clone(), operation.file.clone());
    Ok(Comparison { page: source.path.clone(), operation, file, differences, counts })
}

/// The operation of this request line; else that of the same path with other placeholders, or of the same title.
fn find<'a>(operations: &[Described<'a>], page: &Page) -> Option<Described<'a>> {
    let (method, path) = &page.request.value;
    let first =
        |fits: &dyn Fn(&ir::Operation) -> bool| operations.iter().find(|(operation, _)| fits(operation)).copied();
    let method = |operation: &ir::Operation| operation.method.as_str() == method;
    first(&|operation| method(operation) && operation.path == *path)
        .or_else(|| first(&|operation| method(operation) && shape(&operation.path) == shape(path)))
        .or_else(|| first(&|operation| page.title.as_ref().is_some_and(|title| title.value == operation.page.title)))
}

type Described<'a> = (&'a ir::Operation, &'a Document<spec::Operation>);

/// A path without the names of its placeholders.
fn shape(path: &str) -> Vec<&str> {
    path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment }).collect()
}

/// A page and its operation, and what was found so far.
struct Compare<'a> {
    description: &'a Description,
    service: &'a ir::Service,
    document: &'a Document<spec::Operation>,
    operation: &'a ir::Operation,
    page: &'a Page,
    source: &'a Arc<Source>,
    differences: Vec<Difference>,
    counts: Counts,
}

/// The tables of a description that are no objects: section, and what the page calls it.
const SECTIONS: [(&str, TableKind, &str); 5] = [
    ("path", TableKind::Path, "path parameter"),
    ("query", TableKind::Query, "query parameter"),
    ("headers", TableKind::Header, "header"),
    ("body", TableKind::Body, "body parameter"),
    ("response", TableKind::Response, "response field"),
];

impl<'a> Compare<'a> {
    fn run(&mut self) {
        self.head();
        self.statuses();
        for (section, kind, what) in &SECTIONS {
            self.section(section, kind, what);
        }
        self.objects();
        self.examples();
        let root = self.document.root();
        for unclear in &self.page.unclear {
            let message = format!("not understood: {}", unclear.why);
            self.report(Fact::Unclear, message, MEND_THE_PAGE, unclear.line, &Spot::Value(&root.at("request")));
        }
    }

    fn report(&mut self, fact: Fact, message: String, help: impl Into<String>, line: usize, spot: &Spot<'_>) {
        self.differences.push(Difference::new(fact, message, help.into(), (self.source, line), spot));
    }

    fn head(&mut self) {
        let (root, page, operation) = (self.document.root(), self.page, self.operation);
        let (method, path) = &page.request.value;
        let described = format!("{} {}", operation.method.as_str(), operation.path);
        if format!("{method} {path}") != described {
            let (message, help) = ("the request lines differ".to_owned(), format!("write `request: {method} {path}`"));
            self.report(Fact::Request, message, help, page.request.line, &Spot::Value(&root.at("request")));
        }
        let title = page.title.as_ref();
        if title.is_none_or(|title| title.value != operation.page.title) {
            let (value, line) = title.map_or(("", 1), |title| (title.value.as_str(), title.line));
            let help = format!("write `title: {}`", written::scalar(value));
            self.report(
                Fact::Title,
                "the titles differ".to_owned(),
                help,
                line,
                &Spot::Value(&root.at("page").at("title")),
            );
        }
        let place = root.at("page").at("updated");
        match &page.updated {
            Some(updated) if updated.value == operation.page.updated => {}
            Some(updated) => {
                let message = "the page has another date".to_owned();
                let help = format!("write `updated: {}` when everything else agrees", updated.value);
                self.report(Fact::Updated, message, help, updated.line, &Spot::Value(&place));
            }
            None => {
                let message = "the page has no line `Updated on` with a date".to_owned();
                self.report(Fact::Updated, message, "save the whole page", 1, &Spot::Value(&place));
            }
        }
        match (&page.deprecated, &operation.deprecated) {
            (Some(mark), None) => {
                let help = "write `deprecated:` and why";
                let message = "the page marks the operation as deprecated".to_owned();
                self.report(Fact::Deprecated, message, help, mark.line, &Spot::Key(&root.at("operation")));
            }
            (None, Some(_)) => {
                let message = "the page does not mark the operation as deprecated".to_owned();
                let line = title.map_or(1, |title| title.line);
                self.report(Fact::Deprecated, message, "remove `deprecated`", line, &Spot::Key(&root.at("deprecated")));
            }
            _ => {}
        }
    }

    /// The status code of success that the description states.
    fn status(&self) -> Option<u16> {
        self.document.spec.response.keys().next().and_then(|status| status.parse().ok())
    }

    fn statuses(&mut self) {
        let place = self.document.root().at("response");
        let described = self.status();
        let mut seen = Vec::new();
        for status in self.page.statuses.iter().filter(|status| status.value.is_success()) {
            if Some(status.value.0) != described && !seen.contains(&status.value) {
                seen.push(status.value);
                let code = status.value.0;
                let message = format!("the page names the status code {code}");
                let place = described.map_or_else(|| place.clone(), |described| place.at(described));
                self.report(Fact::Status, message, format!("write `{code}:`"), status.line, &Spot::Key(&place));
            }
        }
        if !self.page.statuses.iter().any(|status| status.value.is_success()) {
            let message = "the page names no status code of success".to_owned();
            self.report(Fact::Status, message, "save the whole page", self.page.request.line, &Spot::Key(&place));
        }
    }

    /// The page's tables of a kind; of responses, those of a success.
    fn tables(&self, kind: &TableKind) -> Vec<&'a Table> {
        let tables = self.page.tables.iter().filter(|table| table.kind == *kind);
        let tables: Vec<_> = tables.filter(|table| table.is_described()).collect();
        let described = |table: &&Table| table.status.map(|status| status.0) == self.status();
        match tables.iter().filter(|table| described(table)).count() {
            0 => tables,
            _ => tables.into_iter().filter(described).collect(),
        }
    }

    fn fields(&self, kind: &TableKind) -> Vec<&'a ir::Field> {
        let place = match kind {
            TableKind::Path => ir::Place::Path,
            TableKind::Query => ir::Place::Query,
            TableKind::Header => ir::Place::Header,
            TableKind::Body => return self.operation.body.iter().flatten().collect(),
            TableKind::Response | TableKind::ResponseHeader | TableKind::Object(_) => {
                return self.operation.response.iter().collect();
            }
        };
        let parameters = self.operation.parameters.iter().filter(|parameter| parameter.place == place);
        parameters.map(|parameter| &parameter.field).collect()
    }

    fn section(&mut self, section: &str, kind: &TableKind, what: &str) {
        let (tables, fields) = (self.tables(kind), self.fields(kind));
        let mut place = self.document.root().at(section);
        if let (TableKind::Response, Some(status)) = (kind, self.status()) {
            place = place.at(status);
        }
        let rows = self.rows(&place, what, &fields, &tables);
        match kind {
            TableKind::Response => self.counts.fields += rows,
            _ => self.counts.parameters += rows,
        }
    }

    /// The objects that the operation's tables lead to, each with its place.
    fn objects(&mut self) {
        let described = reachable(self.service, self.operation);
        let tables = self.page.tables.iter().filter(|table| table.is_described());
        let mut tables: Vec<(&str, &Table)> = tables
            .filter_map(|table| match &table.kind {
                TableKind::Object(name) => Some((name.as_str(), table)),
                _ => None,
            })
            .collect();
        for definition in described {
            let Some(object) = self.service.object(definition) else {
                continue;
            };
            let Some(document) = self.description.operations.get(definition.operation) else {
                continue;
            };
            let place = document.root().at("objects").at(&object.name);
            let of_it: Vec<&Table> =
                tables.iter().filter(|(name, _)| *name == object.page_name).map(|(_, table)| *table).collect();
            tables.retain(|(name, _)| *name != object.page_name);
            if of_it.is_empty() {
                let message = format!("the page has no table `{}`", object.page_name);
                let line = self.page.request.line;
                self.report(
                    Fact::Object,
                    message,
                    "remove the object, and what has its type",
                    line,
                    &Spot::Key(&place),
                );
                continue;
            }
            let fields: Vec<&ir::Field> = object.fields.iter().collect();
            let what = format!("field of `{}`", object.page_name);
            self.counts.fields += self.rows(&place.at("fields"), &what, &fields, &of_it);
        }
        let root = self.document.root();
        for (name, table) in tables {
            let message = format!("no object of the description is the table `{name}`");
            let help =
                format!("write an object with `page_name: {name}` under `objects`, with {} fields", table.rows.len());
            self.counts.fields += table.rows.len();
            self.counts.different += table.rows.len();
            self.report(Fact::Object, message, help, table.title.line, &Spot::Key(&root.at("objects")));
        }
        let beyond = self.page.tables.iter().filter(|table| !table.is_described());
        self.counts.not_described = beyond.map(|table| table.rows.len()).sum();
    }

    fn examples(&mut self) {
        let described = &self.operation.examples;
        let place = self.document.root().at("examples");
        self.counts.examples = self.page.examples.len();
        self.counts.broken_examples = self.page.broken_examples;
        for said in &self.page.examples {
            let (found, key) = match &said.value {
                Example::Request(json) => (described.iter().any(|example| example.body.as_ref() == Some(json)), "body"),
                Example::Response(json) => {
                    (described.iter().any(|example| example.response.as_ref() == Some(json)), "response")
                }
            };
            if !found {
                let message = format!("no example of the description has this `{key}`");
                let help = format!("write the page's JSON as `{key}` of an example");
                self.report(Fact::Example, message, help, said.line, &Spot::Key(&place));
            }
        }
        for (index, example) in described.iter().enumerate() {
            let body = example.body.clone().map(|json| ("body", Example::Request(json)));
            let response = example.response.clone().map(|json| ("response", Example::Response(json)));
            for (key, json) in body.into_iter().chain(response) {
                if !self.page.examples.iter().any(|said| said.value == json) {
                    let message = format!("no example of the page has this `{key}`");
                    let line = self.page.examples.first().map_or(self.page.request.line, |said| said.line);
                    let place = place.at(index).at(key);
                    self.report(Fact::Example, message, format!("remove this `{key}`"), line, &Spot::Key(&place));
                }
            }
        }
    }
}

/// What to do about a line that is not understood and belongs to no row.
const MEND_THE_PAGE: &str = "save the page again; if it says so, read this part by eye, and extend the reader";

/// Objects that the tables of an operation lead to, each once.
fn reachable<'a>(service: &'a ir::Service, operation: &'a ir::Operation) -> Vec<&'a ir::Definition> {
    let body = operation.body.iter().flatten();
    let mut open: Vec<&ir::Type> = body.chain(&operation.response).map(|field| &field.ty).rev().collect();
    let mut found: Vec<&ir::Definition> = Vec::new();
    while let Some(ty) = open.pop() {
        match ty {
            ir::Type::Array(items, _) => open.push(items),
            ir::Type::Tuple(items) => open.extend(items),
            ir::Type::Object(definition) if !found.contains(&definition) => {
                found.push(definition);
                open.extend(
                    service.object(definition).into_iter().flat_map(|object| &object.fields).map(|field| &field.ty),
                );
            }
            _ => {}
        }
    }
    found
}

/// The row and the field of one name.
fn matches(kind: &TableKind, row: &Row, field: &ir::Field) -> bool {
    match kind {
        TableKind::Header => row.name.value.eq_ignore_ascii_case(&field.wire),
        _ => row.name.value == field.wire,
    }
}

/// The place of a row of a table.
fn place_of<'p>(table: &Place<'p>, field: &ir::Field) -> Place<'p> {
    table.at(&field.wire)
}
