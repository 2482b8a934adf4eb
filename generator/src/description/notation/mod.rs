//! The notation: the types that the YAML files in `spec/` deserialize into. `spec/README.md` explains them.
//!
//! The doc comments below become descriptions in the JSON Schema of the notation, which editors show.

mod untagged;

use std::fmt;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use untagged::State;

/// An operation, in the order of its help page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map that describes an operation")]
pub struct Operation {
    /// Operation ID in UpperCamelCase, as in the vendor's SDKs.
    pub operation: String,
    /// What the operation does, in one sentence.
    pub summary: String,
    /// Details that do not fit in the summary, as plain text in this project's own words.
    pub doc: Option<String>,
    /// Group of operations that it belongs to.
    pub group: Option<String>,
    /// The operation's help page.
    pub page: HelpPage,
    /// Request line: the method, and the path with `{placeholders}`.
    pub request: String,
    /// Why the operation is deprecated.
    pub deprecated: Option<String>,
    /// What the help page says outside of the rows of its tables, if it is misleading.
    #[serde(default)]
    pub page_says: Quotations,
    /// Path parameters.
    #[serde(default)]
    pub path: Rows,
    /// Query parameters.
    #[serde(default)]
    pub query: Rows,
    /// Header parameters.
    #[serde(default)]
    pub headers: Rows,
    /// Fields of the request body. Leave it out if the operation has no body.
    pub body: Option<Rows>,
    /// Fields of the response body, by status code.
    pub response: IndexMap<String, Response>,
    /// Conditions that involve several parameters.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// How the operation returns its results in pages.
    pub pagination: Option<Pagination>,
    /// The operation that returns the state of the task that this operation creates.
    pub task: Option<FollowUp>,
    /// How the response tells whether a task has ended.
    pub wait: Option<TaskStates>,
    /// Objects that this help page defines.
    #[serde(default)]
    pub objects: IndexMap<String, Object>,
    /// Enums that this help page defines.
    #[serde(default)]
    pub enums: IndexMap<String, Enum>,
    /// Examples from the help page.
    #[serde(default)]
    pub examples: Vec<Example>,
}

/// A help page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `title` and `updated`")]
pub struct HelpPage {
    /// Title of the help page.
    pub title: String,
    /// Date of the last update, as `YYYY-MM-DD`, or `not stated`.
    pub updated: String,
}

/// The rows of a parameter table, by their names on the wire.
pub type Rows = IndexMap<String, Parameter>;

/// A row of a parameter table: a parameter or a field of an object.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `type` and `doc`")]
pub struct Parameter {
    /// `String(1..256)`, `Integer(10..200)`, `Long`, `Number(0..0.5)`, `Boolean`, `Array<T>(1..100)`, `Map<T>`, a tuple
    /// `(A, B)`, `Json`, or the name of an object or enum.
    pub r#type: String,
    /// Regular expression that matches a part of each accepted string, usually from `^` to `$`.
    pub pattern: Option<String>,
    /// Whether the service rejects requests without it.
    #[serde(default)]
    pub mandatory: bool,
    /// Whether this list is the entire body, instead of a field of it. Its name is used only in code and documentation.
    #[serde(default)]
    pub whole_body: bool,
    /// Whether it is a secret, such as a password, which errors, logs and debug output do not show.
    #[serde(default)]
    pub secret: bool,
    /// Value that the service uses if it is left out. It is documented but never sent.
    pub default: Option<Scalar>,
    /// A value from the help page, for documentation.
    pub example: Option<Scalar>,
    /// The only boolean that the service accepts.
    pub only: Option<bool>,
    /// Values with a special meaning, each with that meaning.
    #[serde(default)]
    pub special: IndexMap<String, String>,
    /// Unit of an integer, or `not stated`.
    pub unit: Option<String>,
    /// Why it is deprecated.
    pub deprecated: Option<String>,
    /// What it is, as plain text in this project's own words.
    pub doc: String,
    /// What the help page says, if it is misleading.
    #[serde(default)]
    pub page_says: Quotations,
    /// Facts that come from another source than the help page.
    pub beyond_page: Option<BeyondPage>,
    /// Rust name, if the one derived from the wire name is not suitable.
    pub rust_name: Option<String>,
}

/// A misleading statement of the help page: either `text` or `type`, and why the description differs from it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `why`, and `text` or `type`")]
pub struct PageSays {
    /// The statement, word for word.
    pub text: Option<String>,
    /// The type that the help page states.
    pub r#type: Option<String>,
    /// Why the description differs.
    pub why: String,
}

/// One statement of the help page, or a list of them.
#[derive(Debug, Default)]
pub struct Quotations(pub Vec<PageSays>);

/// Bounds that come from another source than the help page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `source`, and `length` or `range`")]
pub struct BeyondPage {
    /// The length as `min..max`, the same as in the type.
    pub length: Option<String>,
    /// The range as `min..max`, the same as in the type.
    pub range: Option<String>,
    /// Source of the bounds.
    pub source: String,
}

/// An object with named fields.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `doc` and `fields`")]
pub struct Object {
    /// Its name on the help page, if that is not suitable as the name of a type.
    pub page_name: Option<String>,
    /// What it is, as plain text in this project's own words.
    pub doc: String,
    /// Its fields, in the order of the help page.
    pub fields: Rows,
}

