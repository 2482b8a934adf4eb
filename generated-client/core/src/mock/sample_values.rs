//! Generated values that satisfy the bounds of their type. The same index always gives the same value.

use std::iter;

use serde_json::{Map, Value};

use crate::descriptor::{Bounds, Field, NumberBounds, Type};

/// Maximum number of items in a generated list, and of characters in a generated string.
const MAX_LENGTH: i64 = 1000;

/// Returns a body with these fields: an object, or the list that is the entire body.
pub(super) fn body(fields: &[Field], index: u32) -> Value {
    match fields {
        [Field { whole_body: true, name, ty, .. }] => value(*ty, name, index),
        _ => object(fields, index),
    }
}

/// Returns an object with a value for each field.
pub(super) fn object(fields: &[Field], index: u32) -> Value {
    let mut object = Map::new();
    for field in fields {
        object.insert(field.name.to_owned(), value(field.ty, field.name, index));
    }
    Value::Object(object)
}

/// Returns a value of the type.
pub(super) fn value(ty: Type, name: &str, index: u32) -> Value {
    match ty {
        Type::String(bounds) => string(name, index, bounds).into(),
        Type::Integer(bounds) => integer(index, bounds, i32::MAX.into()).into(),
        Type::Long(bounds) => integer(index, bounds, i64::MAX).into(),
        Type::Number(bounds) => number(index, bounds).into(),
        Type::Json => Value::Object(Map::new()),
        Type::Map(value_type, bounds) => {
            let mut entries = Map::new();
            for entry in 0..item_count(bounds) {
                entries.insert(format!("{name}-{entry}"), value(*value_type, name, index));
            }
            Value::Object(entries)
        }
        Type::Boolean(Some(accepted)) => accepted.into(),
        Type::Boolean(None) => index.is_multiple_of(2).into(),
        Type::Enum(values) => pick(values, index).into(),
        Type::IntegerEnum(values) => pick(values, index).into(),
        Type::Array(item_type, bounds) => {
            let mut items = Vec::new();
            for _ in 0..item_count(bounds) {
                items.push(value(*item_type, name, index));
            }
            Value::Array(items)
        }
        Type::Tuple(item_types) => item_types.iter().map(|item_type| value(*item_type, name, index)).collect(),
        Type::Object(fields) => object(fields, index),
    }
}

/// Returns one of the values.
fn pick<T: Copy + Default>(values: &[T], index: u32) -> T {
    let position = usize::try_from(index).unwrap_or_default().checked_rem(values.len()).unwrap_or_default();
    values.get(position).copied().unwrap_or_default()
}

/// Returns one, or the nearest number that the bounds allow.
fn item_count(bounds: Option<Bounds>) -> i64 {
    match bounds {
        Some(Bounds { min, max }) => 1.clamp(min, max.max(min)).min(MAX_LENGTH),
        None => 1,
    }
}

/// Returns a string such as `image_name-7`, cut or padded to the bounds.
fn string(name: &str, index: u32, bounds: Option<Bounds>) -> String {
    let text = format!("{name}-{index}");
    let Some(Bounds { min, max }) = bounds else { return text };
    let length = text.chars().count();
    // The index at the end makes the records differ, so cut at the start.
    let excess = length.saturating_sub(to_length(max));
    let padding = to_length(min).saturating_sub(length);
    text.chars().skip(excess).chain(iter::repeat_n('x', padding)).collect()
}

fn to_length(bound: i64) -> usize {
    usize::try_from(bound.clamp(0, MAX_LENGTH)).unwrap_or_default()
}

/// Returns a number with a fraction if the bounds allow it.
fn number(index: u32, bounds: Option<NumberBounds>) -> f64 {
    let number = f64::from(index) + 0.5;
    match bounds {
        Some(NumberBounds { min, max }) => (min.max(0.0) + number).min(max),
        None => number,
    }
}

fn integer(index: u32, bounds: Option<Bounds>, max: i64) -> i64 {
    let bounds = bounds.unwrap_or(Bounds::new(0, max));
    bounds.min.max(0).saturating_add(index.into()).min(bounds.max).min(max)
}
