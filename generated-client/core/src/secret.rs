//! Secret strings.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

/// A string that `Debug` redacts and that zeroes its memory when the last clone is dropped.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(Arc<Zeroizing<String>>);

impl Secret {
    pub(crate) fn new(text: String) -> Self {
        Self(Arc::new(Zeroizing::new(text)))
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// Returns bytes that share the secret's memory.
    pub(crate) fn to_bytes(&self) -> Bytes {
        Bytes::from_owner(self.clone())
    }

    /// Returns a sensitive header value that shares the secret's memory, or `None` if the secret is not a valid header
    /// value.
    pub(crate) fn to_header(&self) -> Option<HeaderValue> {
        let mut value = HeaderValue::from_maybe_shared(self.to_bytes()).ok()?;
        value.set_sensitive(true);
        Some(value)
    }
}

impl Ord for Secret {
    fn cmp(&self, other: &Self) -> Ordering {
        self.expose().cmp(other.expose())
    }
}

impl PartialOrd for Secret {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

/// For [`Bytes::from_owner`].
impl AsRef<[u8]> for Secret {
    fn as_ref(&self) -> &[u8] {
        self.expose().as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_is_sensitive_and_shares_the_memory() {
        let secret = Secret::new("s3cret".to_owned());
        let header = secret.to_header().expect("a header");
        assert_eq!(header.as_bytes().as_ptr(), secret.expose().as_ptr(), "a copy would not be zeroed");
        assert!(header.is_sensitive());
        assert!(Secret::new("a\nb".to_owned()).to_header().is_none());
    }

    #[test]
    fn debug_redacts_the_secret() {
        let secret = Secret::new("s3cret".to_owned());
        assert_eq!(format!("{secret:?} {:?}", secret.to_header()), "[redacted] Some(Sensitive)");
    }
}
