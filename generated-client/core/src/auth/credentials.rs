//! Credentials and credential providers.

use std::fmt;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;

use crate::auth::agency::{Agency, AssumedAgency};
use crate::auth::credential::{Credential, CredentialKind};
use crate::cause::BoxError;
use crate::secret::Secret;
use crate::text::{check_filled, check_unpadded};

/// Credentials for a client: an IAM token, an access key, an IAM user's password, an agency, or a custom provider.
///
/// Most programs use [`default_chain`](Self::default_chain), so that whoever runs them supplies the credentials. Use
/// the other constructors if the program has its own configuration, or [`metadata_service`](Self::metadata_service) on
/// a cloud server, which then needs no secret at all. Prefer an access key to a token in a long-running program: a
/// signature needs no renewal, whereas a token expires.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use huaweicloud_core::Credentials;
/// use huaweicloud_museum::mock::MockServer;
///
/// // The mock server verifies signatures, as the service does.
/// let mock = MockServer::builder().access_key("AKEXAMPLE", "SKEXAMPLE").start().await?;
///
/// let credentials = Credentials::access_key("AKEXAMPLE", "SKEXAMPLE");
/// mock.client().credentials(credentials).build()?.list_paintings().send().await?;
///
/// let wrong = Credentials::access_key("AKEXAMPLE", "WRONGSK");
/// let error = mock.client().credentials(wrong).build()?.list_paintings().send().await.unwrap_err();
/// assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
/// # Ok(())
/// # }
/// ```
///
/// `Debug` redacts secrets. Their memory is zeroed when the last copy is dropped, except for what the HTTP stack
/// copies.
#[derive(Clone)]
pub struct Credentials {
    pub(crate) source: CredentialsSource,
    pub(crate) origin: CredentialsOrigin,
    /// Region from the same source, used unless the client sets one.
    pub(crate) region: Option<String>,
    /// Project from the same source, used unless the client sets one.
    pub(crate) project_id: Option<String>,
    /// IAM endpoint from the same source, used unless the client sets one.
    pub(crate) iam_endpoint: Option<String>,
}

/// The place where [`Credentials`] were found, which `Display` names in a few words.
///
/// Show it to the users of a program that reads [`default_chain`](Credentials::default_chain), so that they know
/// which account it acts for. It does not say whether the service accepts the credentials.
///
/// ```
/// use huaweicloud_core::{Credentials, CredentialsOrigin};
///
/// let credentials = Credentials::token("TOKENEXAMPLE");
/// assert_eq!(credentials.origin(), &CredentialsOrigin::Program);
/// assert_eq!(format!("credentials from {}", credentials.origin()), "credentials from the program");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialsOrigin {
    /// The program itself: it created them without reading the environment or a profile.
    Program,
    /// Environment variables.
    Environment,
    /// A profile.
    Profile {
        /// Name of the profile, which is a section of the file.
        name: String,
        /// The credentials file.
        file: PathBuf,
    },
}

impl fmt::Display for CredentialsOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Program => f.write_str("the program"),
            Self::Environment => f.write_str("the environment"),
            Self::Profile { name, file } => write!(f, "the profile {name} in {}", file.display()),
        }
    }
}

#[derive(Clone)]
pub(crate) enum CredentialsSource {
    Static(Arc<Credential>),
    Password(Arc<Password>),
    MetadataService,
    Agency(Arc<AssumedAgency>),
    Provider(Arc<dyn ProvideCredentials>),
}

