//! Serving of a single request: checks it, records it, and picks the response.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use http::header::{CONNECTION, CONTENT_LENGTH, Entry, TRANSFER_ENCODING};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Incoming;
use serde_json::Value;

use crate::cause::BoxError;
use crate::descriptor::OperationDescriptor;
use crate::message::{ResponseBody, TransportError, TransportErrorKind};
use crate::mock::history::{AcceptedRequest, History};
use crate::mock::options::Options;
use crate::mock::records::GivenRecords;
use crate::mock::rejection::{MAX_BODY_BYTES, Rejection};
use crate::mock::response::{default_response, file_response};
use crate::mock::route::Route;
use crate::mock::script::{Fault, MockResponse, TruncatedBody};
use crate::mock::tasks::{self, TaskOutcome, Tasks};
use crate::mock::{authentication, iam, request};
use crate::secret_fields;
use crate::sync_cell::SyncCell;

pub(super) struct MockService {
    options: Options,
    state: SyncCell<State>,
}

#[derive(Default)]
struct State {
    history: History,
    /// Behaviour by operation ID.
    operations: HashMap<&'static str, Behaviour>,
    tasks: Tasks,
}

/// Returns the response to a request with these values, if it applies.
pub(super) type Responder = Arc<dyn Fn(&Value) -> Option<MockResponse> + Send + Sync>;

/// How an operation responds to valid requests.
#[derive(Default)]
pub(super) struct Behaviour {
    /// Responses to the next requests, one each.
    pub(super) script: VecDeque<MockResponse>,
    pub(super) responders: Vec<Responder>,
    pub(super) always: Option<MockResponse>,
    pub(super) records: Option<Arc<GivenRecords>>,
}

/// A request as it was read.
struct IncomingRequest {
    /// The body is empty if it was too large.
    request: http::Request<Bytes>,
    is_too_large: bool,
}

/// A response with the fault in its delivery.
struct Reply {
    request_number: u64,
    response: http::Response<Bytes>,
    fault: Option<Fault>,
}

impl MockService {
    pub(super) fn new(mut options: Options) -> Self {
        let mut state = State::default();
        for (operation_id, records) in options.data.drain() {
            state.behaviour(operation_id).records = Some(Arc::new(records));
        }
        Self { options, state: SyncCell::from(state) }
    }

    pub(super) fn options(&self) -> &Options {
        &self.options
    }

    /// Changes how an operation responds.
    pub(super) fn change(&self, operation_id: &'static str, change: impl FnOnce(&mut Behaviour)) {
        self.state.update(|state| change(state.behaviour(operation_id)));
    }

    pub(super) fn received_requests(&self) -> Vec<http::Request<Bytes>> {
        self.state.update(|state| state.history.requests())
    }

    /// Returns the values of the valid requests of an operation.
    pub(super) fn accepted_values(&self, operation_id: &str) -> Vec<Value> {
        self.state.update(|state| state.history.accepted_values(operation_id))
    }

    /// Serves a request. An error closes the connection.
    pub(super) async fn serve(
        &self,
        request: http::Request<Incoming>,
    ) -> Result<http::Response<ResponseBody>, TransportError> {
        let incoming = read(request).await?;
        let Reply { request_number, mut response, fault } = self.reply(incoming);
        set_server_headers(&mut response, request_number);
        if !self.options.latency.is_zero() {
            tokio::time::sleep(self.options.latency).await;
        }
        match fault {
            Some(Fault::Disconnect) => return Err(connection_error("scripted fault: disconnect")),
            Some(Fault::TruncateBody) => return Ok(response.map(|body| ResponseBody::new(TruncatedBody::new(body)))),
            Some(Fault::Delay(delay)) => tokio::time::sleep(delay).await,
            None => {}
        }
        Ok(response.map(ResponseBody::from))
    }

