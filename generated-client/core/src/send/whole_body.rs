//! Reads the body of a response that fits in memory.

use bytes::{Bytes, BytesMut};

use crate::error::Error;
use crate::message::{RawResponse, ResponseBody, content_length};
use crate::text::without_byte_order_mark;

/// The maximum size of a body.
#[derive(Clone, Copy)]
pub(super) struct BodyLimit {
    pub(super) bytes: usize,
    /// End of the error for a larger body: a colon and what to do about it, or nothing.
    pub(super) advice: &'static str,
}

/// Reads the body of a response within the limit, without a byte order mark.
pub(super) async fn read_whole(
    response: &mut RawResponse,
    mut body: ResponseBody,
    limit: BodyLimit,
) -> Result<(), Error> {
    if content_length(&response.headers).is_some_and(|length| length > limit.bytes as u64) {
        return Err(body_too_large(response, limit));
    }
    let mut received = Bytes::new();
    while let Some(outcome) = body.data().await {
        let data = outcome.map_err(|error| Error::interrupted_body(response, error))?;
        if data.len() > limit.bytes.saturating_sub(received.len()) {
            return Err(body_too_large(response, limit));
        }
        received = append(received, data);
    }
    // JSON has no byte order mark, but some gateways send one.
    response.body = received.slice_ref(without_byte_order_mark(&received));
    Ok(())
}

/// Appends data to a body, without copying the only frame of most bodies.
fn append(body: Bytes, data: Bytes) -> Bytes {
    if body.is_empty() {
        return data;
    }
    let mut body = BytesMut::from(body);
    body.extend_from_slice(&data);
    body.freeze()
}

fn body_too_large(response: &RawResponse, limit: BodyLimit) -> Error {
    let BodyLimit { bytes, advice } = limit;
    Error::unexpected_response(response, format!("its body exceeds max_response_bytes, {bytes} bytes{advice}"))
}
