//! Error details in a response body of the service, its gateway, or a proxy. The help pages do not describe them.

use http::StatusCode;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::descriptor::Field;
use crate::error::keys::{ERROR, KEYS, Meaning, known_key, value_under};
use crate::error::outline::Outline;

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ServiceError {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    /// Other messages in the error, such as a title. They can repeat each other.
    pub(crate) further: Vec<String>,
    pub(crate) request_id: Option<String>,
}

/// Maximum number of messages that are kept.
const MAX_TEXTS: usize = 8;

/// Maximum depth at which messages are searched for, such as in the items of `details`.
const MAX_TEXT_DEPTH: usize = 4;

/// Maximum size of a list that is searched for an error.
const MAX_LIST: usize = 64 * 1024;

impl ServiceError {
    /// Removes the messages that say no more than the first one or the status.
    pub(super) fn remove_repetitions(&mut self, status: StatusCode) {
        let message = self.message.as_deref().unwrap_or_default();
        let reason = status.canonical_reason().unwrap_or_default();
        self.further.retain(|text| !message.contains(text.as_str()) && !reason.eq_ignore_ascii_case(text));
    }

    /// Reads the body of a response with an error status. Details that cannot be found are `None`.
    pub(crate) fn from_bytes(body: &[u8]) -> Self {
        Self::in_error(body, &[])
    }

    /// Reads a body that is an error, without the declared fields of the operation.
    pub(super) fn in_error(body: &[u8], declared: &[Field]) -> Self {
        match Outline::parse(body, declared) {
            Ok(outline) => Self::from_json(&outline.other_fields()),
            Err(_) => Self::default(),
        }
    }

    fn from_json(body: &Value) -> Self {
        let mut further = Vec::new();
        collect_texts(body, 0, &mut further);
        let message = if further.is_empty() { None } else { Some(further.remove(0)) };
        let code = find_text(body, &[Meaning::ErrorCode, Meaning::Code]);
        Self { code, message, further, request_id: find_text(body, &[Meaning::RequestId]) }
    }

    /// Reads a body instead of which a file was expected: an object, or a list of objects. Returns `None` unless it is
    /// certainly an error.
    pub(crate) fn in_body(body: &[u8]) -> Option<Self> {
        if body.len() <= MAX_LIST
            && let Ok(items) = serde_json::from_slice::<Vec<&RawValue>>(body)
        {
            return items.iter().find_map(|item| Self::in_outline(&Outline::parse(item.get().as_bytes(), &[]).ok()?));
        }
        Self::in_outline(&Outline::parse(body, &[]).ok()?)
    }

    /// Reads the object in a response with a success status. Returns `None` unless it is certainly an error.
    ///
    /// Ignores the declared fields of the operation, which are results even if one is called `code`.
    pub(crate) fn in_outline(outline: &Outline) -> Option<Self> {
        let body = outline.other_fields();
        let error = Self::from_json(&body);
        let has_error_code = text_under(&body, &[Meaning::ErrorCode]).is_some();
        let has_code_and_message = error.code.is_some() && find_text(&body, &[Meaning::Message]).is_some();
        let has_error_value = body.get(ERROR).is_some_and(|inner| inner.is_object() || text_of(inner).is_some());
        (has_error_code || has_code_and_message || has_error_value).then_some(error)
    }
}

