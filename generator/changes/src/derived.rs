//! Compares facts that follow from the description: the order of arguments, flags, and the limits of pagination.

use std::collections::BTreeSet;

use heck::ToKebabCase;
use hss_generator::ir::{
    Field, MAX_POSITIONAL_ARGUMENTS, Object, Operation, Origin, Parameter, ParameterLocation, Service, Setting,
};

use super::class::Classes;
use super::comparer::{DescriptionComparer, FoundChange, NodePair};
use super::definitions::Defined;
use super::kind::Kind;
use super::operation::OperationPair;
use super::request_rows::{RequestRow, RowPair, rows, subject};
use super::types::is_same;

/// Names of the flags that all commands have. A parameter with one of these names gets another flag.
pub const COMMON_FLAGS: [&str; 23] = [
    "help",
    "region",
    "project-id",
    "enterprise-project-id",
    "endpoint",
    "profile",
    "token-stdin",
    "metadata-service",
    "input",
    "all",
    "max-items",
    "wait",
    "wait-timeout",
    "timeout",
    "retries",
    "dry-run",
    "no-validate",
    "debug",
    "output",
    "columns",
    "any-response",
    "download",
    "overwrite",
];

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
        let (old_rows, new_rows) = (rows(pair.old, &pair.old_root), rows(pair.new, &pair.new_root));
        let (old_flags, new_flags) = (flags(&old_rows), flags(&new_rows));
        let flag = |flags: &[(ParameterLocation, &'a str, String)], row: &RequestRow<'a>| {
            let found = flags.iter().find(|(place, name, _)| *place == row.location && *name == row.field.wire_name);
            found.map(|(_, _, flag)| flag.clone())
        };
        for RowPair { old, new } in pairs {
            let (old_flag, new_flag) = (flag(&old_flags, old), flag(&new_flags, new));
            let is_set_by_callers = old_flag.is_some() && new_flag.is_some();
            if old_flag != new_flag && is_set_by_callers && old.field.wire_name == new.field.wire_name {
                let at = NodePair::both(old.node.clone(), new.node.clone());
                let dashes = |flag: Option<String>| flag.map(|flag| format!("--{flag}"));
                let (kind, subject) = (Kind::FlagChanged, subject(pair.id, old));
                let (old, new) = (dashes(old_flag), dashes(new_flag));
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

/// Returns the flag of each parameter that callers set, derived in the same way as by the command line. Secrets have
/// none.
pub(super) fn flags<'a>(rows: &[RequestRow<'a>]) -> Vec<(ParameterLocation, &'a str, String)> {
    let mut used: BTreeSet<String> = COMMON_FLAGS.iter().map(|flag| (*flag).to_owned()).collect();
    let mut flags = Vec::new();
    for row in rows {
        if row.origin == Origin::Request && !row.field.secret {
            let name = unique_flag(row.location, &row.field.wire_name, &mut used);
            flags.push((row.location, row.field.wire_name.as_str(), name));
        }
    }
    flags
}

/// Returns the wire name in kebab case, or with the location as a prefix if that is used, or with a number if that is
/// used as well.
fn unique_flag(location: ParameterLocation, wire: &str, used: &mut BTreeSet<String>) -> String {
    let short = wire.to_kebab_case();
    if !short.is_empty() && used.insert(short.clone()) {
        return short;
    }
    let location = match location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "header",
        ParameterLocation::Body => "body",
    };
    let long = if short.is_empty() { location.to_owned() } else { format!("{location}-{short}") };
    let mut name = long.clone();
    let mut number = 1_u64;
    while !used.insert(name.clone()) {
        number += 1;
        name = format!("{long}-{number}");
    }
    name
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
