//! Short names for the rows of generated tables. None of them can clash with a generated type.

use super::{
    Condition, Example, Field, HelpPage, NumberBounds, OperationDescriptor, Parameter, ParameterLocation, Predicate,
    ResponseContent, Rule, Setting, Type,
};

/// An operation without parameters, fields or any other facts.
pub(crate) const OPERATION: OperationDescriptor = OperationDescriptor {
    id: "",
    summary: "",
    page: HelpPage { title: "", updated: "" },
    method: "",
    path: "",
    parameters: &[],
    body: None,
    response: fields(&[]),
    rules: &[],
    pagination: None,
    task: None,
    wait: None,
    deprecated: None,
    examples: &[],
};

pub(crate) const PROJECT: Setting = Setting::Project;
pub(crate) const REGION: Setting = Setting::Region;
pub(crate) const ENTERPRISE_PROJECT: Setting = Setting::EnterpriseProject;

pub(crate) const PATH: ParameterLocation = ParameterLocation::Path;
pub(crate) const QUERY: ParameterLocation = ParameterLocation::Query;
pub(crate) const HEADER: ParameterLocation = ParameterLocation::Header;
pub(crate) const BODY: ParameterLocation = ParameterLocation::Body;

pub(crate) const FILE: ResponseContent = ResponseContent::File;

pub(crate) const SET: Predicate = Predicate::Set;
pub(crate) const NON_EMPTY: Predicate = Predicate::NonEmpty;

pub(crate) const fn is(value: bool) -> Predicate {
    Predicate::Is(value)
}

pub(crate) const fn path(field: Field) -> Parameter {
    Parameter::path(field)
}

pub(crate) const fn query(field: Field) -> Parameter {
    Parameter::query(field)
}

pub(crate) const fn header(field: Field) -> Parameter {
    Parameter::header(field)
}

pub(crate) const fn field(name: &'static str, ty: Type) -> Field {
    Field::new(name, ty)
}

pub(crate) const fn fields(fields: &'static [Field]) -> ResponseContent {
    ResponseContent::Fields(fields)
}

pub(crate) const fn string() -> Type {
    Type::String(None)
}

pub(crate) const fn integer() -> Type {
    Type::Integer(None)
}

pub(crate) const fn long() -> Type {
    Type::Long(None)
}

pub(crate) const fn number() -> Type {
    Type::Number(None)
}

pub(crate) const fn number_within(min: f64, max: f64) -> Type {
    Type::Number(Some(NumberBounds { min, max }))
}

pub(crate) const fn number_at_least(min: f64) -> Type {
    number_within(min, f64::INFINITY)
}

pub(crate) const fn number_at_most(max: f64) -> Type {
    number_within(f64::NEG_INFINITY, max)
}

pub(crate) const fn boolean() -> Type {
    Type::Boolean(None)
}

/// Returns the type of a boolean that must have this value.
pub(crate) const fn only(value: bool) -> Type {
    Type::Boolean(Some(value))
}

/// Returns the type of a string with known values.
pub(crate) const fn one_of(values: &'static [&'static str]) -> Type {
    Type::Enum(values)
}

/// Returns the type of an integer with known values.
pub(crate) const fn one_of_integers(values: &'static [i64]) -> Type {
    Type::IntegerEnum(values)
}

pub(crate) const fn array(item: &'static Type) -> Type {
    Type::Array(item, None)
}

pub(crate) const fn map(value: &'static Type) -> Type {
    Type::Map(value, None)
}

pub(crate) const fn json() -> Type {
    Type::Json
}

pub(crate) const fn tuple(items: &'static [Type]) -> Type {
    Type::Tuple(items)
}

pub(crate) const fn object(fields: &'static [Field]) -> Type {
    Type::Object(fields)
}

pub(crate) const fn example(title: &'static str) -> Example {
    Example { title, query: None, body: None, response: None }
}

pub(crate) const fn any_of(conditions: &'static [Condition], why: &'static str) -> Rule {
    Rule::AnyOf { conditions, why }
}

pub(crate) const fn condition(location: ParameterLocation, name: &'static str, predicate: Predicate) -> Condition {
    Condition { location, name, predicate }
}
