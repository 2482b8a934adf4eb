//! Compares a row with the field of the same name.

use super::Comparer;
use super::difference::{DifferenceKind, Finding, Highlight};
use super::quotations::Quotations;
use crate::description::Node;
use crate::help_page::notation;
use crate::help_page::read::{Facts, PageType, Row, Table};
use crate::ir::{self, Says, Type};

/// A row of the page, and the field of the description with the same name.
pub(super) struct Pair<'a> {
    pub node: Node<'a>,
    pub field: &'a ir::Field,
    pub row: &'a Row,
    /// The facts of the row, as far as they apply to the type of the field.
    pub facts: Facts,
    pub quotations: Quotations<'a>,
}

impl<'a> Comparer<'a> {
    pub(super) fn row(&mut self, node: Node<'a>, field: &'a ir::Field, row: &'a Row, table: &Table) {
        let mut quotations = Quotations::default();
        self.quotation(&mut quotations, &node.at("page_says"), field.page_says.as_ref(), &row.lines);
        self.quotations_of_values(&mut quotations, field, row);
        let facts = applicable_facts(row, field);
        let pair = Pair { node, field, row, facts, quotations };
        self.unrecognized_text(&pair);
        self.mandatory(&pair, table);
        self.row_type(&pair);
        self.limits(&pair);
        self.values(&pair);
        self.default(&pair);
        self.deprecated_row(&pair);
        self.unit(&pair);
    }

    fn unrecognized_text(&mut self, pair: &Pair<'_>) {
        for unrecognized in &pair.row.unrecognized {
            if pair.quotations.cover(unrecognized.line, &unrecognized.text) {
                continue;
            }
            self.report(Finding {
                kind: DifferenceKind::Unrecognized,
                message: format!("unrecognized text at `{}`: {}", pair.field.wire, unrecognized.reason),
                help: "compare this row by eye; if the text needs no description, quote it in `page_says`".to_owned(),
                line: unrecognized.line,
                highlight: Highlight::Key(pair.node.clone()),
            });
        }
    }

    fn mandatory(&mut self, pair: &Pair<'_>, table: &Table) {
        let Some(on_page) = &pair.row.mandatory else {
            return;
        };
        let in_response = table.status.is_some();
        if !table.has_mandatory || in_response {
            return;
        }
        let (not, help) = match (on_page.value, pair.field.mandatory) {
            (true, false) => ("", "write `mandatory: true`"),
            (false, true) => (" not", "remove `mandatory: true`"),
            _ => return,
        };
        self.report(Finding {
            kind: DifferenceKind::Mandatory,
            message: format!("`{}` is{not} mandatory on the help page", pair.field.wire),
            help: help.to_owned(),
            line: on_page.line,
            highlight: Highlight::Value(pair.node.at("mandatory")),
        });
    }

    fn row_type(&mut self, pair: &Pair<'_>) {
        let Some(on_page) = &pair.row.ty else {
            return;
        };
        let help = format!("write `type: {}`", self.suggested_type(pair));
        if let Some(ir::PageSays { says: Says::Type(quoted), .. }) = &pair.field.page_says {
            if PageType::parse(quoted).as_ref() != Some(&on_page.value) {
                self.report(Finding {
                    kind: DifferenceKind::PageSays,
                    message: format!("the help page no longer says that `{}` is `{quoted}`", pair.field.wire),
                    help: format!("{help}, then remove `page_says` or quote the new type"),
                    line: on_page.line,
                    highlight: Highlight::Value(pair.node.at("page_says").at("type")),
                });
            }
        } else if on_page.value != notation::page_type(self.service, &pair.field.ty) {
            self.report(Finding {
                kind: DifferenceKind::Type,
                message: format!("`{}` is `{}` on the help page", pair.field.wire, on_page.value),
                help,
                line: on_page.line,
                highlight: Highlight::Value(pair.node.at("type")),
            });
        }
    }

    /// Returns the type that the description should have according to the page.
    pub(super) fn suggested_type(&self, pair: &Pair<'_>) -> String {
        let described = &pair.field.ty;
        let ty = match &pair.row.ty {
            Some(ty) => ty.value.clone(),
            None => notation::page_type(self.service, described),
        };
        notation::row_type(self.service, &ty, &pair.facts, Some(described))
    }

    fn default(&mut self, pair: &Pair<'_>) {
        let highlight = Highlight::Value(pair.node.at("default"));
        let wire = &pair.field.wire;
        let Some(on_page) = &pair.facts.default else {
            if pair.field.default.is_some() {
                self.report(Finding {
                    kind: DifferenceKind::Default,
                    message: format!("the help page does not state a default for `{wire}`"),
                    help: "remove `default`".to_owned(),
                    line: pair.row.name.line,
                    highlight,
                });
            }
            return;
        };
        self.counts.defaults += 1;
        let same = pair.field.default.as_ref() == Some(&on_page.value);
        if same || pair.quotations.cover(on_page.line, &on_page.text) {
            return;
        }
        let value = match pair.field.ty {
            Type::String(_) | Type::Enum(_) => format!("{:?}", on_page.value),
            _ => on_page.value.clone(),
        };
        self.report(Finding {
            kind: DifferenceKind::Default,
            message: format!("the help page states the default `{}` for `{wire}`", on_page.value),
            help: format!("write `default: {value}`"),
            line: on_page.line,
            highlight,
        });
    }

    fn deprecated_row(&mut self, pair: &Pair<'_>) {
        let wire = &pair.field.wire;
        let node = pair.node.at("deprecated");
        let kind = DifferenceKind::Deprecated;
        match (&pair.facts.deprecated, &pair.field.deprecated) {
            (Some(mark), None) if !pair.quotations.cover_deprecation() => self.report(Finding {
                kind,
                message: format!("the help page marks `{wire}` as deprecated"),
                help: "write `deprecated:` and the reason".to_owned(),
                line: mark.line,
                highlight: Highlight::Value(node),
            }),
            (None, Some(_)) => self.report(Finding {
                kind,
                message: format!("the help page does not mark `{wire}` as deprecated"),
                help: "remove `deprecated`".to_owned(),
                line: pair.row.name.line,
                highlight: Highlight::Key(node),
            }),
            _ => {}
        }
    }

    /// Compares the unit of a number. A unit can hide in prose, so a page without one is not a difference.
    fn unit(&mut self, pair: &Pair<'_>) {
        let Some(on_page) = &pair.facts.unit else {
            return;
        };
        let is_number = matches!(pair.field.ty, Type::Integer(_) | Type::Long(_));
        let same = pair.field.unit == Some(ir::Unit::Stated(on_page.value.clone()));
        if !is_number || same || pair.quotations.cover(on_page.line, &on_page.text) {
            return;
        }
        self.report(Finding {
            kind: DifferenceKind::Unit,
            message: format!("the help page states the unit {} for `{}`", on_page.value, pair.field.wire),
            help: format!("write `unit: {}`", on_page.value),
            line: on_page.line,
            highlight: Highlight::Value(pair.node.at("unit")),
        });
    }
}

/// Returns the facts of a row. The notation has no enums of numbers, so their values count as a range.
fn applicable_facts(row: &Row, field: &ir::Field) -> Facts {
    let mut facts = row.facts.clone();
    if matches!(field.ty, Type::Integer(_) | Type::Long(_))
        && let Some(range) = facts.range_of_values()
    {
        facts.values.clear();
        if facts.limits.any().is_none() {
            facts.limits = range;
        }
    }
    facts
}
