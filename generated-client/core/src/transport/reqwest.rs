//! A transport based on `reqwest`.

#[cfg(feature = "__tls")]
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http_body_util::BodyExt;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
#[cfg(feature = "__tls")]
use zeroize::Zeroizing;

#[cfg(feature = "__tls")]
use super::pem::PemSource;
use super::proxy::{self, ProxyOption};
use super::tls::{self, Tls, TlsOptions};
use crate::async_runtime::require_tokio;
use crate::cause::root_cause;
use crate::error::Error;
use crate::message::{Explanation, ResponseBody, TransportError, TransportErrorKind};
use crate::secret::Secret;
use crate::transport::{Transport, TransportFuture};

/// Maximum number of headers of a response. hyper's default of 100 is too low for some gateways.
const MAX_HEADERS: usize = 1000;

/// A [`Transport`] based on `reqwest`, over HTTP/1.1. Requires a tokio runtime with time and I/O enabled.
///
/// It is the default, so a program needs it only to set a proxy, a certificate or a timeout, or to wrap it in a
/// transport of its own.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// use huaweicloud_core::ReqwestTransport;
///
/// let transport = ReqwestTransport::builder().proxy("http://proxy.example.com:3128").build()?;
/// let client = mock.client().transport(transport).build()?;
/// // Does not use the proxy, since the mock server has no TLS.
/// client.list_paintings().send().await?;
/// # Ok(())
/// # }
/// ```
///
/// Redirects, retries, cookies, compression and the `Referer` header are disabled, and no option enables them.
///
/// - **Proxy**: `https` requests use the proxy of the environment (`HTTPS_PROXY` or `ALL_PROXY`, with the exceptions in
///   `NO_PROXY`) or of the system, unless the builder sets another one. An invalid value of these variables is an
///   error, and never a reason to connect directly. An entry of `NO_PROXY` is a host, which stands for its subdomains
///   too, an IP address, or a network such as `10.0.0.0/8`; entries with a port or with `*.` have no effect.
///   `NO_PROXY=*` disables the proxy for all hosts. `http` requests never use a proxy, which could read the
///   credentials.
/// - **Certificates**: a server is trusted if the system trusts it. On Linux and other Unix systems except macOS, the
///   environment variable `SSL_CERT_FILE` names a PEM file with the root certificates to use instead of the system's,
///   and `SSL_CERT_DIR` a directory of them. A file without a usable certificate is an error. The builder adds more
///   root certificates. Those of the system are read when a server sends its certificate for the first time, which
///   blocks the thread for a few milliseconds. A transport for `http` endpoints does not need any. Without any, or if
///   one of the variables has changed since the transport was built, calls of `https` endpoints fail with
///   [`Untrusted`](crate::TransportErrorKind::Untrusted).
/// - **Connections** are kept open for 4 seconds after a response, for the next request.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    https: reqwest::Client,
    /// Without a proxy, which could read the credentials.
    http: reqwest::Client,
    /// Finds the proxy of a request over `https`.
    proxies: Option<Arc<Matcher>>,
    /// Why `https` cannot be used, if the proxy of the environment is invalid.
    invalid_proxy: Option<String>,
    tls: Tls,
    connect_timeout: Duration,
}

/// A builder for a [`ReqwestTransport`]. Each setter states its default. Clients with the same transport share its
/// connections.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// use std::time::Duration;
///
/// use huaweicloud_core::{ErrorKind, ReqwestTransport};
///
/// let transport = ReqwestTransport::builder().connect_timeout(Duration::from_secs(3)).no_proxy().build()?;
/// mock.client().transport(transport).build()?.list_paintings().send().await?;
///
/// let error = ReqwestTransport::builder().add_root_certificates_file("missing.pem").build().unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Configuration);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ReqwestTransportBuilder {
    connect_timeout: Duration,
    idle_timeout: Duration,
    proxy: ProxyOption,
    tls: TlsOptions,
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
            idle_timeout: Duration::from_secs(4),
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

    /// Sets how long a connection can be idle before the transport closes it. The default is 4 seconds, since many
    /// servers close idle connections after 5 seconds or later.
    ///
    /// A request that is written to a connection while the server closes it fails, and a POST request is not retried
    /// then: the service may have executed it. The time must therefore be shorter than that of the server, which the
    /// transport does not learn: it ignores the header `Keep-Alive`. A longer one saves handshakes for calls that are
    /// further apart.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }

    /// Sets the proxy for `https` requests, such as `http://user:password@proxy.example.com:3128`, instead of the one
    /// of the environment or the system. The variable `NO_PROXY` does not apply to it.
    ///
    /// The proxy sees the host and the port of the service, and neither the requests nor the credentials. `http`
    /// requests never use a proxy.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = ProxyOption::Url(Secret::new(url.into()));
        self
    }

    /// Disables the proxy, including that of the environment or the system.
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

    /// Does the same as [`add_root_certificates`](Self::add_root_certificates), for a file of at most 4 MiB that
    /// [`build`](Self::build) reads.
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

    /// Does the same as [`client_certificate`](Self::client_certificate), for a file of at most 4 MiB that
    /// [`build`](Self::build) reads.
    #[cfg(feature = "__tls")]
    pub fn client_certificate_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.tls.client = Some(PemSource::File(path.into()));
        self
    }

    /// Builds the transport.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if a certificate cannot be read or is malformed,
    /// or if the proxy of the builder or of the environment is invalid: the error names the file or the variable. Also
    /// if TLS cannot be set up. If the system has no root certificates, the calls that need them fail instead.
    pub fn build(self) -> Result<ReqwestTransport, Error> {
        self.try_build(true).map_err(Error::misconfigured)
    }

    /// Builds the transport. Unless `needs_proxy`, an invalid proxy is an error of each `https` request instead: `http`
    /// requests do not use it.
    pub(crate) fn try_build(&self, needs_proxy: bool) -> Result<ReqwestTransport, String> {
        let (proxy, invalid_proxy) = match self.proxy.check() {
            Ok(proxy) => (proxy, None),
            Err(message) if needs_proxy => return Err(message),
            Err(message) => (ProxyOption::Disabled, Some(message)),
        };
        let tls = Tls::new(&self.tls)?;
        let https = tls.apply(self.client()).https_only(cfg!(feature = "__tls"));
        let http = tls.apply(self.client()).no_proxy();
        Ok(ReqwestTransport {
            https: build_client(proxy.apply(https)?)?,
            http: build_client(http)?,
            proxies: proxy.matcher().map(Arc::new),
            invalid_proxy,
            tls,
            connect_timeout: self.connect_timeout,
        })
    }

    fn client(&self) -> reqwest::ClientBuilder {
        base_client(self.connect_timeout).pool_idle_timeout(self.idle_timeout)
    }
}

