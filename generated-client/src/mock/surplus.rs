//! What a request has beyond its page: unknown parameters, fields, and values of enums.

use serde_json::{Map, Value};

use crate::descriptor::{Field, OperationDescriptor, Parameter, ParameterLocation, Type};
use crate::runtime::error::violation::{Violation, ViolationKind};
use crate::runtime::text::one_line;

/// The longest name that a message repeats.
const MAX_NAME: usize = 100;
/// So much is noted.
const MAX_NOTES: usize = 1000;

/// Notes what an operation's page does not know, and leaves it out.
pub(super) struct Surplus {
    operation: &'static OperationDescriptor,
    violations: Vec<Violation>,
}

impl Surplus {
    pub(super) fn of(operation: &'static OperationDescriptor) -> Self {
        Self { operation, violations: Vec::new() }
    }

    pub(super) fn into_violations(self) -> Vec<Violation> {
        self.violations
    }

    fn note(&mut self, parameter: &str, location: ParameterLocation, kind: ViolationKind) {
        if self.violations.len() >= MAX_NOTES {
            return;
        }
        let (parameter, help_page) = (one_line(parameter, MAX_NAME), self.operation.page);
        self.violations.push(Violation { parameter, location, kind, help_page });
    }

    fn note_unknown(&mut self, parameter: &str, location: ParameterLocation) {
        self.note(parameter, location, ViolationKind::NotAllowed { reason: "is not on the operation's help page" });
    }

    /// Notes the query's parameters that the operation does not have.
    pub(super) fn query(&mut self, query: &[(String, String)]) {
        for (name, _) in query {
            let known =
                |parameter: &Parameter| (parameter.location, parameter.field.name) == (ParameterLocation::Query, name);
            if !self.operation.parameters.iter().any(known) {
                self.note_unknown(name, ParameterLocation::Query);
            }
        }
    }

    /// The value without the fields that its type does not know.
    pub(super) fn known(&mut self, ty: Type, value: &Value, path: &str, location: ParameterLocation) -> Value {
        let each =
            |(index, (ty, item)): (usize, (Type, &Value))| self.known(ty, item, &format!("{path}[{index}]"), location);
        match (ty, value) {
            (Type::Array(ty, _), Value::Array(items)) => {
                items.iter().map(|item| (*ty, item)).enumerate().map(each).collect()
            }
            (Type::Tuple(types), Value::Array(items)) => {
                types.iter().copied().zip(items).enumerate().map(each).collect()
            }
            (Type::Object(fields), Value::Object(object)) => self.known_fields(fields, object, path, location),
            (Type::Enum(known), Value::String(text)) if !known.contains(&text.as_str()) => {
                let expected = format!("one of {}", known.join(", "));
                self.note(path, location, ViolationKind::Value { expected, actual: None });
                value.clone()
            }
            _ => value.clone(),
        }
    }

    fn known_fields(
        &mut self,
        fields: &[Field],
        object: &Map<String, Value>,
        path: &str,
        location: ParameterLocation,
    ) -> Value {
        let mut kept = Map::new();
        for (name, value) in object {
            let path = format!("{path}.{name}");
            if let Some(field) = fields.iter().find(|field| field.name == name) {
                kept.insert(name.clone(), self.known(field.ty, value, &path, location));
            } else {
                self.note_unknown(&path, location);
            }
        }
        Value::Object(kept)
    }
}
