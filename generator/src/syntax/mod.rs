//! Parts of HTTP requests, as operation files and help pages write them.

pub mod header;
pub mod query;
pub mod request_line;
