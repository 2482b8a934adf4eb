//! Detection of input that the help page does not define: unknown parameters, fields and enum values.

use serde_json::{Map, Value};

use crate::descriptor::{Field, OperationDescriptor, ParameterLocation, Type};
use crate::error::violation::{Violation, ViolationKind};
use crate::text::one_line;

/// Maximum length of a name that a message repeats.
const MAX_NAME_LENGTH: usize = 100;
/// Maximum number of violations reported.
const MAX_VIOLATIONS: usize = 1000;

/// Collects a violation for each parameter, field or enum value that the help page does not define.
pub(super) struct UnexpectedInput {
    operation: &'static OperationDescriptor,
    violations: Vec<Violation>,
}

impl UnexpectedInput {
    pub(super) fn new(operation: &'static OperationDescriptor) -> Self {
        Self { operation, violations: Vec::new() }
    }

    pub(super) fn into_violations(self) -> Vec<Violation> {
        self.violations
    }

    fn report(&mut self, name: &str, location: ParameterLocation, kind: ViolationKind) {
        if self.violations.len() >= MAX_VIOLATIONS {
            return;
        }
        let parameter = one_line(name, MAX_NAME_LENGTH);
        self.violations.push(Violation { parameter, location, kind, help_page: self.operation.page });
    }

    fn report_unknown(&mut self, name: &str, location: ParameterLocation) {
        self.report(name, location, ViolationKind::NotAllowed { reason: "is not on the operation's help page" });
    }

    /// Reports the query parameters that the operation does not have.
    pub(super) fn check_query(&mut self, query: &[(String, String)]) {
        for (name, _) in query {
            if !self.has_query_parameter(name) {
                self.report_unknown(name, ParameterLocation::Query);
            }
        }
    }

    fn has_query_parameter(&self, name: &str) -> bool {
        let mut parameters = self.operation.parameters.iter();
        parameters.any(|parameter| parameter.location == ParameterLocation::Query && parameter.field.name == name)
    }

    /// Returns `value` without its unknown fields. Reports them, and unknown enum values.
    pub(super) fn strip(&mut self, ty: Type, value: &Value, path: &str, location: ParameterLocation) -> Value {
        match (ty, value) {
            (Type::Array(item_type, _), Value::Array(items)) => {
                let mut stripped = Vec::with_capacity(items.len());
                for (index, item) in items.iter().enumerate() {
                    stripped.push(self.strip(*item_type, item, &format!("{path}[{index}]"), location));
                }
                Value::Array(stripped)
            }
            (Type::Tuple(item_types), Value::Array(items)) => {
                let mut stripped = Vec::with_capacity(items.len());
                for (index, (item_type, item)) in item_types.iter().zip(items).enumerate() {
                    stripped.push(self.strip(*item_type, item, &format!("{path}[{index}]"), location));
                }
                Value::Array(stripped)
            }
            (Type::Map(value_type, _), Value::Object(entries)) => {
                let mut stripped = Map::new();
                for (key, value) in entries {
                    let path = format!("{path}.{}", one_line(key, MAX_NAME_LENGTH));
                    stripped.insert(key.clone(), self.strip(*value_type, value, &path, location));
                }
                Value::Object(stripped)
            }
            (Type::Object(fields), Value::Object(object)) => self.strip_fields(fields, object, path, location),
            (Type::Enum(values), Value::String(text)) if !values.contains(&text.as_str()) => {
                let expected = format!("one of {}", values.join(", "));
                self.report(path, location, ViolationKind::Value { expected, actual: None });
                value.clone()
            }
            (Type::IntegerEnum(values), Value::Number(number)) => {
                if number.as_i64().is_none_or(|number| !values.contains(&number)) {
                    let expected = format!("one of {}", join(values));
                    self.report(path, location, ViolationKind::Value { expected, actual: None });
                }
                value.clone()
            }
            _ => value.clone(),
        }
    }

    fn strip_fields(
        &mut self,
        fields: &[Field],
        object: &Map<String, Value>,
        path: &str,
        location: ParameterLocation,
    ) -> Value {
        let mut stripped = Map::new();
        for (name, value) in object {
            let path = format!("{path}.{name}");
            match fields.iter().find(|field| field.name == name) {
                Some(field) => {
                    stripped.insert(name.clone(), self.strip(field.ty, value, &path, location));
                }
                None => self.report_unknown(&path, location),
            }
        }
        Value::Object(stripped)
    }
}

fn join(values: &[i64]) -> String {
    values.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}
