//! Compares lengths, ranges and numbers of items.

use hss_generator::ir::{Bounds, Type};

use super::PageComparer;
use super::difference::DifferenceKind as Kind;
use super::row::value_kind;
use super::row_pair::{RowPair, innermost_bounds};
use super::suggestion::Suggestion;
use crate::notation;
use crate::read::{Limits, Located, PageType};

/// Limits of the page, and the bounds that correspond to them.
struct LimitsPair<'p> {
    /// What they limit, such as `length`.
    what: &'static str,
    on_page: &'p Limits,
    described: Option<Bounds>,
    /// Whether the bounds come from elsewhere (`beyond_page`).
    beyond_page: bool,
}

impl LimitsPair<'_> {
    /// Returns the bounds that the type should have: those of the page, unless they are described on purpose.
    fn bounds_to_write(&self, pair: &RowPair<'_>) -> Option<Bounds> {
        let is_covered = match self.on_page.any() {
            Some(on_page) => pair.quotations.cover(on_page.line, &on_page.text),
            None => false,
        };
        if is_covered || self.beyond_page { self.described } else { notation::bounds_of(self.on_page) }
    }
}

impl<'a> PageComparer<'a> {
    pub(super) fn compare_row_limits(&mut self, pair: &RowPair<'a>) {
        let ty = &pair.field.ty;
        let beyond_page = pair.field.beyond_page.is_some();
        let of_strings = matches!(notation::page_type(self.service, ty).innermost(), PageType::String);
        let what = if of_strings { "length" } else { "range" };
        let (described_items, described) = match ty {
            Type::Array(item, bounds) => (*bounds, innermost_bounds(item)),
            _ => (None, innermost_bounds(ty)),
        };
        let is_list = matches!(ty, Type::Array(..));
        let on_page = stated_limits(&pair.row.facts.items, &pair.expressible.facts.items, described_items);
        let items = LimitsPair {
            what: "number of items",
            on_page,
            described: described_items,
            beyond_page: beyond_page && is_list,
        };
        let kind = pair.row.facts.limits.kind;
        let described_limits = described.filter(|_| value_kind(ty).has(kind));
        let on_page = stated_limits(&pair.row.facts.limits, &pair.expressible.facts.limits, described_limits);
        let innermost = LimitsPair { what, on_page, described, beyond_page: beyond_page && !is_list };
        let ty = notation::with_bounds(ty, items.bounds_to_write(pair), innermost.bounds_to_write(pair)).to_string();
        self.compare_limits(pair, &items, &ty);
        self.compare_limits(pair, &innermost, &ty);
    }

    /// Compares limits. `ty` is the type with the limits of the page.
    fn compare_limits(&mut self, pair: &RowPair<'a>, limits: &LimitsPair<'_>, ty: &str) {
        let Some(on_page) = limits.on_page.any() else {
            if limits.described.is_some() && !limits.beyond_page {
                let message = format!("the help page does not state the {} of `{}`", limits.what, pair.field.wire_name);
                let help = "remove the bounds from the type, or name their source in `beyond_page`";
                let found = self.at_value(Kind::Limits, pair.row.name.line, &pair.node.at("type"), message, help);
                let suggestion = Suggestion::Write { map: pair.node.clone(), key: "type", value: ty.to_owned() };
                self.report_fact(pair, found.suggest(suggestion));
            }
            return;
        };
        self.counts.limits += 1;
        if pair.quotations.cover(on_page.line, &on_page.text) {
            return;
        }
        match (notation::bounds_of(limits.on_page) == limits.described, limits.beyond_page) {
            (true, false) => {}
            (true, true) => {
                let message = format!("the help page itself states the {} of `{}`", limits.what, pair.field.wire_name);
                let node = pair.node.at("beyond_page");
                let found = self.at_key(Kind::BeyondPage, on_page.line, &node, message, "remove `beyond_page`");
                self.report(found);
            }
            (false, _) => self.report_limits(pair, limits, on_page, ty),
        }
    }

    fn report_limits(&mut self, pair: &RowPair<'a>, limits: &LimitsPair<'_>, on_page: &Located<i64>, ty: &str) {
        let range = notation::limits(limits.on_page);
        let ty = if limits.beyond_page || pair.retype.is_some() { self.suggested_type(pair) } else { ty.to_owned() };
        let message = format!("the {} of `{}` is {range} on the help page", limits.what, pair.field.wire_name);
        let found = self.write(Kind::Limits, on_page.line, &pair.node, "type", ty, message);
        self.report_fact(pair, found.decide_if(limits.beyond_page));
    }
}

/// Returns the limits to compare with bounds. Without bounds, these are only the limits that the notation can
/// express.
fn stated_limits<'l>(on_page: &'l Limits, expressible: &'l Limits, described: Option<Bounds>) -> &'l Limits {
    if described.is_some() && on_page.any().is_some() { on_page } else { expressible }
}
