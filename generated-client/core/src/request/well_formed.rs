//! Checks for values that cannot be sent unchanged.
//!
//! These checks cannot be switched off: a URL parser would resolve a path segment `..`, and a line break would end a
//! header.

use http::header::HeaderName;
use serde_json::Value;

use crate::descriptor::{ParameterLocation, ParameterSource};
use crate::error::violation::ViolationKind;
use crate::request::arguments::{Argument, Arguments, is_scalar};
use crate::text::{check_header_text, setting_error};

/// Checks that a parameter outside the body can be sent unchanged.
pub(crate) fn check_argument(argument: &Argument) -> Result<(), ViolationKind> {
    let Argument { parameter, value } = *argument;
    let Some(value) = value else {
        return match parameter.location {
            ParameterLocation::Path => Err(missing(parameter.source)),
            _ => Ok(()),
        };
    };
    let items = match value {
        Value::Array(items) if parameter.location == ParameterLocation::Query => items.as_slice(),
        value => std::slice::from_ref(value),
    };
    if !items.iter().all(is_scalar) {
        return Err(ViolationKind::Value { expected: "a string, a number or a boolean".to_owned(), actual: None });
    }
    let Value::String(text) = value else { return Ok(()) };
    if matches!(parameter.source, ParameterSource::Client(_)) {
        check_client_setting(text)?;
    }
    match parameter.location {
        ParameterLocation::Path => check_path_segment(text),
        ParameterLocation::Header => check_header_value(text),
        ParameterLocation::Query | ParameterLocation::Body => Ok(()),
    }
}

/// Returns the violation of a required parameter without a value.
pub(crate) fn missing(source: ParameterSource) -> ViolationKind {
    let hint = match source {
        ParameterSource::Request | ParameterSource::Reserved => None,
        ParameterSource::Client(_) => Some("set it for the client or for the call"),
        ParameterSource::Credentials => Some("the credentials must provide it"),
    };
    ViolationKind::Missing { hint }
}

/// Checks that a header that the caller adds is well-formed and not reserved.
pub(crate) fn check_extra_header(name: &str, value: &str, arguments: &Arguments) -> Result<(), ViolationKind> {
    if HeaderName::from_bytes(name.as_bytes()).is_err() {
        return Err(ViolationKind::NotAllowed { reason: "is not a valid header name" });
    }
    if is_reserved(name, arguments.reserved_headers) || is_header_parameter(name, arguments) {
        return Err(ViolationKind::NotAllowed { reason: "is reserved for the client" });
    }
    check_header_value(value)
}

/// Checks an ID that is set for the client or for the call.
fn check_client_setting(text: &str) -> Result<(), ViolationKind> {
    let Some(error) = setting_error(text) else { return Ok(()) };
    let expected = "a string without white space or quotes around it".to_owned();
    Err(ViolationKind::Value { expected, actual: Some(format!("a string that {error}")) })
}

fn check_path_segment(text: &str) -> Result<(), ViolationKind> {
    match text {
        "" | "." | ".." => {
            let expected = "a path segment other than \"\", \".\" and \"..\"".to_owned();
            Err(ViolationKind::Value { expected, actual: Some(format!("\"{text}\"")) })
        }
        _ => Ok(()),
    }
}

fn check_header_value(text: &str) -> Result<(), ViolationKind> {
    check_header_text(text).map_err(|error| ViolationKind::Value {
        expected: "printable ASCII without leading or trailing spaces".to_owned(),
        actual: Some(format!("a string that {error}")),
    })
}

fn is_reserved(name: &str, reserved: &[&str]) -> bool {
    let name = name.to_ascii_lowercase();
    for pattern in reserved {
        let matches = match pattern.strip_suffix('*') {
            Some(prefix) => name.starts_with(prefix),
            None => name == *pattern,
        };
        if matches {
            return true;
        }
    }
    false
}

fn is_header_parameter(name: &str, arguments: &Arguments) -> bool {
    arguments.operation.parameters.iter().any(|parameter| {
        parameter.location == ParameterLocation::Header && parameter.field.name.eq_ignore_ascii_case(name)
    })
}
