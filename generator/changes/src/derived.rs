//! Compares facts that follow from the description: the order of arguments, flags, and the limits of pagination.

use hss_generator::flags::{Flag, flags};
use hss_generator::ir::{
    Field, MAX_POSITIONAL_ARGUMENTS, Object, Operation, Origin, Parameter, ParameterLocation, Service, Setting,
};

use super::class::Classes;
use super::comparer::{DescriptionComparer, FoundChange, NodePair};
use super::definitions::Defined;
use super::kind::Kind;
use super::operation::OperationPair;
use super::request_rows::{RequestRow, RowPair, subject};
use super::types::is_same;

/// An argument that both sides have.
pub(super) struct ArgumentPair<'a> {
    pub old: &'a Field,
    pub new: &'a Field,
}

/// Returns the names of common arguments in the old and in the new order, if these orders differ. More than
/// [`MAX_POSITIONAL_ARGUMENTS`] are the fields of a struct, whose order does not matter.
pub(super) fn reordered_arguments(
    pairs: &[ArgumentPair<'_>],
    old_order: &[&Field],
    new_order: &[&Field],
) -> Option<(String, String)> {
    if pairs.len() > MAX_POSITIONAL_ARGUMENTS { None } else { reordered(pairs, old_order, new_order) }
}

/// Returns the names of common rows in the old and in the new order, if these orders differ.
pub(super) fn reordered(
    pairs: &[ArgumentPair<'_>],
    old_order: &[&Field],
    new_order: &[&Field],
) -> Option<(String, String)> {
    let position = |order: &[&Field], field: &Field| order.iter().position(|other| std::ptr::eq(*other, field));
    let mut positions = Vec::new();
    for ArgumentPair { old, new } in pairs {
        positions.push((position(old_order, old)?, position(new_order, new)?, &old.wire_name, &new.wire_name));
    }
    positions.sort_by_key(|(old, ..)| *old);
    if positions.is_sorted_by_key(|(_, new, ..)| *new) {
        return None;
    }
    let old: Vec<&str> = positions.iter().map(|(_, _, old, _)| old.as_str()).collect();
    positions.sort_by_key(|(_, new, ..)| *new);
    let new: Vec<&str> = positions.iter().map(|(_, _, _, new)| new.as_str()).collect();
    Some((old.join(", "), new.join(", ")))
}

impl<'a> DescriptionComparer<'a> {
    /// Reports a changed order of the arguments of an object's constructor.
    pub(super) fn compare_constructor(&mut self, old: &Defined<'a, Object>, new: &Defined<'a, Object>) {
        if !old.content.in_requests || !new.content.in_requests {
            return;
        }
        let mut pairs = Vec::new();
        for old in &old.content.fields {
            let same = new.content.fields.iter().find(|new| new.wire_name == old.wire_name);
            if let Some(new) = same
                && old.mandatory
                && new.mandatory
            {
                pairs.push(ArgumentPair { old, new });
            }
        }
        let old_order: Vec<&Field> = old.content.fields.iter().collect();
        let new_order: Vec<&Field> = new.content.fields.iter().collect();
        if let Some((old_names, new_names)) = reordered_arguments(&pairs, &old_order, &new_order) {
            let at = NodePair::both(old.node.clone(), new.node.clone()).key("fields");
            let (operation, subject) = (Some(new.operation), format!("{}.new", new.name));
            let (old, new) = (Some(old_names), Some(new_names));
            let found = FoundChange { kind: Kind::ArgumentsReordered, operation, subject, old, new, at };
            self.report_order(found, Classes::default());
        }
    }

    /// Reports parameters that keep their name and get another flag.
    pub(super) fn compare_flags(&mut self, pair: &OperationPair<'a>, pairs: &[RowPair<'a>]) {
        let (old_flags, new_flags) = (flags(pair.old), flags(pair.new));
        for RowPair { old, new } in pairs {
            let (Some(old_flag), Some(new_flag)) = (flag_of(&old_flags, old), flag_of(&new_flags, new)) else {
                continue;
            };
            if old_flag != new_flag && old.field.wire_name == new.field.wire_name {
                let at = NodePair::both(old.node.clone(), new.node.clone());
                let (kind, subject) = (Kind::FlagChanged, subject(pair.id, old));
                let (old, new) = (Some(format!("--{old_flag}")), Some(format!("--{new_flag}")));
                let found = FoundChange { kind, operation: Some(pair.id), subject, old, new, at };
                self.report_order(found, Classes::default());
            }
        }
    }

    /// Reports changed limits of `items()`, which follow from the bounds of the parameters.
    pub(super) fn compare_largest_page(&mut self, pair: &OperationPair<'a>) {
        let (Some(old), Some(new)) = (&pair.old.pagination, &pair.new.pagination) else { return };
        let limits =
            [(Kind::LargestPageChanged, &old.limit, &new.limit), (Kind::LastPageChanged, &old.offset, &new.offset)];
        for (kind, old_name, new_name) in limits {
            let (old, new) = (maximum(pair.old, old_name), maximum(pair.new, new_name));
            if old == new {
                continue;
            }
            let at = NodePair::both(pair.old_root.at("query").at(old_name), pair.new_root.at("query").at(new_name))
                .key("type");
            let text = |max: Option<i64>| Some(max.map_or_else(|| "no maximum".to_owned(), |max| max.to_string()));
            let (subject, old, new) = (format!("{}.items", pair.id), text(old), text(new));
            self.report_order(
                FoundChange { kind, operation: Some(pair.id), subject, old, new, at },
                Classes::default(),
            );
        }
    }

    /// Returns whether the types of the pagination that callers see changed.
    pub(super) fn pagination_types_change(&self, pair: &OperationPair<'a>) -> bool {
        let (Some(old), Some(new)) = (&pair.old.pagination, &pair.new.pagination) else { return false };
        let types = [
            (parameter(pair.old, &old.offset), parameter(pair.new, &new.offset)),
            (parameter(pair.old, &old.limit), parameter(pair.new, &new.limit)),
            (response_field(pair.old, &old.items), response_field(pair.new, &new.items)),
        ];
        types.into_iter().any(|(old, new)| match (old, new) {
            (Some(old), Some(new)) => !is_same(&self.renamed, &old.ty, &new.ty),
            _ => true,
        })
    }
}

fn maximum(operation: &Operation, wire: &str) -> Option<i64> {
    parameter(operation, wire)?.ty.bounds()?.max
}

fn parameter<'a>(operation: &'a Operation, wire: &str) -> Option<&'a Field> {
    let is_same =
        |parameter: &&Parameter| parameter.location == ParameterLocation::Query && parameter.field.wire_name == wire;
    operation.parameters.iter().find(is_same).map(|parameter| &parameter.field)
}

fn response_field<'a>(operation: &'a Operation, wire: &str) -> Option<&'a Field> {
    operation.response.fields().iter().find(|field| field.wire_name == wire)
}

/// Returns the flag of a parameter that callers set. Secrets have none.
pub(super) fn flag_of<'a>(flags: &'a [Flag<'_>], row: &RequestRow<'_>) -> Option<&'a str> {
    let is_same = |flag: &&Flag<'_>| flag.location == row.location && flag.field.wire_name == row.field.wire_name;
    let found = flags.iter().find(is_same)?;
    if found.field.secret { None } else { Some(&found.name) }
}

/// Returns the first parameter that requires the region.
pub(super) fn region_parameter(service: &Service) -> Option<(usize, &Parameter)> {
    for (index, operation) in service.operations.iter().enumerate() {
        for parameter in &operation.parameters {
            if parameter.field.mandatory && parameter.origin == Origin::Client(Setting::Region) {
                return Some((index, parameter));
            }
        }
    }
    None
}
