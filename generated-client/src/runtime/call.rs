//! One call of one operation: the only place that sends.

use std::fmt;

use bytes::Bytes;
use serde_json::Value;

use super::answer::{self, Answer};
use super::arguments::Arguments;
use super::client::{Client, Settings};
use super::decode;
use super::encode;
use super::error::Error;
use super::validate;
use crate::descriptor::{Operation, OperationDescriptor};

/// A call that is not sent yet, and the options that every call has.
///
/// The `customize` of each operation leads here, and so does [`Client::call`].
#[derive(Clone)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call<R> {
    pub(crate) client: Client,
    pub(crate) request: R,
    options: CallOptions,
}

/// What a call overrides.
#[derive(Clone, Default)]
pub(crate) struct CallOptions {
    pub(crate) project_id: Option<String>,
    pub(crate) region_header: Option<String>,
    pub(crate) enterprise_project_id: Option<String>,
    validate: Option<bool>,
    headers: Vec<(String, String)>,
}

impl<R> Call<R> {
    pub(crate) fn new(client: Client, request: R) -> Self {
        Self { client, request, options: CallOptions::default() }
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
        self.options.validate.unwrap_or(self.client.settings().validate)
    }
}

impl<R: Operation> Call<R> {
    /// Checks the request, sends it, and reads the response.
    ///
    /// # Errors
    ///
    /// [`Error::kind`] tells which: the request breaks a constraint and was not sent, the transport failed, the
    /// service answered an error, or it answered something that is no answer to this operation.
    pub async fn send(self) -> Result<R::Response, Error> {
        let settings = self.client.settings();
        let outcome = match self.prepare() {
            Ok(request) => {
                exchange(settings, R::DESCRIPTOR, request).await.and_then(|answer| decode::decode::<R>(&answer))
            }
            Err(error) => Err(error),
        };
        outcome.map_err(|error| error.scrubbed(&settings.credentials.scrubber()))
    }

    fn prepare(&self) -> Result<http::Request<Bytes>, Error> {
        let values = serde_json::to_value(&self.request);
        let values = values.map_err(|error| Error::not_serializable(R::DESCRIPTOR, &error))?;
        prepare(self.client.settings(), &self.options, R::DESCRIPTOR, &values)
    }
}

/// Shows the names of extra headers alone: their values can be secret.
impl<R: fmt::Debug> fmt::Debug for Call<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.options.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("Call")
            .field("client", &self.client)
            .field("request", &self.request)
            .field("headers", &headers)
            .finish_non_exhaustive()
    }
}

fn prepare(
    settings: &Settings,
    options: &CallOptions,
    operation: &'static OperationDescriptor,
    values: &Value,
) -> Result<http::Request<Bytes>, Error> {
    let arguments = Arguments::gather(operation, values, options, settings);
    let constraints = options.validate.unwrap_or(settings.validate);
    let violations = validate::validate(&arguments, &options.headers, constraints);
    if !violations.is_empty() {
        return Err(Error::invalid_request(operation, violations));
    }
    encode::encode(&arguments, &options.headers, settings)
        .map_err(|violation| Error::invalid_request(operation, vec![violation]))
}

/// One request and its whole response.
async fn exchange(
    settings: &Settings,
    operation: &'static OperationDescriptor,
    request: http::Request<Bytes>,
) -> Result<Answer, Error> {
    let failed = |error| Error::transport(operation, settings.endpoint.origin(), error);
    let response = settings.transport.send(request).await.map_err(failed)?;
    answer::read(operation, response, settings.max_response_bytes).await
}

#[cfg(test)]
mod tests {
    use crate::runtime::error::ErrorKind;
    use crate::runtime::testing::{EchoRequest, FakeTransport, good, now};

    #[test]
    fn a_call_can_be_spawned() {
        fn spawn<F: Future<Output: Send> + Send + 'static>(_: F) {}
        fn share<T: Send + Sync + 'static>(_: &T) {}
        let client = FakeTransport::default().client().build().expect("a client");
        share(&client);
        share(&client.call(good()));
        spawn(client.call(good()).send());
    }

    #[test]
    fn debug_shows_no_secret() {
        let call = FakeTransport::default().client().build().expect("a client").call(good()).header("x-key", "v3lue");
        let shown = format!("{call:?}");
        assert!(shown.contains("x-key") && !shown.contains("v3lue") && !shown.contains("s3cret"), "{shown}");
    }

    #[test]
    fn nothing_is_sent_before_send_and_one_request_by_it() {
        let transport = FakeTransport::default();
        let call = transport.client().build().expect("a client").call(good());
        let future = call.clone().send();
        assert_eq!(transport.requests().len(), 0);
        assert_eq!(now(future).expect_err("no answer").kind(), ErrorKind::Transport);
        assert_eq!(transport.requests().len(), 1);
    }

    #[test]
    fn a_request_can_come_from_json() {
        let transport = FakeTransport::json(200, r#"{"total": 1}"#);
        let request: EchoRequest = serde_json::from_str(r#"{"thing": "t", "body": {"all": true}}"#).expect("a request");
        assert_eq!(request, good());
        now(transport.client().build().expect("a client").call(request).send()).expect("an answer");
    }
}
