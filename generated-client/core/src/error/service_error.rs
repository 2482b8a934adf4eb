//! Error details in a response body of the service, its gateway, or a proxy. The help pages do not describe them.

use serde_json::Value;

use crate::descriptor::Field;

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ServiceError {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) request_id: Option<String>,
}

const CODE_KEYS: &[&str] = &["error_code", "errorCode", "code"];
const MESSAGE_KEYS: &[&str] = &["error_msg", "errorMsg", "message", "title"];
const REQUEST_ID_KEYS: &[&str] = &["request_id"];

/// Keys that occur only in errors.
const UNAMBIGUOUS_CODE_KEYS: &[&str] = &["error_code", "errorCode"];

/// Maximum size of a body that is parsed for error details. Parsing takes several times as much memory.
const MAX_BODY: usize = 1024 * 1024;

impl ServiceError {
    /// Reads the body of a response with an error status. Details that cannot be found are `None`.
    pub(crate) fn from_bytes(body: &[u8]) -> Self {
        if body.len() > MAX_BODY {
            return Self::default();
        }
        match serde_json::from_slice(body) {
            Ok(value) => Self::from_json(&value),
            Err(_) => Self::default(),
        }
    }

    /// Reads the JSON body of a response with an error status. Details that cannot be found are `None`.
    pub(crate) fn from_json(body: &Value) -> Self {
        let outer = Self::from_object(body);
        let Some(error) = body.get("error") else { return outer };
        let inner = Self::from_object(error);
        Self {
            code: outer.code.or(inner.code),
            message: outer.message.or(inner.message).or_else(|| text_of(error)),
            request_id: outer.request_id.or(inner.request_id),
        }
    }

    /// Reads the JSON body of a response with a success status. Returns `None` unless it is certainly an error.
    ///
    /// Ignores the `declared` fields of the operation, which are results even if one is called `code`.
    pub(crate) fn from_success_json(body: &Value, declared: &[Field]) -> Option<Self> {
        let mut undeclared = body.as_object()?.clone();
        for field in declared {
            undeclared.remove(field.name);
        }
        let body = Value::Object(undeclared);
        let error = Self::from_json(&body);
        let has_error_code = find_text(&body, UNAMBIGUOUS_CODE_KEYS).is_some();
        let has_code_and_message = error.code.is_some() && error.message.is_some();
        let has_error_value = match body.get("error") {
            Some(value) => value.is_object() || text_of(value).is_some(),
            None => false,
        };
        (has_error_code || has_code_and_message || has_error_value).then_some(error)
    }

    fn from_object(object: &Value) -> Self {
        Self {
            code: find_text(object, CODE_KEYS),
            message: find_text(object, MESSAGE_KEYS),
            request_id: find_text(object, REQUEST_ID_KEYS),
        }
    }
}

/// Returns the first value under one of `keys` that is text.
fn find_text(object: &Value, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| text_of(object.get(key)?))
}

/// Returns a non-empty string, or a number as a string.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::descriptor::Type;

    fn parse(json: &str) -> Value {
        serde_json::from_str(json).expect("JSON")
    }

    #[test]
    fn reads_every_known_form() {
        for (json, code, message, request_id) in [
            (r#"{"error_code": "HSS.0001", "error_msg": "m"}"#, "HSS.0001", "m", ""),
            (r#"{"errorCode": "APIGW.0301", "errorMsg": "m", "request_id": "r"}"#, "APIGW.0301", "m", "r"),
            (r#"{"code": 401, "message": "m"}"#, "401", "m", ""),
            (r#"{"error": {"code": 401, "message": "m", "title": "Unauthorized"}}"#, "401", "m", ""),
            (r#"{"error": {"error_code": "a", "error_msg": "m"}, "request_id": "r"}"#, "a", "m", "r"),
            (r#"{"error": "no such page", "status": 404}"#, "", "no such page", ""),
            (r#"{"error_code": "a", "error_msg": "m", "encoded_authorization_message": "x"}"#, "a", "m", ""),
            (r#"{"error_code": "a", "error_code": "b"}"#, "b", "", ""),
            (r#"{"error_msg": "m"}"#, "", "m", ""),
            (r#"{"error_code": null, "error_msg": ["m"], "code": true}"#, "", "", ""),
            ("[1]", "", "", ""),
            ("null", "", "", ""),
        ] {
            let error = ServiceError::from_json(&parse(json));
            let found = [&error.code, &error.message, &error.request_id].map(|part| part.as_deref().unwrap_or(""));
            assert_eq!(found, [code, message, request_id], "{json}");
        }
    }

    #[test]
    fn with_a_success_status_reads_only_certain_errors() {
        let declared = [Field::new("task_id", Type::String(None)), Field::new("code", Type::String(None))];
        for (json, is_error) in [
            (r#"{"error_code": "HSS.0001"}"#, true),
            (r#"{"errorCode": 5, "errorMsg": "m"}"#, true),
            (r#"{"error": {"code": 401}}"#, true),
            (r#"{"error": "m"}"#, true),
            (r#"{"error_code": "", "error_msg": null}"#, false),
            (r#"{"error_code": null, "error": null}"#, false),
            (r#"{"message": "m"}"#, false),
            (r#"{"code": "declared", "message": "m"}"#, false),
            ("{}", false),
            ("[]", false),
        ] {
            assert_eq!(ServiceError::from_success_json(&parse(json), &declared).is_some(), is_error, "{json}");
        }
        let undeclared = ServiceError::from_success_json(&parse(r#"{"code": 1, "message": "m"}"#), &[]);
        assert_eq!(undeclared.expect("a code and a message").code.as_deref(), Some("1"));
    }
}
