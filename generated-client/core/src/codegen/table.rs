//! Constructors of descriptors, with short names for the rows of generated tables. None of the names can clash with a
//! generated type.

use crate::descriptor::{
    Bounds, Condition, Example, Field, FollowUp, HelpPage, NumberBounds, OperationDescriptor, Pagination, Parameter,
    ParameterLocation, ParameterSource, Predicate, ResponseContent, Rule, ServiceDescriptor, Setting, TaskStates, Type,
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
pub const fn service(name: &'static str, user_agent: &'static str) -> ServiceDescriptor {
    ServiceDescriptor {
        name,
        user_agent,
        operations: &[],
        endpoint: "",
        endpoint_exceptions: &[],
        regions: &[],
        region_is_mandatory: false,
        reserved_headers: &[],
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

/// Returns a parameter in the path, which is required.
pub const fn path(name: &'static str, row: Field) -> Parameter {
    Parameter { location: PATH, source: ParameterSource::Request, field: Field { name, mandatory: true, ..row } }
}

pub const fn query(name: &'static str, row: Field) -> Parameter {
    Parameter { location: QUERY, source: ParameterSource::Request, field: Field { name, ..row } }
}

pub const fn header(name: &'static str, row: Field) -> Parameter {
    Parameter { location: HEADER, source: ParameterSource::Request, field: Field { name, ..row } }
}

/// Returns the rows of a table unchanged. Because of this call, the compiler checks the table as a whole when it makes
/// a constant of it, and not each row.
pub const fn rows<T: Copy, const N: usize>(rows: [T; N]) -> [T; N] {
    rows
}

/// Names a field. The functions below it, which are named after types, return fields without a name.
pub const fn field(name: &'static str, row: Field) -> Field {
    Field { name, ..row }
}

/// A field without a name. A function for it would be evaluated for each field, which takes longer to compile.
const UNNAMED: Field = Field {
    name: "",
    ty: Type::Json,
    pattern: None,
    mandatory: false,
    whole_body: false,
    secret: false,
    default: None,
};

pub const fn fields(fields: &'static [Field]) -> ResponseContent {
    ResponseContent::Fields(fields)
}

/// Defines a function for each type, which returns a row of that type.
macro_rules! types {
    ($($(#[$doc:meta])* $name:ident($($parameter:ident: $type:ty),*) => $row_type:expr;)*) => {
        $($(#[$doc])* pub const fn $name($($parameter: $type),*) -> Field {
            Field { ty: $row_type, ..UNNAMED }
        })*
    };
}

types! {
    string() => Type::String(None);
    integer() => Type::Integer(None);
    long() => Type::Long(None);
    number() => Type::Number(None);
    number_within(min: f64, max: f64) => Type::Number(Some(NumberBounds { min, max }));
    number_at_least(min: f64) => Type::Number(Some(NumberBounds { min, max: f64::INFINITY }));
    number_at_most(max: f64) => Type::Number(Some(NumberBounds { min: f64::NEG_INFINITY, max }));
    boolean() => Type::Boolean(None);
    /// Returns a boolean that must have this value.
    only(value: bool) => Type::Boolean(Some(value));
    /// Returns a string with known values.
    one_of(values: &'static [&'static str]) => Type::Enum(values);
    /// Returns an integer with known values.
    one_of_integers(values: &'static [i64]) => Type::IntegerEnum(values);
    /// Returns a list of items, of which only the type is used.
    array(item: &'static Field) => Type::Array(&item.ty, None);
    /// Returns a map of values, of which only the type is used.
    map(value: &'static Field) => Type::Map(&value.ty, None);
    json() => Type::Json;
    tuple(items: &'static [Type]) => Type::Tuple(items);
    object(fields: &'static [Field]) => Type::Object(fields);
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

    pub const fn at_least(self, min: i64) -> Self {
        self.within(min, i64::MAX)
    }

    pub const fn at_most(self, max: i64) -> Self {
        self.within(i64::MIN, max)
    }

    /// Sets the bounds of a string, a number or a list. Other types have none.
    pub const fn within(mut self, min: i64, max: i64) -> Self {
        let bounds = Some(Bounds::new(min, max));
        self.ty = match self.ty {
            Type::String(_) => Type::String(bounds),
            Type::Integer(_) => Type::Integer(bounds),
            Type::Long(_) => Type::Long(bounds),
            Type::Array(item, _) => Type::Array(item, bounds),
            Type::Map(value, _) => Type::Map(value, bounds),
            other => other,
        };
        self
    }
}
