//! TLS configuration of the `reqwest` transport.

use std::sync::Arc;

use rustls::client::WantsClientCert;
use rustls::crypto::CryptoProvider;
use rustls::{AlertDescription, CertificateError, InvalidMessage};

use super::pem::PemSource;
use super::verifier::{LazyVerifier, how_to_trust};
use crate::cause::chain;
use crate::message::{Explanation, TransportErrorKind};
use crate::opaque::opaque_debug;

/// The certificates of a transport, besides those that the system trusts.
#[derive(Clone, Debug, Default)]
pub(crate) struct TlsOptions {
    pub(crate) roots: Vec<PemSource>,
    pub(crate) client: Option<PemSource>,
}

/// A TLS configuration with an explicit crypto provider.
///
/// Without it, reqwest panics if no provider is installed for the process.
#[derive(Clone)]
pub(crate) struct Tls(rustls::ClientConfig);

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

opaque_debug!(
    /// Omits certificates and keys.
    Tls
);

/// Returns the provider that the features choose.
pub(super) fn crypto_provider() -> Arc<CryptoProvider> {
    #[cfg(feature = "rustls-aws-lc-rs")]
    use rustls::crypto::aws_lc_rs as provider;
    #[cfg(not(feature = "rustls-aws-lc-rs"))]
    use rustls::crypto::ring as provider;

    Arc::new(provider::default_provider())
}

fn verifying_builder(
    options: &TlsOptions,
) -> Result<rustls::ConfigBuilder<rustls::ClientConfig, WantsClientCert>, String> {
    let provider = crypto_provider();
    let verifier = LazyVerifier::new(&options.roots, Arc::clone(&provider))?;
    let builder = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| format!("TLS cannot be set up: {error}"))?;
    // The verifier is the one of the system, with more roots.
    Ok(builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)))
}

/// Returns the TLS error that another error contains, if another attempt would repeat it.
pub(super) fn find_failure(error: &(dyn std::error::Error + 'static)) -> Option<(TransportErrorKind, Explanation)> {
    let failure = chain(error).find_map(|cause| unwrap_io_error(cause).downcast_ref())?;
    describe_failure(failure)
}

fn describe_failure(error: &rustls::Error) -> Option<(TransportErrorKind, Explanation)> {
    match error {
        rustls::Error::InvalidCertificate(reason) => {
            let detail = Some(describe_certificate_error(reason));
            let is_unknown = matches!(reason, CertificateError::UnknownIssuer | CertificateError::BadSignature);
            let hint = if is_unknown { Some(how_to_trust()) } else { None };
            Some((TransportErrorKind::Untrusted, Explanation { detail, hint, proxy: None }))
        }
        rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType) => Some(rejected(
            "the server does not use TLS on this port".to_owned(),
            Some("check the port of the endpoint, or use http if it is on loopback"),
        )),
        rustls::Error::PeerIncompatible(_) => Some(rejected(error.to_string(), None)),
        rustls::Error::AlertReceived(alert) => describe_alert(*alert),
        _ => None,
    }
}

/// Returns what an alert of the server means and how to fix it, unless another attempt may succeed.
fn describe_alert(alert: AlertDescription) -> Option<(TransportErrorKind, Explanation)> {
    use AlertDescription as Alert;
    let hint = match alert {
        Alert::BadCertificate
        | Alert::UnsupportedCertificate
        | Alert::CertificateRevoked
        | Alert::CertificateExpired
        | Alert::CertificateUnknown
        | Alert::UnknownCA
        | Alert::CertificateRequired => {
            let detail = format!("the server requires another client certificate: it sent the TLS alert {alert:?}");
            return Some(rejected(detail, Some("set the client certificate of the transport")));
        }
        Alert::ProtocolVersion => Some("the server must support TLS 1.2 or 1.3"),
        Alert::HandshakeFailure | Alert::InsufficientSecurity => {
            Some("the server may not support a common cipher suite, or require a client certificate")
        }
        Alert::UnrecognisedName => Some("check the host of the endpoint"),
        Alert::AccessDenied | Alert::NoApplicationProtocol => None,
        _ => return None,
    };
    Some(rejected(format!("the server rejected the TLS handshake with the alert {alert:?}"), hint))
}

