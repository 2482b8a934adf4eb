//! How to test a program without an account, with the mock server of the feature `mock`.
//!
//! # A first test
//!
//! The mock server is a real HTTP server on loopback, in the process of the test. It serves every operation, rejects
//! what the help page does not allow, and returns the example of the help page, or generated records for a list.
//!
//! ```
//! use huaweicloud_hss::mock::MockServer;
//! use huaweicloud_hss::types::ImageSource;
//! use huaweicloud_hss::{Client, Error, serde_json};
//!
//! /// The program under test.
//! async fn vulnerable_apps(client: &Client) -> Result<Vec<String>, Error> {
//!     let mut names = Vec::new();
//!     let mut apps = client.list_global_image_apps().image_type(ImageSource::Registry).items();
//!     while let Some(app) = apps.try_next().await? {
//!         if app.vul_num.is_some_and(|count| count > 0) {
//!             names.extend(app.app_name);
//!         }
//!     }
//!     Ok(names)
//! }
//!
//! // In your project, a #[tokio::test].
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let mock = MockServer::start().await?;
//!     let apps = mock.list_global_image_apps();
//!     apps.records_json(serde_json::json!([
//!         { "app_name": "old", "vul_num": 3 },
//!         { "app_name": "new", "vul_num": 0 },
//!     ]))?;
//!
//!     let client = mock.client().build()?;
//!     assert_eq!(vulnerable_apps(&client).await?, ["old"]);
//!     assert_eq!(apps.requests()[0].image_type, Some(ImageSource::Registry));
//!     Ok(())
//! }
//! ```
//!
//! The program takes the client as an argument, so that a test can pass another one. If it builds its client itself,
//! let the caller set the endpoint: that of the mock server is `MockServer::url`.
//!
//! `requests` returns what the program sent, as typed requests; `received_requests` returns all requests with their
//! headers, also those that the server rejected. Start a server for each test: servers share nothing, and each listens
//! on a free port and stops when it is dropped.
//!
//! # Choosing responses
//!
//! | to test | use |
//! |---|---|
//! | a list with certain records | `records` with the structs that `items()` returns, such as [`ImageAppResponseInfo`](crate::types::ImageAppResponseInfo), `records_json`, or `MockServerBuilder::data` for several lists |
//! | one response, then the default again | `respond_with`, `respond_with_json`, `respond_with_http` |
//! | a service error | `respond_with_error` |
//! | a broken or slow connection | `fail_with`: `Fault::Disconnect` instead of a response, `Fault::TruncateBody` in the middle of one, or `Fault::Delay(duration)` before it |
//! | a response that depends on the request | `respond_when`, `respond_always` |
//! | tasks that fail or never end | `MockServerBuilder::task_outcome` |
//! | misspelled parameters in JSON | `MockServerBuilder::strict(true)` |
//!
//! Each call of a `respond_with` method or of `fail_with` scripts one response. Scripted responses are returned in
//! order, one for each attempt:
//!
//! ```
//! # use huaweicloud_hss::mock::MockServer;
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use huaweicloud_hss::http::StatusCode;
//! use huaweicloud_hss::{ErrorKind, RetryConfig};
//!
//! let mock = MockServer::start().await?;
//! let client = mock.client().retry(RetryConfig::disabled()).build()?;
//! mock.list_global_image_apps().respond_with_error(StatusCode::BAD_REQUEST, "HSS.0013", "insufficient permissions");
//!
//! let error = client.list_global_image_apps().send().await.unwrap_err();
//! assert_eq!((error.kind(), error.code()), (ErrorKind::Service, Some("HSS.0013")));
//! # Ok(())
//! # }
//! ```
//!
//! # Expired credentials
//!
//! Let the server accept one token, and give the client another. This shows what a program does after its token has
//! expired:
//!
//! ```
//! # use huaweicloud_hss::mock::MockServer;
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use huaweicloud_hss::http::StatusCode;
//! use huaweicloud_hss::{Credentials, ErrorKind};
//!
//! let mock = MockServer::builder().token("valid").start().await?;
//! let client = mock.client().credentials(Credentials::token("expired")).build()?;
//!
//! let error = client.list_global_image_apps().send().await.unwrap_err();
//! assert_eq!((error.kind(), error.status()), (ErrorKind::Service, Some(StatusCode::UNAUTHORIZED)));
//! # Ok(())
//! # }
//! ```
//!
//! For a token that expires while the program runs, script one error with the status 401: a client with a password or a
//! provider then gets a new token, and the call succeeds. The example [`rotating_token`] shows both.
//!
//! # IAM
//!
//! The server also responds to the client's requests to IAM, without any setting:
//!
//! | credentials or setting | IAM of the mock server |
//! |---|---|
//! | `Credentials::password` | issues a token for each `MockServerBuilder::password(domain, user, password)` or, without any, for all passwords |
//! | `Credentials::assume_agency` | issues an access key for any agency, valid for as long as the client requests |
//! | `ClientBuilder::resolve_project_id` | lists the project `mock-project` for any region |
//!
//! To test a program that assumes the agencies of its customers:
//!
//! ```
//! # use huaweicloud_hss::mock::MockServer;
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use huaweicloud_hss::{Agency, Credentials};
//!
//! let mock = MockServer::builder().access_key("AKEXAMPLE", "SKEXAMPLE").start().await?;
//! let own = Credentials::access_key("AKEXAMPLE", "SKEXAMPLE");
//! let assumed = own.assume_agency(Agency::of_domain_name("customer", "security-audit"));
//! let client = mock.client().project_id("theirs").credentials(assumed).build()?;
//!
//! client.list_global_image_apps().send().await?;
//! let paths: Vec<_> = mock.received_requests().iter().map(|request| request.uri().path().to_owned()).collect();
//! assert_eq!(paths, ["/v3.0/OS-CREDENTIAL/securitytokens", "/v5/theirs/image/apps"]);
//! # Ok(())
//! # }
//! ```
//!
//! A client that the program builds itself needs the URL of the server as its `iam_endpoint` too. Without it, `build`
//! returns an error, since a test must not send credentials to the real IAM. The mock server does not simulate the
//! metadata service, whose address is fixed: the example [`agency`] does, with a transport.
//!
//! # Checks
//!
//! | check | response on failure |
//! |---|---|
//! | The method and the path belong to an operation. | 404, `APIGW.0101` |
//! | The request has a token, or a signature from the last 15 minutes. | 401, `APIGW.0301` |
//! | The body is not larger than 16 MiB. | 413, `APIGW.0201` |
//! | The body is valid JSON. | 400, `HSS.0002` |
//! | Required parameters, types, lengths, ranges and rules: all violations are listed by name. | 400, `HSS.0001` |
//!
//! Credentials of any value are accepted, unless the builder has a token, an access key or a password. Enum values,
//! parameters and fields that the help page does not define are accepted too, since the service may be newer than the
//! page; `MockServerBuilder::strict(true)` rejects them.
//!
//! # Tasks
//!
//! A task is running for the first two requests for its state, and then succeeds; its file can be downloaded.
//! `MockServerBuilder::task_running` and `task_outcome` change that. Any task ID is accepted, and no task has an
//! effect.
//!
//! # Traps
//!
//! - A retried call consumes a scripted response for each attempt. To test what the program does after an error, script
//!   as many errors as attempts, or disable retries as above.
//! - The client of `mock.client()` skips the pauses before retries and between requests for the state of a task: they
//!   take no real time. Timeouts and delayed responses do, so test them with a short timeout, such as
//!   `mock.client().operation_attempt_timeout(Duration::from_millis(50))`. `mock.client().sleep(TokioSleep)` makes
//!   pauses real, and a client that the program under test builds itself has real ones too.
//! - The server runs on the tokio runtime that started it. A test that blocks the only thread of its runtime waits
//!   forever: use `#[tokio::test(flavor = "multi_thread")]` for code that blocks.
//! - `send_blocking` is an error within a runtime, also in a test. Write a plain `#[test]` for a program that uses it:
//!   create a `tokio::runtime::Runtime`, start the server with its `block_on`, and call the program outside of it.
//! - It shows that your requests are valid, not that the service does what you expect of them: it keeps no state
//!   besides records and scripts.
//!
//! To test without any server, implement [`Transport`](crate::Transport): it gets each request as data. For a program
//! in another language, `hss mock` runs the same server as a process.
//!
//! [`agency`]: https://docs.rs/crate/huaweicloud-hss/latest/source/examples/agency.rs
//! [`rotating_token`]: https://docs.rs/crate/huaweicloud-hss/latest/source/examples/rotating_token.rs
#![cfg_attr(feature = "mock", doc = "\nThe reference is the module [`mock`](crate::mock).")]
