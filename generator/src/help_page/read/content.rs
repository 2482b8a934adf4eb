//! What a page states.

use serde_json::Value as Json;

use super::types::PageType;
use super::{Line, Located, Unclear};

/// What a page states of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct HelpPage {
    /// Title.
    pub title: Option<Located<String>>,
    /// Date of the last update, `YYYY-MM-DD`.
    pub updated: Option<Located<String>>,
    /// A mark that the operation is deprecated.
    pub deprecated: Option<Located<()>>,
    /// Method and path.
    pub request: Located<(String, String)>,
    /// The tables, in order.
    pub tables: Vec<Table>,
    /// Every node that names a status code.
    pub statuses: Vec<Located<Status>>,
    /// The examples whose JSON could be read.
    pub examples: Vec<Located<Example>>,
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
    pub title: Located<String>,
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
    pub name: Located<String>,
    /// Whether it is mandatory.
    pub mandatory: Option<Located<bool>>,
    /// Type.
    pub ty: Option<Located<PageType>>,
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

/// What the description of a row states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Limits of a text's length or a number's range; of a list, those of what it holds.
    pub limits: Limits,
    /// Limits of a list's number of items.
    pub items: Limits,
    /// The values that are listed.
    pub values: Vec<Value>,
    /// What the service assumes where it is left out.
    pub default: Option<Located<String>>,
    /// A mark that it is deprecated.
    pub deprecated: Option<Located<()>>,
    /// Unit of a number.
    pub unit: Option<Located<String>>,
    /// Prose that may be more than prose: for people to read.
    pub notes: Vec<Located<Note>>,
}

/// What prose seems to speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// A condition that binds the row.
    Condition,
    /// A value with a meaning of its own.
    SpecialValue,
}

impl Facts {
    /// The notation has no enums of numbers: values that a page lists of a number are its range.
    pub(crate) fn numbers(&self) -> Option<Limits> {
        let number =
            |value: &Value| Some(Located::new(value.name.value.parse().ok()?, value.name.line, &*value.name.words));
        let numbers = self.values.iter().map(number).collect::<Option<Vec<Located<i64>>>>()?;
        let min = numbers.iter().min_by_key(|said| said.value).cloned();
        let max = numbers.iter().max_by_key(|said| said.value).cloned();
        min.is_some().then_some(Limits { min, max })
    }
}

/// Inclusive limits; a page may state one of them alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Smallest allowed.
    pub min: Option<Located<i64>>,
    /// Largest allowed.
    pub max: Option<Located<i64>>,
}

/// A value that a page lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// As it travels.
    pub name: Located<String>,
    /// Whether it is marked as deprecated.
    pub deprecated: bool,
}

impl Limits {
    /// Either of them, to show where the page states limits.
    #[must_use]
    pub fn any(&self) -> Option<&Located<i64>> {
        self.max.as_ref().or(self.min.as_ref())
    }
}
