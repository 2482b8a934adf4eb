//! One HTTP exchange: sends a request once and reads the response, trusting none of it.

use std::pin::pin;
use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap};
use http::response;
use http::uri::Authority;
use http_body_util::BodyExt;

use crate::runtime::client::state::ClientState;
use crate::runtime::endpoint::Endpoint;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::send::file_body;
use crate::runtime::send::raw_response::RawResponse;
use crate::runtime::transport::ResponseBody;

/// How much of a successful response is read at once.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// All of it.
    Whole,
    /// The beginning of a file, whose rest is read as the caller asks for it.
    FileBeginning,
}

/// Sends a request once.
pub(crate) async fn exchange(
    state: &ClientState,
    operation: &'static str,
    request: http::Request<Bytes>,
    reading: Reading,
    timeout: Option<Duration>,
) -> Result<RawResponse, Error> {
    let exchange = pin!(async {
        let uri = request.uri().clone();
        match state.transport.send(request).await {
            Ok(response) => {
                let limit = state.max_response_bytes;
                read(operation, response, reading, limit, state.clock.now()).await
            }
            Err(error) => {
                let host = uri.authority().map_or("", Authority::as_str);
                Err(with_region_note(state, Error::transport(operation, host, error)))
            }
        }
    });
    match state.clock.within(timeout, exchange).await {
        Some(outcome) => outcome,
        None => Err(Error::deadline_exceeded(operation, "the attempt", timeout)),
    }
}

/// Adds a note to a failed connection if the endpoint was derived from an unknown region, which may be misspelled.
fn with_region_note(state: &ClientState, error: Error) -> Error {
    let Some(region) = state.region.as_deref() else { return error };
    let known = state.service.regions.contains(&region);
    if known || error.kind() != ErrorKind::Connect {
        return error;
    }
    if Endpoint::of_region(state.service, region).as_ref() != Ok(&state.endpoint) {
        return error;
    }
    error.with_note(format!("the region {region} is not known to this version of the client"))
}

/// Reads a body of at most `limit` bytes, or the beginning of a file of any size.
async fn read(
    operation: &'static str,
    response: http::Response<ResponseBody>,
    reading: Reading,
    limit: usize,
    received_at: SystemTime,
) -> Result<RawResponse, Error> {
    let (response::Parts { status, headers, .. }, body) = response.into_parts();
    let response = RawResponse { operation, status, headers, body: Bytes::new(), file: None, received: received_at };
    if let Some(coding) = content_coding(&response.headers) {
        let detail = format!("its Content-Encoding \"{coding}\" was not requested");
        return Err(Error::unexpected_response(&response, detail));
    }
    if reading == Reading::FileBeginning && response.status.is_success() {
        return file_body::read_beginning(response, body, limit).await;
    }
    read_whole(response, body, limit).await
}

/// Reads a body of at most `limit` bytes.
pub(super) async fn read_whole(
    mut response: RawResponse,
    mut body: ResponseBody,
    limit: usize,
) -> Result<RawResponse, Error> {
    if content_length(&response.headers).is_some_and(|length| length > limit as u64) {
        return Err(body_too_large(&response, limit));
    }
    let mut received = Bytes::new();
    while let Some(frame) = body.frame().await {
        let frame = match frame {
            Ok(frame) => frame,
            Err(error) => return Err(Error::interrupted_body(&response, error)),
        };
        // Trailers are ignored.
        let Ok(data) = frame.into_data() else { continue };
        if data.len() > limit.saturating_sub(received.len()) {
            return Err(body_too_large(&response, limit));
        }
        received = append(received, data);
    }
    response.body = received;
    Ok(response)
}

/// Appends data to a body, without copying the only frame of most bodies.
fn append(body: Bytes, data: Bytes) -> Bytes {
    if body.is_empty() {
        return data;
    }
    let mut body = BytesMut::from(body);
    body.extend_from_slice(&data);
    body.freeze()
}

