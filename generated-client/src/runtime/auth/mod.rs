//! Credentials: where they come from, and how they authenticate a request.

pub(crate) mod authorize;
pub(crate) mod cache;
pub(crate) mod credentials;
mod environment;
pub(crate) mod iam;
mod profile;
pub(crate) mod secret;
pub(crate) mod signing;
