//! The configuration of a client.

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::descriptor::ServiceDescriptor;
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

const DEFAULT_MAX_RESPONSE_BYTES: usize = 16 * 1024 * 1024;
const DEFAULT_OPERATION_TIMEOUT: Duration = Duration::from_secs(180);
const DEFAULT_OPERATION_ATTEMPT_TIMEOUT: Duration = Duration::from_secs(60);
const REGION_VARIABLE: &str = "HUAWEICLOUD_SDK_REGION";
const MAX_APP_NAME_LENGTH: usize = 50;

/// Builder for a [`Client`].
///
/// Credentials and a region or an endpoint are required; everything else has a default.
#[derive(Clone)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    service: &'static ServiceDescriptor,
    region: Option<String>,
    /// The region of the environment, if it was asked for.
    environment_region: Option<String>,
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

impl ClientBuilder {
    pub(crate) fn new(service: &'static ServiceDescriptor) -> Self {
        Self {
            service,
            region: None,
            environment_region: None,
            endpoint: None,
            allow_http: false,
            project_id: None,
            enterprise_project_id: None,
            credentials: None,
            validate: true,
            max_response_bytes: DEFAULT_MAX_RESPONSE_BYTES,
            transport: None,
            iam_endpoint: None,
            app_name: None,
            retry: RetryConfig::standard(),
            operation_timeout: Some(DEFAULT_OPERATION_TIMEOUT),
            operation_attempt_timeout: Some(DEFAULT_OPERATION_ATTEMPT_TIMEOUT),
            time_source: Arc::new(SystemTimeSource),
            sleep: None,
        }
    }

    /// Sets the region to call, such as `cn-north-4`: 1 to 63 characters of `a-z`, `0-9` and `-`.
    ///
    /// It determines the endpoint, even if this version of the crate does not know the region, and it is sent to
    /// operations that have a `region` header. A client without a region uses the one of its credentials' profile.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Uses the region in the environment variable `HUAWEICLOUD_SDK_REGION`, if it is set, unless
    /// [`region`](Self::region) is called too. It takes precedence over the region of a profile.
    pub fn region_from_env(self) -> Self {
        self.with_environment_region(env::var_os(REGION_VARIABLE))
    }

    fn with_environment_region(mut self, variable: Option<OsString>) -> Self {
        // A region that is not valid UTF-8 is rejected by `build`.
        let region = variable.unwrap_or_default().to_string_lossy().into_owned();
        self.environment_region = if region.is_empty() { None } else { Some(region) };
        self
    }

