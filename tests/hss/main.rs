//! Tests of HSS itself: the facts of its help pages, its requests, and what its documentation shows.
//!
//! Only these tests can name an operation of HSS. A changed fact of its help pages must not affect any other test.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a panic fails the test"
)]

mod api;
mod every_operation;
mod examples;
mod facts;
mod guides;
mod signatures;
mod wire;
