//! HTTP messages as data: responses, their parts, and transport errors.

mod file_body;
mod raw_response;
mod response_body;
mod response_head;
mod transport_error;

pub(crate) use file_body::FileBody;
pub(crate) use raw_response::RawResponse;
pub use response_body::ResponseBody;
pub(crate) use response_head::{ResponseHead, content_length, request_id, retry_after};
#[cfg(feature = "reqwest")]
pub(crate) use transport_error::Explanation;
pub use transport_error::{TransportError, TransportErrorKind};
