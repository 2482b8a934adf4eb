//! The parameters of a call with their values: from the request, the call's options, or the client's configuration.

use std::borrow::Cow;

use serde_json::Value;

use crate::descriptor::{OperationDescriptor, Parameter, ParameterSource, Setting};
use crate::request::defaults::Defaults;
use crate::request::options::CallOptions;

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
    pub(crate) value: Option<ArgumentValue<'a>>,
}

#[derive(Clone, Copy)]
pub(crate) enum ArgumentValue<'a> {
    /// From the request.
    Json(&'a Value),
    /// From the client's configuration or the call's options.
    Text(&'a str),
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
        project_id: Option<&'a str>,
        defaults: &'a Defaults,
        options: &'a CallOptions,
    ) -> Self {
        let mut parameters = Vec::with_capacity(operation.parameters.len());
        for parameter in operation.parameters {
            let value = match parameter.source {
                ParameterSource::Credentials | ParameterSource::Reserved => continue,
                ParameterSource::Request => json_value(request, parameter.field.name),
                ParameterSource::Client(Setting::Project) => project_id.map(ArgumentValue::Text),
                ParameterSource::Client(Setting::Region) => {
                    let region = options.region_header.as_deref().or(defaults.region.as_deref());
                    region.map(ArgumentValue::Text)
                }
                ParameterSource::Client(Setting::EnterpriseProject) => {
                    let id = options.enterprise_project_id.as_deref().or(defaults.enterprise_project_id.as_deref());
                    id.map(ArgumentValue::Text)
                }
            };
            parameters.push(Argument { parameter, value });
        }
        let body = request.get("body").unwrap_or(&Value::Null);
        Self { operation, parameters, body, reserved_headers: defaults.reserved_headers }
    }
}

/// Returns a value of the request unless it is `null`.
fn json_value<'a>(request: &'a Value, name: &str) -> Option<ArgumentValue<'a>> {
    match request.get(name)? {
        Value::Null => None,
        value => Some(ArgumentValue::Json(value)),
    }
}

impl<'a> ArgumentValue<'a> {
    pub(crate) fn is_scalar(self) -> bool {
        !matches!(self, Self::Json(Value::Null | Value::Array(_) | Value::Object(_)))
    }

    /// Returns whether the value can be sent in a query, as one parameter for each item.
    pub(crate) fn is_list_of_scalars(self) -> bool {
        match self {
            Self::Json(Value::Array(items)) => items.iter().all(|item| ArgumentValue::Json(item).is_scalar()),
            _ => false,
        }
    }

    /// Returns the value as it is sent outside a body; `None` for lists and objects.
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Text(text) => Some(text.into()),
            Self::Json(Value::String(text)) => Some(text.as_str().into()),
            Self::Json(Value::Number(number)) => Some(number.to_string().into()),
            Self::Json(Value::Bool(value)) => Some(value.to_string().into()),
            Self::Json(Value::Null | Value::Array(_) | Value::Object(_)) => None,
        }
    }
}
