//! How to handle errors, and what the client retries by itself.
//!
//! # A first example
//!
//! Every call returns an [`Error`](crate::Error). Its message says what happened and how to fix it, so most programs
//! print it with `{error}`, or pass it on with `?`. An error that `main` returns is printed with `Debug` instead, which
//! lists everything that it contains. To act on an error, match on its kind:
//!
//! ```
//! use huaweicloud_hss::mock::MockServer;
//! use huaweicloud_hss::{Client, ErrorKind};
//!
//! async fn count_apps(client: &Client, limit: i32) -> Result<usize, String> {
//!     match client.list_global_image_apps().limit(limit).send().await {
//!         Ok(page) => Ok(page.data_list.len()),
//!         Err(error) if error.kind() == ErrorKind::InvalidRequest => {
//!             let names: Vec<_> = error.violations().iter().map(|violation| violation.parameter()).collect();
//!             Err(format!("fix {}", names.join(", ")))
//!         }
//!         Err(error) if error.is_retryable() => Err("try again later".to_owned()),
//!         Err(error) => Err(error.to_string()),
//!     }
//! }
//!
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let mock = MockServer::start().await?;
//!     let client = mock.client().build()?;
//!     assert_eq!(count_apps(&client, 1000).await, Err("fix limit".to_owned()));
//!     assert_eq!(count_apps(&client, 10).await, Ok(10));
//!     Ok(())
//! }
//! ```
//!
//! # Three questions
//!
//! | question | answer |
//! |---|---|
//! | Is the program wrong? | Yes for `Configuration` and `InvalidRequest`: nothing was sent. All errors are listed, so that one run is enough to fix it. |
//! | Can the same request succeed later? | Yes, if [`Error::is_retryable`](crate::Error::is_retryable) returns true: the client has retried it already, if that is safe. Perhaps, for two errors for which it returns false: `Paging`, after which the list is read again from its start, and `Credentials` of your own provider, which the client cannot judge. |
//! | Has the service executed the request? | Never, if the kind is `Configuration` or `InvalidRequest`. Not in the last attempt, if the kind is `Credentials` or `Connect` or the status is 4xx; an earlier attempt of a GET, PUT or DELETE request may have been executed: see [`Error::attempts`](crate::Error::attempts). In all other cases, it may have. |
//!
//! [`ErrorKind`](crate::ErrorKind) says for each kind what to do. It is non-exhaustive: keep an arm for other kinds. Do
//! not compare messages, which any version may reword. To tell errors of the service apart, compare
//! [`Error::code`](crate::Error::code): most of them have the [status](crate::Error::status) 400, such as `HSS.0013`
//! for missing permissions and `HSS.0011` for something that does not exist. For the vendor's support, log
//! [`Error::request_id`](crate::Error::request_id).
//!
//! # What is retried
//!
//! Transient failures are retried until a deadline, except for requests that might create a second task.
//!
//! | failure | GET, PUT, DELETE | POST |
//! |---|---|---|
//! | connection failed, so nothing was sent | retried | retried |
//! | status 429, the service throttles | retried | retried |
//! | timeout of an attempt, broken connection, status 5xx | retried | not retried: the service may have executed the request |
//! | any other status | not retried | not retried |
//!
//! By default there are up to 3 attempts with random delays of up to 1, 2, 4… seconds, at most 20. `Retry-After`
//! takes the place of the delay, however long it is. If the delay exceeds the time that `operation_timeout` leaves, the
//! call fails at once, with the error of its last attempt.
//!
//! The table does not cover the status 401. If the client can get another credential, or if its clock was wrong, it
//! sends any request once more, without a delay, even if retries are disabled. Both attempts count for `max_attempts`
//! and in [`Error::attempts`](crate::Error::attempts). With a fixed token, or an access key and a clock that is right,
//! the first 401 is final.
//!
//! A retry budget keeps a client from multiplying the load of a service that is overloaded. It allows 100 retries at
//! first; a retry uses up what five successful calls restore. When it is empty, calls fail after their first attempt.
//! The example [`retries`] shows all of this with a mock server.
//!
//! | if | then |
//! |---|---|
//! | a user waits for the result | disable retries and shorten the timeout, for this call or the client |
//! | your program or its queue repeats failed work | disable the client's retries: nested retries multiply |
//! | several jobs share an account | share one client among those of a process; give the others fewer attempts, since budgets are not shared between processes |
//! | it does no harm to execute a POST request twice, such as an export | allow its retries with [`RetryConfig::retry_posts`](crate::RetryConfig::retry_posts) |
//!
//! # Timeouts
//!
//! | setting | default | limits |
//! |---|---|---|
//! | `operation_timeout` | 180 s | a call with its attempts, delays and credentials |
//! | `operation_attempt_timeout` | 60 s | one attempt, to the last byte of the response; for a file, each of its parts |
//! | `ReqwestTransportBuilder::connect_timeout` | 10 s | one connection with its TLS handshake |
//!
//! ```
//! # use huaweicloud_hss::mock::MockServer;
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = MockServer::start().await?;
//! use std::time::Duration;
//!
//! use huaweicloud_hss::RetryConfig;
//!
//! let client = mock
//!     .client()
//!     .retry(RetryConfig::standard().max_attempts(5))
//!     .operation_timeout(Duration::from_secs(30))
//!     .build()?;
//! // Here the caller decides what to do, so a failure must be quick.
//! let call = client.list_global_image_apps().customize().retry(RetryConfig::disabled());
//! call.operation_timeout(Duration::from_secs(2)).send().await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Traps
//!
//! - A POST request that times out may have created its task, and the program does not learn the ID of the task. Send
//!   the request again only if a second task does no harm.
//! - A client shares its retry budget among its clones. If each request has a client of its own, the budget limits
//!   nothing.
//! - [`Error::is_retryable`](crate::Error::is_retryable) says that another attempt can succeed, not that it is safe: it
//!   is also true after a timeout of a POST request.
//! - A service error can repeat your parameters. Credentials and secret fields are redacted; names and IDs are not.
//! - The values of successful responses are never redacted.
//!
//! [`retries`]: https://docs.rs/crate/huaweicloud-hss/latest/source/examples/retries.rs
