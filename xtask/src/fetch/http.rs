//! One HTTP request, made by curl.
//!
//! curl is a child process and not a library: the first `cargo xtask generate` of a fresh clone would have to compile
//! an HTTP client with TLS, which takes longer than everything else.

use std::io::{self, ErrorKind, Read};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::url::Url;

/// Maximum size of a help page in bytes, after decompression.
const MAX_BODY: u64 = 10_000_000;
/// Maximum size of the headers in bytes.
const MAX_HEADERS: u64 = 100_000;
/// Maximum size of the error message of curl in bytes.
const MAX_MESSAGE: u64 = 1000;

/// Names the project, so that the vendor can tell who asks.
const USER_AGENT: &str = concat!("huaweicloud-hss-xtask/", env!("CARGO_PKG_VERSION"), " (cargo xtask docs fetch)");

/// What identifies a version of a page in later requests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct Validators {
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
}

impl Validators {
    pub(super) fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }

    /// Keeps the values that can be sent in a header.
    pub(super) fn sendable(&self) -> Self {
        let is_sendable = |value: &String| {
            (1..=200).contains(&value.len()) && value.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        };
        let Self { etag, last_modified } = self.clone();
        Self { etag: etag.filter(is_sendable), last_modified: last_modified.filter(is_sendable) }
    }
}

/// A response, or what was received of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Response {
    pub(super) status: u16,
    /// Target of a redirect.
    pub(super) location: Option<String>,
    pub(super) validators: Validators,
    pub(super) body: Vec<u8>,
}

/// An error that prevented a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HttpError {
    pub(super) message: String,
    /// Whether another attempt may succeed.
    pub(super) is_transient: bool,
}

impl HttpError {
    pub(super) fn permanent(message: impl Into<String>) -> Self {
        Self { message: message.into(), is_transient: false }
    }
}

/// Sends requests, and waits between them. Tests replace it.
pub(super) trait Network {
    /// Requests a page, unless it is still the version with these validators. Does not follow redirects.
    fn get(&mut self, url: &Url, validators: &Validators) -> Result<Response, HttpError>;

    fn pause(&mut self, duration: Duration);
}

/// Sends requests with curl. Timeouts are in seconds.
pub(super) struct Curl {
    pub(super) connect_timeout: f64,
    pub(super) timeout: f64,
}

impl Network for Curl {
    fn get(&mut self, url: &Url, validators: &Validators) -> Result<Response, HttpError> {
        let failed = |error: io::Error| HttpError::permanent(format!("cannot run curl: {error}"));
        let headers = tempfile::NamedTempFile::new().map_err(failed)?;
        let mut command = self.command(url, validators);
        command.arg("--dump-header").arg(headers.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| match error.kind() {
            ErrorKind::NotFound => HttpError::permanent("curl is not installed: install it"),
            _ => failed(error),
        })?;
        let body = read(child.stdout.take(), MAX_BODY + 1);
        if body.as_ref().is_ok_and(|body| body.len() as u64 > MAX_BODY) {
            let _ = child.kill();
        }
        let message = read(child.stderr.take(), MAX_MESSAGE).map_err(failed)?;
        let status = child.wait().map_err(failed)?;
        let body = body.map_err(failed)?;
        if body.len() as u64 > MAX_BODY {
            return Err(HttpError::permanent("the page is larger than 10 MB"));
        }
        if !status.success() {
            return Err(failure(status.code(), &String::from_utf8_lossy(&message)));
        }
        let headers = read(Some(headers), MAX_HEADERS).map_err(failed)?;
        Ok(Response { body, ..parse_headers(&String::from_utf8_lossy(&headers)) })
    }

    fn pause(&mut self, duration: Duration) {
        thread::sleep(duration);
    }
}

impl Curl {
    /// Returns a command that reads no configuration file, uses no other protocol, and asks nothing.
    fn command(&self, url: &Url, validators: &Validators) -> Command {
        let mut command = Command::new("curl");
        // curl reads the first argument only for this option.
        command.arg("--disable");
        command.args(["--silent", "--show-error", "--globoff", "--compressed", "--suppress-connect-headers"]);
        command.arg("--proto").arg(format!("={}", url.scheme()));
        command.arg("--connect-timeout").arg(self.connect_timeout.to_string());
        command.arg("--max-time").arg(self.timeout.to_string());
        command.arg("--max-filesize").arg(MAX_BODY.to_string());
        command.arg("--user-agent").arg(USER_AGENT);
        if url.is_loopback {
            command.args(["--noproxy", "*"]);
        }
        if let Some(etag) = &validators.etag {
            command.arg("--header").arg(format!("If-None-Match: {etag}"));
        }
        if let Some(time) = &validators.last_modified {
            command.arg("--header").arg(format!("If-Modified-Since: {time}"));
        }
        command.arg("--url").arg(url.to_string());
        command
    }
}