/// A string or an integer with known values.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `doc` and `values`")]
pub struct Enum {
    /// Type of the values.
    #[serde(default)]
    pub r#type: EnumType,
    /// What it is, as plain text in this project's own words.
    pub doc: String,
    /// Its values, in the order of the help page, each with its meaning.
    pub values: IndexMap<String, Value>,
}

/// Type of the values of an enum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(expecting = "`String` or `Integer`")]
pub enum EnumType {
    /// Strings.
    #[default]
    String,
    /// 32-bit integers.
    Integer,
}

/// A value of an enum: a string with its meaning, or a map with more keys.
#[derive(Debug)]
pub struct Value {
    /// What it means.
    pub doc: String,
    /// Why it is deprecated.
    pub deprecated: Option<String>,
    /// What the help page says, if it is misleading.
    pub page_says: Quotations,
    /// Rust name, if the one derived from the wire value is not suitable.
    pub rust_name: Option<String>,
}

/// The fields of a response body, `none`, or `file`.
#[derive(Debug)]
pub enum Response {
    /// No body.
    None,
    /// A file of any type.
    File,
    /// An object with these fields.
    Fields(Rows),
}

/// A condition that involves several parameters.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `any_of` and `why`")]
pub struct Rule {
    /// At least one of these conditions holds.
    pub any_of: Vec<IndexMap<String, Predicate>>,
    /// What the help page says about it, as plain text in this project's own words.
    pub why: String,
}

/// What a rule requires of a parameter: `set`, `non_empty`, `true` or `false`.
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
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `offset`, `limit` and `items`")]
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

/// Another operation, with parameters from the response of this one.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `operation` and `parameters`")]
pub struct FollowUp {
    /// ID of the other operation.
    pub operation: String,
    /// Parameters of the other operation, each with the field of this operation's response that provides the value.
    pub parameters: IndexMap<String, String>,
}

/// Formats a follow-up in one line.
impl fmt::Display for FollowUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.operation)?;
        self.parameters.iter().try_for_each(|(parameter, field)| write!(f, ", {parameter}: {field}"))
    }
}

/// How the response of an operation tells whether a task has ended.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `field`, `success` and `failure`")]
pub struct TaskStates {
    /// Response field with the state of the task.
    pub field: String,
    /// States of a task that has succeeded.
    #[serde(deserialize_with = "untagged::states")]
    #[schemars(with = "Vec<State>")]
    pub success: Vec<String>,
    /// States of a task that has failed. In any other state, the task continues.
    #[serde(deserialize_with = "untagged::states")]
    #[schemars(with = "Vec<State>")]
    pub failure: Vec<String>,
    /// The operation that returns the file of a task that has succeeded.
    pub file: Option<FollowUp>,
}

/// An example from the help page, with its JSON as a string.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `title`, and `query`, `body` or `response`")]
pub struct Example {
    /// What the example shows.
    pub title: String,
    /// Query of the request, such as `limit=10&kind=a%20b`.
    pub query: Option<String>,
    /// Request body, as JSON.
    pub body: Option<String>,
    /// Response body, as JSON.
    pub response: Option<String>,
    /// What the help page says, if the client rejects the request of its example.
    #[serde(default)]
    pub page_says: Quotations,
}

/// The service, and what all its operations have in common.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map that describes the service")]
pub struct Service {
    /// Short name.
    pub service: String,
    /// Full name.
    pub title: String,
    /// Pattern of the help pages' addresses, with the placeholder `{operation}` for the operation ID.
    pub page_url: Option<String>,
    /// Endpoints of the service.
    pub endpoint: Endpoint,
    /// Regions known to offer the service. There may be others.
    pub regions: Vec<String>,
    /// Parameters that the client sets, in every operation that has them.
    pub client_parameters: IndexMap<String, Setting>,
    /// Header that contains the credential.
    pub credential_header: String,
    /// How requests are signed, if the service accepts a signature instead of that header.
    pub signature: Option<Signature>,
    /// Fields seen in the body of error responses, each with its meaning. Any of them may be absent or have any type.
    #[serde(default)]
    pub error_fields: IndexMap<String, String>,
}

/// How requests are signed, in the header `Authorization`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `algorithm` and `doc`")]
pub struct Signature {
    /// Name of the algorithm, as in the header.
    pub algorithm: String,
    /// What a signature requires, as plain text in this project's own words.
    pub doc: String,
}

/// Endpoints of the service.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a map with `pattern`")]
pub struct Endpoint {
    /// Endpoint with the placeholder `{region}`.
    pub pattern: String,
    /// Endpoints of the regions that do not follow the pattern.
    #[serde(default)]
    pub exceptions: IndexMap<String, String>,
}

/// The client setting that provides the value of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", expecting = "`project`, `region` or `enterprise_project`")]
pub enum Setting {
    /// The project that owns the resources.
    Project,
    /// The region that receives the request.
    Region,
    /// The enterprise project that the request is limited to.
    EnterpriseProject,
}

/// A YAML scalar.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// A boolean.
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// A finite fraction.
    Number(f64),
    /// A string.
    String(String),
}

/// Formats a value without quotes.
impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => value.fmt(f),
            Self::Integer(number) => number.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::String(text) => f.write_str(text),
        }
    }
}
