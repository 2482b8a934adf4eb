//! Queries of examples.

use std::ops::Range;

use hss_yaml::did_you_mean;
use indexmap::IndexMap;

use super::checker::{ExampleError, MAX_COLLECTED};
use crate::ir::Type;
use crate::lower::definitions::ExpectedFields;
use crate::syntax::json::{JsonContent, JsonNode};
use crate::syntax::query;
use crate::text::is_invisible;

/// Returns the values of a query by parameter, with the places of their pairs.
pub(super) fn query_values(
    query: &str,
    parameters: &ExpectedFields,
    errors: &mut Vec<ExampleError>,
) -> IndexMap<String, JsonNode> {
    let mut values = IndexMap::new();
    let mut start = 0;
    for (pair, decoded) in query.split('&').zip(query::pairs(query)) {
        if errors.len() >= MAX_COLLECTED {
            break;
        }
        let place = start..start + pair.len();
        start = place.end + "&".len();
        let invisible = pair.chars().find(|&c| is_invisible(c));
        let added = match (invisible, decoded) {
            (Some(c), _) => Err(ExampleError::new(place, format!("invisible character U+{:04X}", u32::from(c)))),
            (None, Err(message)) => Err(ExampleError::new(place, message)),
            (None, Ok((name, text))) => add_value(&mut values, parameters, place, name, text),
        };
        errors.extend(added.err());
    }
    values
}

/// Adds a decoded pair to the values.
fn add_value(
    values: &mut IndexMap<String, JsonNode>,
    parameters: &ExpectedFields,
    place: Range<usize>,
    name: String,
    text: String,
) -> Result<(), ExampleError> {
    let Some(parameter) = parameters.get(name.as_str()) else {
        let message = match name.as_str() {
            "" => "a parameter of the query has no name".to_owned(),
            name => format!("`{name}` is not a query parameter"),
        };
        let help = did_you_mean(&name, parameters.keys().map(String::as_str));
        return Err(ExampleError { help, ..ExampleError::new(place, message) });
    };
    let (is_list, ty) = match &parameter.ty {
        Some(Type::Array(item, _)) => (true, item.as_ref()),
        Some(ty) => (false, ty),
        None => return Ok(()),
    };
    let value = JsonNode::scalar(place.clone(), query::value(ty, text));
    match values.get_mut(&name).map(|known| &mut known.content) {
        Some(JsonContent::List(items)) => items.push(value),
        Some(_) => return Err(ExampleError::new(place, "the parameter is set twice")),
        None if is_list => {
            values.insert(name, JsonNode { place, content: JsonContent::List(vec![value]) });
        }
        None => {
            values.insert(name, value);
        }
    }
    Ok(())
}
