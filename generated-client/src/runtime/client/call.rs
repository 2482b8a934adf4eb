//! A call: a request with its options.

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tracing::{Instrument, Span};

use crate::descriptor::{Operation, OperationDescriptor};
use crate::runtime::auth::secret::Secret;
use crate::runtime::client::call_span;
use crate::runtime::client::options::CallOptions;
use crate::runtime::client::state::ClientState;
use crate::runtime::error::Error;
use crate::runtime::error::redaction::Redactor;
use crate::runtime::request::arguments::{Arguments, needs_project};
use crate::runtime::request::encode::encode;
use crate::runtime::request::validate;
use crate::runtime::response::{Received, Response, ResponseType};
use crate::runtime::send::authenticated::AuthenticatedRequest;
use crate::runtime::send::credential::credential;
use crate::runtime::send::exchange::Reading;
use crate::runtime::send::raw_response::RawResponse;
use crate::runtime::send::retry_loop::{AttemptLog, send_with_retries};
use crate::runtime::send::retry_policy::{RetryConfig, RetryPolicy};
use crate::runtime::time::Clock;

/// A request with the options that every call has.
///
/// Returned by `customize` of each request builder and by [`Client::call`](crate::Client::call).
#[derive(Clone)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call<R> {
    state: Arc<ClientState>,
    pub(crate) request: R,
    options: CallOptions,
}

impl<R> Call<R> {
    pub(crate) fn new(state: Arc<ClientState>, request: R) -> Self {
        Self { state, request, options: CallOptions::default() }
    }

    /// Sets the project, overriding the client's.
    pub fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.options.project_id = Some(project_id.into());
        self
    }

    /// Sets the value of the `region` header, overriding the client's region.
    ///
    /// The endpoint stays the same: to call another region, create a client for it. Operations without this header ignore
    /// the option.
    pub fn region_header(mut self, region: impl Into<String>) -> Self {
        self.options.region_header = Some(region.into());
        self
    }

    /// Sets the enterprise project, overriding the client's. Operations without this parameter ignore the option.
    pub fn enterprise_project_id(mut self, enterprise_project_id: impl Into<String>) -> Self {
        self.options.enterprise_project_id = Some(enterprise_project_id.into());
        self
    }

    /// Sets the retry configuration, overriding the client's.
    pub fn retry(mut self, retry: RetryConfig) -> Self {
        self.options.retry = Some(retry);
        self
    }

    /// Sets the maximum duration of the call, including all attempts and the delays between them, overriding the client's.
    pub fn operation_timeout(mut self, timeout: Duration) -> Self {
        self.options.operation_timeout = Some(timeout);
        self
    }

    /// Sets the maximum duration of each attempt, overriding the client's.
    pub fn operation_attempt_timeout(mut self, timeout: Duration) -> Self {
        self.options.operation_attempt_timeout = Some(timeout);
        self
    }

    /// Sets whether the request is validated against the constraints of the help page before it is sent, overriding
    /// [`ClientBuilder::validate`](crate::ClientBuilder::validate).
    pub fn validate(mut self, validate: bool) -> Self {
        self.options.validate = Some(validate);
        self
    }

    /// Adds a header. If a name is added more than once, the last value wins.
    ///
    /// Headers that the client or the operation sets are rejected when the call is sent, as are headers that carry
    /// credentials or control the connection.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.headers.push((name.into(), value.into()));
        self
    }

    /// Returns a call of another operation with the same options.
    pub(crate) fn with_request<N>(&self, request: N) -> Call<N> {
        Call { state: Arc::clone(&self.state), request, options: self.options.clone() }
    }

    /// Returns a redactor of the secrets that are known now, for text of responses that are not errors.
    pub(crate) fn redactor(&self) -> Redactor {
        let mut secrets = secrets(&self.state, &self.options);
        if let Some(credential) = self.state.credential_cache.credential() {
            secrets.extend(credential.secrets());
        }
        Redactor::new(secrets)
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.state.clock
    }

    /// Returns the request.
    pub fn request(&self) -> &R {
        &self.request
    }

    /// Returns the request by value, for example to store it. [`Client::call`](crate::Client::call) sends it.
    pub fn into_request(self) -> R {
        self.request
    }

    /// Returns whether the request is validated against the constraints of the help page.
    pub(crate) fn validates(&self) -> bool {
        self.options.validate.unwrap_or(self.state.validate)
    }
}

