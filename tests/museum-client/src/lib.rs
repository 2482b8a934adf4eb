//! The client of an invented museum service: the runtime and the mock server of `huaweicloud-hss` with the code that is
//! generated from `spec/` in this folder.
//!
//! Tests of what the client does with any description use this crate, so that a change of a fact of HSS does not affect them.

// The unit tests and the examples in the documentation belong to the crates that the code is copied from.
#[cfg(not(any(test, doctest)))]
include!(concat!(env!("OUT_DIR"), "/client/lib.rs"));
