//! The command line of an invented museum service: the code of `hss` with the commands of the museum.

extern crate museum_client as huaweicloud_hss;

// Unit tests are run in the crate that the code is copied from.
#[cfg(not(test))]
include!(concat!(env!("OUT_DIR"), "/cli/main.rs"));
