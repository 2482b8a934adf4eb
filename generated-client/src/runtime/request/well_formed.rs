//! What cannot travel as it is given. Nothing switches this off: a URL library would collapse a path segment `..`, and
//! a line break would end a header.

use http::header::HeaderName;

use crate::descriptor::{ParameterLocation, Source};
use crate::runtime::error::violation::Fault;
use crate::runtime::request::arguments::{Argument, Arguments};
use crate::runtime::text::header_text_fault;

/// Headers of the client's own, in lower case. Those that begin with `proxy-` or `x-sdk-` are, too.
const RESERVED_HEADERS: &[&str] = &[
    "accept-encoding",
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "cookie",
    "expect",
    "host",
    "keep-alive",
    "referer",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "x-auth-token",
    "x-project-id",
    "x-security-token",
    "x-subject-token",
];

/// Why a parameter cannot travel as it is given.
pub(crate) fn fault(Argument { parameter, value }: &Argument) -> Option<Fault> {
    let Some(value) = value else {
        return (parameter.location == ParameterLocation::Path).then(|| missing(parameter.source));
    };
    let Some(text) = value.text() else {
        return Some(("a text, a number or a boolean".to_owned(), None));
    };
    match parameter.location {
        ParameterLocation::Path => matches!(&*text, "" | "." | "..")
            .then(|| ("a path segment other than empty, . and ..".to_owned(), Some(format!("\"{text}\"")))),
        ParameterLocation::Header => header_text_fault(&text).map(|fault| not_for_a_header(&fault)),
        ParameterLocation::Query | ParameterLocation::Body => None,
    }
}

/// What is said of a parameter that nobody gives.
pub(crate) fn missing(source: Source) -> Fault {
    let limit = match source {
        Source::Request => "given",
        Source::Client(_) => "given, to the client or to the call",
        Source::Credentials => "given by the credentials",
    };
    (limit.to_owned(), None)
}

fn not_for_a_header(fault: &str) -> Fault {
    ("ASCII without control characters and without spaces at the ends".to_owned(), Some(format!("a text with {fault}")))
}

/// Why an extra header of the caller's cannot be sent.
pub(crate) fn header_fault(name: &str, value: &str, arguments: &Arguments) -> Option<Fault> {
    let lower = name.to_ascii_lowercase();
    if HeaderName::from_bytes(name.as_bytes()).is_err() {
        return Some(("named by letters, digits and signs that a header's name can have".to_owned(), None));
    }
    let of_client = RESERVED_HEADERS.contains(&lower.as_str())
        || ["proxy-", "x-sdk-"].iter().any(|prefix| lower.starts_with(prefix));
    let of_operation = arguments.parameters.iter().any(|argument| {
        argument.parameter.location == ParameterLocation::Header
            && argument.parameter.field.name.eq_ignore_ascii_case(name)
    });
    if of_client || of_operation {
        return Some(("left to the client, which sets it itself or must not send it".to_owned(), None));
    }
    header_text_fault(value).map(|fault| not_for_a_header(&fault))
}
