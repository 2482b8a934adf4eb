//! Tests of HSS itself: the facts of its help pages, its requests, and the examples in its documentation.
//!
//! Only these tests name operations of HSS, so that a changed fact of its help pages affects no other test.

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
