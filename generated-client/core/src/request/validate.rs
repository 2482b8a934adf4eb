//! Validation of a request before it is sent: values that cannot be sent, and violations of the help page's
//! constraints.

mod rule;
pub(crate) mod value;

use serde_json::Value;

use crate::descriptor::{Field, HelpPage, Parameter, ParameterLocation, Type};
use crate::error::violation::{Violation, ViolationKind};
use crate::request::arguments::{Argument, Arguments};
use crate::request::validate::value::check_value;
use crate::request::{pattern, well_formed};
use crate::text::{MAX_NAME, one_line};
use crate::walk::{Place, Visitor, walk};

/// Maximum number of headers that a caller can add to a request.
const MAX_HEADERS: usize = 1000;

/// Maximum number of violations reported.
const MAX_VIOLATIONS: usize = 1000;

/// Returns the violations of a request in the order of the help page, at most [`MAX_VIOLATIONS`].
///
/// Without `constraints`, reports only values that could not be sent unchanged.
pub(crate) fn validate(arguments: &Arguments, headers: &[(String, String)], constraints: bool) -> Vec<Violation> {
    let mut validator = Validator(Violations::new(arguments.operation.page));
    for argument in &arguments.parameters {
        validator.0.location = argument.parameter.location;
        if let Err(kind) = check_argument(argument, constraints) {
            validator.0.report(argument.parameter.field.name, kind);
        } else if constraints {
            validator.check_parts_of_argument(argument);
        }
    }
    if constraints {
        if let Some(fields) = arguments.operation.body {
            validator.check_body(fields, arguments.body);
        }
        for rule in arguments.operation.rules {
            rule::check(rule, arguments, &mut validator.0);
        }
    }
    let Validator(mut violations) = validator;
    check_headers(headers, arguments, &mut violations);
    violations.list
}

/// The violations found so far, at most [`MAX_VIOLATIONS`].
pub(crate) struct Violations {
    help_page: HelpPage,
    /// Location of the parameter that is being checked.
    pub(crate) location: ParameterLocation,
    pub(crate) list: Vec<Violation>,
}

impl Violations {
    pub(crate) fn new(help_page: HelpPage) -> Self {
        Self { help_page, location: ParameterLocation::Body, list: Vec::new() }
    }

    pub(crate) fn report(&mut self, parameter: &str, kind: ViolationKind) {
        if !self.is_full() {
            let Self { help_page, location, .. } = *self;
            self.list.push(Violation { parameter: parameter.to_owned(), location, kind, help_page });
        }
    }

    fn is_full(&self) -> bool {
        self.list.len() >= MAX_VIOLATIONS
    }
}

struct Validator(Violations);

impl Validator {
    /// Checks a body: an object, or a list without a name.
    fn check_body(&mut self, fields: &'static [Field], body: &Value) {
        self.0.location = ParameterLocation::Body;
        let place = Place::root("body");
        match fields {
            [field @ Field { whole_body: true, .. }] => self.field(&place, field, Some(body)),
            _ => walk(self, &place, Type::Object(fields), body),
        }
    }

    /// Checks the items of a list in the query, and the pattern of any parameter.
    fn check_parts_of_argument(&mut self, argument: &Argument) {
        let Some(value) = argument.value else { return };
        let Field { name, ty, pattern, .. } = argument.parameter.field;
        let place = Place::root(name);
        if value.is_array() {
            walk(self, &place, ty, value);
        }
        if let Some(pattern) = pattern {
            self.check_pattern(pattern, value, &place);
        }
    }

    /// Checks a string, or each string of a list.
    fn check_pattern(&mut self, pattern: &'static str, value: &Value, place: &Place) {
        match value {
            Value::String(text) if !pattern::matches(pattern, text) => {
                let expected = format!("a string that matches {pattern}");
                self.0.report(&place.to_string(), ViolationKind::Value { expected, actual: None });
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    if self.0.is_full() {
                        break;
                    }
                    self.check_pattern(pattern, item, &place.index(index));
                }
            }
            _ => {}
        }
    }
}

/// Checks the headers that the caller adds.
fn check_headers(headers: &[(String, String)], arguments: &Arguments, violations: &mut Violations) {
    violations.location = ParameterLocation::Header;
    if headers.len() > MAX_HEADERS {
        let expected = format!("at most {MAX_HEADERS} entries");
        violations.report("headers", ViolationKind::Length { expected, actual: headers.len().to_string() });
    }
    for (name, value) in headers {
        if let Err(kind) = well_formed::check_extra_header(name, value, arguments) {
            violations.report(&one_line(name, MAX_NAME), kind);
        }
    }
}

impl Visitor for Validator {
    fn value(&mut self, place: &Place, ty: Type, value: &Value) -> bool {
        if self.0.is_full() {
            return false;
        }
        let Err(kind) = check_value(ty, value) else { return true };
        self.0.report(&place.to_string(), kind);
        matches!(ty, Type::Array(..) | Type::Map(..))
    }

    fn field(&mut self, place: &Place, field: &Field, value: Option<&Value>) {
        let Some(value) = value.filter(|value| !value.is_null()) else {
            if field.mandatory {
                self.0.report(&place.to_string(), ViolationKind::Missing { hint: None });
            }
            return;
        };
        walk(self, place, field.ty, value);
        if let Some(pattern) = field.pattern {
            self.check_pattern(pattern, value, place);
        }
    }
}

fn check_argument(argument: &Argument, constraints: bool) -> Result<(), ViolationKind> {
    well_formed::check_argument(argument)?;
    if !constraints {
        return Ok(());
    }
    let Parameter { field, source, .. } = argument.parameter;
    match argument.value {
        None if field.mandatory => Err(well_formed::missing(*source)),
        // An empty list sends no parameter.
        Some(Value::Array(items)) if items.is_empty() && field.mandatory => Err(well_formed::missing(*source)),
        None | Some(Value::Array(_)) => Ok(()),
        Some(value) => check_value(field.ty, value),
    }
}

#[cfg(test)]
mod tests;
