//! Parts of HTTP messages, as operation files and help pages write them.

pub mod header;
pub mod json;
pub mod query;
pub mod request_line;
