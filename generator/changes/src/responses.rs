//! Compares successful responses.

use hss_generator::ir::{self, Field, Operation, ResponseContent};

use super::class::Classes;
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
        let at =
            NodePair::both(pair.old_root.at("response").at(old.status), pair.new_root.at("response").at(new.status));
        self.record_same_node(&at);
        if old.status != new.status {
            let (old, new) = (Some(old.status.to_string()), Some(new.status.to_string()));
            let (kind, subject) = (Kind::StatusChanged, format!("{}.response", pair.id));
            let found = FoundChange { kind, operation: Some(pair.id), subject, old, new, at: at.clone() };
            self.report_order(found, Classes::default());
        }
        if let Some(kind) = content_kind(&old.response, &new.response) {
            let subject = format!("{}.response", pair.id);
            self.report(FoundChange { kind, operation: Some(pair.id), subject, old: None, new: None, at: at.clone() });
        }
        let table =
            Table { operation: Some(pair.id), subject: format!("{}.response", pair.id), at, scope: Scope::Response };
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
        let old_names: Vec<&str> = old.iter().map(|field| field.wire_name.as_str()).collect();
        let new_names: Vec<&str> = new.iter().map(|field| field.wire_name.as_str()).collect();
        let pairing = Pairing::new(&old_names, &new_names, |from, to| match (old.get(from), new.get(to)) {
            (Some(old), Some(new)) => is_same(&self.renamed, &old.ty, &new.ty),
            _ => false,
        });
        if pairing.is_reordered() {
            let (kind, other) = table.scope.kinds(Fact::Reordered);
            let classes = other.map_or(Classes::default(), Kind::classes);
            let (subject, at) = (table.subject.clone(), table.at.clone());
            let found = FoundChange { kind, operation: table.operation, subject, old: None, new: None, at };
            self.report_order(found, classes);
        }
        for field in pairing.removed.iter().filter_map(|index| old.get(*index)) {
            let old = Some(notation(&field.ty));
            let at = NodePair { new: None, ..table.at.key(&field.wire_name) };
            self.report_table_fact(table, Fact::Removed, field, (old, None), at);
        }
        for field in pairing.added.iter().filter_map(|index| new.get(*index)) {
            let new = Some(notation(&field.ty));
            let at = NodePair { old: None, ..table.at.key(&field.wire_name) };
            self.report_table_fact(table, Fact::Added { required: field.mandatory }, field, (None, new), at);
        }
        for (from, to) in pairing.pairs {
            let (Some(old), Some(new)) = (old.get(from), new.get(to)) else { continue };
            let at = NodePair { old: table.at.key(&old.wire_name).old, new: table.at.key(&new.wire_name).new };
            self.record_same_node(&at);
            let subject = format!("{}.{}", table.subject, old.wire_name);
            let is_sampled = table.scope.is_in_responses() && is_sampled(new);
            self.compare_field(
                &Row { operation: table.operation, subject, at, scope: table.scope, is_sampled },
                old,
                new,
            );
        }
    }

    fn report_table_fact(
        &mut self,
        table: &Table<'a>,
        fact: Fact,
        field: &Field,
        (old, new): (Option<String>, Option<String>),
        at: NodePair<'a>,
    ) {
        let (kind, other) = table.scope.kinds(fact);
        let classes = other.map_or(Classes::default(), Kind::classes);
        let subject = format!("{}.{}", table.subject, field.wire_name);
        self.report_with(FoundChange { kind, operation: table.operation, subject, old, new, at }, classes);
    }
}

/// A table of fields that both descriptions have.
pub(super) struct Table<'a> {
    pub operation: Option<&'a str>,
    pub subject: String,
    pub at: NodePair<'a>,
    pub scope: Scope,
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
