//! The transport over reqwest.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt;

use super::tls::{self, Tls};
use crate::runtime::error::Error;
use crate::runtime::transport::{
    ResponseBody, Transport, TransportError, TransportErrorKind, TransportFuture, root_cause,
};

/// Carries requests by reqwest, over HTTP/1.1. It needs a tokio runtime with its timer and I/O enabled.
///
/// It follows no redirect, sends no `Referer`, stores no cookie, asks for no compression and repeats nothing. An
/// `https` request goes through the proxy that the system or its environment sets; an `http` request never does.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    secure: reqwest::Client,
    /// For `http` alone: a proxy would read the credentials.
    plain: reqwest::Client,
}

/// Makes a [`ReqwestTransport`].
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until its transport is built"]
pub struct ReqwestTransportBuilder {
    connect_timeout: Duration,
}

impl ReqwestTransport {
    /// Begins the configuration of a transport.
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
    /// The longest time to wait for a connection, TLS included. 10 seconds by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Makes the transport.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration), if TLS cannot be set up, as where the system
    /// has no root certificates.
    pub fn build(self) -> Result<ReqwestTransport, Error> {
        self.assemble().map_err(|problem| Error::configuration(vec![problem]))
    }

    pub(crate) fn assemble(&self) -> Result<ReqwestTransport, String> {
        let tls = Tls::new()?;
        let secure = tls.apply(self.common()).https_only(cfg!(feature = "__tls"));
        let plain = tls.apply(self.common()).no_proxy();
        let build = |client: reqwest::ClientBuilder| {
            client.build().map_err(|error| format!("HTTP cannot be set up: {}", root_cause(&error)))
        };
        Ok(ReqwestTransport { secure: build(secure)?, plain: build(plain)? })
    }

    /// Every feature of reqwest that would change a message is off, since another crate may have compiled it in.
    fn common(&self) -> reqwest::ClientBuilder {
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

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async move {
            let https = request.uri().scheme() == Some(&http::uri::Scheme::HTTPS);
            let client = if https { &self.secure } else { &self.plain };
            let request = reqwest::Request::try_from(request).map_err(classify)?;
            let response = http::Response::from(client.execute(request).await.map_err(classify)?);
            Ok(response.map(|body| ResponseBody::new(body.map_err(classify))))
        })
    }
}

fn classify(error: reqwest::Error) -> TransportError {
    let kind = match (error.is_connect(), error.is_timeout()) {
        (true, true) => TransportErrorKind::ConnectTimeout,
        (true, false) if tls::distrusts(&error) => TransportErrorKind::Untrusted,
        (true, false) => TransportErrorKind::Connect,
        (false, true) => TransportErrorKind::Timeout,
        (false, false) => TransportErrorKind::Other,
    };
    // The URL holds the caller's parameters, which are nothing for a log.
    TransportError::new(kind, error.without_url())
}
