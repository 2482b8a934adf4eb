//! Parses the description: YAML text into [`notation`] types, with the position of every key and value.

mod deserialize;
mod document;
pub(crate) mod json_schema;
mod node;
#[allow(clippy::struct_field_names, reason = "fields have the names of the YAML keys")]
pub mod notation;
pub(crate) mod number;
mod parsed_file;
mod positions;
mod scan;
mod shape;
mod shape_error;
mod values;

pub use deserialize::keys;
pub use document::{Description, Document};
pub use node::Node;
pub use parsed_file::ParsedFile;
pub use positions::ancestors;
