//! The API as the description means it: resolved, checked, and in the page's order.
//!
//! Emitters see nothing else. Every value here can be emitted: [`lower`](crate::understand) refuses the rest.

use crate::names::RustName;

/// The service and all its operations.
#[derive(Debug)]
pub struct Service {
    /// Short name.
    pub name: String,
    /// Name in full.
    pub title: String,
    /// Endpoint of a region, with the placeholder `{region}`.
    pub endpoint: String,
    /// Regions whose endpoint does not follow the pattern, with their endpoint.
    pub endpoint_exceptions: Vec<(String, String)>,
    /// Regions known to offer the service.
    pub regions: Vec<String>,
    /// Header that carries the credential.
    pub credential_header: String,
    /// How requests are signed, if they can be.
    pub signature: Option<Signature>,
    /// Fields of the body of an error, each with its meaning.
    pub error_fields: Vec<(String, String)>,
    /// The operations, in the order of their files.
    pub operations: Vec<Operation>,
}

/// How requests are signed.
#[derive(Debug)]
pub struct Signature {
    /// The algorithm.
    pub algorithm: String,
    /// What it takes.
    pub doc: String,
}

/// One help page.
#[derive(Debug)]
pub struct Operation {
    /// Operation id.
    pub id: String,
    /// Path of the file that describes it.
    pub file: String,
    /// Names of what is emitted for it.
    pub names: OperationNames,
    /// What it does, as one sentence.
    pub summary: String,
    /// The help page.
    pub page: HelpPage,
    /// HTTP method.
    pub method: Method,
    /// Path with `{placeholders}`.
    pub path: String,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// What the page says where it misleads, outside of the rows of its tables.
    pub page_says: Vec<PageSays>,
    /// Parameters of path, query and headers.
    pub parameters: Vec<Parameter>,
    /// Fields of the request body.
    pub body: Option<Vec<Field>>,
    /// Status code of a successful response.
    pub status: u16,
    /// Fields of the body of a successful response; empty for none.
    pub response: Vec<Field>,
    /// Conditions that bind several parameters.
    pub rules: Vec<Rule>,
    /// How it pages.
    pub pagination: Option<Pagination>,
    /// Objects that the page defines.
    pub objects: Vec<Object>,
    /// Enums that the page defines.
    pub enums: Vec<Enum>,
    /// The page's examples.
    pub examples: Vec<Example>,
}

/// Names of what is emitted for an operation.
#[derive(Clone, Debug)]
pub struct OperationNames {
    /// Module, and stem of the file.
    pub module: RustName,
    /// Method of the client.
    pub method: RustName,
    /// Request struct.
    pub request: RustName,
    /// Struct of the request body.
    pub body: RustName,
    /// Response struct.
    pub response: RustName,
    /// Builder of a call.
    pub builder: RustName,
}

/// A help page.
#[derive(Debug)]
pub struct HelpPage {
    /// Its title.
    pub title: String,
    /// Date of its last update, `YYYY-MM-DD`, or [`NO_DATE`](Self::NO_DATE).
    pub updated: String,
}

impl HelpPage {
    /// The date of a page that states none.
    pub const NO_DATE: &str = "not stated";

    /// The date, if the page states one.
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

/// Where a parameter travels.
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

/// Who supplies a parameter's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The caller.
    Request,
    /// A setting of the client.
    Client(Setting),
    /// The client's credentials.
    Credentials,
}

/// A setting of the client.
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
    /// Where it travels.
    pub location: ParameterLocation,
    /// Who supplies it.
    pub source: Source,
    /// Name, type and facts.
    pub field: Field,
}

/// A named value: a parameter, or a field of an object.
#[derive(Debug)]
pub struct Field {
    /// Name on the wire.
    pub wire: String,
    /// Name in Rust.
    pub rust: RustName,
    /// Type and constraints.
    pub ty: Type,
    /// Whether a request must have it.
    pub mandatory: bool,
    /// What the service assumes where it is left out, as text.
    pub default: Option<String>,
    /// Values with a meaning of their own.
    pub special: Vec<(String, String)>,
    /// Unit of a number.
    pub unit: Option<Unit>,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// What it is.
    pub doc: String,
    /// What the page says where it misleads.
    pub page_says: Vec<PageSays>,
    /// What is known from elsewhere than the page.
    pub beyond_page: Option<BeyondPage>,
}

/// Unit of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// This one.
    Stated(String),
    /// The page says none.
    NotStated,
}

/// Inclusive bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Smallest allowed.
    pub min: i64,
    /// Largest allowed.
    pub max: i64,
}

