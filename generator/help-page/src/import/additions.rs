//! Additions to the file of an operation that is described already: rows, values, objects and enums that are new on its
//! page.

use std::collections::{HashMap, HashSet};

use hss_generator::ir::{self, Type};

use super::OperationWriter;
use super::names::TypeNames;
use super::rows::facts_of_type;
use crate::expressible::{ExpressibleFacts, FactKind, ValueKind, tables_of_object, type_of};
use crate::finished::FinishedDescription;
use crate::notation;
use crate::read::{HelpPage, LimitKind, PageType, Row, Table, Value};

/// Writes additions as YAML, each as a map entry without indentation.
pub(crate) struct Additions<'p>(OperationWriter<'p>);

/// The type of a row on the page, with what depends on it, in YAML.
pub(crate) struct TypeFacts {
    pub ty: String,
    /// Keys that depend on the type, and their values.
    pub keys: Vec<(&'static str, String)>,
    /// A range that the page states for a string. A person has to explain it.
    pub quotation: Option<String>,
}

/// A new object or enum.
pub(crate) struct Definition {
    pub name: String,
    pub text: String,
}

impl<'p> Additions<'p> {
    /// `objects` are those that the operation uses.
    pub(crate) fn new(
        finished: &FinishedDescription,
        operation: &ir::Operation,
        objects: &[&ir::Object],
        page: &'p HelpPage,
    ) -> Self {
        let mut described_objects = HashMap::new();
        for object in objects {
            described_objects.insert(object.page_name.clone(), object.name.to_string());
        }
        let mut names = TypeNames::new(finished, &operation.id, page, described_objects);
        let parameters = operation.parameters.iter().map(|parameter| &parameter.field);
        let fields = parameters.chain(operation.body_fields()).chain(operation.response.fields());
        for field in fields.chain(objects.iter().flat_map(|object| &object.fields)) {
            if let Type::Enum(definition) | Type::IntegerEnum(definition) = &field.ty
                && let Some(described) = finished.service.r#enum(definition)
            {
                names.add_enum(&field.wire_name, described);
            }
        }
        Self(OperationWriter::new(names, page))
    }

    /// Returns a row as a map entry. `rust_names` are the names of the other rows of its table.
    pub(crate) fn row(&mut self, table: &Table, row: &'p Row, rust_names: &mut HashSet<String>) -> String {
        self.0.write_row(0, table, row, rust_names);
        self.take()
    }

    /// Returns the type of a row, unless it is unknown or the description of the row contradicts it.
    pub(crate) fn type_facts(&mut self, table: &Table, row: &'p Row) -> Option<TypeFacts> {
        let ty = type_of(table, row)?;
        let kind = ValueKind::of_page(&ty.value, &row.facts);
        let is_list = matches!(ty.value, PageType::Array(_));
        let ExpressibleFacts { facts, numbers, omitted } = ExpressibleFacts::new(&row.facts, kind, is_list);
        let is_boolean = |value: &Value| matches!(value.name.value.as_str(), "true" | "false");
        let has_other_values = kind == ValueKind::Boolean && !facts.values.iter().all(is_boolean);
        if has_other_values || !numbers.is_empty() {
            return None;
        }
        let mut quotation = None;
        for fact in omitted.iter().filter(|fact| !fact.is_implied) {
            // The number in a string may have a range.
            let is_range_of_string =
                fact.kind == FactKind::Limits && kind == ValueKind::String && row.facts.limits.kind == LimitKind::Range;
            if !is_range_of_string {
                return None;
            }
            quotation = Some(notation::quoted(&fact.text));
        }
        let ty = self.0.row_type(0, row, &ty, kind, &facts);
        // Comments are for rows that a person has to complete.
        self.take();
        Some(TypeFacts { ty, keys: facts_of_type(row, kind, &facts), quotation })
    }

    /// Returns the new objects that the rows written so far use.
    pub(crate) fn objects(&mut self) -> Vec<Definition> {
        let mut objects = Vec::new();
        while let Some(page_name) = self.0.used_objects.pop() {
            let Some(table) = tables_of_object(self.0.page, &page_name).next() else {
                continue;
            };
            if let Some(name) = self.0.names.define_object(&page_name) {
                self.0.write_object(0, &page_name, &name, table);
                objects.push(Definition { name, text: self.take() });
            }
        }
        objects
    }

    /// Returns the new enums that the rows written so far use.
    pub(crate) fn enums(&mut self) -> Vec<Definition> {
        let mut enums = Vec::new();
        for r#enum in std::mem::take(&mut self.0.enums) {
            self.0.write_enum(0, &r#enum);
            enums.push(Definition { name: r#enum.name, text: self.take() });
        }
        enums
    }

    /// Returns the name of an object in the description.
    pub(crate) fn object(&self, page_name: &str) -> String {
        self.0.names.object(page_name)
    }

    /// Returns a value of an enum as a map entry. `rust_names` are the names of the other values.
    pub(crate) fn value(&mut self, value: &Value, is_integer: bool, rust_names: &mut HashSet<String>) -> String {
        self.0.write_value(0, value, is_integer, rust_names);
        self.take()
    }

    fn take(&mut self) -> String {
        std::mem::take(&mut self.0.yaml.text)
    }
}
