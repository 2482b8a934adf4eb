//! Sends an encoded request: the retry loop, the retry policy, and the HTTP exchange of each attempt.

pub(crate) mod connection;
pub(crate) mod credential;
pub(crate) mod exchange;
pub(crate) mod file_beginning;
mod markup;
pub(crate) mod retry_loop;
pub(crate) mod retry_policy;
pub(crate) mod retryable_request;
mod status;
mod whole_body;
