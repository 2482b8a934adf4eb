//! Compares facts that follow from the description: the order of arguments, flags, and the limits of pagination.

use hss_generator::ir::{Field, MAX_POSITIONAL_ARGUMENTS, Object};

use super::comparer::{DescriptionComparer, FoundChange, NodePair};
use super::definitions::Defined;
use super::kind::Kind;
use super::operation::OperationPair;
use super::request_rows::{RequestRow, subject};
use super::types::is_same;

/// An argument or another row that both sides have, with its position and its name.
pub(super) struct Place<'a> {
    pub old: (usize, &'a str),
    pub new: (usize, &'a str),
}

/// The names of rows in the old and in the new order.
pub(super) struct Orders {
    pub old: String,
    pub new: String,
}

/// Returns the names of common arguments, if their order differs. If there are more than [`MAX_POSITIONAL_ARGUMENTS`],
/// they are fields of a struct, and their order does not matter.
pub(super) fn reordered_arguments(places: Vec<Place<'_>>) -> Option<Orders> {
    if places.len() > MAX_POSITIONAL_ARGUMENTS { None } else { reordered(places) }
}

/// Returns the names of common rows, if their order differs.
pub(super) fn reordered(mut places: Vec<Place<'_>>) -> Option<Orders> {
    places.sort_by_key(|place| place.old);
    if places.is_sorted_by_key(|place| place.new.0) {
        return None;
    }
    let old: Vec<&str> = places.iter().map(|place| place.old.1).collect();
    places.sort_by_key(|place| place.new);
    let new: Vec<&str> = places.iter().map(|place| place.new.1).collect();
    Some(Orders { old: old.join(", "), new: new.join(", ") })
}

impl<'a> DescriptionComparer<'a> {
    /// Reports a changed order of the arguments of an object's constructor.
    pub(super) fn compare_constructor(&mut self, old: &Defined<'a, Object>, new: &Defined<'a, Object>) {
        if !old.content.in_requests || !new.content.in_requests {
            return;
        }
        let mut arguments = Vec::new();
        for (old_position, old) in old.content.fields.iter().enumerate() {
            for (new_position, new) in new.content.fields.iter().enumerate() {
                if old.wire_name == new.wire_name && old.mandatory && new.mandatory {
                    arguments.push(Place { old: (old_position, &old.wire_name), new: (new_position, &new.wire_name) });
                }
            }
        }
        if let Some(orders) = reordered_arguments(arguments) {
            let at = NodePair::both(&old.node, &new.node).key("fields");
            let subject = format!("{}.new", new.name);
            let found = FoundChange::new(Kind::ArgumentsReordered, Some(new.operation), subject, at);
            self.report_only(found.facts(Some(orders.old), Some(orders.new)));
        }
    }

    /// Reports a parameter that keeps its name and gets another flag.
    pub(super) fn compare_flag_of(&mut self, id: &'a str, old: &RequestRow<'a>, new: &RequestRow<'a>) {
        if let (Some(old_flag), Some(new_flag)) = (&old.flag, &new.flag)
            && old_flag != new_flag
            && old.field.wire_name == new.field.wire_name
        {
            let at = NodePair::both(&old.node, &new.node);
            let found = FoundChange::new(Kind::FlagChanged, Some(id), subject(id, old), at);
            self.report_only(found.facts(Some(format!("--{old_flag}")), Some(format!("--{new_flag}"))));
        }
    }

    /// Reports changed limits of `items()`, which follow from the bounds of the parameters.
    pub(super) fn compare_largest_page(&mut self, pair: &OperationPair<'a>) {
        let (Some(old), Some(new)) = (pair.old.paging(), pair.new.paging()) else { return };
        let limits =
            [(Kind::LargestPageChanged, old.limit, new.limit), (Kind::LastPageChanged, old.offset, new.offset)];
        for (kind, old_field, new_field) in limits {
            let (old, new) = (maximum(old_field), maximum(new_field));
            if old == new {
                continue;
            }
            let at = pair.at("query").keys(Some(&old_field.wire_name), Some(&new_field.wire_name)).key("type");
            let text = |max: Option<i64>| max.map_or_else(|| "no maximum".to_owned(), |max| max.to_string());
            let found = FoundChange::new(kind, Some(pair.id), format!("{}.items", pair.id), at);
            self.report_only(found.facts(Some(text(old)), Some(text(new))));
        }
    }

    /// Returns whether the types of the pagination that callers see changed.
    pub(super) fn pagination_types_change(&self, pair: &OperationPair<'a>) -> bool {
        let (Some(old), Some(new)) = (pair.old.paging(), pair.new.paging()) else { return false };
        let fields = [(old.offset, new.offset), (old.limit, new.limit), (old.items, new.items)];
        fields.into_iter().any(|(old, new)| !is_same(&self.renamed, &old.ty, &new.ty))
    }
}

fn maximum(field: &Field) -> Option<i64> {
    field.ty.bounds()?.max
}
