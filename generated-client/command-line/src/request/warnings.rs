//! Warnings on standard error: what probably is not meant, but may be right.

use std::io::{self, Write};

use huaweicloud_core::descriptor::{OperationDescriptor, ParameterSource, Type};
use serde_json::Value;

use crate::error::escape::escape_message;
use crate::flags::parameter_flags::{self, Flag};
use crate::flags::{flag_value, naming};

/// Maximum number of unknown values that are reported.
const MAX_VALUES: usize = 10;

/// Warns if the operation is deprecated, and of values that its help page does not list.
pub(crate) fn print(operation: &OperationDescriptor, flags: &[Flag], request: &Value) {
    if let Some(why) = operation.deprecated {
        warn(&format!("{} is deprecated: {}", naming::command_name(operation), why.trim_end_matches('.')));
    }
    let mut unknown = Vec::new();
    for parameter in operation.parameters {
        if parameter.source == ParameterSource::Request
            && let Some(value) = request.get(parameter.field.name)
        {
            find_unknown(parameter.field.ty, value, parameter.field.name, &mut unknown);
        }
    }
    if let (Some(fields), Some(body)) = (operation.body, request.get("body")) {
        find_unknown(Type::of_body(fields), body, "body", &mut unknown);
    }
    for UnknownValue { path, value, known } in unknown {
        let name = match parameter_flags::find_by_path(flags, &path) {
            Some(flag) => format!("--{}", flag.name),
            None => path,
        };
        warn(&format!("the help page does not list '{value}' for {name}: known values are {known}"));
    }
}

/// Warns of nulls that were skipped in the lists and maps of responses.
pub(crate) fn print_skipped_nulls(count: usize) {
    match count {
        0 => {}
        1 => warn("skipped 1 null in a list of the response"),
        count => warn(&format!("skipped {count} nulls in lists of the response")),
    }
}

fn warn(message: &str) {
    // Ignore write errors: the call matters more than the warning.
    let _ = writeln!(io::stderr(), "warning: {}", escape_message(message));
}

/// A value that its help page does not list.
struct UnknownValue {
    path: String,
    value: String,
    known: String,
}

/// Adds the unknown values of enums, at any depth.
fn find_unknown(ty: Type, value: &Value, path: &str, unknown: &mut Vec<UnknownValue>) {
    match (ty, value) {
        (Type::Enum(known), Value::String(text)) if !known.contains(&text.as_str()) && unknown.len() < MAX_VALUES => {
            unknown.push(UnknownValue { path: path.to_owned(), value: text.clone(), known: known.join(", ") });
        }
        (Type::IntegerEnum(known), Value::Number(number))
            if number.as_i64().is_none_or(|number| !known.contains(&number)) && unknown.len() < MAX_VALUES =>
        {
            let known = flag_value::join(known, ", ");
            unknown.push(UnknownValue { path: path.to_owned(), value: number.to_string(), known });
        }
        (Type::Object(fields), Value::Object(object)) => {
            for field in fields {
                if let Some(value) = object.get(field.name) {
                    find_unknown(field.ty, value, &format!("{path}.{}", field.name), unknown);
                }
            }
        }
        (Type::Map(value_type, _), Value::Object(entries)) => {
            for (key, value) in entries {
                find_unknown(*value_type, value, &format!("{path}.{key}"), unknown);
            }
        }
        (Type::Array(item_type, _), Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                find_unknown(*item_type, item, &format!("{path}[{index}]"), unknown);
            }
        }
        (Type::Tuple(item_types), Value::Array(items)) => {
            for (index, (item_type, item)) in item_types.iter().zip(items).enumerate() {
                find_unknown(*item_type, item, &format!("{path}[{index}]"), unknown);
            }
        }
        _ => {}
    }
}
