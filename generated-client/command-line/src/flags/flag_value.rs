//! The values of parameter flags: parses them into JSON and describes their format.

use std::fmt::Display;

use huaweicloud_core::descriptor::{Field, Type};
use serde_json::{Number, Value};

use crate::error::escape::shorten;
use crate::flags::json_value;

/// Maximum number of characters of a format in an error.
const MAX_FORM_LENGTH: usize = 300;

/// Maximum number of known values in a format, except in objects: help lists all other values below the format.
const MAX_KNOWN_VALUES: usize = 3;

/// Returns the type of a single flag value: for a list, its item type.
pub(crate) fn value_type(ty: Type) -> Type {
    match ty {
        Type::Array(item_type, _) => *item_type,
        _ => ty,
    }
}

/// Returns whether the flag can be repeated: for a list, each occurrence sets one item.
pub(crate) fn is_repeatable(ty: Type) -> bool {
    matches!(ty, Type::Array(..))
}

/// Returns the name of the file that a flag value refers to, if it is `@FILE`.
pub(crate) fn file_name(text: &str) -> Option<&str> {
    text.strip_prefix('@')
}

/// Parses a flag value. One that can contain secrets is returned as it is, since clap would repeat it in an error.
pub(crate) fn parse(ty: Type, text: &str) -> Result<Value, String> {
    match ty {
        ty if ty.contains_secret() => Ok(text.into()),
        Type::String(_) | Type::Enum(_) => Ok(text.into()),
        Type::Integer(_) | Type::IntegerEnum(_) => parse_integer(text, text.parse::<i32>(), 32),
        Type::Long(_) => parse_integer(text, text.parse::<i64>(), 64),
        Type::Number(_) => match text.parse().ok().and_then(Number::from_f64) {
            Some(number) => Ok(Value::Number(number)),
            None => Err("expected a number such as 0.5".to_owned()),
        },
        Type::Boolean(_) => text.parse().map(Value::Bool).map_err(|_| "expected true or false".to_owned()),
        _ => json_value::parse(text).map_err(|error| format!("invalid JSON: {error}{}", expected(ty))),
    }
}

fn parse_integer<T: Into<Value>>(text: &str, parsed: Result<T, impl Display>, bits: u32) -> Result<Value, String> {
    if let Ok(integer) = parsed {
        return Ok(integer.into());
    }
    let digits = text.trim_start_matches('-');
    let is_integer = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    Err(if is_integer { format!("out of range for a {bits}-bit integer") } else { "expected an integer".to_owned() })
}

/// Returns what an error about a value adds: the format of JSON, such as `; expected ["a|b", "TEXT"]`. Formats of other
/// values are empty, since the error names their types.
pub(crate) fn expected(ty: Type) -> String {
    match ty {
        Type::Array(..) | Type::Tuple(_) | Type::Map(..) | Type::Object(_) => {
            format!("; expected {}", shorten(&form(ty), MAX_FORM_LENGTH))
        }
        _ => String::new(),
    }
}

/// Returns the placeholder for the value in help.
pub(crate) fn placeholder(ty: Type) -> &'static str {
    match ty {
        Type::String(_) | Type::Enum(_) => "TEXT",
        Type::Integer(_) | Type::Long(_) | Type::IntegerEnum(_) => "INTEGER",
        Type::Number(_) => "NUMBER",
        Type::Boolean(_) => "true|false",
        ty if ty.contains_secret() => "JSON|@FILE",
        _ => "JSON",
    }
}

/// Returns the format of a JSON value for help, such as `["a|b", "TEXT"]`.
pub(crate) fn form(ty: Type) -> String {
    limited_form(ty, MAX_KNOWN_VALUES)
}

