//! Builds a client.

use std::env;
use std::ffi::OsString;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use crate::auth::credentials::Credentials;
use crate::client::Client;
use crate::client::settings::{REGION_VARIABLE, Settings};
use crate::descriptor::ServiceDescriptor;
use crate::error::Error;
use crate::opaque::opaque_debug;
use crate::request::options::SharedText;
use crate::retry_config::RetryConfig;
use crate::time::{Sleep, TimeSource};
use crate::transport::Transport;

/// Builder for a client.
///
/// Credentials and a region are required; without a region, an endpoint is enough if no operation of the service sends
/// the region. Everything else has a default, which its setter states. The settings apply to all calls;
/// [`Call`](crate::Call) has those that a single call can override.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// use std::time::Duration;
///
/// use huaweicloud_core::Credentials;
/// use huaweicloud_museum::Client;
///
/// let client = Client::builder()
///     .endpoint(mock.url())
///     .region("cn-north-4")
///     .project_id("my-project")
///     .credentials(Credentials::token("TOKENEXAMPLE"))
///     .operation_timeout(Duration::from_secs(30))
///     .build()?;
/// client.list_paintings().send().await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder<C> {
    pub(super) settings: Settings,
    client: PhantomData<fn() -> C>,
}

/// A client of one service, which generated code wraps around a [`Client`].
pub trait ServiceClient: Sized {
    /// Wraps a client of the service.
    fn from_core(client: Client) -> Self;
}

#[doc(hidden)]
impl ServiceClient for Client {
    fn from_core(client: Client) -> Self {
        client
    }
}

impl<C> ClientBuilder<C> {
    /// Creates a builder with the defaults for a service.
    pub(crate) fn of_service(service: &'static ServiceDescriptor) -> Self {
        Self { settings: Settings::new(service), client: PhantomData }
    }

