//! Machine-readable descriptions of the operations, taken from the vendor's help pages.
//!
//! The client validates and encodes requests with these descriptors and decodes responses with them. Generic tools can
//! read them from [`ServiceDescriptor::operations`](field@ServiceDescriptor::operations) or
//! [`Operation::DESCRIPTOR`](crate::Operation::DESCRIPTOR).

mod types;

use std::fmt;

pub use types::{Bounds, Field, NumberBounds, Type};

/// An operation as its help page describes it.
///
/// Read it in tools that handle all operations alike, such as a command line; programs that call certain operations use
/// their typed methods.
///
/// ```
/// use huaweicloud_core::Operation;
/// use huaweicloud_museum::operation::ListPaintingsRequest;
///
/// let operation = ListPaintingsRequest::DESCRIPTOR;
/// assert_eq!((operation.method, operation.path), ("GET", "/v1/{project_id}/paintings"));
/// assert!(operation.pagination.is_some() && operation.deprecated.is_none());
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct OperationDescriptor {
    /// Operation ID, as in the vendor's SDKs.
    pub id: &'static str,
    /// What the operation does, in one sentence.
    pub summary: &'static str,
    /// The help page.
    pub page: HelpPage,
    /// HTTP method, in upper case.
    pub method: &'static str,
    /// Path with `{placeholders}`, each of them the name of a path parameter.
    pub path: &'static str,
    /// Parameters in the path, the query and the headers, in the order of the help page.
    pub parameters: &'static [Parameter],
    /// Fields of the request body; `None` if the operation has no request body. [`Type::of_body`] returns its type.
    pub body: Option<&'static [Field]>,
    /// What the body of a successful response is.
    pub response: ResponseContent,
    /// Conditions that involve several parameters.
    pub rules: &'static [Rule],
    /// Parameters and fields for pagination; `None` if the operation is not paginated.
    pub pagination: Option<Pagination>,
    /// The operation that returns the state of the task that this operation creates; `None` if it creates no task.
    pub task: Option<FollowUp>,
    /// How the response tells whether a task has ended; `None` if it is not the state of a task.
    pub wait: Option<TaskStates>,
    /// Why the operation is deprecated, if it is.
    pub deprecated: Option<&'static str>,
    /// Examples from the help page, for the mock server and for the help of a command line. None without the feature
    /// `mock` of the service's client.
    pub examples: &'static [Example],
}

/// What the body of a successful response is.
///
/// ```
/// use huaweicloud_core::Operation;
/// use huaweicloud_museum::operation::{FetchFileRequest, ListPaintingsRequest};
///
/// assert!(FetchFileRequest::DESCRIPTOR.response.is_file());
/// let fields = ListPaintingsRequest::DESCRIPTOR.response.fields();
/// assert_eq!(fields.iter().map(|field| field.name).collect::<Vec<_>>(), ["total", "paintings"]);
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum ResponseContent {
    /// A JSON object with these fields, or a list: see [`Type::of_body`]. If there are no fields, there is no body.
    Fields(&'static [Field]),
    /// A file of any type.
    File,
}

/// An example from a help page.
///
/// ```
/// use huaweicloud_core::Operation;
/// use huaweicloud_museum::operation::ListPaintingsRequest;
///
/// for example in ListPaintingsRequest::DESCRIPTOR.examples {
///     println!("{} {:?}", example.title, example.response);
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Example {
    /// What the example shows.
    pub title: &'static str,
    /// Query parameters by name, as JSON.
    pub query: Option<&'static str>,
    /// Request body, as JSON.
    pub body: Option<&'static str>,
    /// Response body, as JSON.
    pub response: Option<&'static str>,
}

/// A help page of the vendor. A tool can show its date, since the service may have changed after it.
///
/// ```
/// use huaweicloud_core::Operation;
/// use huaweicloud_museum::operation::ListPaintingsRequest;
///
/// assert_eq!(ListPaintingsRequest::DESCRIPTOR.page.to_string(), "“Listing Paintings”, updated 2030-01-31");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HelpPage {
    /// Title.
    pub title: &'static str,
    /// Date of the last update, `YYYY-MM-DD`. `None` if the page does not state it.
    pub updated: Option<&'static str>,
}

/// Shows the title and the date: `“Title”, updated 2026-04-03`.
impl fmt::Display for HelpPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}”", self.title)?;
        match self.updated {
            Some(date) => write!(f, ", updated {date}"),
            None => Ok(()),
        }
    }
}

