//! Credentials: where they come from, and how they authenticate a request.

pub(crate) mod authorize;
pub(crate) mod cache;
pub(crate) mod credentials;
mod default_chain;
mod environment;
pub(crate) mod iam;
mod profile;
pub(crate) mod secret;
mod settings;
pub(crate) mod signing;
