//! The intermediate representation of the API: resolved and checked, in the order of the help pages.
//!
//! Emitters read nothing else. They can emit any value of these types, because lowering rejects
//! everything that could not be emitted.

pub(crate) mod reserved_headers;

use std::fmt;

use crate::names::RustName;

/// The service with all its operations.
#[derive(Debug)]
pub struct Service {
    /// Short name.
    pub name: String,
    /// Full name.
    pub title: String,
    /// Endpoint with the placeholder `{region}`.
    pub endpoint: String,
    /// Regions with an endpoint that does not follow that pattern, with their endpoints.
    pub endpoint_exceptions: Vec<(String, String)>,
    /// Regions known to offer the service. There may be others.
    pub regions: Vec<String>,
    /// Header that contains the credential.
    pub credential_header: String,
    /// How requests are signed, if the service accepts signatures.
    pub signature: Option<Signature>,
    /// Fields of error responses, each with its meaning.
    pub error_fields: Vec<(String, String)>,
    /// Operations, sorted by the path of their files.
    pub operations: Vec<Operation>,
}

/// How requests are signed.
#[derive(Debug)]
pub struct Signature {
    /// Name of the algorithm.
    pub algorithm: String,
    /// What a signature requires.
    pub doc: String,
}

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
    pub arguments: RustName,
}

/// Maximum number of positional arguments of a method or constructor. Callers would mix up more of them: they are
/// fields of a struct instead.
pub const MAX_POSITIONAL_ARGUMENTS: usize = 4;

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

/// The part of a request that contains a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterLocation {
    /// A segment of the path.
    Path,
    /// The query string.
    Query,
    /// A header.
    Header,
    /// The JSON body.
    Body,
}

/// Where the value of a parameter comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The caller, in the request.
    Request,
    /// A client setting.
    Client(Setting),
    /// The client's credentials.
    Credentials,
    /// Only the client, if it needs the header.
    Reserved,
}

/// A client setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// The project.
    Project,
    /// The region.
    Region,
    /// The enterprise project.
    EnterpriseProject,
}

/// A parameter outside the body.
#[derive(Debug)]
pub struct Parameter {
    /// Where the request contains it.
    pub location: ParameterLocation,
    /// Where its value comes from.
    pub origin: Origin,
    /// Name, type and documentation.
    pub field: Field,
}

/// What the body of a successful response is.
#[derive(Debug)]
pub enum ResponseContent {
    /// An object with these fields. Without fields, there is no body.
    Fields(Vec<Field>),
    /// A file of any type.
    File,
}

/// A named value: a parameter or a field of an object.
#[derive(Debug)]
pub struct Field {
    /// Name on the wire.
    pub wire_name: String,
    /// Name in Rust.
    pub rust_name: RustName,
    /// Type and constraints.
    pub ty: Type,
    /// Regular expression that matches a part of each accepted string.
    pub pattern: Option<String>,
    /// Whether requests must contain it.
    pub mandatory: bool,
    /// Whether it is a list that is the entire body, which then has no other fields.
    pub whole_body: bool,
    /// Whether it is a secret, which consists of strings.
    pub secret: bool,
    /// Value that the service uses if it is left out.
    pub default: Option<String>,
    /// A value from the help page.
    pub example: Option<String>,
    /// Values with a special meaning, each with that meaning.
    pub special: Vec<(String, String)>,
    /// Unit of an integer.
    pub unit: Option<Unit>,
    /// Why it is deprecated.
    pub deprecated: Option<String>,
    /// What it is.
    pub doc: String,
    /// What the help page says, if it is misleading.
    pub page_says: Vec<PageSays>,
    /// Source of facts that are not from the help page.
    pub beyond_page: Option<BeyondPage>,
}

/// Unit of an integer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// The unit that the help page states.
    Stated(String),
    /// The help page should state a unit and does not.
    NotStated,
}

/// Inclusive bounds, at least one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Minimum.
    pub min: Option<i64>,
    /// Maximum.
    pub max: Option<i64>,
}

