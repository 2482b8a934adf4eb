//! Numbers as `serde_json` represents them with its feature `arbitrary_precision`.

use serde::de::{Error, Unexpected};

use crate::object::slot::Scalar;

/// The key of a map with which `serde_json` represents a number if any crate of the program enables its feature
/// `arbitrary_precision`.
pub(super) const NUMBER: &str = "$serde_json::private::Number";

/// Parses the digits of a number, as `serde_json` does without its feature `arbitrary_precision`.
pub(super) fn parse_number<E: Error>(digits: &str) -> Result<Scalar<'_>, E> {
    if let Ok(number) = digits.parse() {
        return Ok(Scalar::Integer(number));
    }
    if let Ok(number) = digits.parse() {
        return Ok(Scalar::Unsigned(number));
    }
    match digits.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Scalar::Float(number)),
        _ => Err(E::custom("number out of range")),
    }
}

/// Returns the error for a number where `expected` is required.
pub(super) fn number_error<E: Error>(expected: &'static str) -> E {
    E::invalid_type(Unexpected::Other("a number"), &expected)
}