/// Collects the messages for people in an error, outer ones first, without repetitions.
fn collect_texts(value: &Value, depth: usize, texts: &mut Vec<String>) {
    if depth > MAX_TEXT_DEPTH {
        return;
    }
    match value {
        Value::Object(members) if members.keys().any(|name| known_key(name).is_some()) => {
            for (key, meaning) in KEYS {
                if matches!(meaning, Meaning::Message | Meaning::Text)
                    && let Some(value) = value_under(value, key)
                {
                    collect_texts(value, depth + 1, texts);
                }
            }
        }
        // The names are often those of fields, and the values say what is wrong with them.
        Value::Object(members) => {
            for (name, value) in members {
                let mut texts_of_member = Vec::new();
                collect_texts(value, depth + 1, &mut texts_of_member);
                for text in texts_of_member {
                    add_text(format!("{name}: {text}"), texts);
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                collect_texts(item, depth + 1, texts);
            }
        }
        value => {
            if let Some(text) = text_of(value) {
                add_text(text, texts);
            }
        }
    }
}

fn add_text(text: String, texts: &mut Vec<String>) {
    if texts.len() < MAX_TEXTS && !texts.contains(&text) {
        texts.push(text);
    }
}

/// Returns the first text with one of these meanings: from the body itself, or else from the error or the first of the
/// errors in it.
fn find_text(body: &Value, meanings: &[Meaning]) -> Option<String> {
    let in_error = || text_under(body.get(ERROR)?, meanings);
    let in_errors = || text_under(body.get("errors")?.get(0)?, meanings);
    text_under(body, meanings).or_else(in_error).or_else(in_errors)
}

fn text_under(object: &Value, meanings: &[Meaning]) -> Option<String> {
    for (key, meaning) in KEYS {
        if meanings.contains(meaning)
            && let Some(text) = value_under(object, key).and_then(text_of)
        {
            return Some(text);
        }
    }
    None
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
    use crate::codegen::table::{field, string};
    use crate::descriptor::Field;

    fn check(json: &str, declared: &[Field]) -> Option<ServiceError> {
        ServiceError::in_outline(&Outline::parse(json.as_bytes(), declared).expect("an object"))
    }

    #[test]
    fn keeps_all_texts_and_the_most_specific_one_first() {
        for (json, texts) in [
            (r#"{"title": "T", "detail": "Not found"}"#, &["Not found", "T"][..]),
            (r#"{"error": "invalid_grant", "error_description": "expired"}"#, &["expired", "invalid_grant"]),
            (r#"{"error": {"code": 401, "message": "m", "title": "Unauthorized"}}"#, &["m", "Unauthorized"]),
            (
                r#"{"message": "invalid", "errors": [{"field": "a", "message": "too long"}, "b"]}"#,
                &["invalid", "too long", "b"],
            ),
            (r#"{"error": {"message": "m", "details": [{"reason": "quota"}]}, "error_msg": "m"}"#, &["m", "quota"]),
            (r#"{"error_msg": "m", "cause": "disk", "solution": "clean"}"#, &["m", "disk", "clean"]),
            (r#"{"error_code": "a", "error_msg": "m", "error_details": ["x", {"detail": "y"}]}"#, &["m", "x", "y"]),
            (
                r#"{"message": "invalid", "errors": {"name": ["too long", "b"], "size": {"max": 5}, "other": null}}"#,
                &["invalid", "name: too long", "name: b", "size: max: 5"],
            ),
            (r#"{"Message": "m", "ErrorDescription": "d", "error-msg": null}"#, &["m", "d"]),
            (r#"{"error": {"message": "m", "innererror": {"message": "cause"}}}"#, &["m", "cause"]),
            (r#"{"fault": {"faultstring": "m", "detail": {"errorcode": "x"}}}"#, &["m"]),
            (r#"{"message": "m", "encoded_authorization_message": "x"}"#, &["m"]),
            (
                r#"{"message": "m", "errors": ["a", "b", "c", "d", "e", "f", "g", "h"]}"#,
                &["m", "a", "b", "c", "d", "e", "f", "g"],
            ),
        ] {
            let ServiceError { message, further, .. } = ServiceError::from_bytes(json.as_bytes());
            let found: Vec<String> = message.into_iter().chain(further).collect();
            assert_eq!(found, texts, "{json}");
        }
    }

    #[test]
    fn reads_every_known_form() {
        for (json, code, message, request_id) in [
            (r#"{"error_code": "HSS.0001", "error_msg": "m"}"#, "HSS.0001", "m", ""),
            (r#"{"errorCode": "APIGW.0301", "errorMsg": "m", "request_id": "r"}"#, "APIGW.0301", "m", "r"),
            (r#"{"code": 401, "message": "m"}"#, "401", "m", ""),
            (r#"{"error": {"code": 401, "message": "m", "title": "Unauthorized"}}"#, "401", "m", ""),
            (r#"{"error": {"error_code": "a", "error_msg": "m"}, "request_id": "r"}"#, "a", "m", "r"),
            (r#"{"Error": {"Code": "a", "Message": "m"}, "RequestId": "r"}"#, "a", "m", "r"),
            (r#"{"error": "no such page", "status": 404}"#, "", "no such page", ""),
            (r#"{"error_code": "a", "error_msg": "m", "encoded_authorization_message": "x"}"#, "a", "m", ""),
            (r#"{"error_code": "a", "error_code": "b"}"#, "b", "", ""),
            (r#"{"errors": [{"code": "a", "message": "m"}, {"code": "b"}]}"#, "a", "m", ""),
            (r#"{"error_msg": "m"}"#, "", "m", ""),
            (r#"{"error_code": null, "error_msg": [["m"]], "code": true}"#, "", "m", ""),
            (r#"{"error_code": null, "error_msg": [true], "code": true}"#, "", "", ""),
            (
                r#"{"error": "invalid_grant", "error_description": "the code has expired"}"#,
                "",
                "the code has expired",
                "",
            ),
            (r#"{"error_code": "a", "new": [[[[[[[]]]]]]]}"#, "a", "", ""),
            ("[1]", "", "", ""),
            ("null", "", "", ""),
        ] {
            let error = ServiceError::from_bytes(json.as_bytes());
            let found = [&error.code, &error.message, &error.request_id].map(|part| part.as_deref().unwrap_or(""));
            assert_eq!(found, [code, message, request_id], "{json}");
        }
    }

    #[test]
    fn reads_only_short_lists_in_place_of_a_file() {
        let list = |padding: usize| format!(r#"[{{"error_code": "HSS.1"}}{}]"#, " ".repeat(padding));
        for (padding, is_error) in [(0, true), (MAX_LIST, false)] {
            assert_eq!(ServiceError::in_body(list(padding).as_bytes()).is_some(), is_error, "{padding}");
        }
    }

    #[test]
    fn with_a_success_status_reads_only_certain_errors() {
        let declared = [field("task_id", string()), field("code", string())];
        for (json, is_error) in [
            (r#"{"error_code": "HSS.0001"}"#, true),
            (r#"{"errorCode": 5, "errorMsg": "m"}"#, true),
            (r#"{"error": {"code": 401}}"#, true),
            (r#"{"error": "m"}"#, true),
            (r#"{"error_code": "", "error_msg": null}"#, false),
            (r#"{"error_code": null, "error": null}"#, false),
            (r#"{"message": "m"}"#, false),
            (r#"{"code": "declared", "message": "m"}"#, false),
            (r#"{"code": 1, "description": "a result"}"#, false),
            ("{}", false),
        ] {
            assert_eq!(check(json, &declared).is_some(), is_error, "{json}");
        }
        let undeclared = check(r#"{"code": 1, "message": "m"}"#, &[]);
        assert_eq!(undeclared.expect("a code and a message").code.as_deref(), Some("1"));
    }
}
