//! A mock server for tests: it serves all operations on loopback, without an account.
//!
//! The server validates requests against the descriptors that the client uses, including their credentials. It responds
//! to invalid requests with an error in the service's form, and to valid ones with the example of the help page. If the
//! operation is a list, it responds with a page of records: generated ones, or those of [`MockOperation::records`] and
//! [`MockServerBuilder::data`]. If the response is a file, it is a small zip archive.
//!
//! ```
//! use huaweicloud_museum::mock::MockServer;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mock = MockServer::start().await?;
//! let client = mock.client().build()?;
//!
//! let task = client.export_visits(10).everything(true).send().await?;
//! assert_eq!(task.task_id.as_deref(), Some("visits-1"));
//!
//! let requests = mock.export_visits().requests();
//! assert_eq!(requests[0].count, Some(10));
//! # Ok(())
//! # }
//! ```
//!
//! For each operation, the mock server of a service has a method that returns a [`MockOperation`]. Use it to script
//! responses and faults, and to read the received requests.
//!
//! It also plays the part of IAM that the client needs: it exchanges passwords for tokens, issues access keys of
//! agencies, and lists one project for each region. It keeps no other state than records, scripts, received requests,
//! and how often the state of a task was requested.

mod authentication;
pub(crate) mod builder;
#[cfg(feature = "reqwest")]
mod clock;
mod history;
mod iam;
mod operation;
mod options;
mod record_check;
mod records;
mod rejection;
mod request;
mod response;
mod route;
mod sample_values;
mod script;
mod server;
mod service;
mod tasks;
mod unexpected;

pub use builder::MockServerBuilder;
pub use operation::MockOperation;
pub use script::{Fault, MockResponse};
pub use server::MockServer;
pub use tasks::TaskOutcome;
