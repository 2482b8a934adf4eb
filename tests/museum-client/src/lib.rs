//! The client of an invented museum service: the runtime and the mock server of `huaweicloud-hss` with the code that is
//! generated from `spec/` in this folder.
//!
//! Tests of what the client does with any description use this crate, so that a change of a fact of HSS does not affect them.

include!(concat!(env!("OUT_DIR"), "/client/lib.rs"));
