//! An operation and a transport for the tests of this folder.

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::descriptor::{
    Bounds, Condition, Field, HelpPage, Operation, OperationDescriptor, Parameter, ParameterLocation, Predicate, Rule,
    Setting, Type,
};
use crate::runtime::auth::credentials::Credentials;
use crate::runtime::client::Client;
use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::send::retry_policy::RetryConfig;
use crate::runtime::time::{Sleep, SleepFuture, TimeSource};
use crate::runtime::transport::{ResponseBody, Transport, TransportError, TransportErrorKind, TransportFuture};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct EchoRequest {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) thing: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) size: Option<i32>,
    #[serde(rename = "big-size", skip_serializing_if = "Option::is_none")]
    pub(crate) big_size: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) only_false: Option<bool>,
    #[serde(rename = "X-Note", skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
    pub(crate) body: EchoRequestBody,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct EchoRequestBody {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) zebra: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) apple: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) items: Option<Vec<EchoItem>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) pairs: Option<Vec<(String, EchoItem)>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) all: Option<bool>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct EchoItem {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tag: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct EchoResponse {
    pub(crate) total: Option<i64>,
    #[serde(deserialize_with = "crate::runtime::null_as_empty")]
    pub(crate) list: Vec<EchoItem2>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct EchoItem2 {
    pub(crate) count: Option<i64>,
}

const TEXT: Type = Type::String(None);
const ITEM: &[Field] = &[Field::new("tag", Type::String(Some(Bounds::new(0, 3)))), Field::new("id", TEXT).mandatory()];
const BODY: &[Field] = &[
    Field::new("zebra", Type::String(Some(Bounds::new(1, 3)))),
    Field::new("apple", Type::Long(None)),
    Field::new("items", Type::Array(&Type::Object(ITEM), Some(Bounds::new(0, 2)))),
    Field::new("pairs", Type::Array(&Type::Tuple(&[Type::String(Some(Bounds::new(1, 2))), Type::Object(ITEM)]), None)),
    Field::new("all", Type::Boolean(None)),
];
const CONDITIONS: &[Condition] = &[
    Condition { location: ParameterLocation::Body, name: "items", predicate: Predicate::NonEmpty },
    Condition { location: ParameterLocation::Body, name: "all", predicate: Predicate::Is(true) },
    Condition { location: ParameterLocation::Query, name: "name", predicate: Predicate::Set },
];

impl Operation for EchoRequest {
    type Response = EchoResponse;

    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        id: "Echo",
        summary: "Echoes.",
        page: HelpPage { title: "Echoing", updated: "2026-01-02" },
        method: "POST",
        path: "/v1/{project_id}/things/{thing}",
        parameters: &[
            Parameter::path(Field::new("project_id", TEXT).mandatory()).from_client(Setting::Project),
            Parameter::path(Field::new("thing", TEXT).mandatory()),
            Parameter::query(Field::new("size", Type::Integer(Some(Bounds::new(10, 200))))),
            Parameter::query(Field::new("big-size", Type::Long(None))),
            Parameter::query(Field::new("name", Type::String(Some(Bounds::new(0, 4))))),
            Parameter::query(Field::new("only_false", Type::Boolean(Some(false)))),
            Parameter::query(Field::new("enterprise_project_id", TEXT)).from_client(Setting::EnterpriseProject),
            Parameter::header(Field::new("X-Auth-Token", Type::String(Some(Bounds::new(1, 32)))).mandatory())
                .from_credentials(),
            Parameter::header(Field::new("region", Type::String(Some(Bounds::new(1, 20)))).mandatory())
                .from_client(Setting::Region),
            Parameter::header(Field::new("X-Note", TEXT)),
        ],
        body: Some(BODY),
        response: &[
            Field::new("total", Type::Integer(None)),
            Field::new("list", Type::Array(&Type::Object(ITEM), None)),
        ],
        rules: &[Rule::AnyOf { conditions: CONDITIONS, why: "Something must be named." }],
        pagination: None,
        deprecated: None,
        examples: &[],
    };
}

/// A request that breaks nothing.
pub(crate) fn good() -> EchoRequest {
    let body = EchoRequestBody { all: Some(true), ..EchoRequestBody::default() };
    EchoRequest { thing: Some("t".to_owned()), body, ..EchoRequest::default() }
}

/// An operation with neither a request body nor response fields.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct PingRequest {}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct PingResponse {}

impl Operation for PingRequest {
    type Response = PingResponse;

    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        id: "Ping",
        summary: "Answers nothing.",
        page: HelpPage { title: "Pinging", updated: "2026-01-02" },
        method: "DELETE",
        path: "/v1/ping",
        parameters: &[],
        body: None,
        response: &[],
        rules: &[],
        pagination: None,
        deprecated: None,
        examples: &[],
    };
}

