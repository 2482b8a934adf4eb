//! The parameters of one call with their values, whoever supplies them.

use std::borrow::Cow;

use serde_json::Value;

use crate::descriptor::{OperationDescriptor, Parameter, Setting, Source};
use crate::runtime::auth::credentials::{Credential, CredentialKind};
use crate::runtime::auth::secret::Secret;
use crate::runtime::client::options::CallOptions;
use crate::runtime::client::state::ClientState;

pub(crate) struct Arguments<'a> {
    pub(crate) operation: &'static OperationDescriptor,
    /// In the page's order.
    pub(crate) parameters: Vec<Argument<'a>>,
    /// The request body; `Null` where the operation has none.
    pub(crate) body: &'a Value,
}

pub(crate) struct Argument<'a> {
    pub(crate) parameter: &'static Parameter,
    pub(crate) given: Option<ArgumentValue<'a>>,
}

#[derive(Clone, Copy)]
pub(crate) enum ArgumentValue<'a> {
    /// From the request.
    Json(&'a Value),
    /// From the client's configuration, or the call's override.
    Text(&'a str),
    /// From the credentials.
    Secret(&'a Secret),
    /// From credentials that are not there yet, or by a signature.
    Later,
}

/// Whose values there are, besides the request's.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) state: &'a ClientState,
    pub(crate) options: &'a CallOptions,
    /// `None` until it is there.
    pub(crate) credential: Option<&'a Credential>,
}

impl<'a> Context<'a> {
    /// The project of the call, of the client, or else the one that came with the credentials.
    pub(crate) fn project_id(&self) -> Option<&'a str> {
        let Self { state, options, credential } = self;
        let configured = options.project_id.as_deref().or(state.project_id.as_deref());
        configured.or(credential.and_then(|credential| credential.project_id.as_deref()))
    }

    fn given(&self, parameter: &Parameter, request: &'a Value) -> Option<ArgumentValue<'a>> {
        let Self { state, options, credential } = *self;
        let configured = |call: &'a Option<String>, client: &'a Option<String>| {
            call.as_deref().or(client.as_deref()).map(ArgumentValue::Text)
        };
        match parameter.source {
            Source::Request => {
                request.get(parameter.field.name).filter(|value| !value.is_null()).map(ArgumentValue::Json)
            }
            Source::Client(Setting::Region) => configured(&options.region_header, &state.region),
            Source::Client(Setting::EnterpriseProject) => {
                configured(&options.enterprise_project_id, &state.enterprise_project_id)
            }
            Source::Client(Setting::Project) => match self.project_id() {
                None if credential.is_none() && state.credentials.may_provide_project_id() => {
                    Some(ArgumentValue::Later)
                }
                project => project.map(ArgumentValue::Text),
            },
            Source::Credentials => Some(match credential.map(|credential| &credential.kind) {
                Some(CredentialKind::Token(token)) => ArgumentValue::Secret(token),
                Some(CredentialKind::AccessKey(_)) | None => ArgumentValue::Later,
            }),
        }
    }
}

impl<'a> Arguments<'a> {
    /// `request` is a map with an entry per parameter, by its name on the wire, and the body under `body`.
    pub(crate) fn gather(operation: &'static OperationDescriptor, request: &'a Value, context: Context<'a>) -> Self {
        let parameters = operation.parameters.iter();
        let parameters =
            parameters.map(|parameter| Argument { parameter, given: context.given(parameter, request) }).collect();
        Self { operation, parameters, body: request.get("body").unwrap_or(&Value::Null) }
    }
}

impl<'a> ArgumentValue<'a> {
    /// The value as it travels outside a body; `None` for what has no such form.
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        Some(match self {
            Self::Text(text) => text.into(),
            Self::Secret(secret) => secret.expose().into(),
            Self::Json(Value::String(text)) => text.as_str().into(),
            Self::Json(Value::Number(number)) => number.to_string().into(),
            Self::Json(Value::Bool(value)) => value.to_string().into(),
            Self::Json(_) | Self::Later => return None,
        })
    }
}
