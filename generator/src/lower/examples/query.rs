//! Queries of examples.

use std::ops::Range;

use super::checker::ExampleError;
use super::json::{JsonContent, JsonMember, JsonNode};
use crate::diagnostic::did_you_mean;
use crate::ir::{Parameter, Type};
use crate::syntax::query;
use crate::text::is_invisible;

/// Returns the values of a query by parameter, with the places of their pairs.
pub(super) fn query_values(query: &str, parameters: &[&Parameter], errors: &mut Vec<ExampleError>) -> Vec<JsonMember> {
    let mut values = Vec::new();
    let mut start = 0;
    for (pair, decoded) in query.split('&').zip(query::pairs(query)) {
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
    let Some(parameter) = parameters.iter().find(|parameter| parameter.field.wire_name == name) else {
        let help = did_you_mean(&name, parameters.iter().map(|parameter| parameter.field.wire_name.as_str()));
        return Err(ExampleError { help, ..ExampleError::new(place, format!("`{name}` is not a query parameter")) });
    };
    let (is_list, ty) = match &parameter.field.ty {
        Type::Array(item, _) => (true, item.as_ref()),
        ty => (false, ty),
    };
    let value = JsonNode::scalar(place.clone(), query::value(ty, text));
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
