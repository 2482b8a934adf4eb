//! A row of a page and its field.

use hss_generator::description::Node;
use hss_generator::ir::{self, Bounds, NumberBounds, Type};

use super::quotations::Quotations;
use super::suggestion::Suggestion;
use crate::expressible::ExpressibleFacts;
use crate::read::{Facts, Row, Table};

/// A row of the page, and the field of the description with the same name.
pub(super) struct RowPair<'a> {
    pub node: Node<'a>,
    pub field: &'a ir::Field,
    pub table: &'a Table,
    pub row: &'a Row,
    /// The facts of the row, as far as the type of the field can express them.
    pub expressible: ExpressibleFacts,
    pub quotations: Quotations<'a>,
    /// Whether the description of the row is understood, and still says everything that `page_says` quotes.
    pub is_certain: bool,
    /// What to suggest for all facts that depend on the type, if the page states another type.
    pub retype: Option<Suggestion<'a>>,
}

impl<'a> RowPair<'a> {
    /// Suggests writing the type of the row again, unless its bounds come from elsewhere.
    pub(super) fn type_suggestion(&self) -> Suggestion<'a> {
        if self.field.beyond_page.is_some() {
            return Suggestion::Decide;
        }
        Suggestion::Retype { entry: self.node.clone(), table: self.table, row: self.row }
    }

    /// Returns whether the `page_says` of the row covers a fact that depends on the type.
    pub(super) fn has_quoted_fact(&self) -> bool {
        if self.field.page_says.is_empty() {
            // Those of the values of an enum stay with them.
            return false;
        }
        let Facts { limits, items, values, default, .. } = &self.row.facts;
        let covers = |line, text: &str| self.quotations.cover(line, text);
        limits.any().is_some_and(|limit| covers(limit.line, &limit.text))
            || items.any().is_some_and(|limit| covers(limit.line, &limit.text))
            || values.iter().any(|value| covers(value.name.line, &value.name.text))
            || default.as_ref().is_some_and(|default| covers(default.line, &default.text))
    }
}

/// Returns the type that `page_says` quotes, and its index there.
pub(super) fn quoted_type(field: &ir::Field) -> Option<(usize, &str)> {
    let mut quotations = field.page_says.iter().enumerate();
    quotations.find_map(|(index, says)| Some((index, says.r#type.as_deref()?)))
}

/// Returns the bounds of the items of a list or of the values of a map.
pub(super) fn innermost_bounds(ty: &Type) -> Option<Bounds> {
    match ty {
        Type::Array(items, _) | Type::Map(items, _) => innermost_bounds(items),
        Type::Number(bounds) => whole_bounds((*bounds)?),
        _ => ty.bounds(),
    }
}

/// Returns the bounds of a number if they are integers, as on help pages.
fn whole_bounds(NumberBounds { min, max }: NumberBounds) -> Option<Bounds> {
    let bounds = Bounds { min: min.and_then(whole), max: max.and_then(whole) };
    (bounds.min.is_some() == min.is_some() && bounds.max.is_some() == max.is_some()).then_some(bounds)
}

/// Returns a limit if it is an integer. The float nearest to the largest one of 64 bits is one above it.
#[allow(clippy::cast_possible_truncation, reason = "checked, and the limit that is one too large is meant to be cut")]
fn whole(limit: f64) -> Option<i64> {
    const ABOVE_64_BITS: f64 = 9_223_372_036_854_775_808.0;
    if limit.fract() == 0.0 && limit.abs() <= ABOVE_64_BITS { Some(limit as i64) } else { None }
}

/// Returns whether the description of a row contains a value as a word.
pub(super) fn mentions(row: &Row, value: &str) -> bool {
    let is_punctuation = |c: char| !c.is_alphanumeric() && c != '*';
    for line in &row.lines {
        for word in line.text.split_whitespace() {
            if word == value || word.trim_matches(is_punctuation) == value {
                return true;
            }
        }
    }
    false
}

/// Returns the type of the items of a list or of the values of a map. Of a tuple, the enum in it.
pub(super) fn innermost_type(ty: &Type) -> &Type {
    match ty {
        Type::Array(items, _) | Type::Map(items, _) => innermost_type(items),
        Type::Tuple(items) => {
            let items = items.iter().map(innermost_type);
            items.into_iter().find(|item| matches!(item, Type::Enum(_))).unwrap_or(ty)
        }
        _ => ty,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_of_numbers_are_integers_as_on_help_pages() {
        for (limit, expected) in [
            ("0", Some(0)),
            ("-5", Some(-5)),
            ("0.5", None),
            ("9223372036854775807", Some(i64::MAX)),
            ("-9223372036854775808", Some(i64::MIN)),
            ("1e19", None),
        ] {
            assert_eq!(whole(limit.parse().expect("a number")), expected, "{limit}");
        }
    }
}
