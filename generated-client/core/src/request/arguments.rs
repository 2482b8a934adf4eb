//! The parameters of a call with their values: from the request, the call's options, or the client's configuration.

use std::borrow::Cow;

use serde_json::Value;

use crate::descriptor::{OperationDescriptor, Parameter, ParameterSource, Setting};
use crate::request::options::{CallOptions, SharedText};

pub(crate) struct Arguments<'a> {
    pub(crate) operation: &'static OperationDescriptor,
    /// In the order of the help page, without the parameters that the client sets for each attempt.
    pub(crate) parameters: Vec<Argument<'a>>,
    /// The request body; `Null` if the operation has none.
    pub(crate) body: &'a Value,
    /// See [`ServiceDescriptor::reserved_headers`](crate::descriptor::ServiceDescriptor::reserved_headers).
    pub(crate) reserved_headers: &'static [&'static str],
}

pub(crate) struct Argument<'a> {
    pub(crate) parameter: &'static Parameter,
    /// `None` if the parameter is not set.
    pub(crate) value: Option<&'a Value>,
}

/// Returns whether the operation has a parameter for the project.
pub(crate) fn needs_project(operation: &OperationDescriptor) -> bool {
    operation.parameters.iter().any(|parameter| parameter.source == ParameterSource::Client(Setting::Project))
}

impl<'a> Arguments<'a> {
    /// Collects the values of all parameters. `request` is a map with an entry per parameter, by its name on the wire,
    /// and the body under `body`.
    pub(crate) fn new(
        operation: &'static OperationDescriptor,
        request: &'a Value,
        project: Option<&'a Value>,
        options: &'a CallOptions,
        reserved_headers: &'static [&'static str],
    ) -> Self {
        let mut parameters = Vec::with_capacity(operation.parameters.len());
        for parameter in operation.parameters {
            let value = match parameter.source {
                ParameterSource::Credentials | ParameterSource::Reserved => continue,
                ParameterSource::Request => set_value(request, parameter.field.name),
                ParameterSource::Client(Setting::Project) => project,
                ParameterSource::Client(Setting::Region) => options.region.as_ref().map(SharedText::as_value),
                ParameterSource::Client(Setting::EnterpriseProject) => {
                    options.enterprise_project_id.as_ref().map(SharedText::as_value)
                }
            };
            parameters.push(Argument { parameter, value });
        }
        let body = operation.body.and_then(|_| request.get("body")).unwrap_or(&Value::Null);
        Self { operation, parameters, body, reserved_headers }
    }
}

/// Returns a value of an object unless it is `null`. Requests are small: comparing names is faster than hashing one.
pub(crate) fn set_value<'a>(object: &'a Value, name: &str) -> Option<&'a Value> {
    let (_, value) = object.as_object()?.iter().find(|(key, _)| *key == name)?;
    if value.is_null() { None } else { Some(value) }
}

/// Returns whether a value can be sent outside a body.
pub(crate) fn is_scalar(value: &Value) -> bool {
    matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_))
}

/// Returns a value as it is sent outside a body; `None` for lists and objects.
pub(crate) fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(text.into()),
        Value::Number(number) => Some(number.to_string().into()),
        Value::Bool(value) => Some(value.to_string().into()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