fn read(source: Option<impl Read>, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(source) = source {
        source.take(limit).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Returns the error for an exit code of curl.
fn failure(code: Option<i32>, message: &str) -> HttpError {
    let message = message.trim();
    // curl: (6) Could not resolve host: help.example.com
    let reason =
        message.strip_prefix("curl: (").and_then(|rest| rest.split_once(") ")).map_or(message, |(_, text)| text);
    match code {
        Some(63) => HttpError::permanent("the page is larger than 10 MB"),
        // Name resolution, connection, incomplete response, timeout, broken connection.
        Some(5 | 6 | 7 | 16 | 18 | 28 | 35 | 52 | 55 | 56 | 92 | 95 | 96) => {
            HttpError { message: reason.to_owned(), is_transient: true }
        }
        _ => HttpError::permanent(reason),
    }
}

/// Parses the last block of headers. Informational responses come before it.
fn parse_headers(text: &str) -> Response {
    let mut response = Response::default();
    for line in text.lines() {
        if line.starts_with("HTTP/") {
            let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
            response = Response { status: status.unwrap_or_default(), ..Response::default() };
        } else if let Some((name, value)) = line.split_once(':') {
            let value = Some(value.trim().to_owned());
            match name.to_ascii_lowercase().as_str() {
                "location" => response.location = value,
                "etag" => response.validators.etag = value,
                "last-modified" => response.validators.last_modified = value,
                _ => {}
            }
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_the_last_block_of_headers() {
        let text = "HTTP/1.1 103 Early Hints\r\nETag: \"old\"\r\n\r\nHTTP/2 200 \r\nETag:  \"a:b\" \r\n\
                    last-modified: Sat, 01 Jan 2030 00:00:00 GMT\r\nLocation: /x\r\n\r\n";
        let validators = Validators {
            etag: Some("\"a:b\"".to_owned()),
            last_modified: Some("Sat, 01 Jan 2030 00:00:00 GMT".to_owned()),
        };
        let expected = Response { status: 200, location: Some("/x".to_owned()), validators, body: Vec::new() };
        assert_eq!(parse_headers(text), expected);
        for text in ["", "HTTP/1.1", "HTTP/1.1 x", "HTTP/1.1 0\r\n:"] {
            assert_eq!(parse_headers(text), Response::default(), "{text}");
        }
    }

    #[test]
    fn sends_only_validators_that_fit_into_a_header() {
        let sendable = |value: &str| {
            let validators = Validators { etag: Some(value.to_owned()), last_modified: None };
            !validators.sendable().is_empty()
        };
        assert!(sendable("\"a:b\"") && sendable(&"a".repeat(200)));
        for value in ["", "\"\u{1b}\"", "a\r\nEvil: 1", "\u{e9}", &"a".repeat(201)] {
            assert!(!sendable(value), "{value}");
        }
    }

    #[test]
    fn uses_the_proxy_of_the_environment_except_for_loopback() {
        let arguments = |url: &str| -> Vec<String> {
            let url = Url::parse(url).expect("a URL");
            let command = Curl { connect_timeout: 1.0, timeout: 2.5 }.command(&url, &Validators::default());
            command.get_args().map(|argument| argument.to_string_lossy().into_owned()).collect()
        };
        let remote = arguments("https://help.example.com/a");
        assert_eq!(remote[0], "--disable");
        assert!(remote.iter().any(|argument| argument == "=https") && !remote.contains(&"--noproxy".to_owned()));
        let loopback = arguments("http://127.0.0.1:80/a");
        assert!(loopback.iter().any(|argument| argument == "=http") && loopback.contains(&"--noproxy".to_owned()));
    }

    #[test]
    fn shows_the_reason_that_curl_gives() {
        let resolve = failure(Some(6), "curl: (6) Could not resolve host: help.example.com\n");
        assert_eq!(
            (resolve.message.as_str(), resolve.is_transient),
            ("Could not resolve host: help.example.com", true)
        );
        assert_eq!(failure(Some(60), "curl: (60) SSL problem"), HttpError::permanent("SSL problem"));
        assert_eq!(failure(Some(63), ""), HttpError::permanent("the page is larger than 10 MB"));
    }
}
