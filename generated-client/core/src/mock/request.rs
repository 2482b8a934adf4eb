//! Parsing of an HTTP request into the values of its operation, and their validation.

use bytes::Bytes;
use http::HeaderMap;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Number, Value};

use crate::descriptor::{Parameter, ParameterLocation, ParameterSource, Type};
use crate::error::violation::Violation;
use crate::mock::rejection::Rejection;
use crate::mock::route::Route;
use crate::mock::unexpected::UnexpectedInput;
use crate::request::arguments::{Argument, Arguments};
use crate::request::encode::known_parts;
use crate::request::validate::validate;

/// Returns the values of a valid request in the form of the operation's request struct: by wire name, with the body
/// under `body`. Unknown input is rejected in strict mode, and otherwise left out.
pub(super) fn parse(route: &Route, request: &http::Request<Bytes>, strict: bool) -> Result<Value, Rejection> {
    let query = parse_query(request.uri().query().unwrap_or_default());
    let mut values = parse_parameters(route, &query, request.headers());
    let body = parse_body(route, request.body())?;
    let mut violations = find_violations(route, &values, &body);

    let mut unexpected = UnexpectedInput::new(route.operation);
    unexpected.check_query(&query);
    for Parameter { location, source, field } in route.operation.parameters {
        if *source != ParameterSource::Request {
            values.remove(field.name);
        } else if let Some(value) = values.get(field.name) {
            unexpected.check(field.ty, value, field.name, *location);
        }
    }
    if let Some(fields) = route.operation.body {
        let ty = Type::of_body(fields);
        unexpected.check(ty, &body, "body", ParameterLocation::Body);
        values.insert("body".to_owned(), known_parts(ty, &body));
    }
    if strict {
        violations.extend(unexpected.violations.list);
    }
    if violations.is_empty() { Ok(Value::Object(values)) } else { Err(Rejection::Invalid(violations)) }
}

/// Splits a query string into names and values that are still percent-encoded.
pub(super) fn query_pairs(query: &str) -> Vec<(&str, &str)> {
    let mut pairs = Vec::new();
    for pair in query.split('&') {
        if !pair.is_empty() {
            pairs.push(pair.split_once('=').unwrap_or((pair, "")));
        }
    }
    pairs
}

fn parse_query(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    query_pairs(query).into_iter().map(|(name, value)| (decode(name), decode(value))).collect()
}

/// Parses the parameters outside the body. A value that cannot be parsed as its type stays a string, which validation
/// rejects.
fn parse_parameters(route: &Route, query: &[(String, String)], headers: &HeaderMap) -> Map<String, Value> {
    let mut values = Map::new();
    for Parameter { location, field, .. } in route.operation.parameters {
        if let (ParameterLocation::Query, Type::Array(item_type, _)) = (location, field.ty) {
            let texts = query.iter().filter(|(name, _)| name == field.name).map(|(_, value)| value.clone());
            let items: Vec<Value> = texts.map(|text| parse_value(*item_type, text)).collect();
            if !items.is_empty() {
                values.insert(field.name.to_owned(), Value::Array(items));
            }
            continue;
        }
        let text = match location {
            ParameterLocation::Path => route.path_value(field.name).map(str::to_owned),
            ParameterLocation::Query => last_value(query, field.name).map(str::to_owned),
            ParameterLocation::Header => header_value(headers, field.name),
            ParameterLocation::Body => None,
        };
        if let Some(text) = text {
            values.insert(field.name.to_owned(), parse_value(field.ty, text));
        }
    }
    values
}

fn last_value<'a>(query: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let (_, value) = query.iter().rfind(|(key, _)| key == name)?;
    Some(value)
}

fn header_value(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn parse_value(ty: Type, text: String) -> Value {
    match ty {
        Type::Integer(_) | Type::Long(_) | Type::IntegerEnum(_) => {
            if let Ok(integer) = text.parse::<i64>() {
                return integer.into();
            }
        }
        Type::Number(_) => {
            if let Some(number) = text.parse().ok().and_then(Number::from_f64) {
                return Value::Number(number);
            }
        }
        Type::Boolean(_) => {
            if let Ok(boolean) = text.parse::<bool>() {
                return boolean.into();
            }
        }
        _ => {}
    }
    Value::String(text)
}

/// Parses the body. An empty body counts as an empty object, since the vendor's SDKs send it if no field is set. For an
/// operation with a list as its body, an empty body means that the list is not set.
fn parse_body(route: &Route, body: &[u8]) -> Result<Value, Rejection> {
    match route.operation.body {
        Some(_) if !body.is_empty() => {}
        Some(fields) if matches!(Type::of_body(fields), Type::Array(..)) => return Ok(Value::Null),
        _ => return Ok(Value::Object(Map::new())),
    }
    serde_json::from_slice(body).map_err(Rejection::MalformedJson)
}

fn find_violations(route: &Route, values: &Map<String, Value>, body: &Value) -> Vec<Violation> {
    let mut parameters = Vec::new();
    for parameter in route.operation.parameters {
        // Authentication has accepted the credential. Its length on the help page does not matter.
        if matches!(parameter.source, ParameterSource::Request | ParameterSource::Client(_)) {
            let value = values.get(parameter.field.name);
            parameters.push(Argument { parameter, value });
        }
    }
    let arguments = Arguments { operation: route.operation, parameters, body, reserved_headers: &[] };
    validate(&arguments, &[], true)
}
