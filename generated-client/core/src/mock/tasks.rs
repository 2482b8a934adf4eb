//! Tasks: each request for the state of a task advances it.

use std::collections::HashMap;

use bytes::Bytes;
use http::StatusCode;
use http::header::{HeaderValue, RETRY_AFTER};
use serde_json::{Map, Value};

use crate::descriptor::{FollowUp, OperationDescriptor, ParameterLocation, TaskStates, Type};
use crate::mock::response::{example_object, json_response};
use crate::mock::sample_values;

/// Maximum number of tasks to remember. After that, all of them start again.
const MAX_TASKS: usize = 10_000;

/// How the tasks of a mock server end, for
/// [`MockServerBuilder::task_outcome`](crate::mock::MockServerBuilder::task_outcome).
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use huaweicloud_core::ErrorKind;
/// use huaweicloud_museum::mock::{MockServer, TaskOutcome};
///
/// let mock = MockServer::builder().task_outcome(TaskOutcome::Endless).start().await?;
/// let client = mock.client().build()?;
/// // Takes no real time, since the client of a mock server skips the pauses.
/// let error = client.export_visits(10).everything(true).send_and_wait().await.unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Timeout);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum TaskOutcome {
    /// They succeed. This is the default.
    #[default]
    Success,
    /// They fail.
    Failure,
    /// They never end.
    Endless,
    /// They succeed, but their files are gone: the status is 404.
    FileGone,
}

/// How tasks proceed.
#[derive(Clone, Copy)]
pub(super) struct TaskOptions {
    /// How often a task is still running when its state is requested.
    pub(super) running: u32,
    pub(super) outcome: TaskOutcome,
}

impl Default for TaskOptions {
    fn default() -> Self {
        Self { running: 2, outcome: TaskOutcome::default() }
    }
}

/// How often the state of each task has been requested.
#[derive(Default)]
pub(super) struct Tasks(HashMap<(&'static str, String), u32>);

impl Tasks {
    /// Starts the task that this response creates. Its ID may be that of an earlier task.
    pub(super) fn begin(&mut self, task: &FollowUp, response: &[u8]) {
        let response: Value = serde_json::from_slice(response).unwrap_or_default();
        let mut values = Map::new();
        for (parameter, field) in task.parameters {
            if let Some(value) = response.get(field) {
                values.insert((*parameter).to_owned(), value.clone());
            }
        }
        self.0.remove(&(task.operation, Value::Object(values).to_string()));
    }

    /// Returns how often the state of this task was requested before.
    pub(super) fn count(&mut self, operation: &'static OperationDescriptor, values: &Value) -> u32 {
        if self.0.len() >= MAX_TASKS {
            self.0.clear();
        }
        let count = self.0.entry((operation.id, values.to_string())).or_default();
        let previous = *count;
        *count = count.saturating_add(1);
        previous
    }
}

/// Returns the state of a task after `count` requests for it.
pub(super) fn state(
    operation: &OperationDescriptor,
    wait: &TaskStates,
    values: &Value,
    count: u32,
    options: TaskOptions,
) -> http::Response<Bytes> {
    let is_running = count < options.running || options.outcome == TaskOutcome::Endless;
    let ty = operation.response.field(wait.field).map_or(Type::Json, |field| field.ty);
    let state = match options.outcome {
        _ if is_running => running_state(ty, wait),
        TaskOutcome::Failure => wait.failure.first().map(ToString::to_string),
        _ => wait.success.first().map(ToString::to_string),
    };
    let mut body = example_object(operation);
    if body.is_empty()
        && let Value::Object(sample) = sample_values::object(operation.response.fields(), 0)
    {
        body = sample;
    }
    repeat_parameters(operation, values, &mut body);
    match state {
        Some(state) => body.insert(wait.field.to_owned(), state_value(ty, &state)),
        None => body.remove(wait.field),
    };
    if is_running || options.outcome == TaskOutcome::Failure {
        for (_, field) in wait.file.map_or(&[][..], |file| file.parameters) {
            body.remove(*field);
        }
    }
    let mut response = json_response(StatusCode::OK, Value::Object(body).to_string());
    if is_running && options.outcome != TaskOutcome::Endless {
        // Tests do not wait longer than necessary.
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("0"));
    }
    response
}

/// Returns a known state that is neither success nor failure.
fn running_state(ty: Type, wait: &TaskStates) -> Option<String> {
    let is_running = |state: &String| !wait.means_success(state) && !wait.means_failure(state);
    match ty {
        Type::Enum(_) | Type::IntegerEnum(_) => ty.known_values().into_iter().find(is_running),
        Type::Integer(_) | Type::Long(_) => (0..i64::MAX).map(|state| state.to_string()).find(is_running),
        Type::String(_) => Some("running".to_owned()),
        _ => None,
    }
}

/// Returns a state as a value of its type.
fn state_value(ty: Type, state: &str) -> Value {
    match (ty, state.parse::<i64>()) {
        (Type::Integer(_) | Type::Long(_) | Type::IntegerEnum(_), Ok(number)) => number.into(),
        _ => state.into(),
    }
}

/// Sets the fields that have the name of a path parameter, such as the ID of the task.
fn repeat_parameters(operation: &OperationDescriptor, values: &Value, body: &mut Map<String, Value>) {
    for parameter in operation.parameters {
        if parameter.location == ParameterLocation::Path
            && let Some(field) = body.get_mut(parameter.field.name)
            && let Some(value) = values.get(parameter.field.name)
        {
            *field = value.clone();
        }
    }
}