    /// Sets the endpoint to call instead of the region's: scheme, host and port, such as `https://hss.example.com:8443`.
    ///
    /// The scheme must be `https`, except for a loopback address or exactly `localhost`. A path is rejected, since a
    /// gateway that removes it would invalidate the signature of the request.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Sets whether `http` endpoints on other machines are allowed. Off by default.
    ///
    /// Anyone on the network path to such an endpoint can read and use the credentials.
    pub fn danger_allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    /// Sets the project. A call can override it.
    pub fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.project_id = Some(project_id.into());
        self
    }

    /// Sets the enterprise project, for operations with this parameter. A call can override it.
    pub fn enterprise_project_id(mut self, enterprise_project_id: impl Into<String>) -> Self {
        self.enterprise_project_id = Some(enterprise_project_id.into());
        self
    }

    /// Sets the credentials.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// Sets whether requests are validated against the constraints of the help pages before they are sent. On by default;
    /// a call can override it.
    ///
    /// When off, a request is still rejected if a segment of its path is empty, `.` or `..`, or if a value cannot be sent
    /// in a header.
    pub fn validate(mut self, validate: bool) -> Self {
        self.validate = validate;
        self
    }

    /// Sets the maximum size of a response body in bytes. 16 MiB by default.
    ///
    /// A decoded body takes more memory: in the worst case, a list of empty objects, about eighty times as much.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// Sets the transport. With the feature `reqwest`, the default is a `ReqwestTransport` with its defaults.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets the IAM endpoint, for `Credentials::password` and `resolve_project_id`. The default is the region's.
    ///
    /// The rules of [`endpoint`](Self::endpoint) apply.
    pub fn iam_endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.iam_endpoint = Some(endpoint.into());
        self
    }

    /// Sets the application name to add to the `User-Agent` header: 1 to 50 letters, digits and `-._`.
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.app_name = Some(name.into());
        self
    }

    /// Sets the retry configuration. [`RetryConfig::standard`] by default; a call can override it.
    pub fn retry(mut self, retry: RetryConfig) -> Self {
        self.retry = retry;
        self
    }

    /// Sets the maximum duration of a call, including all attempts, the delays between them, and waiting for credentials.
    /// 180 seconds by default; a call can override it.
    pub fn operation_timeout(mut self, timeout: Duration) -> Self {
        self.operation_timeout = Some(timeout);
        self
    }

    /// Sets the maximum duration of an attempt, from connecting to the last byte of the response. 60 seconds by default; a
    /// call can override it.
    pub fn operation_attempt_timeout(mut self, timeout: Duration) -> Self {
        self.operation_attempt_timeout = Some(timeout);
        self
    }

    /// Sets the source of the current time. The system clock by default.
    pub fn time_source(mut self, time_source: impl TimeSource) -> Self {
        self.time_source = Arc::new(time_source);
        self
    }

    /// Sets the timer for timeouts and delays. With the feature `reqwest`, the default is tokio's.
    pub fn sleep(mut self, sleep: impl Sleep) -> Self {
        self.sleep = Some(Arc::new(sleep));
        self
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration), with everything that is wrong with the
    /// configuration: see [`Error::configuration_errors`].
    pub fn build(mut self) -> Result<Client, Error> {
        self.region = self.resolve_region();
        let endpoint = self.resolve_endpoint();
        let region = self.check_region();
        let credentials = self.check_credentials();
        let transport = self.resolve_transport(endpoint.as_ref().ok());
        let iam_endpoint = self.resolve_iam_endpoint();
        let user_agent = self.user_agent();
        let sleep = self.resolve_sleep();

        let mut errors = Errors::default();
        errors.add(&endpoint);
        errors.add(&region);
        errors.add(&credentials);
        errors.add(&transport);
        errors.add(&iam_endpoint);
        errors.add(&user_agent);
        errors.add(&sleep);
        errors.into_result()?;

        let credentials = credentials?;
        Ok(Client::new(ClientState {
            service: self.service,
            endpoint: endpoint?,
            region: self.region,
            project_id: self.project_id.or_else(|| credentials.project_id.clone()),
            enterprise_project_id: self.enterprise_project_id,
            credentials,
            credential_cache: CredentialCache::default(),
            validate: self.validate,
            max_response_bytes: self.max_response_bytes,
            transport: transport?,
            iam_endpoint: iam_endpoint?,
            user_agent: user_agent?,
            retry: self.retry,
            retry_budget: RetryBudget::new(),
            operation_timeout: self.operation_timeout,
            operation_attempt_timeout: self.operation_attempt_timeout,
            clock: Clock { time: self.time_source, sleep: sleep? },
            clock_offset: SyncCell::default(),
        }))
    }

    /// Returns the region that is set, the one of the environment if it was asked for, or the one of the profile.
    fn resolve_region(&self) -> Option<String> {
        if let Some(region) = self.region.as_ref().or(self.environment_region.as_ref()) {
            return Some(region.clone());
        }
        self.credentials.as_ref()?.region.clone()
    }

    fn resolve_endpoint(&self) -> Result<Endpoint, ConfigurationError> {
        let endpoint = match (&self.endpoint, &self.region) {
            (Some(endpoint), _) => Endpoint::parse(endpoint, self.allow_http)?,
            (None, Some(region)) => Endpoint::of_region(self.service, region)?,
            (None, None) => return Err("neither region nor endpoint is set: set one of them".into()),
        };
        Ok(endpoint)
    }

    /// Checks the region that is sent as a header to an explicit endpoint.
    fn check_region(&self) -> Result<(), ConfigurationError> {
        match (&self.endpoint, &self.region) {
            (Some(_), Some(region)) => Ok(endpoint::check_region(region)?),
            (Some(_), None) if self.service.region_is_mandatory => {
                Err("endpoint is set without region, which some operations require: set both".into())
            }
            _ => Ok(()),
        }
    }

    fn check_credentials(&self) -> Result<Credentials, ConfigurationError> {
        let Some(credentials) = &self.credentials else { return Err("no credentials are set: set credentials".into()) };
        credentials.validate()?;
        Ok(credentials.clone())
    }

    fn resolve_transport(&self, endpoint: Option<&Endpoint>) -> Result<Arc<dyn Transport>, ConfigurationError> {
        match &self.transport {
            Some(transport) => Ok(Arc::clone(transport)),
            None => default_transport(endpoint.is_some_and(Endpoint::is_https)),
        }
    }

    /// Returns the IAM endpoint: the configured one, the one from the credentials, or the region's. Only a password
    /// requires one.
    fn resolve_iam_endpoint(&self) -> Result<Option<Endpoint>, ConfigurationError> {
        let from_credentials = self.credentials.as_ref().and_then(|credentials| credentials.iam_endpoint.as_deref());
        let endpoint = match (self.iam_endpoint.as_deref().or(from_credentials), &self.region) {
            (Some(endpoint), _) => match Endpoint::parse(endpoint, self.allow_http) {
                Ok(endpoint) => Some(endpoint),
                Err(error) => return Err(format!("iam_endpoint: {error}").into()),
            },
            (None, Some(region)) => iam::endpoint_of_region(self.service, region),
            (None, None) => None,
        };
        if !self.has_password() {
            return Ok(endpoint);
        }
        if endpoint.is_none() {
            return Err("the IAM endpoint for the password is unknown: set iam_endpoint".into());
        }
        if self.region.is_none() && self.project_id.is_none() {
            return Err(
                "a password needs a project or a region as the scope of its token: set project_id or region".into()
            );
        }
        Ok(endpoint)
    }

    fn has_password(&self) -> bool {
        match &self.credentials {
            Some(credentials) => matches!(credentials.source, CredentialsSource::Password(_)),
            None => false,
        }
    }

    fn user_agent(&self) -> Result<HeaderValue, ConfigurationError> {
        let client = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
        let Some(name) = &self.app_name else { return Ok(HeaderValue::from_static(client)) };
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
        if (1..=MAX_APP_NAME_LENGTH).contains(&name.len())
            && name.bytes().all(allowed)
            && let Ok(value) = HeaderValue::try_from(format!("{client} app/{name}"))
        {
            return Ok(value);
        }
        Err(format!("invalid app_name: use 1 to {MAX_APP_NAME_LENGTH} letters, digits and -._").into())
    }

    fn resolve_sleep(&self) -> Result<Arc<dyn Sleep>, ConfigurationError> {
        match &self.sleep {
            Some(sleep) => Ok(Arc::clone(sleep)),
            None => default_sleep(),
        }
    }
}

