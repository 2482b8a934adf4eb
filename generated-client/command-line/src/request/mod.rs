//! Building of a request from `--input` and the parameter flags.

mod json_argument;
pub(crate) mod json_file;
pub(crate) mod typed;
pub(crate) mod warnings;

use clap::ArgMatches;
use huaweicloud_core::descriptor::{OperationDescriptor, ParameterLocation, ParameterSource};
use serde_json::{Map, Value};
use serde_path_to_error::Track;

use crate::error::CliError;
use crate::error::similar::most_similar;
use crate::flags::parameter_flags::{self, Flag};
use crate::flags::{common_flags, flag_value, secrets};
use crate::request::typed::{Request, Values};

/// Returns the values of the request as JSON. Flags take precedence over the input.
pub(crate) fn values(operation: &OperationDescriptor, flags: &[Flag], matches: &ArgMatches) -> Result<Value, CliError> {
    let mut request = match common_flags::non_empty(matches, common_flags::INPUT) {
        Some(path) => json_file::read(common_flags::INPUT, path)?,
        None => Map::new(),
    };
    reject_client_parameters(operation, &request)?;
    for flag in flags {
        let Some(value) = flag_value(flag, matches)? else { continue };
        if flag.field.whole_body {
            request.insert("body".to_owned(), value);
        } else {
            object_at(&mut request, flag.location)?.insert(flag.field.name.to_owned(), value);
        }
    }
    Ok(Value::Object(request))
}

/// Sets the values of a request, which is empty.
pub(crate) fn read(
    operation: &OperationDescriptor,
    request: &mut dyn Request,
    values: Value,
    flags: &[Flag],
    matches: &ArgMatches,
) -> Result<(), CliError> {
    let mut track = Track::new();
    let Err(error) = request.read(Values::new(values, &mut track)) else { return Ok(()) };
    let reason = without_rust_type(error.to_string());
    let reason = if secrets::has_secrets(operation) { without_value(&reason) } else { reason };
    let tip = tip(&reason).unwrap_or_default();
    let path = track.path().to_string();
    let (mut flag_name, mut expected) = (String::new(), String::new());
    if let Some(flag) = parameter_flags::find_by_path(flags, &path) {
        flag_name = format!(" (--{})", flag.name);
        expected = flag_value::expected(flag_value::value_type(flag.field.ty));
        if !expected.is_empty() && flag_value::is_repeatable(flag.field.ty) {
            let is_given = matches.contains_id(flag.name);
            expected.push_str(if is_given { "; repeat the flag for each item" } else { " for each item" });
        }
    }
    Err(CliError::usage(format!("invalid input at {path}{flag_name}: {reason}{tip}{expected}; try '--help'")))
}

/// Returns a tip that names the known field most similar to the unknown one, for a message such as "unknown field
/// `limt`, expected `limit` or `offset`".
fn tip(message: &str) -> Option<String> {
    // The unknown name can contain anything.
    let (unknown, expected) = message.strip_prefix("unknown field `")?.rsplit_once("`, expected ")?;
    let known: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
    let similar = most_similar(unknown, &known)?;
    Some(format!("; tip: a similar field exists: `{similar}`"))
}

/// Replaces the Rust type at the end of the message for a value of the wrong type.
fn without_rust_type(message: String) -> String {
    for (rust, plain) in [("i32", "an integer"), ("i64", "an integer"), ("f64", "a number")] {
        if let Some(start) = message.strip_suffix(rust).filter(|start| start.ends_with(", expected ")) {
            return format!("{start}{plain}");
        }
    }
    message
}

/// Returns the message for a value of the wrong type without the value, which may be secret.
fn without_value(message: &str) -> String {
    let is_about_value = ["invalid type: ", "invalid value: "].iter().any(|start| message.starts_with(start));
    match message.rsplit_once(", expected ") {
        Some((_, expected)) if is_about_value => format!("invalid value, expected {expected}"),
        _ => message.to_owned(),
    }
}

/// Returns the value of a flag if it is set: a list if the flag is repeatable, and otherwise a single value.
fn flag_value(flag: &Flag, matches: &ArgMatches) -> Result<Option<Value>, CliError> {
    let Some(given) = matches.get_many::<Value>(flag.name) else { return Ok(None) };
    let mut values = Vec::new();
    for value in given {
        values.push(match value {
            Value::String(argument) if flag.field.ty.contains_secret() => json_argument::read(flag, argument)?,
            value => value.clone(),
        });
    }
    Ok(if flag_value::is_repeatable(flag.field.ty) { Some(values.into()) } else { values.pop() })
}

/// Returns the object that holds the parameters at a location: the body for its fields, or else the request itself.
fn object_at(
    request: &mut Map<String, Value>,
    location: ParameterLocation,
) -> Result<&mut Map<String, Value>, CliError> {
    if location != ParameterLocation::Body {
        return Ok(request);
    }
    let body = request.entry("body").or_insert(Value::Null);
    if body.is_null() {
        *body = Value::Object(Map::new());
    }
    match body {
        Value::Object(body) => Ok(body),
        _ => Err(CliError::usage("invalid --input: `body` must be a JSON object")),
    }
}

/// Rejects parameters that the client sets by itself, from its own flags or from the credentials.
fn reject_client_parameters(operation: &OperationDescriptor, input: &Map<String, Value>) -> Result<(), CliError> {
    for parameter in operation.parameters {
        if !input.contains_key(parameter.field.name) {
            continue;
        }
        let hint = match parameter.source {
            ParameterSource::Request => continue,
            ParameterSource::Client(setting) => {
                common_flags::setting_hint(setting, "").map(|flag| format!("use {flag}"))
            }
            _ => None,
        };
        let hint = hint.unwrap_or_else(|| "remove it, since the credentials provide it".to_owned());
        return Err(CliError::usage(format!("unexpected parameter {} in --input: {hint}", parameter.field.name)));
    }
    Ok(())
}
