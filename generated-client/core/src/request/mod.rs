//! From the values of a call to an HTTP request.

pub(crate) mod arguments;
pub(crate) mod encode;
pub(crate) mod options;
pub(crate) mod pattern;
pub(crate) mod validate;
pub(crate) mod well_formed;
