//! Detection of input that the help page does not define: unknown parameters, fields and enum values.

use serde_json::Value;

use crate::descriptor::{Field, OperationDescriptor, ParameterLocation, Type};
use crate::error::violation::ViolationKind;
use crate::request::validate::Violations;
use crate::text::{MAX_NAME, one_line};
use crate::walk::{Place, Visitor, walk};

/// Collects a violation for each parameter, field or enum value that the help page does not define.
pub(super) struct UnexpectedInput {
    operation: &'static OperationDescriptor,
    pub(super) violations: Violations,
}

impl UnexpectedInput {
    pub(super) fn new(operation: &'static OperationDescriptor) -> Self {
        Self { operation, violations: Violations::new(operation.page) }
    }

    fn report(&mut self, name: &str, kind: ViolationKind) {
        self.violations.report(&one_line(name, MAX_NAME), kind);
    }

    fn report_unknown(&mut self, name: &str) {
        self.report(name, ViolationKind::NotAllowed { reason: "is not on the operation's help page" });
    }

    /// Reports the query parameters that the operation does not have.
    pub(super) fn check_query(&mut self, query: &[(String, String)]) {
        self.violations.location = ParameterLocation::Query;
        for (name, _) in query {
            if self.operation.query_parameter(name).is_none() {
                self.report_unknown(name);
            }
        }
    }

    /// Reports the unknown fields and enum values of a parameter or of the body.
    pub(super) fn check(&mut self, ty: Type, value: &Value, name: &str, location: ParameterLocation) {
        self.violations.location = location;
        walk(self, &Place::root(name), ty, value);
    }
}

impl Visitor for UnexpectedInput {
    fn value(&mut self, place: &Place, ty: Type, value: &Value) -> bool {
        if !ty.lists(value) {
            let expected = format!("one of {}", ty.known_values().join(", "));
            self.report(&place.to_string(), ViolationKind::Value { expected, actual: None });
        }
        true
    }

    fn unknown_field(&mut self, place: &Place, _name: &str, _fields: &[Field], _value: &Value) {
        self.report_unknown(&place.to_string());
    }
}
