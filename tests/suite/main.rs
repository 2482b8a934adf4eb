//! The suite, one test binary: from the description to what travels on the wire.

mod adversarial;
mod api;
mod boundaries;
mod cli;
mod clock;
mod credentials;
mod decoding;
mod diagnostics;
mod docs;
mod examples;
mod facts;
mod faults;
mod fuzz;
mod independence;
mod mock;
mod openapi;
mod operations;
mod options;
mod pages;
mod paging;
mod properties;
mod spans;
mod validation;
mod wire;
mod xtask;
