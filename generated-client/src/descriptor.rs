//! What the vendor's help pages say of each operation, as static data.
//!
//! The generated code states every fact of a page once, here; the encoder, the checks before sending and the
//! decoder read it from [`Operation::DESCRIPTOR`].

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A request that the service understands: its parameters, and what is known of the operation.
///
/// Implemented by the generated `…Request` structs; [`Client::call`](crate::Client::call) takes any of them.
pub trait Operation: Serialize + DeserializeOwned + Clone + Default + Send + Sync + 'static {
    /// What the service answers.
    type Response: Serialize + DeserializeOwned + Default + PartialEq + Send + 'static;

    /// The facts of the operation's help page.
    const DESCRIPTOR: &'static OperationDescriptor;
}

/// The request of a list that comes in pages: where its description's [`Pagination`] is found in Rust.
///
/// Implemented by the generated `…Request` structs of such lists; [`Call::items`](crate::Call::items) and
/// [`Call::pages`](crate::Call::pages) need no more.
pub trait Paginated: Operation {
    /// One item of the list.
    type Item: Clone + PartialEq + Send + 'static;

    /// The integer that an offset is.
    type Offset: Copy + Into<i64> + TryFrom<i64>;

    /// The integer that a limit is.
    type Limit: Copy + Into<i64> + TryFrom<i64>;

    /// How many items to skip.
    fn offset(&mut self) -> &mut Option<Self::Offset>;

    /// How many items to answer at most.
    fn limit(&mut self) -> &mut Option<Self::Limit>;

    /// The items of a page.
    fn items(response: &mut Self::Response) -> &mut Vec<Self::Item>;

    /// How many items there are in all, where the page says so.
    fn total(response: &Self::Response) -> Option<i64>;
}

/// One operation as its help page describes it.
#[derive(Debug)]
#[non_exhaustive]
pub struct OperationDescriptor {
    /// Operation id, as the vendor's SDKs spell it.
    pub id: &'static str,
    /// What it does, as one sentence.
    pub summary: &'static str,
    /// The help page.
    pub page: HelpPage,
    /// HTTP method, in upper case.
    pub method: &'static str,
    /// Path with `{placeholders}`, each the name of a path parameter.
    pub path: &'static str,
    /// Parameters in the path, the query and the headers, in the page's order.
    pub parameters: &'static [Parameter],
    /// Fields of the request body; `None` where the operation has no body.
    pub body: Option<&'static [Field]>,
    /// Fields of the body of a successful response; empty where the page lists none.
    pub response: &'static [Field],
    /// Conditions that bind several parameters.
    pub rules: &'static [Rule],
    /// How the operation pages through its results.
    pub pagination: Option<Pagination>,
    /// Why the operation should not be used any more.
    pub deprecated: Option<&'static str>,
    /// The page's examples.
    pub examples: &'static [Example],
}

/// An example of a help page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Example {
    /// What it shows.
    pub title: &'static str,
    /// Request body, as JSON.
    pub body: Option<&'static str>,
    /// Response body, as JSON.
    pub response: Option<&'static str>,
}

/// A help page of the vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HelpPage {
    /// Title of the page.
    pub title: &'static str,
    /// Date of the page's last update, `YYYY-MM-DD`.
    pub updated: &'static str,
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParameterLocation {
    /// A segment of the path.
    Path,
    /// The query string.
    Query,
    /// A header.
    Header,
    /// A field of the JSON body.
    Body,
}

/// Who supplies a parameter's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// The caller, for each request.
    Request,
    /// The client's configuration; a call can override it.
    Client(Setting),
    /// The client's credentials.
    Credentials,
}

/// A setting of the client that fills a parameter of many operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Setting {
    /// The project whose resources are addressed.
    Project,
    /// The region that is called.
    Region,
    /// The enterprise project that narrows a call down.
    EnterpriseProject,
}

/// A parameter outside the body.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Parameter {
    /// Where it travels.
    pub location: ParameterLocation,
    /// Who supplies it.
    pub source: Source,
    /// Its name, its type, and what else the page says of it.
    pub field: Field,
}

/// A named value: a parameter, or a field of an object.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Field {
    /// Name on the wire.
    pub name: &'static str,
    /// What it holds.
    pub ty: Type,
    /// Whether the service refuses a request without it. Always `false` in responses.
    pub mandatory: bool,
    /// What it is.
    pub doc: &'static str,
    /// What the service assumes where it is left out, as text.
    pub default: Option<&'static str>,
    /// Unit of a number, where the page states one.
    pub unit: Option<&'static str>,
    /// Values with a meaning of their own, each with that meaning.
    pub special: &'static [(&'static str, &'static str)],
    /// Why it should not be used any more.
    pub deprecated: Option<&'static str>,
}

