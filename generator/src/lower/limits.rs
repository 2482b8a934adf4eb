//! Checks of bounds, and of values against them.

use std::fmt::Display;

use crate::ir::{Bounds, Type};

/// Checks that bounds apply to a type and can be satisfied.
pub(super) fn check_bounds(ty: &Type, bounds: Bounds) -> Result<(), String> {
    check_order(bounds)?;
    let Bounds { min, max } = bounds;
    let is_negative = min.or(max).is_some_and(|limit| limit < 0);
    let fits_i32 = [min, max].into_iter().flatten().all(|limit| i32::try_from(limit).is_ok());
    let message = match ty {
        Type::String(_) | Type::Array(..) | Type::Map(..) if is_negative => "a length cannot be negative",
        Type::Integer(_) if !fits_i32 => "the bounds of an `Integer` must fit in 32 bits: use `Long` instead",
        Type::String(_) | Type::Array(..) | Type::Map(..) | Type::Integer(_) | Type::Long(_) => return Ok(()),
        _ => "only strings, numbers, lists and maps can have bounds",
    };
    Err(message.to_owned())
}

/// Checks that bounds can be satisfied.
pub(super) fn check_order<T: PartialOrd + Display>(bounds: Bounds<T>) -> Result<(), String> {
    match bounds {
        Bounds { min: Some(min), max: Some(max) } if min > max => {
            Err(format!("invalid bounds: the minimum {min} is greater than the maximum {max}"))
        }
        _ => Ok(()),
    }
}

/// Checks a length: the number of Unicode scalar values of a string, of items, or of entries.
pub(super) fn check_length(bounds: Option<Bounds>, length: usize) -> Result<(), String> {
    check_range("length", bounds, i64::try_from(length).unwrap_or(i64::MAX))
}

/// Checks a number. `what` names it in the message.
pub(super) fn check_range<T>(what: &str, bounds: Option<Bounds<T>>, number: T) -> Result<(), String>
where
    T: Copy + PartialOrd + Display,
{
    match bounds {
        Some(bounds) if !bounds.contains(number) => Err(format!("{what} {number} is out of range {bounds}")),
        _ => Ok(()),
    }
}