/// A custom source of credentials, such as a vault: see [`Credentials::provider`].
///
/// Implement it if credentials change while the program runs and the client cannot renew them itself. For fixed
/// credentials, and for those of IAM or of a metadata service, [`Credentials`] has constructors.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// use std::time::{Duration, SystemTime};
///
/// use huaweicloud_core::{Credential, CredentialFuture, Credentials, ProvideCredentials};
///
/// struct Vault;
///
/// impl ProvideCredentials for Vault {
///     fn provide_credentials(&self) -> CredentialFuture<'_> {
///         Box::pin(async {
///             // Ask your vault here. The client asks again five minutes before the token expires.
///             let hour = Duration::from_secs(60 * 60);
///             Ok(Credential::token("TOKENEXAMPLE").expires_at(SystemTime::now() + hour))
///         })
///     }
/// }
///
/// let client = mock.client().credentials(Credentials::provider(Vault)).build()?;
/// client.list_paintings().send().await?;
/// assert_eq!(mock.received_requests()[0].headers()["x-auth-token"], "TOKENEXAMPLE");
/// # Ok(())
/// # }
/// ```
///
/// The client caches each credential until shortly before it expires or until the service rejects it, and then asks for
/// a new one. Concurrent calls share a single request to the provider, so it needs no cache of its own. An `Arc` of a
/// provider is a provider too, so several clients, or a client and the program, can share it.
pub trait ProvideCredentials: Send + Sync + 'static {
    /// Returns a credential that is valid now.
    ///
    /// An error ends the call with the kind [`Credentials`](crate::ErrorKind::Credentials) and is its source. It is not
    /// part of the message, since it may contain a secret, and is not retried.
    fn provide_credentials(&self) -> CredentialFuture<'_>;
}

impl<T: ProvideCredentials + ?Sized> ProvideCredentials for Arc<T> {
    fn provide_credentials(&self) -> CredentialFuture<'_> {
        (**self).provide_credentials()
    }
}

/// Future returned by [`ProvideCredentials::provide_credentials`], which has an example: `Box::pin(async { … })`.
pub type CredentialFuture<'a> = Pin<Box<dyn Future<Output = Result<Credential, BoxError>> + Send + 'a>>;

/// An IAM user's name and password.
#[derive(Debug)]
#[allow(clippy::struct_field_names, reason = "the field names of the IAM API")]
pub(crate) struct Password {
    pub(crate) domain: String,
    pub(crate) user: String,
    pub(crate) password: Secret,
}

impl Password {
    /// Checks that no part is empty or has white space around it.
    pub(crate) fn validate(&self) -> Result<(), String> {
        check_filled("the IAM domain", &self.domain)?;
        check_filled("the IAM user", &self.user)?;
        if self.password.expose().is_empty() {
            return Err("the IAM password is empty".to_owned());
        }
        check_unpadded("the IAM password", self.password.expose())
    }
}

impl Credentials {
    /// Creates credentials from an IAM token, which is sent in the header `X-Auth-Token`.
    ///
    /// The client never replaces the token, even if the service rejects it.
    #[must_use]
    pub fn token(token: impl Into<String>) -> Self {
        Self::from_credential(Credential::token(token))
    }

    /// Creates credentials from an access key (AK) and its secret key (SK).
    ///
    /// The secret key signs each request. It is never sent.
    #[must_use]
    pub fn access_key(access_key: impl Into<String>, secret_key: impl Into<String>) -> Self {
        Self::from_credential(Credential::access_key(access_key, secret_key))
    }

    /// Creates credentials from a temporary access key and its security token.
    #[must_use]
    pub fn temporary_access_key(
        access_key: impl Into<String>,
        secret_key: impl Into<String>,
        security_token: impl Into<String>,
    ) -> Self {
        Self::from_credential(Credential::temporary_access_key(access_key, secret_key, security_token))
    }

    /// Creates credentials from an IAM user: the account name (domain), the user name, and the password.
    ///
    /// The client exchanges them for a token at its IAM endpoint, and again before the token expires. If the client has
    /// no project ID, it uses the token's project.
    #[must_use]
    pub fn password(domain: impl Into<String>, user: impl Into<String>, password: impl Into<String>) -> Self {
        let password = Password { domain: domain.into(), user: user.into(), password: Secret::new(password.into()) };
        Self::from_source(CredentialsSource::Password(Arc::new(password)))
    }

    /// Creates credentials from the agency of the cloud server on which the program runs.
    ///
    /// The client requests temporary access keys from the server's metadata service, at the fixed address
    /// `169.254.169.254`, and renews them before they expire. No secret has to be stored on the server. It uses the
    /// second version of the service, or the first one if the server does not support the second.
    ///
    /// The client's [`Transport`](crate::Transport) sends the requests; the default one never uses a proxy for them. An
    /// attempt takes at most a second, so outside of a cloud server each call fails after a few seconds. Do not use
    /// this in a program that runs on machines of your users: outside of the cloud, any machine on the local network
    /// can have this address.
    ///
    /// The credentials have no project: set [`project_id`](crate::ClientBuilder::project_id), or let the client look
    /// it up with [`resolve_project_id`](crate::ClientBuilder::resolve_project_id).
    #[must_use]
    pub fn metadata_service() -> Self {
        Self::from_source(CredentialsSource::MetadataService)
    }

