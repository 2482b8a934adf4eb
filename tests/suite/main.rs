//! The tests that span the crates, in one program: from the description to requests and responses.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "a panic fails the test"
)]

mod blocking;
mod changes;
mod cli;
mod clock;
mod credentials;
mod diagnostics;
mod docs;
mod edge_cases;
mod every_operation;
mod faults;
mod fetch;
mod fuzz;
mod memory;
mod metadata;
mod mock;
mod openapi;
mod options;
mod pages;
mod properties;
mod rooms;
mod secrets;
mod spans;
mod tables;
mod tls;
mod transport;
mod validation;
mod values;
mod xtask;
