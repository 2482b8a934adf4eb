//! Compares the parameters of an operation, including the fields of its body.

use hss_generator::description::Node;
use hss_generator::ir::{Field, Operation, Parameter, ParameterLocation, Source};

use super::comparer::{Comparer, Finding, NodePair};
use super::derived::{self, ArgumentPair};
use super::field::Row;
use super::operation::OperationPair;
use super::pairing::Pairing;
use super::scope::{Fact, Scope};
use super::types::{is_same, notation};
use super::{Classes, Kind};

/// A parameter or a field of the body.
#[derive(Clone)]
pub(super) struct RequestRow<'a> {
    pub location: ParameterLocation,
    pub source: Source,
    pub field: &'a Field,
    pub node: Node<'a>,
}

/// The tables of a request, in the order of arguments and flags, with their keys in the description.
pub(super) const TABLES: [(ParameterLocation, &str); 4] = [
    (ParameterLocation::Path, "path"),
    (ParameterLocation::Query, "query"),
    (ParameterLocation::Header, "headers"),
    (ParameterLocation::Body, "body"),
];

/// A row that both operations have.
pub(super) struct RowPair<'a> {
    pub old: RequestRow<'a>,
    pub new: RequestRow<'a>,
}

impl<'a> Comparer<'a> {
    /// Compares all tables of a request.
    pub(super) fn parameters(&mut self, pair: &OperationPair<'a>) {
        let old_rows = rows(pair.old, &pair.old_root);
        let new_rows = rows(pair.new, &pair.new_root);
        let (mut pairs, mut removed, mut added) = (Vec::new(), Vec::new(), Vec::new());
        let mut reordered = Vec::new();
        for (table, key) in TABLES {
            let old = in_table(&old_rows, table);
            let new = in_table(&new_rows, table);
            let pairing = self.pair_rows(&old, &new);
            if pairing.is_reordered() {
                reordered.push(key);
            }
            removed.extend(pairing.removed.iter().filter_map(|index| old.get(*index).cloned()));
            added.extend(pairing.added.iter().filter_map(|index| new.get(*index).cloned()));
            for (from, to) in pairing.pairs {
                if let (Some(old), Some(new)) = (old.get(from), new.get(to)) {
                    pairs.push(RowPair { old: old.clone(), new: new.clone() });
                }
            }
        }
        pairs.extend(moved(&mut removed, &mut added));
        for row in &removed {
            self.row_removed(pair.id, row);
        }
        for row in &added {
            self.row_added(pair.id, row);
        }
        for rows in &pairs {
            self.row_pair(pair.id, rows);
        }
        self.orders(pair, &pairs, &reordered);
        self.flags(pair, &pairs);
    }

    fn pair_rows(&self, old: &[RequestRow<'_>], new: &[RequestRow<'_>]) -> Pairing {
        let old_names: Vec<&str> = old.iter().map(|row| row.field.wire.as_str()).collect();
        let new_names: Vec<&str> = new.iter().map(|row| row.field.wire.as_str()).collect();
        Pairing::new(&old_names, &new_names, |from, to| match (old.get(from), new.get(to)) {
            (Some(old), Some(new)) => is_same(&self.renamed, &old.field.ty, &new.field.ty) && old.source == new.source,
            _ => false,
        })
    }

    fn row_removed(&mut self, id: &'a str, row: &RequestRow<'a>) {
        let (kind, _) = scope(row).kinds(Fact::Removed);
        let old = Some(notation(&row.field.ty));
        let at = NodePair::old(row.node.clone());
        self.report(Finding { kind, operation: Some(id), subject: subject(id, row), old, new: None, at });
    }

    fn row_added(&mut self, id: &'a str, row: &RequestRow<'a>) {
        let (kind, _) = scope(row).kinds(Fact::Added { required: row.field.mandatory });
        let new = Some(notation(&row.field.ty));
        let at = NodePair::new(row.node.clone());
        self.report(Finding { kind, operation: Some(id), subject: subject(id, row), old: None, new, at });
    }

    fn row_pair(&mut self, id: &'a str, rows: &RowPair<'a>) {
        let RowPair { old, new } = rows;
        let at = NodePair::both(old.node.clone(), new.node.clone());
        self.same_node(&at);
        let subject = subject(id, old);
        if let Some(kind) = moved_kind(old, new) {
            let (from, to) = (table_key(old.location).to_owned(), table_key(new.location).to_owned());
            let (subject, at) = (subject.clone(), at.clone());
            self.report_order(
                Finding { kind, operation: Some(id), subject, old: Some(from), new: Some(to), at },
                Classes::default(),
            );
        }
        if let Some(kind) = source_kind(old, new) {
            let (subject, at) = (subject.clone(), at.key("mandatory"));
            self.report_order(
                Finding { kind, operation: Some(id), subject, old: None, new: None, at },
                Classes::default(),
            );
        }
        let row = Row { operation: Some(id), subject, at, scope: scope(new), is_sampled: false };
        self.field(&row, old.field, new.field);
    }

