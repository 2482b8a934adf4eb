//! Formats errors on one line of limited length. Strings from a server are escaped and shortened.

use std::error::Error as _;
use std::fmt::{self, Debug, DebugStruct, Display, Formatter};

use http::StatusCode;

use crate::error::violation::Violation;
use crate::error::{Error, ErrorData, ErrorKind, ServiceFailure, TransportFailure};
use crate::text::{is_utf16, one_line};

/// Maximum number of characters shown of a string from the server.
const MAX_EXCERPT: usize = 300;

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
        match &self.0.data {
            ErrorData::Configuration { errors } => write_configuration_errors(f, errors)?,
            ErrorData::InvalidRequest { violations } => write_violations(f, violations)?,
            ErrorData::Service(failure) => write_service_failure(f, failure)?,
            ErrorData::UnexpectedResponse { head, detail, body } => {
                write!(f, "unexpected response {}: {}", Status(head.status), one_line(detail, 2 * MAX_EXCERPT))?;
                write_body(f, body)?;
            }
            ErrorData::NotSerializable { detail }
            | ErrorData::DeadlineExceeded { detail }
            | ErrorData::Credentials { detail, .. }
            | ErrorData::Paging { detail }
            | ErrorData::Task { detail }
            | ErrorData::File { detail, .. }
            | ErrorData::Transport(TransportFailure { detail, .. }) => f.write_str(&one_line(detail, MAX_EXCERPT))?,
        }
        for note in &self.0.notes {
            write!(f, "; {}", one_line(note, MAX_EXCERPT))?;
        }
        match (self.attempts(), self.request_id()) {
            (0 | 1, None) => Ok(()),
            (0 | 1, Some(id)) => write!(f, " (request ID {})", one_line(id, MAX_ID)),
            (attempts, None) => write!(f, " ({attempts} attempts)"),
            (attempts, Some(id)) => write!(f, " ({attempts} attempts, request ID {})", one_line(id, MAX_ID)),
        }
    }
}

fn write_configuration_errors(f: &mut Formatter<'_>, errors: &[String]) -> fmt::Result {
    f.write_str("invalid client configuration: ")?;
    for (index, error) in errors.iter().enumerate() {
        let separator = if index == 0 { "" } else { "; " };
        write!(f, "{separator}{}", one_line(error, 2 * MAX_EXCERPT))?;
    }
    Ok(())
}

fn write_violations(f: &mut Formatter<'_>, violations: &[Violation]) -> fmt::Result {
    f.write_str("invalid request, not sent: ")?;
    for (index, violation) in violations.iter().take(MAX_VIOLATIONS).enumerate() {
        if index > 0 {
            f.write_str("; ")?;
        }
        Display::fmt(violation, f)?;
    }
    if violations.len() > MAX_VIOLATIONS {
        write!(f, "; and {} more", violations.len() - MAX_VIOLATIONS)?;
    }
    match violations.first().map(Violation::help_page) {
        Some(page) => write!(f, " (help page “{}”, updated {})", page.title, page.updated),
        None => Ok(()),
    }
}

fn write_service_failure(f: &mut Formatter<'_>, failure: &ServiceFailure) -> fmt::Result {
    write!(f, "the service returned {}", Status(failure.head.status))?;
    if let Some(code) = &failure.code {
        write!(f, ", {}", one_line(code, MAX_ID))?;
    }
    match &failure.message {
        Some(message) => {
            let limit = if failure.signed_request.is_some() { MAX_CANONICAL_REQUEST } else { MAX_EXCERPT };
            write!(f, ": {}", one_line(message, limit))?;
            if let Some(further) = &failure.further {
                write!(f, "; {}", one_line(further, MAX_EXCERPT))?;
            }
        }
        None => write_body(f, &failure.body)?,
    }
    match &failure.signed_request {
        Some(request) => write!(f, "; this client signed {}", one_line(request, MAX_CANONICAL_REQUEST)),
        None => Ok(()),
    }
}

fn write_body(f: &mut Formatter<'_>, body: &[u8]) -> fmt::Result {
    if body.is_empty() {
        return Ok(());
    }
    write!(f, "; body: {}", body_excerpt(body))
}

fn body_excerpt(body: &[u8]) -> String {
    // Not decoded: secrets have been redacted from the bytes only.
    if is_utf16(body) {
        return "UTF-16 text, which is not shown".to_owned();
    }
    // A character takes at most 4 bytes.
    let start = body.get(..4 * MAX_EXCERPT).unwrap_or(body);
    one_line(&String::from_utf8_lossy(start), MAX_EXCERPT)
}

/// Displays a status code with its reason phrase, if it has one.
struct Status(StatusCode);

impl Display for Status {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.as_u16())?;
        match self.0.canonical_reason() {
            Some(reason) => write!(f, " {reason}"),
            None => Ok(()),
        }
    }
}

/// Shows everything that `Display` shows, since a `main` that returns an error prints it in this form. Omits
/// `None` fields.
impl Debug for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut fields = f.debug_struct("Error");
        fields.field("kind", &self.kind());
        if let Some(operation) = self.operation() {
            fields.field("operation", &operation);
        }
        if let Some(status) = self.status() {
            fields.field("status", &status);
        }
        debug_data(&mut fields, &self.0.data);
        if !self.0.notes.is_empty() {
            let notes: Vec<String> = self.0.notes.iter().map(|note| one_line(note, MAX_EXCERPT)).collect();
            fields.field("notes", &notes);
        }
        if self.attempts() > 1 {
            fields.field("attempts", &self.attempts());
        }
        if let Some(id) = self.request_id() {
            fields.field("request_id", &one_line(id, MAX_ID));
        }
        if let Some(pause) = self.retry_after() {
            fields.field("retry_after", &pause);
        }
        // The source of a credentials error can contain anything.
        if let (Some(source), true) = (self.source(), self.kind() != ErrorKind::Credentials) {
            fields.field("source", &source);
        }
        fields.finish()
    }
}

/// Adds the fields of one kind of error.
fn debug_data(fields: &mut DebugStruct<'_, '_>, data: &ErrorData) {
    match data {
        ErrorData::Configuration { errors } => fields.field("configuration_errors", errors),
        ErrorData::InvalidRequest { violations } => fields.field("violations", violations),
        ErrorData::Service(failure) => {
            let texts = [
                ("code", &failure.code, MAX_ID),
                ("message", &failure.message, MAX_CANONICAL_REQUEST),
                ("further", &failure.further, MAX_EXCERPT),
                ("signed_request", &failure.signed_request, MAX_CANONICAL_REQUEST),
            ];
            for (name, text, limit) in texts {
                if let Some(text) = text {
                    fields.field(name, &one_line(text, limit));
                }
            }
            fields.field("body", &body_excerpt(&failure.body))
        }
        ErrorData::UnexpectedResponse { detail, body, .. } => {
            fields.field("detail", &one_line(detail, 2 * MAX_EXCERPT)).field("body", &body_excerpt(body))
        }
        ErrorData::NotSerializable { detail }
        | ErrorData::DeadlineExceeded { detail }
        | ErrorData::Credentials { detail, .. }
        | ErrorData::Paging { detail }
        | ErrorData::Task { detail }
        | ErrorData::File { detail, .. }
        | ErrorData::Transport(TransportFailure { detail, .. }) => {
            fields.field("detail", &one_line(detail, MAX_EXCERPT))
        }
    };
}
