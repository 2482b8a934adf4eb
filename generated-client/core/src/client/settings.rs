//! The settings of a client, and their checks.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use tokio::sync::OnceCell;

use crate::auth::authenticator::Authenticator;
use crate::auth::credentials::{Credentials, CredentialsSource};
use crate::auth::iam;
use crate::client::state::ClientState;
use crate::descriptor::ServiceDescriptor;
use crate::endpoint::{self, Endpoint};
use crate::error::Error;
use crate::error::misconfiguration::{Misconfiguration, Missing};
use crate::request::options::{CallOptions, SharedText};
use crate::retry_config::RetryConfig;
use crate::send::connection::Connection;
use crate::send::retry_policy::RetryBudget;
use crate::text::{check_word, one_line};
use crate::time::{Clock, Sleep, SystemTimeSource, TimeSource};
use crate::transport::Transport;

/// The environment variable that can set the region.
pub(super) const REGION_VARIABLE: &str = "HUAWEICLOUD_SDK_REGION";

const DEFAULT_MAX_RESPONSE_BYTES: usize = 16 * 1024 * 1024;
const DEFAULT_OPERATION_TIMEOUT: Duration = Duration::from_secs(180);
const DEFAULT_OPERATION_ATTEMPT_TIMEOUT: Duration = Duration::from_secs(60);
const MAX_APP_NAME_LENGTH: usize = 50;

/// The settings as they were set: nothing has been checked.
#[derive(Clone)]
pub(super) struct Settings {
    pub(super) service: &'static ServiceDescriptor,
    pub(super) region: Option<String>,
    /// The region of the environment, if it was asked for.
    pub(super) environment_region: Option<String>,
    pub(super) endpoint: Option<String>,
    pub(super) allow_http: bool,
    pub(super) project_id: Option<String>,
    pub(super) credentials: Option<Credentials>,
    pub(super) max_response_bytes: usize,
    pub(super) transport: Option<Arc<dyn Transport>>,
    pub(super) iam_endpoint: Option<String>,
    pub(super) resolves_project: bool,
    pub(super) app_name: Option<String>,
    pub(super) time_source: Arc<dyn TimeSource>,
    pub(super) sleep: Option<Arc<dyn Sleep>>,
    /// The options of all calls, without the project and the region, which can come from the credentials.
    pub(super) options: CallOptions,
}

/// Settings that are valid, with defaults for those that were not set.
struct Resolved {
    endpoint: Endpoint,
    credentials: Credentials,
    transport: Arc<dyn Transport>,
    iam_endpoint: Option<Endpoint>,
    user_agent: HeaderValue,
    sleep: Arc<dyn Sleep>,
}

impl Settings {
    pub(super) fn new(service: &'static ServiceDescriptor) -> Self {
        Self {
            service,
            region: None,
            environment_region: None,
            endpoint: None,
            allow_http: false,
            project_id: None,
            credentials: None,
            max_response_bytes: DEFAULT_MAX_RESPONSE_BYTES,
            transport: None,
            iam_endpoint: None,
            resolves_project: false,
            app_name: None,
            time_source: Arc::new(SystemTimeSource),
            sleep: None,
            options: CallOptions {
                project_id: None,
                region: None,
                enterprise_project_id: None,
                retry: RetryConfig::standard(),
                timeout: DEFAULT_OPERATION_TIMEOUT,
                attempt_timeout: DEFAULT_OPERATION_ATTEMPT_TIMEOUT,
                validate: true,
                headers: Vec::new(),
                known_secrets: None,
            },
        }
    }

    /// Returns the state of a client with these settings, or all errors in them.
    pub(super) fn into_state(mut self) -> Result<ClientState, Error> {
        self.region = self.resolve_region();
        let Resolved { endpoint, credentials, transport, iam_endpoint, user_agent, sleep } = self.resolve()?;
        let unknown_region = self.unknown_region(&endpoint);
        let project_id = self.project_id.or_else(|| credentials.project_id.clone());
        let connection = Connection {
            transport,
            endpoint,
            user_agent,
            unknown_region,
            max_response_bytes: self.max_response_bytes,
            attempt_timeout: self.options.attempt_timeout,
            retry_budget: RetryBudget::new(),
            clock: Clock { time: self.time_source, sleep },
        };
        let authenticator = Authenticator::new(credentials, iam_endpoint, project_id.clone(), self.region.clone());
        let options = CallOptions {
            project_id: project_id.map(SharedText::new),
            region: self.region.map(SharedText::new),
            ..self.options
        };
        let resolved_project = self.resolves_project.then(OnceCell::new);
        Ok(ClientState { service: self.service, options, authenticator, connection, resolved_project })
    }

