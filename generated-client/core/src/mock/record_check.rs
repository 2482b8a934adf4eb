//! The check of given records: finds misspelled fields and values of the wrong type.

use serde_json::Value;

use crate::descriptor::{Field, Type};
use crate::request::validate::value::{has_form, type_name, type_of};
use crate::walk::{Place, Visitor, walk};

/// Checks one record. `filters` are parameters that a record can contain besides its fields.
pub(super) fn check_record(ty: Type, filters: &[&Field], record: &Value, path: &str) -> Result<(), String> {
    let root = Place::root(path);
    let mut check = RecordCheck { filters, root: &root, outcome: Ok(()) };
    walk(&mut check, &root, ty, record);
    check.outcome
}

struct RecordCheck<'a> {
    filters: &'a [&'a Field],
    root: &'a Place<'a>,
    /// The first error.
    outcome: Result<(), String>,
}

impl Visitor for RecordCheck<'_> {
    /// `null` counts as missing. Bounds are not checked, since a test may exceed them.
    fn value(&mut self, place: &Place, ty: Type, value: &Value) -> bool {
        if self.outcome.is_ok() && !value.is_null() && !has_type(ty, value) {
            self.outcome = Err(format!("{place}: must be {}, not {}", type_name(ty), type_of(value)));
        }
        self.outcome.is_ok()
    }

    fn unknown_field(&mut self, place: &Place, name: &str, fields: &[Field], value: &Value) {
        let filters = if place.is_in(self.root) { self.filters } else { &[] };
        if let Some(filter) = filters.iter().find(|filter| filter.name == name) {
            walk(self, place, filter.ty, value);
        } else if self.outcome.is_ok() {
            self.outcome = Err(unknown_field(fields, filters, place));
        }
    }
}

fn unknown_field(fields: &[Field], filters: &[&Field], place: &Place) -> String {
    let names: Vec<_> = fields.iter().map(|field| field.name).collect();
    let mut filter_names: Vec<_> = filters.iter().map(|field| field.name).collect();
    filter_names.retain(|name| !names.contains(name));
    let message = format!("{place}: unknown field; the fields are {}", names.join(", "));
    if filter_names.is_empty() {
        return message;
    }
    format!("{message}; the filters are {}", filter_names.join(", "))
}

fn has_type(ty: Type, value: &Value) -> bool {
    match (ty, value) {
        (Type::Integer(_) | Type::Long(_) | Type::IntegerEnum(_), Value::Number(number)) => number.is_i64(),
        (Type::Tuple(types), Value::Array(items)) => types.len() == items.len(),
        _ => has_form(ty, value),
    }
}
