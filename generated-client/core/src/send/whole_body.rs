//! Reads the body of a response that fits in memory.

use bytes::{Bytes, BytesMut};

use crate::error::Error;
use crate::message::{RawResponse, ResponseBody, content_length};
use crate::text::without_byte_order_mark;

/// Reads a body of at most `limit` bytes, without a byte order mark.
pub(super) async fn read_whole(
    mut response: RawResponse,
    mut body: ResponseBody,
    limit: usize,
) -> Result<RawResponse, Error> {
    if content_length(&response.headers).is_some_and(|length| length > limit as u64) {
        return Err(body_too_large(&response, limit));
    }
    let mut received = Bytes::new();
    while let Some(outcome) = body.data().await {
        let data = outcome.map_err(|error| Error::interrupted_body(&response, error))?;
        if data.len() > limit.saturating_sub(received.len()) {
            return Err(body_too_large(&response, limit));
        }
        received = append(received, data);
    }
    // JSON has no byte order mark, but some gateways send one.
    response.body = received.slice_ref(without_byte_order_mark(&received));
    Ok(response)
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

fn body_too_large(response: &RawResponse, limit: usize) -> Error {
    // Users of a program cannot set the limit, so it is not the first advice.
    let detail =
        format!("its body exceeds max_response_bytes, {limit} bytes: request less at once, such as smaller pages");
    Error::unexpected_response(response, detail)
}
