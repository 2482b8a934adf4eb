//! A page's lines as sections, and all of them as a page.

use std::sync::LazyLock;

use regex_lite::Regex;

use super::examples::examples;
use super::status::status_codes;
use super::tables::Tables;
use super::{Line, Page, Said, Unreadable, marks_deprecation};

/// Headings, in the order of every page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Heading {
    Head,
    Function,
    Skipped,
    Uri,
    Request,
    Response,
    ExampleRequests,
    ExampleResponses,
    SampleCode,
    StatusCodes,
    ErrorCodes,
}

impl Heading {
    fn of(text: &str) -> Option<Self> {
        Some(match text {
            "Function" | "Functions" => Self::Function,
            "Authorization Information" | "Debugging" | "Calling Method" => Self::Skipped,
            "URI" => Self::Uri,
            "Request Parameters" => Self::Request,
            "Response Parameters" => Self::Response,
            "Example Requests" | "Example Request" => Self::ExampleRequests,
            "Example Responses" | "Example Response" => Self::ExampleResponses,
            "SDK Sample Code" => Self::SampleCode,
            "Status Codes" => Self::StatusCodes,
            "Error Codes" => Self::ErrorCodes,
            _ => return None,
        })
    }
}

/// Reads the sections of a page.
pub(super) fn page(lines: &[Line]) -> Result<Page, Unreadable> {
    let sections = sections(lines);
    let of = |wanted| sections.iter().filter(move |(heading, _)| *heading == wanted).flat_map(|(_, lines)| *lines);
    let request = request_line(lines, of(Heading::Uri))?;
    whole(lines, &sections)?;
    let head: Vec<&Line> = of(Heading::Head).collect();
    let mut page = Page {
        title: title(&head),
        updated: head
            .iter()
            .find_map(|line| Some(Said::part(line, UPDATED.captures(&line.text)?.name("date")?.as_str()))),
        deprecated: None,
        request,
        tables: Vec::new(),
        statuses: Vec::new(),
        examples: Vec::new(),
        broken_examples: 0,
        unclear: Vec::new(),
    };
    let marked = head.iter().copied().chain(of(Heading::Function)).find(|line| marks_deprecation(&line.text));
    page.deprecated = marked.map(|line| Said::new((), line.number, line.text.as_str()));
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

/// Cuts the page at its headings; one that stands out of order is a cell.
fn sections(lines: &[Line]) -> Vec<(Heading, &[Line])> {
    let (mut sections, mut heading, mut rest) = (Vec::new(), Heading::Head, lines);
    loop {
        let next = |line: &Line| {
            Heading::of(line.plain())
                .filter(|next| *next > heading || *next == Heading::Skipped && heading < Heading::Uri)
        };
        let found = rest.iter().enumerate().find_map(|(index, line)| Some((index, next(line)?)));
        let Some((index, next)) = found else {
            sections.push((heading, rest));
            return sections;
        };
        let (before, after) = rest.split_at(index);
        sections.push((heading, before));
        (heading, rest) = (next, after.get(1..).unwrap_or_default());
    }
}

fn request_line<'a>(
    lines: &[Line],
    mut uri: impl Iterator<Item = &'a Line>,
) -> Result<Said<(String, String)>, Unreadable> {
    let found = uri.find_map(|line| Some((line, REQUEST.captures(line.plain())?)));
    let request = found.and_then(|(line, found)| {
        let (method, path) = (found.name("method")?.as_str(), found.name("path")?.as_str());
        Some(Said::new((method.to_owned(), path.to_owned()), line.number, line.text.as_str()))
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
fn title(head: &[&Line]) -> Option<Said<String>> {
    let line = head.iter().rev().find(|line| !UPDATED.is_match(&line.text))?;
    let text = line.plain();
    let separator = if text.matches("/ ").count() > 1 { "/ " } else { "> " };
    let last = text.rsplit(separator).next().unwrap_or(text);
    Some(Said::part(line, last.trim()))
}

/// A pattern of this module's.
pub(super) fn regex(text: &str) -> Regex {
    Regex::new(text).expect("the patterns below are right")
}

static UPDATED: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)^updated on:?\s+(?P<date>\d{4}-\d{2}-\d{2})\b"));
pub(super) static REQUEST: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?P<method>GET|POST|PUT|DELETE|PATCH|HEAD)\s+(?:https?://[^/]+)?(?P<path>/\S*)$"));
