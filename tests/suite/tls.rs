//! A TLS server on loopback, and certificates for it.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, mpsc};

use hss_tests::PATIENCE;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection};

/// A certificate authority.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A certificate for `127.0.0.1` with its key, for a server or a client.
pub(crate) struct Identity {
    certificate: rcgen::Certificate,
    key: KeyPair,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut parameters = CertificateParams::new(Vec::new()).expect("parameters");
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        parameters.distinguished_name.push(DnType::CommonName, "Test Authority");
        let key = KeyPair::generate().expect("a key");
        Self(CertifiedIssuer::self_signed(parameters, key).expect("a certificate"))
    }

    /// Returns its certificate.
    pub(crate) fn pem(&self) -> String {
        self.0.pem()
    }

    pub(crate) fn issue(&self) -> Identity {
        let parameters = CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("parameters");
        let key = KeyPair::generate().expect("a key");
        Identity { certificate: parameters.signed_by(&key, &self.0).expect("a certificate"), key }
    }
}

impl Identity {
    /// Returns a certificate of an authority that it signed itself.
    pub(crate) fn self_signed_authority() -> Self {
        let mut parameters = CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("parameters");
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        Self { certificate: parameters.self_signed(&key).expect("a certificate"), key }
    }

    /// Returns the certificate and the key.
    pub(crate) fn pem(&self) -> String {
        self.certificate_pem() + &self.key.serialize_pem()
    }

    pub(crate) fn certificate_pem(&self) -> String {
        self.certificate.pem()
    }
}

/// Serves until the end of the test, one connection at a time.
pub(crate) struct TlsServer {
    pub(crate) address: SocketAddr,
    /// What can be read of each connection, up to the end of the head of a request.
    pub(crate) received: mpsc::Receiver<String>,
}

impl TlsServer {
    /// Starts a server that sends `response` for each request and closes the connection.
    pub(crate) fn start(identity: &Identity, response: Vec<u8>) -> Self {
        Self::start_with_clients(identity, None, response)
    }

    /// Starts a server that rejects clients without a certificate of the authority, if there is one.
    pub(crate) fn start_with_clients(identity: &Identity, clients: Option<&Authority>, response: Vec<u8>) -> Self {
        let config = Arc::new(server_config(identity, clients));
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (sender, received) = mpsc::channel();
        std::thread::spawn(move || {
            for socket in listener.incoming().map_while(Result::ok) {
                if sender.send(serve(socket, Arc::clone(&config), &response)).is_err() {
                    return;
                }
            }
        });
        Self { address, received }
    }

    pub(crate) fn endpoint(&self) -> String {
        format!("https://{}", self.address)
    }
}

fn server_config(identity: &Identity, clients: Option<&Authority>) -> ServerConfig {
    let key = PrivateKeyDer::try_from(identity.key.serialize_der()).expect("a key");
    let certificate = identity.certificate.der().clone();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions();
    let config = config.expect("versions");
    let config = match clients {
        None => config.with_no_client_auth(),
        Some(authority) => {
            let mut roots = RootCertStore::empty();
            roots.add(authority.0.der().clone()).expect("a root certificate");
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build();
            config.with_client_cert_verifier(verifier.expect("a verifier"))
        }
    };
    config.with_single_cert(vec![certificate], key).expect("a certificate with its key")
}

/// Returns the head of the request, or what arrives before the connection fails.
fn serve(mut socket: TcpStream, config: Arc<ServerConfig>, response: &[u8]) -> String {
    let _ = socket.set_read_timeout(Some(PATIENCE));
    let mut connection = ServerConnection::new(config).expect("a connection");
    let mut stream = BufReader::new(rustls::Stream::new(&mut connection, &mut socket));
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        // Fails if one side does not trust the other.
        if !matches!(stream.read_line(&mut head), Ok(1..)) {
            return head;
        }
    }
    let stream = stream.get_mut();
    let _ = stream.write_all(response).and_then(|()| stream.flush());
    connection.send_close_notify();
    let _ = connection.complete_io(&mut socket);
    head
}
