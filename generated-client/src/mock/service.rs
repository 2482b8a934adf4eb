//! Serving of a single request: checks it, records it, and picks the response.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use http::header::{CONNECTION, CONTENT_LENGTH, Entry, TRANSFER_ENCODING};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Incoming;
use serde_json::Value;

use crate::mock::history::{AcceptedRequest, History};
use crate::mock::options::Options;
use crate::mock::rejection::Rejection;
use crate::mock::response::default_response;
use crate::mock::route::Route;
use crate::mock::script::{Fault, ScriptedResponse, TruncatedBody};
use crate::mock::{authentication, request};
use crate::runtime::sync_cell::SyncCell;
use crate::runtime::{BoxError, ResponseBody, TransportError, TransportErrorKind};

/// Maximum size of a request body.
const MAX_BODY_BYTES: usize = 16 << 20;

pub(super) struct MockService {
    options: Options,
    state: SyncCell<State>,
}

#[derive(Default)]
struct State {
    history: History,
    /// Scripted responses by operation ID.
    scripts: HashMap<&'static str, VecDeque<ScriptedResponse>>,
}

/// A request as it was read.
struct IncomingRequest {
    /// The body is empty if it was too large.
    request: http::Request<Bytes>,
    is_too_large: bool,
}

struct Recorded {
    request_number: u64,
    scripted: ScriptedResponse,
}

impl MockService {
    pub(super) fn new(options: Options) -> Self {
        Self { options, state: SyncCell::default() }
    }

    pub(super) fn options(&self) -> &Options {
        &self.options
    }

    /// Adds a scripted response for an operation.
    pub(super) fn script(&self, operation_id: &'static str, scripted: ScriptedResponse) {
        self.state.update(|state| state.scripts.entry(operation_id).or_default().push_back(scripted));
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
        let outcome = self.check(&incoming);
        let Recorded { request_number, scripted } = self.record(incoming.request, outcome.as_ref().ok());
        let mut response = match outcome {
            Ok(accepted) => match scripted.response {
                Some(response) => response,
                None => default_response(accepted.operation, &accepted.values, self.options.records),
            },
            Err(rejection) => rejection.response(),
        };
        set_server_headers(&mut response, request_number);
        match scripted.fault {
            Some(Fault::Disconnect) => return Err(connection_error("scripted fault: disconnect")),
            Some(Fault::TruncateBody) => return Ok(response.map(|body| ResponseBody::new(TruncatedBody::new(body)))),
            Some(Fault::Delay(delay)) => tokio::time::sleep(delay).await,
            None => {}
        }
        Ok(response.map(ResponseBody::from))
    }

    fn check(&self, incoming: &IncomingRequest) -> Result<AcceptedRequest, Rejection> {
        if incoming.is_too_large {
            return Err(Rejection::too_large(format!("the body is larger than {MAX_BODY_BYTES} bytes")));
        }
        let request = &incoming.request;
        let route = Route::find(request.method(), request.uri().path())?;
        authentication::authenticate(request, &self.options)?;
        let values = request::parse(&route, request, self.options.strict)?;
        Ok(AcceptedRequest { operation: route.operation, values: Arc::new(values) })
    }

    /// Adds the request to the history. If it is valid, takes the next scripted response of its operation.
    fn record(&self, mut request: http::Request<Bytes>, accepted: Option<&AcceptedRequest>) -> Recorded {
        authentication::mark_sensitive_headers(request.headers_mut());
        self.state.update(|state| {
            let scripted = match accepted {
                Some(accepted) => state.next_scripted(accepted.operation.id),
                None => ScriptedResponse::default(),
            };
            Recorded { request_number: state.history.push(request, accepted.cloned()), scripted }
        })
    }
}

impl State {
    fn next_scripted(&mut self, operation_id: &str) -> ScriptedResponse {
        let script = self.scripts.get_mut(operation_id);
        script.and_then(VecDeque::pop_front).unwrap_or_default()
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
