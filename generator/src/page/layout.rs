//! A page's lines as sections, tables and rows.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex_lite::Regex;
use serde_json::Value as Json;

use super::cell::{self, Facts};
use super::types::{PageType, is_name, is_type_cell};
use super::{Line, Said, Unclear, Unreadable};

/// What a page states of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Title.
    pub title: Option<Said<String>>,
    /// Date of the last update, `YYYY-MM-DD`.
    pub updated: Option<Said<String>>,
    /// A mark that the operation is deprecated.
    pub deprecated: Option<Said<()>>,
    /// Method and path.
    pub request: Said<(String, String)>,
    /// The tables, in order.
    pub tables: Vec<Table>,
    /// Every place that names a status code.
    pub statuses: Vec<Said<Status>>,
    /// The examples whose JSON could be read.
    pub examples: Vec<Said<Example>>,
    /// How many blocks of JSON could not be read.
    pub broken_examples: usize,
    /// What stands outside of rows and could not be understood.
    pub unclear: Vec<Unclear>,
}

/// A status code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status(pub u16);

impl Status {
    /// Whether it says that the request succeeded.
    #[must_use]
    pub fn is_success(self) -> bool {
        (200..300).contains(&self.0)
    }
}

/// A table of parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What it lists.
    pub kind: TableKind,
    /// Its title.
    pub title: Said<String>,
    /// The status code that it belongs to; none in a request.
    pub status: Option<Status>,
    /// Whether it says which rows are mandatory.
    pub has_mandatory: bool,
    /// Its rows.
    pub rows: Vec<Row>,
}

impl Table {
    /// Whether a description has such tables: not of errors, nor of the headers of responses.
    pub(crate) fn is_described(&self) -> bool {
        self.kind != TableKind::ResponseHeader && self.status.is_none_or(Status::is_success)
    }
}

/// What a table lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// Path parameters.
    Path,
    /// Query parameters.
    Query,
    /// Headers of the request.
    Header,
    /// Fields of the request body.
    Body,
    /// Fields of the response body.
    Response,
    /// Headers of the response.
    ResponseHeader,
    /// Fields of an object.
    Object(String),
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Name.
    pub name: Said<String>,
    /// Whether it is mandatory.
    pub mandatory: Option<Said<bool>>,
    /// Type.
    pub ty: Option<Said<PageType>>,
    /// The lines of its description.
    pub lines: Vec<Line>,
    /// What the description states.
    pub facts: Facts,
    /// What could not be understood.
    pub unclear: Vec<Unclear>,
}

/// JSON of a request or a response.
#[derive(Clone, Debug, PartialEq)]
pub enum Example {
    /// Body of a request.
    Request(Json),
    /// Body of a response.
    Response(Json),
}

/// Headings, in the order of every page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Heading {
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
        updated: head.iter().find_map(|line| Some(said(line, UPDATED.captures(&line.text)?.name("date")?.as_str()))),
        deprecated: None,
        request,
        tables: Vec::new(),
        statuses: Vec::new(),
        examples: Vec::new(),
        broken_examples: 0,
        unclear: Vec::new(),
    };
    let marked = head.iter().copied().chain(of(Heading::Function)).find(|line| cell::marks_deprecation(&line.text));
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
    let crumbs = text.starts_with("Help Center");
    let last = text.rsplit(['/', '>']).next().filter(|_| crumbs).unwrap_or(text);
    Some(said(line, last.trim()))
}

fn said(line: &Line, text: &str) -> Said<String> {
    Said::new(text.to_owned(), line.number, line.text.as_str())
}

/// Reads the tables of a section.
struct Tables<'p> {
    page: &'p mut Page,
    section: Heading,
    status: Option<Status>,
}

impl<'p> Tables<'p> {
    fn new(page: &'p mut Page, section: Heading) -> Self {
        Self { page, section, status: None }
    }

    fn read(mut self, lines: &[Line]) {
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
            self.unclear(line.number, &line.text, "a second request line: the page describes one operation");
        } else if line.plain() == "Parameter" {
            self.unclear(line.number, &line.text, "a table begins without its title");
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
            self.unclear(line.number, &line.text, why);
        }
        let status = self.status.filter(|_| self.section == Heading::Response);
        let (kind, title) = (self.kind(title), said(line, title));
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

