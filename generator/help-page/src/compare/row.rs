//! Compares a row with the field of the same name.

use hss_generator::ir::{self, Origin, Setting, Type};

use super::difference::DifferenceKind as Kind;
use super::field_table::FieldTable;
use super::quotations::Quotations;
use super::row_pair::{RowPair, innermost_bounds, innermost_type, mentions, quoted_type};
use super::suggestion::Suggestion;
use super::values::becomes_enum;
use super::{PageComparer, SettledDifference};
use crate::expressible::{ExpressibleFacts, FactKind, ValueKind};
use crate::notation;
use crate::read::{PageType, Row, Table, TableKind, Unrecognized};

impl<'a> PageComparer<'a> {
    pub(super) fn compare_row(
        &mut self,
        field_table: &FieldTable<'a>,
        field: &'a ir::Field,
        row: &'a Row,
        table: &'a Table,
    ) {
        let node = field_table.node.at(&field.wire_name);
        let mut quotations = Quotations::default();
        let mut are_current =
            self.check_quotations(&mut quotations, &node.at("page_says"), &field.page_says, &row.lines);
        are_current &= self.check_quotations_of_values(&mut quotations, field, row);
        let is_list = matches!(field.ty, Type::Array(..));
        let expressible = ExpressibleFacts::new(&row.facts, value_kind(&field.ty), is_list);
        let mut unrecognized = row.unrecognized.clone();
        unrecognized.extend(field_table.names_in(row).into_iter().filter(|text| !row.unrecognized.contains(text)));
        unrecognized.retain(|text| !quotations.cover(text.line, &text.text));
        let is_certain = are_current && unrecognized.is_empty();
        let mut pair = RowPair { node, field, table, row, expressible, quotations, is_certain, retype: None };
        pair.retype = self.retype(&pair);
        self.report_unrecognized_text(&pair, &unrecognized);
        self.compare_mandatory(&pair);
        self.compare_type(&pair);
        self.compare_row_limits(&pair);
        self.compare_values(&pair);
        self.compare_default(&pair);
        self.compare_row_deprecation(&pair);
        self.compare_unit(&pair);
        self.check_omitted_facts(&pair);
        self.compare_condition(&pair);
    }

    /// Reports facts that the notation cannot express, unless the description quotes them.
    fn check_omitted_facts(&mut self, pair: &RowPair<'a>) {
        for fact in &pair.expressible.omitted {
            let (kind, is_described) = match fact.kind {
                FactKind::Limits => (Kind::Limits, innermost_bounds(&pair.field.ty).is_some()),
                FactKind::Default => (Kind::Default, pair.field.default.is_some()),
                FactKind::Values => (Kind::Values, false),
            };
            if is_described || fact.is_implied || pair.quotations.cover(fact.line, &fact.text) {
                continue;
            }
            let message = format!(
                "the page states {} of `{}`, which cannot be described: {}",
                fact.fact, pair.field.wire_name, fact.reason
            );
            let help = format!("quote the page in `page_says`: `text: {}`", notation::scalar(&fact.text));
            let found = self.at_key(kind, fact.line, &pair.node, message, help);
            self.report_fact(pair, found);
        }
    }

    fn report_unrecognized_text(&mut self, pair: &RowPair<'a>, unrecognized: &[Unrecognized]) {
        for unrecognized in unrecognized {
            let message = format!("unrecognized text at `{}`: {}", pair.field.wire_name, unrecognized.reason);
            let help = "compare this row by eye; if the text needs no description, quote it in `page_says`";
            let found = self.at_key(Kind::Unrecognized, unrecognized.line, &pair.node, message, help);
            self.report(found);
        }
    }

    fn compare_mandatory(&mut self, pair: &RowPair<'a>) {
        let Some(on_page) = &pair.row.mandatory else {
            return;
        };
        // A response has no mandatory fields, and the request line needs each path parameter.
        let is_implied = pair.table.status.is_some() || pair.table.kind == TableKind::Path;
        if !pair.table.has_mandatory || is_implied {
            return;
        }
        let wire = &pair.field.wire_name;
        let (kind, line) = (Kind::Mandatory, on_page.line);
        let found = match (on_page.value, pair.field.mandatory) {
            (true, false) => {
                let message = format!("`{wire}` is mandatory on the help page");
                self.write(kind, line, &pair.node, "mandatory", "true", message)
            }
            (false, true) => {
                let message = format!("`{wire}` is not mandatory on the help page");
                self.remove(kind, line, &pair.node.at("mandatory"), message)
            }
            _ => return,
        };
        self.report(found);
    }

