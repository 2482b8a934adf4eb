//! Tables: their titles, heads and places.

use super::rows::rows;
use super::sections::Heading;
use super::status::{is_status, need_success};
use super::wordings::{REQUEST, TABLE};
use super::{HelpPage, Line, Located, Status, Table, TableKind, Unclear};

/// Reads the tables of a section.
pub(super) struct Tables<'p> {
    page: &'p mut HelpPage,
    section: Heading,
    status: Option<Status>,
}

impl<'p> Tables<'p> {
    pub(super) fn new(page: &'p mut HelpPage, section: Heading) -> Self {
        Self { page, section, status: None }
    }

    pub(super) fn read(mut self, lines: &[Line]) {
        let mut rest = lines;
        while let Some((line, behind)) = rest.split_first() {
            let length = behind.iter().take_while(|line| !self.ends_table(line)).count();
            let (inside, after) = behind.split_at(length);
            if let Some(title) = table_title(line) {
                self.table(line, title, inside);
                rest = after;
            } else {
                self.outside(line);
                rest = behind;
            }
        }
        if self.section == Heading::Response {
            need_success(self.page, lines);
        }
    }

    fn ends_table(&self, line: &Line) -> bool {
        table_title(line).is_some() || (self.section == Heading::Response && is_status(line))
    }

    /// A line between tables.
    fn outside(&mut self, line: &Line) {
        if self.section == Heading::Response && is_status(line) {
            self.status = self.page.status(line).or(self.status);
        } else if line.text != self.page.request.words && REQUEST.is_match(line.plain()) {
            self.unclear(line, "a second request line: the page describes one operation");
        } else if line.plain() == "Parameter" {
            self.unclear(line, "a table begins without its title");
        }
    }

    fn table(&mut self, line: &Line, title: &str, lines: &[Line]) {
        let head = header(lines);
        let inside = lines.get(head.map_or(0, |(_, length)| length)..).unwrap_or_default();
        let none = inside.first().is_some_and(|line| matches!(line.plain(), "None" | "N/A"));
        let inside = if none { &[] } else { inside };
        let mandatory = head.map(|(mandatory, _)| mandatory);
        let mut rows = rows(inside, mandatory);
        let all = !rows.is_empty() && rows.iter().all(|row| row.mandatory.is_some());
        let why = match mandatory {
            _ if none => None,
            None => Some("the head of this table is not `Parameter`, `Mandatory`, `Type`, `Description`"),
            Some(false) if all => Some("the rows say what is mandatory, and the head of the table has no such column"),
            Some(_) if rows.first().is_none_or(|row| Some(row.name.line) != inside.first().map(|line| line.number)) => {
                Some("a row begins with a name, `Yes` or `No` where the table says so, and a type: the first does not")
            }
            Some(mandatory) => {
                for row in &mut rows {
                    row.hold_against(mandatory);
                }
                None
            }
        };
        if let Some(why) = why {
            self.unclear(line, why);
        }
        let status = self.status.filter(|_| self.section == Heading::Response);
        let (kind, title) = (self.kind(title), Located::part(line, title));
        self.page.tables.push(Table { kind, title, status, has_mandatory: mandatory == Some(true), rows });
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

    fn unclear(&mut self, line: &Line, why: &str) {
        self.page.unclear.push(Unclear::at(line, why));
    }
}

fn table_title(line: &Line) -> Option<&str> {
    let title = TABLE.captures(line.plain())?.name("title")?.as_str();
    Some(super::lines::plain(title)).filter(|title| !title.ends_with('.'))
}

/// Whether the table has a column for what is mandatory, and how many cells its head has.
fn header(lines: &[Line]) -> Option<(bool, usize)> {
    let cells = lines.iter().map(Line::plain).take(4);
    let words: Vec<String> = cells.map(str::to_ascii_lowercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["parameter" | "name", "mandatory" | "required", "type" | "parameter type", "description", ..] => {
            Some((true, 4))
        }
        ["parameter" | "name", "type" | "parameter type", "description", ..] => Some((false, 3)),
        _ => None,
    }
}
