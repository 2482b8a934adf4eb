//! JSON on the command line and in files. A repeated key is an error, since one of its values would be lost.

use huaweicloud_core::codegen::read;
use serde_json::{Deserializer, Value};

/// Parses a JSON value, and rejects repeated keys in its objects.
pub(crate) fn parse(text: &str) -> serde_json::Result<Value> {
    let mut json = Deserializer::from_str(text);
    let value = read(&mut json, true)?;
    json.end()?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_the_same_values_as_serde_json() {
        for text in [
            "null",
            "true",
            "-9223372036854775808",
            "18446744073709551615",
            "20.0",
            "1e3",
            "\"\\u00e9\\n\"",
            "[]",
            "{}",
            "{\"b\": [1, {\"a\": null}], \"a\": {\"a\": \"\"}}",
        ] {
            let value: Value = serde_json::from_str(text).expect("JSON");
            assert_eq!(parse(text).expect("JSON").to_string(), value.to_string());
        }
        for text in ["", "{", "[1,]", "1 2", "nul", "1e999"] {
            let error = serde_json::from_str::<Value>(text).expect_err("no JSON");
            assert_eq!(parse(text).expect_err("no JSON").to_string(), error.to_string());
        }
    }

    #[test]
    fn rejects_repeated_keys_at_any_depth() {
        for (text, message) in [
            ("{\"a\": 1, \"a\": 1}", "duplicate key \"a\" at line 1 column 16"),
            ("{\"a\": [{\"b\": 1,\n\"\\u0062\": 2}]}", "duplicate key \"b\" at line 2 column 12"),
        ] {
            assert_eq!(parse(text).expect_err("a repeated key").to_string(), message);
        }
    }
}