    fn reply(&self, incoming: IncomingRequest) -> Reply {
        match self.check(&incoming) {
            Ok(accepted) => {
                let request_number = self.record(incoming.request, Some(accepted.clone()));
                let MockResponse { response, fault } = self.choose_response(&accepted);
                let response = response.unwrap_or_else(|| self.default_response(&accepted));
                Reply { request_number, response, fault }
            }
            Err(rejection) => self.reply_without_operation(incoming.request, &rejection),
        }
    }

    /// Responds to a request of IAM, or else with the rejection.
    fn reply_without_operation(&self, mut request: http::Request<Bytes>, rejection: &Rejection) -> Reply {
        let is_unknown_api = matches!(rejection, Rejection::NoSuchApi(_));
        let response = if is_unknown_api && iam::is_iam_request(request.method(), request.uri().path()) {
            iam::respond(&request, &self.options)
        } else {
            rejection.response(self.options.service)
        };
        if is_unknown_api {
            // The body may contain a password, also if the path of IAM is misspelled.
            request.body_mut().clear();
        }
        Reply { request_number: self.record(request, None), response, fault: None }
    }

    fn check(&self, incoming: &IncomingRequest) -> Result<AcceptedRequest, Rejection> {
        if incoming.is_too_large {
            return Err(Rejection::TooLarge);
        }
        let request = &incoming.request;
        let route = Route::find(self.options.service.operations, request.method(), request.uri().path())?;
        authentication::authenticate(request, &self.options)?;
        let values = request::parse(&route, request, self.options.strict)?;
        Ok(AcceptedRequest { operation: route.operation, values: Arc::new(values) })
    }

    /// Adds the request to the history and returns its number.
    fn record(&self, mut request: http::Request<Bytes>, accepted: Option<AcceptedRequest>) -> u64 {
        authentication::mark_sensitive_headers(request.headers_mut());
        if let Ok(route) = Route::find(self.options.service.operations, request.method(), request.uri().path()) {
            redact(&mut request, route.operation);
        }
        self.state.update(|state| state.history.push(request, accepted))
    }

    /// Returns what the test chose as the response to a request. The default is the operation's default response.
    fn choose_response(&self, accepted: &AcceptedRequest) -> MockResponse {
        let operation_id = accepted.operation.id;
        if let Some(scripted) = self.state.update(|state| state.behaviour(operation_id).script.pop_front()) {
            return scripted;
        }
        // Called without the lock, since a responder may use the mock server.
        for responder in self.state.update(|state| state.behaviour(operation_id).responders.clone()) {
            if let Some(response) = responder(&accepted.values) {
                return response;
            }
        }
        self.state.update(|state| state.behaviour(operation_id).always.clone()).unwrap_or_default()
    }

    fn default_response(&self, accepted: &AcceptedRequest) -> http::Response<Bytes> {
        let AcceptedRequest { operation, values } = accepted;
        let options = self.options.tasks;
        if operation.response.is_file() {
            return match options.outcome {
                TaskOutcome::FileGone => Rejection::NoSuchFile.response(self.options.service),
                _ => file_response(),
            };
        }
        if let Some(wait) = &operation.wait {
            let count = self.state.update(|state| state.tasks.count(operation, values));
            return tasks::state(operation, wait, values, count, options);
        }
        let given = self.state.update(|state| state.behaviour(accepted.operation.id).records.clone());
        let response = default_response(operation, values, given.as_deref(), self.options.records);
        if let Some(task) = &operation.task {
            self.state.update(|state| state.tasks.begin(task, response.body()));
        }
        response
    }
}

impl State {
    fn behaviour(&mut self, operation_id: &'static str) -> &mut Behaviour {
        self.operations.entry(operation_id).or_default()
    }
}

async fn read(request: http::Request<Incoming>) -> Result<IncomingRequest, TransportError> {
    let (head, body) = request.into_parts();
    let (body, is_too_large) = match Limited::new(body, MAX_BODY_BYTES).collect().await {
        Ok(body) => (body.to_bytes(), false),
        Err(error) if error.is::<LengthLimitError>() => (Bytes::new(), true),
        Err(error) => return Err(connection_error(error)),
    };
    Ok(IncomingRequest { request: http::Request::from_parts(head, body), is_too_large })
}

