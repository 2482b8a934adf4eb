//! The parameters of one call with their values, whoever supplies them.

use std::borrow::Cow;

use serde_json::Value;

use super::call::CallOptions;
use super::client::Settings;
use super::secret::Secret;
use crate::descriptor::{OperationDescriptor, Parameter, Setting, Source};

pub(crate) struct Arguments<'a> {
    pub(crate) operation: &'static OperationDescriptor,
    /// In the page's order.
    pub(crate) parameters: Vec<Argument<'a>>,
    /// The request body; `Null` where the operation has none.
    pub(crate) body: &'a Value,
}

pub(crate) struct Argument<'a> {
    pub(crate) parameter: &'static Parameter,
    pub(crate) given: Option<Given<'a>>,
}

#[derive(Clone, Copy)]
pub(crate) enum Given<'a> {
    /// From the request.
    Json(&'a Value),
    /// From the client's configuration, or the call's override.
    Text(&'a str),
    /// From the credentials.
    Secret(&'a Secret),
}

impl<'a> Arguments<'a> {
    /// `request` is a map with an entry per parameter, by its name on the wire, and the body under `body`.
    pub(crate) fn gather(
        operation: &'static OperationDescriptor,
        request: &'a Value,
        options: &'a CallOptions,
        settings: &'a Settings,
    ) -> Self {
        let given = |parameter: &Parameter| match parameter.source {
            Source::Request => request.get(parameter.name).filter(|value| !value.is_null()).map(Given::Json),
            Source::Client(setting) => setting_of(setting, options, settings).map(Given::Text),
            Source::Credentials => Some(Given::Secret(settings.credentials.secret())),
        };
        let parameters = operation.parameters.iter();
        let parameters = parameters.map(|parameter| Argument { parameter, given: given(parameter) }).collect();
        Self { operation, parameters, body: request.get("body").unwrap_or(&Value::Null) }
    }
}

fn setting_of<'a>(setting: Setting, options: &'a CallOptions, settings: &'a Settings) -> Option<&'a str> {
    let (call, client) = match setting {
        Setting::Project => (&options.project_id, &settings.project_id),
        Setting::Region => (&options.region_header, &settings.region),
        Setting::EnterpriseProject => (&options.enterprise_project_id, &settings.enterprise_project_id),
    };
    call.as_deref().or(client.as_deref())
}

impl<'a> Given<'a> {
    /// The value as it travels outside a body; `None` for what has no such form.
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        Some(match self {
            Self::Text(text) => text.into(),
            Self::Secret(secret) => secret.expose().into(),
            Self::Json(Value::String(text)) => text.as_str().into(),
            Self::Json(Value::Number(number)) => number.to_string().into(),
            Self::Json(Value::Bool(value)) => value.to_string().into(),
            Self::Json(_) => return None,
        })
    }
}
