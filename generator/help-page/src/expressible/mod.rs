//! What the notation can express of a help page. An import writes exactly that and leaves out the rest, and a
//! comparison expects exactly that, so that an imported operation agrees with its page.

mod examples;
mod facts;

use std::collections::HashSet;

use crate::read::{Example, HelpPage, Located, PageType, Row, Table, TableKind};

pub(crate) use examples::{Contradiction, ExampleJson, distance};
pub(crate) use facts::{ExpressibleFacts, FactKind, OmittedFact, ValueKind};

/// Maximum depth of objects in objects, as in the description.
const MAX_NESTING: usize = 16;

/// The tables and rows of a page that the notation can express.
pub(crate) struct ExpressiblePage<'p> {
    page: &'p HelpPage,
    /// Names of the objects that the expressible rows use.
    used_objects: HashSet<&'p str>,
    /// Names of the objects without an expressible row in their tables.
    empty_objects: HashSet<&'p str>,
    /// Rows, by object and name, whose object would contain itself or nest too deep.
    recursive_rows: HashSet<(&'p str, &'p str)>,
}

impl<'p> ExpressiblePage<'p> {
    pub(crate) fn new(page: &'p HelpPage) -> Self {
        let mut expressible =
            Self { page, used_objects: HashSet::new(), empty_objects: HashSet::new(), recursive_rows: HashSet::new() };
        expressible.find_empty_objects();
        for table in &page.tables {
            if !matches!(table.kind, TableKind::Object(_)) && table.is_described() {
                expressible.use_objects_of(table, &mut Vec::new());
            }
        }
        expressible
    }

    /// Finds the objects without rows. An object that only has rows of empty objects is empty too.
    fn find_empty_objects(&mut self) {
        loop {
            let known = self.empty_objects.len();
            for table in &self.page.tables {
                let TableKind::Object(name) = &table.kind else {
                    continue;
                };
                let tables: Vec<&Table> = tables_of_object(self.page, name).collect();
                if self.rows(&tables).is_empty() {
                    self.empty_objects.insert(name);
                }
            }
            if self.empty_objects.len() == known {
                return;
            }
        }
    }

    /// Follows the rows of a table to the objects that they use. `path` holds the objects around the table.
    fn use_objects_of(&mut self, table: &'p Table, path: &mut Vec<&'p str>) {
        for row in &table.rows {
            let Some(PageType::Object(name)) = row.ty.as_ref().map(|ty| ty.value.innermost()) else {
                continue;
            };
            if path.contains(&name.as_str()) || path.len() >= MAX_NESTING {
                if let Some(object) = path.last() {
                    self.recursive_rows.insert((object, &row.name.value));
                }
                continue;
            }
            if self.reason_to_omit(table, row).is_some() || !self.used_objects.insert(name) {
                continue;
            }
            path.push(name);
            for table in tables_of_object(self.page, name) {
                self.use_objects_of(table, path);
            }
            path.pop();
        }
    }

    /// Returns whether an expressible row uses the object.
    pub(crate) fn uses_object(&self, name: &str) -> bool {
        self.used_objects.contains(name)
    }

    /// Returns why callers miss a row, if the notation cannot express it. Path parameters are never missed: the request
    /// line states the path.
    pub(crate) fn reason_to_miss(&self, table: &Table, row: &Row) -> Option<String> {
        if table.kind == TableKind::Path || row.ty.is_none() {
            return None;
        }
        self.reason_to_omit(table, row)
    }

    /// Returns why the notation cannot express a row, if it cannot.
    pub(crate) fn reason_to_omit(&self, table: &Table, row: &Row) -> Option<String> {
        let name = row.name.value.as_str();
        let Some(ty) = type_of(table, row) else {
            return Some("its type is not known".to_owned());
        };
        match ty.value.innermost() {
            PageType::Other(other) => return Some(format!("the notation has no type `{other}`")),
            PageType::Object(object) if tables_of_object(self.page, object).next().is_none() => {
                return Some(format!("the page has no table `{object}`"));
            }
            PageType::Object(object) if self.empty_objects.contains(object.as_str()) => {
                return Some(format!("the notation cannot express any row of the table `{object}`"));
            }
            _ => {}
        }
        let is_scalar =
            !matches!(ty.value, PageType::Array(_) | PageType::Map(_) | PageType::Json | PageType::Object(_));
        let request = &self.page.request.value;
        match &table.kind {
            TableKind::Path if !request.path.contains(&format!("{{{name}}}")) => {
                Some("the path has no such placeholder".to_owned())
            }
            TableKind::Query if is_list_of_scalars(&ty.value) => None,
            TableKind::Path | TableKind::Query | TableKind::Header if !is_scalar => {
                Some(format!("only a body can have the type `{}`", ty.value))
            }
            TableKind::Header => hss_generator::syntax::header::check_name(name).err(),
            TableKind::Body if request.method == "GET" => Some("a GET request has no body".to_owned()),
            TableKind::Object(object) if self.recursive_rows.contains(&(object.as_str(), name)) => {
                Some("the object would contain itself, or nest too deep".to_owned())
            }
            _ => None,
        }
    }

