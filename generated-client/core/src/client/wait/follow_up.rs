//! Calls that follow another one, and how notes describe them.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::client::call::Call;
use crate::descriptor::{FollowUp, ParameterSource};
use crate::error::Error;
use crate::operation::{Operation, TaskStatus};
use crate::response::Response;
use crate::text::{MAX_NAME, one_line};

impl<R: Operation> Call<R> {
    /// Returns the call of another operation, with parameters from a response of this one and with the same options.
    pub(super) fn follow<N: Operation>(
        &self,
        follow_up: Option<&FollowUp>,
        response: &Response<impl Serialize>,
    ) -> Result<Call<N>, Error> {
        let mut request = Map::new();
        for (parameter, field) in follow_up.map_or(&[][..], |follow_up| follow_up.parameters) {
            let Some(value) = text_of(response.get(), field) else {
                let detail = format!("the response has no {field}, so {} cannot be called", N::DESCRIPTOR.id);
                return Err(Error::task(R::DESCRIPTOR.id, detail)
                    .with_head(response.error_head())
                    .redacted(&self.redactor()));
            };
            request.insert((*parameter).to_owned(), Value::String(value));
        }
        match serde_json::from_value(Value::Object(request)) {
            Ok(request) => Ok(self.with_request(request)),
            Err(error) => {
                let error = Error::not_serializable(N::DESCRIPTOR.id, &error.to_string());
                Err(error.redacted(&self.redactor()))
            }
        }
    }

    /// Returns a note for errors that identifies the task by the parameters of the call.
    pub(super) fn task_note(&self) -> String {
        format!("the task may still be running: {}", self.describe_parameters())
    }

    /// Returns the names and values of the parameters that are strings and not secret.
    pub(super) fn describe_parameters(&self) -> String {
        let redactor = self.redactor();
        let mut parameters = Vec::new();
        if let Ok(Value::Object(request)) = serde_json::to_value(&self.request) {
            for (name, value) in request {
                let is_secret = R::DESCRIPTOR.secret_parameters().any(|parameter| parameter.field.name == name);
                if let Value::String(value) = value
                    && !is_secret
                {
                    parameters.push(format!("{name} \"{}\"", one_line(&redactor.text(value), MAX_NAME)));
                }
            }
        }
        parameters.join(", ")
    }
}

impl<S: TaskStatus> Call<S> {
    /// Returns the ID of the task: the value of the only required parameter, or `None` if several identify the task.
    pub(super) fn task_id(&self) -> Option<String> {
        let mut required = Vec::new();
        for parameter in S::DESCRIPTOR.parameters {
            if parameter.source == ParameterSource::Request && parameter.field.mandatory {
                required.push(parameter.field.name);
            }
        }
        match required.as_slice() {
            [name] => text_of(&self.request, name),
            _ => None,
        }
    }
}

/// Returns a field of a request or a response: a string that is not empty, or an integer.
pub(super) fn text_of(object: &impl Serialize, field: &str) -> Option<String> {
    match serde_json::to_value(object).ok()?.get_mut(field)?.take() {
        Value::String(text) if !text.is_empty() => Some(text),
        Value::Number(number) if number.is_i64() => Some(number.to_string()),
        _ => None,
    }
}
