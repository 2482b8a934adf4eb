//! A transport based on `reqwest`.

#[cfg(feature = "__tls")]
use std::path::PathBuf;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt;
#[cfg(feature = "__tls")]
use zeroize::Zeroizing;

#[cfg(feature = "__tls")]
use super::pem::PemSource;
use super::tls::{self, Tls, TlsOptions};
use crate::async_runtime::require_tokio;
use crate::cause::root_cause;
use crate::error::Error;
use crate::message::{ResponseBody, TransportError, TransportErrorKind};
use crate::secret::Secret;
use crate::transport::{Transport, TransportFuture};

/// A [`Transport`] based on `reqwest`, over HTTP/1.1. Requires a tokio runtime with time and I/O enabled.
///
/// Redirects, retries, cookies, compression and the `Referer` header are disabled, and no option enables them.
///
/// - **Proxy**: `https` requests use the proxy of the environment (`HTTPS_PROXY` or `ALL_PROXY`, with the exceptions in
///   `NO_PROXY`) or of the system, unless the builder sets another one. `http` requests never use a proxy, which could
///   read the credentials.
/// - **Certificates**: a server is trusted if the system trusts it. On Linux and other Unix systems except macOS, the
///   environment variable `SSL_CERT_FILE` names a PEM file with the root certificates to use instead of the system's, and
///   `SSL_CERT_DIR` a directory of them. The builder adds more root certificates.
///
/// ```no_run
/// # fn example() -> Result<(), huaweicloud_core::Error> {
/// use huaweicloud_core::{Credentials, ReqwestTransport};
/// use huaweicloud_museum::Client;
///
/// let transport = ReqwestTransport::builder().proxy("http://proxy.example.com:3128").build()?;
/// let client = Client::builder()
///     .region("cn-north-4")
///     .credentials(Credentials::default_chain()?)
///     .transport(transport)
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    https: reqwest::Client,
    /// Without a proxy, which could read the credentials.
    http: reqwest::Client,
}

/// A builder for a [`ReqwestTransport`].
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ReqwestTransportBuilder {
    connect_timeout: Duration,
    max_idle_connections: usize,
    proxy: ProxyOption,
    tls: TlsOptions,
}

#[derive(Clone, Debug)]
enum ProxyOption {
    /// The proxy of the environment or of the system, if there is one.
    System,
    Disabled,
    /// A URL, which may contain a password.
    Url(Secret),
}

impl ReqwestTransport {
    /// Returns a builder with the default configuration.
    pub fn builder() -> ReqwestTransportBuilder {
        ReqwestTransportBuilder::default()
    }
}

impl Default for ReqwestTransportBuilder {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            max_idle_connections: usize::MAX,
            proxy: ProxyOption::System,
            tls: TlsOptions::default(),
        }
    }
}

impl ReqwestTransportBuilder {
    /// Sets the maximum time to establish a connection, including TLS. The default is 10 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the maximum number of idle connections to keep open for each host. The default is unlimited. With 0, each
    /// request opens a connection.
    pub fn max_idle_connections(mut self, connections: usize) -> Self {
        self.max_idle_connections = connections;
        self
    }