/// Omits the endpoint, which has not been checked yet and may contain a password.
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

/// An error in the configuration.
struct ConfigurationError(String);

impl From<String> for ConfigurationError {
    fn from(message: String) -> Self {
        Self(message)
    }
}

impl From<&str> for ConfigurationError {
    fn from(message: &str) -> Self {
        Self(message.to_owned())
    }
}

impl From<ConfigurationError> for Error {
    fn from(error: ConfigurationError) -> Self {
        Self::configuration(vec![error.0])
    }
}

/// All errors in the configuration.
#[derive(Default)]
struct Errors(Vec<String>);

impl Errors {
    fn add<T>(&mut self, result: &Result<T, ConfigurationError>) {
        if let Err(error) = result {
            self.0.push(error.0.clone());
        }
    }

    fn into_result(self) -> Result<(), Error> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::configuration(self.0)) }
    }
}

#[cfg(feature = "reqwest")]
#[expect(clippy::unnecessary_wraps, reason = "fails without the feature")]
fn default_sleep() -> Result<Arc<dyn Sleep>, ConfigurationError> {
    Ok(Arc::new(crate::runtime::time::TokioSleep))
}

#[cfg(not(feature = "reqwest"))]
fn default_sleep() -> Result<Arc<dyn Sleep>, ConfigurationError> {
    Err("this build has no timer: set sleep, or enable the feature rustls-ring".into())
}

