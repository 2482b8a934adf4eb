//! Responses in the service's form, and the default response of each operation.

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};
use serde_json::{Map, Value, json};

use crate::descriptor::{Field, OperationDescriptor, Pagination, Type};
use crate::mock::records::GivenRecords;
use crate::mock::sample_values;

/// Records on a page if neither the request nor the help page sets a limit.
const DEFAULT_LIMIT: u32 = 10;
/// Maximum number of records on a page, even if the request sets a higher limit.
const MAX_LIMIT: u32 = 1000;

/// The file that an operation returns if its response is one.
const SAMPLE_FILE: &[u8] = include_bytes!("sample.zip");

pub(super) fn json_response(status: StatusCode, body: String) -> http::Response<Bytes> {
    let mut response = http::Response::new(Bytes::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// Returns an error in the service's form.
pub(super) fn error_response(status: StatusCode, code: &str, message: &str) -> http::Response<Bytes> {
    json_response(status, json!({ "error_code": code, "error_msg": message }).to_string())
}

/// Returns the response of an operation that has nothing scripted.
///
/// This is a page of records for a list, and for other operations the example of the help page or an object generated
/// from the response fields. Without response fields, the body is empty. A list without given records has `count`
/// generated ones.
pub(super) fn default_response(
    operation: &OperationDescriptor,
    values: &Value,
    given: Option<&GivenRecords>,
    count: u32,
) -> http::Response<Bytes> {
    let body = if let Some(pagination) = &operation.pagination {
        page(operation, pagination, values, given, count).to_string()
    } else if let Some(example) = example(operation) {
        example.to_owned()
    } else if operation.response.fields().is_empty() {
        return http::Response::new(Bytes::new());
    } else {
        sample_values::body(operation.response.fields(), 0).to_string()
    };
    json_response(StatusCode::OK, body)
}

/// Returns a zip archive with a table.
pub(super) fn file_response() -> http::Response<Bytes> {
    let mut response = http::Response::new(Bytes::from_static(SAMPLE_FILE));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    response
}

fn example(operation: &OperationDescriptor) -> Option<&'static str> {
    operation.examples.iter().find_map(|example| example.response)
}

/// Returns the requested page of a list.
fn page(
    operation: &OperationDescriptor,
    pagination: &Pagination,
    values: &Value,
    given: Option<&GivenRecords>,
    count: u32,
) -> Value {
    let offset = paging_parameter(operation, values, pagination.offset).unwrap_or(0);
    let limit = paging_parameter(operation, values, pagination.limit).unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT);
    let (items, total) = match given {
        None => {
            // The list starts with the records of the example.
            let mut examples = example_items(operation, pagination).into_iter().skip(to_usize(offset));
            let indices = offset..offset.saturating_add(limit).min(count);
            let next = |index| examples.next().unwrap_or_else(|| sample_item(operation, pagination, index));
            (indices.map(next).collect(), json!(count))
        }
        Some(given) => {
            let selected = given.select(values);
            let total = json!(selected.len());
            (selected.into_iter().skip(to_usize(offset)).take(to_usize(limit)).collect(), total)
        }
    };
    if operation.response.is_list() {
        return Value::Array(items);
    }
    let mut page = example_object(operation);
    page.insert(pagination.items.to_owned(), Value::Array(items));
    if let Some(field) = pagination.total {
        page.insert(field.to_owned(), total);
    }
    Value::Object(page)
}

fn to_usize(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Returns the records in the operation's example.
fn example_items(operation: &OperationDescriptor, pagination: &Pagination) -> Vec<Value> {
    let items = match example(operation).map(serde_json::from_str) {
        Some(Ok(Value::Object(mut object))) => object.remove(pagination.items),
        Some(Ok(list)) => Some(list),
        _ => None,
    };
    match items {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    }
}

pub(super) fn example_object(operation: &OperationDescriptor) -> Map<String, Value> {
    match example(operation).map(serde_json::from_str) {
        Some(Ok(object)) => object,
        _ => Map::new(),
    }
}

fn sample_item(operation: &OperationDescriptor, pagination: &Pagination, index: u32) -> Value {
    match operation.response.field(pagination.items) {
        Some(Field { ty: Type::Array(item, _), name, .. }) => sample_values::value(**item, name, index),
        _ => Value::Null,
    }
}

/// Returns the offset or the limit: from the request, or else the default of the help page. A negative value counts as
/// missing.
fn paging_parameter(operation: &OperationDescriptor, values: &Value, name: &str) -> Option<u32> {
    if let Some(value) = values.get(name).and_then(Value::as_u64) {
        return Some(u32::try_from(value).unwrap_or(u32::MAX));
    }
    operation.query_parameter(name)?.default?.parse().ok()
}
