//! Sends a request: attempts, the exchange of each attempt, and the policy that decides whether there is another one.

pub(crate) mod exchange;
pub(crate) mod raw_response;
pub(crate) mod retry_loop;
pub(crate) mod retry_policy;
