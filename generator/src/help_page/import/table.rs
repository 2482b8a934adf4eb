//! Rows of a page's table as rows of the notation.

use super::{TO_WRITE, Writer};
use crate::help_page::notation;
use crate::help_page::read::{Facts, Limits, Note, PageType, Row, Table, TableKind};

pub(super) fn is_number(row: &Row) -> bool {
    matches!(row.ty.as_ref().map(|said| &said.value), Some(PageType::Integer | PageType::Long))
}

pub(super) fn is_list(row: &Row) -> bool {
    matches!(row.ty.as_ref().map(|said| &said.value), Some(PageType::Array(_)))
}

impl<'p> Writer<'p> {
    pub(super) fn table(&mut self, depth: usize, table: &'p Table) {
        let request = table.status.is_none();
        if request && !table.has_mandatory && table.kind != TableKind::Path {
            self.yaml.unsure(depth, table.title.line, "the table does not say which rows are mandatory");
        }
        for row in &table.rows {
            let mandatory = row.mandatory.as_ref().is_some_and(|said| said.value) || table.kind == TableKind::Path;
            self.row(depth, row, request && mandatory);
        }
    }

    fn row(&mut self, depth: usize, row: &'p Row, mandatory: bool) {
        self.doubts(depth, row);
        self.yaml.key(depth, &row.name.value);
        let depth = depth + 1;
        let mut facts = row.facts.clone();
        if let (true, Some(numbers)) = (is_number(row), facts.numbers()) {
            let what = "the page lists values of a number, which become its range: say in `doc` what they mean";
            self.yaml.unsure(depth, row.name.line, what);
            facts.values.clear();
            facts.limits = numbers;
        }
        let ty = self.row_type(depth, row, &facts);
        self.yaml.entry(depth, "type", &ty);
        if mandatory {
            self.yaml.entry(depth, "mandatory", "true");
        }
        if let Some(default) = &facts.default {
            let bare = is_number(row) || is_boolean(row);
            let value = if bare { default.value.clone() } else { notation::quoted(&default.value) };
            self.yaml.entry(depth, "default", &value);
        }
        if let ([only], true) = (facts.values.as_slice(), is_boolean(row)) {
            self.yaml.entry(depth, "only", &only.name.value);
        }
        if let Some(unit) = facts.unit.filter(|_| is_number(row)) {
            self.yaml.text(depth, "unit", &unit.value);
        }
        if facts.deprecated.is_some() {
            self.yaml.entry(depth, "deprecated", "The vendor's help page marks this as deprecated.");
        }
        self.yaml.entry(depth, "doc", TO_WRITE);
    }

    /// What a person has to look at in this row.
    fn doubts(&mut self, depth: usize, row: &Row) {
        let name = &row.name.value;
        for unclear in &row.unclear {
            self.yaml.unsure(depth, unclear.line, &format!("`{name}`: not understood: {}", unclear.why));
        }
        let values = row.facts.values.is_empty() && !is_boolean(row);
        for note in row.facts.notes.iter().filter(|note| note.value != Note::SpecialValue || values) {
            let what = match note.value {
                Note::Condition => "the page states a condition in prose: a rule, a bound, or something for `doc`",
                Note::SpecialValue => "the page gives a value a meaning of its own: name it under `special`",
            };
            self.yaml.unsure(depth, note.line, &format!("`{name}`: {what}"));
        }
    }

    fn row_type(&mut self, depth: usize, row: &'p Row, facts: &Facts) -> String {
        let Some(said) = &row.ty else {
            return "String".to_owned();
        };
        let text = matches!(said.value.leaf(), PageType::String);
        let leaf = match said.value.leaf() {
            PageType::String if !facts.values.is_empty() => {
                let (name, new) = self.names.r#enum(&row.name.value, &facts.values);
                if new {
                    self.enums.push((name.clone(), row));
                }
                name
            }
            PageType::Object(name) => self.names.type_of(name),
            PageType::Other(name) => {
                self.yaml.unsure(depth, said.line, &format!("the notation has no type `{name}`"));
                name.clone()
            }
            PageType::Boolean => "Boolean".to_owned(),
            scalar => format!("{scalar}{}", self.bounds(depth, &facts.limits, text)),
        };
        if matches!(&said.value, PageType::Array(items) if matches!(**items, PageType::Array(_))) {
            self.yaml.unsure(depth, said.line, "lists in a list can be pairs: `Array<(A, B)>`");
        }
        let mut ty = leaf;
        let mut inner = &said.value;
        while let PageType::Array(items) = inner {
            ty = format!("Array<{ty}>");
            inner = items;
        }
        if matches!(said.value, PageType::Array(_)) {
            ty += &self.bounds(depth, &facts.items, true);
        }
        ty
    }

    /// `(min..max)`; a length without its smaller bound begins at 0.
    fn bounds(&mut self, depth: usize, limits: &Limits, length: bool) -> String {
        let Some(any) = limits.any() else {
            return String::new();
        };
        match (&limits.min, &limits.max) {
            (Some(min), Some(max)) => format!("({}..{})", min.value, max.value),
            (None, Some(max)) if length => {
                self.yaml.unsure(depth, any.line, "the page states the largest length alone: 0 is a guess");
                format!("(0..{})", max.value)
            }
            _ => {
                let what =
                    format!("the page states one limit alone, {}: bounds are left out", notation::limits(limits));
                self.yaml.unsure(depth, any.line, &what);
                String::new()
            }
        }
    }
}

fn is_boolean(row: &Row) -> bool {
    matches!(row.ty.as_ref().map(|said| &said.value), Some(PageType::Boolean))
}
