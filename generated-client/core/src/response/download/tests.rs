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

/// Returns a transport whose response has these chunks. Like those of HTTP/2, it marks their end.
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
fn rejects_responses_that_are_not_files() {
    let error = r#"{"error_code": "HSS.1", "error_msg": "gone s3cret+token"}"#;
    let listed_error = format!("[{error}]");
    for (content_type, body, kind, says) in [
        ("application/json", error, ErrorKind::Service, "HSS.1: gone [redacted]"),
        ("application/zip", error, ErrorKind::Service, "HSS.1: gone [redacted]"),
        ("", error, ErrorKind::Service, "HSS.1: gone [redacted]"),
        ("application/json; charset=utf-8", r#"{"a": 1}"#, ErrorKind::Response, "its body is JSON instead of a file"),
        ("application/problem+json", "{", ErrorKind::Response, "its body is JSON instead of a file"),
        ("application/octet-stream", error, ErrorKind::Service, "HSS.1: gone [redacted]"),
        ("", r#"{"status": "processing"}"#, ErrorKind::Response, "its body is JSON instead of a file"),
        ("application/zip", "\u{feff} \n{\"a\": 1}", ErrorKind::Response, "its body is JSON instead of a file"),
        ("Text/HTML", "<html>", ErrorKind::Response, "its body is an HTML or XML page instead of a file"),
        ("application/xml", "<Error/>", ErrorKind::Response, "its body is an HTML or XML page instead of a file"),
        ("", " <!DOCTYPE html>", ErrorKind::Response, "its body is an HTML or XML page instead of a file"),
        ("", "<?xml version=\"1.0\"?><!-- a --><Error/>", ErrorKind::Response, "its body is an HTML or XML page"),
        ("application/octet-stream", "<!-- a --><Error/>", ErrorKind::Response, "its body is an HTML or XML page"),
        ("application/zip", "<report/>", ErrorKind::Response, "its body is an HTML or XML page"),
        ("application/problem+xml", "<a/>", ErrorKind::Response, "its body is an HTML or XML page"),
        ("", r#"["a"]"#, ErrorKind::Response, "its body is JSON instead of a file"),
        ("application/zip", "null", ErrorKind::Response, "its body is JSON instead of a file"),
        ("application/zip", " \"not found\"\n", ErrorKind::Response, "its body is JSON instead of a file"),
        ("application/vnd.ms-excel", "-1.5e3", ErrorKind::Response, "its body is JSON instead of a file"),
        ("", "false", ErrorKind::Response, "its body is JSON instead of a file"),
        ("application/zip", " \r\n", ErrorKind::Response, "its body is white space instead of a file"),
        ("application/zip", &listed_error, ErrorKind::Service, "HSS.1: gone [redacted]"),
        ("application/octet-stream", &listed_error, ErrorKind::Service, "HSS.1: gone [redacted]"),
        ("text/plain", "upstream connect error", ErrorKind::Response, "its body is plain text instead of a file"),
        ("text/plain; charset=utf-8", error, ErrorKind::Service, "HSS.1: gone [redacted]"),
        ("application/zip", "", ErrorKind::Response, "its body is empty instead of a file"),
    ] {
        let error = send(&FakeTransport::default().then(200, &[("content-type", content_type)], body)).expect_err(body);
        assert_eq!((error.kind(), error.raw_body().is_some()), (kind, true), "{error}");
        assert!(error.to_string().contains(says), "{error}");
    }
    for (status, says) in [(206, "only a part of the file"), (202, "its status is 202 Accepted instead of 200")] {
        let error = send(&FakeTransport::default().then(status, &[], "part")).expect_err("not a file");
        assert!(error.kind() == ErrorKind::Response && error.to_string().contains(says), "{error}");
    }
}

#[test]
fn accepts_files_that_only_start_like_json() {
    let long = format!("{{{}", "x".repeat(100_000));
    for body in ["{\"a\": 1}", "{", " {not JSON", &long] {
        let transport = FakeTransport::default().then(200, &[("content-type", "application/octet-stream")], body);
        assert_eq!(now(send(&transport).expect("a download").bytes()).expect("a file"), body);
    }
}

#[test]
fn rejects_errors_in_utf_16() {
    let error = r#"{"error_code": "HSS.1", "error_msg": "gone s3cret+token"}"#;
    for (text, says) in [
        (error, "HSS.1: gone [redacted]"),
        ("<html>\u{e9}", "its body is an HTML or XML page instead of a file; body: <html>\u{e9}"),
    ] {
        for mark in ["", "\u{feff}"] {
            let text = format!("{mark}{text}");
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            for body in [little, big] {
                for headers in [&[][..], &[("content-type", "text/html")]] {
                    let error = send(&FakeTransport::default().then(200, headers, &body)).expect_err(says);
                    assert!(error.to_string().contains(says), "{error}");
                }
            }
        }
    }
    let table = [&[0xff, 0xfe][..], &"a;b".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()].concat();
    let download = send(&FakeTransport::default().then(200, &[("content-type", "text/csv")], &table));
    assert_eq!(now(download.expect("a table").bytes()).expect("a table"), table);
}

#[test]
fn accepts_text_that_is_announced_as_a_file() {
    let headers = [("content-type", "text/plain"), ("content-disposition", "Attachment; filename=log.txt")];
    let download = send(&FakeTransport::default().then(200, &headers, "a log")).expect("a download");
    assert_eq!(now(download.bytes()).expect("a file"), "a log");
}

#[test]
fn accepts_words_and_numbers_as_text_or_bytes() {
    for content_type in ["text/csv", "application/octet-stream"] {
        for body in ["null", "\"name\"", "42\n", "1,2\n3,4", "\n"] {
            let download = send(&FakeTransport::default().then(200, &[("content-type", content_type)], body));
            assert_eq!(now(download.expect("a download").bytes()).expect("a file"), body, "{content_type}");
        }
    }
    let download = send(&FakeTransport::default().then(200, &[("content-type", "application/zip")], "1,2\n3,4"));
    assert_eq!(now(download.expect("not JSON").bytes()).expect("a file"), "1,2\n3,4");
}

#[test]
fn accepts_any_xml_as_bytes() {
    let headers = [("content-type", "application/octet-stream")];
    for body in ["<report/>", "<!-- a -->", "<3", "<"] {
        let download = send(&FakeTransport::default().then(200, &headers, body)).expect("a download");
        assert_eq!(now(download.bytes()).expect("a file"), body);
    }
}

#[test]
fn recognizes_an_error_that_arrives_byte_by_byte() {
    for body in ["<!-- a --> <!DOCTYPE html>", " <error>", r#"[{"error_code": "HSS.1", "error_msg": "m"}]"#] {
        let steps: VecDeque<Step> = body.split_inclusive(|_| true).map(Step::Data).collect();
        send(&transport(&[], steps)).expect_err(body);
    }
    for body in [&b"\xef\xbb\xbf <html>"[..], b"\xff\xfe<\0h\0t\0m\0l\0>\0", b"\0<\0h\0t\0m\0l\0>"] {
        let steps: VecDeque<Step> = body.chunks(1).map(Step::Bytes).collect();
        let error = send(&transport(&[], steps)).expect_err("HTML");
        assert!(error.to_string().contains("its body is an HTML or XML page"), "{error}");
    }
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

#[test]
fn saves_a_complete_file_under_its_name() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("out.zip");
    assert_eq!(now(download(&[], [Step::Data("abc"), Step::Data("de")]).save_to(path.as_path())).expect("saved"), 5);
    assert_eq!(fs::read(&path).expect("a file"), b"abcde");
    assert_eq!(names(folder.path()), ["out.zip"]);
}

#[test]
fn replaces_an_existing_file_only_with_overwrite() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("out.zip");
    fs::write(&path, "old").expect("a file");
    let error = now(download(&[], [Step::Data("new")]).save_to(path.as_path())).expect_err("it exists");
    assert_eq!(error.kind(), ErrorKind::File);
    assert!(error.to_string().contains("out.zip already exists: choose another name"), "{error}");
    assert_eq!(SaveTarget::new(&path).check().expect_err("it exists").kind(), ErrorKind::File);
    assert_eq!(fs::read(&path).expect("a file"), b"old");

    let target = SaveTarget::new(&path).overwrite(true);
    target.check().expect("it can be replaced");
    now(download(&[], [Step::Data("new")]).save_to(target)).expect("saved");
    assert_eq!(fs::read(&path).expect("a file"), b"new");
}

/// Another program creates the file during the download.
#[test]
fn keeps_a_file_that_appears_during_the_download() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("out.zip");
    let appearing = path.clone();
    let download = download(&[], [Step::Data("a"), Step::Data("b")]);
    let download = download.on_progress(move |_| fs::write(&appearing, "other").expect("a file"));
    let error = now(download.save_to(path.as_path())).expect_err("it exists");
    assert!(error.to_string().contains("already exists"), "{error}");
    assert_eq!((fs::read(&path).expect("a file"), names(folder.path()).len()), (b"other".to_vec(), 1));
}

#[test]
fn a_failed_download_leaves_nothing_behind() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("out.zip");
    fs::write(&path, "old").expect("a file");
    let target = SaveTarget::new(&path).overwrite(true);
    let broken = download(&[("content-length", "9")], [Step::Data("PK"), Step::Fail(TransportErrorKind::Other)]);
    now(broken.save_to(target.clone())).expect_err("broken");
    let short = download(&[("content-length", "9")], [Step::Data("PK")]);
    now(short.save_to(target)).expect_err("too short");
    assert_eq!((fs::read(&path).expect("a file"), names(folder.path()).len()), (b"old".to_vec(), 1));
}

