//! Operations, a transport and a clock for the runtime's unit tests.

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use tempfile::NamedTempFile;

use crate::auth::credential::CredentialKind;
use crate::auth::credentials::{Credentials, CredentialsSource};
use crate::client::Client;
use crate::client::builder::ClientBuilder;
use crate::codegen::object;
use crate::codegen::table::{
    array, boolean, field, header, integer, long, object, only, operation, path, query, string, tuple,
};
use crate::descriptor::{
    Condition, Field, HelpPage, OperationDescriptor, ParameterLocation, Predicate, ResponseContent, Rule,
    ServiceDescriptor, Setting,
};
use crate::message::{ResponseBody, TransportError, TransportErrorKind};
use crate::operation::Operation;
use crate::retry_config::RetryConfig;
use crate::secret_fields::tests::vault::OpenVaultRequest;
use crate::time::{Sleep, SleepFuture, TimeSource};
use crate::transport::{Transport, TransportFuture};

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct EchoRequest {
    pub(crate) thing: Option<String>,
    pub(crate) size: Option<i32>,
    pub(crate) big_size: Option<i64>,
    pub(crate) name: Option<String>,
    pub(crate) only_false: Option<bool>,
    pub(crate) code: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) body: EchoRequestBody,
}

object!(strict EchoRequest {
    thing,
    size,
    #[name = "big-size"]
    big_size,
    name,
    only_false,
    code,
    #[name = "X-Note"]
    note,
    body,
});

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct EchoRequestBody {
    pub(crate) zebra: Option<String>,
    pub(crate) apple: Option<i64>,
    pub(crate) items: Option<Vec<EchoItem>>,
    pub(crate) pairs: Option<Vec<(String, EchoItem)>>,
    pub(crate) all: Option<bool>,
    pub(crate) ids: Option<Vec<String>>,
}

object!(strict EchoRequestBody { zebra, apple, items, pairs, all, ids });

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct EchoItem {
    pub(crate) tag: Option<String>,
    pub(crate) id: Option<String>,
}

object!(strict EchoItem { tag, id });

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct EchoResponse {
    pub(crate) total: Option<i64>,
    pub(crate) list: Vec<EchoResponseItem>,
}

object!(lenient EchoResponse { total, list });

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct EchoResponseItem {
    pub(crate) count: Option<i64>,
}

object!(lenient EchoResponseItem { count });

const TEXT: Field = string();
const ITEM: &[Field] = &[field("tag", string().within(0, 3)), field("id", TEXT.mandatory())];
const BODY: &[Field] = &[
    field("zebra", string().within(1, 3)),
    field("apple", long()),
    field("items", array(&object(ITEM)).within(0, 2)),
    field("pairs", array(&tuple(&[string().within(1, 2).ty, object(ITEM).ty]))),
    field("all", boolean()),
    field("ids", array(&TEXT).pattern("^[0-9]+$")),
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
        page: HelpPage { title: "Echoing", updated: Some("2026-01-02") },
        method: "POST",
        path: "/v1/{project_id}/things/{thing}",
        parameters: &[
            path("project_id", TEXT).from_client(Setting::Project),
            path("thing", TEXT),
            query("size", integer().within(10, 200)),
            query("big-size", long()),
            query("name", string().within(0, 4)),
            query("only_false", only(false)),
            query("code", TEXT.pattern("^[a-z-]+$")),
            query("enterprise_project_id", TEXT).from_client(Setting::EnterpriseProject),
            header("X-Auth-Token", string().within(1, 32).mandatory()).from_credentials(),
            header("region", string().within(1, 20).mandatory()).from_client(Setting::Region),
            header("X-Note", TEXT),
        ],
        body: Some(BODY),
        response: ResponseContent::Fields(&[field("total", integer()), field("list", array(&object(ITEM)))]),
        rules: &[Rule::AnyOf { conditions: CONDITIONS, why: "Something must be named." }],
        ..operation("", "", "")
    };
}

/// Returns a valid request.
pub(crate) fn good() -> EchoRequest {
    let body = EchoRequestBody { all: Some(true), ..EchoRequestBody::default() };
    EchoRequest { thing: Some("t".to_owned()), body, ..EchoRequest::default() }
}

/// An operation with neither a request body nor response fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct PingRequest {}

object!(strict PingRequest {});

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct PingResponse {}

object!(lenient PingResponse {});

impl Operation for PingRequest {
    type Response = PingResponse;

    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        id: "Ping",
        summary: "Answers nothing.",
        page: HelpPage { title: "Pinging", updated: Some("2026-01-02") },
        method: "DELETE",
        path: "/v1/ping",
        ..operation("", "", "")
    };
}

/// A service for tests.
pub(crate) const SERVICE: ServiceDescriptor = ServiceDescriptor {
    name: "TEST",
    user_agent: "huaweicloud-test/1.2.3",
    operations: &[EchoRequest::DESCRIPTOR, OpenVaultRequest::DESCRIPTOR, PingRequest::DESCRIPTOR],
    endpoint: "https://test.{region}.example.com",
    endpoint_exceptions: &[("eu-west-101", "https://test.eu-west-101.example.eu")],
    regions: &["cn-north-4"],
    region_is_mandatory: true,
    reserved_headers: &["host", "proxy-*"],
};