/// Type of a value with its constraints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Text; the bounds count Unicode scalars.
    String(Option<Bounds>),
    /// 32-bit integer.
    Integer(Option<Bounds>),
    /// 64-bit integer.
    Long(Option<Bounds>),
    /// Boolean; `Some` where only one value is taken.
    Boolean(Option<bool>),
    /// List; the bounds count items.
    Array(Box<Type>, Option<Bounds>),
    /// List of exactly these items.
    Tuple(Vec<Type>),
    /// A defined object.
    Object(Definition),
    /// A defined enum.
    Enum(Definition),
}

/// An object or enum, and where it is defined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Index of the operation in the service.
    pub operation: usize,
    /// Index among the objects or the enums of that operation.
    pub index: usize,
    /// Name in the description and in Rust.
    pub name: RustName,
}

/// What a page says where it misleads.
#[derive(Debug)]
pub struct PageSays {
    /// The page's words or its type.
    pub says: Says,
    /// Why they are not taken at their word.
    pub why: String,
}

/// The misleading part of a page.
#[derive(Debug)]
pub enum Says {
    /// These words.
    Text(String),
    /// This type.
    Type(String),
}

/// A fact of the type that stands elsewhere than on the page.
#[derive(Debug)]
pub struct BeyondPage {
    /// Where it stands.
    pub source: String,
}

/// A structure of named fields.
#[derive(Debug)]
pub struct Object {
    /// Name in the description and in Rust.
    pub name: RustName,
    /// What the page calls it.
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

/// A text with known values.
#[derive(Debug)]
pub struct Enum {
    /// Name in the description and in Rust.
    pub name: RustName,
    /// What it is.
    pub doc: String,
    /// Its values.
    pub values: Vec<Value>,
}

/// A known value of an enum.
#[derive(Debug)]
pub struct Value {
    /// On the wire.
    pub wire: String,
    /// Variant in Rust.
    pub rust: RustName,
    /// What it means.
    pub doc: String,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// What the page says where it misleads.
    pub page_says: Vec<PageSays>,
}

/// A condition that binds several parameters.
#[derive(Debug)]
pub enum Rule {
    /// At least one condition holds.
    AnyOf {
        /// The conditions.
        conditions: Vec<Condition>,
        /// What the page says of it.
        why: String,
    },
}

/// A condition on one parameter.
#[derive(Debug)]
pub struct Condition {
    /// Where it travels.
    pub location: ParameterLocation,
    /// Its name on the wire.
    pub wire: String,
    /// What must hold.
    pub predicate: Predicate,
}

/// What a condition asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Predicate {
    /// Given.
    Set,
    /// Given and not empty.
    NonEmpty,
    /// Given and this.
    Is(bool),
}

/// Names of the parameters and fields that paging uses.
#[derive(Debug)]
pub struct Pagination {
    /// Query parameter: how many items to skip.
    pub offset: String,
    /// Query parameter: how many items at most.
    pub limit: String,
    /// Response field: the items.
    pub items: String,
    /// Response field: how many there are in all.
    pub total: Option<String>,
}

/// An example of the page.
#[derive(Debug)]
pub struct Example {
    /// What it shows.
    pub title: String,
    /// Request body.
    pub body: Option<serde_json::Value>,
    /// Response body.
    pub response: Option<serde_json::Value>,
}

impl Service {
    /// The object behind a reference.
    #[must_use]
    pub fn object(&self, definition: &Definition) -> Option<&Object> {
        self.operations.get(definition.operation)?.objects.get(definition.index)
    }

    /// The enum behind a reference.
    #[must_use]
    pub fn r#enum(&self, definition: &Definition) -> Option<&Enum> {
        self.operations.get(definition.operation)?.enums.get(definition.index)
    }
}

/// The name of the placeholder that a segment of a path consists of.
pub(crate) fn placeholder(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

/// A path without the names of its placeholders.
pub(crate) fn template(path: &str) -> String {
    let blank = |segment| if placeholder(segment).is_some() { "{}" } else { segment };
    path.split('/').map(blank).collect::<Vec<_>>().join("/")
}

impl Method {
    /// All of them, by name.
    pub(crate) const ALL: [Self; 4] = [Self::Delete, Self::Get, Self::Post, Self::Put];

    /// As on the request line.
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

impl Type {
    /// Bounds of a text's length, a number's range or a list's item count.
    #[must_use]
    pub fn bounds(&self) -> Option<Bounds> {
        match self {
            Self::String(bounds) | Self::Integer(bounds) | Self::Long(bounds) | Self::Array(_, bounds) => *bounds,
            Self::Boolean(_) | Self::Tuple(_) | Self::Object(_) | Self::Enum(_) => None,
        }
    }
}
