//! The keys of the details in an error, in any spelling. The help pages do not list them.

use serde_json::Value;

use crate::text::normalize_key;

/// The meaning of a key in the body of an error.
#[derive(PartialEq)]
pub(super) enum Meaning {
    /// A code, under a key that only errors have.
    ErrorCode,
    /// A code, under a key that other objects can have too.
    Code,
    /// A message, which means an error if there is a code too.
    Message,
    /// Any other text for people.
    Text,
    RequestId,
}

/// The keys that errors have, as [`normalize_key`] returns them. The keys of texts are in the order in which the texts
/// are shown, the most specific first.
pub(super) const KEYS: &[(&str, Meaning)] = &[
    ("errorcode", Meaning::ErrorCode),
    ("code", Meaning::Code),
    ("errcode", Meaning::Code),
    ("faultcode", Meaning::Code),
    ("errormsg", Meaning::Message),
    ("errormessage", Meaning::Text),
    ("message", Meaning::Message),
    ("msg", Meaning::Text),
    ("errmsg", Meaning::Text),
    ("faultstring", Meaning::Text),
    ("errordescription", Meaning::Text),
    ("detail", Meaning::Text),
    ("description", Meaning::Text),
    ("reason", Meaning::Text),
    ("title", Meaning::Message),
    ("details", Meaning::Text),
    ("errordetail", Meaning::Text),
    ("errordetails", Meaning::Text),
    ("errors", Meaning::Text),
    (ERROR, Meaning::Text),
    ("fault", Meaning::Text),
    ("innererror", Meaning::Text),
    ("exception", Meaning::Text),
    ("cause", Meaning::Text),
    ("causes", Meaning::Text),
    ("hint", Meaning::Text),
    ("suggestion", Meaning::Text),
    ("solution", Meaning::Text),
    ("requestid", Meaning::RequestId),
];

/// The key of an object that contains the error, or of the error's text.
pub(super) const ERROR: &str = "error";

/// Returns the known key of which a name is a spelling.
pub(super) fn known_key(name: &str) -> Option<&'static str> {
    let name = normalize_key(name);
    KEYS.iter().map(|(key, _)| *key).find(|key| *key == name)
}

/// Returns a value of an object by its key in any spelling, unless it is null.
pub(super) fn value_under<'a>(object: &'a Value, key: &str) -> Option<&'a Value> {
    let (_, value) = object.as_object()?.iter().find(|(name, value)| normalize_key(name) == key && !value.is_null())?;
    Some(value)
}
