//! A request as a command of curl, which can be pasted into a POSIX shell. Secrets are variables of the shell.

use std::fmt::Write as _;

use bytes::Bytes;
use http::HeaderMap;
use http::header::{AUTHORIZATION, CONTENT_LENGTH, HOST, USER_AGENT};
use huaweicloud_core::descriptor::OperationDescriptor;

use crate::client::dry_run::header_text;
use crate::error::escape::{escape_json, escape_message};

/// The header with the token, and the variable that it is taken from. curl cannot sign requests, so the token also
/// replaces a signature.
const TOKEN: (&str, &str) = ("X-Auth-Token", "HUAWEICLOUD_SDK_TOKEN");

/// Headers that are part of a signature.
const SIGNATURE_HEADERS: [&str; 4] = ["authorization", "x-sdk-date", "x-security-token", "x-project-id"];

/// Returns the command that sends a request of an operation.
pub(crate) fn command(request: &http::Request<Bytes>, operation: &OperationDescriptor) -> String {
    let mut variables = Variables::new(request);
    let mut words = vec![
        format!("--request {}", request.method()),
        variables.quote(&operation.redact_url(request.uri(), &variables.marker)),
    ];
    words.push(format!("--header '{}: '\"${{{}:?}}\"", TOKEN.0, TOKEN.1));
    words.extend(headers(request.headers(), &mut variables));
    if !request.body().is_empty() {
        let body = operation.redact_body(request.body(), &variables.marker);
        let body = escape_json(&String::from_utf8_lossy(&body));
        words.push(format!("--data-raw {}", variables.quote(&body)));
    }
    format!("curl --globoff {}\n", words.join(" \\\n  "))
}

fn headers(headers: &HeaderMap, variables: &mut Variables) -> Vec<String> {
    let mut words = Vec::new();
    for (name, value) in headers {
        let is_credential = SIGNATURE_HEADERS.contains(&name.as_str()) || name.as_str().eq_ignore_ascii_case(TOKEN.0);
        if is_credential || [HOST, CONTENT_LENGTH, USER_AGENT, AUTHORIZATION].contains(name) {
            continue;
        }
        let value = escape_message(&header_text(value, &variables.marker));
        // curl removes a header without a value, unless it ends with a semicolon.
        let header = if value.is_empty() { format!("{name};") } else { format!("{name}: {value}") };
        words.push(format!("--header {}", variables.quote(&header)));
    }
    words
}

/// The variables that stand for secrets.
struct Variables {
    /// What replaces a secret at first. It is nowhere else in the request.
    marker: String,
    count: usize,
}

impl Variables {
    fn new(request: &http::Request<Bytes>) -> Self {
        let mut text = format!("{} {}", request.uri(), String::from_utf8_lossy(request.body()));
        for value in request.headers().values() {
            text.push_str(&String::from_utf8_lossy(value.as_bytes()));
        }
        let mut marker = "SECRET".to_owned();
        while text.contains(&marker) {
            marker.push('_');
        }
        Self { marker, count: 0 }
    }

    /// Returns the text in single quotes, with a variable for each secret in it.
    fn quote(&mut self, text: &str) -> String {
        let mut quoted = String::new();
        for (index, part) in text.split(&self.marker).enumerate() {
            if index > 0 {
                self.count += 1;
                let _ = write!(quoted, "\"${{SECRET_{}:?}}\"", self.count);
            }
            if !part.is_empty() {
                let _ = write!(quoted, "'{}'", part.replace('\'', r"'\''"));
            }
        }
        quoted
    }
}