/// A transport that records requests and returns prepared responses in order.
#[derive(Clone, Default)]
pub(crate) struct FakeTransport {
    requests: Arc<Mutex<Vec<http::Request<Bytes>>>>,
    outcomes: Arc<Mutex<VecDeque<FakeOutcome>>>,
}

type FakeOutcome = Result<http::Response<ResponseBody>, TransportError>;

impl FakeTransport {
    pub(crate) fn with_response(response: http::Response<ResponseBody>) -> Self {
        let transport = Self::default();
        transport.outcomes.lock().expect("outcomes").push_back(Ok(response));
        transport
    }

    pub(crate) fn json(status: u16, body: impl AsRef<[u8]>) -> Self {
        Self::default().then_json(status, body)
    }

    /// Adds a response after the others.
    pub(crate) fn then_json(self, status: u16, body: impl AsRef<[u8]>) -> Self {
        self.then(status, &[], body)
    }

    /// Adds a response with headers after the others.
    pub(crate) fn then(self, status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let body = ResponseBody::from(Bytes::copy_from_slice(body.as_ref()));
        let mut response = http::Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        self.outcomes.lock().expect("outcomes").push_back(Ok(response.body(body).expect("a response")));
        self
    }

    /// Adds a failure after the others.
    pub(crate) fn then_failing(self, kind: TransportErrorKind) -> Self {
        self.outcomes.lock().expect("outcomes").push_back(Err(TransportError::new(kind, "made to fail")));
        self
    }

    pub(crate) fn requests(&self) -> MutexGuard<'_, Vec<http::Request<Bytes>>> {
        self.requests.lock().expect("requests")
    }

    /// Returns a builder with all the settings that the operations need.
    pub(crate) fn client(&self) -> ClientBuilder<Client> {
        self.client_without_endpoint().endpoint("https://hss.example.com:8443")
    }

    pub(crate) fn client_without_endpoint(&self) -> ClientBuilder<Client> {
        let client =
            ClientBuilder::of_service(&SERVICE).transport(self.clone()).credentials(Credentials::token("s3cret+token"));
        let client = client.region("cn-north-4").project_id("p");
        client.time_source(FakeClock::default()).sleep(FakeClock::default()).retry(RetryConfig::disabled())
    }
}

impl Transport for FakeTransport {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        self.requests().push(request);
        let outcome = self.outcomes.lock().expect("outcomes").pop_front();
        let unexpected = || TransportError::new(TransportErrorKind::Other, "no response is left");
        Box::pin(std::future::ready(outcome.unwrap_or_else(|| Err(unexpected()))))
    }
}

/// A clock that advances only when something sleeps. Timeouts never expire.
#[derive(Clone)]
pub(crate) struct FakeClock(Arc<Mutex<SystemTime>>);

impl FakeClock {
    /// Sleeps of at least this length are timeouts, not pauses between attempts.
    const MIN_TIMEOUT: Duration = Duration::from_secs(60);

    pub(crate) fn advance(&self, duration: Duration) {
        *self.0.lock().expect("a clock") += duration;
    }
}

impl Default for FakeClock {
    /// Starts at 2026-01-02 03:04:05 UTC.
    fn default() -> Self {
        Self(Arc::new(Mutex::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_323_045))))
    }
}

impl TimeSource for FakeClock {
    fn now(&self) -> SystemTime {
        *self.0.lock().expect("a clock")
    }
}

impl Sleep for FakeClock {
    fn sleep(&self, duration: Duration) -> SleepFuture {
        if duration >= Self::MIN_TIMEOUT {
            return Box::pin(std::future::pending());
        }
        self.advance(duration);
        Box::pin(std::future::ready(()))
    }
}

/// Returns the output of a future that is ready immediately.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => outcome,
        Poll::Pending => panic!("the future is not ready"),
    }
}

/// Describes static credentials in short, including their secrets.
pub(crate) fn describe_credentials(credentials: &Credentials) -> String {
    let CredentialsSource::Static(credential) = &credentials.source else { return "dynamic".to_owned() };
    let kind = match &credential.kind {
        CredentialKind::Token(token) => format!("token {}", token.expose()),
        CredentialKind::AccessKey(key) => {
            let token = key.security_token.as_ref().map(|token| format!("/{}", token.expose()));
            format!("key {}/{}{}", key.id, key.secret.expose(), token.unwrap_or_default())
        }
    };
    let settings = [&credentials.project_id, &credentials.iam_endpoint].map(|part| part.as_deref().unwrap_or("-"));
    format!("{kind} {}", settings.join(" "))
}

/// A file that is removed when it is dropped.
pub(crate) struct TemporaryFile(NamedTempFile);

impl TemporaryFile {
    pub(crate) fn new(content: impl AsRef<[u8]>) -> Self {
        let file = NamedTempFile::new().expect("a file");
        std::fs::write(&file, content).expect("its content");
        Self(file)
    }

    pub(crate) fn path(&self) -> &str {
        self.0.path().to_str().expect("a UTF-8 path")
    }
}
