//! The configuration of a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::generated::SERVICE;
use crate::runtime::auth::cache::CredentialCache;
use crate::runtime::auth::credentials::{Credentials, CredentialsSource};
use crate::runtime::auth::iam;
use crate::runtime::client::Client;
use crate::runtime::client::state::ClientState;
use crate::runtime::endpoint::{self, Endpoint};
use crate::runtime::error::Error;
use crate::runtime::send::retry_policy::{RetryBudget, RetryConfig};
use crate::runtime::sync_cell::SyncCell;
use crate::runtime::time::{Clock, Sleep, SystemTimeSource, TimeSource};
use crate::runtime::transport::Transport;

const MAX_RESPONSE_BYTES: usize = 16 * 1024 * 1024;
const OPERATION_TIMEOUT: Duration = Duration::from_secs(180);
const OPERATION_ATTEMPT_TIMEOUT: Duration = Duration::from_secs(60);
const LONGEST_APP_NAME: usize = 50;

/// Makes a [`Client`]. Credentials are needed, and a region or an endpoint; everything else has a default.
#[derive(Clone)]
#[must_use = "a builder does nothing until its client is built"]
pub struct ClientBuilder {
    region: Option<String>,
    endpoint: Option<String>,
    allow_http: bool,
    project_id: Option<String>,
    enterprise_project_id: Option<String>,
    credentials: Option<Credentials>,
    validate: bool,
    max_response_bytes: usize,
    transport: Option<Arc<dyn Transport>>,
    iam_endpoint: Option<String>,
    app_name: Option<String>,
    retry: RetryConfig,
    operation_timeout: Option<Duration>,
    operation_attempt_timeout: Option<Duration>,
    time_source: Arc<dyn TimeSource>,
    sleep: Option<Arc<dyn Sleep>>,
}

impl Client {
    /// Begins the configuration of a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }
}

impl ClientBuilder {
    fn new() -> Self {
        Self {
            region: None,
            endpoint: None,
            allow_http: false,
            project_id: None,
            enterprise_project_id: None,
            credentials: None,
            validate: true,
            max_response_bytes: MAX_RESPONSE_BYTES,
            transport: None,
            iam_endpoint: None,
            app_name: None,
            retry: RetryConfig::standard(),
            operation_timeout: Some(OPERATION_TIMEOUT),
            operation_attempt_timeout: Some(OPERATION_ATTEMPT_TIMEOUT),
            time_source: Arc::new(SystemTimeSource),
            sleep: None,
        }
    }

