//! The suite, one test binary: from the description to what travels on the wire.

mod api;
mod decoding;
mod facts;
mod paging;
mod readme;
mod validation;
mod wire;
mod xtask;
