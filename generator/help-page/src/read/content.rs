//! The facts of a help page.

use serde_json::Value as Json;

use super::lines::Line;
use super::located::{Located, Unrecognized};
use super::request::{ExampleRequest, RequestLine};
use super::types::PageType;

/// The facts that a help page states about an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct HelpPage {
    /// Title.
    pub title: Option<Located<String>>,
    /// Date of the last update, as `YYYY-MM-DD`.
    pub updated: Option<Located<String>>,
    /// Where the page marks the operation as deprecated.
    pub deprecated: Option<Located<()>>,
    /// Request line.
    pub request: Located<RequestLine>,
    /// Tables, in the page's order.
    pub tables: Vec<Table>,
    /// Status codes, wherever the page names one.
    pub statuses: Vec<Located<Status>>,
    /// Examples with valid JSON.
    pub examples: Vec<Located<Example>>,
    /// Request lines inside the examples.
    pub example_requests: Vec<Located<ExampleRequest>>,
    /// Lines of the examples with invalid JSON.
    pub invalid_examples: Vec<usize>,
    /// Unrecognized text outside of rows.
    pub unrecognized: Vec<Unrecognized>,
    /// All lines.
    pub lines: Vec<Line>,
    /// Whether the page was saved as HTML.
    pub is_html: bool,
}

impl HelpPage {
    /// Returns the first success status that the page names.
    pub(crate) fn success(&self) -> Status {
        let mut statuses = self.statuses.iter().map(|status| status.value);
        statuses.find(|status| status.is_success()).unwrap_or(Status(200))
    }
}

/// A status code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status(pub u16);

impl Status {
    /// Returns whether the status code means success.
    #[must_use]
    pub fn is_success(self) -> bool {
        (200..300).contains(&self.0)
    }
}

/// A table of parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What the table lists.
    pub kind: TableKind,
    /// Number in `Table 3`, if it has a title.
    pub number: Option<u32>,
    /// Title.
    pub title: Located<String>,
    /// Status code of the response that the table belongs to, `None` for a table of the request.
    pub status: Option<Status>,
    /// Whether the table has a column `Mandatory`.
    pub has_mandatory: bool,
    /// Whether the table has a column `Type`.
    pub has_type: bool,
    /// Rows, in the page's order.
    pub rows: Vec<Row>,
}

impl Table {
    /// Returns whether descriptions have such tables. They have neither errors nor response headers.
    pub(crate) fn is_described(&self) -> bool {
        self.kind != TableKind::ResponseHeader && self.status.is_none_or(Status::is_success)
    }

    /// Returns the only row of a response that is a file: it has no name.
    pub(crate) fn file_row(&self) -> Option<&Row> {
        match self.rows.as_slice() {
            [row] if self.kind == TableKind::Response && row.is_file() => Some(row),
            _ => None,
        }
    }
}

/// The kind of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// Path parameters.
    Path,
    /// Query parameters.
    Query,
    /// Request headers.
    Header,
    /// Fields of the request body.
    Body,
    /// Fields of the response body.
    Response,
    /// Response headers.
    ResponseHeader,
    /// Fields of the object of this name.
    Object(String),
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Name.
    pub name: Located<String>,
    /// Cell of the column `Mandatory`.
    pub mandatory: Option<Located<bool>>,
    /// Whether the name is in brackets, as in `[items]`. The row is then a list that is the entire body.
    pub is_unnamed_list: bool,
    /// Type.
    pub ty: Option<Located<PageType>>,
    /// Lines of the description.
    pub lines: Vec<Line>,
    /// Facts that the description states.
    pub facts: Facts,
    /// Unrecognized text of the row.
    pub unrecognized: Vec<Unrecognized>,
}

impl Row {
    /// Returns whether the column `Mandatory` says `Yes`.
    pub(crate) fn is_mandatory(&self) -> bool {
        self.mandatory.as_ref().is_some_and(|mandatory| mandatory.value)
    }

    pub(crate) fn is_list(&self) -> bool {
        self.ty.as_ref().is_some_and(|ty| matches!(ty.value, PageType::Array(_)))
    }

    pub(crate) fn is_integer(&self) -> bool {
        self.ty.as_ref().is_some_and(|ty| matches!(ty.value, PageType::Integer | PageType::Long))
    }

    /// Returns whether the row stands for a file: its name is a dash.
    fn is_file(&self) -> bool {
        self.name.value == "-" && self.ty.as_ref().is_some_and(|ty| ty.value.is_file())
    }
}

/// An example.
#[derive(Clone, Debug, PartialEq)]
pub enum Example {
    /// Request body.
    Request(Json),
    /// Response body.
    Response(Json),
}

impl Example {
    /// Returns the key of such an example in the description.
    pub(crate) fn key(&self) -> &'static str {
        match self {
            Self::Request(_) => "body",
            Self::Response(_) => "response",
        }
    }

    pub(crate) fn json(&self) -> &Json {
        let (Self::Request(json) | Self::Response(json)) = self;
        json
    }
}

/// The facts that the description of a row states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Length of a string or range of a number. For a list, this applies to its items.
    pub limits: Limits,
    /// Number of items of a list.
    pub items: Limits,
    /// Listed values.
    pub values: Vec<Value>,
    /// The value that a sentence states as the only one.
    pub only: Option<Located<String>>,
    /// Values that a sentence explains, such as `0` in "The value 0 indicates …". None for booleans.
    pub explained: Vec<Located<String>>,
    /// Value that the service uses if the parameter is missing.
    pub default: Option<Located<String>>,
    /// Where the row is marked as deprecated.
    pub deprecated: Option<Located<()>>,
    /// Unit of a number.
    pub unit: Option<Located<String>>,
    /// Sentences that may state more than prose and need a person to read them.
    pub notes: Vec<Located<Note>>,
}

/// The kind of fact that a sentence seems to state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// A condition, such as "mandatory if ...".
    Condition,
    /// A value with a special meaning.
    SpecialValue,
    /// A list of items that may be values of the row, or of something else.
    PossibleValues,
}

/// What limits apply to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LimitKind {
    /// The length of a string or the range of a number, depending on the type, as in `Minimum: 1`.
    #[default]
    Either,
    /// The length of a string.
    Length,
    /// The range of a number. The number may be in a string.
    Range,
}

/// Inclusive limits. A page may state only one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// What the limits apply to.
    pub kind: LimitKind,
    /// Minimum.
    pub min: Option<Located<i64>>,
    /// Maximum.
    pub max: Option<Located<i64>>,
}

impl Limits {
    /// Returns the maximum, or else the minimum.
    #[must_use]
    pub fn any(&self) -> Option<&Located<i64>> {
        self.max.as_ref().or(self.min.as_ref())
    }
}

/// A listed value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The value on the wire.
    pub name: Located<String>,
    /// Whether the page marks it as deprecated.
    pub deprecated: bool,
    /// Whether the page says what it means.
    pub has_meaning: bool,
}
