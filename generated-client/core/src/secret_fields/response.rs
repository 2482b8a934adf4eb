//! Redacts the secret fields of a response that becomes a part of an error.

use bytes::Bytes;
use serde_json::Value;

use crate::descriptor::Field;
use crate::secret::Secret;
use crate::secret_fields::json::JsonRedaction;
use crate::secret_fields::{MARKER, collect_strings};

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

/// Returns the strings and numbers in a secret, which can be a list or a map.
fn scalars_of(json: &str) -> Vec<Secret> {
    let mut scalars = Vec::new();
    // An escaped byte takes up to six.
    if json.len() <= 6 * MAX_SEARCHED_BYTES
        && let Ok(value @ (Value::String(_) | Value::Array(_) | Value::Object(_))) = serde_json::from_str(json)
    {
        collect_strings(Some(&value), &mut scalars);
    } else {
        scalars.push(Secret::new(json.to_owned()));
    }
    scalars
}

/// Redacts the secret fields of a response, which can be a service error. Returns `None` if there is nothing to
/// redact.
pub(crate) fn redact(fields: &'static [Field], body: &Bytes) -> Option<RedactedBody> {
    if body.is_empty() || !fields.iter().any(Field::contains_secret) {
        return None;
    }
    let (mut secrets, mut bytes) = (Vec::new(), 0);
    let mut add = |json: &str| {
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
