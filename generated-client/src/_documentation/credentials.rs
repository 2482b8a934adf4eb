//! How a client authenticates, and where it finds its credentials.
//!
//! # Which credentials to use
//!
//! | the program runs | use |
//! |---|---|
//! | on your own machine | [`default_chain`](crate::Credentials::default_chain), with the profile that `hss configure` writes |
//! | in a pipeline or a container, with secrets in environment variables | [`default_chain`](crate::Credentials::default_chain) |
//! | on a cloud server of the vendor | [`metadata_service`](crate::Credentials::metadata_service), and no secret is stored on the server |
//! | with an access key in its own configuration | [`access_key`](crate::Credentials::access_key), or [`temporary_access_key`](crate::Credentials::temporary_access_key) if it has a security token |
//! | with a vault, a federated identity or another source of its own | [`provider`](crate::Credentials::provider) |
//! | with only the password of an IAM user | [`password`](crate::Credentials::password), which the client exchanges for tokens |
//! | once, for less than the life of a token, which is at most a day | [`token`](crate::Credentials::token) |
//!
//! If the resources belong to another account, use the same credentials to
//! [assume an agency](crate::Credentials::assume_agency) of that account. Credentials belong to a client: for credentials
//! of a second account, build a second client. With clones of one `ReqwestTransport`, the clients share connections.
//!
//! Prefer access keys in programs that run for long. A request is signed with the secret key, which is never sent, so
//! nothing has to be renewed. The client renews the token of a password, and temporary access keys of the metadata
//! service and of agencies. It never replaces a token or a temporary access key that you pass to it, or that comes from
//! the default chain: after it has expired, each call fails with the status 401.
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
//! The chain uses the first source that is set, and sends no requests, not even to a metadata service:
//!
//! 1. the environment: `HUAWEICLOUD_SDK_TOKEN`, or else `HUAWEICLOUD_SDK_AK` and `HUAWEICLOUD_SDK_SK`, with
//!    `HUAWEICLOUD_SDK_SECURITY_TOKEN` if the access key is temporary;
//! 2. the profile that `HUAWEICLOUD_SDK_PROFILE` names, or else `basic`, in the credentials file:
//!    `~/.huaweicloud/credentials`, or the one that `HUAWEICLOUD_SDK_CREDENTIALS_FILE` names.
//!    [`from_named_profile`](crate::Credentials::from_named_profile) reads another profile.
//!
//! Empty variables count as unset. A partially configured source is an error; the chain does not fall through, since
//! the next source may belong to another account. [`Credentials::origin`](crate::Credentials::origin) tells which
//! source was used. The example [`default_chain`] shows both.
//!
//! ```text
//! # ~/.huaweicloud/credentials, in the form of the vendor's SDKs
//! [basic]
//! ak = AKEXAMPLE
//! sk = SKEXAMPLE
//! region = cn-north-4
//! project_id = 0123456789abcdef0123456789abcdef
//! ```
//!
//! # On a cloud server
//!
//! An administrator attaches an agency to the server, with permissions for the service. The server's metadata service
//! then issues temporary access keys of the agency, which the client requests when it needs them:
//!
//! ```no_run
//! use huaweicloud_hss::{Client, Credentials, Error};
//!
//! fn client() -> Result<Client, Error> {
//!     Client::builder()
//!         .region("cn-north-4")
//!         .resolve_project_id()
//!         .credentials(Credentials::metadata_service())
//!         .build()
//! }
//! # fn main() {
//! #     let _ = client();
//! # }
//! ```
//!
//! The default chain never does this. A program that should also run elsewhere says so with
//! `Credentials::default_chain_or(Credentials::metadata_service())`. Do not use it in a program for machines that you
//! do not operate: the address of the metadata service is fixed, and outside of the cloud, any machine on the local
//! network can have it. Calls then wait a few seconds and fail, or send their requests with credentials of a stranger.
//!
//! To test such a program on your own machine, pass a [`Transport`](crate::Transport) that plays the metadata service,
//! as the example [`agency`] does. It shows when keys are requested, and also assumes another agency.
//!
//! # In another account
//!
//! An account can let another one manage its resources: it creates an agency, and the other account's users assume it.
//! The client does that with any credentials of such a user, and requests the next key before one expires:
//!
//! ```no_run
//! use huaweicloud_hss::{Agency, Client, Credentials, Error};
//!
//! fn client(own: Credentials) -> Result<Client, Error> {
//!     let agency = Agency::of_domain_name("customer", "security-audit");
//!     Client::builder()
//!         .region("cn-north-4")
//!         .project_id("0123456789abcdef0123456789abcdef") // a project of the customer
//!         .credentials(own.assume_agency(agency))
//!         .build()
//! }
//! # fn main() {
//! #     let _ = client(Credentials::access_key("AKEXAMPLE", "SKEXAMPLE"));
//! # }
//! ```
//!
//! Within one account, give the user the permissions instead: an agency costs a request and adds nothing.
//!
//! # Region and project
//!
//! | setting | taken from the first of |
//! |---|---|
//! | region | `ClientBuilder::region`, `HUAWEICLOUD_SDK_REGION` after `ClientBuilder::region_from_env`, the profile |
//! | project | `Call::project_id`, `ClientBuilder::project_id`, `HUAWEICLOUD_SDK_PROJECT_ID`, the profile, the credential itself |
//! | IAM endpoint | `ClientBuilder::iam_endpoint`, `HUAWEICLOUD_SDK_IAM_ENDPOINT`, the profile, the region unless the endpoint is on loopback |
//!
//! `HUAWEICLOUD_SDK_PROJECT_ID` and `HUAWEICLOUD_SDK_IAM_ENDPOINT` apply to credentials from the environment or the
//! chain, not to those that the program creates itself. The settings of a profile apply only to credentials from that
//! profile. Its region and IAM endpoint also apply to an agency that those credentials assume. If the project of an
//! access key is not known, [`ClientBuilder::resolve_project_id`](crate::ClientBuilder) lets the first call that needs
//! it ask IAM for the project of the region; no client does this by itself.
//!
//! A region is required to build a client, since it determines the endpoint. A project is not: a program that works on
//! several projects sets that of each call. A call without any project is an error, and its request is not sent.
//! Credentials that need requests, such as those of an agency, are requested first: they might have a project.
//!
//! # Your own provider
//!
//! The client keeps a credential until five minutes before it expires, or half of its lifetime if that is shorter, or
//! until the service rejects it, and then asks the provider again. Concurrent calls share one request; two clients,
//! such as those of two regions, make two, even if they share a provider in an `Arc`.
//!
//! If the provider fails, calls use the previous credential until it expires. Without one, they fail with the kind
//! [`Credentials`](crate::ErrorKind::Credentials). In both cases, the client asks again after five seconds at the
//! earliest, so a provider for an unreliable source should retry by itself. The example [`rotating_token`] shows a
//! provider that fails.
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
//!             Ok(Credential::token("TOKENEXAMPLE"))
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
//! - `build` sends nothing, so the first call is the first to fail if the service rejects the credentials. To check
//!   them when a program starts, request a page of a list: the status 401 means that the credentials are invalid, and
//!   the code `HSS.0013` that permissions are missing.
//! - White space, line breaks or quotes around a secret or an ID are an error that names their source. They usually
//!   come from a file that ends with a line break.
//! - A signature contains the time. If the system clock is wrong, the client corrects it by the service's
//!   clock, which costs one rejected attempt; it does not change the system's clock.
//! - A provider's error can contain secrets that the client cannot know. It is the `source` of the client's error and
//!   not part of its message.
//! - Credentials are sent to the configured endpoint and to IAM only, and passwords to IAM only. Redirects are never
//!   followed.
//!
//! [`agency`]: https://docs.rs/crate/huaweicloud-hss/latest/source/examples/agency.rs
//! [`default_chain`]: https://docs.rs/crate/huaweicloud-hss/latest/source/examples/default_chain.rs
//! [`rotating_token`]: https://docs.rs/crate/huaweicloud-hss/latest/source/examples/rotating_token.rs
