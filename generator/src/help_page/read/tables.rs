//! Tables: their titles, headers and what they list.

use super::lines::without_emphasis;
use super::markup;
use super::page::parse_request_line;
use super::patterns::TABLE;
use super::rows::read_rows;
use super::sections::Heading;
use super::status::is_status_line;
use super::{HelpPage, Line, Located, Status, Table, TableKind, Unrecognized};

/// Reads the tables of a section.
pub(super) struct TableReader<'p> {
    page: &'p mut HelpPage,
    section: Heading,
    /// The status code of the current table, in the section of responses.
    status: Option<Status>,
}

impl<'p> TableReader<'p> {
    /// `status` applies to tables above the first line that names one.
    pub(super) fn new(page: &'p mut HelpPage, section: Heading, status: Option<Status>) -> Self {
        Self { page, section, status }
    }

    pub(super) fn read(mut self, lines: &[Line]) {
        let mut rest = lines;
        while let Some((line, after)) = rest.split_first() {
            rest = after;
            match table_title(line) {
                Some(title) => {
                    let end = after.iter().position(|line| self.ends_table(line)).unwrap_or(after.len());
                    let (inside, next) = after.split_at(end);
                    self.table(line, title, inside);
                    rest = next;
                }
                None => self.line_outside_of_tables(line),
            }
        }
        let is_none = matches!(lines, [line] if is_none(line));
        if self.section == Heading::Response && !is_none {
            self.page.require_success(lines);
        }
    }

    fn ends_table(&self, line: &Line) -> bool {
        table_title(line).is_some() || self.names_status(line)
    }

    fn names_status(&self, line: &Line) -> bool {
        self.section == Heading::Response && line.cell().is_none() && is_status_line(line)
    }

    fn line_outside_of_tables(&mut self, line: &Line) {
        if self.names_status(line) {
            self.status = self.page.add_status(line).or(self.status);
        } else if line.cell().is_some_and(|cell| cell.row > 0 || cell.column > 0) {
            // The first cell of a table without a title is reported below.
        } else if line.text != self.page.request.text && parse_request_line(line.plain()).is_some() {
            self.unrecognized(line, "this is a second request line, but a help page describes one operation");
        } else if line.plain() == "Parameter" {
            self.unrecognized(line, "this table has no title");
        }
    }

    fn table(&mut self, line: &Line, title: &str, lines: &[Line]) {
        let kind = self.kind(title);
        let status = if self.section == Heading::Response { self.status } else { None };
        if matches!(kind, TableKind::Object(_)) && title.contains(' ') {
            self.unrecognized(line, "this title is neither that of a known table nor the name of an object");
        }
        let mut table = Table {
            kind,
            title: Located::on_line(title.to_owned(), line),
            status,
            has_mandatory: false,
            rows: Vec::new(),
        };
        if let Err(reason) = read_table(&mut table, lines) {
            self.unrecognized(line, &reason);
        }
        self.page.tables.push(table);
    }

    fn kind(&self, title: &str) -> TableKind {
        let title_case = title.to_ascii_lowercase();
        // Some pages write "parameter", others "parameters".
        let words = title_case.replace("parameters", "parameter");
        let response = self.section == Heading::Response;
        let has_body = matches!(self.page.request.value.method.as_str(), "POST" | "PUT" | "PATCH");
        match words.as_str() {
            "path parameter" | "uri parameter" | "url parameter" | "parameter in the uri" => TableKind::Path,
            "parameter description" if self.section == Heading::Uri => TableKind::Path,
            "query parameter" | "parameter in the query" | "request query parameter" => TableKind::Query,
            "request header parameter" | "parameter in the request header" => TableKind::Header,
            "header parameter" if !response => TableKind::Header,
            "request body parameter" | "parameter in the request body" => TableKind::Body,
            "body parameter" | "request parameter" if has_body && self.section == Heading::Request => TableKind::Body,
            "response body parameter" | "parameter in the response body" | "response parameter" if response => {
                TableKind::Response
            }
            "response header parameter" | "parameter in the response header" if response => TableKind::ResponseHeader,
            _ => TableKind::Object(title.to_owned()),
        }
    }

