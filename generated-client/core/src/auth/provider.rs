//! Custom sources of credentials.

use std::pin::Pin;
use std::sync::Arc;

use crate::auth::credential::Credential;
use crate::cause::BoxError;

/// A custom source of credentials, such as a vault: see [`Credentials::provider`](crate::Credentials::provider).
///
/// Implement it if credentials change while the program runs and the client cannot renew them itself. For fixed
/// credentials, and for those of IAM or of a metadata service, [`Credentials`](crate::Credentials) has constructors.
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
