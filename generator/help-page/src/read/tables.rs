//! Tables: their titles, headers and what they list.

use super::content::{HelpPage, Row, Status, Table, TableKind};
use super::header::{Cell, Columns, is_none};
use super::lines::{Line, without_emphasis};
use super::located::{Located, Unrecognized};
use super::markup;
use super::patterns::TABLE;
use super::request::ExampleRequest;
use super::rows::read_rows;
use super::sections::Heading;
use super::status::is_status_line;
use super::titles::Title;

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
            let (title, body) = match table_title(line) {
                Some(title) => (title, after),
                None if starts_table(rest) => ("", rest),
                None => {
                    self.read_line_outside_of_tables(line);
                    rest = after;
                    continue;
                }
            };
            let end = self.end_of_table(body);
            let (inside, next) = body.split_at(end);
            self.add_table(line, title, inside);
            rest = next;
        }
    }

    /// Returns the number of lines of the table that starts here.
    fn end_of_table(&self, lines: &[Line]) -> usize {
        let first_cell = lines.iter().find_map(Line::cell);
        for (index, line) in lines.iter().enumerate() {
            let is_other_table = match (first_cell, line.cell()) {
                (Some(first), Some(cell)) => cell.table != first.table,
                // The table has its own header.
                (None, None) => index > 0 && starts_table(lines.get(index..).unwrap_or_default()),
                _ => false,
            };
            if is_other_table || table_title(line).is_some() || self.names_status(line) {
                return index;
            }
        }
        lines.len()
    }

    fn names_status(&self, line: &Line) -> bool {
        self.section == Heading::Response && line.cell().is_none() && is_status_line(line)
    }

    fn read_line_outside_of_tables(&mut self, line: &Line) {
        if self.names_status(line) {
            self.status = self.page.add_status(line).or(self.status);
            return;
        }
        let Some(request) = ExampleRequest::parse(line.plain()) else {
            return;
        };
        if line.number == self.page.request.line {
            return;
        }
        if request.line.calls(&self.page.request.value) {
            self.page.example_requests.push(Located::on_line(request, line));
        } else {
            self.report(line, "this is a second request line, but a help page describes one operation");
        }
    }

    fn add_table(&mut self, line: &Line, title: &str, lines: &[Line]) {
        let has_body = matches!(self.page.request.value.method.as_str(), "POST" | "PUT" | "PATCH");
        let status = if self.section == Heading::Response { self.status } else { None };
        let mut table = Table {
            kind: TableKind::Object(title.to_owned()),
            number: TABLE.group(line.plain(), "number").and_then(|number| number.parse().ok()),
            title: Located::on_line(title.to_owned(), line),
            status,
            has_mandatory: false,
            has_type: true,
            rows: Vec::new(),
        };
        if let Err(reason) = read_table(&mut table, lines) {
            self.report(line, &reason);
        }
        match Title::parse(title, self.section, has_body) {
            Title::Kind(kind) => table.kind = kind,
            Title::Parameters if self.section == Heading::Uri => return self.add_parameters_of_uri(table),
            Title::Parameters => {
                if let Some(kind) = self.kind_of_parameters(&table, has_body) {
                    table.kind = kind;
                }
            }
            Title::Unknown => {}
        }
        self.page.tables.push(table);
    }

    /// Splits a table of parameters in the URI: those that the path does not have are in the query.
    fn add_parameters_of_uri(&mut self, mut table: Table) {
        let path = &self.page.request.value.path;
        let (in_path, in_query): (Vec<Row>, Vec<Row>) =
            table.rows.into_iter().partition(|row| path.contains(&format!("{{{}}}", row.name.value)));
        table.rows = Vec::new();
        let query = Table { kind: TableKind::Query, rows: in_query, ..table.clone() };
        if !in_path.is_empty() || query.rows.is_empty() {
            self.page.tables.push(Table { kind: TableKind::Path, rows: in_path, ..table });
        }
        if !query.rows.is_empty() {
            self.page.tables.push(query);
        }
    }

    /// Returns the kind of a table if its title only says that its rows are parameters.
    fn kind_of_parameters(&self, table: &Table, has_body: bool) -> Option<TableKind> {
        let is_response = self.section == Heading::Response;
        let headers = table.rows.iter().filter(|row| is_header_name(&row.name.value)).count();
        if headers > 0 {
            let kind = if is_response { TableKind::ResponseHeader } else { TableKind::Header };
            return (headers == table.rows.len()).then_some(kind);
        }
        if is_response {
            let is_known = |other: &Table| other.kind == TableKind::Response && other.status == table.status;
            return (!self.page.tables.iter().any(is_known)).then_some(TableKind::Response);
        }
        let is_known = |kind: &TableKind| self.page.tables.iter().any(|other| other.kind == *kind);
        let kind = if has_body { TableKind::Body } else { TableKind::Query };
        let can_have_it = has_body || self.page.request.value.method == "GET";
        (can_have_it && !(has_body && is_known(&kind))).then_some(kind)
    }

    fn report(&mut self, line: &Line, reason: &str) {
        self.page.unrecognized.push(Unrecognized::on_line(line, reason));
    }
}

/// Returns whether lines start with the header of a table.
fn starts_table(lines: &[Line]) -> bool {
    let Some(first) = lines.first() else {
        return false;
    };
    match first.cell() {
        Some(cell) => cell.row == 0 && cell.column == 0 && Cell::parse(first.plain()).is_some(),
        None => Columns::read(lines).is_some(),
    }
}

/// Returns whether a name can only be that of a header.
fn is_header_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("x-") || matches!(name.as_str(), "content-type" | "authorization")
}

/// Reads the header and the rows below the title of a table. The error is about the table as a whole.
fn read_table(table: &mut Table, lines: &[Line]) -> Result<(), String> {
    if lines.iter().any(|line| line.cell().is_some()) {
        return markup::read_table(table, lines);
    }
    let columns = Columns::read(lines);
    let body = lines.get(columns.map_or(0, Columns::count)..).unwrap_or_default();
    table.has_mandatory = columns.is_some_and(Columns::has_mandatory);
    table.has_type = columns.is_none_or(Columns::has_type);
    if body.first().is_some_and(is_none) {
        return Ok(());
    }
    table.rows = read_rows(body, columns);
    check_rows(table, columns, lines, body)?;
    for row in &mut table.rows {
        row.check_columns(table.has_mandatory);
    }
    Ok(())
}

/// Checks that the rows of a table match its header.
fn check_rows(table: &Table, columns: Option<Columns>, lines: &[Line], body: &[Line]) -> Result<(), String> {
    if columns.is_none() {
        let cells: Vec<String> = lines.iter().take(4).map(|line| line.plain().to_owned()).collect();
        return Err(markup::unknown_header(&cells));
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
    Ok(())
}

/// Returns the title in a line such as `Table 1 Path Parameters`.
fn table_title(line: &Line) -> Option<&str> {
    if line.cell().is_some() {
        return None;
    }
    let title = without_emphasis(TABLE.group(line.plain(), "title")?);
    // A sentence that starts with "Table 1" refers to a table.
    if title.ends_with('.') { None } else { Some(title) }
}