    /// Returns whether the only row of these tables is the entire body. Returns `None` if the page does not show this.
    pub(crate) fn is_whole_body(&self, tables: &[&'p Table]) -> Option<bool> {
        let kind = &tables.first()?.kind;
        let rows = self.rows(tables);
        match rows.as_slice() {
            [row] if matches!(kind, TableKind::Body | TableKind::Response) && row.is_list() => {
                if row.is_unnamed_list {
                    return Some(true);
                }
            }
            _ => return Some(false),
        }
        for example in &self.page.examples {
            match (&example.value, kind) {
                (Example::Request(json), TableKind::Body) | (Example::Response(json), TableKind::Response) => {
                    return Some(json.is_array());
                }
                _ => {}
            }
        }
        None
    }

    /// Returns the rows of tables that the notation can express. Of two rows with the same name, returns only the
    /// first.
    pub(crate) fn rows(&self, tables: &[&'p Table]) -> Vec<&'p Row> {
        let mut names = HashSet::new();
        let mut rows = Vec::new();
        for table in tables {
            for row in &table.rows {
                if self.reason_to_omit(table, row).is_none() && names.insert(row.name.value.as_str()) {
                    rows.push(row);
                }
            }
        }
        rows
    }
}

/// Returns the type of a row. Without a column of types, parameters outside of a body are strings, as they are in the
/// request.
pub(crate) fn type_of(table: &Table, row: &Row) -> Option<Located<PageType>> {
    let is_text = matches!(table.kind, TableKind::Path | TableKind::Query | TableKind::Header);
    if !table.has_type && is_text {
        return Some(Located::new(PageType::String, row.name.line, row.name.text.as_str()));
    }
    row.ty.clone()
}

/// Returns whether a list can be a query parameter.
fn is_list_of_scalars(ty: &PageType) -> bool {
    let PageType::Array(items) = ty else {
        return false;
    };
    matches!(**items, PageType::String | PageType::Integer | PageType::Long | PageType::Number | PageType::Boolean)
}

/// Returns the tables of an object.
pub(crate) fn tables_of_object<'p>(page: &'p HelpPage, name: &str) -> impl Iterator<Item = &'p Table> {
    page.tables
        .iter()
        .filter(move |table| table.is_described() && matches!(&table.kind, TableKind::Object(object) if object == name))
}

/// Returns a message about each media type of requests that the page states, except for JSON.
pub(crate) fn unsupported_media_types(page: &HelpPage) -> Vec<Located<String>> {
    const KINDS: [&str; 6] = ["application/", "audio/", "image/", "multipart/", "text/", "video/"];
    let tables = page.tables.iter().filter(|table| table.kind == TableKind::Header);
    let rows = tables.flat_map(|table| &table.rows).filter(|row| row.name.value.eq_ignore_ascii_case("content-type"));
    let mut found = Vec::new();
    for line in rows.flat_map(|row| &row.lines) {
        for word in line.text.split(|c: char| !c.is_ascii_alphanumeric() && !"/.+-".contains(c)) {
            let name = word.trim_end_matches('.');
            if KINDS.iter().any(|kind| name.starts_with(kind)) && name != "application/json" {
                let message = format!("the help page states the media type `{name}`, but the client sends JSON");
                found.push(Located::new(message, line.number, line.text.as_str()));
            }
        }
    }
    found
}

/// Returns a message about each status code that is neither a success nor an error, such as a redirection.
pub(crate) fn unsupported_status_codes(page: &HelpPage) -> Vec<Located<String>> {
    let mut found = Vec::new();
    for status in &page.statuses {
        let code = status.value.0;
        if !status.value.is_success() && !(400..600).contains(&code) {
            let message = format!("the help page states the status code {code}, which is an error for the client");
            found.push(Located::new(message, status.line, status.text.as_str()));
        }
    }
    found
}
