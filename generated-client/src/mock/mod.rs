//! A server on loopback that knows the service's operations: consumers test their whole stack without an account.
//!
//! It reads the same descriptors as the client. A request is held against the operation's help page, credentials
//! included, and refused in the service's own form of an error; a good one is answered by the page's example, or by a
//! page of generated records where the operation lists something.
//!
//! ```
//! use huaweicloud_hss::mock::MockServer;
//! use huaweicloud_hss::types::ContainerColumn;
//!
//! # #[cfg(feature = "reqwest")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mock = MockServer::start().await?;
//! let client = mock.client().build()?;
//!
//! let columns = [(ContainerColumn::ContainerName, "Container")];
//! let task = client.export_container_list(columns).export_size(10).send().await?;
//! assert_eq!(task.task_id.as_deref(), Some("test"));
//!
//! let requests = mock.export_container_list().requests();
//! assert_eq!(requests[0].export_size, Some(10));
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "reqwest"))]
//! # fn main() {}
//! ```
//!
//! Each operation has a method here that leads to a [`MockOperation`]: it scripts what comes next, and tells what was
//! asked.
//!
//! # What it checks
//!
//! | what | how it is refused |
//! |---|---|
//! | method and path | 404, `APIGW.0101` |
//! | a token, or a signature of the last 15 minutes | 401, `APIGW.0301` |
//! | that the body is JSON | 400, `HSS.0002` |
//! | mandatory parameters, types, lengths, ranges, rules: all at once, by name | 400, `HSS.0001` |
//!
//! What the pages do not know passes, since the service may be newer: other values of an enum, other parameters, other
//! fields. [`MockServerBuilder::strict`] refuses that as well, which finds slips of the pen.
//!
//! Filters do not narrow the records down, and no task runs: the mock answers, it does not work.

mod answer;
mod builder;
mod identity;
mod operation;
mod options;
mod records;
mod refusal;
mod request;
mod route;
mod script;
mod server;
mod service;
mod surplus;

pub use builder::MockServerBuilder;
pub use operation::MockOperation;
pub use script::Fault;
pub use server::MockServer;
