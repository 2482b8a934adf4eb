//! Tables: their titles, headers and what they list.

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
    /// The status code above the current table, in the section of responses.
    status: Option<Status>,
}

impl<'p> TableReader<'p> {
    pub(super) fn new(page: &'p mut HelpPage, section: Heading) -> Self {
        Self { page, section, status: None }
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
        if self.section == Heading::Response {
            self.page.require_success(lines);
        }
    }

    fn ends_table(&self, line: &Line) -> bool {
        table_title(line).is_some() || self.names_status(line)
    }

    fn names_status(&self, line: &Line) -> bool {
        self.section == Heading::Response && is_status_line(line)
    }

    fn line_outside_of_tables(&mut self, line: &Line) {
        if self.names_status(line) {
            self.status = self.page.add_status(line).or(self.status);
        } else if line.text != self.page.request.text && parse_request_line(line.plain()).is_some() {
            self.unrecognized(line, "this is a second request line, but a help page describes one operation");
        } else if line.plain() == "Parameter" {
            self.unrecognized(line, "this table has no title");
        }
    }

    fn table(&mut self, line: &Line, title: &str, lines: &[Line]) {
        let kind = self.kind(title);
        let status = if self.section == Heading::Response { self.status } else { None };
        let mut table = Table {
            kind,
            title: Located::on_line(title.to_owned(), line),
            status,
            has_mandatory: false,
            rows: Vec::new(),
        };
        if let Err(reason) = read_table(&mut table, lines) {
            self.unrecognized(line, reason);
        }
        self.page.tables.push(table);
    }

    fn kind(&self, title: &str) -> TableKind {
        let response = self.section == Heading::Response;
        match title.to_ascii_lowercase().as_str() {
            "path parameters" | "uri parameters" | "parameters in the uri" => TableKind::Path,
            "query parameters" | "parameters in the query" => TableKind::Query,
            "request header parameters" | "parameters in the request header" => TableKind::Header,
            "request body parameters" | "parameters in the request body" => TableKind::Body,
            "response body parameters" | "parameters in the response body" if response => TableKind::Response,
            "response header parameters" | "parameters in the response header" if response => TableKind::ResponseHeader,
            _ => TableKind::Object(title.to_owned()),
        }
    }

    fn unrecognized(&mut self, line: &Line, reason: &str) {
        self.page.unrecognized.push(Unrecognized::on_line(line, reason));
    }
}

/// Reads the header and the rows below the title of a table. The error is about the table as a whole.
fn read_table(table: &mut Table, lines: &[Line]) -> Result<(), &'static str> {
    let header = Header::read(lines);
    let cells = header.as_ref().map_or(0, |header| header.cells);
    let body = lines.get(cells..).unwrap_or_default();
    if body.first().is_some_and(|line| matches!(line.plain(), "None" | "N/A")) {
        table.has_mandatory = header.is_some_and(|header| header.has_mandatory);
        return Ok(());
    }
    table.rows = read_rows(body, header.as_ref().map(|header| header.has_mandatory));
    let Some(header) = header else {
        return Err("the header of this table is not `Parameter`, `Mandatory`, `Type`, `Description`");
    };
    table.has_mandatory = header.has_mandatory;
    if !header.has_mandatory && !table.rows.is_empty() && table.rows.iter().all(|row| row.mandatory.is_some()) {
        return Err("the rows say whether they are mandatory, but the header has no column `Mandatory`");
    }
    let first_row = table.rows.first().map(|row| row.name.line);
    if first_row.is_none() || first_row != body.first().map(|line| line.number) {
        return Err(
            "the first row does not start with a name, `Yes` or `No` (if the table has that column) and a type",
        );
    }
    for row in &mut table.rows {
        row.check_columns(header.has_mandatory);
    }
    Ok(())
}

/// Returns the title in a line such as `Table 1 Path Parameters`.
fn table_title(line: &Line) -> Option<&str> {
    let title = TABLE.captures(line.plain())?.name("title")?.as_str();
    let title = super::lines::without_emphasis(title);
    // A sentence that starts with "Table 1" refers to a table.
    if title.ends_with('.') { None } else { Some(title) }
}

/// The header of a table.
struct Header {
    has_mandatory: bool,
    /// Number of its cells.
    cells: usize,
}

impl Header {
    fn read(lines: &[Line]) -> Option<Self> {
        let cells: Vec<String> = lines.iter().take(4).map(|line| line.plain().to_ascii_lowercase()).collect();
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        match cells.as_slice() {
            ["parameter" | "name", "mandatory" | "required", "type" | "parameter type", "description"] => {
                Some(Self { has_mandatory: true, cells: 4 })
            }
            ["parameter" | "name", "type" | "parameter type", "description", ..] => {
                Some(Self { has_mandatory: false, cells: 3 })
            }
            _ => None,
        }
    }
}
