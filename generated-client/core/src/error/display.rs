//! Formats errors on one line of limited length. Strings from a server are escaped and shortened.

use std::error::Error as _;
use std::fmt::{self, Debug, Display, Formatter};

use http::StatusCode;

use crate::error::url::public_parts;
use crate::error::violation::Violation;
use crate::error::{Error, ErrorKind};
use crate::text::{is_utf16, one_line};

/// Maximum number of characters shown of a string from the server.
const MAX_EXCERPT: usize = 300;

/// Maximum number of bytes of a body that are searched for URLs. This happens before the body is shortened, since half a
/// URL is not recognized.
const MAX_SEARCHED: usize = 64 * 1024;

/// Maximum number of characters shown of a detail: what is wrong with a response or a setting.
const MAX_DETAIL: usize = 2 * MAX_EXCERPT;

/// Maximum number of characters shown of a canonical request, the client's or the gateway's: the difference between the
/// two can be anywhere.
const MAX_CANONICAL_REQUEST: usize = 4 * MAX_EXCERPT;

/// Maximum number of characters shown of an error code or a request ID.
const MAX_ID: usize = 100;

/// Maximum number of violations shown. `Error::violations` returns all of them.
const MAX_VIOLATIONS: usize = 10;

impl Display for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation() {
            write!(f, "{operation}: ")?;
        }
        let detail = &self.0.facts.detail;
        match (self.kind(), self.status()) {
            (ErrorKind::Configuration, _) => {
                let errors = self.configuration_errors().iter().map(|error| one_line(error, MAX_DETAIL));
                write!(f, "invalid client configuration: {}", errors.collect::<Vec<_>>().join("; "))?;
            }
            (ErrorKind::InvalidRequest, _) if detail.is_empty() => write_violations(f, self.violations())?,
            (ErrorKind::Service, Some(status)) => self.write_service_error(f, status)?,
            (ErrorKind::Response, Some(status)) => {
                write!(f, "unexpected response {}: {}", shown_status(status), server_text(detail, MAX_DETAIL))?;
                self.write_body(f)?;
            }
            _ => f.write_str(&server_text(detail, MAX_EXCERPT))?,
        }
        for note in &self.0.facts.notes {
            write!(f, "; {}", server_text(note, MAX_EXCERPT))?;
        }
        match (self.attempts(), self.request_id()) {
            (0 | 1, None) => Ok(()),
            (0 | 1, Some(id)) => write!(f, " (request ID {})", server_text(id, MAX_ID)),
            (attempts, None) => write!(f, " ({attempts} attempts)"),
            (attempts, Some(id)) => write!(f, " ({attempts} attempts, request ID {})", server_text(id, MAX_ID)),
        }
    }
}

fn write_violations(f: &mut Formatter<'_>, violations: &[Violation]) -> fmt::Result {
    let mut shown: Vec<String> = violations.iter().take(MAX_VIOLATIONS).map(ToString::to_string).collect();
    if violations.len() > MAX_VIOLATIONS {
        shown.push(format!("and {} more", violations.len() - MAX_VIOLATIONS));
    }
    write!(f, "invalid request, not sent: {}", shown.join("; "))?;
    match violations.first().map(Violation::help_page) {
        Some(page) => write!(f, " (help page {page})"),
        None => Ok(()),
    }
}

impl Error {
    fn write_service_error(&self, f: &mut Formatter<'_>, status: StatusCode) -> fmt::Result {
        write!(f, "the service returned {}", shown_status(status))?;
        if let Some(code) = self.code() {
            write!(f, ", {}", server_text(code, MAX_ID))?;
        }
        let signed_request = self.0.facts.signed_request.as_deref();
        match self.message() {
            Some(message) => {
                let limit = if signed_request.is_some() { MAX_CANONICAL_REQUEST } else { MAX_EXCERPT };
                write!(f, ": {}", server_text(message, limit))?;
            }
            None => self.write_body(f)?,
        }
        if !self.0.facts.service.further.is_empty() {
            write!(f, "; {}", server_text(&self.0.facts.service.further.join("; "), MAX_EXCERPT))?;
        }
        match signed_request {
            Some(request) => write!(f, "; this client signed {}", one_line(request, MAX_CANONICAL_REQUEST)),
            None => Ok(()),
        }
    }

    fn write_body(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.raw_body() {
            Some(body) if !body.is_empty() => write!(f, "; body: {}", body_excerpt(body)),
            _ => Ok(()),
        }
    }
}

fn body_excerpt(body: &[u8]) -> String {
    // Not decoded: secrets have been redacted from the bytes only.
    if is_utf16(body) {
        return "UTF-16 text, which is not shown".to_owned();
    }
    let start = body.get(..MAX_SEARCHED).unwrap_or(body);
    server_text(&String::from_utf8_lossy(start), MAX_EXCERPT)
}

/// Returns a string that may come from the server, on one line and with only the public parts of its URLs: the rest can
/// authorize a request.
fn server_text(text: &str, limit: usize) -> String {
    one_line(&public_parts(text), limit)
}

/// Returns a status code with its reason phrase, if it has one.
fn shown_status(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => format!("{} {reason}", status.as_str()),
        None => status.as_str().to_owned(),
    }
}

/// Shows everything that `Display` shows, since a `main` that returns an error prints it in this form. Omits absent
/// parts.
impl Debug for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut fields = f.debug_struct("Error");
        fields.field("kind", &self.kind());
        let detail = Some(self.0.facts.detail.as_str()).filter(|detail| !detail.is_empty());
        let further = self.0.facts.service.further.join("; ");
        let further = Some(further.as_str()).filter(|further| !further.is_empty());
        for (name, text, limit) in [
            ("operation", self.operation(), MAX_ID),
            ("detail", detail, MAX_DETAIL),
            ("code", self.code(), MAX_ID),
            ("message", self.message(), MAX_CANONICAL_REQUEST),
            ("further", further, MAX_EXCERPT),
            ("signed_request", self.0.facts.signed_request.as_deref(), MAX_CANONICAL_REQUEST),
            ("request_id", self.request_id(), MAX_ID),
        ] {
            if let Some(text) = text {
                fields.field(name, &server_text(text, limit));
            }
        }
        if let Some(status) = self.status() {
            fields.field("status", &status);
        }
        if let Some(pause) = self.retry_after() {
            fields.field("retry_after", &pause);
        }
        if !self.configuration_errors().is_empty() {
            fields.field("configuration_errors", &self.configuration_errors());
        }
        if !self.violations().is_empty() {
            fields.field("violations", &self.violations());
        }
        if let Some(body) = self.raw_body() {
            fields.field("body", &body_excerpt(body));
        }
        if !self.0.facts.notes.is_empty() {
            let notes: Vec<String> = self.0.facts.notes.iter().map(|note| server_text(note, MAX_EXCERPT)).collect();
            fields.field("notes", &notes);
        }
        if self.attempts() > 1 {
            fields.field("attempts", &self.attempts());
        }
        // The source of a credentials error can contain anything.
        if let (Some(source), true) = (self.source(), self.kind() != ErrorKind::Credentials) {
            fields.field("source", &source);
        }
        fields.finish()
    }
}