    /// Reports another order of arguments, and another order of other rows.
    fn orders(&mut self, pair: &OperationPair<'a>, pairs: &[RowPair<'a>], tables: &[&str]) {
        let is_argument = |row: &RequestRow<'_>| row.source == Source::Request && row.field.mandatory;
        let mut arguments = Vec::new();
        for RowPair { old, new } in pairs {
            if is_argument(old) && is_argument(new) {
                arguments.push(ArgumentPair { old: old.field, new: new.field });
            }
        }
        let old_order = rows(pair.old, &pair.old_root);
        let new_order = rows(pair.new, &pair.new_root);
        let old_order: Vec<&Field> = old_order.iter().map(|row| row.field).collect();
        let new_order: Vec<&Field> = new_order.iter().map(|row| row.field).collect();
        let reordered = derived::reordered_arguments(&arguments, &old_order, &new_order);
        let at = NodePair::both(pair.old_root.clone(), pair.new_root.clone());
        if let Some((old, new)) = &reordered {
            let (old, new) = (Some(old.clone()), Some(new.clone()));
            let subject = format!("{}.arguments", pair.id);
            let kind = Kind::ArgumentsReordered;
            let finding = Finding { kind, operation: Some(pair.id), subject, old, new, at: at.clone() };
            self.report_order(finding, Classes::default());
        }
        for table in tables {
            let only_arguments = reordered.is_some() && !is_rest_reordered(pairs, table, &old_order, &new_order);
            if only_arguments {
                self.mark_order_explained(&at.key(table));
                continue;
            }
            let subject = format!("{}.{table}", pair.id);
            let (kind, _) = Scope::Caller.kinds(Fact::Reordered);
            let finding = Finding { kind, operation: Some(pair.id), subject, old: None, new: None, at: at.key(table) };
            self.report_order(finding, Classes::default());
        }
    }
}

/// Returns whether the rows of a table that are not required are in another order.
fn is_rest_reordered(pairs: &[RowPair<'_>], table: &str, old: &[&Field], new: &[&Field]) -> bool {
    let mut rest = Vec::new();
    for pair in pairs {
        let is_required = pair.old.field.mandatory && pair.new.field.mandatory;
        if !is_required && table_key(pair.new.location) == table && pair.old.location == pair.new.location {
            rest.push(ArgumentPair { old: pair.old.field, new: pair.new.field });
        }
    }
    derived::reordered_arguments(&rest, old, new).is_some()
}

/// Returns the rows of all tables, in the order of arguments.
pub(super) fn rows<'a>(operation: &'a Operation, root: &Node<'a>) -> Vec<RequestRow<'a>> {
    let mut rows = Vec::new();
    for Parameter { location, source, field } in &operation.parameters {
        let node = root.at(table_key(*location)).at(&field.wire);
        rows.push(RequestRow { location: *location, source: *source, field, node });
    }
    for field in operation.body_fields() {
        let node = root.at("body").at(&field.wire);
        rows.push(RequestRow { location: ParameterLocation::Body, source: Source::Request, field, node });
    }
    rows
}

fn in_table<'a>(rows: &[RequestRow<'a>], table: ParameterLocation) -> Vec<RequestRow<'a>> {
    rows.iter().filter(|row| row.location == table).cloned().collect()
}

/// Takes the rows that are now in another table out of both lists, and returns them.
fn moved<'a>(removed: &mut Vec<RequestRow<'a>>, added: &mut Vec<RequestRow<'a>>) -> Vec<RowPair<'a>> {
    let mut pairs = Vec::new();
    removed.retain(|old| {
        let Some(index) = added.iter().position(|new| new.field.wire == old.field.wire) else {
            return true;
        };
        pairs.push(RowPair { old: old.clone(), new: added.remove(index) });
        false
    });
    pairs
}

fn moved_kind(old: &RequestRow<'_>, new: &RequestRow<'_>) -> Option<Kind> {
    if old.location == new.location {
        return None;
    }
    Some(match scope(new) {
        Scope::Caller if old.location == ParameterLocation::Body || new.location == ParameterLocation::Body => {
            Kind::BodyParameterMoved
        }
        Scope::Caller => Kind::ParameterMoved,
        Scope::Credentials => Kind::CredentialRowChanged,
        _ => Kind::ClientParameterMoved,
    })
}

/// Returns the kind of a change of who sets the value.
fn source_kind(old: &RequestRow<'_>, new: &RequestRow<'_>) -> Option<Kind> {
    match (old.source, new.source) {
        (old, new) if old == new => None,
        (Source::Request, _) => Some(Kind::NowFromClient),
        (_, Source::Request) if new.field.mandatory => Some(Kind::NowRequiredFromCaller),
        (_, Source::Request) => Some(Kind::NowFromCaller),
        (Source::Client(_), Source::Client(_)) => Some(Kind::SettingChanged),
        (Source::Client(_), _) => Some(Kind::ClientParameterRemoved),
        (_, Source::Client(_)) => Some(Kind::ClientParameterAdded),
        _ => Some(Kind::CredentialRowChanged),
    }
}

fn scope(row: &RequestRow<'_>) -> Scope {
    match row.source {
        Source::Request => Scope::Caller,
        Source::Client(_) => Scope::Client,
        Source::Credentials => Scope::Credentials,
        Source::Reserved => Scope::Reserved,
    }
}

pub(super) fn subject(id: &str, row: &RequestRow<'_>) -> String {
    format!("{id}.{}.{}", table_key(row.location), row.field.wire)
}

pub(super) fn table_key(location: ParameterLocation) -> &'static str {
    match location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "headers",
        ParameterLocation::Body => "body",
    }
}
