//! One call of one operation: its options, and the way to its response.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;
use tracing::field::Empty;
use tracing::{Instrument, Span};

use crate::descriptor::{Operation, OperationDescriptor};
use crate::runtime::auth::credentials::{Credential, CredentialsSource};
use crate::runtime::client::options::CallOptions;
use crate::runtime::client::state::ClientState;
use crate::runtime::error::Error;
use crate::runtime::request::arguments::{Arguments, Context};
use crate::runtime::request::encode;
use crate::runtime::request::validate;
use crate::runtime::response::Response;
use crate::runtime::response::decode;
use crate::runtime::send::raw_response::RawResponse;
use crate::runtime::send::retry_loop::Attempts;
use crate::runtime::send::retry_policy::RetryConfig;

/// A call that is not sent yet, and the options that every call has.
///
/// The `customize` of each operation leads here, and so does [`Client::call`](crate::Client::call).
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

    /// The project whose resources are addressed, instead of the client's.
    pub fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.options.project_id = Some(project_id.into());
        self
    }

    /// The region to name in the region header, instead of the client's. The endpoint that is called stays the same:
    /// another region's is called by another client. Operations without such a header take no notice.
    pub fn region_header(mut self, region: impl Into<String>) -> Self {
        self.options.region_header = Some(region.into());
        self
    }

    /// The enterprise project that narrows the call down, instead of the client's. Operations that take none take no
    /// notice.
    pub fn enterprise_project_id(mut self, enterprise_project_id: impl Into<String>) -> Self {
        self.options.enterprise_project_id = Some(enterprise_project_id.into());
        self
    }

    /// How the call is tried again, instead of the client's way.
    pub fn retry(mut self, retry: RetryConfig) -> Self {
        self.options.retry = Some(retry);
        self
    }

    /// The longest time of the call with all its attempts and pauses, instead of the client's.
    pub fn operation_timeout(mut self, timeout: Duration) -> Self {
        self.options.operation_timeout = Some(timeout);
        self
    }

    /// The longest time of each attempt, instead of the client's.
    pub fn operation_attempt_timeout(mut self, timeout: Duration) -> Self {
        self.options.operation_attempt_timeout = Some(timeout);
        self
    }

    /// Whether the request is held against the constraints of the help page before it is sent, whatever
    /// [`ClientBuilder::validate`](crate::ClientBuilder::validate) says.
    pub fn validate(mut self, validate: bool) -> Self {
        self.options.validate = Some(validate);
        self
    }

    /// One more header. The last value of a name counts.
    ///
    /// The headers that the client or the operation sets, those that carry credentials, and those that tell how the
    /// message travels are refused when the call is sent.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.headers.push((name.into(), value.into()));
        self
    }

    /// Whether the request is held against the constraints of the help page.
    pub(crate) fn validates(&self) -> bool {
        self.options.validate.unwrap_or(self.state.validate)
    }
}

impl<R: Operation> Call<R> {
    /// Checks the request, sends it, and reads the response. Dropping the future gives the call up.
    ///
    /// # Errors
    ///
    /// [`Error::kind`] tells which: the request breaks a constraint and was not sent, there were no credentials, the
    /// transport failed, the service answered an error, or it answered something that is no answer to this operation.
    pub async fn send(self) -> Result<R::Response, Error> {
        self.send_with_response().await.map(Response::into_inner)
    }

    /// As [`send`](Self::send), with the status and the headers of the response.
    ///
    /// # Errors
    ///
    /// As for [`send`](Self::send).
    pub async fn send_with_response(self) -> Result<Response<R::Response>, Error> {
        let span = tracing::info_span!("call", operation = R::DESCRIPTOR.id, status = Empty, attempts = Empty);
        // Not the current one, which is the caller's where nobody listens to this one.
        let own = span.clone();
        let call = async {
            let outcome = self.run(&own).await;
            let status = outcome.as_ref().map_or_else(Error::status, |response| Some(response.status()));
            if let Some(status) = status {
                own.record("status", status.as_u16());
            }
            outcome
        };
        call.instrument(span).await
    }

    async fn run(&self, span: &Span) -> Result<Response<R::Response>, Error> {
        let operation = R::DESCRIPTOR;
        let values = serde_json::to_value(&self.request);
        let values = values.map_err(|error| Error::not_serializable(operation.id, &error))?;
        let Self { state, options, .. } = self;
        if !matches!(state.credentials.source, CredentialsSource::Static(_)) {
            // What is wrong with the request is said before anybody asks for credentials.
            check(operation, &values, Context { state, options, credential: None })?;
        }
        let request = |credential: &Credential| {
            let context = Context { state, options, credential: Some(credential) };
            prepare(operation, &values, context).map(|request| (request, context.project_id().map(str::to_owned)))
        };
        let attempts = Attempts::new(state, operation.id, operation.method, options, span.clone());
        attempts.run(request, |answer: &RawResponse| decode::decode::<R>(answer)).await
    }
}

/// Shows the names of extra headers alone: their values can be secret.
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

fn check<'a>(
    operation: &'static OperationDescriptor,
    values: &'a Value,
    context: Context<'a>,
) -> Result<Arguments<'a>, Error> {
    let arguments = Arguments::gather(operation, values, context);
    let constraints = context.options.validate.unwrap_or(context.state.validate);
    let violations = validate::validate(&arguments, &context.options.headers, constraints);
    if violations.is_empty() { Ok(arguments) } else { Err(Error::invalid_request(operation.id, violations)) }
}

fn prepare(
    operation: &'static OperationDescriptor,
    values: &Value,
    context: Context<'_>,
) -> Result<http::Request<Bytes>, Error> {
    let arguments = check(operation, values, context)?;
    encode::encode(&arguments, &context.options.headers, context.state)
        .map_err(|violation| Error::invalid_request(operation.id, vec![violation]))
}
