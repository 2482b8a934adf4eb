//! Formats errors on one line of limited length. Strings from a server are escaped and shortened.

use std::error::Error as _;
use std::fmt::{self, Debug, DebugStruct, Display, Formatter};

use http::StatusCode;

use crate::error::url::public_parts;
use crate::error::violation::Violation;
use crate::error::{Error, ErrorKind};
use crate::text::{is_utf16, one_line};

/// Maximum number of characters shown of a string from the server.
const MAX_EXCERPT: usize = 300;

/// Maximum number of bytes of a body that are searched for URLs. This happens before the body is shortened, since half
/// a URL is not recognized.
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
            Some(request) if self.message().is_some_and(|message| message.contains(request)) => {
                f.write_str("; this client signed the same request, so the secret key is wrong")
            }
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
        let facts = &self.0.facts;
        let notes: Vec<String> = facts.notes.iter().map(|note| server_text(note, MAX_EXCERPT)).collect();
        let mut fields = f.debug_struct("Error");
        fields.field("kind", &self.kind());
        for (name, text, limit) in [
            ("operation", self.operation(), MAX_ID),
            ("detail", Some(facts.detail.as_str()), MAX_DETAIL),
            ("code", self.code(), MAX_ID),
            ("message", self.message(), MAX_CANONICAL_REQUEST),
            ("further", Some(facts.service.further.join("; ").as_str()), MAX_EXCERPT),
            ("signed_request", facts.signed_request.as_deref(), MAX_CANONICAL_REQUEST),
            ("request_id", self.request_id(), MAX_ID),
        ] {
            let text = text.filter(|text| !text.is_empty());
            add(&mut fields, name, text.map(|text| server_text(text, limit)));
        }
        add(&mut fields, "status", self.status());
        add(&mut fields, "retry_after", self.retry_after());
        add(&mut fields, "configuration_errors", not_empty(self.configuration_errors()));
        add(&mut fields, "violations", not_empty(self.violations()));
        add(&mut fields, "body", self.raw_body().map(body_excerpt));
        add(&mut fields, "notes", not_empty(&notes));
        add(&mut fields, "attempts", Some(self.attempts()).filter(|attempts| *attempts > 1));
        // The source of a credentials error can contain anything.
        add(&mut fields, "source", self.source().filter(|_| self.kind() != ErrorKind::Credentials));
        fields.finish()
    }
}

fn add(fields: &mut DebugStruct<'_, '_>, name: &str, value: Option<impl Debug>) {
    if let Some(value) = value {
        fields.field(name, &value);
    }
}

fn not_empty<T>(list: &[T]) -> Option<&[T]> {
    if list.is_empty() { None } else { Some(list) }
}