    fn compare_type(&mut self, pair: &RowPair<'a>) {
        let Some(on_page) = &pair.row.ty else {
            return;
        };
        let help = format!("write `type: {}`", self.suggested_type(pair));
        if let Some((index, quoted)) = quoted_type(pair.field) {
            if PageType::parse(quoted).as_ref() != Some(&on_page.value) {
                let node = pair.node.at("page_says").item(index).at("type");
                let message = format!("the help page no longer says that `{}` is `{quoted}`", pair.field.wire_name);
                let help = format!("{help}, then remove `page_says` or quote the new type");
                let found = self.at_value(Kind::PageSays, on_page.line, &node, message, help);
                self.report(found);
            }
        } else if self.has_other_type(pair) {
            let message = format!("`{}` is `{}` on the help page", pair.field.wire_name, on_page.value);
            let found = self.at_value(Kind::Type, on_page.line, &pair.node.at("type"), message, help);
            self.report_fact(pair, found.suggest(quote_type(pair, &on_page.text)));
        }
    }

    /// Returns whether the page states another type, and `page_says` does not quote a type.
    fn has_other_type(&self, pair: &RowPair<'a>) -> bool {
        let described = notation::page_type(self.service, &pair.field.ty);
        quoted_type(pair.field).is_none() && pair.row.ty.as_ref().is_some_and(|on_page| on_page.value != described)
    }