    /// The region to call, such as `cn-north-4`: 1 to 63 characters of `a-z`, `0-9` and `-`.
    ///
    /// It gives the endpoint, also of a region that this version of the crate does not know, and it is sent to the
    /// operations that take a region header.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The endpoint to call instead of the region's: scheme, host and port, such as `https://hss.example.com:8443`.
    ///
    /// It must be `https`, except for a loopback address or exactly `localhost`. It has no path, since what removes
    /// a path on the way would break the signature of a signed request.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Takes an `http` endpoint that is not on this machine. Off by default.
    ///
    /// Everybody on the way to such an endpoint can read the credentials, and use them.
    pub fn danger_allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    /// The project whose resources are addressed. A call can override it.
    pub fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.project_id = Some(project_id.into());
        self
    }

    /// The enterprise project that narrows calls down, for the operations that take one. A call can override it.
    pub fn enterprise_project_id(mut self, enterprise_project_id: impl Into<String>) -> Self {
        self.enterprise_project_id = Some(enterprise_project_id.into());
        self
    }

    /// Who is calling.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// Whether requests are held against the constraints of the help pages before they are sent. On by default, and
    /// a call can override it.
    ///
    /// Off, a request is still refused if its path has an empty, `.` or `..` segment, or if a header cannot carry
    /// its value.
    pub fn validate(mut self, validate: bool) -> Self {
        self.validate = validate;
        self
    }

    /// The largest body of a response that is accepted, in bytes. 16 MiB by default. What is decoded from
    /// it takes more memory: a list of empty objects, at the worst, some eighty times as much.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// What carries the requests. By default, and with the feature `reqwest`, a `ReqwestTransport` with its defaults.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// The endpoint of IAM, for `Credentials::password` and `resolve_project_id`. By default that of the
    /// region. It obeys the same rules as [`endpoint`](Self::endpoint).
    pub fn iam_endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.iam_endpoint = Some(endpoint.into());
        self
    }

    /// The name of the program that calls, for the header `User-Agent`: 1 to 50 letters, digits and `-._`.
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.app_name = Some(name.into());
        self
    }

    /// How calls are tried again. [`RetryConfig::standard`] by default, and a call can override it.
    pub fn retry(mut self, retry: RetryConfig) -> Self {
        self.retry = retry;
        self
    }

    /// The longest time of a call with all its attempts and pauses, and with waiting for credentials. 180 seconds by
    /// default, and a call can override it.
    pub fn operation_timeout(mut self, timeout: Duration) -> Self {
        self.operation_timeout = Some(timeout);
        self
    }

    /// The longest time of an attempt, from the connection to the last byte of the response. 60 seconds by default,
    /// and a call can override it.
    pub fn operation_attempt_timeout(mut self, timeout: Duration) -> Self {
        self.operation_attempt_timeout = Some(timeout);
        self
    }

    /// What tells the time: the system's clock by default.
    pub fn time_source(mut self, time_source: impl TimeSource) -> Self {
        self.time_source = Arc::new(time_source);
        self
    }

    /// What waits. By default, and with the feature `reqwest`, tokio's timer.
    pub fn sleep(mut self, sleep: impl Sleep) -> Self {
        self.sleep = Some(Arc::new(sleep));
        self
    }

    /// Makes the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration), with every problem of the configuration at
    /// once: see [`Error::configuration_errors`].
    pub fn build(self) -> Result<Client, Error> {
        let mut problems = Problems(Vec::new());
        let endpoint = problems.note(self.find_endpoint());
        problems.note(self.check_region());
        let credentials = problems.note(self.find_credentials());
        let transport = problems.note(self.find_transport(endpoint.as_ref()));
        let iam_endpoint = problems.note(self.find_iam_endpoint());
        let user_agent = problems.note(self.user_agent());
        let sleep = problems.note(self.sleep.clone().map_or_else(default_sleep, Ok));
        let (
            Some(endpoint),
            Some(credentials),
            Some(transport),
            Some(iam_endpoint),
            Some(user_agent),
            Some(sleep),
            true,
        ) = (endpoint, credentials, transport, iam_endpoint, user_agent, sleep, problems.0.is_empty())
        else {
            return Err(Error::configuration(problems.0));
        };
        Ok(Client::new(ClientState {
            endpoint,
            region: self.region,
            project_id: self.project_id.or_else(|| credentials.project_id.clone()),
            enterprise_project_id: self.enterprise_project_id,
            credentials,
            validate: self.validate,
            max_response_bytes: self.max_response_bytes,
            transport,
            iam_endpoint,
            user_agent,
            retry: self.retry,
            retry_budget: RetryBudget::new(),
            operation_timeout: self.operation_timeout,
            operation_attempt_timeout: self.operation_attempt_timeout,
            clock: Clock { time: self.time_source, sleep },
            clock_offset: SyncCell::default(),
            cache: CredentialCache::default(),
        }))
    }

    fn find_endpoint(&self) -> Result<Endpoint, String> {
        match (&self.endpoint, &self.region) {
            (Some(endpoint), _) => Endpoint::parse(endpoint, self.allow_http),
            (None, Some(region)) => Endpoint::of_region(&SERVICE, region),
            (None, None) => Err("there is neither a region nor an endpoint: set one of them".to_owned()),
        }
    }

    /// The region of an explicit endpoint is still sent as a header.
    fn check_region(&self) -> Result<(), String> {
        match (&self.endpoint, &self.region) {
            (Some(_), Some(region)) => endpoint::check_region(region),
            (Some(_), None) if SERVICE.region_is_mandatory => {
                Err("there is no region, which some operations must send: set it beside the endpoint".to_owned())
            }
            _ => Ok(()),
        }
    }

    /// A password needs an IAM; other credentials do not.
    fn find_iam_endpoint(&self) -> Result<Option<Endpoint>, String> {
        let credentials = self.credentials.as_ref();
        let with_credentials = credentials.and_then(|credentials| credentials.iam_endpoint.as_deref());
        let set = self.iam_endpoint.as_deref();
        let endpoint = iam::iam_endpoint(set, with_credentials, self.region.as_deref(), self.allow_http)?;
        let needed = matches!(credentials.map(|credentials| &credentials.source), Some(CredentialsSource::Password(_)));
        match endpoint {
            None if needed => Err("there is no IAM endpoint known for the password: set iam_endpoint".to_owned()),
            _ if needed && self.region.is_none() && self.project_id.is_none() => {
                Err("a password needs a project_id or a region to ask a token for".to_owned())
            }
            endpoint => Ok(endpoint),
        }
    }

    fn user_agent(&self) -> Result<HeaderValue, String> {
        let own = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
        let Some(name) = &self.app_name else { return Ok(HeaderValue::from_static(own)) };
        let good = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
        let named = (1..=LONGEST_APP_NAME).contains(&name.len()) && name.bytes().all(good);
        let value = HeaderValue::try_from(format!("{own} app/{name}")).ok().filter(|_| named);
        value.ok_or_else(|| format!("the app_name is not 1 to {LONGEST_APP_NAME} letters, digits and -._"))
    }

    fn find_credentials(&self) -> Result<Credentials, String> {
        let credentials = self.credentials.clone().ok_or("there are no credentials: set them")?;
        credentials.validate().map(|()| credentials)
    }

    fn find_transport(&self, endpoint: Option<&Endpoint>) -> Result<Arc<dyn Transport>, String> {
        match &self.transport {
            Some(transport) => Ok(Arc::clone(transport)),
            None => default_transport(endpoint.is_some_and(Endpoint::is_https)),
        }
    }
}

