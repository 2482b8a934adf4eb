//! The rows of a table in the notation.

use super::{NewEnum, OperationWriter, PLACEHOLDER};
use crate::help_page::notation;
use crate::help_page::read::{Facts, Limits, Note, PageType, Row, Table, TableKind};

impl<'p> OperationWriter<'p> {
    pub(super) fn table(&mut self, depth: usize, table: &'p Table) {
        let is_request = table.status.is_none();
        let is_path = table.kind == TableKind::Path;
        if is_request && !is_path && !table.has_mandatory {
            self.yaml.decision(depth, table.title.line, "the table does not say which rows are mandatory");
        }
        for row in &table.rows {
            let mandatory = is_path || row.mandatory.as_ref().is_some_and(|mandatory| mandatory.value);
            self.row(depth, row, is_request && mandatory);
        }
    }

    fn row(&mut self, depth: usize, row: &'p Row, mandatory: bool) {
        self.row_decisions(depth, row);
        self.yaml.key(depth, &row.name.value);
        let depth = depth + 1;
        let mut facts = row.facts.clone();
        if is_number(row)
            && let Some(range) = facts.range_of_values()
        {
            let message = "the help page lists the values of a number, which became its range: explain them in `doc`";
            self.yaml.decision(depth, row.name.line, message);
            facts.values.clear();
            facts.limits = range;
        }
        let ty = self.row_type(depth, row, &facts);
        self.yaml.entry(depth, "type", &ty);
        if mandatory {
            self.yaml.entry(depth, "mandatory", "true");
        }
        if let Some(default) = &facts.default {
            let is_string = !is_number(row) && !is_boolean(row);
            let value = if is_string { notation::quoted(&default.value) } else { default.value.clone() };
            self.yaml.entry(depth, "default", &value);
        }
        if let ([only], true) = (facts.values.as_slice(), is_boolean(row)) {
            self.yaml.entry(depth, "only", &only.name.value);
        }
        if let (Some(unit), true) = (&facts.unit, is_number(row)) {
            self.yaml.string(depth, "unit", &unit.value);
        }
        if facts.deprecated.is_some() {
            self.yaml.entry(depth, "deprecated", "The vendor's help page marks this as deprecated.");
        }
        self.yaml.entry(depth, "doc", PLACEHOLDER);
    }

    fn row_decisions(&mut self, depth: usize, row: &Row) {
        let name = &row.name.value;
        for unrecognized in &row.unrecognized {
            let message = format!("`{name}`: unrecognized text: {}", unrecognized.reason);
            self.yaml.decision(depth, unrecognized.line, &message);
        }
        let has_values = !row.facts.values.is_empty() || is_boolean(row);
        for note in &row.facts.notes {
            let message = match note.value {
                Note::Condition => "the help page states a condition: write a rule, bounds, or a sentence in `doc`",
                Note::SpecialValue if has_values => continue,
                Note::SpecialValue => "the help page gives a value a special meaning: name it under `special`",
            };
            self.yaml.decision(depth, note.line, &format!("`{name}`: {message}"));
        }
    }

    fn row_type(&mut self, depth: usize, row: &'p Row, facts: &Facts) -> String {
        let Some(ty) = &row.ty else {
            return "String".to_owned();
        };
        let mut text = match ty.value.innermost() {
            PageType::String if !facts.values.is_empty() => self.enum_of(row, facts),
            PageType::Object(name) => self.names.object(name),
            PageType::Other(name) => {
                self.yaml.decision(depth, ty.line, &format!("the notation has no type `{name}`"));
                name.clone()
            }
            PageType::Boolean => "Boolean".to_owned(),
            scalar => {
                let is_length = *scalar == PageType::String;
                format!("{scalar}{}", self.bounds(depth, &facts.limits, is_length))
            }
        };
        let PageType::Array(items) = &ty.value else {
            return text;
        };
        if let PageType::Array(_) = **items {
            self.yaml.decision(depth, ty.line, "a list of lists can be a list of pairs, `Array<(A, B)>`");
        }
        let mut list = &ty.value;
        while let PageType::Array(items) = list {
            text = format!("Array<{text}>");
            list = items;
        }
        text + &self.bounds(depth, &facts.items, true)
    }

    fn enum_of(&mut self, row: &'p Row, facts: &Facts) -> String {
        let r#enum = self.names.r#enum(&row.name.value, &facts.values);
        if r#enum.is_new {
            self.enums.push(NewEnum { name: r#enum.name.clone(), row });
        }
        r#enum.name
    }

    /// Formats bounds as `(min..max)`. A length without a minimum starts at 0.
    fn bounds(&mut self, depth: usize, limits: &Limits, is_length: bool) -> String {
        match (&limits.min, &limits.max) {
            (None, None) => String::new(),
            (Some(min), Some(max)) => format!("({}..{})", min.value, max.value),
            (None, Some(max)) if is_length => {
                self.yaml.decision(depth, max.line, "the help page states only the maximum length: 0 is a guess");
                format!("(0..{})", max.value)
            }
            (Some(limit), None) | (None, Some(limit)) => {
                let stated = notation::limits(limits);
                let message = format!("the help page states only one limit, {stated}: bounds are left out");
                self.yaml.decision(depth, limit.line, &message);
                String::new()
            }
        }
    }
}

pub(super) fn is_number(row: &Row) -> bool {
    row.ty.as_ref().is_some_and(|ty| matches!(ty.value, PageType::Integer | PageType::Long))
}

pub(super) fn is_list(row: &Row) -> bool {
    row.ty.as_ref().is_some_and(|ty| matches!(ty.value, PageType::Array(_)))
}

fn is_boolean(row: &Row) -> bool {
    row.ty.as_ref().is_some_and(|ty| ty.value == PageType::Boolean)
}
