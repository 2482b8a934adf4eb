//! Parameters, and fields of objects.

use super::{PageSays, Setting, Type};
use crate::names::RustName;

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

impl ParameterLocation {
    /// All locations, in the order of arguments and flags.
    pub const ALL: [Self; 4] = [Self::Path, Self::Query, Self::Header, Self::Body];

    /// Returns its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Body => "body",
        }
    }

    /// Returns the key of its section in an operation file.
    #[must_use]
    pub fn section(self) -> &'static str {
        if self == Self::Header { "headers" } else { self.as_str() }
    }
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

/// A named value: a parameter or a field of an object.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a key of a row, or follows from several")]
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
    /// Whether callers pass it to the client's method or to the constructor of its object, instead of calling a
    /// setter.
    pub is_argument: bool,
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
    /// Source of the bounds, if they come from elsewhere than the help page.
    pub beyond_page: Option<String>,
}

/// Unit of an integer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// The unit that the help page states.
    Stated(String),
    /// The help page should state a unit and does not.
    NotStated,
}

/// Returns the parameters and the fields of the body that callers set, in the order of arguments and flags.
pub(crate) fn inputs<'a>(
    parameters: &'a [Parameter],
    body: &'a [Field],
) -> impl Iterator<Item = (ParameterLocation, &'a Field)> {
    let from_callers = parameters.iter().filter(|parameter| parameter.origin == Origin::Request);
    let parameters = from_callers.map(|parameter| (parameter.location, &parameter.field));
    parameters.chain(body.iter().map(|field| (ParameterLocation::Body, field)))
}

/// Returns the list that is the entire body, if these are the fields of such a body.
#[must_use]
pub fn whole_body(fields: &[Field]) -> Option<&Field> {
    fields.iter().find(|field| field.whole_body)
}