#[test]
fn a_dropped_download_leaves_nothing_behind() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("out.zip");
    {
        let mut save = pin!(download(&[], [Step::Data("PK"), Step::Stall]).save_to(path.as_path()));
        assert!(save.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        assert_eq!(names(folder.path()).len(), 1, "the temporary file");
    }
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[test]
fn rejects_targets_that_cannot_be_files() {
    let folder = TempDir::new().expect("a folder");
    let missing = folder.path().join("missing/out.zip");
    for (path, says) in [
        (folder.path(), "it is a folder; name a file in it"),
        (Path::new(""), "invalid path \"\": it must end with the name of a file"),
        (Path::new(".."), "invalid path \"..\": it must end with the name of a file"),
        (Path::new("out.zip/"), "invalid path \"out.zip/\": it must end with the name of a file"),
        (Path::new("out/."), "invalid path \"out/.\": it must end with the name of a file"),
        (missing.as_path(), "missing does not exist"),
    ] {
        for overwrite in [false, true] {
            let target = SaveTarget::new(path).overwrite(overwrite);
            let checked = target.check().expect_err("not a file").to_string();
            let error = now(download(&[], [Step::Data("a")]).save_to(target)).expect_err("not a file");
            assert_eq!((error.kind(), error.to_string()), (ErrorKind::File, format!("Fetch: {checked}")));
            assert!(checked.contains(says), "{checked}");
        }
    }
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn replaces_only_regular_files_and_keeps_their_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().expect("a folder");
    let save = |path: &Path| {
        let target = SaveTarget::new(path).overwrite(true);
        now(download(&[], [Step::Data("new")]).save_to(target))
    };
    let private = folder.path().join("private.zip");
    fs::write(&private, "old").expect("a file");
    fs::set_permissions(&private, fs::Permissions::from_mode(0o600)).expect("permissions");
    save(&private).expect("replaced");
    let mode = fs::metadata(&private).expect("a file").permissions().mode();
    assert_eq!((fs::read_to_string(&private).expect("a file").as_str(), mode & 0o777), ("new", 0o600));

    let socket = folder.path().join("socket");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
    for overwrite in [false, true] {
        let error = SaveTarget::new(&socket).overwrite(overwrite).check().expect_err("a socket");
        assert!(error.to_string().contains("it is not a regular file; choose another name"), "{error}");
    }
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(folder.path(), &link).expect("a link");
    let error = save(&link).expect_err("a link to a folder");
    assert!(error.to_string().contains("it is a folder"), "{error}");
}

/// Writes to `/dev/full` fail as on a full disk.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_leaves_nothing_behind() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("out.zip");
    let (_, temporary) = NamedTempFile::new_in(folder.path()).expect("a temporary file").into_parts();
    let full = File::options().write(true).open("/dev/full").expect("/dev/full");
    let file = PartialFile::with_temporary(SaveTarget::new(&path), NamedTempFile::from_parts(full, temporary));
    let error = now(download(&[], [Step::Data("abc")]).save(file)).expect_err("a full disk");
    assert_eq!(error.kind(), ErrorKind::File);
    assert!(error.to_string().contains("out.zip: No space left on device"), "{error}");
    assert!(std::error::Error::source(&error).is_some());
    assert_eq!(names(folder.path()), Vec::<String>::new());
}