/// Inclusive bounds of a number, at least one of them. Both are finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NumberBounds {
    /// Minimum.
    pub min: Option<f64>,
    /// Maximum.
    pub max: Option<f64>,
}

/// The type of a value, with its constraints.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// String. The bounds limit the number of Unicode scalar values.
    String(Option<Bounds>),
    /// 32-bit integer.
    Integer(Option<Bounds>),
    /// 64-bit integer.
    Long(Option<Bounds>),
    /// Number with or without a fraction.
    Number(Option<NumberBounds>),
    /// Boolean. `Some` if the service accepts only one of the values.
    Boolean(Option<bool>),
    /// List. The bounds limit the number of items.
    Array(Box<Type>, Option<Bounds>),
    /// List with exactly these items.
    Tuple(Vec<Type>),
    /// Object with any keys, and values of one type. The bounds limit the number of entries.
    Map(Box<Type>, Option<Bounds>),
    /// Any JSON.
    Json,
    /// Object.
    Object(Definition),
    /// Enum of strings.
    Enum(Definition),
    /// Enum of 32-bit integers.
    IntegerEnum(Definition),
}

/// A reference to an object or enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Index of the operation that defines it.
    pub operation: usize,
    /// Index among the objects or enums of that operation.
    pub index: usize,
    /// Name, the same in the description and in Rust.
    pub name: RustName,
}

/// A misleading statement of a help page.
#[derive(Debug)]
pub struct PageSays {
    /// The statement.
    pub statement: Statement,
    /// Why the description differs from it.
    pub why: String,
}

/// What a misleading statement is about.
#[derive(Debug)]
pub enum Statement {
    /// The words of the help page.
    Text(String),
    /// The type that the help page states.
    Type(String),
}

/// Bounds that come from another source than the help page.
#[derive(Debug)]
pub struct BeyondPage {
    /// Source of the bounds.
    pub source: String,
}

/// An object with named fields.
#[derive(Debug)]
pub struct Object {
    /// Name, the same in the description and in Rust.
    pub name: RustName,
    /// Name on the help page.
    pub page_name: String,
    /// What it is.
    pub doc: String,
    /// Whether requests contain it.
    pub in_requests: bool,
    /// Whether responses contain it.
    pub in_responses: bool,
    /// Its fields.
    pub fields: Vec<Field>,
}

impl Object {
    /// Returns the name of the struct of the constructor's arguments, if there are more than
    /// [`MAX_POSITIONAL_ARGUMENTS`].
    pub(crate) fn arguments_name(&self) -> RustName {
        self.name.with_suffix(ARGUMENTS_SUFFIX)
    }
}

/// A string or an integer with known values.
#[derive(Debug)]
pub struct Enum {
    /// Name, the same in the description and in Rust.
    pub name: RustName,
    /// Whether the values are integers.
    pub is_integer: bool,
    /// What it is.
    pub doc: String,
    /// Known values.
    pub values: Vec<Value>,
}

/// A known value of an enum.
#[derive(Debug)]
pub struct Value {
    /// Value on the wire; of an integer, its digits.
    pub wire_value: String,
    /// Variant in Rust.
    pub variant: RustName,
    /// What it means.
    pub doc: String,
    /// Why it is deprecated.
    pub deprecated: Option<String>,
    /// What the help page says, if it is misleading.
    pub page_says: Vec<PageSays>,
}

/// A condition that involves several parameters.
#[derive(Debug)]
pub enum Rule {
    /// At least one condition holds.
    AnyOf {
        /// The conditions.
        conditions: Vec<Condition>,
        /// What the help page says about it.
        why: String,
    },
}

/// A condition on one parameter.
#[derive(Debug)]
pub struct Condition {
    /// Where the request contains it.
    pub location: ParameterLocation,
    /// Name on the wire.
    pub wire_name: String,
    /// What the parameter must satisfy.
    pub predicate: Predicate,
}

