//! Records of a list that a test provides: their check, and the filters of a request.

use serde_json::Value;
use std::io;

use crate::descriptor::{Field, OperationDescriptor, ParameterLocation, ParameterSource, ServiceDescriptor, Type};
use crate::mock::record_check::check_record;
use crate::request::validate::value::type_name;

/// The records of one list.
pub(super) struct GivenRecords {
    records: Vec<Value>,
    /// Names of the parameters that select records.
    filters: Vec<&'static str>,
    /// Fields of a record; empty if the records are not objects.
    fields: &'static [Field],
}

impl GivenRecords {
    /// Takes records that have the fields of the list's item type.
    pub(super) fn new(operation: &'static OperationDescriptor, records: Vec<Value>) -> Self {
        let fields = match item_type(operation) {
            Some(Type::Object(fields)) => fields,
            _ => &[],
        };
        let mut filters = Vec::new();
        for parameter in request_fields(operation) {
            let is_filter = match fields.iter().find(|field| field.name == parameter.name) {
                Some(field) => are_comparable(parameter.ty, field.ty),
                None => records.iter().any(|record| record.get(parameter.name).is_some()),
            };
            if is_filter {
                filters.push(parameter.name);
            }
        }
        Self { records, filters, fields }
    }

    /// Takes records from JSON and checks their fields and types.
    ///
    /// A record can also contain parameters of the operation that are not fields of a record: they select the record.
    /// An error names the place of what is wrong.
    pub(super) fn from_json(
        service: &ServiceDescriptor,
        operation: &'static OperationDescriptor,
        records: Value,
    ) -> Result<Self, String> {
        let id = operation.id;
        let Some(item_type) = item_type(operation) else {
            return Err(format!("{id}: it is not a list, so it has no records; {}", list_ids(service)));
        };
        let Value::Array(records) = records else { return Err(format!("{id}: must be a list of records")) };
        let filters = request_fields(operation);
        for (index, record) in records.iter().enumerate() {
            check_record(item_type, &filters, record, &format!("{id}[{index}]"))?;
        }
        Ok(Self::new(operation, records))
    }

    /// Returns the records that match the request, without the parameters that only select them.
    pub(super) fn select(&self, request: &Value) -> Vec<Value> {
        let mut selected = Vec::new();
        for record in &self.records {
            if self.matches(record, request) {
                selected.push(self.without_filters(record));
            }
        }
        selected
    }

    fn matches(&self, record: &Value, request: &Value) -> bool {
        for name in &self.filters {
            if let Some(expected) = argument(request, name)
                && record.get(name) != Some(expected)
            {
                return false;
            }
        }
        true
    }

    fn without_filters(&self, record: &Value) -> Value {
        let mut record = record.clone();
        if let Value::Object(object) = &mut record {
            object.retain(|name, _| self.fields.iter().any(|field| field.name == name));
        }
        record
    }
}

/// Returns the ids of the lists, for a message.
pub(super) fn list_ids(service: &ServiceDescriptor) -> String {
    let mut ids = Vec::new();
    for operation in service.operations {
        if operation.pagination.is_some() {
            ids.push(operation.id);
        }
    }
    format!("the lists are {}", ids.join(", "))
}

/// Returns an error about given records.
pub(super) fn invalid_data(message: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message.into())
}

/// Returns the type of the records of a list.
fn item_type(operation: &OperationDescriptor) -> Option<Type> {
    let pagination = operation.pagination.as_ref()?;
    match operation.response.field(pagination.items)?.ty {
        Type::Array(item_type, _) => Some(*item_type),
        _ => None,
    }
}

/// Returns the parameters that the caller sets in the query or the body, without those for pagination.
fn request_fields(operation: &'static OperationDescriptor) -> Vec<&'static Field> {
    let mut fields = Vec::new();
    for parameter in operation.parameters {
        if parameter.source == ParameterSource::Request && parameter.location == ParameterLocation::Query {
            fields.push(&parameter.field);
        }
    }
    fields.extend(operation.body.unwrap_or_default());
    if let Some(pagination) = operation.pagination {
        fields.retain(|field| field.name != pagination.offset && field.name != pagination.limit);
    }
    fields
}

/// Returns whether a parameter and a field of a record with the same name mean the same: of two enums that share no
/// value, they do not.
fn are_comparable(parameter: Type, field: Type) -> bool {
    match (parameter, field) {
        (Type::IntegerEnum(left), Type::IntegerEnum(right)) => left.iter().any(|value| right.contains(value)),
        (Type::Enum(left), Type::Enum(right)) => left.iter().any(|value| right.contains(value)),
        (Type::Number(_) | Type::Json | Type::Array(..) | Type::Tuple(_) | Type::Map(..) | Type::Object(_), _) => false,
        _ => type_name(parameter) == type_name(field),
    }
}

/// Returns the value of a parameter in the query or the body of a request.
fn argument<'a>(request: &'a Value, name: &str) -> Option<&'a Value> {
    let value = match request.get(name) {
        Some(value) => value,
        None => request.get("body")?.get(name)?,
    };
    if value.is_null() { None } else { Some(value) }
}
