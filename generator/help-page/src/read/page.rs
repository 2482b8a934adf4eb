//! Reads the sections of a help page.

use super::content::{HelpPage, Status};
use super::contradictions::report_contradictions;
use super::description::marks_deprecation;
use super::error::ReadError;
use super::examples::read_examples;
use super::language::require_english;
use super::lines::{Line, Markup};
use super::links::link_objects;
use super::located::Located;
use super::patterns::UPDATED;
use super::request::{ExampleRequest, RequestLine};
use super::sections::{Heading, Section, sections};
use super::status::{first_success, read_status_codes};
use super::tables::TableReader;

/// Reads the lines of a page.
pub(super) fn read(lines: &[Line]) -> Result<HelpPage, ReadError> {
    require_english(lines)?;
    let sections = sections(lines);
    let last_line = lines.last().map_or(1, |line| line.number);
    let Some(request) = request_line(&sections) else {
        let message = "no request line such as `GET /v5/{id}/things` found below a heading `URI`: save the English \
                       help page of one operation";
        return Err(ReadError::new(last_line, message));
    };
    if let Some(missing) = missing_heading(&sections) {
        let message = format!("the help page has no heading `{missing}`: save the complete help page");
        return Err(ReadError::new(last_line, message));
    }
    let head = lines_below(&sections, Heading::Head);
    let mut page = HelpPage {
        title: title(head),
        updated: head.iter().find_map(updated),
        deprecated: deprecation(&sections),
        request,
        tables: Vec::new(),
        statuses: Vec::new(),
        examples: Vec::new(),
        example_requests: Vec::new(),
        invalid_examples: Vec::new(),
        unrecognized: Vec::new(),
        lines: lines.to_vec(),
        is_html: false,
    };
    read_sections(&mut page, &sections);
    link_objects(&mut page);
    report_contradictions(&mut page);
    require_tables(&page)?;
    Ok(page)
}

/// Reads the tables, examples and status codes.
fn read_sections(page: &mut HelpPage, sections: &[Section<'_>]) {
    let success = first_success(lines_below(sections, Heading::StatusCodes)).unwrap_or(Status(200));
    for Section { heading, lines } in sections {
        match heading {
            Heading::Uri | Heading::Request => TableReader::new(page, *heading, None).read(lines),
            Heading::Response => TableReader::new(page, *heading, Some(success)).read(lines),
            Heading::ExampleRequests | Heading::ExampleResponses => read_examples(page, *heading, lines),
            Heading::StatusCodes => read_status_codes(page, lines),
            _ => {}
        }
    }
}

/// Rejects a page if none of its tables can be read: an import would lose all of it.
fn require_tables(page: &HelpPage) -> Result<(), ReadError> {
    let message = match page.unrecognized.first() {
        _ if page.tables.is_empty() => {
            "no table of parameters found, such as `Table 1 Path Parameters` with a row `Parameter`, `Mandatory`, \
             `Type`, `Description`: save the page again, with its tables"
                .to_owned()
        }
        Some(first) if page.tables.iter().all(|table| table.rows.is_empty()) => {
            format!("no row of a table can be read ({}): save the page again, with its tables", first.reason)
        }
        _ => return Ok(()),
    };
    let line = page.tables.first().map_or(page.request.line, |table| table.title.line);
    Err(ReadError::new(line, message))
}

fn lines_below<'l>(sections: &[Section<'l>], heading: Heading) -> &'l [Line] {
    let section = sections.iter().find(|section| section.heading == heading);
    section.map_or(&[], |section| section.lines)
}

fn request_line(sections: &[Section<'_>]) -> Option<Located<RequestLine>> {
    lines_below(sections, Heading::Uri).iter().find_map(|line| {
        let request = ExampleRequest::parse(&line.text)?.line;
        Some(Located::on_line(request, line))
    })
}

/// Returns a heading that every complete page has and this one lacks. Rows of an incomplete page would seem to be
/// missing.
fn missing_heading(sections: &[Section<'_>]) -> Option<&'static str> {
    let has = |heading| sections.iter().any(|section| section.heading == heading);
    if !has(Heading::Response) {
        return Some("Response Parameters");
    }
    if !has(Heading::StatusCodes) && !has(Heading::ErrorCodes) {
        return Some("Status Codes");
    }
    None
}

/// Returns the title: the last heading or line before the first section, or the last part of that line if it has
/// breadcrumbs.
fn title(head: &[Line]) -> Option<Located<String>> {
    let mut candidates = head.iter().rev().filter(|line| !UPDATED.is_match(&line.text));
    let heading = candidates.clone().find(|line| line.markup == Markup::Heading);
    // A sentence in front of the first section is not the title.
    let is_sentence = |line: &&Line| line.text.ends_with(['.', ':']) || line.item().is_some();
    let phrase = candidates.clone().find(|line| !is_sentence(line));
    let line = heading.or(phrase).or_else(|| candidates.next())?;
    let text = line.plain();
    let separator = if text.matches("/ ").count() > 1 { "/ " } else { "> " };
    let title = text.rsplit(separator).next().unwrap_or(text).trim();
    Some(Located::on_line(title.to_owned(), line))
}

fn updated(line: &Line) -> Option<Located<String>> {
    let date = UPDATED.group(&line.text, "date")?;
    Some(Located::on_line(date.to_owned(), line))
}

/// Returns the line of the title or the function that marks the operation as deprecated.
fn deprecation(sections: &[Section<'_>]) -> Option<Located<()>> {
    for heading in [Heading::Head, Heading::Function] {
        for line in lines_below(sections, heading) {
            if marks_deprecation(&line.text) {
                return Some(Located::on_line((), line));
            }
        }
    }
    None
}
