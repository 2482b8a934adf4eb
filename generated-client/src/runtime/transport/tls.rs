//! TLS configuration of the `reqwest` transport.

/// A TLS configuration with an explicit crypto provider.
///
/// Without it, reqwest panics if no provider is installed for the process.
#[cfg(feature = "__tls")]
pub(crate) struct Tls(rustls::ClientConfig);

#[cfg(feature = "__tls")]
impl Tls {
    /// Trusts the certificates that the system trusts.
    pub(crate) fn new() -> Result<Self, String> {
        use rustls_platform_verifier::BuilderVerifierExt;

        #[cfg(feature = "rustls-aws-lc-rs")]
        use rustls::crypto::aws_lc_rs as provider;
        #[cfg(not(feature = "rustls-aws-lc-rs"))]
        use rustls::crypto::ring as provider;

        let config = rustls::ClientConfig::builder_with_provider(provider::default_provider().into())
            .with_safe_default_protocol_versions()
            .and_then(BuilderVerifierExt::with_platform_verifier)
            .map_err(|error| format!("TLS cannot be set up: {error}"))?;
        Ok(Self(config.with_no_client_auth()))
    }

    pub(crate) fn apply(&self, client: ::reqwest::ClientBuilder) -> ::reqwest::ClientBuilder {
        client.tls_backend_preconfigured(self.0.clone())
    }
}

/// Returns whether the server's certificate was rejected.
#[cfg(feature = "__tls")]
pub(crate) fn is_certificate_error(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(rustls::Error::InvalidCertificate(_)) = unwrap_io_error(error).downcast_ref() {
            return true;
        }
        next = error.source();
    }
    false
}

/// Returns the error inside nested I/O errors, which `source` skips.
#[cfg(feature = "__tls")]
fn unwrap_io_error<'a>(error: &'a (dyn std::error::Error + 'static)) -> &'a (dyn std::error::Error + 'static) {
    let mut innermost = error;
    while let Some(inner) = innermost.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
        innermost = inner;
    }
    innermost
}

#[cfg(not(feature = "__tls"))]
pub(crate) fn is_certificate_error(_: &(dyn std::error::Error + 'static)) -> bool {
    false
}

/// Placeholder for the configuration in a build without TLS.
#[cfg(not(feature = "__tls"))]
pub(crate) struct Tls;

#[cfg(not(feature = "__tls"))]
impl Tls {
    #[expect(clippy::unnecessary_wraps, reason = "same signature as with TLS")]
    pub(crate) fn new() -> Result<Self, String> {
        Ok(Self)
    }

    #[expect(clippy::unused_self, reason = "same signature as with TLS")]
    pub(crate) fn apply(&self, client: ::reqwest::ClientBuilder) -> ::reqwest::ClientBuilder {
        client
    }
}
