//! Compares the parameters of an operation, including the fields of its body.

use hss_generator::ir::{Origin, ParameterLocation};

use super::comparer::{DescriptionComparer, FoundChange, NodePair};
use super::derived::{self, Orders, Place};
use super::field::Row;
use super::kind::Kind;
use super::operation::OperationPair;
use super::pairing::{Pairing, take_pairs};
use super::request_rows::{RequestRow, rows, subject};
use super::scope::{Fact, Scope};
use super::types::{is_same, notation};

impl<'a> DescriptionComparer<'a> {
    /// Compares all tables of a request.
    pub(super) fn compare_parameters(&mut self, pair: &OperationPair<'a>) {
        let old_rows = rows(pair.old, &pair.old_root);
        let new_rows = rows(pair.new, &pair.new_root);
        let (mut pairs, mut removed, mut added) = (Vec::new(), Vec::new(), Vec::new());
        let mut reordered = Vec::new();
        for location in ParameterLocation::ALL {
            let old: Vec<_> = old_rows.iter().filter(|row| row.location == location).collect();
            let new: Vec<_> = new_rows.iter().filter(|row| row.location == location).collect();
            let may_be_renamed = |old: &&RequestRow<'a>, new: &&RequestRow<'a>| {
                is_same(&self.renamed, &old.field.ty, &new.field.ty) && old.origin == new.origin
            };
            let pairing = Pairing::new(&old, &new, |row| &row.field.wire_name, may_be_renamed);
            if pairing.is_reordered {
                reordered.push(location);
            }
            removed.extend(pairing.removed.into_iter().copied());
            added.extend(pairing.added.into_iter().copied());
            pairs.extend(pairing.pairs.into_iter().map(|(old, new)| (*old, *new)));
        }
        // A row that is now in another table keeps its name.
        let is_moved = |old: &&RequestRow<'_>, new: &&RequestRow<'_>| old.field.wire_name == new.field.wire_name;
        pairs.extend(take_pairs(&mut removed, &mut added, is_moved));
        for row in removed {
            let (kind, _) = scope(row).kinds(Fact::REMOVED);
            let found = FoundChange::new(kind, Some(pair.id), subject(pair.id, row), NodePair::old(&row.node));
            self.report(found.facts(Some(notation(&row.field.ty)), None));
        }
        for row in added {
            let (kind, _) = scope(row).kinds(Fact::added(row.field.mandatory));
            let found = FoundChange::new(kind, Some(pair.id), subject(pair.id, row), NodePair::new(&row.node));
            self.report(found.facts(None, Some(notation(&row.field.ty))));
        }
        for (old, new) in &pairs {
            self.compare_row(pair.id, old, new);
            self.compare_flag_of(pair.id, old, new);
        }
        self.compare_orders(pair, &pairs, &reordered);
    }

    fn compare_row(&mut self, id: &'a str, old: &RequestRow<'a>, new: &RequestRow<'a>) {
        let at = NodePair::both(&old.node, &new.node);
        self.record_same_node(&at);
        let subject = subject(id, old);
        if let Some(kind) = moved_kind(old, new) {
            let found = FoundChange::new(kind, Some(id), subject.clone(), at.clone());
            self.report_only(found.facts(Some(old.location.section()), Some(new.location.section())));
        }
        if let Some(kind) = source_kind(old, new) {
            self.report_only(FoundChange::new(kind, Some(id), subject.clone(), at.key("mandatory")));
        }
        let is_required = old.field.mandatory && new.field.mandatory && old.origin == new.origin;
        if is_required && old.field.is_argument != new.field.is_argument {
            let kind = Kind::PagingArgumentChanged;
            self.report_only(FoundChange::new(kind, Some(id), subject.clone(), at.key("mandatory")));
        }
        let row = Row { operation: id, subject, at, scope: scope(new), is_sampled: false };
        self.compare_field(&row, old.field, new.field);
    }

    /// Reports another order of arguments, and another order of other rows.
    fn compare_orders(&mut self, pair: &OperationPair<'a>, pairs: &[RowPair<'_, 'a>], reordered: &[ParameterLocation]) {
        let are_arguments = |(old, new): &&RowPair<'_, '_>| old.field.is_argument && new.field.is_argument;
        let arguments = derived::reordered_arguments(pairs.iter().filter(are_arguments).map(place).collect());
        let has_other_arguments = arguments.is_some();
        if let Some(Orders { old, new }) = arguments {
            let at = NodePair::both(&pair.old_root, &pair.new_root);
            let found = pair.change_at(Kind::ArgumentsReordered, "arguments", at);
            self.report_only(found.facts(Some(old), Some(new)));
        }
        for location in reordered {
            let key = location.section();
            let is_other = |pair: &&RowPair<'_, '_>| {
                let (old, new) = pair;
                !are_arguments(pair) && old.location == *location && new.location == *location
            };
            let others = derived::reordered(pairs.iter().filter(is_other).map(place).collect());
            if !has_other_arguments || others.is_some() {
                let (kind, _) = Scope::Caller.kinds(Fact::REORDERED);
                self.report_only(pair.change(kind, key));
            }
        }
    }
}

/// A row that both operations have.
type RowPair<'r, 'a> = (&'r RequestRow<'a>, &'r RequestRow<'a>);

fn place<'a>((old, new): &RowPair<'_, 'a>) -> Place<'a> {
    Place { old: (old.position, &old.field.wire_name), new: (new.position, &new.field.wire_name) }
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
