//! The part of a call that does not depend on the operation's types. It is compiled once for all operations.

use std::pin::{Pin, pin};
use std::sync::Arc;

use bytes::Bytes;
use serde_json::Value;
use tracing::Instrument;

use crate::attempt_log::{AttemptLog, KnownSecrets};
use crate::auth::authenticator::Authenticator;
use crate::client::list_position::required_offset;
use crate::client::project::resolve_project;
use crate::client::state::ClientState;
use crate::descriptor::OperationDescriptor;
use crate::error::Error;
use crate::message::RawResponse;
use crate::request::arguments::{Arguments, needs_project};
use crate::request::encode::encode;
use crate::request::options::{CallOptions, SharedText};
use crate::request::validate;
use crate::response::completed_call::{CompletedCall, fail};
use crate::secret::Secret;
use crate::secret_fields::secrets_of_request;
use crate::send::connection::Connection;
use crate::send::credential::credential;
use crate::send::exchange::{BodyMode, Subject};
use crate::send::retry_loop::send_with_retries;
use crate::send::retry_policy::RetryPolicy;
use crate::send::retryable_request::RetryableRequest;
use crate::telemetry;

/// A call with its request as JSON.
#[derive(Clone)]
pub(crate) struct UntypedCall {
    state: Arc<ClientState>,
    options: CallOptions,
    pub(super) operation: &'static OperationDescriptor,
    /// The request, or why it cannot be represented as JSON.
    pub(super) request: Result<Value, String>,
}

/// A call in progress. Boxed, so that the futures of typed calls are small and need no code for it.
pub(super) type UntypedFuture = Pin<Box<dyn Future<Output = Result<CompletedCall, Error>> + Send>>;

impl UntypedCall {
    /// Creates a call. If the service requires an offset, a list starts at the first item unless the request has one.
    pub(super) fn new(
        state: Arc<ClientState>,
        options: CallOptions,
        operation: &'static OperationDescriptor,
        request: serde_json::Result<Value>,
    ) -> Self {
        let mut request = request.map_err(|error| error.to_string());
        if let Ok(Value::Object(values)) = &mut request
            && let Some((name, first)) = required_offset(operation)
        {
            values.entry(name).or_insert_with(|| Value::from(first));
        }
        Self { state, options, operation, request }
    }

    pub(super) fn send(self) -> UntypedFuture {
        Box::pin(async move { self.run().await })
    }

    /// Returns whether the request is validated against the constraints of the help page.
    pub(super) fn validates(&self) -> bool {
        self.options.validate
    }

    async fn run(&self) -> Result<CompletedCall, Error> {
        let Self { state, options, operation, request } = self;
        let Connection { endpoint, clock, .. } = &state.connection;
        let span = telemetry::call_span(state.service, operation, endpoint);
        let secrets = known_secrets(&state.authenticator, options, operation, request.as_ref().ok());
        let mut log = AttemptLog::new(secrets).of_call(operation, span.clone());
        let outcome = {
            let sending = pin!(self.send_request(&mut log));
            clock.within(options.timeout, sending).instrument(span.clone()).await
        };
        match outcome.unwrap_or_else(|| Err(log.timeout_error(operation.id, options.timeout))) {
            Ok(response) => {
                let timeout = options.attempt_timeout;
                Ok(CompletedCall { response, operation, clock: clock.clone(), timeout, log, span })
            }
            Err(error) => Err(fail(error, log, &span)),
        }
    }

    /// Validates and encodes the request once, then sends it.
    async fn send_request(&self, log: &mut AttemptLog) -> Result<RawResponse, Error> {
        let Self { state, options, operation, request } = self;
        let request = request.as_ref().map_err(|error| Error::not_serializable(operation.id, error))?;
        let ClientState { authenticator, connection, .. } = &**state;
        connection.clock.sleep.check().map_err(Error::misconfigured)?;
        let policy = RetryPolicy {
            idempotent: operation.method != "POST" || options.retry.retry_posts,
            ..connection.retry_policy(&options.retry, options.timeout)
        };
        let configured_project = options.project_id.as_ref().map(SharedText::as_str);
        // The project of the request may come with the credential.
        let credential = match configured_project {
            None if needs_project(operation) => {
                Some(credential(connection, authenticator, &policy, operation.id).await?)
            }
            _ => None,
        };
        let credential_project = credential.as_ref().and_then(|credential| credential.project_id.as_deref());
        let project_id = match configured_project.or(credential_project) {
            // Boxed: it is seldom needed, and larger than the rest of the call.
            None if needs_project(operation) => Box::pin(resolve_project(state, &policy)).await?,
            known => known,
        };
        let subject = Subject {
            has_secret_query: operation.has_secret_query(),
            // Users of a program cannot raise the limit, but they can request less.
            too_large_advice: ": request less at once, such as smaller pages",
            ..Subject::new(operation.id, operation.path)
        };
        let encoded = self.encode(request, project_id)?;
        let mut request = RetryableRequest {
            authenticator: Some(authenticator),
            project_id,
            mode: if operation.response.is_file() { BodyMode::Streamed } else { BodyMode::Buffered },
            timeout: options.attempt_timeout,
            next_credential: credential.clone(),
            ..RetryableRequest::new(connection, subject, encoded, &policy)
        };
        send_with_retries(&mut request, log).await
    }

    fn encode(&self, request: &Value, project_id: Option<&str>) -> Result<http::Request<Bytes>, Error> {
        let Self { state, options, operation, .. } = self;
        let configured_project = options.project_id.as_ref().map(SharedText::as_value);
        let found_project = if configured_project.is_none() { project_id.map(Value::from) } else { None };
        let project = configured_project.or(found_project.as_ref());
        let arguments = Arguments::new(operation, request, project, options, state.service.reserved_headers);
        let violations = validate::validate(&arguments, &options.headers, options.validate);
        if !violations.is_empty() {
            return Err(Error::invalid_request(operation.id, violations));
        }
        encode(&arguments, &options.headers, &state.connection.endpoint)
            .map_err(|violation| Error::invalid_request(operation.id, vec![violation]))
    }
}

/// Returns the secrets that are known before the call begins. Headers that the caller adds may be secret.
pub(super) fn known_secrets(
    authenticator: &Authenticator,
    options: &CallOptions,
    operation: &OperationDescriptor,
    request: Option<&Value>,
) -> KnownSecrets {
    let secrets = options.known_secrets.clone().unwrap_or_default();
    let in_headers = options.headers.iter().map(|(_, value)| Secret::new(value.clone()));
    let in_request = request.map(|request| secrets_of_request(operation, request)).unwrap_or_default();
    secrets.add_of_caller(authenticator.credentials.secrets().into_iter().chain(in_headers).chain(in_request));
    secrets
}
