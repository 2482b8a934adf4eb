//! Query strings.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::Value as Json;

use crate::ir::Type;

/// Returns the decoded names and values of a query. A part that cannot be decoded is an error message.
pub fn pairs(query: &str) -> impl Iterator<Item = Result<(String, String), String>> {
    query.split('&').map(|pair| {
        let (name, text) = pair.split_once('=').unwrap_or((pair, ""));
        match (decode(name), decode(text)) {
            (Some(name), Some(text)) => Ok((name, text)),
            _ => Err(format!("`{pair}` is not valid percent-encoding")),
        }
    })
}

/// Decodes percent-encoding. Returns `None` if it is invalid.
fn decode(text: &str) -> Option<String> {
    let starts_with_digits = |rest: &str| rest.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    if !text.split('%').skip(1).all(starts_with_digits) {
        return None;
    }
    percent_decode_str(text).decode_utf8().ok().map(Cow::into_owned)
}

/// Returns a value of the type, or a string if the text is not one.
pub fn value(ty: &Type, text: String) -> Json {
    let parsed = match ty {
        Type::Integer(_) | Type::Long(_) | Type::IntegerEnum(_) => text.parse::<i64>().ok().map(Json::from),
        Type::Number(_) => text.parse::<f64>().ok().filter(|number| number.is_finite()).map(Json::from),
        Type::Boolean(_) => text.parse::<bool>().ok().map(Json::from),
        _ => None,
    };
    parsed.unwrap_or(Json::String(text))
}