    /// Validates the settings, and completes them with defaults. Returns all errors in them.
    fn resolve(&mut self) -> Result<Resolved, Error> {
        let mut errors = Vec::new();
        let endpoint = checked(self.resolve_endpoint(), &mut errors);
        self.check_region_and_projects(&mut errors);
        let credentials = checked(self.check_credentials(), &mut errors);
        let needs_tls = endpoint.as_ref().is_some_and(Endpoint::is_https);
        let transport = self.transport.take().map_or_else(|| default_transport(needs_tls), Ok);
        let transport = checked(transport, &mut errors);
        let iam_endpoint = checked(self.resolve_iam_endpoint(endpoint.as_ref()), &mut errors);
        checked(self.check_scope(), &mut errors);
        let user_agent = checked(self.user_agent(), &mut errors);
        let sleep = checked(self.sleep.take().map_or_else(default_sleep, Ok), &mut errors);
        match (endpoint, credentials, transport, iam_endpoint, user_agent, sleep) {
            (Some(endpoint), Some(credentials), Some(transport), Some(iam_endpoint), Some(user_agent), Some(sleep))
                if errors.is_empty() =>
            {
                Ok(Resolved { endpoint, credentials, transport, iam_endpoint, user_agent, sleep })
            }
            _ => Err(Error::configuration(errors)),
        }
    }

    /// Returns the region that is set, the one of the environment if it was asked for, or the one of the profile.
    fn resolve_region(&self) -> Option<String> {
        if let Some(region) = self.region.as_ref().or(self.environment_region.as_ref()) {
            return Some(region.clone());
        }
        self.credentials.as_ref()?.region.clone()
    }

    fn resolve_endpoint(&self) -> Result<Endpoint, String> {
        match (&self.endpoint, &self.region) {
            (Some(endpoint), _) => Endpoint::parse(endpoint, self.allow_http),
            (None, Some(region)) => {
                Endpoint::of_region(self.service, region).map_err(|error| self.at_region_source(error))
            }
            (None, None) => Err("neither region nor endpoint is set: set one of them".into()),
        }
    }

    fn check_region_and_projects(&self, errors: &mut Vec<Misconfiguration>) {
        checked(self.check_region(), errors);
        checked(check_optional("project_id", self.project_id.as_deref()), errors);
        let enterprise_project_id = self.options.enterprise_project_id.as_ref().map(SharedText::as_str);
        checked(check_optional("enterprise_project_id", enterprise_project_id), errors);
    }

    /// Checks the region that is sent as a header to an explicit endpoint.
    fn check_region(&self) -> Result<(), String> {
        match (&self.endpoint, &self.region) {
            (Some(_), Some(region)) => endpoint::check_region(region).map_err(|error| self.at_region_source(error)),
            (Some(_), None) if self.service.region_is_mandatory => {
                Err("endpoint is set without region, which some operations require: set both".into())
            }
            _ => Ok(()),
        }
    }

    /// Adds where the region comes from to an error, unless the caller set it.
    fn at_region_source(&self, error: String) -> String {
        if self.environment_region.is_some() && self.region == self.environment_region {
            return format!("{REGION_VARIABLE}: {error}");
        }
        error
    }

    fn check_credentials(&self) -> Result<Credentials, String> {
        let Some(credentials) = &self.credentials else { return Err("no credentials are set: set credentials".into()) };
        credentials.validate()?;
        Ok(credentials.clone())
    }

    /// Returns the IAM endpoint: the configured one, the one from the credentials, or the region's. A client of a server
    /// on loopback, such as a mock server, never sends its credentials to the region's.
    fn resolve_iam_endpoint(&self, endpoint: Option<&Endpoint>) -> Result<Option<Endpoint>, Misconfiguration> {
        let from_credentials = self.credentials.as_ref().and_then(|credentials| credentials.iam_endpoint.as_deref());
        if let Some(endpoint) = self.iam_endpoint.as_deref().or(from_credentials) {
            let parsed = Endpoint::parse(endpoint, self.allow_http);
            return parsed.map(Some).map_err(|error| format!("iam_endpoint: {error}").into());
        }
        let is_loopback = endpoint.is_some_and(Endpoint::is_loopback);
        let of_region = match &self.region {
            Some(region) if !is_loopback => iam::endpoint_of_region(self.service, region),
            _ => None,
        };
        match self.setting_that_needs_iam() {
            // A region that is set to fix a missing endpoint sets the IAM endpoint too.
            Some(name) if of_region.is_none() && endpoint.is_some() => {
                let (why, hint) = if is_loopback {
                    (", since endpoint is on loopback", ", to the same URL for a mock server")
                } else {
                    ("", "")
                };
                let message = format!("the IAM endpoint for {name} is unknown{why}: set iam_endpoint{hint}");
                Err(Misconfiguration::lacks(Missing::IamEndpoint, message))
            }
            _ => Ok(of_region),
        }
    }