/// Keeps what it is sent, and answers what it was told to, in order.
#[derive(Clone, Default)]
pub(crate) struct FakeTransport {
    requests: Arc<Mutex<Vec<http::Request<Bytes>>>>,
    answers: Arc<Mutex<VecDeque<FakeAnswer>>>,
}

type FakeAnswer = Result<http::Response<ResponseBody>, TransportError>;

impl FakeTransport {
    pub(crate) fn answering(response: http::Response<ResponseBody>) -> Self {
        let transport = Self::default();
        transport.answers.lock().expect("answers").push_back(Ok(response));
        transport
    }

    pub(crate) fn json(status: u16, body: impl AsRef<[u8]>) -> Self {
        Self::default().then_json(status, body)
    }

    /// Answers this as well, after everything else.
    pub(crate) fn then_json(self, status: u16, body: impl AsRef<[u8]>) -> Self {
        self.then(status, &[], body)
    }

    /// As [`then_json`](Self::then_json), with headers.
    pub(crate) fn then(self, status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let body = ResponseBody::from(Bytes::copy_from_slice(body.as_ref()));
        let mut response = http::Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        self.answers.lock().expect("answers").push_back(Ok(response.body(body).expect("a response")));
        self
    }

    /// Fails after everything else.
    pub(crate) fn then_failing(self, kind: TransportErrorKind) -> Self {
        self.answers.lock().expect("answers").push_back(Err(TransportError::new(kind, "made to fail")));
        self
    }

    pub(crate) fn requests(&self) -> std::sync::MutexGuard<'_, Vec<http::Request<Bytes>>> {
        self.requests.lock().expect("requests")
    }

    /// A client with everything set that the operation asks for.
    pub(crate) fn client(&self) -> ClientBuilder {
        self.client_without_endpoint().endpoint("https://hss.example.com:8443")
    }

    pub(crate) fn client_without_endpoint(&self) -> ClientBuilder {
        let client = Client::builder().transport(self.clone()).credentials(Credentials::token("s3cret+token"));
        let client = client.region("cn-north-4").project_id("p");
        client.time_source(FakeClock::default()).sleep(FakeClock::default()).retry(RetryConfig::disabled())
    }
}

impl Transport for FakeTransport {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        self.requests().push(request);
        let answer = self.answers.lock().expect("answers").pop_front();
        let unexpected = || TransportError::new(TransportErrorKind::Other, "no answer is left");
        Box::pin(std::future::ready(answer.unwrap_or_else(|| Err(unexpected()))))
    }
}

/// A clock that stands still until somebody pauses. A limit of time never runs out.
#[derive(Clone)]
pub(crate) struct FakeClock(Arc<Mutex<(SystemTime, Vec<Duration>)>>);

impl FakeClock {
    /// From here on, a sleep is a limit and no pause.
    const LIMIT: Duration = Duration::from_secs(60);

    /// The pauses that were asked for.
    pub(crate) fn pauses(&self) -> Vec<Duration> {
        self.0.lock().expect("a clock").1.clone()
    }

    pub(crate) fn advance(&self, duration: Duration) {
        self.0.lock().expect("a clock").0 += duration;
    }
}

impl Default for FakeClock {
    /// At 2026-01-02 03:04:05 UTC.
    fn default() -> Self {
        Self(Arc::new(Mutex::new((SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_323_045), Vec::new()))))
    }
}

impl TimeSource for FakeClock {
    fn now(&self) -> SystemTime {
        self.0.lock().expect("a clock").0
    }
}

impl Sleep for FakeClock {
    fn sleep(&self, duration: Duration) -> SleepFuture {
        if duration >= Self::LIMIT {
            return Box::pin(std::future::pending());
        }
        self.advance(duration);
        self.0.lock().expect("a clock").1.push(duration);
        Box::pin(std::future::ready(()))
    }
}

/// The outcome of a future that never has to wait.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => outcome,
        Poll::Pending => panic!("nothing here waits"),
    }
}
