//! Redacts the secret fields of a response that becomes a part of an error.

use bytes::Bytes;

use crate::descriptor::Field;
use crate::secret::Secret;
use crate::secret_fields::json::JsonRedaction;
use crate::secret_fields::{MARKER, scalars_of};

/// Maximum number and total size of the secrets that are searched for in the rest of the response. It can contain any
/// number of them, and the search takes a multiple of their size in memory.
const MAX_SEARCHED: usize = 1000;
const MAX_SEARCHED_BYTES: usize = 64 * 1024;

/// A response body without its secrets.
pub(crate) struct RedactedBody {
    pub(crate) body: Bytes,
    /// The first secrets that were found. The service may have repeated them.
    pub(crate) secrets: Vec<Secret>,
}

/// Redacts the secret fields of a response, which can be a service error. Returns `None` if there is nothing to
/// redact.
pub(crate) fn redact(fields: &'static [Field], body: &Bytes) -> Option<RedactedBody> {
    if body.is_empty() || !fields.iter().any(Field::contains_secret) {
        return None;
    }
    let (mut secrets, mut bytes) = (Vec::new(), 0);
    let mut add = |json: &str| {
        // An escaped byte takes up to six bytes of JSON.
        if json.len() > 6 * MAX_SEARCHED_BYTES {
            return;
        }
        for secret in scalars_of(json) {
            let length = secret.expose().len();
            if secrets.len() < MAX_SEARCHED && bytes + length <= MAX_SEARCHED_BYTES {
                bytes += length;
                secrets.push(secret);
            }
        }
    };
    match JsonRedaction::new(MARKER, &mut add).body(fields, body) {
        Some(redacted) => Some(RedactedBody { body: redacted.into(), secrets }),
        // The secrets cannot be located, for example in plain text or on an HTML page.
        None => Some(RedactedBody { body: Bytes::from_static(MARKER.as_bytes()), secrets: Vec::new() }),
    }
}
