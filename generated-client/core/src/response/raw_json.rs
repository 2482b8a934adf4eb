//! JSON as the service sent it: with its numbers digit for digit, and with the fields that the help page does not list.

use std::hash::{DefaultHasher, Hasher};

use serde_json::value::RawValue;

use crate::descriptor::OperationDescriptor;
use crate::error::Error;
use crate::json_parts::for_each_field;
use crate::message::RawResponse;
use crate::object::read::read_response;
use crate::object::reading::Keep;
use crate::response::decode::utf8_text;

/// The JSON of a response without a body.
const EMPTY: &str = "{}";

/// Returns the body of a response, `{}` if it has none.
pub(crate) fn body(response: &RawResponse) -> Result<Box<RawValue>, Error> {
    let text = utf8_text(response)?.trim();
    let text = if text.is_empty() { EMPTY } else { text };
    RawValue::from_string(text.to_owned())
        .map_err(|error| Error::unexpected_response(response, format!("its body is not JSON: {error}")))
}

/// The parts of a page of a list.
#[derive(Default)]
pub(crate) struct RawPage<'a> {
    /// The JSON of the list of items, if the page has it.
    items: Option<&'a RawValue>,
    total: Option<&'a RawValue>,
}

impl<'a> RawPage<'a> {
    /// Returns the parts of a page. A page that is not JSON has none.
    pub(crate) fn new(operation: &OperationDescriptor, body: &'a [u8]) -> Self {
        Self::parse(operation, body).unwrap_or_default()
    }

    fn parse(operation: &OperationDescriptor, body: &'a [u8]) -> serde_json::Result<Self> {
        let Some(pagination) = &operation.pagination else { return Ok(Self::default()) };
        if operation.response.is_list() {
            return Ok(Self { items: Some(serde_json::from_slice(body)?), total: None });
        }
        let mut page = Self::default();
        for_each_field(body, |name, value| {
            if name == pagination.items {
                page.items = Some(value);
            } else if Some(name.as_str()) == pagination.total {
                page.total = Some(value);
            }
        })?;
        Ok(page)
    }

    /// Returns the items, including those that are null.
    pub(crate) fn items(&self) -> Vec<&'a RawValue> {
        let Some(items) = self.items else { return Vec::new() };
        serde_json::from_str(items.get()).unwrap_or_default()
    }

    /// Returns why a body has no items to follow: it cannot be decoded, or it or its field with the items has another
    /// type. A page without the field is empty.
    pub(crate) fn type_error(operation: &OperationDescriptor, body: &'a [u8]) -> Option<String> {
        let pagination = operation.pagination.as_ref()?;
        let is_list = |json: &[u8]| json.trim_ascii_start().starts_with(b"[");
        if operation.response.is_list() {
            return (!is_list(body)).then(|| "its body is not a list".to_owned());
        }
        if body.trim_ascii().is_empty() {
            return None;
        }
        if !body.trim_ascii_start().starts_with(b"{") {
            return Some("its body is not an object".to_owned());
        }
        let items = match Self::parse(operation, body) {
            Ok(page) => page.items?.get(),
            Err(error) => return Some(format!("its body cannot be decoded: {error}")),
        };
        (items != "null" && !is_list(items.as_bytes())).then(|| format!("{} is not a list", pagination.items))
    }

    /// Returns the total number of items, if the page reports it: an integer in any notation that decoding accepts.
    pub(crate) fn total(&self) -> Option<i64> {
        let mut total: Option<i64> = None;
        let mut deserializer = serde_json::Deserializer::from_str(self.total?.get());
        read_response(&mut total, &mut deserializer, Keep::FirstItems).ok()?;
        total
    }

    /// Returns a hash of the items as the service sent them.
    pub(crate) fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        if let Some(items) = self.items {
            hasher.write(items.get().as_bytes());
        }
        hasher.finish()
    }
}
