//! A text that must not be seen.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use zeroize::Zeroizing;

/// Zeroized once the last copy is gone, and never shown by `Debug`.
#[derive(Clone)]
pub(crate) struct Secret(Arc<Zeroizing<String>>);

impl Secret {
    pub(crate) fn new(text: String) -> Self {
        Self(Arc::new(Zeroizing::new(text)))
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// As a header, which shares the memory of the secret; `None` if a header cannot carry it.
    pub(crate) fn to_header(&self) -> Option<HeaderValue> {
        let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(SyncCell(self.clone()))).ok()?;
        value.set_sensitive(true);
        Some(value)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

struct SyncCell(Secret);

impl AsRef<[u8]> for SyncCell {
    fn as_ref(&self) -> &[u8] {
        self.0.expose().as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_shares_the_memory_and_is_sensitive() {
        let secret = Secret::new("s3cret".to_owned());
        let header = secret.to_header().expect("a header");
        assert_eq!(header.as_bytes().as_ptr(), secret.expose().as_ptr(), "no copy that would not be zeroized");
        assert!(header.is_sensitive());
        assert!(Secret::new("a\nb".to_owned()).to_header().is_none());
    }

    #[test]
    fn debug_shows_nothing() {
        let secret = Secret::new("s3cret".to_owned());
        assert_eq!(format!("{secret:?} {:?}", secret.to_header()), "[redacted] Some(Sensitive)");
    }
}
