//! A call: a request with its options.

use std::time::Duration;

use crate::attempt_log::KnownSecrets;
use crate::client::Client;
use crate::client::response_future::ResponseFuture;
use crate::client::untyped_call::{UntypedCall, known_secrets};
use crate::error::Error;
use crate::error::redaction::Redactor;
use crate::opaque::opaque_debug;
use crate::operation::Operation;
use crate::request::options::{CallOptions, SharedText};
use crate::response::{Receive, Response};
use crate::retry_config::RetryConfig;
use crate::time::Clock;

/// A request with the options that every call has: timeouts, retries, headers, the project, and validation.
///
/// Returned by `customize` of each request builder and by [`Client::call`](crate::Client::call). Use it for what
/// differs from the settings of the client; settings of all calls belong to the
/// [`ClientBuilder`](crate::ClientBuilder). A clone can be sent again, with the same request.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// # let client = mock.client().build()?;
/// use std::time::Duration;
///
/// let call = client.list_paintings().title("Irises").customize();
/// let response = call.operation_timeout(Duration::from_secs(10)).header("X-Trace", "1").send_with_response().await?;
/// assert!(response.status().is_success());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call<R> {
    client: Client,
    pub(crate) request: R,
    options: CallOptions,
}

impl<R> Call<R> {
    pub(super) fn new(client: Client, request: R) -> Self {
        let options = client.state.options.clone();
        Self { client, request, options }
    }

    /// Sets the project, overriding the client's.
    pub fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.options.project_id = Some(SharedText::new(project_id));
        self
    }

    /// Sets the value of the `region` header, overriding the client's region.
    ///
    /// The endpoint stays the same: to call another region, create a client for it. Operations without this header
    /// ignore the option.
    pub fn region_header(mut self, region: impl Into<String>) -> Self {
        self.options.region = Some(SharedText::new(region));
        self
    }

    /// Sets the enterprise project, overriding the client's:
    /// [`ClientBuilder::enterprise_project_id`](crate::ClientBuilder::enterprise_project_id) lists the values with a
    /// special meaning. Operations without this parameter ignore the option.
    pub fn enterprise_project_id(mut self, enterprise_project_id: impl Into<String>) -> Self {
        self.options.enterprise_project_id = Some(SharedText::new(enterprise_project_id));
        self
    }

    /// Sets the retry configuration, overriding the client's.
    pub fn retry(mut self, retry: RetryConfig) -> Self {
        self.options.retry = retry;
        self
    }

    /// Sets the maximum duration of the call, including all attempts and the delays between them, overriding the
    /// client's.
    pub fn operation_timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = timeout;
        self
    }

    /// Sets the maximum duration of each attempt, overriding the client's.
    pub fn operation_attempt_timeout(mut self, timeout: Duration) -> Self {
        self.options.attempt_timeout = timeout;
        self
    }

    /// Sets whether the request is validated against the constraints of the help page before it is sent, overriding
    /// [`ClientBuilder::validate`](crate::ClientBuilder::validate). Turn it off for a request that the service accepts
    /// although its help page does not.
    pub fn validate(mut self, validate: bool) -> Self {
        self.options.validate = validate;
        self
    }

    /// Adds a header that the operation does not describe, such as the context of a trace. If a name is added more than
    /// once, the last value wins.
    ///
    /// Headers that the client or the operation sets are rejected when the call is sent, as are headers that carry
    /// credentials or control the connection.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.headers.push((name.into(), value.into()));
        self
    }

    /// Makes this call and those that are created from it remember the secrets of each other.
    pub(crate) fn share_secrets(&mut self) {
        self.options.known_secrets = Some(KnownSecrets::default());
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.client.state.connection.clock
    }

    /// Returns the request.
    pub fn request(&self) -> &R {
        &self.request
    }

    /// Returns a mutable reference to the request.
    pub fn request_mut(&mut self) -> &mut R {
        &mut self.request
    }

    /// Returns the request by value, for example to store it. [`Client::call`](crate::Client::call) sends it.
    pub fn into_request(self) -> R {
        self.request
    }
}

impl<R: Operation> Call<R> {
    /// Validates the request, sends it, and decodes the response. Dropping the future cancels the call.
    ///
    /// # Errors
    ///
    /// | [`ErrorKind`](crate::ErrorKind) | when |
    /// |---|---|
    /// | `InvalidRequest` | the request violates the help page, or an option cannot be sent |
    /// | `Configuration` | the transport or the timer cannot be used here, such as outside of a tokio runtime |
    /// | `Credentials` | the source of the credentials failed |
    /// | `Connect`, `Timeout`, `Transport` | no response arrived |
    /// | `Service` | the service or its gateway returned an error |
    /// | `Response` | the response is not valid for this operation |
    ///
    /// Transient failures have been retried, as [`RetryConfig`] allows. `ErrorKind` says what to do about each.
    pub fn send(self) -> ResponseFuture<R::Response> {
        ResponseFuture::new(self.erase().send())
    }

    /// Sends the request like [`send`](Self::send), and returns the status and the headers with the response.
    ///
    /// # Errors
    ///
    /// The same as for [`send`](Self::send).
    pub async fn send_with_response(self) -> Result<Response<R::Response>, Error> {
        let call = self.erase().send().await?;
        R::Response::receive(call)
    }

    /// Returns a call of another operation with the same options. If they share secrets, it also redacts those of this
    /// call.
    pub(crate) fn with_request<N>(&self, request: N) -> Call<N> {
        Call { client: self.client.clone(), request, options: self.options.clone() }
    }

    /// Returns a redactor of the secrets that are known now, for text of responses that are not errors.
    pub(crate) fn redactor(&self) -> Redactor {
        let authenticator = &self.client.state.authenticator;
        let request = serde_json::to_value(&self.request).ok();
        let secrets = known_secrets(authenticator, &self.options, R::DESCRIPTOR, request.as_ref());
        if let Some(credential) = authenticator.cache.credential() {
            secrets.add(credential.secrets());
        }
        secrets.redactor()
    }

    /// Returns the call without its types.
    pub(crate) fn erase(self) -> UntypedCall {
        let request = serde_json::to_value(&self.request);
        UntypedCall::new(self.client.state, self.options, R::DESCRIPTOR, request)
    }
}

opaque_debug!(
    /// Shows the names of added headers only: their values may be secret.
    Call<R: std::fmt::Debug>, |call| {
        client: call.client,
        request: call.request,
        headers: call.options.headers.iter().map(|(name, _)| name).collect::<Vec<_>>(),
    }
);
