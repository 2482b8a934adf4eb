//! Responses that are not files, and files that look like one.

use super::*;

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