#[cfg(feature = "reqwest")]
fn default_transport(needs_tls: bool) -> Result<Arc<dyn Transport>, ConfigurationError> {
    if needs_tls && !cfg!(feature = "__tls") {
        let message = "this build has no TLS for an https endpoint: enable the feature rustls-ring, or set transport";
        return Err(message.into());
    }
    let transport = crate::runtime::transport::reqwest::ReqwestTransportBuilder::default().try_build()?;
    Ok(Arc::new(transport))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_needs_tls: bool) -> Result<Arc<dyn Transport>, ConfigurationError> {
    Err("this build has no transport: set transport, or enable the feature rustls-ring".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::error::ErrorKind;
    use crate::runtime::testing::{FakeTransport, SERVICE};

    fn builder() -> ClientBuilder {
        ClientBuilder::new(&SERVICE).credentials(Credentials::token("s3cret")).transport(FakeTransport::default())
    }

    fn errors(builder: ClientBuilder) -> Vec<String> {
        let error = builder.build().expect_err("an error");
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let shown = error.to_string();
        assert!(
            !shown.contains('\n') && error.configuration_errors().iter().all(|error| shown.contains(error)),
            "{shown}"
        );
        error.configuration_errors().to_vec()
    }

    #[test]
    fn reports_all_errors_at_once() {
        let bare = ClientBuilder::new(&SERVICE).transport(FakeTransport::default());
        assert_eq!(errors(bare).len(), 2, "neither region nor credentials");
        let all =
            ClientBuilder::new(&SERVICE).region("A B").endpoint("ftp://x").credentials(Credentials::token("s3cret\n"));
        let all = errors(all.transport(FakeTransport::default()));
        assert_eq!(all.len(), 3, "{all:?}");
        assert!(!all.concat().contains("s3cret"), "{all:?}");
    }

    #[test]
    fn rejects_tokens_that_a_header_cannot_carry() {
        for token in ["", "a\r\nb", "a\0", "ü", " a", "a "] {
            let found = errors(builder().region("a").credentials(Credentials::token(token)));
            assert!(found.len() == 1 && found[0].contains("token"), "{found:?}");
        }
    }

    #[test]
    fn endpoint_overrides_region_which_is_still_checked() {
        let client = builder().region("a").endpoint("https://b").build().expect("a client");
        assert_eq!(client.state().endpoint.origin(), "https://b");
        let client = builder().region("a").build().expect("a client");
        assert_eq!(client.state().endpoint, Endpoint::of_region(&SERVICE, "a").expect("an endpoint"));
        assert_eq!(errors(builder().region("A").endpoint("https://b")).len(), 1);
        assert_eq!(errors(builder().region("A")).len(), 1, "reported once");
        assert_eq!(errors(builder().endpoint("https://b")).len(), 1, "some operations require a region");
        assert_eq!(errors(builder().region("a").endpoint("http://b")).len(), 1);
        builder().region("a").endpoint("http://b").danger_allow_http(true).build().expect("allowed explicitly");
    }

    #[test]
    fn region_comes_from_the_builder_then_the_environment_then_the_profile() {
        let mut credentials = Credentials::token("s3cret");
        credentials.region = Some("profile".to_owned());
        let profile = builder().credentials(credentials);
        let region = |builder: &ClientBuilder| builder.clone().build().expect("a client").state().region.clone();
        assert_eq!(region(&profile).as_deref(), Some("profile"));
        let environment = profile.clone().with_environment_region(Some("variable".into()));
        assert_eq!(region(&environment).as_deref(), Some("variable"));
        assert_eq!(region(&environment.region("own")).as_deref(), Some("own"));
        for unset in [None, Some(OsString::new())] {
            assert_eq!(region(&profile.clone().with_environment_region(unset)).as_deref(), Some("profile"));
        }
        assert_eq!(errors(builder().with_environment_region(Some("A B".into()))).len(), 1);
    }

    #[test]
    fn debug_redacts_secrets() {
        let builder = builder().endpoint("https://user:pass@b").region("a");
        let client = self::builder().region("a").build().expect("a client");
        let shown = format!("{builder:?} {client:?} {:?}", Credentials::token("s3cret"));
        assert!(!shown.contains("s3cret") && !shown.contains("pass"), "{shown}");
    }
}