    /// Creates credentials of an agency, which the client assumes with these credentials.
    ///
    /// The client requests temporary access keys from its IAM endpoint, and renews them before they expire. These
    /// credentials authenticate the requests. They can be of any kind, even those of another agency. Their region and
    /// IAM endpoint still apply, but not their project, since an agency usually belongs to another account.
    ///
    /// ```
    /// # fn example() -> Result<(), huaweicloud_core::Error> {
    /// use huaweicloud_core::{Agency, Credentials};
    ///
    /// let agency = Agency::of_domain_name("customer", "security-audit");
    /// let credentials = Credentials::default_chain()?.assume_agency(agency);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn assume_agency(self, agency: Agency) -> Self {
        let (region, iam_endpoint, origin) = (self.region.clone(), self.iam_endpoint.clone(), self.origin.clone());
        let source = CredentialsSource::Agency(Arc::new(AssumedAgency { agency, source: self }));
        Self { source, origin, region, project_id: None, iam_endpoint }
    }

    /// Creates credentials from a custom provider, for sources that change while the program runs.
    pub fn provider(provider: impl ProvideCredentials) -> Self {
        Self::from_source(CredentialsSource::Provider(Arc::new(provider)))
    }

    fn from_credential(credential: Credential) -> Self {
        Self::from_source(CredentialsSource::Static(Arc::new(credential)))
    }

    fn from_source(source: CredentialsSource) -> Self {
        Self { source, origin: CredentialsOrigin::Program, region: None, project_id: None, iam_endpoint: None }
    }

    /// Returns where the credentials were found.
    #[must_use]
    pub fn origin(&self) -> &CredentialsOrigin {
        &self.origin
    }

    /// Returns the region that their profile sets. A client without a region uses it.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// Returns the project that their profile or the environment sets. A client without a project uses it.
    #[must_use]
    pub fn project_id(&self) -> Option<&str> {
        self.project_id.as_deref()
    }

    /// Checks the parts that are known before a provider is called.
    pub(crate) fn validate(&self) -> Result<(), String> {
        match &self.source {
            CredentialsSource::Static(credential) => credential.validate(),
            CredentialsSource::Password(password) => password.validate(),
            CredentialsSource::Agency(assumed) => assumed.validate(),
            CredentialsSource::MetadataService | CredentialsSource::Provider(_) => Ok(()),
        }
    }

    /// Returns the secrets that are known before a provider is called.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        match &self.source {
            CredentialsSource::Static(credential) => credential.secrets().collect(),
            CredentialsSource::Password(password) => vec![password.password.clone()],
            CredentialsSource::Agency(assumed) => assumed.source.secrets(),
            CredentialsSource::MetadataService | CredentialsSource::Provider(_) => Vec::new(),
        }
    }

    /// Returns whether a token is requested, which needs a project or a region as its scope.
    pub(crate) fn needs_scope(&self) -> bool {
        match &self.source {
            CredentialsSource::Password(_) => true,
            CredentialsSource::Agency(assumed) => assumed.source.needs_scope(),
            _ => false,
        }
    }

    /// Returns the credentials that assume the agency, if these are the credentials of one.
    pub(crate) fn source_of_agency(&self) -> Option<&Self> {
        match &self.source {
            CredentialsSource::Agency(assumed) => Some(&assumed.source),
            _ => None,
        }
    }
}

/// Returns the ID of an access key, or `None` for other credentials.
#[must_use]
pub fn access_key_id(credentials: &Credentials) -> Option<&str> {
    let CredentialsSource::Static(credential) = &credentials.source else { return None };
    match &credential.kind {
        CredentialKind::AccessKey(key) => Some(&key.id),
        CredentialKind::Token(_) => None,
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            CredentialsSource::Static(credential) => fmt::Debug::fmt(credential, f),
            CredentialsSource::Password(password) => fmt::Debug::fmt(password, f),
            CredentialsSource::MetadataService => f.write_str("MetadataService"),
            CredentialsSource::Agency(assumed) => fmt::Debug::fmt(assumed, f),
            CredentialsSource::Provider(_) => f.write_str("Provider(..)"),
        }
    }
}