/// The part of a request that carries a parameter.
///
/// ```
/// use huaweicloud_core::Operation;
/// use huaweicloud_core::descriptor::ParameterLocation;
/// use huaweicloud_museum::operation::ListPaintingsRequest;
///
/// let parameters = ListPaintingsRequest::DESCRIPTOR.parameters.iter();
/// let headers = parameters.filter(|parameter| parameter.location == ParameterLocation::Header);
/// assert_eq!(headers.map(|header| header.field.name).collect::<Vec<_>>(), ["X-Auth-Token", "region"]);
/// ```
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

/// The source of a parameter's value. A tool asks its users only for those of the source [`Request`](Self::Request).
///
/// ```
/// use huaweicloud_core::Operation;
/// use huaweicloud_core::descriptor::ParameterSource;
/// use huaweicloud_museum::operation::FetchFileRequest;
///
/// let parameters = FetchFileRequest::DESCRIPTOR.parameters.iter();
/// let asked = parameters.filter(|parameter| parameter.source == ParameterSource::Request);
/// assert_eq!(asked.map(|parameter| parameter.field.name).collect::<Vec<_>>(), ["file_id"]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParameterSource {
    /// The caller sets it in the request.
    Request,
    /// The client's configuration supplies it; a call can override it.
    Client(Setting),
    /// The client's credentials supply it.
    Credentials,
    /// A header that only the client sets, if it needs it: see
    /// [`ServiceDescriptor::reserved_headers`](field@ServiceDescriptor::reserved_headers).
    Reserved,
}

/// A client setting that supplies a parameter.
///
/// ```
/// use huaweicloud_core::Operation;
/// use huaweicloud_core::descriptor::{ParameterSource, Setting};
/// use huaweicloud_museum::operation::FetchFileRequest;
///
/// let project = &FetchFileRequest::DESCRIPTOR.parameters[1];
/// assert_eq!(project.field.name, "project_id");
/// assert_eq!(project.source, ParameterSource::Client(Setting::Project));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Setting {
    /// The project that owns the resources.
    Project,
    /// The region.
    Region,
    /// The enterprise project, which narrows down the resources.
    EnterpriseProject,
}

/// A parameter in the path, the query or a header. Fields of the body are a [`Field`] without it.
///
/// ```
/// use huaweicloud_core::Operation;
/// use huaweicloud_museum::operation::ListPaintingsRequest;
///
/// for parameter in ListPaintingsRequest::DESCRIPTOR.parameters {
///     println!("{:?} {}", parameter.location, parameter.field.name);
/// }
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Parameter {
    /// The part of the request that carries it.
    pub location: ParameterLocation,
    /// The source of its value.
    pub source: ParameterSource,
    /// Name, type and constraints.
    pub field: Field,
}

/// A condition that involves several parameters. The client checks it before it sends a request.
///
/// ```
/// use huaweicloud_core::Operation;
/// use huaweicloud_core::descriptor::{Predicate, Rule};
/// use huaweicloud_museum::operation::InspectPaintingsRequest;
///
/// let [Rule::AnyOf { conditions, why, .. }] = InspectPaintingsRequest::DESCRIPTOR.rules else { panic!("a rule") };
/// assert_eq!(*why, "The list is required if everything is false.");
/// assert_eq!((conditions[0].name, conditions[0].predicate), ("paintings", Predicate::NonEmpty));
/// assert_eq!((conditions[1].name, conditions[1].predicate), ("everything", Predicate::Is(true)));
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Rule {
    /// At least one of the conditions must hold.
    AnyOf {
        /// The conditions.
        conditions: &'static [Condition],
        /// The reason, according to the help page.
        why: &'static str,
    },
}

/// A condition on a parameter or a field of the request body: a part of a [`Rule`], which has an example.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Condition {
    /// The part of the request that carries the parameter.
    pub location: ParameterLocation,
    /// Name of the parameter on the wire.
    pub name: &'static str,
    /// What must be true of its value.
    pub predicate: Predicate,
}

/// What a [`Condition`] requires of a value. [`Rule`] has an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Predicate {
    /// It is present.
    Set,
    /// It is present and not empty.
    NonEmpty,
    /// It is present and equal to this value.
    Is(bool),
}

/// The parameters and fields that pagination uses, by name.
///
/// ```
/// use huaweicloud_core::Operation;
/// use huaweicloud_museum::operation::ListPaintingsRequest;
///
/// let pagination = ListPaintingsRequest::DESCRIPTOR.pagination.unwrap();
/// assert_eq!((pagination.items, pagination.total), ("paintings", Some("total")));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pagination {
    /// Query parameter: number of items to skip.
    pub offset: &'static str,
    /// Query parameter: maximum number of items on a page.
    pub limit: &'static str,
    /// Response field: the items.
    pub items: &'static str,
    /// Response field: total number of items.
    pub total: Option<&'static str>,
}