    /// Returns the suggestion for all facts that depend on the type, if the page states another one, or lists the
    /// values of a string.
    fn retype(&self, pair: &RowPair<'a>) -> Option<Suggestion<'a>> {
        if !self.has_other_type(pair) && !becomes_enum(pair) {
            return None;
        }
        if matches!(self.origin(pair.field), Some(Origin::Credentials | Origin::Client(_))) {
            // Its type stays: the client sends it as a string.
            return None;
        }
        let is_decided = self.may_be_renamed_object(pair) || pair.has_quoted_fact();
        Some(if is_decided { Suggestion::Decide } else { pair.type_suggestion() })
    }

    /// Returns whether the page has a new object instead of the described one. It may be the same under another name.
    fn may_be_renamed_object(&self, pair: &RowPair<'a>) -> bool {
        let on_page = pair.row.ty.as_ref().map(|ty| ty.value.innermost());
        let (Type::Object(described), Some(PageType::Object(_))) = (innermost_type(&pair.field.ty), on_page) else {
            return false;
        };
        let name = self.service.object(described).map_or("", |object| &object.page_name);
        !self.page.tables.iter().any(|table| matches!(&table.kind, TableKind::Object(object) if object == name))
    }

    /// Reports a difference of a fact in the description of a row. If a part of the description is not understood, or
    /// no longer says what `page_says` quotes, a person has to read it.
    pub(super) fn report_fact(&mut self, pair: &RowPair<'a>, mut found: SettledDifference<'a>) {
        if let Some(retype) = &pair.retype {
            found.suggestion = retype.clone();
        }
        if !pair.is_certain {
            found.suggestion = Suggestion::Decide;
        }
        self.report(found);
    }

    /// Returns the type that the description should have according to the page.
    pub(super) fn suggested_type(&self, pair: &RowPair<'a>) -> String {
        let described = &pair.field.ty;
        let ty = match &pair.row.ty {
            Some(ty) => ty.value.clone(),
            None => notation::page_type(self.service, described),
        };
        notation::row_type(self.service, &ty, &pair.expressible.facts, Some(described))
    }

    fn compare_default(&mut self, pair: &RowPair<'a>) {
        let wire = &pair.field.wire_name;
        let Some(on_page) = &pair.row.facts.default else {
            return self.report_missing_default(pair);
        };
        self.counts.defaults += 1;
        if pair.field.default.is_none() && pair.expressible.facts.default.is_none() {
            // An omitted fact.
            return;
        }
        let same = pair.field.default.as_ref() == Some(&on_page.value);
        if same || pair.quotations.cover(on_page.line, &on_page.text) {
            return;
        }
        let value = match pair.field.ty {
            Type::String(_) | Type::Enum(_) => notation::quoted(&on_page.value),
            _ => on_page.value.clone(),
        };
        let message = format!("the help page states the default `{}` for `{wire}`", on_page.value);
        let found = self.write(Kind::Default, on_page.line, &pair.node, "default", value, message);
        self.report_fact(pair, found.decide_if(self.identifies_caller(pair.field)));
    }

    /// Reports a default that the page does not state.
    fn report_missing_default(&mut self, pair: &RowPair<'a>) {
        if pair.field.default.is_none() {
            return;
        }
        let message = format!("the help page does not state a default for `{}`", pair.field.wire_name);
        let found = self.remove(Kind::Default, pair.row.name.line, &pair.node.at("default"), message);
        self.report_fact(pair, found);
    }

    /// Returns whether a parameter is the credentials, the project or the region. These have no default.
    fn identifies_caller(&self, field: &ir::Field) -> bool {
        matches!(self.origin(field), Some(Origin::Credentials | Origin::Client(Setting::Project | Setting::Region)))
    }

    /// Returns what sets a parameter.
    pub(super) fn origin(&self, field: &ir::Field) -> Option<Origin> {
        let mut parameters = self.operation.parameters.iter();
        let parameter = parameters.find(|parameter| std::ptr::eq(&raw const parameter.field, field))?;
        Some(parameter.origin)
    }

    fn compare_row_deprecation(&mut self, pair: &RowPair<'a>) {
        let mark = &pair.row.facts.deprecated;
        if mark.is_some() == pair.field.deprecated.is_some() || pair.quotations.cover_deprecation() {
            return;
        }
        let line = mark.as_ref().map_or(pair.row.name.line, |mark| mark.line);
        let what = format!("`{}`", pair.field.wire_name);
        let found = self.deprecation_difference(line, &pair.node, &what, mark.is_some(), notation::DEPRECATED_ROW);
        self.report_fact(pair, found);
    }

    /// Reports a unit that the row no longer mentions. It can hide in prose, so any mention counts.
    fn report_missing_unit(&mut self, pair: &RowPair<'a>) {
        let Some(ir::Unit::Stated(unit)) = &pair.field.unit else {
            return;
        };
        if words_for_unit(unit).into_iter().any(|word| mentions(pair.row, word)) {
            return;
        }
        let message = format!("the page no longer states the unit {unit} of `{}`", pair.field.wire_name);
        let found = self.write(Kind::Unit, pair.row.name.line, &pair.node, "unit", "not stated", message);
        self.report_fact(pair, found);
    }

    /// Compares the unit of a number.
    fn compare_unit(&mut self, pair: &RowPair<'a>) {
        let Some(on_page) = &pair.row.facts.unit else {
            return self.report_missing_unit(pair);
        };
        let is_number = matches!(pair.field.ty, Type::Integer(_) | Type::Long(_) | Type::Number(_));
        let same = pair.field.unit == Some(ir::Unit::Stated(on_page.value.clone()));
        if !is_number || same || pair.quotations.cover(on_page.line, &on_page.text) {
            return;
        }
        let message = format!("the help page states the unit {} for `{}`", on_page.value, pair.field.wire_name);
        let unit = notation::scalar(&on_page.value);
        let found = self.write(Kind::Unit, on_page.line, &pair.node, "unit", unit, message);
        self.report_fact(pair, found);
    }
}

/// Suggests to quote the type of a parameter that the client sets, which is always sent as a string.
fn quote_type<'a>(pair: &RowPair<'a>, ty: &str) -> Suggestion<'a> {
    let mut statements = vec![format!("type: {}", notation::scalar(ty))];
    let omitted = pair.expressible.omitted.iter().filter(|fact| !fact.is_implied);
    statements.extend(omitted.map(|fact| format!("text: {}", notation::quoted(&fact.text))));
    Suggestion::QuoteType { entry: pair.node.clone(), statements }
}

/// Returns the words that name a unit.
fn words_for_unit(unit: &str) -> Vec<&str> {
    match unit {
        "ms" => vec!["ms", "millisecond", "milliseconds"],
        _ => vec![unit, unit.strip_suffix('s').unwrap_or(unit)],
    }
}

/// Returns the kind of values of a type, or of its items.
pub(super) fn value_kind(ty: &Type) -> ValueKind {
    match innermost_type(ty) {
        Type::String(_) | Type::Tuple(_) => ValueKind::String,
        Type::Integer(_) => ValueKind::Integer,
        Type::IntegerEnum(_) => ValueKind::IntegerEnum,
        Type::Long(_) => ValueKind::Long,
        Type::Number(_) => ValueKind::Number,
        Type::Boolean(_) => ValueKind::Boolean,
        Type::Enum(_) => ValueKind::Enum,
        Type::Array(..) | Type::Map(..) | Type::Json | Type::Object(_) => ValueKind::Object,
    }
}
