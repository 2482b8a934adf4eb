//! One request and its whole response, trusting nothing that it says.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap};
use http::response;
use http_body_util::BodyExt;

use crate::generated::SERVICE;
use crate::runtime::client::state::ClientState;
use crate::runtime::endpoint::Endpoint;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::send::raw_response::RawResponse;
use crate::runtime::transport::ResponseBody;

impl ClientState {
    /// One request and its whole response.
    pub(crate) async fn exchange(
        &self,
        operation: &'static str,
        request: http::Request<Bytes>,
        timeout: Option<Duration>,
    ) -> Result<RawResponse, Error> {
        let exchange = async {
            let origin = request.uri().authority().map_or_else(String::new, ToString::to_string);
            let response = self.transport.send(request).await;
            let response = response.map_err(|error| self.unreachable(Error::transport(operation, &origin, error)))?;
            read(operation, response, self.max_response_bytes, self.clock.now()).await
        };
        let outcome = self.clock.within(timeout, exchange).await;
        outcome.unwrap_or_else(|| Err(Error::timed_out(operation, "the attempt", timeout)))
    }

    /// Where there is no connection, a region that nobody knows may be a slip.
    fn unreachable(&self, error: Error) -> Error {
        match self.region.as_deref() {
            Some(region) if error.kind() == ErrorKind::Connect && self.follows_unknown(region) => {
                error.noting(format!("{region} is no region that this version of the crate knows"))
            }
            _ => error,
        }
    }

    fn follows_unknown(&self, region: &str) -> bool {
        !SERVICE.regions.contains(&region) && Endpoint::of_region(&SERVICE, region).as_ref() == Ok(&self.endpoint)
    }
}

/// Reads a body of at most `limit` bytes.
async fn read(
    operation: &'static str,
    response: http::Response<ResponseBody>,
    limit: usize,
    now: SystemTime,
) -> Result<RawResponse, Error> {
    let (response::Parts { status, headers, .. }, mut body) = response.into_parts();
    let answer = RawResponse { operation, status, headers, body: Bytes::new(), received: now };
    if let Some(coding) = foreign_coding(&answer.headers) {
        return Err(Error::unreadable(&answer, format!("its Content-Encoding \"{coding}\" was not asked for")));
    }
    if announced_length(&answer.headers).is_some_and(|length| length > limit as u64) {
        return Err(too_large(&answer, limit));
    }
    let mut bytes = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame =
            frame.map_err(|error| Error::transport(operation, "reading the response", error).of_answer(&answer))?;
        // Trailers say nothing that matters here.
        let Ok(data) = frame.into_data() else { continue };
        if data.len() > limit.saturating_sub(bytes.len()) {
            return Err(too_large(&answer, limit));
        }
        bytes.extend_from_slice(&data);
    }
    Ok(RawResponse { body: bytes.freeze(), ..answer })
}

/// A content coding other than none.
fn foreign_coding(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all(CONTENT_ENCODING).iter().map(|value| String::from_utf8_lossy(value.as_bytes()));
    let mut foreign = values.filter(|value| !value.trim().is_empty() && !value.trim().eq_ignore_ascii_case("identity"));
    foreign.next().map(Cow::into_owned)
}

fn announced_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()
}