/// Another operation, with parameters from the response of an operation.
///
/// ```
/// use huaweicloud_core::Operation;
/// use huaweicloud_museum::operation::ExportVisitsRequest;
///
/// let status = ExportVisitsRequest::DESCRIPTOR.task.unwrap();
/// assert_eq!((status.operation, status.parameters), ("ShowExport", &[("task_id", "task_id")][..]));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FollowUp {
    /// ID of the other operation.
    pub operation: &'static str,
    /// Parameters of the other operation, each with the response field that provides its value.
    pub parameters: &'static [(&'static str, &'static str)],
}

/// How a response tells whether a task has ended.
///
/// ```
/// use huaweicloud_core::Operation;
/// use huaweicloud_museum::operation::ShowExportRequest;
///
/// let states = ShowExportRequest::DESCRIPTOR.wait.unwrap();
/// assert_eq!((states.field, states.success, states.failure), ("task_status", &["success"][..], &["failure"][..]));
/// assert_eq!(states.file.map(|file| file.operation), Some("FetchFile"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TaskStates {
    /// Response field with the state of the task.
    pub field: &'static str,
    /// States of a task that has succeeded. Integers are in decimal.
    pub success: &'static [&'static str],
    /// States of a task that has failed. In any other state, the task continues.
    pub failure: &'static [&'static str],
    /// The operation that returns the file of a task that has succeeded.
    pub file: Option<FollowUp>,
}

impl OperationDescriptor {
    /// Returns a parameter in the query.
    pub(crate) fn query_parameter(&self, name: &str) -> Option<&'static Field> {
        let mut parameters = self.parameters.iter();
        let is_same =
            |parameter: &&Parameter| parameter.location == ParameterLocation::Query && parameter.field.name == name;
        parameters.find(is_same).map(|parameter| &parameter.field)
    }
}

impl TaskStates {
    /// Returns whether a task in this state has succeeded. ASCII case is ignored, since services do not always spell a
    /// state as their help page does.
    pub(crate) fn means_success(&self, state: &str) -> bool {
        self.success.iter().any(|known| known.eq_ignore_ascii_case(state))
    }

    /// Returns whether a task in this state has failed, as [`means_success`](Self::means_success) does.
    pub(crate) fn means_failure(&self, state: &str) -> bool {
        self.failure.iter().any(|known| known.eq_ignore_ascii_case(state))
    }
}

impl ResponseContent {
    /// Returns the fields of the body; none if it is a file.
    #[must_use]
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Fields(fields) => fields,
            Self::File => &[],
        }
    }

    /// Returns a field of the body.
    #[must_use]
    pub fn field(self, name: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.name == name)
    }

    /// Returns whether the body is a list instead of an object.
    #[must_use]
    pub const fn is_list(self) -> bool {
        matches!(self, Self::Fields([Field { whole_body: true, .. }]))
    }

    /// Returns whether the body is a file.
    #[must_use]
    pub const fn is_file(self) -> bool {
        matches!(self, Self::File)
    }
}

/// A service: the constant `SERVICE` of its crate.
///
/// ```
/// use huaweicloud_museum::SERVICE;
///
/// let ids: Vec<_> = SERVICE.operations.iter().map(|operation| operation.id).collect();
/// println!("{} has {}, in {} known regions", SERVICE.name, ids.join(", "), SERVICE.regions.len());
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct ServiceDescriptor {
    /// Short name, for messages.
    pub name: &'static str,
    /// Name and version of the service's client, for the header `User-Agent`.
    pub user_agent: &'static str,
    /// All operations, sorted by operation ID.
    pub operations: &'static [&'static OperationDescriptor],
    /// Endpoint of a region, with the placeholder `{region}`.
    pub endpoint: &'static str,
    /// Regions with an endpoint that does not follow that pattern, with these endpoints.
    pub endpoint_exceptions: &'static [(&'static str, &'static str)],
    /// Known regions. The client accepts others.
    pub regions: &'static [&'static str],
    /// Whether some operations require the region header.
    pub region_is_mandatory: bool,
    /// Headers that only the client sets, in lower case. An entry that ends with `*` stands for all names with that
    /// prefix.
    pub reserved_headers: &'static [&'static str],
}
