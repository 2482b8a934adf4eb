//! The task that the program waits for.

use std::sync::{Arc, Mutex, PoisonError};

use huaweicloud_hss::descriptor::{OperationDescriptor, ParameterLocation, Source};
use serde_json::Value;

/// Maximum number of characters of a value in a message.
const MAX_VALUE: usize = 100;

/// The parameters that identify a task, once the service has returned its state.
#[derive(Clone, Default)]
pub(crate) struct Task {
    parameters: Arc<Mutex<Vec<String>>>,
}

impl Task {
    /// Records the task: the path parameters of the operation that returns its state, with their values in the response.
    pub(crate) fn record(&self, status: &OperationDescriptor, response: &Value) {
        let mut parameters = Vec::new();
        for parameter in status.parameters {
            let name = parameter.field.name;
            if parameter.location != ParameterLocation::Path || parameter.source != Source::Request {
                continue;
            }
            if let Some(Value::String(value)) = response.get(name) {
                parameters.push(format!("{name} \"{}\"", value.chars().take(MAX_VALUE).collect::<String>()));
            }
        }
        *self.parameters.lock().unwrap_or_else(PoisonError::into_inner) = parameters;
    }

    /// Returns a note for a message, which is empty if the task is not known.
    pub(crate) fn note(&self) -> String {
        let parameters = self.parameters.lock().unwrap_or_else(PoisonError::into_inner);
        if parameters.is_empty() {
            return String::new();
        }
        format!("; the task may still be running: {}", parameters.join(", "))
    }
}
