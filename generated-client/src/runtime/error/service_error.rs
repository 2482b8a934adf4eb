//! What the service, its gateway, or something on the way says of an error. No page describes it.

use serde_json::Value;

use crate::descriptor::Field;

/// What could be made out.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ServiceError {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) request_id: Option<String>,
}

const CODES: [&str; 3] = ["error_code", "errorCode", "code"];
const MESSAGES: [&str; 4] = ["error_msg", "errorMsg", "message", "title"];

/// A longer body is not read for what it says: it takes many times as much memory.
const LONGEST: usize = 1024 * 1024;

impl ServiceError {
    /// The best reading of the bytes that come with an error status.
    pub(crate) fn of(body: &[u8]) -> Self {
        let body = Some(body).filter(|body| body.len() <= LONGEST);
        let value = body.and_then(|body| serde_json::from_slice(body).ok());
        Self::read(&value.unwrap_or(Value::Null))
    }

    /// The best reading of a body that comes with an error status.
    pub(crate) fn read(body: &Value) -> Self {
        let outer = Self::level(body);
        let error = body.get("error").unwrap_or(&Value::Null);
        let inner = Self::level(error);
        Self {
            code: outer.code.or(inner.code),
            message: outer.message.or(inner.message).or_else(|| text(error)),
            request_id: outer.request_id.or(inner.request_id),
        }
    }

    /// Reads a body that comes with a success status: only what is certainly an error counts. Fields that the
    /// operation declares are its results.
    pub(crate) fn read_success(body: &Value, declared: &[Field]) -> Option<Self> {
        let mut object = body.as_object()?.clone();
        object.retain(|key, _| declared.iter().all(|field| field.name != key));
        let body = Value::Object(object);
        let error = Self::read(&body);
        let by_name = CODES[..2].iter().any(|key| body.get(key).and_then(text).is_some());
        let by_pair = error.code.is_some() && error.message.is_some();
        let by_object = body.get("error").is_some_and(|error| text(error).is_some() || error.is_object());
        (by_name || by_pair || by_object).then_some(error)
    }

    fn level(object: &Value) -> Self {
        let first = |keys: &[&str]| keys.iter().find_map(|key| text(object.get(key)?));
        Self { code: first(&CODES), message: first(&MESSAGES), request_id: first(&["request_id"]) }
    }
}

/// A text that is not empty, or a number.
fn text(value: &Value) -> Option<String> {
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
    fn every_form() {
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
            let error = ServiceError::read(&parse(json));
            let found = [&error.code, &error.message, &error.request_id].map(|part| part.as_deref().unwrap_or(""));
            assert_eq!(found, [code, message, request_id], "{json}");
        }
    }

    #[test]
    fn under_a_success_only_what_is_certain() {
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
            assert_eq!(ServiceError::read_success(&parse(json), &declared).is_some(), is_error, "{json}");
        }
        let undeclared = ServiceError::read_success(&parse(r#"{"code": 1, "message": "m"}"#), &[]);
        assert_eq!(undeclared.expect("a pair").code.as_deref(), Some("1"));
    }
}