    fn unrecognized(&mut self, line: &Line, reason: &str) {
        self.page.unrecognized.push(Unrecognized::on_line(line, reason));
    }
}

/// Whether a line says that there is nothing to list.
pub(super) fn is_none(line: &Line) -> bool {
    matches!(line.plain(), "None" | "None." | "N/A")
}

/// Reads the header and the rows below the title of a table. The error is about the table as a whole.
fn read_table(table: &mut Table, lines: &[Line]) -> Result<(), String> {
    if lines.iter().any(|line| line.cell().is_some()) {
        return markup::read_table(table, lines);
    }
    let columns = Columns::read(lines);
    let body = lines.get(columns.map_or(0, Columns::count)..).unwrap_or_default();
    table.has_mandatory = columns.is_some_and(Columns::has_mandatory);
    if body.first().is_some_and(is_none) {
        return Ok(());
    }
    table.rows = read_rows(body, columns);
    if columns.is_none() {
        let cells: Vec<&str> = lines.iter().take(4).map(Line::plain).collect();
        return Err(format!(
            "the header of this table is not `Parameter`, `Mandatory`, `Type`, `Description`, but `{}`",
            cells.join("`, `")
        ));
    }
    if !table.has_mandatory && !table.rows.is_empty() && table.rows.iter().all(|row| row.mandatory.is_some()) {
        return Err("the rows say whether they are mandatory, but the header has no column `Mandatory`".to_owned());
    }
    let first_row = table.rows.first().map(|row| row.name.line);
    if first_row.is_none() || first_row != body.first().map(|line| line.number) {
        return Err(
            "the first row does not start with a name, `Yes` or `No` (if the table has that column) and a type"
                .to_owned(),
        );
    }
    for row in &mut table.rows {
        row.check_columns(table.has_mandatory);
    }
    Ok(())
}

/// Returns the title in a line such as `Table 1 Path Parameters`.
fn table_title(line: &Line) -> Option<&str> {
    if line.cell().is_some() {
        return None;
    }
    let title = TABLE.captures(line.plain())?.name("title")?.as_str();
    let title = without_emphasis(title);
    // A sentence that starts with "Table 1" refers to a table.
    if title.ends_with('.') { None } else { Some(title) }
}

/// The columns between the name and the description of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Columns {
    MandatoryType,
    TypeMandatory,
    Type,
}

impl Columns {
    /// Reads the header of a table.
    fn read(lines: &[Line]) -> Option<Self> {
        let cells: Vec<Cell> = lines.iter().take(4).map_while(|line| Cell::parse(line.plain())).collect();
        match cells.as_slice() {
            [Cell::Name, Cell::Mandatory, Cell::Type, Cell::Description] => Some(Self::MandatoryType),
            [Cell::Name, Cell::Type, Cell::Mandatory, Cell::Description] => Some(Self::TypeMandatory),
            [Cell::Name, Cell::Type, Cell::Description, ..] => Some(Self::Type),
            _ => None,
        }
    }

    /// The number of columns of the table.
    fn count(self) -> usize {
        if self.has_mandatory() { 4 } else { 3 }
    }

    pub(super) fn has_mandatory(self) -> bool {
        self != Self::Type
    }
}

/// A cell of the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Cell {
    Name,
    Mandatory,
    Type,
    Description,
}

impl Cell {
    pub(super) fn parse(text: &str) -> Option<Self> {
        match text.to_ascii_lowercase().as_str() {
            "parameter" | "name" | "parameter name" | "field" => Some(Self::Name),
            "mandatory" | "required" | "mandatory (yes/no)" => Some(Self::Mandatory),
            "type" | "parameter type" | "data type" => Some(Self::Type),
            "description" => Some(Self::Description),
            _ => None,
        }
    }
}
