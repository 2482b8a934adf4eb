//! A page's lines as sections, tables and rows.

use std::sync::LazyLock;

use regex_lite::Regex;
use serde_json::Value as Json;

use super::cell::{self, Facts};
use super::types::{PageType, is_name};
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
    let marked = head.iter().copied().chain(of(Heading::Function)).find(|line| DEPRECATED.is_match(&line.text));
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
        if self.section == Heading::Response && self.status.is_none() {
            let line = lines.first().map_or(1, |line| line.number);
            self.unclear(line, "Response Parameters", "no line `Status code: 200` stands below the heading");
        }
    }

    fn ends_table(&self, line: &Line) -> bool {
        table_title(line).is_some() || (self.section == Heading::Response && status(line.plain()).is_some())
    }

    /// A line between tables.
    fn outside(&mut self, line: &Line) {
        if self.section == Heading::Response && line.text.to_ascii_lowercase().starts_with("status code") {
            match status(line.plain()) {
                Some(status) => {
                    self.status = Some(status);
                    self.page.statuses.push(Said::new(status, line.number, line.text.as_str()));
                }
                None => self.unclear(line.number, &line.text, "this is no status code"),
            }
        } else if line.text != self.page.request.words && REQUEST.is_match(line.plain()) {
            self.unclear(line.number, &line.text, "a second request line: the page describes one operation");
        } else if line.plain() == "Parameter" {
            self.unclear(line.number, &line.text, "a table begins without its title");
        }
    }

    fn table(&mut self, line: &Line, title: &str, lines: &[Line]) {
        let kind = self.kind(title);
        let none = lines.first().is_some_and(|line| matches!(line.plain(), "None" | "N/A"));
        let header = header(lines);
        let (has_mandatory, rows) = match header {
            _ if none => (false, Vec::new()),
            Some((mandatory, length)) => (mandatory, self.rows(mandatory, lines.get(length..).unwrap_or_default())),
            None => {
                self.unclear(
                    line.number,
                    &line.text,
                    "the head of this table is not `Parameter`, `Mandatory`, `Type`, `Description`",
                );
                (true, self.rows(true, lines))
            }
        };
        let status = self.status.filter(|_| self.section == Heading::Response);
        self.page.tables.push(Table { kind, title: said(line, title), status, has_mandatory, rows });
    }

    fn kind(&self, title: &str) -> TableKind {
        let response = self.section == Heading::Response;
        match title.to_ascii_lowercase().as_str() {
            "path parameters" | "uri parameters" => TableKind::Path,
            "query parameters" => TableKind::Query,
            "request header parameters" => TableKind::Header,
            "request body parameters" => TableKind::Body,
            "response body parameters" if response => TableKind::Response,
            _ => TableKind::Object(title.to_owned()),
        }
    }

    fn rows(&mut self, has_mandatory: bool, lines: &[Line]) -> Vec<Row> {
        let starts: Vec<usize> =
            (0..lines.len()).filter(|index| starts_row(lines.get(*index..).unwrap_or_default())).collect();
        let first = starts.first().copied().unwrap_or(lines.len());
        if let Some(line) = lines.first().filter(|_| first > 0) {
            self.unclear(
                line.number,
                &line.text,
                "a row begins with a name, `Yes` or `No` where the table says so, and a type",
            );
        }
        let ends = starts.iter().skip(1).copied().chain([lines.len()]);
        let rows = starts.iter().zip(ends).filter_map(|(start, end)| row(has_mandatory, lines.get(*start..end)?));
        let mut rows: Vec<Row> = rows.collect();
        for index in 1..rows.len() {
            let (before, here) = rows.split_at_mut(index);
            if let Some(row) =
                here.first_mut().filter(|row| before.iter().any(|other| other.name.value == row.name.value))
            {
                row.unclear.push(unclear(&row.name, "the name stands twice in the table"));
            }
        }
        rows
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

/// A name, and then `Yes` or `No`, or a type.
fn starts_row(lines: &[Line]) -> bool {
    let cell = |index: usize| lines.get(index).map_or("", Line::plain);
    let ty = |index| PageType::parse(cell(index)).is_some();
    let named = is_name(cell(0)) && yes_or_no(cell(0)).is_none() && !ty(0);
    named && (yes_or_no(cell(1)).is_some() || ty(1))
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text {
        "Yes" | "yes" | "YES" => Some(true),
        "No" | "no" | "NO" => Some(false),
        _ => None,
    }
}

fn row(has_mandatory: bool, lines: &[Line]) -> Option<Row> {
    let (first, rest) = lines.split_first()?;
    let name = said(first, first.plain());
    let mut unclear_cells = Vec::new();
    let (mandatory, rest) = match rest.split_first() {
        Some((line, behind)) => match yes_or_no(line.plain()) {
            Some(mandatory) => (Some(Said::new(mandatory, line.number, line.text.as_str())), behind),
            None => (None, rest),
        },
        None => (None, rest),
    };
    if mandatory.is_some() != has_mandatory {
        let why = if has_mandatory {
            "`Yes` or `No` is missing behind the name"
        } else {
            "the table has no column `Mandatory`"
        };
        unclear_cells.push(unclear(&name, why));
    }
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

fn unclear(said: &Said<String>, why: &str) -> Unclear {
    Unclear { line: said.line, words: said.words.clone(), why: why.to_owned() }
}

fn status(text: &str) -> Option<Status> {
    let code = STATUS.captures(text)?.name("code")?.as_str().parse().ok()?;
    Some(Status(code))
}

/// The JSON blocks of a section, below the status codes that they belong to.
fn examples(page: &mut Page, heading: Heading, lines: &[Line]) {
    let mut success = true;
    let mut rest = lines;
    while let Some((line, behind)) = rest.split_first() {
        rest = behind;
        if let Some(status) = status(line.plain()) {
            success = status.is_success();
            page.statuses.push(Said::new(status, line.number, line.text.as_str()));
        } else if line.text.starts_with(['{', '[']) {
            let block = std::iter::once(line).chain(behind);
            let text: Vec<&str> = block.map(|line| line.text.as_str()).collect();
            let text = text.join("\n");
            let mut json = serde_json::Deserializer::from_str(&text).into_iter::<Json>();
            let Some(Ok(value)) = json.next() else {
                page.broken_examples += 1;
                return;
            };
            let lines_read = text.get(..json.byte_offset()).map_or(0, |read| read.matches('\n').count());
            rest = behind.get(lines_read..).unwrap_or_default();
            let example =
                if heading == Heading::ExampleRequests { Example::Request(value) } else { Example::Response(value) };
            if success {
                page.examples.push(Said::new(example, line.number, line.text.as_str()));
            }
        }
    }
}

/// The table of status codes: codes, each with its meaning.
fn status_codes(page: &mut Page, lines: &[Line]) {
    let mut found = false;
    for line in lines {
        let digits = line.plain();
        if digits.len() == 3
            && let Ok(code) = digits.parse()
        {
            found = true;
            page.statuses.push(Said::new(Status(code), line.number, line.text.as_str()));
        }
    }
    if !found {
        let line = lines.first().map_or(1, |line| line.number);
        let why = "no status code stands below the heading".to_owned();
        page.unclear.push(Unclear { line, words: "Status Codes".to_owned(), why });
    }
}

fn regex(text: &str) -> Regex {
    Regex::new(text).expect("the patterns below are right")
}

static UPDATED: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)^updated on:?\s+(?P<date>\d{4}-\d{2}-\d{2})\b"));
static REQUEST: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?P<method>GET|POST|PUT|DELETE|PATCH|HEAD)\s+(?:https?://[^/]+)?(?P<path>/\S*)$"));
static TABLE: LazyLock<Regex> = LazyLock::new(|| regex(r"^Table\s+\d+\W*\s(?P<title>.+)$"));
static STATUS: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)^status code:\s*(?P<code>\d{3})$"));
static DEPRECATED: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)\bdeprecated\b|\bdiscarded\b"));