    /// Returns the setting that requires requests to IAM, if there is one.
    fn setting_that_needs_iam(&self) -> Option<&'static str> {
        match self.credentials.as_ref().map(|credentials| &credentials.source) {
            Some(CredentialsSource::Password(_)) => Some("the password"),
            Some(CredentialsSource::Agency(_)) => Some("the agency"),
            // `check_scope` reports a missing region.
            _ if self.resolves_project && self.region.is_some() => Some("resolve_project_id"),
            _ => None,
        }
    }

    /// Checks that passwords and `resolve_project_id` have the region or the project that they need.
    fn check_scope(&self) -> Result<(), &'static str> {
        if self.region.is_some() {
            return Ok(());
        }
        match self.credentials.as_ref().map(|credentials| &credentials.source) {
            Some(CredentialsSource::Password(_)) if self.project_id.is_none() => {
                Err("a password needs a project or a region as the scope of its token: set project_id or region")
            }
            // The project is the agency's.
            Some(CredentialsSource::Agency(assumed)) if assumed.source.needs_scope() => {
                Err("a password that assumes an agency needs a region as the scope of its token: set region")
            }
            _ if self.resolves_project => Err("resolve_project_id requires a region: set region"),
            _ => Ok(()),
        }
    }

    fn user_agent(&self) -> Result<HeaderValue, String> {
        let client = self.service.user_agent;
        let Some(name) = &self.app_name else { return Ok(HeaderValue::from_static(client)) };
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
        if (1..=MAX_APP_NAME_LENGTH).contains(&name.len())
            && name.bytes().all(allowed)
            && let Ok(value) = HeaderValue::try_from(format!("{client} app/{name}"))
        {
            return Ok(value);
        }
        let name = one_line(name, MAX_APP_NAME_LENGTH);
        Err(format!("invalid app_name \"{name}\": use 1 to {MAX_APP_NAME_LENGTH} letters, digits and -._"))
    }

    /// Returns the region if the endpoint was derived from it although this version of the client does not know it.
    fn unknown_region(&self, endpoint: &Endpoint) -> Option<String> {
        let region = self.region.as_ref()?;
        let is_known = self.service.regions.contains(&region.as_str());
        if is_known || Endpoint::of_region(self.service, region).as_ref() != Ok(endpoint) {
            return None;
        }
        Some(region.clone())
    }
}

/// Checks an ID, if it is set, for white space and for quotes around it.
fn check_optional(name: &str, setting: Option<&str>) -> Result<(), String> {
    match setting {
        Some(text) => check_word(name, text),
        None => Ok(()),
    }
}

/// Returns the value of a successful check, or adds the error of a failed one.
fn checked<T>(outcome: Result<T, impl Into<Misconfiguration>>, errors: &mut Vec<Misconfiguration>) -> Option<T> {
    outcome.map_err(|error| errors.push(error.into())).ok()
}

#[cfg(feature = "reqwest")]
#[expect(clippy::unnecessary_wraps, reason = "fails without the feature")]
fn default_sleep() -> Result<Arc<dyn Sleep>, String> {
    Ok(Arc::new(crate::time::TokioSleep))
}

#[cfg(not(feature = "reqwest"))]
fn default_sleep() -> Result<Arc<dyn Sleep>, String> {
    Err("this build has no timer: set sleep, or enable the feature rustls-ring".into())
}

#[cfg(feature = "reqwest")]
fn default_transport(needs_tls: bool) -> Result<Arc<dyn Transport>, String> {
    if needs_tls && !cfg!(feature = "__tls") {
        let message = "this build has no TLS for an https endpoint: enable the feature rustls-ring, or set transport";
        return Err(message.into());
    }
    let transport = crate::transport::reqwest::ReqwestTransportBuilder::default().try_build(needs_tls)?;
    Ok(Arc::new(transport))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_needs_tls: bool) -> Result<Arc<dyn Transport>, String> {
    Err("this build has no transport: set transport, or enable the feature rustls-ring".into())
}
