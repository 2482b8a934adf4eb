//! The body of a response that is a file.

use std::collections::VecDeque;

use bytes::Bytes;

use super::response_body::ResponseBody;
use super::transport_error::TransportError;
use crate::opaque::opaque_debug;

/// A file of which the beginning has arrived.
pub(crate) struct FileBody {
    /// Chunks that have been read already.
    pub(crate) beginning: VecDeque<Bytes>,
    /// The rest. `None` if the body has ended.
    pub(crate) rest: Option<ResponseBody>,
    /// Whether a file that is cut off can be told from a complete one.
    pub(crate) has_marked_end: bool,
}

impl FileBody {
    /// Reads a chunk and appends it to the beginning. Returns `false` if the body has ended.
    pub(crate) async fn read_chunk(&mut self) -> Result<bool, TransportError> {
        let Some(rest) = &mut self.rest else { return Ok(false) };
        let Some(chunk) = rest.data().await else {
            self.rest = None;
            return Ok(false);
        };
        self.beginning.push_back(chunk?);
        Ok(true)
    }
}

opaque_debug!(FileBody);
