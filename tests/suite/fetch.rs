//! `cargo xtask docs fetch` as a program, with a server on loopback that has the help pages of the museum.
//!
//! `fetch/pages` has the help pages of some operations. They agree with the description.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use hss_tests::program::{self, Outcome};
use hss_tests::project;
use hss_tests::server::{Request, Server, response};
use tempfile::TempDir;

#[cfg(unix)]
mod propose;
mod update;

/// The described operations, by their IDs and their files.
const OPERATIONS: [(&str, &str); 4] = [
    ("FetchFile", "fetch_file"),
    ("ListRooms", "list_rooms"),
    ("RemovePainting", "remove_painting"),
    ("ShowExport", "show_export"),
];

/// A folder with the description of these operations.
struct Museum(TempDir);

impl Museum {
    fn new() -> Self {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(root.path().join("spec/operations")).expect("a folder");
        let museum = Self(root);
        museum.copy("spec/service.yaml");
        for (_, name) in OPERATIONS {
            museum.copy(&format!("spec/operations/{name}.yaml"));
        }
        museum
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn copy(&self, path: &str) {
        fs::copy(project::root().join("tests/museum-client").join(path), self.path(path)).expect("a copy");
    }

    fn page(&self, operation: &str) -> Option<String> {
        fs::read_to_string(self.path(&format!("help-pages/{operation}.html"))).ok()
    }

    fn fetch(&self, arguments: &[&str]) -> Outcome {
        self.xtask(&[&["docs", "fetch"], arguments].concat())
    }

    fn xtask(&self, arguments: &[&str]) -> Outcome {
        let mut command = Command::new(program::program("xtask"));
        program::outcome(command.arg("--root").arg(self.0.path()).args(arguments))
    }

    /// Fetches from a server.
    fn fetch_from(&self, server: &Server, arguments: &[&str]) -> Outcome {
        let pattern = format!("{}/help/{{operation}}.html", server.endpoint());
        self.fetch(&[&["--url", &pattern], arguments].concat())
    }
}

/// Returns the help page of an operation.
fn page(operation: &str) -> String {
    project::read(&format!("tests/suite/fetch/pages/{operation}.html"))
}

/// Returns the operation ID that a request asks for.
fn requested(request: &Request) -> &str {
    request.target.trim_start_matches("/help/").trim_end_matches(".html")
}

fn html(body: &str) -> Vec<u8> {
    response("200 OK", "content-type: text/html\r\n", body)
}

#[test]
fn fetches_only_pages_that_changed() {
    let museum = Museum::new();
    let server = Server::start(|request| {
        let headers = "etag: \"v1\"\r\nlast-modified: Thu, 31 Jan 2030 00:00:00 GMT\r\n";
        match request.header("if-none-match").as_slice() {
            ["\"v1\""] => response("304 Not Modified", headers, ""),
            _ => response("200 OK", headers, &page(requested(request))),
        }
    });
    let Outcome { code, out, err } = museum.fetch_from(&server, &[]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let states = "FetchFile: changed\nListRooms: changed\nRemovePainting: changed\nShowExport: changed\n";
    assert_eq!(out, format!("{states}4 help pages in help-pages: 4 changed, 0 unchanged\n"));
    for (operation, _) in OPERATIONS {
        assert_eq!(museum.page(operation), Some(page(operation)));
    }
    let Outcome { code, out, err } = museum.fetch_from(&server, &["ShowExport"]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert_eq!(out, "ShowExport: unchanged\n1 help page in help-pages: 0 changed, 1 unchanged\n");

    let requests = server.requests();
    assert_eq!(requests.len(), 5);
    let [first, .., last] = requests.as_slice() else { panic!("{requests:?}") };
    assert_eq!((first.method.as_str(), first.target.as_str()), ("GET", "/help/FetchFile.html"));
    let agent = first.header("user-agent");
    assert!(agent[0].starts_with("huaweicloud-hss-xtask/") && agent.len() == 1, "{agent:?}");
    assert!(first.header("if-none-match").is_empty() && first.header("if-modified-since").is_empty());
    assert_eq!(last.header("if-modified-since"), ["Thu, 31 Jan 2030 00:00:00 GMT"]);
}

/// Otherwise, the server would confirm again and again that the damaged copy is up to date.
#[test]
fn replaces_a_damaged_copy() {
    let museum = Museum::new();
    let server = Server::start(|request| match request.header("if-none-match").as_slice() {
        [] => response("200 OK", "etag: \"v1\"\r\n", &page(requested(request))),
        _ => response("304 Not Modified", "", ""),
    });
    assert_eq!(museum.fetch_from(&server, &["ListRooms"]).code, Some(0));
    let whole = page("ListRooms");
    let half = whole.get(..whole.len() / 2).expect("a half");
    let other = whole.replacen("Listing", "Lifting", 1);
    for damaged in ["".as_bytes(), half.as_bytes(), other.as_bytes(), b"\xff"] {
        fs::write(museum.path("help-pages/ListRooms.html"), damaged).expect("written");
        let Outcome { code, out, err } = museum.fetch_from(&server, &["ListRooms"]);
        assert_eq!((code, err.as_str()), (Some(0), ""));
        assert_eq!(out, "ListRooms: changed\n1 help page in help-pages: 1 changed, 0 unchanged\n");
        assert_eq!(museum.page("ListRooms").as_ref(), Some(&whole));
    }
    assert!(museum.fetch_from(&server, &["ListRooms"]).out.starts_with("ListRooms: unchanged\n"));
}

/// A case of [`keeps_the_old_copy_of_a_page_that_cannot_be_fetched`].
struct Failure {
    response: Vec<u8>,
    /// The error that is reported.
    error: &'static str,
    attempts: usize,
}

#[test]
fn keeps_the_old_copy_of_a_page_that_cannot_be_fetched() {
    let failure = |response, error, attempts| Failure { response, error, attempts };
    let redirect = |location: &str| response("302 Found", &format!("location: {location}\r\n"), "");
    let undescribed = page("ListRooms").replace("/rooms", "/gardens").replace("Listing Rooms", "Listing Gardens");
    let open = |headers: &str, body: &[u8]| {
        [format!("HTTP/1.1 200 OK\r\n{headers}connection: close\r\n\r\n").as_bytes(), body].concat()
    };
    let whole = page("ListRooms");
    let half = whole.get(..whole.rfind("</table>").expect("a table")).expect("a half").to_owned();
    let compressed = gzip(whole.as_bytes());
    let utf_16: Vec<u8> = "\u{feff}<html>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let not_utf_8 = "the page is not UTF-8 text: save it in a browser, and use `docs check`";
    let cases = [
        failure(response("404 Not Found", "", ""), "the help page does not exist (status 404): check the address", 1),
        failure(
            response("403 Forbidden", "", ""),
            "the server denies access to the page (status 403): open it in a browser",
            1,
        ),
        failure(response("503 Busy", "", ""), "the server responded with status 503, in 3 attempts", 3),
        failure(
            redirect("https://login.example.com/a\u{1b}[31m"),
            "the server redirects to https://login.example.com/a\\u{1b}[31m, which is not followed: its path must not have",
            1,
        ),
        failure(
            redirect("https://user:s3cret@login.example.com/a?token=s3cret"),
            "the server redirects to https://login.example.com/a, which is not followed: it must have a host name",
            1,
        ),
        failure(response("302 Found", "", ""), "the server responded with status 302", 1),
        failure(response("204 No Content", "", ""), "the server responded with status 204", 1),
        failure(redirect("/help/ListRooms.html"), "the server redirects more than 5 times", 6),
        failure(
            html("<html><title>Sign in\u{1b}[31m</title></html>"),
            "the server sent a page “Sign in\\u{1b}[31m” that is not a help page: ",
            1,
        ),
        failure(html("<html></html>"), "the server sent a page that is not a help page: ", 1),
        failure(html(&page("ShowExport")), "the server sent the help page of another operation, ShowExport", 1),
        failure(
            html(&undescribed),
            "the server sent the help page of another operation: no operation file has the request line `GET \
             /v1/{project_id}/gardens`",
            1,
        ),
        failure(open("", b"\xff"), not_utf_8, 1),
        failure(open("content-type: text/html; charset=utf-16\r\n", &utf_16), not_utf_8, 1),
        failure(open("content-length: 99\r\n", b"<html>"), "", 3),
        failure(open("", half.as_bytes()), "the page is incomplete: it ends without `</html>`; fetch it again", 1),
        failure(open("transfer-encoding: chunked\r\n", b"6\r\n<html>\r\n"), "", 3),
        // curl reports no error for this one.
        failure(open("content-encoding: gzip\r\n", &compressed[..compressed.len() / 2]), "the page is incomplete: ", 1),
        failure(open("content-encoding: gzip\r\n", whole.as_bytes()), "Error while processing content unencoding", 1),
        failure(open("content-encoding: rot13\r\n", whole.as_bytes()), "Unrecognized content encoding type", 1),
        failure(response("200 OK", "", &" ".repeat(10_000_001)), "the page is larger than 10 MB", 1),
        failure(open("", &vec![b' '; 10_000_001]), "the page is larger than 10 MB", 1),
    ];
    let museum = Museum::new();
    let server = Server::start(|request| html(&page(requested(request))));
    assert_eq!(museum.fetch_from(&server, &[]).code, Some(0));
    for Failure { response, error, attempts } in cases {
        let server = Server::start(move |request| match requested(request) {
            "ListRooms" => response.clone(),
            operation => html(&page(operation)),
        });
        let Outcome { code, out, err } = museum.fetch_from(&server, &[]);
        let url = format!("{}/help/ListRooms.html", server.endpoint());
        assert!(code == Some(2) && err.starts_with(&format!("ListRooms: {url}: {error}")), "{error}: {err}");
        let summary = "3 help pages in help-pages: 0 changed, 3 unchanged, 1 not fetched; older copies kept: 1\n";
        assert!(err.ends_with(summary), "{err}");
        let states = "FetchFile: unchanged\nListRooms: not fetched\nRemovePainting: unchanged\nShowExport: unchanged\n";
        assert_eq!(out, states);
        assert!(!err.contains("s3cret"), "{err}");
        assert_eq!(museum.page("ListRooms"), Some(page("ListRooms")), "{error}");
        assert_eq!(server.requests().len(), attempts + 3, "{error}");
    }
}

#[test]
fn mentions_older_copies_only_if_there_are_some() {
    let museum = Museum::new();
    let server = Server::start(|request| match requested(request) {
        "ListRooms" | "FetchFile" => response("404 Not Found", "", ""),
        operation => html(&page(operation)),
    });
    for (older, kept) in [(None, ""), (Some("help-pages/ListRooms.html"), "; older copies kept: 1")] {
        if let Some(path) = older {
            fs::write(museum.path(path), page("ListRooms")).expect("written");
        }
        let err = museum.fetch_from(&server, &["ListRooms", "FetchFile"]).err;
        let summary = format!("\n0 help pages in help-pages: 0 changed, 0 unchanged, 2 not fetched{kept}\n");
        assert!(err.ends_with(&summary), "{err}");
    }
}

/// Someone else may have changed the file with the versions.
#[test]
fn sends_no_invalid_header_from_the_folder() {
    let museum = Museum::new();
    let server = Server::start(|request| response("200 OK", "etag: \"v1\"\r\n", &page(requested(request))));
    let versions = museum.path("help-pages/.validators.json");
    assert_eq!(museum.fetch_from(&server, &["ListRooms"]).code, Some(0));
    let valid = fs::read_to_string(&versions).expect("a file");
    for etag in ["x\\r\\nEvil: 1", "x\\u0000", "\\u00e9", ""] {
        let changed = valid.replace("\\\"v1\\\"", etag);
        assert_ne!(changed, valid);
        fs::write(&versions, changed).expect("written");
        let Outcome { code, err, .. } = museum.fetch_from(&server, &["ListRooms"]);
        assert_eq!((code, err.as_str()), (Some(0), ""), "{etag}");
    }
    for request in server.requests() {
        assert!(request.header("if-none-match").is_empty() && request.header("evil").is_empty(), "{request:?}");
    }
}

#[cfg(unix)]
#[test]
fn writes_no_page_behind_a_symbolic_link() {
    let (museum, other) = (Museum::new(), tempfile::tempdir().expect("a folder"));
    std::os::unix::fs::symlink(other.path(), museum.path("help-pages")).expect("a link");
    let server = Server::start(|request| html(&page(requested(request))));
    let Outcome { code, err, .. } = museum.fetch_from(&server, &[]);
    assert!(code == Some(2) && err.contains("help-pages is a symbolic link: replace it with a folder"), "{err}");
    assert_eq!(fs::read_dir(other.path()).expect("a folder").count(), 0);
    assert!(server.requests().is_empty());
}

/// The server never sends the rest of the page.
#[test]
fn gives_up_on_a_slow_server() {
    let server = Server::concurrent(|_| b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n<html>".to_vec());
    let Outcome { code, err, .. } = Museum::new().fetch_from(&server, &["ListRooms", "--timeout", "0.1"]);
    assert!(code == Some(2) && err.contains("timed out") && err.contains(", in 3 attempts\n"), "{err}");
}

#[test]
fn follows_redirects_on_the_server_and_decompresses() {
    let museum = Museum::new();
    let server = Server::start(|request| match request.target.as_str() {
        "/help/ListRooms.html" => response("301 Moved Permanently", "location: /en/ListRooms.html?from=help\r\n", ""),
        "/en/ListRooms.html" => {
            let body = gzip(page("ListRooms").as_bytes());
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            [head.as_bytes(), &body].concat()
        }
        _ => response("404 Not Found", "", ""),
    });
    let Outcome { code, err, .. } = museum.fetch_from(&server, &["ListRooms"]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert_eq!(museum.page("ListRooms"), Some(page("ListRooms")));
}

/// Returns data in the format of gzip, in stored blocks.
fn gzip(data: &[u8]) -> Vec<u8> {
    let mut checksum = u32::MAX;
    for byte in data {
        checksum ^= u32::from(*byte);
        for _ in 0..8 {
            checksum = if checksum & 1 == 1 { (checksum >> 1) ^ 0xedb8_8320 } else { checksum >> 1 };
        }
    }
    let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    for block in data.chunks(0xffff) {
        let length = u16::try_from(block.len()).expect("a short block");
        bytes.push(0);
        bytes.extend(length.to_le_bytes());
        bytes.extend((!length).to_le_bytes());
        bytes.extend(block);
    }
    // An empty block ends the data.
    bytes.extend([1, 0, 0, 0xff, 0xff]);
    bytes.extend((!checksum).to_le_bytes());
    bytes.extend(u32::try_from(data.len()).expect("a short text").to_le_bytes());
    bytes
}

#[test]
fn rejects_unusable_arguments() {
    let museum = Museum::new();
    let cases = [
        (&["ListGardens"][..], "unknown operation `ListGardens`: "),
        (
            &["--url", "http://help.example.com/{operation}"],
            "invalid pattern `http://help.example.com/{operation}`: it must use `https`",
        ),
        (
            &["--url", "https://help.example.com/"],
            "invalid pattern `https://help.example.com/`: it must contain `{operation}` once",
        ),
        (&["--url", "https://help.example.com:+1/{operation}"], "it must have a host name"),
        (&["--timeout", "0"], "it must be a number from 0.001 to 3600"),
    ];
    for (arguments, says) in cases {
        let Outcome { code, out, err } = museum.fetch(arguments);
        assert!(code == Some(2) && out.is_empty() && err.contains(says), "{arguments:?}: {err}");
    }
    let service = fs::read_to_string(museum.path("spec/service.yaml")).expect("a file");
    let without: Vec<&str> = service.lines().filter(|line| !line.starts_with("page_url:")).collect();
    fs::write(museum.path("spec/service.yaml"), without.join("\n")).expect("written");
    let Outcome { code, err, .. } = museum.fetch(&[]);
    assert_eq!(code, Some(2));
    assert_eq!(
        err,
        "the addresses of the help pages are unknown: add `page_url` to spec/service.yaml, or use --url PATTERN\n"
    );
    assert!(!museum.path("help-pages").exists());
}
