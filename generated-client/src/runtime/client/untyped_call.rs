//! The part of a call that does not depend on the operation's types. It is compiled once for all operations.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tracing::{Instrument, Span};

use crate::descriptor::OperationDescriptor;
use crate::runtime::auth::secret::Secret;
use crate::runtime::client::call_span;
use crate::runtime::client::options::CallOptions;
use crate::runtime::client::state::ClientState;
use crate::runtime::error::Error;
use crate::runtime::error::head::request_id;
use crate::runtime::object;
use crate::runtime::request::arguments::{Arguments, needs_project};
use crate::runtime::request::encode::encode;
use crate::runtime::request::validate;
use crate::runtime::response::Received;
use crate::runtime::response::decode::decode;
use crate::runtime::send::authenticated::AuthenticatedRequest;
use crate::runtime::send::credential::credential;
use crate::runtime::send::exchange::Reading;
use crate::runtime::send::raw_response::RawResponse;
use crate::runtime::send::retry_loop::{AttemptLog, send_with_retries};
use crate::runtime::send::retry_policy::RetryPolicy;

/// A call whose request is given as JSON.
#[derive(Clone)]
pub(crate) struct UntypedCall {
    state: Arc<ClientState>,
    options: CallOptions,
    pub(super) operation: &'static OperationDescriptor,
    /// The request, or why it cannot be represented as JSON.
    pub(super) request: Result<Value, String>,
}

/// A call in progress. Boxed, so that the futures of typed calls are small and need no code for it.
pub(super) type Sending = Pin<Box<dyn Future<Output = Result<Received, Error>> + Send>>;

impl UntypedCall {
    pub(super) fn new(
        state: Arc<ClientState>,
        options: CallOptions,
        operation: &'static OperationDescriptor,
        request: serde_json::Result<Value>,
    ) -> Self {
        Self { state, options, operation, request: request.map_err(|error| error.to_string()) }
    }

    pub(super) fn send(self) -> Sending {
        Box::pin(self.run())
    }

    /// Returns whether the request is validated against the constraints of the help page.
    pub(super) fn validates(&self) -> bool {
        self.options.validate.unwrap_or(self.state.validate)
    }

    async fn run(self) -> Result<Received, Error> {
        let Self { state, options, operation, request } = self;
        let span = call_span::new(operation, &state.endpoint);
        let mut log = AttemptLog::new(secrets(&state, &options)).in_span(span.clone());
        let outcome = match &request {
            Ok(values) => {
                let timeout = options.operation_timeout.or(state.operation_timeout);
                let attempts = Attempts { state: &state, options: &options, operation, values };
                let outcome = {
                    let sending = pin!(attempts.run(timeout, &mut log));
                    state.clock.within(timeout, sending).instrument(span.clone()).await
                };
                outcome.unwrap_or_else(|| Err(log.timeout_error(operation.id, timeout)))
            }
            Err(error) => Err(Error::not_serializable(operation.id, error)),
        };
        match outcome {
            Ok(response) => {
                let timeout = attempt_timeout(&state, &options);
                Ok(Received { response, operation, clock: state.clock.clone(), timeout, log, span })
            }
            Err(error) => Err(fail(error, log, &span)),
        }
    }
}

impl Received {
    /// Decodes the response into `value`, which is empty, and completes the call.
    pub(crate) fn decode(self, value: &mut dyn object::Value) -> Result<RawResponse, Error> {
        match decode(value, &self.response, self.operation.response) {
            Ok(()) => Ok(self.succeed()),
            Err(error) => Err(fail(error, self.log, &self.span)),
        }
    }

    /// Decodes the response into `value`, which is empty, completes the call, and returns the value as JSON.
    pub(crate) fn decode_json(self, value: &mut dyn object::Value) -> Result<Value, Error> {
        let response = self.decode(value)?;
        match serde_json::to_value(value.view()) {
            Ok(json) => Ok(json),
            Err(error) => {
                Err(Error::unexpected_response(&response, format!("it cannot be represented as JSON: {error}")))
            }
        }
    }

    /// Records that the call succeeded, and returns the response.
    pub(crate) fn succeed(self) -> RawResponse {
        let Self { response, log, span, .. } = self;
        if !span.is_disabled()
            && let Some(request_id) = request_id(&response.headers)
        {
            call_span::record_request_id(&span, &log.redact(request_id));
        }
        // Records the attempts.
        drop(log);
        call_span::record_status(&span, response.status);
        response
    }
}

/// Returns the maximum duration of an attempt.
fn attempt_timeout(state: &ClientState, options: &CallOptions) -> Option<Duration> {
    options.operation_attempt_timeout.or(state.operation_attempt_timeout)
}

/// Completes the error of a call, and records it.
fn fail(error: Error, log: AttemptLog, span: &Span) -> Error {
    let error = log.complete(error);
    call_span::record_error(span, &error);
    error
}

/// Returns the secrets that are known before the call begins. Headers that the caller adds may be secret.
pub(super) fn secrets(state: &ClientState, options: &CallOptions) -> Vec<Secret> {
    let mut secrets = state.credentials.secrets();
    for (_, value) in &options.headers {
        secrets.push(Secret::new(value.clone()));
    }
    secrets
}

/// What all attempts of a call have in common.
struct Attempts<'a> {
    state: &'a ClientState,
    options: &'a CallOptions,
    operation: &'static OperationDescriptor,
    /// The request as JSON.
    values: &'a Value,
}

impl Attempts<'_> {
    /// Validates and encodes the request once, then sends it.
    async fn run(&self, timeout: Option<Duration>, log: &mut AttemptLog) -> Result<RawResponse, Error> {
        let Self { state, options, operation, values } = *self;
        state.clock.check_timer()?;
        let policy = RetryPolicy {
            config: options.retry.as_ref().unwrap_or(&state.retry),
            budget: &state.retry_budget,
            clock: &state.clock,
            deadline: state.clock.after(timeout),
            idempotent: operation.method != "POST" || self.retries_posts(),
            retry_throttled: true,
        };
        let configured_project = options.project_id.as_deref().or(state.project_id.as_deref());
        // The project of the request may come with the credential.
        let credential = match configured_project {
            None if needs_project(operation) => Some(credential(state, &policy, operation.id).await?),
            _ => None,
        };
        let credential_project = credential.as_ref().and_then(|credential| credential.project_id.as_deref());
        let project_id = configured_project.or(credential_project);
        let mut request = AuthenticatedRequest {
            state,
            operation: operation.id,
            request: self.encode(project_id, values)?,
            project_id,
            policy: &policy,
            reading: if operation.response.is_file() { Reading::FileBeginning } else { Reading::Whole },
            timeout: attempt_timeout(state, options),
            next_credential: credential.clone(),
            latest: None,
        };
        send_with_retries(&mut request, &policy, log).await
    }

    fn retries_posts(&self) -> bool {
        self.options.retry.as_ref().unwrap_or(&self.state.retry).retries_posts()
    }

    fn encode(&self, project_id: Option<&str>, values: &Value) -> Result<http::Request<bytes::Bytes>, Error> {
        let Self { state, options, operation, .. } = *self;
        let arguments = Arguments::new(operation, values, project_id, state, options);
        let constraints = options.validate.unwrap_or(state.validate);
        let violations = validate::validate(&arguments, &options.headers, constraints);
        if !violations.is_empty() {
            return Err(Error::invalid_request(operation.id, violations));
        }
        encode(&arguments, &options.headers, state)
            .map_err(|violation| Error::invalid_request(operation.id, vec![violation]))
    }
}