fn limited_form(ty: Type, max_values: usize) -> String {
    let form = |ty| limited_form(ty, max_values);
    match ty {
        Type::Integer(_) | Type::Long(_) => "INTEGER".to_owned(),
        Type::Number(_) => "NUMBER".to_owned(),
        Type::Json => "JSON".to_owned(),
        Type::Map(value_type, _) => format!("{{\"KEY\": {}, ...}}", form(*value_type)),
        Type::Boolean(_) => "true|false".to_owned(),
        Type::Enum(_) => format!("\"{}\"", alternatives(ty, max_values)),
        Type::IntegerEnum(_) => alternatives(ty, max_values),
        Type::Array(item_type, _) => format!("[{}, ...]", form(*item_type)),
        Type::Tuple(item_types) => {
            let items: Vec<_> = item_types.iter().map(|item_type| form(*item_type)).collect();
            format!("[{}]", items.join(", "))
        }
        Type::Object(fields) => {
            let member = |field: &Field| format!("\"{}\": {}", field.name, limited_form(field.ty, usize::MAX));
            format!("{{{}}}", fields.iter().map(member).collect::<Vec<_>>().join(", "))
        }
        _ => "\"TEXT\"".to_owned(),
    }
}

/// Returns the known values of an enum, and `...` if there are more than the limit.
fn alternatives(ty: Type, limit: usize) -> String {
    let mut values = ty.known_values();
    if values.len() > limit {
        values.truncate(limit);
        values.push("...".to_owned());
    }
    values.join("|")
}

#[cfg(test)]
mod tests {
    use huaweicloud_core::codegen::table;
    use serde_json::json;

    use super::*;

    #[test]
    fn parses_values_by_type() {
        for (ty, text, value) in [
            (Type::String(None), "", Ok(json!(""))),
            (Type::Enum(&["a"]), "newer", Ok(json!("newer"))),
            (Type::Integer(None), "-2147483648", Ok(json!(-2_147_483_648))),
            (Type::Integer(None), "2147483648", Err("out of range for a 32-bit integer")),
            (Type::Long(None), "9223372036854775807", Ok(json!(i64::MAX))),
            (Type::Long(None), "9223372036854775808", Err("out of range for a 64-bit integer")),
            (Type::IntegerEnum(&[1]), "-7", Ok(json!(-7))),
            (Type::IntegerEnum(&[1]), "one", Err("expected an integer")),
            (Type::Long(None), "1.5", Err("expected an integer")),
            (Type::Long(None), "-", Err("expected an integer")),
            (Type::Number(None), "-0.5", Ok(json!(-0.5))),
            (Type::Number(None), "5", Ok(json!(5.0))),
            (Type::Number(None), "NaN", Err("expected a number such as 0.5")),
            (Type::Number(None), "1e400", Err("expected a number such as 0.5")),
            (Type::Json, r#"{"a": [1]}"#, Ok(json!({"a": [1]}))),
            (Type::Map(&Type::Long(None), None), r#"{"a": 1}"#, Ok(json!({"a": 1}))),
            (Type::Boolean(None), "true", Ok(json!(true))),
            (Type::Boolean(None), "yes", Err("expected true or false")),
            (Type::Tuple(&[Type::Enum(&["a", "b"]), Type::Integer(None)]), r#"["a", 1]"#, Ok(json!(["a", 1]))),
            (
                Type::Array(&Type::Boolean(None), None),
                "[",
                Err("invalid JSON: EOF while parsing a list at line 1 column 1; expected [true|false, ...]"),
            ),
        ] {
            assert_eq!(parse(ty, text), value.map_err(str::to_owned), "{text}");
        }
    }

    const MANY: Field = table::one_of(&["a", "b", "c", "d"]);
    const OBJECT: &[Field] = &[table::field("kind", MANY)];

    #[test]
    fn describes_the_form_of_a_value() {
        assert_eq!(form(Type::Map(&Type::Number(None), None)), r#"{"KEY": NUMBER, ...}"#);
        assert_eq!(form(Type::Array(&Type::IntegerEnum(&[0, 1]), None)), "[0|1, ...]");
        let pair = Type::Tuple(&[Type::Enum(&["a", "b"]), Type::String(None)]);
        assert_eq!(form(pair), r#"["a|b", "TEXT"]"#);
        assert_eq!(form(Type::Tuple(&[MANY.ty, Type::IntegerEnum(&[1, 2, 3])])), r#"["a|b|c|...", 1|2|3]"#);
        assert_eq!(form(Type::Array(&Type::Object(OBJECT), None)), r#"[{"kind": "a|b|c|d"}, ...]"#);
    }
}