    /// Sets the region to call, such as `cn-north-4`: 1 to 63 characters of `a-z`, `0-9` and `-`.
    ///
    /// It determines the endpoint, even if this version of the crate does not know the region, and it is sent to
    /// operations that have a `region` header. A client without a region uses the one of its credentials' profile.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.settings.region = Some(region.into());
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
        self.settings.environment_region = if region.is_empty() { None } else { Some(region) };
        self
    }

    /// Sets the endpoint to call instead of the region's: scheme, host and port, such as
    /// `https://hss.example.com:8443`.
    ///
    /// The scheme must be `https`, except for a loopback address or exactly `localhost`. A path is rejected, since a
    /// gateway that removes it would invalidate the signature of the request.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.settings.endpoint = Some(endpoint.into());
        self
    }

    /// Sets whether `http` endpoints on other machines are allowed. Off by default.
    ///
    /// Anyone on the network path to such an endpoint can read and use the credentials.
    pub fn danger_allow_http(mut self, allow: bool) -> Self {
        self.settings.allow_http = allow;
        self
    }

    /// Sets the project, for all calls that do not set their own. Without one, the client uses that of the credentials.
    ///
    /// A client can be built without a project, since each call can set it. A call that needs one and has none fails
    /// with the kind [`InvalidRequest`](crate::ErrorKind::InvalidRequest) before anything is sent. The environment
    /// variable `HUAWEICLOUD_SDK_PROJECT_ID` applies only to credentials from the environment or the default chain.
    pub fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.settings.project_id = Some(project_id.into());
        self
    }

    /// Sets the enterprise project, for operations with this parameter. A call can override it.
    ///
    /// It is an ID, or a value with a special meaning that the help page of the operation lists, such as `0` for the
    /// default enterprise project and `all_granted_eps` for every one. By default, none is sent.
    pub fn enterprise_project_id(mut self, enterprise_project_id: impl Into<String>) -> Self {
        self.settings.options.enterprise_project_id = Some(SharedText::new(enterprise_project_id));
        self
    }

    /// Sets the credentials. Required.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.settings.credentials = Some(credentials);
        self
    }

    /// Sets whether requests are validated against the constraints of the help pages before they are sent. On by
    /// default; a call can override it.
    ///
    /// When off, a request is still rejected if it could not be sent unchanged. For example, a parameter of its path is
    /// missing, empty, `.` or `..`, or a value cannot be sent in a header.
    pub fn validate(mut self, validate: bool) -> Self {
        self.settings.options.validate = validate;
        self
    }

    /// Sets the maximum size of a response body in bytes. 16 MiB by default.
    ///
    /// A response takes more memory while it is decoded: at most 40 times its body, or 16 MiB if that is more. The
    /// lists and maps of a decoded body may take 16 times its length, or 4 MiB if that is more. If they take more, such
    /// as a long list of empty objects, the response is an error. A [`JsonCall`](crate::JsonCall) has no such limit,
    /// and takes only a few times the body.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.settings.max_response_bytes = bytes;
        self
    }

    /// Sets the transport: a configured `ReqwestTransport`, or one of your own. With the feature `reqwest`, the default
    /// is a `ReqwestTransport` with its defaults.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.settings.transport = Some(Arc::new(transport));
        self
    }

    /// Sets the IAM endpoint, for `Credentials::password`, `Credentials::assume_agency` and `resolve_project_id`. The
    /// default is the region's. If [`endpoint`](Self::endpoint) is on loopback, the IAM endpoint must be set, since a
    /// test must not send credentials to the real IAM.
    ///
    /// The rules of [`endpoint`](Self::endpoint) apply.
    pub fn iam_endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.settings.iam_endpoint = Some(endpoint.into());
        self
    }

    /// Sets the application name to add to the `User-Agent` header: 1 to 50 letters, digits and `-._`.
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.settings.app_name = Some(name.into());
        self
    }

    /// Sets the retry configuration. [`RetryConfig::standard`] by default; a call can override it.
    pub fn retry(mut self, retry: RetryConfig) -> Self {
        self.settings.options.retry = retry;
        self
    }

    /// Sets the maximum duration of a call, including all attempts, the delays between them, and waiting for
    /// credentials. 180 seconds by default; a call can override it.
    pub fn operation_timeout(mut self, timeout: Duration) -> Self {
        self.settings.options.timeout = timeout;
        self
    }

    /// Sets the maximum duration of an attempt, from connecting to the last byte of the response. 60 seconds by
    /// default; a call can override it.
    pub fn operation_attempt_timeout(mut self, timeout: Duration) -> Self {
        self.settings.options.attempt_timeout = timeout;
        self
    }

    /// Sets the source of the current time. The system clock by default. See [`TimeSource`] for when to set it.
    pub fn time_source(mut self, time_source: impl TimeSource) -> Self {
        self.settings.time_source = Arc::new(time_source);
        self
    }

    /// Sets the timer for timeouts and delays: see [`Sleep`]. With the feature `reqwest`, the default is tokio's.
    pub fn sleep(mut self, sleep: impl Sleep) -> Self {
        self.settings.sleep = Some(Arc::new(sleep));
        self
    }
}

impl<C: ServiceClient> ClientBuilder<C> {
    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration), with everything that is wrong with the
    /// configuration: see [`Error::configuration_errors`].
    pub fn build(self) -> Result<C, Error> {
        let state = self.settings.into_state()?;
        Ok(C::from_core(Client::new(state)))
    }
}

impl<C> Clone for ClientBuilder<C> {
    fn clone(&self) -> Self {
        Self { settings: self.settings.clone(), client: PhantomData }
    }
}

