//! TLS of the transport over reqwest.

/// A configuration of its own: reqwest would panic where no provider is installed for the whole process.
#[cfg(feature = "__tls")]
pub(crate) struct Tls(rustls::ClientConfig);

#[cfg(feature = "__tls")]
impl Tls {
    /// Trusts whom the system trusts.
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

/// Whether the other side could not prove who it is.
#[cfg(feature = "__tls")]
pub(crate) fn distrusts(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut causes = std::iter::successors(Some(error), |error| error.source());
    causes.any(|cause| matches!(within_io(cause).downcast_ref(), Some(rustls::Error::InvalidCertificate(_))))
}

/// What I/O errors hold, which can be another of them. Each gives as its source not that, but the source of that.
#[cfg(feature = "__tls")]
fn within_io<'a>(error: &'a (dyn std::error::Error + 'static)) -> &'a (dyn std::error::Error + 'static) {
    let mut cause = error;
    while let Some(inner) = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
        cause = inner;
    }
    cause
}

#[cfg(not(feature = "__tls"))]
pub(crate) fn distrusts(_: &(dyn std::error::Error + 'static)) -> bool {
    false
}

/// This build has none.
#[cfg(not(feature = "__tls"))]
pub(crate) struct Tls;

#[cfg(not(feature = "__tls"))]
impl Tls {
    #[expect(clippy::unnecessary_wraps, reason = "it fails where there is TLS")]
    pub(crate) fn new() -> Result<Self, String> {
        Ok(Self)
    }

    #[expect(clippy::unused_self, reason = "it is used where there is TLS")]
    pub(crate) fn apply(&self, client: ::reqwest::ClientBuilder) -> ::reqwest::ClientBuilder {
        client
    }
}
