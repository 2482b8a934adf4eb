//! Building of a request from `--input` and the parameter flags.

use std::fmt::Display;

use clap::ArgMatches;
use huaweicloud_hss::descriptor::{Operation, OperationDescriptor, ParameterLocation, Source, Type};
use serde_json::{Map, Value};

use crate::error::CliError;
use crate::parameter_flags::{self, Flag};
use crate::{common_flags, flag_value, json_file};

/// Builds the request. Flags take precedence over the input.
pub(crate) fn build<R: Operation>(flags: &[Flag], matches: &ArgMatches) -> Result<R, CliError> {
    let mut request = match common_flags::non_empty(matches, common_flags::INPUT) {
        Some(path) => json_file::read(common_flags::INPUT, path)?,
        None => Map::new(),
    };
    reject_client_parameters(R::DESCRIPTOR, &request)?;
    for flag in flags {
        if let Some(value) = flag_value(flag, matches) {
            object_at(&mut request, flag.location)?.insert(flag.field.name.to_owned(), value);
        }
    }
    if let (Some(fields), Some(body)) = (R::DESCRIPTOR.body, request.get("body"))
        && let Some(path) = find_list_for_object(Type::Object(fields), body, "body")
    {
        return Err(invalid_input(flags, &path, "expected an object, not a list"));
    }
    serde_path_to_error::deserialize(Value::Object(request))
        .map_err(|error| invalid_input(flags, &error.path().to_string(), error.inner()))
}

fn invalid_input(flags: &[Flag], path: &str, reason: impl Display) -> CliError {
    let flag = match parameter_flags::find_by_path(flags, path) {
        Some(flag) => format!(" (--{})", flag.name),
        None => String::new(),
    };
    CliError::usage(format!("invalid input at {path}{flag}: {reason}; try '--help'"))
}

/// Returns the path of a list where an object is expected, which serde would accept as the fields in their order.
fn find_list_for_object(ty: Type, value: &Value, path: &str) -> Option<String> {
    match (ty, value) {
        (Type::Object(_), Value::Array(_)) => return Some(path.to_owned()),
        (Type::Object(fields), Value::Object(object)) => {
            for field in fields {
                if let Some(value) = object.get(field.name)
                    && let Some(found) = find_list_for_object(field.ty, value, &format!("{path}.{}", field.name))
                {
                    return Some(found);
                }
            }
        }
        (Type::Map(value_type, _), Value::Object(entries)) => {
            for (key, value) in entries {
                if let Some(found) = find_list_for_object(*value_type, value, &format!("{path}.{key}")) {
                    return Some(found);
                }
            }
        }
        (Type::Array(item_type, _), Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                if let Some(found) = find_list_for_object(*item_type, item, &format!("{path}[{index}]")) {
                    return Some(found);
                }
            }
        }
        (Type::Tuple(item_types), Value::Array(items)) => {
            for (index, (item_type, item)) in item_types.iter().zip(items).enumerate() {
                if let Some(found) = find_list_for_object(*item_type, item, &format!("{path}[{index}]")) {
                    return Some(found);
                }
            }
        }
        _ => {}
    }
    None
}

/// Returns the value of a flag if it is set: a list if the flag is repeatable, and otherwise a single value.
fn flag_value(flag: &Flag, matches: &ArgMatches) -> Option<Value> {
    let mut values = matches.get_many::<Value>(&flag.name)?.cloned();
    if flag_value::is_repeatable(flag.field.ty) { Some(values.collect()) } else { values.next_back() }
}

/// Returns the object that holds the parameters at a location: the body for its fields, or else the request itself.
fn object_at(
    request: &mut Map<String, Value>,
    location: ParameterLocation,
) -> Result<&mut Map<String, Value>, CliError> {
    if location != ParameterLocation::Body {
        return Ok(request);
    }
    match request.entry("body").or_insert_with(|| Value::Object(Map::new())) {
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
            Source::Request => continue,
            Source::Client(setting) => common_flags::setting_hint(setting).map(|flag| format!("use {flag}")),
            _ => None,
        };
        let hint = hint.unwrap_or_else(|| "remove it, since the credentials provide it".to_owned());
        return Err(CliError::usage(format!("unexpected parameter {} in --input: {hint}", parameter.field.name)));
    }
    Ok(())
}