fn rejected(detail: String, hint: Option<&str>) -> (TransportErrorKind, Explanation) {
    let hint = hint.map(str::to_owned);
    (TransportErrorKind::Rejected, Explanation { detail: Some(detail), hint, proxy: None })
}

fn describe_certificate_error(reason: &CertificateError) -> String {
    match reason {
        CertificateError::UnknownIssuer => "its issuer is unknown".to_owned(),
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "it has expired, or the clock of this computer is wrong".to_owned()
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "it is not valid yet, or the clock of this computer is wrong".to_owned()
        }
        CertificateError::NotValidForName => "it is not valid for this host".to_owned(),
        CertificateError::BadSignature => {
            "its signature is not that of a trusted issuer, since it is self-signed or its issuer has the name of another"
                .to_owned()
        }
        CertificateError::Other(error) => describe_other_error(&error.to_string()).to_owned(),
        _ => reason.to_string(),
    }
}

/// Describes an error by its text, since its type belongs to a crate that this one does not depend on.
fn describe_other_error(error: &str) -> &str {
    match error {
        "CaUsedAsEndEntity" => {
            "it is the certificate of an authority, such as a self-signed one, which cannot identify a server: issue another \
             certificate for the server"
        }
        "UnsupportedCertVersion" => {
            "it has version 1 or 2 of X.509, without extensions: issue a certificate of version 3 for the server"
        }
        "certificate had invalid extensions" => {
            "its extensions do not allow servers to use it: issue a certificate with the extended key usage serverAuth"
        }
        _ => error,
    }
}

/// Returns the error inside nested I/O errors, which `source` skips.
fn unwrap_io_error<'a>(error: &'a (dyn std::error::Error + 'static)) -> &'a (dyn std::error::Error + 'static) {
    let mut innermost = error;
    while let Some(inner) = innermost.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
        innermost = inner;
    }
    innermost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_that_would_be_repeated_are_not_retried() {
        let other =
            |text: &'static str| CertificateError::Other(rustls::OtherError(Arc::new(std::io::Error::other(text))));
        let certificate = rustls::Error::InvalidCertificate;
        let (untrusted, rejected) = (TransportErrorKind::Untrusted, TransportErrorKind::Rejected);
        for (error, kind, detail) in [
            (certificate(CertificateError::UnknownIssuer), untrusted, "its issuer is unknown"),
            (certificate(CertificateError::Expired), untrusted, "it has expired"),
            (certificate(CertificateError::NotValidYet), untrusted, "it is not valid yet"),
            (certificate(CertificateError::NotValidForName), untrusted, "it is not valid for this host"),
            (certificate(other("CaUsedAsEndEntity")), untrusted, "it is the certificate of an authority"),
            (certificate(CertificateError::BadSignature), untrusted, "it is self-signed"),
            (certificate(other("UnsupportedCertVersion")), untrusted, "issue a certificate of version 3"),
            (certificate(other("certificate had invalid extensions")), untrusted, "serverAuth"),
            (certificate(other("another reason")), untrusted, "another reason"),
            (InvalidMessage::InvalidContentType.into(), rejected, "the server does not use TLS on this port"),
            (InvalidMessage::InvalidContentType.into(), rejected, "check the port of the endpoint"),
            (rustls::Error::AlertReceived(AlertDescription::CertificateRequired), rejected, "CertificateRequired"),
            (
                rustls::Error::AlertReceived(AlertDescription::CertificateRequired),
                rejected,
                "set the client certificate of the transport",
            ),
            (rustls::Error::AlertReceived(AlertDescription::ProtocolVersion), rejected, "TLS 1.2 or 1.3"),
            (rustls::Error::AlertReceived(AlertDescription::HandshakeFailure), rejected, "HandshakeFailure"),
        ] {
            let wrapped = std::io::Error::other(std::io::Error::other(error));
            let (found, explanation) = find_failure(&wrapped).expect(detail);
            assert_eq!(found, kind, "{detail}");
            let shown = format!("{}; {}", explanation.detail.expect("a detail"), explanation.hint.unwrap_or_default());
            assert!(shown.contains(detail) && !shown.contains("OtherError"), "{shown}");
        }
        for error in
            [rustls::Error::HandshakeNotComplete, rustls::Error::AlertReceived(AlertDescription::InternalError)]
        {
            assert!(find_failure(&error).is_none(), "{error}");
        }
        assert!(find_failure(&std::io::Error::other("another error")).is_none());
    }
}
