//! The client of an invented museum service: the runtime and the mock server of `huaweicloud-hss` with the code that is
//! generated from `spec/` in this folder.
//!
//! Tests that apply to any description use this crate, so that a changed fact of HSS does not affect them.

// Unit tests and documentation examples are tested in the crates that the code is copied from.
#[cfg(not(any(test, doctest)))]
include!(concat!(env!("OUT_DIR"), "/client/lib.rs"));
