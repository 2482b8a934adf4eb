//! The credential that a request uses.

use std::fmt;
use std::time::SystemTime;

use crate::secret::Secret;
use crate::text::{check_filled, check_header_text, check_word};

/// An IAM token or an access key, as a [`ProvideCredentials`](crate::ProvideCredentials) returns it. Other programs
/// need only [`Credentials`](crate::Credentials).
///
/// Set its expiration time if that is known: the client then asks for the next credential before this one is rejected.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// use huaweicloud_core::{Credential, CredentialFuture, Credentials, ProvideCredentials};
/// use huaweicloud_museum::Client;
///
/// /// Issues a temporary access key, which belongs to a project.
/// struct Issuer;
///
/// impl ProvideCredentials for Issuer {
///     fn provide_credentials(&self) -> CredentialFuture<'_> {
///         let key = Credential::temporary_access_key("AKEXAMPLE", "SKEXAMPLE", "STEXAMPLE");
///         Box::pin(async { Ok(key.project_id("my-project")) })
///     }
/// }
///
/// // The client has no project of its own, so it takes that of the credential.
/// let builder = Client::builder().endpoint(mock.url()).region("cn-north-4");
/// let client = builder.credentials(Credentials::provider(Issuer)).build()?;
/// client.list_paintings().send().await?;
/// assert_eq!(mock.received_requests()[0].uri().path(), "/v1/my-project/paintings");
/// # Ok(())
/// # }
/// ```
///
/// `Debug` redacts secrets.
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

impl Credential {
    /// Creates a credential from an IAM token.
    #[must_use]
    pub fn token(token: impl Into<String>) -> Self {
        Self::from_kind(CredentialKind::Token(Secret::new(token.into())))
    }

    /// Creates a credential from an access key and its secret key.
    #[must_use]
    pub fn access_key(access_key: impl Into<String>, secret_key: impl Into<String>) -> Self {
        let secret = Secret::new(secret_key.into());
        Self::from_access_key(AccessKey { id: access_key.into(), secret, security_token: None })
    }

    /// Creates a credential from a temporary access key and its security token.
    #[must_use]
    pub fn temporary_access_key(
        access_key: impl Into<String>,
        secret_key: impl Into<String>,
        security_token: impl Into<String>,
    ) -> Self {
        Self::from_access_key(AccessKey {
            id: access_key.into(),
            secret: Secret::new(secret_key.into()),
            security_token: Some(Secret::new(security_token.into())),
        })
    }

    /// Sets the expiration time. The client asks for the next credential five minutes earlier, or after half of the
    /// lifetime if that is shorter. A credential without an expiration time is used until the service rejects it.
    #[must_use]
    pub fn expires_at(mut self, time: SystemTime) -> Self {
        self.expires_at = Some(time);
        self
    }

    /// Sets the project that the credential belongs to, which is used if the client has no project ID.
    #[must_use]
    pub fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.project_id = Some(project_id.into());
        self
    }

    pub(crate) fn from_access_key(key: AccessKey) -> Self {
        Self::from_kind(CredentialKind::AccessKey(key))
    }

    fn from_kind(kind: CredentialKind) -> Self {
        Self { kind, project_id: None, expires_at: None }
    }

    pub(crate) fn is_token(&self) -> bool {
        matches!(self.kind, CredentialKind::Token(_))
    }

    pub(crate) fn secrets(&self) -> impl Iterator<Item = Secret> {
        let (secret, security_token) = match &self.kind {
            CredentialKind::Token(token) => (token, None),
            CredentialKind::AccessKey(key) => (&key.secret, key.security_token.clone()),
        };
        std::iter::once(secret.clone()).chain(security_token)
    }

    /// Returns the credential if a request can carry it.
    pub(crate) fn validated(self) -> Result<Self, String> {
        self.validate()?;
        Ok(self)
    }

    /// Checks that a request can carry the credential. Errors never contain a secret.
    pub(crate) fn validate(&self) -> Result<(), String> {
        if let Some(id) = &self.project_id {
            check_project_id(id)?;
        }
        match &self.kind {
            CredentialKind::Token(token) => check_header("the token", token.expose()),
            CredentialKind::AccessKey(key) => key.validate(),
        }
    }
}

impl AccessKey {
    fn validate(&self) -> Result<(), String> {
        let mut errors = Vec::new();
        errors.extend(self.check_id().err());
        errors.extend(check_key("the secret key", self.secret.expose()).err());
        if let Some(token) = &self.security_token {
            errors.extend(check_header("the security token", token.expose()).err());
        }
        if errors.is_empty() { Ok(()) } else { Err(errors.join("; ")) }
    }

    fn check_id(&self) -> Result<(), String> {
        check_header("the access key", &self.id)?;
        if self.id.contains(',') {
            // It separates the parts of the header `Authorization`.
            return Err("the access key contains a comma: remove it".to_owned());
        }
        Ok(())
    }
}

/// Checks that a request can carry a project ID.
pub(crate) fn check_project_id(id: &str) -> Result<(), String> {
    match id {
        "" | "." | ".." => Err(format!("the project ID \"{id}\" is not a valid path segment")),
        _ => check_word("the project ID", id),
    }
}

fn check_key(name: &str, text: &str) -> Result<(), String> {
    check_filled(name, text)?;
    check_word(name, text)
}

/// Checks a key that is sent in a header.
fn check_header(name: &str, text: &str) -> Result<(), String> {
    check_key(name, text)?;
    check_header_text(text).map_err(|error| format!("{name} {error}: use printable ASCII"))
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