/// What a condition requires of its parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Predicate {
    /// It is set.
    Set,
    /// It is set and not empty.
    NonEmpty,
    /// It is set to this value.
    Is(bool),
}

/// Names of the parameters and fields used for pagination.
#[derive(Debug)]
pub struct Pagination {
    /// Query parameter with the number of items to skip.
    pub offset: String,
    /// Query parameter with the maximum number of items to return.
    pub limit: String,
    /// Response field with the items.
    pub items: String,
    /// Response field with the total number of items.
    pub total: Option<String>,
}

/// Another operation, with parameters from the response of an operation.
#[derive(Debug)]
pub struct FollowUp {
    /// Index of the other operation.
    pub operation: usize,
    /// Parameters of the other operation, each with the response field that provides its value.
    pub parameters: Vec<(String, String)>,
}

/// How a response tells whether a task has ended.
#[derive(Debug)]
pub struct TaskStates {
    /// Response field with the state of the task.
    pub field: String,
    /// States of a task that has succeeded.
    pub success: Vec<String>,
    /// States of a task that has failed. In any other state, the task continues.
    pub failure: Vec<String>,
    /// The operation that returns the file of a task that has succeeded.
    pub file: Option<FollowUp>,
}

/// An example from the help page.
#[derive(Debug)]
pub struct Example {
    /// What it shows.
    pub title: String,
    /// Query parameters by name, in the order of the example.
    pub query: Option<serde_json::Map<String, serde_json::Value>>,
    /// Request body.
    pub body: Option<serde_json::Value>,
    /// Response body.
    pub response: Option<serde_json::Value>,
    /// What the help page says, if the client rejects the request.
    pub page_says: Vec<PageSays>,
}

impl Example {
    /// Returns the request body or the response, by its key in the description.
    #[must_use]
    pub fn part(&self, key: &str) -> Option<&serde_json::Value> {
        match key {
            "body" => self.body.as_ref(),
            "response" => self.response.as_ref(),
            _ => None,
        }
    }
}

impl Service {
    /// Returns the name of the service's crate in code, such as `huaweicloud_hss`.
    #[must_use]
    pub fn crate_name(&self) -> String {
        let mut name = "huaweicloud".to_owned();
        for word in self.name.split(|character: char| !character.is_ascii_alphanumeric()) {
            if !word.is_empty() {
                name.push('_');
                name.push_str(&word.to_ascii_lowercase());
            }
        }
        name
    }

    /// Returns the object that a definition refers to.
    #[must_use]
    pub fn object(&self, definition: &Definition) -> Option<&Object> {
        self.operations.get(definition.operation)?.objects.get(definition.index)
    }

    /// Returns the enum that a definition refers to.
    #[must_use]
    pub fn r#enum(&self, definition: &Definition) -> Option<&Enum> {
        self.operations.get(definition.operation)?.enums.get(definition.index)
    }

    /// Returns the operation that returns the state of the task that an operation creates.
    pub(crate) fn status_of(&self, operation: &Operation) -> Option<&Operation> {
        self.operations.get(operation.task.as_ref()?.operation)
    }

    /// Returns the operation that returns the file of the task whose state an operation returns.
    pub(crate) fn file_of(&self, status: &Operation) -> Option<&Operation> {
        let file = status.wait.as_ref()?.file.as_ref()?;
        self.operations.get(file.operation)
    }
}

/// Returns the list that is the entire body, if these are the fields of such a body.
#[must_use]
pub fn whole_body(fields: &[Field]) -> Option<&Field> {
    fields.iter().find(|field| field.whole_body)
}

