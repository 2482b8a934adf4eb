//! The check of given records: finds misspelled fields and values of the wrong type.

use serde_json::{Map, Value};

use crate::descriptor::{Field, Type};
use crate::request::validate::{type_name, type_of};
use crate::text::one_line;

/// Maximum length of a name that a message repeats.
const MAX_NAME_LENGTH: usize = 100;

/// Checks one record. `filters` are parameters that a record can contain besides its fields.
pub(super) fn check_record(ty: Type, filters: &[&Field], record: &Value, path: &str) -> Result<(), String> {
    match (ty, record) {
        (Type::Object(fields), Value::Object(object)) => check_fields(fields, filters, object, path),
        _ => check_value(ty, record, path),
    }
}

fn check_fields(fields: &[Field], filters: &[&Field], object: &Map<String, Value>, path: &str) -> Result<(), String> {
    for (name, value) in object {
        let filter = filters.iter().copied().find(|field| field.name == name);
        let path = format!("{path}.{}", one_line(name, MAX_NAME_LENGTH));
        match fields.iter().find(|field| field.name == name).or(filter) {
            Some(field) => check_value(field.ty, value, &path)?,
            None => return Err(unknown_field(fields, filters, &path)),
        }
    }
    Ok(())
}

fn unknown_field(fields: &[Field], filters: &[&Field], path: &str) -> String {
    let names: Vec<_> = fields.iter().map(|field| field.name).collect();
    let mut filter_names: Vec<_> = filters.iter().map(|field| field.name).collect();
    filter_names.retain(|name| !names.contains(name));
    let message = format!("{path}: unknown field; the fields are {}", names.join(", "));
    if filter_names.is_empty() {
        return message;
    }
    format!("{message}; the filters are {}", filter_names.join(", "))
}

/// Checks a value and everything in it. `null` counts as missing. Bounds are not checked, since a test may exceed them.
fn check_value(ty: Type, value: &Value, path: &str) -> Result<(), String> {
    match (ty, value) {
        (_, Value::Null) | (Type::String(_) | Type::Enum(_), Value::String(_)) | (Type::Boolean(_), Value::Bool(_)) => {
            Ok(())
        }
        (Type::Integer(_) | Type::Long(_) | Type::IntegerEnum(_), Value::Number(number)) if number.is_i64() => Ok(()),
        (Type::Json, _) | (Type::Number(_), Value::Number(_)) => Ok(()),
        (Type::Map(value_type, _), Value::Object(entries)) => {
            for (key, value) in entries {
                check_value(*value_type, value, &format!("{path}.{}", one_line(key, MAX_NAME_LENGTH)))?;
            }
            Ok(())
        }
        (Type::Object(fields), Value::Object(object)) => check_fields(fields, &[], object, path),
        (Type::Array(item_type, _), Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                check_value(*item_type, item, &format!("{path}[{index}]"))?;
            }
            Ok(())
        }
        (Type::Tuple(item_types), Value::Array(items)) if item_types.len() == items.len() => {
            for (index, (item_type, item)) in item_types.iter().zip(items).enumerate() {
                check_value(*item_type, item, &format!("{path}[{index}]"))?;
            }
            Ok(())
        }
        _ => Err(format!("{path}: must be {}, not {}", type_name(ty), type_of(value))),
    }
}
