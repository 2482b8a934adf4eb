//! HTTP to the values of a request, held against the operation's page.

use bytes::Bytes;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Number, Value};

use crate::descriptor::{Parameter, ParameterLocation, Source, Type};
use crate::mock::refusal::Refusal;
use crate::mock::route::Route;
use crate::mock::surplus::Surplus;
use crate::runtime::error::violation::Violation;
use crate::runtime::request::arguments::{Argument, ArgumentValue, Arguments};
use crate::runtime::request::validate::validate;

/// A request that keeps to its page: its values by their names on the wire, the body under `body`, as the operation's
/// request struct has them. Where the server is not strict, what the page does not know is left out.
pub(super) fn read(route: &Route, request: &http::Request<Bytes>, strict: bool) -> Result<Value, Refusal> {
    let query = query(request.uri().query().unwrap_or_default());
    let (mut values, body) = (values(route, &query, request.headers()), body(route, request.body())?);
    let mut violations = violations(route, &values, &body);
    let mut surplus = Surplus::of(route.operation);
    surplus.query(&query);
    for Parameter { location, source, field } in route.operation.parameters {
        if *source != Source::Request {
            values.remove(field.name);
        } else if let Some(value) = values.get(field.name) {
            surplus.known(field.ty, value, field.name, *location);
        }
    }
    if let Some(fields) = route.operation.body {
        values.insert("body".to_owned(), surplus.known(Type::Object(fields), &body, "body", ParameterLocation::Body));
    }
    if strict {
        violations.extend(surplus.into_violations());
    }
    if violations.is_empty() { Ok(Value::Object(values)) } else { Err(Refusal::invalid(&violations)) }
}

/// Pairs of the query, decoded.
fn query(query: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.map(|(name, value)| (decoded(name), decoded(value))).collect()
}

/// The values outside the body. One that its type cannot be read from stays a text, which the checks refuse.
fn values(route: &Route, query: &[(String, String)], headers: &http::HeaderMap) -> Map<String, Value> {
    let mut values = Map::new();
    for Parameter { location, field, .. } in route.operation.parameters {
        let text = match location {
            ParameterLocation::Path => {
                route.path.iter().find(|(name, _)| *name == field.name).map(|(_, value)| value.clone())
            }
            ParameterLocation::Query => {
                query.iter().rfind(|(name, _)| name == field.name).map(|(_, value)| value.clone())
            }
            ParameterLocation::Header => {
                headers.get(field.name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
            }
            ParameterLocation::Body => None,
        };
        values.extend(text.map(|text| (field.name.to_owned(), typed(field.ty, text))));
    }
    values
}

fn typed(ty: Type, text: String) -> Value {
    let typed = match ty {
        Type::Integer(_) | Type::Long(_) => text.parse().ok().map(|number: i64| Value::Number(Number::from(number))),
        Type::Boolean(_) => text.parse().ok().map(Value::Bool),
        _ => None,
    };
    typed.unwrap_or(Value::String(text))
}

/// Nothing at all is an object with nothing set: the vendor's own SDKs send it.
fn body(route: &Route, body: &[u8]) -> Result<Value, Refusal> {
    if route.operation.body.is_none() || body.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    let value = serde_json::from_slice(body);
    value.map_err(|error| Refusal::unparsable(format!("the body is no JSON that can be parsed: {error}")))
}

fn violations(route: &Route, values: &Map<String, Value>, body: &Value) -> Vec<Violation> {
    let mut parameters = Vec::new();
    for parameter in route.operation.parameters {
        // The credential is verified separately.
        if parameter.source != Source::Credentials {
            let value = values.get(parameter.field.name).map(ArgumentValue::Json);
            parameters.push(Argument { parameter, value });
        }
    }
    let arguments = Arguments { operation: route.operation, parameters, body };
    validate(&arguments, &[], true)
}
