//! Where the kind of who is calling comes from.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::SystemTime;

use crate::runtime::auth::secret::Secret;
use crate::runtime::text::header_text_fault;
use crate::runtime::transport::BoxError;

/// Where a client's credentials come from. `Debug` never shows them, and their memory is overwritten when they are no
/// longer used.
#[derive(Clone)]
pub struct Credentials {
    pub(crate) source: CredentialsSource,
    /// The project that came with them, used where the client has none.
    pub(crate) project_id: Option<String>,
    /// The IAM endpoint that came with them, used where the client has none.
    pub(crate) iam_endpoint: Option<String>,
}

#[derive(Clone)]
pub(crate) enum CredentialsSource {
    Static(Arc<Credential>),
    Password(Arc<Password>),
    Provider(Arc<dyn ProvideCredentials>),
}

/// A source of credentials of your own, such as a vault. The client keeps what it provides until shortly before it
/// expires, and asks again once the service refuses it; many calls at a time ask once.
pub trait ProvideCredentials: Send + Sync + 'static {
    /// Provides a credential that is good now.
    fn provide_credentials(&self) -> CredentialFuture<'_>;
}

/// What [`ProvideCredentials::provide_credentials`] returns.
pub type CredentialFuture<'a> = Pin<Box<dyn Future<Output = Result<Credential, BoxError>> + Send + 'a>>;

/// A kind of who is calling, good at once. `Debug` never shows it.
#[derive(Clone)]
pub struct Credential {
    pub(crate) kind: CredentialKind,
    pub(crate) project_id: Option<String>,
    pub(crate) expires_at: Option<SystemTime>,
}

#[derive(Clone)]
pub(crate) enum CredentialKind {
    Token(Secret),
    AccessKey(AccessKey),
}

#[derive(Clone)]
pub(crate) struct AccessKey {
    pub(crate) id: String,
    pub(crate) secret: Secret,
    pub(crate) security_token: Option<Secret>,
}

/// A user of IAM.
#[allow(clippy::struct_field_names, reason = "IAM's own words")]
pub(crate) struct Password {
    pub(crate) domain: String,
    pub(crate) user: String,
    pub(crate) password: Secret,
}

impl Password {
    pub(crate) fn fault(&self) -> Option<String> {
        let parts = [("domain", self.domain.as_str()), ("user", &self.user), ("password", self.password.expose())];
        parts.into_iter().find(|(_, text)| text.is_empty()).map(|(part, _)| format!("the {part} of IAM is empty"))
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { domain, user, password } = self;
        f.debug_struct("Password").field("domain", domain).field("user", user).field("password", password).finish()
    }
}

impl Credentials {
    /// A token of IAM, sent in the header `X-Auth-Token`. It is used as it is, also when the service refuses it.
    #[must_use]
    pub fn token(token: impl Into<String>) -> Self {
        Self::fixed(Credential::token(token))
    }

    /// An access key (AK) and its secret key (SK), by which each request is signed. The secret is never sent.
    #[must_use]
    pub fn access_key(access_key: impl Into<String>, secret_key: impl Into<String>) -> Self {
        Self::fixed(Credential::access_key(access_key, secret_key))
    }

    /// A temporary access key, with the security token that belongs to it.
    #[must_use]
    pub fn temporary_access_key(
        access_key: impl Into<String>,
        secret_key: impl Into<String>,
        security_token: impl Into<String>,
    ) -> Self {
        Self::fixed(Credential::temporary_access_key(access_key, secret_key, security_token))
    }

    /// A user of IAM, by its account's name (the domain), its own name and its password.
    ///
    /// They are exchanged for a token at the IAM of the client's region, and again before the token expires. Where
    /// the client has no project, the token's is used.
    #[must_use]
    pub fn password(domain: impl Into<String>, user: impl Into<String>, password: impl Into<String>) -> Self {
        let password = Password { domain: domain.into(), user: user.into(), password: Secret::new(password.into()) };
        Self::of(CredentialsSource::Password(Arc::new(password)))
    }

    /// A source of your own.
    pub fn provider(provider: impl ProvideCredentials) -> Self {
        Self::of(CredentialsSource::Provider(Arc::new(provider)))
    }