/// Returns the first content coding other than `identity`.
fn content_coding(headers: &HeaderMap) -> Option<String> {
    for value in headers.get_all(CONTENT_ENCODING) {
        let value = String::from_utf8_lossy(value.as_bytes());
        let coding = value.trim();
        if !coding.is_empty() && !coding.eq_ignore_ascii_case("identity") {
            return Some(coding.to_owned());
        }
    }
    None
}

pub(crate) fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()
}

fn body_too_large(response: &RawResponse, limit: usize) -> Error {
    let detail = format!("its body exceeds the limit of {limit} bytes: raise ClientBuilder::max_response_bytes");
    Error::unexpected_response(response, detail)
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

    /// A body of these frames. Reading past the last one fails the test.
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

    fn send_error(headers: &[(&str, &str)], body: ResponseBody, limit: usize) -> Error {
        let mut response = http::Response::builder().status(200);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        let transport = FakeTransport::with_response(response.body(body).expect("a response"));
        let client = transport.client().max_response_bytes(limit).build().expect("a client");
        now(client.call(good()).send()).expect_err("an error")
    }

    #[test]
    fn reads_a_body_up_to_the_limit() {
        let exact =
            FakeTransport::json(200, r#"{"total":1}"#).client().max_response_bytes(11).build().expect("a client");
        now(exact.call(good()).send()).expect("11 bytes");
        let frames = Frames([Ok(data(r#"{"tot"#)), Ok(Frame::trailers(HeaderMap::new())), Ok(data("al\":1} "))].into());
        let error = send_error(&[], ResponseBody::new(frames), 11);
        assert_eq!((error.kind(), error.status()), (ErrorKind::Response, Some(StatusCode::OK)));
        assert!(error.to_string().contains("11 bytes"), "{error}");
        let unread = || ResponseBody::new(Frames(VecDeque::new()));
        for length in ["12", "18446744073709551615"] {
            assert_eq!(send_error(&[("content-length", length)], unread(), 11).kind(), ErrorKind::Response, "{length}");
        }
    }

    #[test]
    fn rejects_encodings_that_were_not_requested() {
        let body = || ResponseBody::from(Bytes::from_static(br#"{"total":1}"#));
        for coding in ["gzip", "GZIP", "br", "identity, gzip"] {
            let error = send_error(&[("content-encoding", coding)], body(), 99);
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
    fn an_interrupted_body_keeps_the_head() {
        for (kind, expected) in
            [(TransportErrorKind::Other, ErrorKind::Transport), (TransportErrorKind::Timeout, ErrorKind::Timeout)]
        {
            let frames = Frames([Ok(data("{")), Err(TransportError::new(kind, "reset"))].into());
            let error = send_error(&[("x-request-id", "r-1")], ResponseBody::new(frames), 99);
            assert_eq!(
                (error.kind(), error.status(), error.request_id()),
                (expected, Some(StatusCode::OK), Some("r-1"))
            );
            assert!(error.to_string().contains("reset"), "{error}");
        }
    }

    /// A transport whose connections all fail.
    struct Unplugged;

    impl Transport for Unplugged {
        fn send(&self, _: http::Request<Bytes>) -> TransportFuture<'_> {
            Box::pin(std::future::ready(Err(TransportError::new(TransportErrorKind::Connect, "no such host"))))
        }
    }

    #[test]
    fn a_failed_connection_names_an_unknown_region() {
        for (region, endpoint, named) in
            [("xx-1", None, true), ("cn-north-4", None, false), ("xx-1", Some("https://a"), false)]
        {
            let client = FakeTransport::default().client_without_endpoint().transport(Unplugged).region(region);
            let client = match endpoint {
                Some(endpoint) => client.endpoint(endpoint).build(),
                None => client.build(),
            };
            let error = now(client.expect("a client").call(good()).send()).expect_err("no connection");
            let hint = "the region xx-1 is not known to this version of the client";
            assert_eq!((error.kind(), error.to_string().contains(hint)), (ErrorKind::Connect, named), "{error}");
        }
    }
}
