//! Redacts the secret fields of a response that becomes a part of an error.

use bytes::Bytes;

use crate::descriptor::Field;
use crate::secret::Secret;
use crate::secret_fields::MARKER;
use crate::secret_fields::json::JsonRedaction;

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
    let mut found = FoundSecrets::default();
    match JsonRedaction::new(MARKER, &mut |json| found.add(json)).body(fields, body) {
        Some(redacted) => Some(RedactedBody { body: redacted.into(), secrets: found.secrets }),
        // The secrets cannot be located, for example in plain text or on an HTML page.
        None => Some(RedactedBody { body: Bytes::from_static(MARKER.as_bytes()), secrets: Vec::new() }),
    }
}

#[derive(Default)]
struct FoundSecrets {
    secrets: Vec<Secret>,
    bytes: usize,
}

impl FoundSecrets {
    /// Adds the JSON of a secret, unless there are too many. A list or a map is one secret, which other values do not
    /// repeat.
    fn add(&mut self, json: &str) {
        let text = serde_json::from_str::<String>(json).unwrap_or_else(|_| json.to_owned());
        if self.secrets.len() < MAX_SEARCHED && self.bytes + text.len() <= MAX_SEARCHED_BYTES {
            self.bytes += text.len();
            self.secrets.push(Secret::new(text));
        }
    }
}
