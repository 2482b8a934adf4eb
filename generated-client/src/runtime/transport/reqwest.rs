//! A transport based on `reqwest`.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt;

use super::tls::{self, Tls};
use crate::runtime::async_runtime::require_tokio;
use crate::runtime::error::Error;
use crate::runtime::transport::{
    ResponseBody, Transport, TransportError, TransportErrorKind, TransportFuture, root_cause,
};

/// A [`Transport`] based on `reqwest`, over HTTP/1.1. Requires a tokio runtime with time and I/O enabled.
///
/// Redirects, retries, cookies, compression and the `Referer` header are disabled. `https` requests use the proxy of
/// the system or the environment; `http` requests never use a proxy.
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
}

impl ReqwestTransport {
    /// Returns a builder with the default configuration.
    pub fn builder() -> ReqwestTransportBuilder {
        ReqwestTransportBuilder::default()
    }
}

impl Default for ReqwestTransportBuilder {
    fn default() -> Self {
        Self { connect_timeout: Duration::from_secs(10) }
    }
}

impl ReqwestTransportBuilder {
    /// Sets the maximum time to establish a connection, including TLS. The default is 10 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Builds the transport.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if TLS cannot be set up, for example
    /// because the system has no root certificates.
    pub fn build(self) -> Result<ReqwestTransport, Error> {
        self.try_build().map_err(|message| Error::configuration(vec![message]))
    }

    pub(crate) fn try_build(&self) -> Result<ReqwestTransport, String> {
        let tls = Tls::new()?;
        let https = tls.apply(self.client()).https_only(cfg!(feature = "__tls"));
        let http = tls.apply(self.client()).no_proxy();
        Ok(ReqwestTransport { https: build_client(https)?, http: build_client(http)? })
    }

    /// Disables everything that changes or repeats requests. Other crates may enable any of reqwest's features.
    fn client(&self) -> reqwest::ClientBuilder {
        reqwest::Client::builder()
            .connect_timeout(self.connect_timeout)
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
    let kind = match (error.is_connect(), error.is_timeout()) {
        (true, true) => TransportErrorKind::ConnectTimeout,
        (true, false) if tls::is_certificate_error(&error) => TransportErrorKind::Untrusted,
        (true, false) => TransportErrorKind::Connect,
        (false, true) => TransportErrorKind::Timeout,
        (false, false) => TransportErrorKind::Other,
    };
    // The URL contains the caller's parameters, which must not end up in a log.
    TransportError::new(kind, error.without_url())
}