/// Returns the name of the placeholder, if the path segment is one.
#[must_use]
pub fn placeholder(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

/// Returns a path with the names of its placeholders removed.
#[must_use]
pub fn template(path: &str) -> String {
    let segments = path.split('/').map(|segment| if placeholder(segment).is_some() { "{}" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

impl Operation {
    /// Returns the parameters outside the body that callers set.
    pub(crate) fn caller_parameters(&self) -> impl Iterator<Item = &Field> {
        let from_callers = self.parameters.iter().filter(|parameter| parameter.origin == Origin::Request);
        from_callers.map(|parameter| &parameter.field)
    }

    /// Returns whether a parameter outside the body is the offset or the limit of pages, which `items()` can set.
    #[must_use]
    pub fn is_paging(&self, field: &Field) -> bool {
        match &self.pagination {
            Some(Pagination { offset, limit, .. }) => [offset, limit].contains(&&field.wire_name),
            None => false,
        }
    }

    /// Returns whether a parameter outside the body is an argument of the client's method. If not, it has a setter.
    #[must_use]
    pub fn is_argument(&self, field: &Field) -> bool {
        field.mandatory && !self.is_paging(field)
    }

    /// Returns the parameters and fields of the body that are arguments of the client's method.
    pub(crate) fn arguments(&self) -> impl Iterator<Item = &Field> {
        let parameters = self.caller_parameters().filter(|field| self.is_argument(field));
        parameters.chain(self.body_fields().iter().filter(|field| field.mandatory))
    }

    /// Returns the limit of pages, if the service requires it. The request builder can send a page only after it is
    /// set.
    pub(crate) fn required_limit(&self) -> Option<&Field> {
        let name = &self.pagination.as_ref()?.limit;
        self.caller_parameters().find(|field| field.mandatory && field.wire_name == *name)
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

impl Bounds {
    /// Returns whether a number is within the bounds.
    #[must_use]
    pub fn contains(self, number: i64) -> bool {
        self.min.is_none_or(|min| min <= number) && self.max.is_none_or(|max| number <= max)
    }
}

/// Formats bounds as in the notation.
impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(min) = self.min {
            write!(f, "{min}")?;
        }
        f.write_str("..")?;
        if let Some(max) = self.max {
            write!(f, "{max}")?;
        }
        Ok(())
    }
}

impl NumberBounds {
    /// Returns whether a number is within the bounds.
    #[must_use]
    pub fn contains(self, number: f64) -> bool {
        self.min.is_none_or(|min| min <= number) && self.max.is_none_or(|max| number <= max)
    }
}

/// Formats bounds as in the notation.
impl fmt::Display for NumberBounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(min) = self.min {
            write!(f, "{min}")?;
        }
        f.write_str("..")?;
        if let Some(max) = self.max {
            write!(f, "{max}")?;
        }
        Ok(())
    }
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

/// Formats a type as in the notation.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(_) => f.write_str("String")?,
            Self::Integer(_) => f.write_str("Integer")?,
            Self::Long(_) => f.write_str("Long")?,
            Self::Number(None) => return f.write_str("Number"),
            Self::Number(Some(bounds)) => return write!(f, "Number({bounds})"),
            Self::Boolean(_) => f.write_str("Boolean")?,
            Self::Array(item, _) => write!(f, "Array<{item}>")?,
            Self::Map(value, _) => write!(f, "Map<{value}>")?,
            Self::Json => f.write_str("Json")?,
            Self::Tuple(items) => {
                let items: Vec<String> = items.iter().map(Self::to_string).collect();
                write!(f, "({})", items.join(", "))?;
            }
            Self::Object(definition) | Self::Enum(definition) | Self::IntegerEnum(definition) => {
                definition.name.fmt(f)?;
            }
        }
        match self.bounds() {
            Some(bounds) => write!(f, "({bounds})"),
            None => Ok(()),
        }
    }
}

impl Type {
    /// Returns the bounds of a string's length, an integer's value, or the number of items or entries.
    #[must_use]
    pub fn bounds(&self) -> Option<Bounds> {
        match self {
            Self::String(bounds)
            | Self::Integer(bounds)
            | Self::Long(bounds)
            | Self::Array(_, bounds)
            | Self::Map(_, bounds) => *bounds,
            Self::Number(_)
            | Self::Boolean(_)
            | Self::Tuple(_)
            | Self::Json
            | Self::Object(_)
            | Self::Enum(_)
            | Self::IntegerEnum(_) => None,
        }
    }
}
