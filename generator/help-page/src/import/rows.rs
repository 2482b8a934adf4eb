//! The rows of a table in the notation.

use std::collections::HashSet;

use hss_generator::NameKind;

use super::names::{derived_name, other_name};
use super::{NewEnum, OperationWriter};
use crate::expressible::{ExpressibleFacts, OmittedFact, ValueKind, type_of};
use crate::notation::{self, PLACEHOLDER};
use crate::read::{Facts, Located, Note, PageType, Row, Table, TableKind, Value};

impl<'p> OperationWriter<'p> {
    /// Writes the rows of tables that form one map in the description.
    pub(super) fn write_tables(&mut self, depth: usize, tables: &[&'p Table]) {
        let mut names = HashSet::new();
        let mut rust_names = HashSet::new();
        let is_whole_body = self.expressible.is_whole_body(tables) == Some(true);
        for table in tables {
            if table.status.is_none() && table.kind != TableKind::Path && !table.has_mandatory {
                self.yaml.write_decision(depth, table.title.line, "the table does not say which rows are mandatory");
            }
            for row in &table.rows {
                let mut reason = self.expressible.reason_to_omit(table, row);
                if !names.insert(row.name.value.as_str()) {
                    reason = Some("it has the name of another row".to_owned());
                }
                if row.is_unnamed_list && !is_whole_body {
                    reason = Some("it is the entire body, but not a list, or not the only row".to_owned());
                }
                if let Some(reason) = reason {
                    let message = format!("`{}` is left out: {reason}", row.name.value);
                    self.yaml.write_decision(depth, row.name.line, &message);
                    continue;
                }
                self.write_row(depth, table, row, &mut rust_names);
                if is_whole_body {
                    self.yaml.write_entry(depth + 1, "whole_body", "true");
                }
            }
        }
    }

    /// Chooses the name of a row in Rust, if the one that follows from its name on the wire does not work.
    fn choose_rust_name(
        &mut self,
        depth: usize,
        table: &Table,
        row: &Row,
        taken: &mut HashSet<String>,
    ) -> Option<String> {
        let wire = &row.name.value;
        let is_parameter =
            |table: &&Table| matches!(table.kind, TableKind::Path | TableKind::Query | TableKind::Header);
        let mut parameters = self.page.tables.iter().filter(is_parameter).flat_map(|table| &table.rows);
        let is_in_conflict = table.kind == TableKind::Body && parameters.any(|row| row.name.value == *wire);
        let wished = if is_in_conflict { format!("body_{wire}") } else { wire.clone() };
        let other = other_name(&wished, NameKind::Member, taken);
        if let Some(name) = &other {
            self.yaml.write_rust_name_decision(depth, &row.name, name);
        }
        other.or_else(|| derived_name(&wished, NameKind::Member).filter(|_| is_in_conflict))
    }

    /// Writes a row. `rust_names` are the names of the other rows of its table.
    pub(super) fn write_row(&mut self, depth: usize, table: &Table, row: &'p Row, rust_names: &mut HashSet<String>) {
        let is_mandatory = table.kind == TableKind::Path || row.is_mandatory();
        let Some(ty) = &type_of(table, row) else {
            return;
        };
        if row.ty.is_none() {
            let message = format!("the page does not state the type of `{}`: check `String`", row.name.value);
            self.yaml.write_decision(depth, row.name.line, &message);
        }
        let kind = ValueKind::of_page(&ty.value, &row.facts);
        let is_list = matches!(ty.value, PageType::Array(_));
        let ExpressibleFacts { facts, numbers, omitted } = ExpressibleFacts::new(&row.facts, kind, is_list);
        self.write_row_decisions(depth, row, &omitted);
        if row.is_unnamed_list {
            let message = "the body is a list: choose a name for it, which code uses and which is not sent";
            self.yaml.write_decision(depth, row.name.line, message);
        }
        let rust_name = self.choose_rust_name(depth, table, row, rust_names);
        self.yaml.write_key(depth, &row.name.value);
        let depth = depth + 1;
        if let (ValueKind::Integer | ValueKind::Long | ValueKind::Number, Some(value)) =
            (kind, row.facts.values.first())
        {
            self.yaml.write_decision(
                depth,
                value.name.line,
                "the page lists values of a number: explain them in `doc`",
            );
        }
        let ty = self.row_type(depth, row, ty, kind, &facts);
        self.yaml.write_entry(depth, "type", &ty);
        if is_mandatory && table.status.is_none() {
            self.yaml.write_entry(depth, "mandatory", "true");
        }
        for (key, value) in facts_of_type(row, kind, &facts) {
            self.yaml.write_entry(depth, key, &value);
        }
        if facts.deprecated.is_some() {
            self.yaml.write_entry(depth, "deprecated", notation::DEPRECATED_ROW);
        }
        self.write_doc(depth, &numbers);
        self.write_quotations(depth, &omitted);
        if let Some(rust_name) = rust_name {
            self.yaml.write_entry(depth, "rust_name", &rust_name);
        }
    }

    /// Writes the placeholder for the text of a row, with the numbers that the text has to explain.
    fn write_doc(&mut self, depth: usize, numbers: &[Value]) {
        if numbers.is_empty() {
            return self.yaml.write_entry(depth, "doc", PLACEHOLDER);
        }
        let numbers: Vec<&str> = numbers.iter().map(|number| number.name.value.as_str()).collect();
        self.yaml.write_entry(depth, "doc", &notation::quoted(&format!("{PLACEHOLDER}: {}", numbers.join(", "))));
    }

    /// Quotes the facts that are left out.
    fn write_quotations(&mut self, depth: usize, omitted: &[OmittedFact]) {
        let quoted = omitted.iter().filter(|fact| !fact.is_implied).map(|fact| fact.text.as_str());
        let quoted: Vec<&str> = quoted.collect();
        if quoted.is_empty() {
            return;
        }
        self.yaml.write_key(depth, "page_says");
        if let [text] = quoted.as_slice() {
            self.yaml.write_entry(depth + 1, "text", &notation::quoted(text));
            return self.yaml.write_entry(depth + 1, "why", PLACEHOLDER);
        }
        self.yaml.write_quotations(depth + 1, &quoted);
    }

    fn write_row_decisions(&mut self, depth: usize, row: &Row, omitted: &[OmittedFact]) {
        let name = &row.name.value;
        for unrecognized in &row.unrecognized {
            let message = format!("`{name}`: unrecognized text: {}", unrecognized.reason);
            self.yaml.write_decision(depth, unrecognized.line, &message);
        }
        for OmittedFact { line, fact, reason, is_implied, .. } in omitted {
            let message = format!("`{name}`: {fact} left out: {reason}");
            if *is_implied {
                self.yaml.write_note(depth, *line, &message);
            } else {
                self.yaml.write_decision(depth, *line, &message);
            }
        }
        let has_values =
            !row.facts.values.is_empty() || row.ty.as_ref().is_some_and(|ty| ty.value == PageType::Boolean);
        for note in &row.facts.notes {
            let message = match note.value {
                Note::Condition => "the help page states a condition: write a rule, bounds, or a sentence in `doc`",
                Note::SpecialValue if has_values => continue,
                Note::SpecialValue => "the help page gives a value a special meaning: name it under `special`",
                Note::PossibleValues => "the help page seems to list values here: check which of them are values",
            };
            self.yaml.write_decision(depth, note.line, &format!("`{name}`: {message}"));
        }
    }

    pub(super) fn row_type(
        &mut self,
        depth: usize,
        row: &'p Row,
        ty: &Located<PageType>,
        kind: ValueKind,
        facts: &Facts,
    ) -> String {
        let innermost = match ty.value.innermost() {
            PageType::String if !row.facts.values.is_empty() => self.enum_of(row, false),
            PageType::Integer if kind == ValueKind::IntegerEnum => self.enum_of(row, true),
            PageType::Object(name) => {
                self.used_objects.push(name.clone());
                self.names.object(name)
            }
            PageType::Json => {
                self.yaml.write_note(depth, ty.line, "the page does not list the fields: `Json` accepts any");
                "Json".to_owned()
            }
            PageType::Boolean => "Boolean".to_owned(),
            scalar => format!("{scalar}{}", notation::bounds(&facts.limits)),
        };
        if let PageType::Array(item_type) = &ty.value
            && let PageType::Array(_) = **item_type
        {
            self.yaml.write_decision(depth, ty.line, "a list of lists can be a list of pairs, `Array<(A, B)>`");
        }
        let items = if row.is_list() { notation::bounds(&facts.items) } else { String::new() };
        around(&ty.value, innermost) + &items
    }

    fn enum_of(&mut self, row: &'p Row, is_integer: bool) -> String {
        let r#enum = self.names.name_enum(&row.name.value, is_integer, &row.facts.values);
        if r#enum.is_new {
            self.enums.push(NewEnum { name: r#enum.name.clone(), is_integer, row });
        }
        r#enum.name
    }
}

/// Returns the keys that depend on the type of a row, except for the type, with their values in YAML.
pub(super) fn facts_of_type(row: &Row, kind: ValueKind, facts: &Facts) -> Vec<(&'static str, String)> {
    let mut keys = Vec::new();
    if let Some(default) = &facts.default {
        let is_string = matches!(kind, ValueKind::String | ValueKind::Enum);
        let value = if is_string { notation::quoted(&default.value) } else { default.value.clone() };
        keys.push(("default", value));
    }
    if let ([only], ValueKind::Boolean) = (facts.values.as_slice(), kind) {
        keys.push(("only", only.name.value.clone()));
    }
    if let Some(unit) = &facts.unit
        && is_number(row)
    {
        keys.push(("unit", notation::scalar(&unit.value)));
    }
    keys
}

/// Returns a type in the notation, with `innermost` in its lists and maps.
fn around(ty: &PageType, innermost: String) -> String {
    match ty {
        PageType::Array(items) => format!("Array<{}>", around(items, innermost)),
        PageType::Map(values) => format!("Map<{}>", around(values, innermost)),
        _ => innermost,
    }
}

fn is_number(row: &Row) -> bool {
    row.is_integer() || row.ty.as_ref().is_some_and(|ty| ty.value == PageType::Number)
}
