//! Constructors of descriptors, with short names for the rows of generated tables. None of the names can clash with a
//! generated type.

use crate::descriptor::{
    Bounds, Condition, Example, Field, FollowUp, HelpPage, NumberBounds, OperationDescriptor, Pagination, Parameter,
    ParameterLocation, ParameterSource, Predicate, ResponseContent, Rule, ServiceDescriptor, Setting, TaskStates,
    Telemetry, Type,
};

/// Returns the descriptor of an operation without parameters, fields or any other facts.
pub const fn operation(id: &'static str, method: &'static str, path: &'static str) -> OperationDescriptor {
    OperationDescriptor {
        id,
        summary: "",
        page: HelpPage { title: "", updated: None },
        method,
        path,
        parameters: &[],
        body: None,
        response: fields(&[]),
        rules: &[],
        pagination: None,
        task: None,
        wait: None,
        deprecated: None,
        examples: &[],
    }
}

/// Returns the descriptor of a service without operations.
pub const fn service(name: &'static str, user_agent: &'static str, telemetry: Telemetry) -> ServiceDescriptor {
    ServiceDescriptor {
        name,
        user_agent,
        operations: &[],
        endpoint: "",
        endpoint_exceptions: &[],
        regions: &[],
        region_is_mandatory: false,
        reserved_headers: &[],
        telemetry,
    }
}

pub const PROJECT: Setting = Setting::Project;
pub const REGION: Setting = Setting::Region;
pub const ENTERPRISE_PROJECT: Setting = Setting::EnterpriseProject;

pub const PATH: ParameterLocation = ParameterLocation::Path;
pub const QUERY: ParameterLocation = ParameterLocation::Query;
pub const HEADER: ParameterLocation = ParameterLocation::Header;
pub const BODY: ParameterLocation = ParameterLocation::Body;

pub const FILE: ResponseContent = ResponseContent::File;

pub const SET: Predicate = Predicate::Set;
pub const NON_EMPTY: Predicate = Predicate::NonEmpty;

pub const fn is(value: bool) -> Predicate {
    Predicate::Is(value)
}

pub const fn path(field: Field) -> Parameter {
    Parameter { location: PATH, source: ParameterSource::Request, field }
}

pub const fn query(field: Field) -> Parameter {
    Parameter { location: QUERY, source: ParameterSource::Request, field }
}

pub const fn header(field: Field) -> Parameter {
    Parameter { location: HEADER, source: ParameterSource::Request, field }
}

pub const fn field(name: &'static str, ty: Type) -> Field {
    Field { name, ty, pattern: None, mandatory: false, whole_body: false, secret: false, default: None }
}

pub const fn fields(fields: &'static [Field]) -> ResponseContent {
    ResponseContent::Fields(fields)
}

pub const fn string() -> Type {
    Type::String(None)
}

pub const fn integer() -> Type {
    Type::Integer(None)
}

pub const fn long() -> Type {
    Type::Long(None)
}

pub const fn number() -> Type {
    Type::Number(None)
}

pub const fn number_within(min: f64, max: f64) -> Type {
    Type::Number(Some(NumberBounds { min, max }))
}

pub const fn number_at_least(min: f64) -> Type {
    number_within(min, f64::INFINITY)
}

pub const fn number_at_most(max: f64) -> Type {
    number_within(f64::NEG_INFINITY, max)
}

pub const fn boolean() -> Type {
    Type::Boolean(None)
}

/// Returns the type of a boolean that must have this value.
pub const fn only(value: bool) -> Type {
    Type::Boolean(Some(value))
}

/// Returns the type of a string with known values.
pub const fn one_of(values: &'static [&'static str]) -> Type {
    Type::Enum(values)
}

/// Returns the type of an integer with known values.
pub const fn one_of_integers(values: &'static [i64]) -> Type {
    Type::IntegerEnum(values)
}

pub const fn array(item: &'static Type) -> Type {
    Type::Array(item, None)
}

pub const fn map(value: &'static Type) -> Type {
    Type::Map(value, None)
}

pub const fn json() -> Type {
    Type::Json
}

pub const fn tuple(items: &'static [Type]) -> Type {
    Type::Tuple(items)
}

pub const fn object(fields: &'static [Field]) -> Type {
    Type::Object(fields)
}

pub const fn example(title: &'static str) -> Example {
    Example { title, query: None, body: None, response: None }
}

pub const fn any_of(conditions: &'static [Condition], why: &'static str) -> Rule {
    Rule::AnyOf { conditions, why }
}

pub const fn condition(location: ParameterLocation, name: &'static str, predicate: Predicate) -> Condition {
    Condition { location, name, predicate }
}

pub const fn pagination(offset: &'static str, limit: &'static str, items: &'static str) -> Pagination {
    Pagination { offset, limit, items, total: None }
}

pub const fn follow_up(operation: &'static str, parameters: &'static [(&'static str, &'static str)]) -> FollowUp {
    FollowUp { operation, parameters }
}

