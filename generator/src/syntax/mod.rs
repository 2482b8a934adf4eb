//! Parts of HTTP requests, as operation files and help pages write them.

pub(crate) mod header;
pub(crate) mod query;
pub(crate) mod request_line;