impl<R: Operation> Call<R> {
    /// Validates the request, sends it, and decodes the response. Dropping the future cancels the call.
    ///
    /// # Errors
    ///
    /// [`Error::kind`] tells whether the request is invalid and was not sent, no credentials are available, the transport
    /// failed, the service returned an error, or the response is not valid for this operation.
    pub async fn send(self) -> Result<R::Response, Error> {
        let response = self.send_with_response().await?;
        Ok(response.into_inner())
    }

    /// Sends the request like [`send`](Self::send), and returns the status and the headers with the response.
    ///
    /// # Errors
    ///
    /// The same as for [`send`](Self::send).
    pub async fn send_with_response(self) -> Result<Response<R::Response>, Error> {
        let values = serde_json::to_value(&self.request);
        // Boxed, since it is large and the same for all operations.
        let mut received = Box::pin(send_values(&self.state, &self.options, R::DESCRIPTOR, values)).await?;
        let decoded = R::Response::receive(&mut received);
        received.complete(decoded)
    }
}

/// Sends a request, given as JSON.
async fn send_values<'a>(
    state: &'a ClientState,
    options: &CallOptions,
    operation: &'static OperationDescriptor,
    values: Result<Value, serde_json::Error>,
) -> Result<Received<'a>, Error> {
    let span = call_span::new(operation, &state.endpoint);
    let mut log = AttemptLog::new(secrets(state, options)).in_span(span.clone());
    let outcome = match &values {
        Ok(values) => {
            let timeout = options.operation_timeout.or(state.operation_timeout);
            let exchange = Exchange { state, options, operation, values };
            let outcome = {
                let sending = pin!(exchange.run(timeout, &mut log));
                state.clock.within(timeout, sending).instrument(span.clone()).await
            };
            outcome.unwrap_or_else(|| Err(log.timeout_error(operation.id, timeout)))
        }
        Err(error) => Err(Error::not_serializable(operation.id, error)),
    };
    match outcome {
        Ok(response) => {
            let timeout = attempt_timeout(state, options);
            Ok(Received { response, operation, clock: &state.clock, timeout, log, span })
        }
        Err(error) => Err(fail(error, log, &span)),
    }
}

impl Received<'_> {
    /// Records how the call ended.
    fn complete<T>(self, decoded: Result<T, Error>) -> Result<Response<T>, Error> {
        let Self { response, log, span, .. } = self;
        let value = match decoded {
            Ok(value) => value,
            Err(error) => return Err(fail(error, log, &span)),
        };
        let response = Response::new(value, response);
        if !span.is_disabled()
            && let Some(request_id) = response.request_id()
        {
            call_span::record_request_id(&span, &log.redact(request_id));
        }
        // Records the attempts.
        drop(log);
        call_span::record_status(&span, response.status());
        Ok(response)
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
fn secrets(state: &ClientState, options: &CallOptions) -> Vec<Secret> {
    let mut secrets = state.credentials.secrets();
    for (_, value) in &options.headers {
        secrets.push(Secret::new(value.clone()));
    }
    secrets
}

/// The part of a call that does not depend on the types of its operation.
struct Exchange<'a> {
    state: &'a ClientState,
    options: &'a CallOptions,
    operation: &'static OperationDescriptor,
    /// The request as JSON.
    values: &'a Value,
}

impl Exchange<'_> {
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

/// Shows the names of added headers only: their values may be secret.
impl<R: fmt::Debug> fmt::Debug for Call<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.options.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("Call")
            .field("client", &self.state)
            .field("request", &self.request)
            .field("headers", &headers)
            .finish_non_exhaustive()
    }
}