opaque_debug!(
    /// Omits secrets, and the endpoint, which may contain a password.
    ClientBuilder<C>, |builder| {
        region: builder.settings.region,
        project_id: builder.settings.project_id,
        enterprise_project_id: builder.settings.options.enterprise_project_id,
        credentials: builder.settings.credentials,
    }
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::Endpoint;
    use crate::error::ErrorKind;
    use crate::testing::{FakeTransport, SERVICE};

    fn builder() -> ClientBuilder<Client> {
        ClientBuilder::of_service(&SERVICE)
            .credentials(Credentials::token("s3cret"))
            .transport(FakeTransport::default())
    }

    fn errors(builder: ClientBuilder<Client>) -> Vec<String> {
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
        let bare = ClientBuilder::of_service(&SERVICE).transport(FakeTransport::default());
        assert_eq!(errors(bare).len(), 2, "neither region nor credentials");
        let all = ClientBuilder::of_service(&SERVICE)
            .region("A B")
            .endpoint("ftp://x")
            .credentials(Credentials::token("s3cret\n"));
        let all = errors(all.transport(FakeTransport::default()));
        assert_eq!(all.len(), 3, "{all:?}");
        assert!(!all.concat().contains("s3cret"), "{all:?}");
    }

    #[test]
    fn rejects_tokens_that_are_not_one_ascii_word() {
        for token in ["", "a\r\nb", "a\0", "ü", " a", "a ", "a token"] {
            let found = errors(builder().region("a").credentials(Credentials::token(token)));
            assert!(found.len() == 1 && found[0].contains("token"), "{found:?}");
        }
    }

    #[test]
    fn rejects_white_space_and_quotes_around_settings() {
        let builder = || builder().region("a");
        let padded = " starts or ends with white space or an invisible character: remove it";
        let quoted = " starts or ends with a quote: remove it";
        let key = |id, secret| builder().credentials(Credentials::access_key(id, secret));
        let password = |domain, user, password| {
            builder().iam_endpoint("https://iam").credentials(Credentials::password(domain, user, password))
        };
        for (builder, name) in [
            (builder().project_id("p\n"), "project_id"),
            (builder().enterprise_project_id("p\r\n"), "enterprise_project_id"),
            (builder().credentials(Credentials::token("s3cret\n")), "the token"),
            (key("a", "s3cret "), "the secret key"),
            (key("a\t", "s3cret"), "the access key"),
            (builder().credentials(Credentials::temporary_access_key("a", "s", "s3cret\n")), "the security token"),
            (password("d ", "u", "s3cret"), "the IAM domain"),
            (password("d", "u ", "s3cret"), "the IAM user"),
            (password("d", "u", "s3cret\n"), "the IAM password"),
            (builder().endpoint("https://b\n"), "invalid endpoint: it"),
            (builder().iam_endpoint("https://b "), "iam_endpoint: invalid endpoint: it"),
        ] {
            assert_eq!(errors(builder), [format!("{name}{padded}")]);
        }
        assert_eq!(errors(builder().project_id("'p'")), [format!("project_id{quoted}")]);
        assert_eq!(errors(key("a", "\"s3cret\"")), [format!("the secret key{quoted}")]);
        password("d", "u", "\"s3cret\"").build().expect("a password can contain quotes");
        let region = self::builder().with_environment_region(Some("a\n".into()));
        let expected = "HUAWEICLOUD_SDK_REGION: invalid region \"a\\u{a}\": it must be 1 to 63 characters";
        assert!(errors(region)[0].starts_with(expected));
    }

    #[test]
    fn endpoint_overrides_region_which_is_still_checked() {
        let client = builder().region("a").endpoint("https://b").build().expect("a client");
        assert_eq!(client.state().connection.endpoint.origin(), "https://b");
        let client = builder().region("a").build().expect("a client");
        assert_eq!(client.state().connection.endpoint, Endpoint::of_region(&SERVICE, "a").expect("an endpoint"));
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
        let region = |builder: &ClientBuilder<Client>| {
            builder
                .clone()
                .build()
                .expect("a client")
                .state()
                .options
                .region
                .as_ref()
                .map(|region| region.as_str().to_owned())
        };
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
