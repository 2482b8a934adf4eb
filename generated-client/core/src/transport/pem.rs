//! Certificates and keys in PEM format, from a file or from memory.

use std::fmt;
use std::mem;
use std::path::PathBuf;

use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use zeroize::Zeroizing;

use crate::small_file;
use crate::text::{is_utf16, shown_path, without_byte_order_mark};

/// Where PEM text comes from. It is read when the transport is built; root certificates that the environment names are
/// read again to verify the first server.
#[derive(Clone)]
pub(crate) enum PemSource {
    File(PathBuf),
    Memory(Zeroizing<Vec<u8>>),
}

/// A client certificate with its chain and its private key.
pub(crate) struct ClientIdentity {
    pub(crate) certificates: Vec<CertificateDer<'static>>,
    pub(crate) key: PrivateKeyDer<'static>,
}

impl PemSource {
    /// Returns all certificates, which can be used as roots.
    pub(crate) fn root_certificates(&self) -> Result<Vec<CertificateDer<'static>>, String> {
        let certificates = parse_certificates(&self.read()?)?;
        for (number, certificate) in (1..).zip(&certificates) {
            if RootCertStore::empty().add(certificate.clone()).is_err() {
                return Err(format!("certificate {number} is malformed"));
            }
        }
        Ok(certificates)
    }

    /// Returns at most `maximum` certificates that can be used as roots, and skips the others: the certificates of a
    /// system can contain some that only other libraries accept.
    pub(super) fn usable_root_certificates(&self, maximum: usize) -> Result<Vec<CertificateDer<'static>>, String> {
        // Not overwritten: the certificates of a system are not secret, and overwriting takes longer than reading them.
        let text = mem::take(&mut *self.read()?);
        let is_usable = |certificate: &CertificateDer<'_>| RootCertStore::empty().add(certificate.clone()).is_ok();
        let certificates = CertificateDer::pem_slice_iter(&text).flatten();
        let usable: Vec<_> = certificates.filter(is_usable).take(maximum).collect();
        if usable.is_empty() {
            parse_certificates(&text)?;
            return Err("none of its certificates can be used: they are malformed".to_owned());
        }
        Ok(usable)
    }

    /// Returns a client certificate with its private key.
    pub(crate) fn client_identity(&self) -> Result<ClientIdentity, String> {
        let text = self.read()?;
        let certificates = parse_certificates(&text)?;
        let Ok(key) = PrivateKeyDer::from_pem_slice(&text) else {
            return Err("the private key is missing: add it in PEM format, not encrypted".to_owned());
        };
        Ok(ClientIdentity { certificates, key })
    }

    /// Adds where the PEM text comes from to an error. `what` says what the text is for.
    pub(crate) fn describe_error(&self, what: &str, reason: &str) -> String {
        match self {
            Self::File(path) => format!("{what} {}: {reason}", shown_path(path)),
            Self::Memory(_) => format!("{what}: {reason}"),
        }
    }

    fn read(&self) -> Result<Zeroizing<Vec<u8>>, String> {
        let mut text = match self {
            Self::File(path) => small_file::read(path).map_err(|error| error.to_string())?,
            Self::Memory(text) => text.clone(),
        };
        if is_utf16(&text) {
            return Err("it is UTF-16: save it as UTF-8".to_owned());
        }
        let mark = text.len() - without_byte_order_mark(&text).len();
        text.drain(..mark);
        Ok(text)
    }
}

/// Errors do not repeat the text, which may contain a private key.
fn parse_certificates(text: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    let mut certificates = Vec::new();
    for certificate in CertificateDer::pem_slice_iter(text) {
        match certificate {
            Ok(certificate) => certificates.push(certificate),
            Err(_) => return Err("it is not valid PEM".to_owned()),
        }
    }
    if certificates.is_empty() {
        return Err("no certificate found: use PEM, with -----BEGIN CERTIFICATE-----".to_owned());
    }
    Ok(certificates)
}

/// Shows no text, which may contain a private key.
impl fmt::Debug for PemSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
            Self::Memory(_) => f.write_str("Memory(..)"),
        }
    }
}
