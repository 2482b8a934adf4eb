//! The command line of an invented museum service: the code of `hss` with the commands of the museum.

extern crate museum_client as huaweicloud_hss;

include!(concat!(env!("OUT_DIR"), "/cli/main.rs"));
