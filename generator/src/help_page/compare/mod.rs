//! Help pages held against the description: what a person would find by comparing their tables by eye.

mod counts;
mod difference;
mod head;
mod rows;

use std::fmt;
use std::sync::Arc;

use crate::description::notation;
use crate::description::{Description, Document, Node};
use crate::help_page::read;
use crate::help_page::read::{Example, HelpPage, Row, Table, TableKind};
use crate::{Source, ir};

pub use counts::Counts;
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
    let page = read::read(&source.text).map_err(|unreadable| refuse(unreadable.line, unreadable.why))?;
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
fn find<'a>(operations: &[Described<'a>], page: &HelpPage) -> Option<Described<'a>> {
    let (method, path) = &page.request.value;
    let first =
        |fits: &dyn Fn(&ir::Operation) -> bool| operations.iter().find(|(operation, _)| fits(operation)).copied();
    let method = |operation: &ir::Operation| operation.method.as_str() == method;
    first(&|operation| method(operation) && operation.path == *path)
        .or_else(|| first(&|operation| method(operation) && shape(&operation.path) == shape(path)))
        .or_else(|| first(&|operation| page.title.as_ref().is_some_and(|title| title.value == operation.page.title)))
}

type Described<'a> = (&'a ir::Operation, &'a Document<notation::Operation>);

/// A path without the names of its placeholders.
fn shape(path: &str) -> Vec<&str> {
    path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment }).collect()
}

/// A page and its operation, and what was found so far.
struct Compare<'a> {
    description: &'a Description,
    service: &'a ir::Service,
    document: &'a Document<notation::Operation>,
    operation: &'a ir::Operation,
    page: &'a HelpPage,
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

    /// The status code of success that the description states.
    fn status(&self) -> Option<u16> {
        self.document.content.response.keys().next().and_then(|status| status.parse().ok())
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
        let location = match kind {
            TableKind::Path => ir::ParameterLocation::Path,
            TableKind::Query => ir::ParameterLocation::Query,
            TableKind::Header => ir::ParameterLocation::Header,
            TableKind::Body => return self.operation.body.iter().flatten().collect(),
            TableKind::Response | TableKind::ResponseHeader | TableKind::Object(_) => {
                return self.operation.response.iter().collect();
            }
        };
        let parameters = self.operation.parameters.iter().filter(|parameter| parameter.location == location);
        parameters.map(|parameter| &parameter.field).collect()
    }

    fn section(&mut self, section: &str, kind: &TableKind, what: &str) {
        let (tables, fields) = (self.tables(kind), self.fields(kind));
        let mut node = self.document.root().at(section);
        if let (TableKind::Response, Some(status)) = (kind, self.status()) {
            node = node.at(status);
        }
        let rows = self.rows(&node, what, &fields, &tables);
        match kind {
            TableKind::Response => self.counts.fields += rows,
            _ => self.counts.parameters += rows,
        }
    }

    /// The objects that the operation's tables lead to, each with its node.
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
            let node = document.root().at("objects").at(&object.name);
            let of_it: Vec<&Table> =
                tables.iter().filter(|(name, _)| *name == object.page_name).map(|(_, table)| *table).collect();
            tables.retain(|(name, _)| *name != object.page_name);
            if of_it.is_empty() {
                let message = format!("the page has no table `{}`", object.page_name);
                let line = self.page.request.line;
                self.report(Fact::Object, message, "remove the object, and what has its type", line, &Spot::Key(&node));
                continue;
            }
            let fields: Vec<&ir::Field> = object.fields.iter().collect();
            let what = format!("field of `{}`", object.page_name);
            self.counts.fields += self.rows(&node.at("fields"), &what, &fields, &of_it);
        }
        for (name, table) in tables {
            self.undescribed_object(name, table);
        }
        let beyond = self.page.tables.iter().filter(|table| !table.is_described());
        self.counts.not_described = beyond.map(|table| table.rows.len()).sum();
    }

    fn undescribed_object(&mut self, name: &str, table: &Table) {
        let node = self.document.root().at("objects");
        let rows = table.rows.len();
        self.counts.fields += rows;
        self.counts.different += rows;
        let message = format!("no object of the description is the table `{name}`");
        let help = format!("write an object with `page_name: {name}` under `objects`; it has {rows} rows");
        self.report(Fact::Object, message, help, table.title.line, &Spot::Key(&node));
    }

    fn examples(&mut self) {
        let described = &self.operation.examples;
        let node = self.document.root().at("examples");
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
                self.report(Fact::Example, message, help, said.line, &Spot::Key(&node));
            }
        }
        for (index, example) in described.iter().enumerate() {
            let body = example.body.clone().map(|json| ("body", Example::Request(json)));
            let response = example.response.clone().map(|json| ("response", Example::Response(json)));
            for (key, json) in body.into_iter().chain(response) {
                if !self.page.examples.iter().any(|said| said.value == json) {
                    let message = format!("no example of the page has this `{key}`");
                    let line = self.page.examples.first().map_or(self.page.request.line, |said| said.line);
                    let node = node.at(index).at(key);
                    self.report(Fact::Example, message, format!("remove this `{key}`"), line, &Spot::Key(&node));
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

/// The node of a row of a table.
fn node_of<'p>(table: &Node<'p>, field: &ir::Field) -> Node<'p> {
    table.at(&field.wire)
}