    fn fixed(credential: Credential) -> Self {
        Self::of(CredentialsSource::Static(Arc::new(credential)))
    }

    pub(crate) fn of(source: CredentialsSource) -> Self {
        Self { source, project_id: None, iam_endpoint: None }
    }

    /// What makes these credentials useless from the start.
    pub(crate) fn fault(&self) -> Option<String> {
        match &self.source {
            CredentialsSource::Static(credential) => credential.fault(),
            CredentialsSource::Password(password) => password.fault(),
            CredentialsSource::Provider(_) => None,
        }
    }

    /// What must not be seen, as far as it is known before a credential is provided.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        match &self.source {
            CredentialsSource::Static(credential) => credential.secrets(),
            CredentialsSource::Password(password) => vec![password.password.clone()],
            CredentialsSource::Provider(_) => Vec::new(),
        }
    }
}

impl Credential {
    /// A token of IAM.
    #[must_use]
    pub fn token(token: impl Into<String>) -> Self {
        Self::of(CredentialKind::Token(Secret::new(token.into())))
    }

    /// An access key and its secret key.
    #[must_use]
    pub fn access_key(access_key: impl Into<String>, secret_key: impl Into<String>) -> Self {
        let secret = Secret::new(secret_key.into());
        Self::of(CredentialKind::AccessKey(AccessKey { id: access_key.into(), secret, security_token: None }))
    }

    /// A temporary access key with its security token.
    #[must_use]
    pub fn temporary_access_key(
        access_key: impl Into<String>,
        secret_key: impl Into<String>,
        security_token: impl Into<String>,
    ) -> Self {
        let (secret, token) = (Secret::new(secret_key.into()), Secret::new(security_token.into()));
        Self::of(CredentialKind::AccessKey(AccessKey { id: access_key.into(), secret, security_token: Some(token) }))
    }

    /// When it stops being good. Without it, a credential is kept until the service refuses it.
    #[must_use]
    pub fn expires_at(mut self, time: SystemTime) -> Self {
        self.expires_at = Some(time);
        self
    }

    /// The project that it belongs to, used where the client has none.
    #[must_use]
    pub fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.project_id = Some(project_id.into());
        self
    }

    fn of(kind: CredentialKind) -> Self {
        Self { kind, project_id: None, expires_at: None }
    }

    pub(crate) fn secrets(&self) -> Vec<Secret> {
        match &self.kind {
            CredentialKind::Token(token) => vec![token.clone()],
            CredentialKind::AccessKey(key) => {
                [Some(&key.secret), key.security_token.as_ref()].into_iter().flatten().cloned().collect()
            }
        }
    }

    /// Why a request cannot carry it.
    pub(crate) fn fault(&self) -> Option<String> {
        let in_header = |what: &str, text: &str| {
            let fault = if text.is_empty() { Some("nothing in it".to_owned()) } else { header_text_fault(text) };
            fault.map(|fault| format!("the {what} has {fault}, which a header cannot carry"))
        };
        if let Some(id @ ("" | "." | "..")) = self.project_id.as_deref() {
            return Some(format!("the project id is \"{id}\", which no path can carry"));
        }
        match &self.kind {
            CredentialKind::Token(token) => in_header("token", token.expose()),
            CredentialKind::AccessKey(key) => {
                let token = key.security_token.as_ref().and_then(|token| in_header("security token", token.expose()));
                let secret = key.secret.expose().is_empty().then(|| "the secret key is empty".to_owned());
                let separated = key.id.contains([',', ' ']).then(|| "the access key has a comma or a space".to_owned());
                in_header("access key", &key.id).or(separated).or(secret).or(token)
            }
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            CredentialsSource::Static(credential) => fmt::Debug::fmt(credential, f),
            CredentialsSource::Password(password) => fmt::Debug::fmt(password, f),
            CredentialsSource::Provider(_) => f.write_str("Provider(..)"),
        }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            CredentialKind::Token(token) => f.debug_tuple("Token").field(token).finish(),
            CredentialKind::AccessKey(key) => {
                f.debug_struct("AccessKey").field("id", &key.id).field("secret", &key.secret).finish_non_exhaustive()
            }
        }
    }
}
