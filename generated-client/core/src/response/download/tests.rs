mod not_a_file;
mod saving;

use std::collections::VecDeque;
use std::fs::{self, File};
use std::path::Path;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame};
use tempfile::{NamedTempFile, TempDir};

use super::*;
use crate::codegen::object;
use crate::codegen::table::operation;
use crate::descriptor::{HelpPage, OperationDescriptor, ResponseContent};
use crate::error::ErrorKind;
use crate::message::{ResponseBody, TransportError, TransportErrorKind};
use crate::operation::Operation;
use crate::retry_config::RetryConfig;
use crate::testing::{FakeTransport, now};

/// An operation that returns a file.
#[derive(Clone, Debug, Default, PartialEq)]
struct FetchRequest {}

object!(strict FetchRequest {});

impl Operation for FetchRequest {
    type Response = Download;

    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        id: "Fetch",
        summary: "Fetches.",
        page: HelpPage { title: "Fetching", updated: Some("2026-01-02") },
        method: "GET",
        path: "/v1/file",
        response: ResponseContent::File,
        ..operation("", "", "")
    };
}

/// A step of a body.
enum Step {
    Data(&'static str),
    Bytes(&'static [u8]),
    Fail(TransportErrorKind),
    /// Nothing more arrives.
    Stall,
}

struct Steps(VecDeque<Step>);

impl Body for Steps {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        match self.0.pop_front() {
            Some(Step::Data(text)) => Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(text.as_bytes()))))),
            Some(Step::Bytes(bytes)) => Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(bytes))))),
            Some(Step::Fail(kind)) => Poll::Ready(Some(Err(TransportError::new(kind, "reset s3cret+token")))),
            Some(Step::Stall) => {
                self.0.push_front(Step::Stall);
                Poll::Pending
            }
            None => Poll::Ready(None),
        }
    }
}

/// Returns a transport that responds with these chunks. Like those of HTTP/2, it marks their end.
fn transport(headers: &[(&str, &str)], steps: impl Into<VecDeque<Step>>) -> FakeTransport {
    transport_of(http::Version::HTTP_2, headers, steps)
}

fn transport_of(version: http::Version, headers: &[(&str, &str)], steps: impl Into<VecDeque<Step>>) -> FakeTransport {
    let mut response = http::Response::builder().version(version).status(200);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    let body = ResponseBody::new(Steps(steps.into()));
    FakeTransport::with_response(response.body(body).expect("a response"))
}

fn send(transport: &FakeTransport) -> Result<Download, Error> {
    now(transport.client().build().expect("a client").call(FetchRequest {}).send())
}

fn download(headers: &[(&str, &str)], steps: impl Into<VecDeque<Step>>) -> Download {
    send(&transport(headers, steps)).expect("a download")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn returns_the_chunks_and_the_head() {
    let headers = [("content-type", "application/zip"), ("content-length", "4"), ("x-request-id", "r-1")];
    let mut download = download(&headers, [Step::Data("PK"), Step::Data(""), Step::Data("34")]);
    assert_eq!((download.content_type(), download.content_length()), (Some("application/zip"), Some(4)));
    assert_eq!((download.status().as_u16(), download.request_id()), (200, Some("r-1")));
    assert_eq!(now(download.try_next()).expect("a chunk").as_deref(), Some(&b"PK"[..]));
    assert_eq!(now(download.try_next()).expect("a chunk").as_deref(), Some(&b"34"[..]));
    for _ in 0..2 {
        assert_eq!(now(download.try_next()).expect("the end"), None);
    }
}

#[test]
fn is_a_stream() {
    let mut stream = pin!(download(&[], [Step::Data("a"), Step::Fail(TransportErrorKind::Other)]));
    let mut next = || match stream.as_mut().poll_next(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(item) => item,
        Poll::Pending => panic!("pending"),
    };
    assert_eq!(next().expect("an item").expect("a chunk"), "a");
    assert_eq!(next().expect("an item").expect_err("an error").kind(), ErrorKind::Transport);
    assert!(next().is_none(), "nothing follows an error");
}

#[test]
fn reports_progress() {
    let reported = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&reported);
    let download = download(&[], [Step::Data("abc"), Step::Data("de")]);
    let bytes = now(download.on_progress(move |bytes| log.lock().expect("a log").push(bytes)).bytes());
    assert_eq!(bytes.expect("a file"), "abcde");
    assert_eq!(*reported.lock().expect("a log"), [3, 5]);
}

