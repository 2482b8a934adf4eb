//! What an operation answers to a good request.

use bytes::Bytes;
use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::descriptor::{Field, OperationDescriptor, Pagination, Type};
use crate::mock::records;
use crate::mock::refusal;

/// Records on a page where neither the request nor the help page says how many.
const DEFAULT_LIMIT: u32 = 10;
/// No page has more records, whatever the request says.
const MAX_LIMIT: u32 = 1000;

/// A page of records where the operation lists something; else the help page's example, or an object made up from
/// its fields; nothing where there are no fields.
pub(super) fn answer(operation: &OperationDescriptor, values: &Value, records: u32) -> http::Response<Bytes> {
    let example = operation.examples.iter().find_map(|example| example.response);
    let body = match (&operation.pagination, example) {
        (Some(pagination), example) => page(operation, pagination, values, example, records).to_string(),
        (None, Some(example)) => example.to_owned(),
        (None, None) if operation.response.is_empty() => return http::Response::new(Bytes::new()),
        (None, None) => records::object(operation.response, 0).to_string(),
    };
    refusal::json(StatusCode::OK, body)
}

/// The examples' records come first, then made-up ones.
fn page(
    operation: &OperationDescriptor,
    pagination: &Pagination,
    values: &Value,
    example: Option<&str>,
    records: u32,
) -> Value {
    let offset = number(operation, values, pagination.offset).unwrap_or(0);
    let limit = number(operation, values, pagination.limit).unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT);
    let example: Map<String, Value> = example.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
    let known = example.get(pagination.items).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let item = |index: u32| {
        let known = usize::try_from(index).ok().and_then(|index| known.get(index));
        known.cloned().unwrap_or_else(|| made_up(operation, pagination, index))
    };
    let items: Vec<Value> = (offset..offset.saturating_add(limit).min(records)).map(item).collect();
    let mut page = example.clone();
    page.insert(pagination.items.to_owned(), items.into());
    page.extend(pagination.total.map(|total| (total.to_owned(), json!(records))));
    Value::Object(page)
}

fn made_up(operation: &OperationDescriptor, pagination: &Pagination, index: u32) -> Value {
    let items = operation.response.iter().find(|field| field.name == pagination.items);
    match items.map(|Field { ty, name, .. }| (*ty, *name)) {
        Some((Type::Array(item, _), name)) => records::value(*item, name, index),
        _ => Value::Null,
    }
}

/// A parameter of paging: as given, else as the page says. A negative one counts as not given.
fn number(operation: &OperationDescriptor, values: &Value, name: &str) -> Option<u32> {
    let default = || {
        let parameter = operation.parameters.iter().find(|parameter| parameter.field.name == name)?;
        parameter.field.default?.parse().ok()
    };
    let given = values.get(name).and_then(Value::as_u64);
    given.map(|value| u32::try_from(value).unwrap_or(u32::MAX)).or_else(default)
}
