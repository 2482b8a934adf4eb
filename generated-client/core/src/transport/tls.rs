//! TLS configuration of the `reqwest` transport.

#[cfg(feature = "__tls")]
use std::sync::Arc;

#[cfg(feature = "__tls")]
use rustls::CertificateError;
#[cfg(feature = "__tls")]
use rustls::client::WantsClientCert;
#[cfg(feature = "__tls")]
use rustls_platform_verifier::Verifier;

#[cfg(feature = "__tls")]
use super::pem::PemSource;

/// The certificates of a transport, besides those that the system trusts.
#[cfg(feature = "__tls")]
#[derive(Clone, Debug, Default)]
pub(crate) struct TlsOptions {
    pub(crate) roots: Vec<PemSource>,
    pub(crate) client: Option<PemSource>,
}

/// A TLS configuration with an explicit crypto provider.
///
/// Without it, reqwest panics if no provider is installed for the process.
#[cfg(feature = "__tls")]
pub(crate) struct Tls(rustls::ClientConfig);

#[cfg(feature = "__tls")]
impl Tls {
    /// Trusts the certificates that the system trusts, and those of the options.
    pub(crate) fn new(options: &TlsOptions) -> Result<Self, String> {
        let builder = verifying_builder(options)?;
        let Some(source) = &options.client else { return Ok(Self(builder.with_no_client_auth())) };
        let invalid = |reason: &str| source.describe_error("client certificate", reason);
        let identity = source.client_identity().map_err(|reason| invalid(&reason))?;
        match builder.with_client_auth_cert(identity.certificates, identity.key) {
            Ok(config) => Ok(Self(config)),
            Err(error) => Err(invalid(&format!("the certificate and its key cannot be used: {error}"))),
        }
    }

    pub(crate) fn apply(&self, client: ::reqwest::ClientBuilder) -> ::reqwest::ClientBuilder {
        client.tls_backend_preconfigured(self.0.clone())
    }
}

#[cfg(feature = "__tls")]
fn verifying_builder(
    options: &TlsOptions,
) -> Result<rustls::ConfigBuilder<rustls::ClientConfig, WantsClientCert>, String> {
    #[cfg(feature = "rustls-aws-lc-rs")]
    use rustls::crypto::aws_lc_rs as provider;
    #[cfg(not(feature = "rustls-aws-lc-rs"))]
    use rustls::crypto::ring as provider;

    let mut roots = Vec::new();
    for source in &options.roots {
        let certificates = source.root_certificates();
        roots.extend(certificates.map_err(|reason| source.describe_error("root certificates", &reason))?);
    }
    let provider = Arc::new(provider::default_provider());
    let verifier = Verifier::new_with_extra_roots(roots, Arc::clone(&provider))
        .map_err(|error| format!("TLS cannot be set up: {error}: {HOW_TO_TRUST}"))?;
    let builder = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| format!("TLS cannot be set up: {error}"))?;
    // The verifier is the one of the system, with more roots.
    Ok(builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)))
}

/// How to make the system trust a certificate.
#[cfg(feature = "__tls")]
const HOW_TO_TRUST: &str = if cfg!(any(windows, target_vendor = "apple")) {
    "install the root certificate in the system, or add it to the transport"
} else {
    "set SSL_CERT_FILE to a PEM file with the root certificates, or add them to the transport"
};

/// Why the server's certificate was rejected.
pub(crate) struct Rejection {
    /// How to fix it, if trusting another root certificate would.
    pub(crate) hint: Option<&'static str>,
}

/// Returns whether and why the server's certificate was rejected.
#[cfg(feature = "__tls")]
pub(crate) fn find_rejection(error: &(dyn std::error::Error + 'static)) -> Option<Rejection> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(rustls::Error::InvalidCertificate(reason)) = unwrap_io_error(error).downcast_ref() {
            let hint = if *reason == CertificateError::UnknownIssuer { Some(HOW_TO_TRUST) } else { None };
            return Some(Rejection { hint });
        }
        next = error.source();
    }
    None
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
pub(crate) fn find_rejection(_: &(dyn std::error::Error + 'static)) -> Option<Rejection> {
    None
}

/// Stands in for the options in a build without TLS.
#[cfg(not(feature = "__tls"))]
#[derive(Clone, Debug, Default)]
pub(crate) struct TlsOptions {}

/// Stands in for the configuration in a build without TLS.
#[cfg(not(feature = "__tls"))]
pub(crate) struct Tls;

#[cfg(not(feature = "__tls"))]
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
