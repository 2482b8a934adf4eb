//! How a client authenticates, and where it finds its credentials.
//!
//! # Which credentials to use
//!
//! | credentials | use them |
//! |---|---|
//! | [`Credentials::default_chain`](crate::Credentials::default_chain) | in most programs: whoever runs the program supplies them |
//! | [`Credentials::access_key`](crate::Credentials::access_key) | if the program reads a permanent access key from its own configuration |
//! | [`Credentials::temporary_access_key`](crate::Credentials::temporary_access_key) | if it gets a temporary one, with a security token |
//! | [`Credentials::password`](crate::Credentials::password) | if there is only the password of an IAM user: the client exchanges it for tokens |
//! | [`Credentials::token`](crate::Credentials::token) | for one run that is shorter than the life of the token, at most a day |
//! | [`Credentials::provider`](crate::Credentials::provider) | for any other source, such as a vault |
//!
//! Prefer access keys in programs that run for long. A request is signed with the secret key, which is never sent, so
//! nothing has to be renewed. A fixed token is never replaced: after it has expired, each call fails with the status
//! 401.
//!
//! # A first example
//!
//! ```
//! use huaweicloud_hss::mock::MockServer;
//! use huaweicloud_hss::{Client, Credentials};
//!
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     // The mock server verifies signatures, as the service does.
//!     let mock = MockServer::builder().access_key("AKEXAMPLE", "SKEXAMPLE").start().await?;
//!     let client = Client::builder()
//!         .endpoint(mock.url())
//!         .region("cn-north-4")
//!         .project_id("my-project")
//!         .credentials(Credentials::access_key("AKEXAMPLE", "SKEXAMPLE"))
//!         .build()?;
//!     client.list_global_image_apps().send().await?;
//!     Ok(())
//! }
//! ```
//!
//! # The default credentials chain
//!
//! The chain reads the environment and then the profile `basic` of the credentials file, both in the form of the
//! vendor's SDKs, and uses the first source that is set. It sends no requests, not even to a metadata service. A
//! partially configured source is an error; the chain does not fall through, since the next source may belong to
//! another account. [`Credentials::origin`](crate::Credentials::origin) tells which source was used.
//!
//! ```text
//! # ~/.huaweicloud/credentials
//! [basic]
//! ak = AKEXAMPLE
//! sk = SKEXAMPLE
//! region = cn-north-4
//! project_id = 0123456789abcdef0123456789abcdef
//! ```
//!
//! # Region and project
//!
//! | setting | taken from the first of |
//! |---|---|
//! | region | `ClientBuilder::region`, `HUAWEICLOUD_SDK_REGION` after `ClientBuilder::region_from_env`, the profile |
//! | project | `Call::project_id`, `ClientBuilder::project_id`, `HUAWEICLOUD_SDK_PROJECT_ID`, the profile, the credential itself |
//!
//! `HUAWEICLOUD_SDK_PROJECT_ID` applies to credentials from the environment or the chain. The settings of a profile
//! apply only to credentials from that profile. If the project of an access key is not known,
//! [`ClientBuilder::resolve_project_id`](crate::ClientBuilder) lets the first call that needs it ask IAM for the
//! project of the region; no client does this by itself.
//!
//! # Your own provider
//!
//! The client keeps a credential until shortly before it expires or until the service rejects it, and then asks the
//! provider again. Concurrent calls share one request.
//!
//! ```
//! use huaweicloud_hss::mock::MockServer;
//! use huaweicloud_hss::{Credential, CredentialFuture, Credentials, ProvideCredentials};
//!
//! struct Vault;
//!
//! impl ProvideCredentials for Vault {
//!     fn provide_credentials(&self) -> CredentialFuture<'_> {
//!         Box::pin(async {
//!             // Ask your vault here. Without `expires_at`, the credential is used until the service rejects it.
//!             Ok(Credential::token("a token"))
//!         })
//!     }
//! }
//!
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let mock = MockServer::start().await?;
//!     let client = mock.client().credentials(Credentials::provider(Vault)).build()?;
//!     client.list_global_image_apps().send().await?;
//!     Ok(())
//! }
//! ```
//!
//! # Traps
//!
//! - White space, line breaks or quotes around a secret or an ID are an error that names their source. They usually
//!   come from a file that ends with a line break.
//! - A signature contains the time. If the system clock is wrong, the client corrects it by the service's
//!   clock, which costs one rejected attempt; it does not change the system's clock.
//! - A provider's error can contain secrets that the client cannot know. It is the `source` of the client's error and
//!   not part of its message.
//! - Credentials are sent to the configured endpoint only, and passwords to IAM only. Redirects are never followed.
