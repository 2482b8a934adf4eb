//! What proves who is calling.

use std::fmt;

use http::HeaderValue;

use super::scrub::Scrubber;
use super::secret::Secret;
use super::well_formed::header_text_fault;

/// Proof of who is calling. `Debug` never shows it, and its memory is overwritten when it is no longer used.
#[derive(Clone)]
pub struct Credentials(Kind);

#[derive(Clone)]
enum Kind {
    Token(Secret),
}

impl Credentials {
    /// A token of IAM, sent in the header `X-Auth-Token`. It is used as it is, until the service refuses it.
    #[must_use]
    pub fn token(token: impl Into<String>) -> Self {
        Self(Kind::Token(Secret::new(token.into())))
    }

    /// What makes these credentials useless from the start.
    pub(crate) fn fault(&self) -> Option<String> {
        let Kind::Token(token) = &self.0;
        if token.expose().is_empty() {
            return Some("the token is empty".to_owned());
        }
        header_text_fault(token.expose()).map(|fault| format!("the token has {fault}, which a header cannot carry"))
    }

    pub(crate) fn secret(&self) -> &Secret {
        let Kind::Token(token) = &self.0;
        token
    }

    pub(crate) fn to_header(&self) -> Option<HeaderValue> {
        self.secret().to_header()
    }

    pub(crate) fn scrubber(&self) -> Scrubber {
        Scrubber::new(vec![self.secret().clone()])
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Kind::Token(token) = &self.0;
        f.debug_tuple("Token").field(token).finish()
    }
}
