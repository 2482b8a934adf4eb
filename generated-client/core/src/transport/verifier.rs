//! Which servers the `reqwest` transport trusts.

use std::env;
use std::error::Error as StdError;
use std::ffi::OsString;
use std::sync::Arc;

use once_cell::sync::OnceCell;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, OtherError, SignatureScheme};
use rustls_platform_verifier::Verifier;

use super::pem::PemSource;
use crate::text::shown_path;

/// A verifier that trusts servers that the system trusts, and those with a certificate of other authorities.
///
/// The verifier of the system parses all of its root certificates, which takes milliseconds. It is created when a
/// server sends its certificate for the first time, since many transports never use TLS, such as those of tests with a
/// mock server.
#[derive(Debug)]
pub(super) struct LazyVerifier {
    /// The root certificates of the options.
    roots: Vec<CertificateDer<'static>>,
    /// The environment when the transport was created.
    variables: Variables,
    provider: Arc<CryptoProvider>,
    verifier: OnceCell<Verifier>,
}

impl LazyVerifier {
    /// Returns a verifier, or the error of a file or a certificate that the caller chose.
    pub(super) fn new(sources: &[PemSource], provider: Arc<CryptoProvider>) -> Result<Self, String> {
        let variables = Variables::read();
        variables.roots(1)?;
        let mut roots = Vec::new();
        for source in sources {
            let certificates = source.root_certificates();
            roots.extend(certificates.map_err(|reason| source.describe_error("root certificates", &reason))?);
        }
        Ok(Self { roots, variables, provider, verifier: OnceCell::new() })
    }

    /// Creates the verifier of the system, while other threads wait for it. If that fails, the next connection tries
    /// again: the certificates of the system may have been installed by then.
    fn create(&self) -> Result<Verifier, String> {
        // The verifier of the system reads the variables again. Without them, it might trust more servers.
        if Variables::read() != self.variables {
            return Err(format!(
                "{CERT_FILE} or {CERT_DIR} has changed since the transport was created; create a new one"
            ));
        }
        let mut roots = self.roots.clone();
        roots.extend(self.variables.roots(usize::MAX)?);
        Verifier::new_with_extra_roots(roots, Arc::clone(&self.provider)).map_err(|error| {
            let reason = match error {
                rustls::Error::General(_) if READS_VARIABLES => "the system has no root certificates".to_owned(),
                error => error.to_string(),
            };
            format!("{reason}; {}", how_to_trust())
        })
    }
}

impl ServerCertVerifier for LazyVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let verifier = self.verifier.get_or_try_init(|| self.create()).map_err(|reason| {
            let reason: Box<dyn StdError + Send + Sync> = reason.into();
            CertificateError::Other(OtherError(reason.into()))
        })?;
        verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    // Signatures depend only on the provider, also in the verifier of the system.

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// The variable that names a file with root certificates to use instead of the system's.
const CERT_FILE: &str = "SSL_CERT_FILE";

/// The variable that names folders of them.
const CERT_DIR: &str = "SSL_CERT_DIR";

/// Whether the variables are read.
const READS_VARIABLES: bool = cfg!(all(unix, not(target_vendor = "apple"), not(target_os = "android")));

/// The values of the variables.
#[derive(Debug, Default, PartialEq, Eq)]
struct Variables {
    cert_file: Option<OsString>,
    cert_dir: Option<OsString>,
}

impl Variables {
    fn read() -> Self {
        if !READS_VARIABLES {
            return Self::default();
        }
        Self { cert_file: env::var_os(CERT_FILE), cert_dir: env::var_os(CERT_DIR) }
    }

    /// Returns the first usable certificates of the file that `SSL_CERT_FILE` names, if it is set. A file
    /// without any is an error: the verifier of the system reads it too, but does not report what it cannot use.
    fn roots(&self, maximum: usize) -> Result<Vec<CertificateDer<'static>>, String> {
        let Some(path) = &self.cert_file else { return Ok(Vec::new()) };
        if path.is_empty() {
            return Err(format!("{CERT_FILE} is empty: set it to a PEM file with the root certificates, or unset it"));
        }
        let source = PemSource::File(path.into());
        source.usable_root_certificates(maximum).map_err(|reason| source.describe_error(CERT_FILE, &reason))
    }
}

/// Returns how to make a client trust a certificate.
pub(super) fn how_to_trust() -> String {
    match Variables::read().cert_file {
        Some(path) => {
            let path = shown_path(path.as_ref());
            format!("add the root certificate to {path}, which {CERT_FILE} names, or to the transport")
        }
        None if READS_VARIABLES => {
            format!("set {CERT_FILE} to a PEM file with the root certificates, or add them to the transport")
        }
        None => "install the root certificate in the system, or add it to the transport".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TemporaryFile;
    use crate::transport::tls::crypto_provider;

    fn roots_of_file(path: &str) -> Result<Vec<CertificateDer<'static>>, String> {
        Variables { cert_file: Some(path.into()), cert_dir: None }.roots(1)
    }

    #[test]
    fn errors_of_the_certificate_file_of_the_environment_say_what_is_wrong() {
        let malformed = "-----BEGIN CERTIFICATE-----\nczNjcmV0\n-----END CERTIFICATE-----\n";
        for (content, reason) in [
            (&b""[..], "no certificate found: use PEM, with -----BEGIN CERTIFICATE-----"),
            (b"\x30\x82\x01\x0a", "no certificate found: use PEM, with -----BEGIN CERTIFICATE-----"),
            (b"-----BEGIN CERTIFICATE-----\ns3cret", "it is not valid PEM"),
            (malformed.as_bytes(), "none of its certificates can be used: they are malformed"),
            (b"\xff\xfe-\0-\0", "it is UTF-16: save it as UTF-8"),
        ] {
            let file = TemporaryFile::new(content);
            let error = roots_of_file(file.path()).expect_err(reason);
            assert_eq!(error, format!("SSL_CERT_FILE {}: {reason}", file.path()));
        }
        let error = roots_of_file("/nowhere/ca.pem").expect_err("no file");
        assert!(error.starts_with("SSL_CERT_FILE /nowhere/ca.pem: "), "{error}");
        let error = roots_of_file("").expect_err("empty");
        assert_eq!(error, "SSL_CERT_FILE is empty: set it to a PEM file with the root certificates, or unset it");
        assert!(Variables::default().roots(1).expect("not set").is_empty());
    }

    /// A variable that a program sets only for a while must not make it trust more servers.
    #[test]
    fn variables_that_have_changed_are_an_error() {
        let variables = Variables { cert_dir: Some("/of/another/program".into()), ..Variables::read() };
        let provider = crypto_provider();
        let verifier = LazyVerifier { roots: Vec::new(), variables, provider, verifier: OnceCell::new() };
        let error = verifier.create().expect_err("another folder");
        assert_eq!(
            error,
            "SSL_CERT_FILE or SSL_CERT_DIR has changed since the transport was created; create a new one"
        );
    }
}
