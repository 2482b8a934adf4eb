//! What a test wants an operation to answer.

use std::time::Duration;

use bytes::Bytes;

/// What goes wrong on the way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The connection ends without an answer.
    Disconnect,
    /// The connection ends within the answer's body.
    BreakOff,
    /// The answer comes after this time.
    Delay(Duration),
}

/// What differs from the usual answer.
#[derive(Default)]
pub(super) struct Scripted {
    pub(super) response: Option<http::Response<Bytes>>,
    pub(super) fault: Option<Fault>,
}
