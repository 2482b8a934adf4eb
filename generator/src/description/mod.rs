//! Parses the description: YAML into the types of the [`notation`], with the position of every key and value.

mod deserialize;
mod document;
pub(crate) mod json_schema;
#[allow(clippy::struct_field_names, reason = "fields have the names of the YAML keys")]
pub mod notation;
mod shape;
mod shape_error;

pub use deserialize::keys;
pub use document::{Description, Document};
pub use hss_yaml::{Node, ParsedFile, ancestors};