/// Disables everything that changes or repeats requests. Other crates may enable any of reqwest's features.
fn base_client(connect_timeout: Duration) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .connect_timeout(connect_timeout)
        .http1_max_headers(MAX_HEADERS)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .http1_only()
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
            let client = if is_https { self.https_client()? } else { &self.http };
            let proxies = self.proxies.as_ref().filter(|_| is_https);
            let proxy = proxies.and_then(|proxies| proxies.intercept(request.uri()));
            let target = request.uri().clone();
            let request = reqwest::Request::try_from(request).map_err(|error| classify(error, None))?;
            // Lets the runtime notice that the server has closed an idle connection while nothing else was polled,
            // before the request is written to it.
            tokio::task::yield_now().await;
            match client.execute(request).await {
                Ok(response) => {
                    let response = http::Response::from(response);
                    Ok(response.map(|body| ResponseBody::new(body.map_err(|error| classify(error, None)))))
                }
                Err(error) => match proxy {
                    Some(proxy) => Err(self.classify_proxied(error, &proxy, &target).await),
                    None => Err(classify(error, None)),
                },
            }
        })
    }
}

impl ReqwestTransport {
    fn https_client(&self) -> Result<&reqwest::Client, TransportError> {
        match &self.invalid_proxy {
            Some(message) => Err(TransportError::new(TransportErrorKind::Configuration, message.clone())),
            None => Ok(&self.https),
        }
    }

    /// Classifies an error of a request through a proxy.
    async fn classify_proxied(&self, error: reqwest::Error, proxy: &Intercept, target: &http::Uri) -> TransportError {
        let failure = proxy::tunnel_failure(&error).unwrap_or_default();
        let mut error = classify(error, Some(proxy::shown(proxy)));
        let status = match failure.as_str() {
            "proxy authorization required" => Some(StatusCode::PROXY_AUTHENTICATION_REQUIRED),
            "unsuccessful" => {
                let client = self.tls.apply(base_client(self.connect_timeout)).timeout(self.connect_timeout);
                proxy::ask_for_status(client, proxy, target).await
            }
            _ => None,
        };
        let detail = match (status, failure.as_str()) {
            (Some(status), _) if !status.is_success() => {
                error.kind = proxy::kind_of_status(status);
                format!("the proxy returned {status}")
            }
            (_, "failed to create underlying connection") => {
                format!("cannot connect to the proxy: {}", error.detail())
            }
            (_, "unexpected end of file") => "the proxy closed the connection".to_owned(),
            (_, "unsuccessful") => "the proxy rejected the connection".to_owned(),
            _ => return error,
        };
        error.explanation.detail = Some(detail);
        error
    }
}

fn classify(error: reqwest::Error, proxy: Option<String>) -> TransportError {
    let kind = match (error.is_connect(), error.is_timeout()) {
        (true, true) => TransportErrorKind::ConnectTimeout,
        (true, false) => TransportErrorKind::Connect,
        (false, true) => TransportErrorKind::Timeout,
        (false, false) => TransportErrorKind::Other,
    };
    let (kind, explanation) = tls::find_failure(&error).unwrap_or((kind, Explanation::default()));
    // The URL contains the caller's parameters, which must not end up in a log.
    let mut error = TransportError::new(kind, error.without_url());
    error.explanation = Explanation { proxy, ..explanation };
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idle_connections_are_closed_before_common_servers_close_them() {
        let builder = ReqwestTransport::builder();
        assert_eq!(builder.idle_timeout, Duration::from_secs(4), "Node.js and Apache close them after 5 s");
        assert_eq!(builder.idle_timeout(Duration::ZERO).idle_timeout, Duration::ZERO);
    }
}