pub const fn task_states(
    field: &'static str,
    success: &'static [&'static str],
    failure: &'static [&'static str],
) -> TaskStates {
    TaskStates { field, success, failure, file: None }
}

/// Implements setters of fields. The type of a setter's argument is in parentheses; `Some` wraps it.
macro_rules! setters {
    ($descriptor:ident { $($field:ident: $($some:ident)? ($value:ty)),* $(,)? }) => {
        #[doc(hidden)]
        impl $descriptor {
            $(pub const fn $field(mut self, value: $value) -> Self {
                self.$field = $($some)? (value);
                self
            })*
        }
    };
}

setters!(OperationDescriptor {
    summary: (&'static str),
    parameters: (&'static [Parameter]),
    body: Some(&'static [Field]),
    response: (ResponseContent),
    rules: (&'static [Rule]),
    pagination: Some(Pagination),
    task: Some(FollowUp),
    wait: Some(TaskStates),
    deprecated: Some(&'static str),
});

setters!(ServiceDescriptor {
    operations: (&'static [&'static OperationDescriptor]),
    endpoint: (&'static str),
    endpoint_exceptions: (&'static [(&'static str, &'static str)]),
    regions: (&'static [&'static str]),
    reserved_headers: (&'static [&'static str]),
});

setters!(Pagination { total: Some(&'static str) });

setters!(TaskStates { file: Some(FollowUp) });

setters!(Example { query: Some(&'static str), body: Some(&'static str), response: Some(&'static str) });

setters!(Field { pattern: Some(&'static str), default: Some(&'static str) });

#[doc(hidden)]
impl OperationDescriptor {
    pub const fn page(mut self, title: &'static str, updated: &'static str) -> Self {
        self.page = HelpPage { title, updated: Some(updated) };
        self
    }

    pub const fn undated_page(mut self, title: &'static str) -> Self {
        self.page = HelpPage { title, updated: None };
        self
    }

    /// Sets the examples, if the program has a mock server.
    pub const fn examples(mut self, has_mock: bool, examples: &'static [Example]) -> Self {
        if has_mock {
            self.examples = examples;
        }
        self
    }
}

#[doc(hidden)]
impl ServiceDescriptor {
    pub const fn requires_region(mut self) -> Self {
        self.region_is_mandatory = true;
        self
    }
}

#[allow(clippy::wrong_self_convention, reason = "`from` is the source of the parameter's value")]
#[doc(hidden)]
impl Parameter {
    pub const fn from_client(mut self, setting: Setting) -> Self {
        self.source = ParameterSource::Client(setting);
        self
    }

    pub const fn from_credentials(mut self) -> Self {
        self.source = ParameterSource::Credentials;
        self
    }

    pub const fn reserved(mut self) -> Self {
        self.source = ParameterSource::Reserved;
        self
    }
}

#[doc(hidden)]
impl Field {
    /// Names a field that has no name.
    pub const fn or_named(mut self, name: &'static str) -> Self {
        if self.name.is_empty() {
            self.name = name;
        }
        self
    }

    pub const fn mandatory(mut self) -> Self {
        self.mandatory = true;
        self
    }

    pub const fn whole_body(mut self) -> Self {
        self.whole_body = true;
        self
    }

    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }
}

/// In the row of a field that has the same name in Rust and on the wire, a type stands for the field, whose name the
/// macro `object!` adds.
#[doc(hidden)]
impl Type {
    pub const fn or_named(self, name: &'static str) -> Field {
        field(name, self)
    }

    pub const fn pattern(self, pattern: &'static str) -> Field {
        field("", self).pattern(pattern)
    }

    pub const fn mandatory(self) -> Field {
        field("", self).mandatory()
    }

    pub const fn whole_body(self) -> Field {
        field("", self).whole_body()
    }

    pub const fn secret(self) -> Field {
        field("", self).secret()
    }

    pub const fn default(self, value: &'static str) -> Field {
        field("", self).default(value)
    }

    pub const fn at_least(self, min: i64) -> Self {
        self.within(min, i64::MAX)
    }

    pub const fn at_most(self, max: i64) -> Self {
        self.within(i64::MIN, max)
    }

    /// Sets the bounds of a string, a number or a list. Other types have none.
    pub const fn within(self, min: i64, max: i64) -> Self {
        let bounds = Some(Bounds::new(min, max));
        match self {
            Self::String(_) => Self::String(bounds),
            Self::Integer(_) => Self::Integer(bounds),
            Self::Long(_) => Self::Long(bounds),
            Self::Array(item, _) => Self::Array(item, bounds),
            Self::Map(value, _) => Self::Map(value, bounds),
            Self::Number(_)
            | Self::Boolean(_)
            | Self::Enum(_)
            | Self::IntegerEnum(_)
            | Self::Tuple(_)
            | Self::Json
            | Self::Object(_) => self,
        }
    }
}
