//! Sample values that the mock server generates for responses, to find out whether a change of bounds changes them.
//!
//! They follow the rules of `generated-client/core/src/mock/sample_values.rs`.

use hss_generator::ir::{Bounds, NumberBounds, Type};

/// Maximum length of a generated string or list.
const MAX_LENGTH: i64 = 1000;
/// Number of records to compare: the default of the mock server.
const RECORDS: i64 = 25;

/// Returns whether the sample values of a field differ.
pub(super) fn differ(old: &Type, new: &Type, wire: &str) -> bool {
    let length = i64::try_from(wire.chars().count()).unwrap_or(MAX_LENGTH);
    (0..RECORDS).any(|index| shape(old, length, index) != shape(new, length, index))
}

/// Returns the parts of a sample value that depend on bounds: a number, or the length of a string or list.
fn shape(ty: &Type, name_length: i64, index: i64) -> Vec<i64> {
    match ty {
        Type::String(bounds) => vec![clamp(name_length + 1 + digits(index), *bounds)],
        Type::Integer(bounds) => vec![integer(index, *bounds).min(i64::from(i32::MAX))],
        Type::Long(bounds) => vec![integer(index, *bounds)],
        Type::Number(bounds) => number(index, *bounds),
        Type::Boolean(only) => vec![i64::from(only.unwrap_or(index % 2 == 0))],
        Type::Array(item, bounds) | Type::Map(item, bounds) => {
            let mut shape_of_list = vec![clamp(1, *bounds)];
            shape_of_list.extend(shape(item, name_length, index));
            shape_of_list
        }
        Type::Tuple(items) => items.iter().flat_map(|item| shape(item, name_length, index)).collect(),
        Type::Json | Type::Object(_) | Type::Enum(_) | Type::IntegerEnum(_) => Vec::new(),
    }
}

fn digits(index: i64) -> i64 {
    if index < 10 { 1 } else { 2 }
}

fn clamp(length: i64, bounds: Option<Bounds>) -> i64 {
    let Some(Bounds { min, max }) = bounds else { return length };
    let min = min.unwrap_or(0);
    length.clamp(min, max.unwrap_or(i64::MAX).max(min)).min(MAX_LENGTH)
}

fn integer(index: i64, bounds: Option<Bounds>) -> i64 {
    let Some(Bounds { min, max }) = bounds else { return index };
    min.unwrap_or(0).max(0).saturating_add(index).min(max.unwrap_or(i64::MAX))
}

/// Returns the limits from which a number is generated, as integers that differ if the limits do.
fn number(index: i64, bounds: Option<NumberBounds>) -> Vec<i64> {
    let Some(NumberBounds { min, max }) = bounds else { return vec![index] };
    let bits = |limit: f64| i64::from_ne_bytes(limit.to_bits().to_ne_bytes());
    vec![index, bits(min.unwrap_or(0.0).max(0.0)), bits(max.unwrap_or(f64::INFINITY))]
}