/// Shows no endpoint, which is not checked yet and may hold a password.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("region", &self.region)
            .field("project_id", &self.project_id)
            .field("enterprise_project_id", &self.enterprise_project_id)
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}

/// Collects what is wrong.
struct Problems(Vec<String>);

impl Problems {
    fn note<T>(&mut self, outcome: Result<T, String>) -> Option<T> {
        outcome.map_err(|problem| self.0.push(problem)).ok()
    }
}

#[cfg(feature = "reqwest")]
#[expect(clippy::unnecessary_wraps, reason = "it fails without the feature")]
fn default_sleep() -> Result<Arc<dyn Sleep>, String> {
    Ok(Arc::new(crate::runtime::time::TokioSleep))
}

#[cfg(not(feature = "reqwest"))]
fn default_sleep() -> Result<Arc<dyn Sleep>, String> {
    Err("this build has no timer of its own: set a sleep, or enable the feature rustls-ring".to_owned())
}

#[cfg(feature = "reqwest")]
fn default_transport(needs_tls: bool) -> Result<Arc<dyn Transport>, String> {
    if needs_tls && !cfg!(feature = "__tls") {
        return Err("this build has no TLS for an https endpoint: enable the feature rustls-ring, or set a transport"
            .to_owned());
    }
    match crate::runtime::transport::reqwest::ReqwestTransportBuilder::default().try_build() {
        Ok(transport) => Ok(Arc::new(transport)),
        Err(problem) => Err(problem),
    }
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_needs_tls: bool) -> Result<Arc<dyn Transport>, String> {
    Err("this build has no transport of its own: set one, or enable the feature rustls-ring".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::error::ErrorKind;
    use crate::runtime::testing::FakeTransport;

    fn builder() -> ClientBuilder {
        Client::builder().credentials(Credentials::token("s3cret")).transport(FakeTransport::default())
    }

    fn problems(builder: ClientBuilder) -> Vec<String> {
        let error = builder.build().expect_err("an error");
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let shown = error.to_string();
        assert!(
            !shown.contains('\n') && error.configuration_errors().iter().all(|problem| shown.contains(problem)),
            "{shown}"
        );
        error.configuration_errors().to_vec()
    }

    #[test]
    fn all_problems_come_at_once() {
        let bare = Client::builder().transport(FakeTransport::default());
        assert_eq!(problems(bare).len(), 2, "no location and no credentials");
        let all = Client::builder().region("A B").endpoint("ftp://x").credentials(Credentials::token("s3cret\n"));
        let all = problems(all.transport(FakeTransport::default()));
        assert_eq!(all.len(), 3, "{all:?}");
        assert!(!all.concat().contains("s3cret"), "{all:?}");
    }

    #[test]
    fn a_token_must_fit_into_a_header() {
        for token in ["", "a\r\nb", "a\0", "ü", " a", "a "] {
            let found = problems(builder().region("a").credentials(Credentials::token(token)));
            assert!(found.len() == 1 && found[0].contains("token"), "{found:?}");
        }
    }

    #[test]
    fn the_endpoint_wins_and_the_region_is_still_checked() {
        let client = builder().region("a").endpoint("https://b").build().expect("a client");
        assert_eq!(client.state().endpoint.origin(), "https://b");
        let client = builder().region("a").build().expect("a client");
        assert_eq!(client.state().endpoint, Endpoint::of_region(&SERVICE, "a").expect("an endpoint"));
        assert_eq!(problems(builder().region("A").endpoint("https://b")).len(), 1);
        assert_eq!(problems(builder().region("A")).len(), 1, "named once");
        assert_eq!(problems(builder().endpoint("https://b")).len(), 1, "some operations must send a region");
        assert_eq!(problems(builder().region("a").endpoint("http://b")).len(), 1);
        builder().region("a").endpoint("http://b").danger_allow_http(true).build().expect("the user says so");
    }

    #[test]
    fn debug_shows_no_secret() {
        let builder = builder().endpoint("https://user:pass@b").region("a");
        let client = self::builder().region("a").build().expect("a client");
        let shown = format!("{builder:?} {client:?} {:?}", Credentials::token("s3cret"));
        assert!(!shown.contains("s3cret") && !shown.contains("pass"), "{shown}");
    }
}
