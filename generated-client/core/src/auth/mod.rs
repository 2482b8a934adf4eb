//! Credentials: where they come from, and how they authenticate a request.

pub(crate) mod agency;
pub(crate) mod authenticator;
pub(crate) mod authorize;
pub(crate) mod cache;
pub(crate) mod credential;
pub(crate) mod credentials;
mod default_chain;
mod environment;
pub(crate) mod iam;
pub(crate) mod metadata;
pub(crate) mod origin;
pub(crate) mod password;
pub(crate) mod profile;
pub(crate) mod provider;
mod settings;
pub(crate) mod signing;
pub(crate) mod temporary_key;
