//! Checks of single values: their type and their bounds.

use serde_json::{Number, Value};

use crate::descriptor::{Bounds, NumberBounds, Type};
use crate::error::violation::ViolationKind;

const INT32: Bounds = Bounds::new(-2_147_483_648, 2_147_483_647);
const INT64: Bounds = Bounds::new(i64::MIN, i64::MAX);

/// Checks a value, but not its parts.
pub(super) fn check_value(ty: Type, value: &Value) -> Result<(), ViolationKind> {
    if !has_form(ty, value) {
        let actual = Some(type_of(value).to_owned());
        return Err(ViolationKind::Value { expected: type_name(ty).to_owned(), actual });
    }
    match (ty, value) {
        (Type::Array(_, Some(bounds)), Value::Array(items)) => check_count(bounds, items.len(), "items"),
        (Type::Map(_, Some(bounds)), Value::Object(entries)) => check_count(bounds, entries.len(), "entries"),
        (Type::String(Some(bounds)), Value::String(text)) => check_count(bounds, text.chars().count(), "characters"),
        (Type::Tuple(types), Value::Array(items)) if types.len() != items.len() => {
            let expected = format!("exactly {} items", types.len());
            Err(ViolationKind::Length { expected, actual: items.len().to_string() })
        }
        (Type::Boolean(Some(only)), Value::Bool(value)) if only != *value => {
            Err(ViolationKind::Value { expected: only.to_string(), actual: Some(value.to_string()) })
        }
        (Type::Integer(bounds), Value::Number(number)) => {
            check_range(bounds.unwrap_or(INT32), number)?;
            check_range(INT32, number)
        }
        (Type::IntegerEnum(_), Value::Number(number)) => check_range(INT32, number),
        (Type::Long(bounds), Value::Number(number)) => {
            check_range(INT64, number)?;
            check_range(bounds.unwrap_or(INT64), number)
        }
        (Type::Number(Some(bounds)), Value::Number(number)) => check_number(bounds, number),
        _ => Ok(()),
    }
}

/// Returns whether a value has the form of a type, regardless of its bounds.
pub(crate) fn has_form(ty: Type, value: &Value) -> bool {
    matches!(
        (ty, value),
        (Type::Json, _)
            | (Type::String(_) | Type::Enum(_), Value::String(_))
            | (Type::Integer(_) | Type::Long(_) | Type::IntegerEnum(_) | Type::Number(_), Value::Number(_))
            | (Type::Boolean(_), Value::Bool(_))
            | (Type::Array(..) | Type::Tuple(_), Value::Array(_))
            | (Type::Map(..) | Type::Object(_), Value::Object(_))
    )
}

fn check_range(bounds: Bounds, number: &Number) -> Result<(), ViolationKind> {
    match number.as_i64() {
        Some(integer) if bounds.contains(integer) => Ok(()),
        _ => Err(ViolationKind::Value { expected: bounds.to_string(), actual: Some(number.to_string()) }),
    }
}

fn check_number(bounds: NumberBounds, number: &Number) -> Result<(), ViolationKind> {
    match number.as_f64() {
        Some(float) if bounds.contains(float) => Ok(()),
        _ => Err(ViolationKind::Value { expected: bounds.to_string(), actual: Some(number.to_string()) }),
    }
}

fn check_count(bounds: Bounds, count: usize, unit: &str) -> Result<(), ViolationKind> {
    match i64::try_from(count) {
        Ok(count) if bounds.contains(count) => Ok(()),
        _ => {
            let expected = format!("{bounds} {unit}");
            Err(ViolationKind::Length { expected, actual: count.to_string() })
        }
    }
}

pub(crate) fn type_name(ty: Type) -> &'static str {
    match ty {
        Type::String(_) | Type::Enum(_) => "a string",
        Type::Integer(_) | Type::Long(_) | Type::IntegerEnum(_) => "an integer",
        Type::Number(_) => "a number",
        Type::Json => "any JSON",
        Type::Boolean(_) => "a boolean",
        Type::Array(..) | Type::Tuple(_) => "a list",
        Type::Map(..) | Type::Object(_) => "an object",
    }
}

pub(crate) fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
