//! The sections of a page as what it states.

use super::examples::examples;
use super::sections::{Heading, sections};
use super::status::status_codes;
use super::tables::Tables;
use super::wordings::{REQUEST, UPDATED};
use super::{HelpPage, Line, Located, Unreadable, marks_deprecation};

/// Reads the sections of a page.
pub(super) fn page(lines: &[Line]) -> Result<HelpPage, Unreadable> {
    let sections = sections(lines);
    let of = |wanted| sections.iter().filter(move |(heading, _)| *heading == wanted).flat_map(|(_, lines)| *lines);
    let request = request_line(lines, of(Heading::Uri))?;
    whole(lines, &sections)?;
    let head: Vec<&Line> = of(Heading::Head).collect();
    let mut page = HelpPage {
        title: title(&head),
        updated: head
            .iter()
            .find_map(|line| Some(Located::part(line, UPDATED.captures(&line.text)?.name("date")?.as_str()))),
        deprecated: None,
        request,
        tables: Vec::new(),
        statuses: Vec::new(),
        examples: Vec::new(),
        broken_examples: 0,
        unclear: Vec::new(),
    };
    let marked = head.iter().copied().chain(of(Heading::Function)).find(|line| marks_deprecation(&line.text));
    page.deprecated = marked.map(|line| Located::new((), line.number, line.text.as_str()));
    for (heading, lines) in &sections {
        match heading {
            Heading::Uri | Heading::Request | Heading::Response => Tables::new(&mut page, *heading).read(lines),
            Heading::ExampleRequests | Heading::ExampleResponses => examples(&mut page, *heading, lines),
            Heading::StatusCodes => status_codes(&mut page, lines),
            _ => {}
        }
    }
    Ok(page)
}

fn request_line<'a>(
    lines: &[Line],
    mut uri: impl Iterator<Item = &'a Line>,
) -> Result<Located<(String, String)>, Unreadable> {
    let found = uri.find_map(|line| Some((line, REQUEST.captures(line.plain())?)));
    let request = found.and_then(|(line, found)| {
        let (method, path) = (found.name("method")?.as_str(), found.name("path")?.as_str());
        Some(Located::new((method.to_owned(), path.to_owned()), line.number, line.text.as_str()))
    });
    request.ok_or_else(|| Unreadable {
        line: lines.last().map_or(1, |line| line.number),
        why: "there is no request line such as `GET /v5/{id}/things` below a heading `URI`: this is no page of an operation, or not the English one".to_owned(),
    })
}

/// A page that was cut off would seem to have lost its last rows.
fn whole(lines: &[Line], sections: &[(Heading, &[Line])]) -> Result<(), Unreadable> {
    let has = |wanted| sections.iter().any(|(heading, _)| *heading == wanted);
    let missing = [(Heading::Response, "Response Parameters"), (Heading::StatusCodes, "Status Codes")];
    match missing.into_iter().find(|(heading, _)| !has(*heading)) {
        None => Ok(()),
        Some((_, name)) => Err(Unreadable {
            line: lines.last().map_or(1, |line| line.number),
            why: format!("the page ends without a heading `{name}`: save the whole page"),
        }),
    }
}

/// The last line before the first section, or the last crumb where only breadcrumbs stand there.
fn title(head: &[&Line]) -> Option<Located<String>> {
    let line = head.iter().rev().find(|line| !UPDATED.is_match(&line.text))?;
    let text = line.plain();
    let separator = if text.matches("/ ").count() > 1 { "/ " } else { "> " };
    let last = text.rsplit(separator).next().unwrap_or(text);
    Some(Located::part(line, last.trim()))
}