#[test]
fn retries_until_the_first_byte_has_arrived() {
    let broken = || ResponseBody::new(Steps([Step::Data(""), Step::Fail(TransportErrorKind::Other)].into()));
    let transport =
        FakeTransport::with_response(http::Response::new(broken())).then(503, &[], "").then(200, &[], "file");
    let client = transport.client().retry(RetryConfig::standard()).build().expect("a client");
    let download = now(client.call(FetchRequest {}).send()).expect("a download");
    assert_eq!(now(download.bytes()).expect("a file"), "file");
    assert_eq!(transport.requests().len(), 3);

    let transport = transport_that_breaks();
    let client = transport.client().retry(RetryConfig::standard()).build().expect("a client");
    let error = now(now(client.call(FetchRequest {}).send()).expect("a download").bytes()).expect_err("broken");
    assert_eq!(transport.requests().len(), 1, "a part of the file has been delivered");
    assert!(error.is_retryable() && error.kind() == ErrorKind::Transport, "{error}");
}

fn transport_that_breaks() -> FakeTransport {
    transport(&[("content-length", "9")], [Step::Data("PK"), Step::Fail(TransportErrorKind::Other)])
}

#[test]
fn errors_say_how_much_arrived_and_contain_no_secrets() {
    let error = now(send(&transport_that_breaks()).expect("a download").bytes()).expect_err("broken");
    assert_eq!(
        error.to_string(),
        "Fetch: HTTP exchange failed (reading the response): reset [redacted]; 2 of 9 bytes of the file had arrived"
    );
}

#[test]
fn rejects_files_of_the_wrong_length() {
    for (length, says) in [("3", "5 of 3 bytes"), ("6", "5 of 6 bytes")] {
        let download = download(&[("content-length", length)], [Step::Data("abc"), Step::Data("de")]);
        let error = now(download.bytes()).expect_err("another length");
        let says = format!("the size of the file differs from its Content-Length of {length} bytes; {says}");
        assert!(error.kind() == ErrorKind::Response && error.to_string().contains(&says), "{error}");
    }
}

#[test]
fn rejects_files_that_may_be_cut_off_unless_they_are_accepted() {
    let fetch = |version, headers: &[(&str, &str)]| {
        send(&transport_of(version, headers, [Step::Data("abc"), Step::Data("de")])).expect("a download")
    };
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("out.zip");
    for version in [http::Version::HTTP_10, http::Version::HTTP_11] {
        for headers in [&[][..], &[("transfer-encoding", "identity")]] {
            let error = now(fetch(version, headers).save_to(path.as_path())).expect_err("no length");
            assert_eq!(error.kind(), ErrorKind::Response);
            assert!(error.to_string().contains("neither a Content-Length nor chunks"), "{error}");
            assert_eq!(names(folder.path()), Vec::<String>::new());
            assert_eq!(now(fetch(version, headers).accept_unmarked_end(true).bytes()).expect("accepted"), "abcde");
        }
        for header in [("transfer-encoding", "Chunked"), ("content-length", "5")] {
            assert_eq!(now(fetch(version, &[header]).bytes()).expect("complete"), "abcde", "{header:?}");
        }
    }
}

#[test]
fn limits_the_size_on_request() {
    let chunks = || [Step::Data("abc"), Step::Data("de")];
    assert_eq!(now(download(&[], chunks()).max_bytes(5).bytes()).expect("5 bytes"), "abcde");
    for headers in [&[][..], &[("content-length", "5")]] {
        let mut download = download(headers, chunks()).max_bytes(4);
        let stated = download.content_length().is_some();
        let first = now(download.try_next());
        let error = if stated { first.expect_err("at once") } else { now(download.try_next()).expect_err("5 bytes") };
        assert!(error.to_string().contains("exceeds the limit of 4 bytes"), "{error}");
    }
}

#[test]
fn a_stalled_download_times_out() {
    let transport = transport(&[], [Step::Data("a"), Step::Stall]);
    let client = transport.client().operation_attempt_timeout(Duration::from_secs(30)).build().expect("a client");
    let download = now(client.call(FetchRequest {}).send()).expect("a download");
    let error = now(download.bytes()).expect_err("stalled");
    assert!(error.is_timeout(), "{error}");
    assert!(error.to_string().contains("the next part of the file timed out after 30.0 s; 1 bytes"), "{error}");
}
