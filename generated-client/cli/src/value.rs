//! The value of a flag: from text to JSON, by the type of the parameter.

use std::fmt::Display;

use huaweicloud_hss::descriptor::Type;
use serde_json::Value;

/// What a flag takes: of a list, one item for each time that it is given.
pub(crate) fn flag_type(ty: Type) -> (Type, bool) {
    match ty {
        Type::Array(item, _) => (*item, true),
        ty => (ty, false),
    }
}

/// Reads the value of a flag.
pub(crate) fn parse(ty: Type, text: &str) -> Result<Value, String> {
    match ty {
        Type::String(_) | Type::Enum(_) => Ok(text.into()),
        Type::Integer(_) => number(text, text.parse::<i32>(), 32),
        Type::Long(_) => number(text, text.parse::<i64>(), 64),
        Type::Boolean(_) => text.parse().map(Value::Bool).map_err(|_| "it is neither true nor false".to_owned()),
        _ => serde_json::from_str(text).map_err(|error| format!("it is no JSON: {error}")),
    }
}

fn number<T: Into<Value>>(text: &str, number: Result<T, impl Display>, bits: u32) -> Result<Value, String> {
    let digits = text.trim_start_matches('-');
    let integer = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let fault = if integer { format!("it does not fit into {bits} bits") } else { "it is no integer".to_owned() };
    number.map(Into::into).map_err(|_| fault)
}

/// What stands for the value in help.
pub(crate) fn placeholder(ty: Type) -> &'static str {
    match ty {
        Type::String(_) | Type::Enum(_) => "TEXT",
        Type::Integer(_) | Type::Long(_) => "INTEGER",
        Type::Boolean(_) => "true|false",
        _ => "JSON",
    }
}

/// The form of a value in JSON, for people.
pub(crate) fn form(ty: Type) -> String {
    let listed = |parts: Vec<String>| parts.join(", ");
    match ty {
        Type::Integer(_) | Type::Long(_) => "INTEGER".to_owned(),
        Type::Boolean(_) => "true|false".to_owned(),
        Type::Enum(values) => format!("\"{}\"", values.join("|")),
        Type::Array(item, _) => format!("[{}, ...]", form(*item)),
        Type::Tuple(items) => format!("[{}]", listed(items.iter().map(|ty| form(*ty)).collect())),
        Type::Object(fields) => {
            let fields = fields.iter().map(|field| format!("\"{}\": {}", field.name, form(field.ty)));
            format!("{{{}}}", listed(fields.collect()))
        }
        _ => "\"TEXT\"".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_become_values() {
        for (ty, text, value) in [
            (Type::String(None), "", Ok(json!(""))),
            (Type::Enum(&["a"]), "newer", Ok(json!("newer"))),
            (Type::Integer(None), "-2147483648", Ok(json!(-2_147_483_648))),
            (Type::Integer(None), "2147483648", Err("it does not fit into 32 bits")),
            (Type::Long(None), "9223372036854775807", Ok(json!(i64::MAX))),
            (Type::Long(None), "9223372036854775808", Err("it does not fit into 64 bits")),
            (Type::Long(None), "1.5", Err("it is no integer")),
            (Type::Long(None), "-", Err("it is no integer")),
            (Type::Boolean(None), "true", Ok(json!(true))),
            (Type::Boolean(None), "yes", Err("it is neither true nor false")),
            (Type::Tuple(&[Type::Enum(&["a", "b"]), Type::Integer(None)]), r#"["a", 1]"#, Ok(json!(["a", 1]))),
            (
                Type::Array(&Type::Boolean(None), None),
                "[",
                Err("it is no JSON: EOF while parsing a list at line 1 column 1"),
            ),
        ] {
            assert_eq!(parse(ty, text), value.map_err(str::to_owned), "{text}");
        }
    }

    #[test]
    fn forms_are_readable() {
        let pair = Type::Tuple(&[Type::Enum(&["a", "b"]), Type::String(None)]);
        assert_eq!(form(pair), r#"["a|b", "TEXT"]"#);
    }
}