fn too_large(answer: &RawResponse, limit: usize) -> Error {
    Error::unreadable(
        answer,
        format!("its body is larger than the {limit} bytes that ClientBuilder::max_response_bytes allows"),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use http_body::{Body, Frame};

    use http::StatusCode;

    use super::*;
    use crate::runtime::error::ErrorKind;
    use crate::runtime::testing::{FakeTransport, good, now};
    use crate::runtime::transport::{Transport, TransportError, TransportErrorKind, TransportFuture};

    /// Frames that come one by one; reading past the last one fails the test.
    struct Frames(VecDeque<Result<Frame<Bytes>, TransportError>>);

    impl Body for Frames {
        type Data = Bytes;
        type Error = TransportError;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
            Poll::Ready(Some(self.0.pop_front().expect("reading stops at the limit")))
        }
    }

    fn data(text: &'static str) -> Frame<Bytes> {
        Frame::data(Bytes::from_static(text.as_bytes()))
    }

    fn refused(headers: &[(&str, &str)], body: ResponseBody, limit: usize) -> Error {
        let mut response = http::Response::builder().status(200);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        let transport = FakeTransport::with_response(response.body(body).expect("a response"));
        let client = transport.client().max_response_bytes(limit).build().expect("a client");
        now(client.call(good()).send()).expect_err("an error")
    }

    #[test]
    fn a_body_is_read_up_to_the_limit() {
        let exact =
            FakeTransport::json(200, r#"{"total":1}"#).client().max_response_bytes(11).build().expect("a client");
        now(exact.call(good()).send()).expect("11 bytes");
        let frames = Frames([Ok(data(r#"{"tot"#)), Ok(Frame::trailers(HeaderMap::new())), Ok(data("al\":1} "))].into());
        let error = refused(&[], ResponseBody::new(frames), 11);
        assert_eq!((error.kind(), error.status()), (ErrorKind::Response, Some(StatusCode::OK)));
        assert!(error.to_string().contains("11 bytes"), "{error}");
        let unread = || ResponseBody::new(Frames(VecDeque::new()));
        for length in ["12", "18446744073709551615"] {
            assert_eq!(refused(&[("content-length", length)], unread(), 11).kind(), ErrorKind::Response, "{length}");
        }
    }

    #[test]
    fn encodings_that_nobody_asked_for_are_refused() {
        let body = || ResponseBody::from(Bytes::from_static(br#"{"total":1}"#));
        for coding in ["gzip", "GZIP", "br", "identity, gzip"] {
            let error = refused(&[("content-encoding", coding)], body(), 99);
            assert!(error.kind() == ErrorKind::Response && error.to_string().contains(coding), "{error}");
        }
        for coding in ["identity", " Identity ", ""] {
            let response =
                http::Response::builder().header("content-encoding", coding).body(body()).expect("a response");
            let client = FakeTransport::with_response(response).client().build().expect("a client");
            now(client.call(good()).send()).expect(coding);
        }
    }

    #[test]
    fn a_body_that_breaks_off_keeps_the_head() {
        for (kind, expected) in
            [(TransportErrorKind::Other, ErrorKind::Transport), (TransportErrorKind::Timeout, ErrorKind::Timeout)]
        {
            let frames = Frames([Ok(data("{")), Err(TransportError::new(kind, "reset"))].into());
            let error = refused(&[("x-request-id", "r-1")], ResponseBody::new(frames), 99);
            assert_eq!(
                (error.kind(), error.status(), error.request_id()),
                (expected, Some(StatusCode::OK), Some("r-1"))
            );
            assert!(error.to_string().contains("reset"), "{error}");
        }
    }

    /// Nothing can be reached.
    struct Unplugged;

    impl Transport for Unplugged {
        fn send(&self, _: http::Request<Bytes>) -> TransportFuture<'_> {
            Box::pin(std::future::ready(Err(TransportError::new(TransportErrorKind::Connect, "no such host"))))
        }
    }

    #[test]
    fn a_region_that_nobody_knows_is_named_where_nothing_can_be_reached() {
        for (region, endpoint, named) in
            [("xx-1", None, true), ("cn-north-4", None, false), ("xx-1", Some("https://a"), false)]
        {
            let client = FakeTransport::default().client_without_endpoint().transport(Unplugged).region(region);
            let client = endpoint.iter().fold(client, |client, endpoint| client.endpoint(*endpoint)).build();
            let error = now(client.expect("a client").call(good()).send()).expect_err("no connection");
            let hint = "xx-1 is no region that this version of the crate knows";
            assert_eq!((error.kind(), error.to_string().contains(hint)), (ErrorKind::Connect, named), "{error}");
        }
    }
}
