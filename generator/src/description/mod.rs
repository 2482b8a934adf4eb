//! Reads the description: YAML text to [`notation`] types, with the position of every key and value.
//!
//! This is the only module that depends on the YAML crates.

pub(crate) mod diagnostic;
pub(crate) mod json_schema;
#[allow(clippy::struct_field_names, reason = "fields are named like the keys of the notation")]
pub(crate) mod notation;
pub(crate) mod parse;
