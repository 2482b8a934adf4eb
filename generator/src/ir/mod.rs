//! The intermediate representation of the API: resolved and checked, in the order of the help pages.
//!
//! Emitters read nothing else. They can emit any value of these types, because lowering rejects
//! everything that could not be emitted.

mod definition;
mod example;
mod field;
mod operation;
pub(crate) mod reserved_headers;
mod rule;
mod service;
mod types;

pub use crate::description::notation::{FollowUp, PageSays, Pagination, Predicate, Setting, Signature, TaskStates};
pub use definition::{Enum, Object, Value};
pub use example::Example;
pub(crate) use field::inputs;
pub use field::{Field, Origin, Parameter, ParameterLocation, Unit, whole_body};
pub(crate) use operation::{ARGUMENTS_SUFFIX, arguments_name};
pub use operation::{
    HelpPage, MAX_POSITIONAL_ARGUMENTS, Method, Operation, OperationNames, Paging, ResponseContent, placeholder,
    template,
};
pub use rule::{Condition, Rule};
pub use service::Service;
pub use types::{Bounds, Definition, NumberBounds, Type};
