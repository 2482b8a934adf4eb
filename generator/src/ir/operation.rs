//! Operations.

use super::{
    Enum, Example, Field, FollowUp, Object, PageSays, Parameter, ParameterLocation, Rule, TaskStates, inputs,
    whole_body,
};
use crate::description::notation::Pagination;
use crate::names::RustName;

/// An operation with everything that its help page defines.
#[derive(Debug)]
pub struct Operation {
    /// Operation ID.
    pub id: String,
    /// Path of its operation file.
    pub file: String,
    /// Names of the generated items.
    pub names: OperationNames,
    /// What it does, in one sentence.
    pub summary: String,
    /// Details that do not fit in the summary.
    pub doc: Option<String>,
    /// Group of operations that it belongs to.
    pub group: Option<String>,
    /// Its help page.
    pub page: HelpPage,
    /// HTTP method.
    pub method: Method,
    /// Path with `{placeholders}`.
    pub path: String,
    /// Why it is deprecated.
    pub deprecated: Option<String>,
    /// What the help page says outside of the rows of its tables, if it is misleading.
    pub page_says: Vec<PageSays>,
    /// Parameters of the path, the query and the headers.
    pub parameters: Vec<Parameter>,
    /// Fields of the request body, if it has one.
    pub body: Option<Vec<Field>>,
    /// Status code of a successful response.
    pub status: u16,
    /// What a successful response contains.
    pub response: ResponseContent,
    /// Conditions that involve several parameters.
    pub rules: Vec<Rule>,
    /// How it returns its results in pages.
    pub pagination: Option<Pagination>,
    /// The operation that returns the state of the task that it creates.
    pub task: Option<FollowUp>,
    /// How its response tells whether a task has ended.
    pub wait: Option<TaskStates>,
    /// Objects that the help page defines.
    pub objects: Vec<Object>,
    /// Enums that the help page defines.
    pub enums: Vec<Enum>,
    /// Examples from the help page.
    pub examples: Vec<Example>,
}

/// Names of the items generated for an operation.
#[derive(Clone, Debug)]
pub struct OperationNames {
    /// Module, and stem of its file name.
    pub module: RustName,
    /// Method of the client.
    pub method: RustName,
    /// Request struct.
    pub request: RustName,
    /// Struct of the request body.
    pub body: RustName,
    /// Response struct.
    pub response: RustName,
    /// Request builder.
    pub builder: RustName,
    /// Struct of the arguments of the client's method, if there are more than [`MAX_POSITIONAL_ARGUMENTS`].
    pub arguments: Option<RustName>,
}

/// Maximum number of positional arguments of a method or constructor. Callers would mix up more of them: they are
/// fields of a struct instead.
pub const MAX_POSITIONAL_ARGUMENTS: usize = 4;

/// Returns the name of the struct of arguments, if there are too many to pass them by position. `name` is the name of
/// the operation, or of the object that they create.
pub(crate) fn arguments_name(name: &RustName, count: usize) -> Option<RustName> {
    (count > MAX_POSITIONAL_ARGUMENTS).then(|| name.with_suffix(ARGUMENTS_SUFFIX))
}

/// What the name of such a struct ends with.
pub(crate) const ARGUMENTS_SUFFIX: &str = "Arguments";

/// A help page.
#[derive(Debug)]
pub struct HelpPage {
    /// Title.
    pub title: String,
    /// Date of the last update, as `YYYY-MM-DD`, or [`NO_DATE`](Self::NO_DATE).
    pub updated: String,
    /// Its address, if the description has the pattern.
    pub url: Option<String>,
}

impl HelpPage {
    /// The date of a help page that states none.
    pub const NO_DATE: &str = "not stated";

    /// Returns the date, if the help page states one.
    #[must_use]
    pub fn date(&self) -> Option<&str> {
        if self.updated == Self::NO_DATE { None } else { Some(&self.updated) }
    }
}

/// HTTP method of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `DELETE`
    Delete,
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
}

impl Method {
    /// All methods, sorted by name.
    pub const ALL: [Self; 4] = [Self::Delete, Self::Get, Self::Post, Self::Put];

    /// Returns the method as in a request line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delete => "DELETE",
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }
}

/// The fields that pagination uses.
pub struct Paging<'a> {
    /// Query parameter with the number of items to skip.
    pub offset: &'a Field,
    /// Query parameter with the maximum number of items to return.
    pub limit: &'a Field,
    /// List of the response.
    pub items: &'a Field,
}

/// What the body of a successful response is.
#[derive(Debug)]
pub enum ResponseContent {
    /// An object with these fields, or no body if there are none.
    Fields(Vec<Field>),
    /// A file of any type.
    File,
}

impl ResponseContent {
    /// Returns the fields of the body.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        match self {
            Self::Fields(fields) => fields,
            Self::File => &[],
        }
    }
}

impl Operation {
    /// Returns the parameters and the fields of the body that callers set, in the order of arguments and flags.
    pub fn inputs(&self) -> impl Iterator<Item = (ParameterLocation, &Field)> {
        inputs(&self.parameters, self.body_fields())
    }

    /// Returns the parameters outside the body that callers set.
    pub(crate) fn caller_parameters(&self) -> impl Iterator<Item = &Field> {
        inputs(&self.parameters, &[]).map(|(_, parameter)| parameter)
    }

    /// Returns the arguments of the client's method.
    pub(crate) fn arguments(&self) -> impl Iterator<Item = &Field> {
        self.inputs().map(|(_, field)| field).filter(|field| field.is_argument)
    }

    /// Returns the parameters and the field that pagination names. Lowering has checked that they exist.
    #[must_use]
    pub fn paging(&self) -> Option<Paging<'_>> {
        let Pagination { offset, limit, items, total: _ } = self.pagination.as_ref()?;
        let parameter = |name: &str| self.caller_parameters().find(|field| field.wire_name == name);
        Some(Paging { offset: parameter(offset)?, limit: parameter(limit)?, items: self.response_field(items)? })
    }

    /// Returns the limit of pages, if the service requires it. The request builder can send a page only after it is
    /// set.
    pub(crate) fn required_limit(&self) -> Option<&Field> {
        self.paging().map(|paging| paging.limit).filter(|limit| limit.mandatory)
    }

    /// Returns the field of the response with a name on the wire.
    #[must_use]
    pub fn response_field(&self, wire_name: &str) -> Option<&Field> {
        self.response.fields().iter().find(|field| field.wire_name == wire_name)
    }

    /// Returns whether a successful response is a file.
    #[must_use]
    pub fn returns_file(&self) -> bool {
        matches!(self.response, ResponseContent::File)
    }

    /// Returns the fields of the request body.
    #[must_use]
    pub fn body_fields(&self) -> &[Field] {
        self.body.as_deref().unwrap_or_default()
    }

    /// Returns the list that is the entire request body.
    #[must_use]
    pub fn whole_body(&self) -> Option<&Field> {
        whole_body(self.body_fields())
    }

    /// Returns the list that is the entire response.
    pub(crate) fn whole_response(&self) -> Option<&Field> {
        whole_body(self.response.fields())
    }
}

/// Returns the name of the placeholder, if the path segment is one.
#[must_use]
pub fn placeholder(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}').filter(|name| !name.is_empty())
}

/// Returns a path with the names of its placeholders removed.
#[must_use]
pub fn template(path: &str) -> String {
    let segments = path.split('/').map(|segment| if placeholder(segment).is_some() { "{}" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}
