//! Compares successful responses.

use hss_generator::ir::{self, Field, Operation, ResponseContent};

use super::comparer::{DescriptionComparer, FoundChange, NodePair};
use super::field::Row;
use super::kind::Kind;
use super::operation::OperationPair;
use super::pairing::Pairing;
use super::scope::{Fact, Scope};
use super::types::{is_same, notation};

impl<'a> DescriptionComparer<'a> {
    /// Compares the status and the fields of a response.
    pub(super) fn compare_response(&mut self, pair: &OperationPair<'a>) {
        let (old, new) = (pair.old, pair.new);
        let at = pair.at("response").keys(Some(&old.status.to_string()), Some(&new.status.to_string()));
        self.record_same_node(&at);
        if old.status != new.status {
            let found = pair.change_at(Kind::StatusChanged, "response", at.clone());
            self.report_only(found.facts(Some(old.status), Some(new.status)));
        }
        if let Some(kind) = content_kind(&old.response, &new.response) {
            self.report(pair.change_at(kind, "response", at.clone()));
        }
        let subject = format!("{}.response", pair.id);
        let table = Table { operation: pair.id, subject, at, scope: Scope::Response };
        self.compare_fields(&table, old.response.fields(), new.response.fields(), |field| is_sampled(new, field));
    }

    /// Compares the rows of a response or of an object.
    pub(super) fn compare_fields(
        &mut self,
        table: &Table<'a>,
        old: &'a [Field],
        new: &'a [Field],
        is_sampled: impl Fn(&Field) -> bool,
    ) {
        let pairing =
            Pairing::new(old, new, |field| &field.wire_name, |old, new| is_same(&self.renamed, &old.ty, &new.ty));
        if pairing.is_reordered {
            self.report_only(table.change(Fact::REORDERED, table.subject.clone(), table.at.clone()));
        }
        for field in pairing.removed {
            let at = table.at.keys(Some(&field.wire_name), None);
            let found = table.change(Fact::REMOVED, table.subject_of(field), at);
            self.report(found.facts(Some(notation(&field.ty)), None));
        }
        for field in pairing.added {
            let at = table.at.keys(None, Some(&field.wire_name));
            let found = table.change(Fact::added(field.mandatory), table.subject_of(field), at);
            self.report(found.facts(None, Some(notation(&field.ty))));
        }
        for (old, new) in pairing.pairs {
            let at = table.at.keys(Some(&old.wire_name), Some(&new.wire_name));
            self.record_same_node(&at);
            let subject = table.subject_of(old);
            let is_sampled = table.scope.is_in_responses() && is_sampled(new);
            let row = Row { operation: table.operation, subject, at, scope: table.scope, is_sampled };
            self.compare_field(&row, old, new);
        }
    }
}

/// A table of fields that both descriptions have.
pub(super) struct Table<'a> {
    pub operation: &'a str,
    pub subject: String,
    pub at: NodePair<'a>,
    pub scope: Scope,
}

impl<'a> Table<'a> {
    fn change(&self, fact: Fact, subject: String, at: NodePair<'a>) -> FoundChange<'a> {
        let (kind, other) = self.scope.kinds(fact);
        FoundChange::new(kind, Some(self.operation), subject, at).at_least(other)
    }

    fn subject_of(&self, field: &Field) -> String {
        format!("{}.{}", self.subject, field.wire_name)
    }
}

/// Returns the kind of a change of what a response is.
fn content_kind(old: &ResponseContent, new: &ResponseContent) -> Option<Kind> {
    match (old, new) {
        (ResponseContent::File, ResponseContent::File) => None,
        (ResponseContent::Fields(_), ResponseContent::File) => Some(Kind::ResponseBecameFile),
        (ResponseContent::File, ResponseContent::Fields(_)) => Some(Kind::FileBecameResponse),
        (ResponseContent::Fields(old), ResponseContent::Fields(new)) => match (old.is_empty(), new.is_empty()) {
            (true, false) => Some(Kind::ResponseBodyAdded),
            (false, true) => Some(Kind::ResponseBodyRemoved),
            (false, false) if ir::whole_body(old).is_some() != ir::whole_body(new).is_some() => {
                Some(Kind::ResponseFormChanged)
            }
            _ => None,
        },
    }
}

/// Returns whether the mock server generates the value of a response's field.
fn is_sampled(operation: &Operation, field: &Field) -> bool {
    match &operation.pagination {
        Some(pagination) => pagination.items == field.wire_name,
        None => operation.examples.iter().all(|example| example.response.is_none()),
    }
}
