//! Support for tests and benchmarks: test servers, the project's files and programs, and descriptions.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "test support: a panic fails the test that uses it"
)]

pub mod clones;
pub mod command_line;
pub mod counter;
pub mod generated_crate;
pub mod program;
pub mod project;
pub mod raw_request;
pub mod readme_crate;
pub mod script;
pub mod server;
pub mod snapshot;
pub mod surface;
pub mod tables;

use std::time::Duration;

/// How long a test waits for an event before it fails instead of hanging. No test relies on this time running out.
pub const PATIENCE: Duration = Duration::from_secs(120);
