//! Compares the parameters of an operation, including the fields of its body.

use hss_generator::ir::{Field, Origin, ParameterLocation};

use super::class::Classes;
use super::comparer::{DescriptionComparer, FoundChange, NodePair};
use super::derived::{self, ArgumentPair};
use super::field::Row;
use super::kind::Kind;
use super::operation::OperationPair;
use super::pairing::Pairing;
use super::request_rows::{RequestRow, RowPair, TABLES, rows, subject, table_key};
use super::scope::{Fact, Scope};
use super::types::{is_same, notation};

impl<'a> DescriptionComparer<'a> {
    /// Compares all tables of a request.
    pub(super) fn compare_parameters(&mut self, pair: &OperationPair<'a>) {
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
            self.report_removed_row(pair.id, row);
        }
        for row in &added {
            self.report_added_row(pair.id, row);
        }
        for rows in &pairs {
            self.compare_row(pair.id, rows);
        }
        self.compare_orders(pair, &pairs, &reordered);
        self.compare_flags(pair, &pairs);
    }

    fn pair_rows(&self, old: &[RequestRow<'_>], new: &[RequestRow<'_>]) -> Pairing {
        let old_names: Vec<&str> = old.iter().map(|row| row.field.wire_name.as_str()).collect();
        let new_names: Vec<&str> = new.iter().map(|row| row.field.wire_name.as_str()).collect();
        Pairing::new(&old_names, &new_names, |from, to| match (old.get(from), new.get(to)) {
            (Some(old), Some(new)) => is_same(&self.renamed, &old.field.ty, &new.field.ty) && old.origin == new.origin,
            _ => false,
        })
    }

    fn report_removed_row(&mut self, id: &'a str, row: &RequestRow<'a>) {
        let (kind, _) = scope(row).kinds(Fact::Removed);
        let old = Some(notation(&row.field.ty));
        let at = NodePair::old(row.node.clone());
        self.report(FoundChange { kind, operation: Some(id), subject: subject(id, row), old, new: None, at });
    }

    fn report_added_row(&mut self, id: &'a str, row: &RequestRow<'a>) {
        let (kind, _) = scope(row).kinds(Fact::Added { required: row.field.mandatory });
        let new = Some(notation(&row.field.ty));
        let at = NodePair::new(row.node.clone());
        self.report(FoundChange { kind, operation: Some(id), subject: subject(id, row), old: None, new, at });
    }

    fn compare_row(&mut self, id: &'a str, rows: &RowPair<'a>) {
        let RowPair { old, new } = rows;
        let at = NodePair::both(old.node.clone(), new.node.clone());
        self.record_same_node(&at);
        let subject = subject(id, old);
        if let Some(kind) = moved_kind(old, new) {
            let (from, to) = (table_key(old.location).to_owned(), table_key(new.location).to_owned());
            let (subject, at) = (subject.clone(), at.clone());
            self.report_order(
                FoundChange { kind, operation: Some(id), subject, old: Some(from), new: Some(to), at },
                Classes::default(),
            );
        }
        if let Some(kind) = source_kind(old, new) {
            let (subject, at) = (subject.clone(), at.key("mandatory"));
            self.report_order(
                FoundChange { kind, operation: Some(id), subject, old: None, new: None, at },
                Classes::default(),
            );
        }
        let is_required = old.field.mandatory && new.field.mandatory && old.origin == new.origin;
        if is_required && old.is_argument != new.is_argument {
            let (kind, subject, at) = (Kind::PagingArgumentChanged, subject.clone(), at.key("mandatory"));
            self.report_order(
                FoundChange { kind, operation: Some(id), subject, old: None, new: None, at },
                Classes::default(),
            );
        }
        let row = Row { operation: Some(id), subject, at, scope: scope(new), is_sampled: false };
        self.compare_field(&row, old.field, new.field);
    }

    /// Reports another order of arguments, and another order of other rows.
    fn compare_orders(&mut self, pair: &OperationPair<'a>, pairs: &[RowPair<'a>], tables: &[&str]) {
        let mut arguments = Vec::new();
        for RowPair { old, new } in pairs {
            if old.is_argument && new.is_argument {
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
            let found = FoundChange { kind, operation: Some(pair.id), subject, old, new, at: at.clone() };
            self.report_order(found, Classes::default());
        }
        for table in tables {
            let only_arguments = reordered.is_some() && !is_rest_reordered(pairs, table, &old_order, &new_order);
            if only_arguments {
                self.mark_order_explained(&at.key(table));
                continue;
            }
            let subject = format!("{}.{table}", pair.id);
            let (kind, _) = Scope::Caller.kinds(Fact::Reordered);
            let found =
                FoundChange { kind, operation: Some(pair.id), subject, old: None, new: None, at: at.key(table) };
            self.report_order(found, Classes::default());
        }
    }
}

/// Returns whether the rows of a table that are not arguments are in another order.
fn is_rest_reordered(pairs: &[RowPair<'_>], table: &str, old: &[&Field], new: &[&Field]) -> bool {
    let mut rest = Vec::new();
    for pair in pairs {
        let are_arguments = pair.old.is_argument && pair.new.is_argument;
        if !are_arguments && table_key(pair.new.location) == table && pair.old.location == pair.new.location {
            rest.push(ArgumentPair { old: pair.old.field, new: pair.new.field });
        }
    }
    derived::reordered(&rest, old, new).is_some()
}

fn in_table<'a>(rows: &[RequestRow<'a>], table: ParameterLocation) -> Vec<RequestRow<'a>> {
    rows.iter().filter(|row| row.location == table).cloned().collect()
}

/// Takes the rows that are now in another table out of both lists, and returns them.
fn moved<'a>(removed: &mut Vec<RequestRow<'a>>, added: &mut Vec<RequestRow<'a>>) -> Vec<RowPair<'a>> {
    let mut pairs = Vec::new();
    removed.retain(|old| {
        let Some(index) = added.iter().position(|new| new.field.wire_name == old.field.wire_name) else {
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
    match (old.origin, new.origin) {
        (old, new) if old == new => None,
        (Origin::Request, _) => Some(Kind::NowFromClient),
        (_, Origin::Request) if new.field.mandatory => Some(Kind::NowRequiredFromCaller),
        (_, Origin::Request) => Some(Kind::NowFromCaller),
        (Origin::Client(_), Origin::Client(_)) => Some(Kind::SettingChanged),
        (Origin::Client(_), _) => Some(Kind::ClientParameterRemoved),
        (_, Origin::Client(_)) => Some(Kind::ClientParameterAdded),
        _ => Some(Kind::CredentialRowChanged),
    }
}

fn scope(row: &RequestRow<'_>) -> Scope {
    match row.origin {
        Origin::Request => Scope::Caller,
        Origin::Client(_) => Scope::Client,
        Origin::Credentials => Scope::Credentials,
        Origin::Reserved => Scope::Reserved,
    }
}
