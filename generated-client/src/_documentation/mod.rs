//! Chapters that introduce the client by topic. The reference of each type has the details.
//!
//! | chapter | read it |
//! |---|---|
//! | [Getting started](getting_started) | first: a program, requests, and the settings of a client |
//! | [Credentials](credentials) | before you call the service itself |
//! | [Errors and retries](errors) | before you handle errors, or change a timeout |
//! | [Lists](lists) | to read a list across its pages |
//! | [Tasks and files](tasks) | to wait for an export and save its file |
//! | [Testing](testing) | to test your program without an account |
//! | [Tracing](tracing) | to see calls in logs, traces or metrics |
//! | [Upgrading](upgrading) | before you change the version of this crate |
//!
//! The programs in the chapters run as tests, against the mock server of the feature `mock`. The longer examples that
//! they name are in the folder `examples` of this crate.

pub mod credentials;
pub mod errors;
pub mod getting_started;
pub mod lists;
pub mod tasks;
pub mod testing;
pub mod tracing;
pub mod upgrading;
