//! Replaces the TLS configuration of the `reqwest` transport in a build without TLS.

use crate::message::{Explanation, TransportErrorKind};

#[derive(Clone, Debug, Default)]
pub(crate) struct TlsOptions {}

#[derive(Clone, Debug)]
pub(crate) struct Tls;

impl Tls {
    #[expect(clippy::unnecessary_wraps, reason = "same signature as with TLS")]
    pub(crate) fn new(_: &TlsOptions) -> Result<Self, String> {
        Ok(Self)
    }

    #[expect(clippy::unused_self, reason = "same signature as with TLS")]
    pub(crate) fn apply(&self, client: ::reqwest::ClientBuilder) -> ::reqwest::ClientBuilder {
        client
    }
}

pub(super) fn find_failure(_: &(dyn std::error::Error + 'static)) -> Option<(TransportErrorKind, Explanation)> {
    None
}
