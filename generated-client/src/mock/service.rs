//! One request to one answer, and the memory of both.

use std::collections::{HashMap, VecDeque};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::HeaderValue;
use http::header::{CONNECTION, CONTENT_LENGTH, Entry, TRANSFER_ENCODING};
use http_body::{Body, Frame};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Incoming;
use serde_json::Value;

use crate::descriptor::OperationDescriptor;
use crate::mock::answer::answer;
use crate::mock::options::Options;
use crate::mock::refusal::Refusal;
use crate::mock::script::{Fault, Scripted};
use crate::mock::{identity, request, route};
use crate::runtime::sync_cell::SyncCell;
use crate::runtime::{BoxError, ResponseBody, TransportError, TransportErrorKind};

/// The longest body that is read.
const MAX_BODY_BYTES: usize = 16 << 20;
/// So many requests are remembered.
const MAX_RECEIVED: usize = 10_000;
/// So many bytes of their bodies are.
const MAX_RECEIVED_BYTES: usize = 64 << 20;

pub(super) struct MockService {
    options: Options,
    state: SyncCell<State>,
}

#[derive(Default)]
struct State {
    received: VecDeque<Received>,
    /// Of the bodies of those.
    bytes: usize,
    /// Of all that ever arrived.
    count: u64,
    scripts: HashMap<&'static str, VecDeque<Scripted>>,
}

/// A request that keeps to its operation's page.
struct Accepted {
    operation: &'static OperationDescriptor,
    values: Arc<Value>,
}

struct Received {
    request: http::Request<Bytes>,
    /// Operation and values of a good request.
    good: Option<(&'static str, Arc<Value>)>,
}

impl MockService {
    pub(super) fn new(options: Options) -> Self {
        Self { options, state: SyncCell::default() }
    }

    pub(super) fn options(&self) -> &Options {
        &self.options
    }

    pub(super) fn script(&self, operation: &'static str, scripted: Scripted) {
        self.state.update(|state| state.scripts.entry(operation).or_default().push_back(scripted));
    }

    pub(super) fn received(&self) -> Vec<http::Request<Bytes>> {
        self.state.update(|state| state.received.iter().map(|received| received.request.clone()).collect())
    }

    pub(super) fn values(&self, operation: &str) -> Vec<Value> {
        self.state.update(|state| {
            let good = state.received.iter().filter_map(|received| received.good.as_ref());
            good.filter(|(id, _)| *id == operation).map(|(_, values)| Value::clone(values)).collect()
        })
    }

    /// An error ends the connection.
    pub(super) async fn serve(
        &self,
        request: http::Request<Incoming>,
    ) -> Result<http::Response<ResponseBody>, TransportError> {
        let (request, too_large) = read(request).await?;
        let (response, fault) = self.answer(request, too_large);
        match fault {
            Some(Fault::Disconnect) => return Err(cut("disconnected, as scripted")),
            Some(Fault::BreakOff) => return Ok(response.map(|body| ResponseBody::new(BrokenOff(Some(body))))),
            Some(Fault::Delay(time)) => tokio::time::sleep(time).await,
            None => {}
        }
        Ok(response.map(ResponseBody::from))
    }

    fn answer(
        &self,
        request: http::Request<Bytes>,
        too_large: Option<Refusal>,
    ) -> (http::Response<Bytes>, Option<Fault>) {
        let outcome = too_large.map_or_else(|| self.accept(&request), Err);
        let (number, scripted) = self.remember(request, outcome.as_ref().ok());
        let (mut response, fault) = match outcome {
            Ok(Accepted { operation, values }) => {
                let response = scripted.response.unwrap_or_else(|| answer(operation, &values, self.options.records));
                (response, scripted.fault)
            }
            Err(refusal) => (refusal.response(), None),
        };
        for framing in [CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING] {
            response.headers_mut().remove(framing);
        }
        let id = HeaderValue::try_from(format!("mock-{number}"));
        if let (Ok(id), Entry::Vacant(entry)) = (id, response.headers_mut().entry("x-request-id")) {
            entry.insert(id);
        }
        (response, fault)
    }

    fn accept(&self, request: &http::Request<Bytes>) -> Result<Accepted, Refusal> {
        let route = route::route(request.method(), request.uri().path())?;
        identity::check(request, &self.options)?;
        let values = request::read(&route, request, self.options.strict)?;
        Ok(Accepted { operation: route.operation, values: Arc::new(values) })
    }

    /// Gives the request its number, and takes what was scripted for it if it is a good one.
    fn remember(&self, mut request: http::Request<Bytes>, accepted: Option<&Accepted>) -> (u64, Scripted) {
        identity::hide(request.headers_mut());
        let good = accepted.map(|Accepted { operation, values }| (operation.id, Arc::clone(values)));
        self.state.update(|state| {
            let script = good.as_ref().and_then(|(operation, _)| state.scripts.get_mut(operation));
            let scripted = script.and_then(VecDeque::pop_front).unwrap_or_default();
            state.remember(Received { request, good });
            (state.count, scripted)
        })
    }
}

impl State {
    fn remember(&mut self, received: Received) {
        self.count += 1;
        self.bytes += received.request.body().len();
        self.received.push_back(received);
        while self.received.len() > MAX_RECEIVED || self.bytes > MAX_RECEIVED_BYTES {
            let Some(forgotten) = self.received.pop_front() else { break };
            self.bytes -= forgotten.request.body().len();
        }
    }
}

/// The request, without its body where that is too large.
async fn read(request: http::Request<Incoming>) -> Result<(http::Request<Bytes>, Option<Refusal>), TransportError> {
    let (head, body) = request.into_parts();
    match Limited::new(body, MAX_BODY_BYTES).collect().await {
        Ok(body) => Ok((http::Request::from_parts(head, body.to_bytes()), None)),
        Err(error) if error.is::<LengthLimitError>() => {
            let refusal = Refusal::too_large(format!("the body is larger than {MAX_BODY_BYTES} bytes"));
            Ok((http::Request::from_parts(head, Bytes::new()), Some(refusal)))
        }
        Err(error) => Err(cut(error)),
    }
}

fn cut(why: impl Into<BoxError>) -> TransportError {
    TransportError::new(TransportErrorKind::Other, why)
}

/// Half of a body, then an error.
struct BrokenOff(Option<Bytes>);

impl Body for BrokenOff {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        Poll::Ready(Some(match self.0.take() {
            Some(mut body) => Ok(Frame::data(body.split_to(body.len() / 2))),
            None => Err(cut("broken off, as scripted")),
        }))
    }
}