    fn unclear(&mut self, line: usize, words: &str, why: &str) {
        self.page.unclear.push(Unclear { line, words: words.to_owned(), why: why.to_owned() });
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

/// Cuts lines into rows; what stands before the first is left out.
fn rows(lines: &[Line], mandatory: Option<bool>) -> Vec<Row> {
    let starts = |index: &usize| {
        let lines = lines.get(*index..).unwrap_or_default();
        starts_row(lines) || mandatory.is_some_and(|mandatory| starts_labelled_row(lines, mandatory))
    };
    let mut starts: Vec<usize> = (0..lines.len()).filter(starts).collect();
    starts.dedup_by(|next, start| *next == *start + 1);
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let mut names = HashSet::new();
    let mut rows = Vec::new();
    for (start, end) in starts.iter().zip(ends) {
        if let Some(mut row) = lines.get(*start..end).and_then(row) {
            if !names.insert(row.name.value.clone()) {
                row.unclear.push(unclear(&row.name, "the name stands twice in the table"));
            }
            rows.push(row);
        }
    }
    rows
}

/// A name, and then `Yes` or `No`, or a type.
fn starts_row(lines: &[Line]) -> bool {
    let cell = |index: usize| lines.get(index).map_or("", Line::plain);
    let ty = |index| PageType::parse(cell(index)).is_some();
    let named = is_name(cell(0)) && yes_or_no(cell(0)).is_none() && !is_type_cell(cell(0));
    named && (yes_or_no(cell(1)).is_some() || ty(1))
}

/// A name, and a description that begins with its label behind as many cells as the table has: even where one is wrong.
fn starts_labelled_row(lines: &[Line], mandatory: bool) -> bool {
    let label = lines.get(if mandatory { 3 } else { 2 }).map(Line::plain);
    let cells = lines.get(..if mandatory { 3 } else { 2 }).unwrap_or_default();
    let name = cells.first().map_or("", |line| line.plain());
    let named = is_name(name) && yes_or_no(name).is_none() && !is_type_cell(name);
    named
        && matches!(label, Some("Definition" | "Parameter description:"))
        && !cells.iter().any(|line| line.item().is_some())
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text {
        "Yes" | "yes" | "YES" => Some(true),
        "No" | "no" | "NO" => Some(false),
        _ => None,
    }
}

fn row(lines: &[Line]) -> Option<Row> {
    let (first, rest) = lines.split_first()?;
    let name = said(first, first.plain());
    let mut unclear_cells = Vec::new();
    let mut cells = rest;
    let mandatory = cells.split_first().and_then(|(line, behind)| {
        let mandatory = yes_or_no(line.plain())?;
        cells = behind;
        Some(Said::new(mandatory, line.number, line.text.as_str()))
    });
    if let (None, Some((line, behind))) = (&mandatory, cells.split_first())
        && PageType::parse(line.plain()).is_none()
        && behind.first().is_some_and(|next| PageType::parse(next.plain()).is_some())
    {
        unclear_cells.push(unclear(&said(line, ""), "this is neither `Yes` nor `No`"));
        cells = behind;
    }
    let rest = cells;
    let ty =
        rest.first().and_then(|line| Some(Said::new(PageType::parse(line.plain())?, line.number, line.text.as_str())));
    if ty.is_none() {
        let cell = rest.first().map_or_else(|| name.clone(), |line| said(line, line.plain()));
        unclear_cells.push(unclear(&cell, "this is no type that pages are known to use"));
    }
    let lines = rest.get(1..).unwrap_or_default();
    let (facts, unclear_facts) = cell::read(ty.as_ref().map(|ty| &ty.value), lines);
    unclear_cells.extend(unclear_facts);
    Some(Row { name, mandatory, ty, lines: lines.to_vec(), facts, unclear: unclear_cells })
}

impl Row {
    /// Notes where the cells of the row are not those that the table has.
    fn hold_against(&mut self, has_mandatory: bool) {
        let why = match (has_mandatory, &self.mandatory) {
            (true, None) if self.unclear.is_empty() => "`Yes` or `No` is missing behind the name",
            (false, Some(_)) => "the table has no column `Mandatory`",
            _ => return,
        };
        self.unclear.push(unclear(&self.name, why));
    }
}

fn unclear(said: &Said<String>, why: &str) -> Unclear {
    Unclear { line: said.line, words: said.words.clone(), why: why.to_owned() }
}

impl Page {
    /// Notes the status code that a line names.
    fn status(&mut self, line: &Line) -> Option<Status> {
        let status = status(line.plain());
        match status {
            Some(status) => self.statuses.push(Said::new(status, line.number, line.text.as_str())),
            None => self.unclear.push(unclear(&said(line, ""), "this is no status code")),
        }
        status
    }
}

/// Whether a line means to name a status code.
fn is_status(line: &Line) -> bool {
    line.text.get(..12).is_some_and(|start| start.eq_ignore_ascii_case("status code:"))
}

/// The section of these lines names a status code of success.
fn need_success(page: &mut Page, lines: &[Line]) {
    let (first, last) = (lines.first().map_or(1, |line| line.number), lines.last().map_or(1, |line| line.number));
    let within = |said: &Said<Status>| (first..=last).contains(&said.line);
    if !page.statuses.iter().any(|said| within(said) && said.value.is_success()) {
        let words = lines.first().map_or_else(String::new, |line| line.text.clone());
        let why = "no status code of success stands in this section".to_owned();
        page.unclear.push(Unclear { line: first, words, why });
    }
}

fn status(text: &str) -> Option<Status> {
    let code = STATUS.captures(text)?.name("code")?.as_str().parse().ok()?;
    Some(Status(code))
}

/// How many blocks of JSON a section has at most.
const MAX_EXAMPLES: usize = 64;

/// The JSON blocks of a section, below the status codes that they belong to.
fn examples(page: &mut Page, heading: Heading, lines: &[Line]) {
    let (mut success, mut rest, mut blocks) = (true, lines, 0);
    while let Some((line, behind)) = rest.split_first() {
        rest = behind;
        if heading == Heading::ExampleResponses && is_status(line) {
            success = page.status(line).is_none_or(Status::is_success);
        } else if line.text.starts_with(['{', '[']) && blocks < MAX_EXAMPLES {
            blocks += 1;
            let (json, length) = json(std::iter::once(line).chain(behind));
            rest = behind.get(length..).unwrap_or_default();
            let example = match json {
                Some(json) if heading == Heading::ExampleRequests => Example::Request(json),
                Some(json) => Example::Response(json),
                None => {
                    page.broken_examples += 1;
                    continue;
                }
            };
            if success {
                page.examples.push(Said::new(example, line.number, line.text.as_str()));
            }
        }
    }
}

/// The JSON that begins here, and how many lines follow its first; without JSON, those up to a gap.
fn json<'l>(lines: impl Iterator<Item = &'l Line> + Clone) -> (Option<Json>, usize) {
    let text: Vec<&str> = lines.clone().map(|line| line.text.as_str()).collect();
    let text = text.join("\n");
    let mut values = serde_json::Deserializer::from_str(&text).into_iter::<Json>();
    if let Some(Ok(json)) = values.next() {
        let read = text.get(..values.byte_offset()).unwrap_or_default();
        return (Some(json), read.matches('\n').count());
    }
    let together = lines.clone().zip(lines.skip(1)).take_while(|(line, next)| next.number <= line.number + 1);
    (None, together.count())
}

/// The table of status codes: codes, each with its meaning.
fn status_codes(page: &mut Page, lines: &[Line]) {
    for line in lines {
        let digits = line.plain();
        if let (3, Ok(code)) = (digits.len(), digits.parse()) {
            page.statuses.push(Said::new(Status(code), line.number, line.text.as_str()));
        }
    }
    need_success(page, lines);
}

fn regex(text: &str) -> Regex {
    Regex::new(text).expect("the patterns below are right")
}

static UPDATED: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)^updated on:?\s+(?P<date>\d{4}-\d{2}-\d{2})\b"));
static REQUEST: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?P<method>GET|POST|PUT|DELETE|PATCH|HEAD)\s+(?:https?://[^/]+)?(?P<path>/\S*)$"));
static TABLE: LazyLock<Regex> = LazyLock::new(|| regex(r"^Table\s+\d+\W*\s(?P<title>.+)$"));
static STATUS: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)^status code:\s*(?P<code>\d{3})$"));