/// Inclusive bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Bounds {
    /// Smallest allowed.
    pub min: i64,
    /// Largest allowed.
    pub max: i64,
}

/// The type of a value, with what the page says of its size.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Type {
    /// Text; the bounds count Unicode scalar values.
    String(Option<Bounds>),
    /// A 32-bit integer.
    Integer(Option<Bounds>),
    /// A 64-bit integer.
    Long(Option<Bounds>),
    /// `true` or `false`; `Some` where the service takes only one of them.
    Boolean(Option<bool>),
    /// A text with known values. Others are passed on: the service may be newer than the page.
    Enum(&'static [&'static str]),
    /// A list; the bounds count items.
    Array(&'static Type, Option<Bounds>),
    /// A list of exactly these items.
    Tuple(&'static [Type]),
    /// An object.
    Object(&'static [Field]),
}

/// A condition that binds several parameters.
#[derive(Debug)]
#[non_exhaustive]
pub enum Rule {
    /// At least one of the conditions holds.
    AnyOf {
        /// The conditions.
        conditions: &'static [Condition],
        /// What the page says of it.
        why: &'static str,
    },
}

/// A condition on one parameter or one field of the body.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Condition {
    /// Where the parameter travels.
    pub location: ParameterLocation,
    /// Its name on the wire.
    pub name: &'static str,
    /// What must hold.
    pub predicate: Predicate,
}

/// What a [`Condition`] asks of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Predicate {
    /// It is given.
    Set,
    /// It is given and not empty.
    NonEmpty,
    /// It is given and equals this.
    Is(bool),
}

/// Names of the parameters and fields that paging uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pagination {
    /// Query parameter: how many items to skip.
    pub offset: &'static str,
    /// Query parameter: how many items to answer at most.
    pub limit: &'static str,
    /// Response field: the items.
    pub items: &'static str,
    /// Response field: how many items there are in all.
    pub total: Option<&'static str>,
}

#[allow(clippy::wrong_self_convention, reason = "it tells where the value comes from")]
impl Parameter {
    pub(crate) const fn path(field: Field) -> Self {
        Self { location: ParameterLocation::Path, source: Source::Request, field }
    }

    pub(crate) const fn query(field: Field) -> Self {
        Self { location: ParameterLocation::Query, source: Source::Request, field }
    }

    pub(crate) const fn header(field: Field) -> Self {
        Self { location: ParameterLocation::Header, source: Source::Request, field }
    }

    pub(crate) const fn from_client(mut self, setting: Setting) -> Self {
        self.source = Source::Client(setting);
        self
    }

    pub(crate) const fn from_credentials(mut self) -> Self {
        self.source = Source::Credentials;
        self
    }
}

impl Field {
    pub(crate) const fn new(name: &'static str, ty: Type) -> Self {
        Self { name, ty, mandatory: false, doc: "", default: None, unit: None, special: &[], deprecated: None }
    }

    pub(crate) const fn mandatory(mut self) -> Self {
        self.mandatory = true;
        self
    }

    pub(crate) const fn doc(mut self, doc: &'static str) -> Self {
        self.doc = doc;
        self
    }

    pub(crate) const fn default(mut self, value: &'static str) -> Self {
        self.default = Some(value);
        self
    }

    pub(crate) const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = Some(unit);
        self
    }

    pub(crate) const fn special(mut self, values: &'static [(&'static str, &'static str)]) -> Self {
        self.special = values;
        self
    }

    pub(crate) const fn deprecated(mut self, why: &'static str) -> Self {
        self.deprecated = Some(why);
        self
    }
}

impl Bounds {
    /// From `min` to `max`, both allowed.
    #[must_use]
    pub const fn new(min: i64, max: i64) -> Self {
        Self { min, max }
    }

    /// Whether `value` lies within.
    #[must_use]
    pub const fn contains(self, value: i64) -> bool {
        self.min <= value && value <= self.max
    }
}

/// The service: where it is reached.
#[derive(Debug)]
#[non_exhaustive]
pub struct ServiceDescriptor {
    /// Short name, as in messages.
    pub name: &'static str,
    /// Endpoint of a region, with the placeholder `{region}`.
    pub endpoint: &'static str,
    /// Regions whose endpoint does not follow the pattern, with their endpoint.
    pub endpoint_exceptions: &'static [(&'static str, &'static str)],
    /// Regions known to offer the service. Others may exist: any region can be called.
    pub regions: &'static [&'static str],
    /// Whether there are operations that refuse a request without a region header.
    pub region_is_mandatory: bool,
}
