//! The credentials of a client.

use std::fmt;
use std::sync::Arc;

use crate::auth::agency::Agency;
use crate::auth::credential::{Credential, CredentialKind};
use crate::auth::origin::CredentialsOrigin;
use crate::auth::password::Password;
use crate::auth::provider::ProvideCredentials;
use crate::secret::Secret;

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

#[derive(Clone)]
pub(crate) enum CredentialsSource {
    Static(Arc<Credential>),
    Password(Arc<Password>),
    MetadataService,
    Agency(Arc<AssumedAgency>),
    Provider(Arc<dyn ProvideCredentials>),
}

/// An agency, with the credentials that assume it.
#[derive(Debug)]
pub(crate) struct AssumedAgency {
    pub(crate) agency: Agency,
    pub(crate) source: Credentials,
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

    /// Returns the IAM endpoint that their profile or the environment sets. A client without an IAM endpoint uses it.
    #[must_use]
    pub fn iam_endpoint(&self) -> Option<&str> {
        self.iam_endpoint.as_deref()
    }

    /// Checks the parts that are known before a provider is called.
    pub(crate) fn validate(&self) -> Result<(), String> {
        match &self.source {
            CredentialsSource::Static(credential) => credential.validate(),
            CredentialsSource::Password(password) => password.validate(),
            CredentialsSource::Agency(assumed) => {
                assumed.agency.validate()?;
                assumed.source.validate()
            }
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

/// Returns the ID of an access key, or of the one that assumes an agency. Returns `None` for other credentials.
#[must_use]
pub fn access_key_id(credentials: &Credentials) -> Option<&str> {
    match &credentials.source {
        CredentialsSource::Static(credential) => match &credential.kind {
            CredentialKind::AccessKey(key) => Some(&key.id),
            CredentialKind::Token(_) => None,
        },
        CredentialsSource::Agency(assumed) => access_key_id(&assumed.source),
        _ => None,
    }
}

/// Replaces credentials that require requests with an access key that no service accepts, for a request that is not
/// sent. Keeps the region and the project.
#[must_use]
pub fn without_requests(mut credentials: Credentials) -> Credentials {
    if !matches!(credentials.source, CredentialsSource::Static(_)) {
        credentials.source = Credentials::temporary_access_key("none", "none", "none").source;
    }
    credentials
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