/// Replaces the secrets of a request. Those of credentials are in headers that are marked as sensitive.
fn redact(request: &mut http::Request<Bytes>, operation: &OperationDescriptor) {
    if operation.has_secret_query() {
        *request.uri_mut() = operation.redact_url(request.uri(), secret_fields::MARKER).parse().unwrap_or_default();
    }
    for (name, value) in request.headers_mut() {
        if operation.has_secret_header(name.as_str()) {
            *value = HeaderValue::from_static(secret_fields::MARKER);
        }
    }
    *request.body_mut() = operation.redact_body(request.body(), secret_fields::MARKER);
}

/// Removes the headers that frame the message, which hyper sets, and adds a request ID unless the script sets one.
fn set_server_headers(response: &mut http::Response<Bytes>, request_number: u64) {
    let headers = response.headers_mut();
    for framing_header in [CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING] {
        headers.remove(framing_header);
    }
    let request_id = HeaderValue::try_from(format!("mock-{request_number}"));
    if let (Ok(request_id), Entry::Vacant(entry)) = (request_id, headers.entry("x-request-id")) {
        entry.insert(request_id);
    }
}

fn connection_error(source: impl Into<BoxError>) -> TransportError {
    TransportError::new(TransportErrorKind::Other, source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::Operation;
    use crate::secret_fields::tests::vault::{OpenVaultRequest, open_vault};
    use crate::testing::{FakeTransport, SERVICE, now};

    fn service() -> MockService {
        MockService::new(Options::new(&SERVICE))
    }

    fn serve(service: &MockService, request: http::Request<Bytes>) -> Reply {
        service.reply(IncomingRequest { request, is_too_large: false })
    }

    /// Returns a request with secrets as the client sends it.
    fn vault_request() -> http::Request<Bytes> {
        let transport = FakeTransport::json(200, r#"{"total": 1}"#);
        now(transport.client().build().expect("a client").call(open_vault()).send()).expect("a response");
        let request = transport.requests().pop();
        request.expect("a request")
    }

    #[test]
    fn history_has_no_secrets_except_in_typed_requests() {
        let service = service();
        assert_eq!(serve(&service, vault_request()).response.status(), 200);
        let received = service.received_requests().pop().expect("a request");
        let shown = format!("{received:?} {:?}", received.headers()["x-phrase"].to_str());
        assert!(!shown.contains("s3cret"), "{shown}");
        assert_eq!(received.uri().query(), Some("door=east&passwords=[redacted]&passwords=[redacted]"));
        let body = r#"{"visitor":"Ada","type":"[redacted]","codes":"[redacted]","keys":[{"name":"brass","pin":"[redacted]"}],"turns":3}"#;
        assert_eq!(received.body(), body);
        let values = service.accepted_values(OpenVaultRequest::DESCRIPTOR.id).pop().expect("values");
        let typed: OpenVaultRequest = serde_json::from_value(values).expect("a request");
        assert!(typed == open_vault() && !format!("{typed:?}").contains("s3cret"), "{typed:?}");
    }

    #[test]
    fn rejected_requests_are_redacted_too() {
        let service = service();
        for body in [r#"{"type": "s3cret UPPER", "turns": "s3cret"}"#, r#"{"type": "s3cret"#, r#""s3cret""#] {
            let request = vault_request().map(|_| Bytes::from_static(body.as_bytes()));
            let response = serve(&service, request).response;
            let message = String::from_utf8_lossy(response.body()).into_owned();
            assert!(response.status() == 400 && !message.contains("s3cret"), "{message}");
            let received = format!("{:?}", service.received_requests().pop());
            assert!(!received.replace(r#"\"turns\":\"s3cret\""#, "").contains("s3cret"), "{received}");
        }
    }
}