    /// Sets the proxy for `https` requests, such as `http://user:password@proxy.example.com:3128`, instead of the one of
    /// the environment or the system. The variable `NO_PROXY` does not apply to it.
    ///
    /// The proxy sees the host and the port of the service, and neither the requests nor the credentials. `http` requests
    /// never use a proxy.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = ProxyOption::Url(Secret::new(url.into()));
        self
    }

    /// Uses no proxy, whatever the environment and the system say.
    pub fn no_proxy(mut self) -> Self {
        self.proxy = ProxyOption::Disabled;
        self
    }

    /// Trusts servers with a certificate of these authorities too: one or more certificates in PEM format.
    #[cfg(feature = "__tls")]
    pub fn add_root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.tls.roots.push(PemSource::Memory(Zeroizing::new(pem.into())));
        self
    }

    /// Like [`add_root_certificates`](Self::add_root_certificates), from a file that [`build`](Self::build) reads: at most
    /// 1 MiB.
    #[cfg(feature = "__tls")]
    pub fn add_root_certificates_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.tls.roots.push(PemSource::File(path.into()));
        self
    }

    /// Sets the certificate with which the client authenticates to the server: the certificate, the chain up to its
    /// authority, and the private key without encryption, in PEM format.
    #[cfg(feature = "__tls")]
    pub fn client_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.tls.client = Some(PemSource::Memory(Zeroizing::new(pem.into())));
        self
    }

    /// Like [`client_certificate`](Self::client_certificate), from a file that [`build`](Self::build) reads: at most 1 MiB.
    #[cfg(feature = "__tls")]
    pub fn client_certificate_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.tls.client = Some(PemSource::File(path.into()));
        self
    }

    /// Builds the transport.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if a certificate cannot be read or is
    /// malformed, if the URL of the proxy is invalid, or if TLS cannot be set up, for example because the system has no
    /// root certificates. The error names the file.
    pub fn build(self) -> Result<ReqwestTransport, Error> {
        self.try_build().map_err(|message| Error::configuration(vec![message]))
    }

    pub(crate) fn try_build(&self) -> Result<ReqwestTransport, String> {
        let tls = Tls::new(&self.tls)?;
        let https = tls.apply(self.client()).https_only(cfg!(feature = "__tls"));
        let https = match &self.proxy {
            ProxyOption::System => https,
            ProxyOption::Disabled => https.no_proxy(),
            ProxyOption::Url(url) => https.proxy(parse_proxy(url)?),
        };
        let http = tls.apply(self.client()).no_proxy();
        Ok(ReqwestTransport { https: build_client(https)?, http: build_client(http)? })
    }

    /// Disables everything that changes or repeats requests. Other crates may enable any of reqwest's features.
    fn client(&self) -> reqwest::ClientBuilder {
        reqwest::Client::builder()
            .connect_timeout(self.connect_timeout)
            .pool_max_idle_per_host(self.max_idle_connections)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .http1_only()
    }
}

/// Errors do not repeat the URL, which may contain a password.
fn parse_proxy(url: &Secret) -> Result<reqwest::Proxy, String> {
    let text = url.expose();
    // reqwest accepts more than this, but would ignore such a proxy when it connects.
    if let Ok(uri) = text.parse::<http::Uri>()
        && matches!(uri.scheme_str(), Some("http" | "https"))
        && let Ok(proxy) = reqwest::Proxy::https(text)
    {
        return Ok(proxy);
    }
    Err("invalid proxy: it must be an http or https URL, such as http://proxy.example.com:3128".to_owned())
}

fn build_client(builder: reqwest::ClientBuilder) -> Result<reqwest::Client, String> {
    builder.build().map_err(|error| format!("HTTP cannot be set up: {}", root_cause(&error)))
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async move {
            if let Err(error) = require_tokio() {
                return Err(TransportError::new(TransportErrorKind::Configuration, error));
            }
            let is_https = request.uri().scheme() == Some(&http::uri::Scheme::HTTPS);
            let client = if is_https { &self.https } else { &self.http };
            let request = reqwest::Request::try_from(request).map_err(classify)?;
            let response = client.execute(request).await.map_err(classify)?;
            Ok(http::Response::from(response).map(|body| ResponseBody::new(body.map_err(classify))))
        })
    }
}

fn classify(error: reqwest::Error) -> TransportError {
    let rejection = tls::find_rejection(&error);
    let kind = match (error.is_connect(), error.is_timeout()) {
        (true, true) => TransportErrorKind::ConnectTimeout,
        (true, false) if rejection.is_some() => TransportErrorKind::Untrusted,
        (true, false) => TransportErrorKind::Connect,
        (false, true) => TransportErrorKind::Timeout,
        (false, false) => TransportErrorKind::Other,
    };
    // The URL contains the caller's parameters, which must not end up in a log.
    let error = TransportError::new(kind, error.without_url());
    match rejection {
        Some(rejection) => error.with_hint(rejection.hint),
        None => error,
    }
}
