//! Queries of examples.

use std::ops::Range;

use serde_json::Value as Json;

use super::checker::ExampleError;
use super::json::{JsonContent, JsonMember, JsonNode};
use crate::description::diagnostic::did_you_mean;
use crate::ir::{Parameter, Type};
use crate::text::is_invisible;

/// Returns the decoded names and values of a query. A part that cannot be decoded is an error message.
pub(crate) fn query_pairs(query: &str) -> impl Iterator<Item = Result<(String, String), String>> {
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
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let (high, low) = (digit()?, digit()?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// Returns a value of the type, or a string if the text is not one.
pub(crate) fn query_value(ty: &Type, text: String) -> Json {
    let parsed = match ty {
        Type::Integer(_) | Type::Long(_) | Type::IntegerEnum(_) => text.parse::<i64>().ok().map(Json::from),
        Type::Number(_) => text.parse::<f64>().ok().filter(|number| number.is_finite()).map(Json::from),
        Type::Boolean(_) => text.parse::<bool>().ok().map(Json::from),
        _ => None,
    };
    parsed.unwrap_or(Json::String(text))
}

/// Returns the values of a query by parameter, with the places of their pairs.
pub(super) fn query_values(query: &str, parameters: &[&Parameter], errors: &mut Vec<ExampleError>) -> Vec<JsonMember> {
    let mut values = Vec::new();
    let mut start = 0;
    for (pair, decoded) in query.split('&').zip(query_pairs(query)) {
        let place = start..start + pair.len();
        start = place.end + "&".len();
        let invisible = pair.chars().find(|&c| is_invisible(c));
        let added = match (invisible, decoded) {
            (Some(c), _) => Err(ExampleError::new(place, format!("invisible character U+{:04X}", u32::from(c)))),
            (None, Err(message)) => Err(ExampleError::new(place, message)),
            (None, Ok((name, text))) => add_value(&mut values, parameters, place, name, text),
        };
        if let Err(error) = added {
            errors.push(error);
        }
    }
    values
}

/// Adds a decoded pair to the values.
fn add_value(
    values: &mut Vec<JsonMember>,
    parameters: &[&Parameter],
    place: Range<usize>,
    name: String,
    text: String,
) -> Result<(), ExampleError> {
    let Some(parameter) = parameters.iter().find(|parameter| parameter.field.wire == name) else {
        let help = did_you_mean(&name, parameters.iter().map(|parameter| parameter.field.wire.as_str()));
        return Err(ExampleError { help, ..ExampleError::new(place, format!("`{name}` is not a query parameter")) });
    };
    let (is_list, ty) = match &parameter.field.ty {
        Type::Array(item, _) => (true, item.as_ref()),
        ty => (false, ty),
    };
    let value = JsonNode::scalar(place.clone(), query_value(ty, text));
    let known = values.iter_mut().find(|value| value.key == name);
    match known.map(|known| &mut known.value.content) {
        Some(JsonContent::List(items)) => items.push(value),
        Some(_) => return Err(ExampleError::new(place, "the parameter is set twice")),
        None if is_list => {
            let list = JsonNode { place: place.clone(), content: JsonContent::List(vec![value]) };
            values.push(JsonMember { key: name, key_place: place, value: list });
        }
        None => values.push(JsonMember { key: name, key_place: place, value }),
    }
    Ok(())
}
