//! Integers that are written as fractions, such as `20.0`. They are the same number in JSON, and some programs write
//! them so.

use huaweicloud_core::descriptor::{OperationDescriptor, ParameterSource, Type};
use serde_json::{Map, Value};

/// Replaces fractions that are whole by integers, wherever a request has integers.
pub(crate) fn normalize_request(operation: &OperationDescriptor, request: &mut Map<String, Value>) {
    for parameter in operation.parameters {
        if parameter.source == ParameterSource::Request
            && let Some(value) = request.get_mut(parameter.field.name)
        {
            normalize(parameter.field.ty, value);
        }
    }
    if let (Some(fields), Some(body)) = (operation.body, request.get_mut("body")) {
        normalize(Type::of_body(fields), body);
    }
}

fn normalize(ty: Type, value: &mut Value) {
    match (ty, value) {
        (Type::Integer(_) | Type::Long(_) | Type::IntegerEnum(_), value) => {
            if let Some(integer) = whole(value) {
                *value = integer.into();
            }
        }
        (Type::Object(fields), Value::Object(object)) => {
            for field in fields {
                if let Some(value) = object.get_mut(field.name) {
                    normalize(field.ty, value);
                }
            }
        }
        (Type::Map(value_type, _), Value::Object(entries)) => {
            for value in entries.values_mut() {
                normalize(*value_type, value);
            }
        }
        (Type::Array(item_type, _), Value::Array(items)) => {
            for item in items {
                normalize(*item_type, item);
            }
        }
        (Type::Tuple(item_types), Value::Array(items)) => {
            for (item_type, item) in item_types.iter().zip(items) {
                normalize(*item_type, item);
            }
        }
        _ => {}
    }
}

/// Returns the integer that a fraction is equal to.
fn whole(value: &Value) -> Option<i64> {
    let Value::Number(number) = value else { return None };
    let number = if number.is_f64() { number.as_f64()? } else { return None };
    if number.fract() == 0.0 { format!("{number:.0}").parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn replaces_whole_fractions_where_the_type_is_an_integer() {
        for (ty, value, expected) in [
            (Type::Integer(None), json!(20.0), json!(20)),
            (Type::Long(None), json!(-1e15), json!(-1_000_000_000_000_000_i64)),
            (Type::IntegerEnum(&[1]), json!(-0.0), json!(0)),
            (Type::Integer(None), json!(20.5), json!(20.5)),
            (Type::Long(None), json!(1e30), json!(1e30)),
            (Type::Number(None), json!(20.0), json!(20.0)),
            (Type::Json, json!([20.0]), json!([20.0])),
            (Type::Array(&Type::Integer(None), None), json!([1.0, 2]), json!([1, 2])),
            (Type::Map(&Type::Integer(None), None), json!({"a": 1.0}), json!({"a": 1})),
            (Type::Tuple(&[Type::Number(None), Type::Integer(None)]), json!([1.0, 2.0]), json!([1.0, 2])),
        ] {
            let mut normalized = value.clone();
            normalize(ty, &mut normalized);
            assert_eq!(normalized.to_string(), expected.to_string(), "{value}");
        }
    }
}
