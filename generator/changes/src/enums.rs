//! Compares enums and their values.

use hss_generator::ir::{Enum, Field, PageSays, Value};

use super::class::Classes;
use super::comparer::{DescriptionComparer, FoundChange, NodePair, Side};
use super::definitions::{Defined, Definitions};
use super::field::page_says;
use super::kind::Kind;
use super::pairing::Pairing;
use super::types::has_enum;

impl<'a> DescriptionComparer<'a> {
    pub(super) fn compare_enums(&mut self) {
        let Definitions { pairs, removed, added, reordered } = self.enum_definitions();
        for at in &reordered {
            self.mark_order_explained(at);
        }
        for r#enum in removed {
            if self.new.has_operation(r#enum.operation) {
                self.report_definition(Kind::EnumRemoved, &r#enum, NodePair::old(r#enum.node.clone()));
            } else {
                self.mark_explained(&NodePair::old(r#enum.node));
            }
        }
        for r#enum in added {
            if self.old.has_operation(r#enum.operation) {
                self.report_definition(Kind::EnumAdded, &r#enum, NodePair::new(r#enum.node.clone()));
            } else {
                self.mark_explained(&NodePair::new(r#enum.node));
            }
        }
        self.compare_definition_order(&pairs);
        for (old, new) in pairs {
            self.compare_defined_names((&old, &new), Kind::EnumRenamed, Kind::EnumMoved);
            self.compare_enum(&old, &new);
        }
    }

    fn compare_enum(&mut self, old: &Defined<'a, Enum>, new: &Defined<'a, Enum>) {
        let Enum { name: _, is_integer, doc, values } = old.content;
        let at = NodePair::both(old.node.clone(), new.node.clone());
        let operation = Some(new.operation);
        if *doc != new.content.doc {
            let (kind, subject) = (Kind::EnumDocumented, format!("{}.doc", new.name));
            let (old, new) = (Some(doc.clone()), Some(new.content.doc.clone()));
            self.report(FoundChange { kind, operation, subject, old, new, at: at.key("doc") });
        }
        if *is_integer != new.content.is_integer {
            let (kind, subject) = (Kind::EnumTypeChanged, new.name.to_owned());
            let (old, new) = (Some(type_name(*is_integer)), Some(type_name(new.content.is_integer)));
            self.report(FoundChange { kind, operation, subject, old, new, at: at.key("type") });
        }
        let at = at.key("values");
        let new_values = &new.content.values;
        let old_names: Vec<&str> = values.iter().map(|value| value.wire_value.as_str()).collect();
        let new_names: Vec<&str> = new_values.iter().map(|value| value.wire_value.as_str()).collect();
        let pairing = Pairing::new(&old_names, &new_names, |_, _| true);
        if pairing.is_reordered() {
            let (kind, subject) = (Kind::ValuesReordered, new.name.to_owned());
            let found = FoundChange { kind, operation, subject, old: None, new: None, at: at.clone() };
            self.report_order(found, Classes::default());
        }
        for value in pairing.removed.iter().filter_map(|index| values.get(*index)) {
            let at = NodePair { new: None, ..at.key(&value.wire_value) };
            let kind = if self.old.has_in_responses(old.name) { Kind::ValueRemoved } else { Kind::RequestValueRemoved };
            let subject = format!("{}.{}", new.name, value.wire_value);
            self.report(FoundChange { kind, operation, subject, old: None, new: None, at });
        }
        for value in pairing.added.iter().filter_map(|index| new_values.get(*index)) {
            let at = NodePair { old: None, ..at.key(&value.wire_value) };
            let kind = if self.new.has_in_responses(new.name) { Kind::ValueAdded } else { Kind::RequestValueAdded };
            let subject = format!("{}.{}", new.name, value.wire_value);
            self.report(FoundChange { kind, operation, subject, old: None, new: None, at });
        }
        for (from, to) in pairing.pairs {
            if let (Some(old), Some(value)) = (values.get(from), new_values.get(to)) {
                let at = NodePair { old: at.key(&old.wire_value).old, new: at.key(&value.wire_value).new };
                self.record_same_node(&at);
                self.compare_value(new, old, value, &at);
            }
        }
    }

    fn compare_value(&mut self, r#enum: &Defined<'a, Enum>, old: &'a Value, new: &'a Value, at: &NodePair<'a>) {
        let Value { wire_value, variant, doc, deprecated, page_says: old_page_says } = old;
        let operation = Some(r#enum.operation);
        let subject = format!("{}.{wire_value}", r#enum.name);
        let names = match (*wire_value == new.wire_value, *variant == new.variant) {
            (true, true) => None,
            (false, false) => Some((Kind::ValueRenamed, wire_value.as_str(), new.wire_value.as_str())),
            (false, true) => Some((Kind::ValueWireChanged, wire_value.as_str(), new.wire_value.as_str())),
            (true, false) => Some((Kind::ValueRustNameChanged, variant.as_str(), new.variant.as_str())),
        };
        let differs = |old: &[PageSays], new: &[PageSays]| page_says(old) != page_says(new);
        if names.is_some() || *deprecated != new.deprecated || differs(old_page_says, &new.page_says) {
            // A value with these keys is a map, so its meaning can move to another line.
            self.mark_order_explained(at);
        }
        if let Some((kind, old_name, new_name)) = names {
            let (old, new) = (Some(old_name.to_owned()), Some(new_name.to_owned()));
            let (subject, at) = (subject.clone(), at.key("rust_name"));
            self.report(FoundChange { kind, operation, subject, old, new, at });
        }
        let deprecation = match (deprecated, &new.deprecated) {
            (None, _) => Kind::ValueDeprecated,
            (_, None) => Kind::ValueUndeprecated,
            _ => Kind::DeprecationReworded,
        };
        if *deprecated != new.deprecated {
            let (old, new) = (deprecated.clone(), new.deprecated.clone());
            let (subject, at) = (subject.clone(), at.key("deprecated"));
            self.report(FoundChange { kind: deprecation, operation, subject, old, new, at });
        }
        if *doc != new.doc {
            let kind = Kind::ValueDocumented;
            let (old, new) = (Some(doc.clone()), Some(new.doc.clone()));
            self.report(FoundChange { kind, operation, subject: subject.clone(), old, new, at: at.key("doc") });
        }
        if differs(old_page_says, &new.page_says) {
            let (kind, at) = (Kind::PageSaysChanged, at.key("page_says"));
            self.report(FoundChange { kind, operation, subject, old: None, new: None, at });
        }
    }
}

impl Side<'_> {
    /// Returns whether responses contain an enum.
    fn has_in_responses(self, name: &str) -> bool {
        let contain = |fields: &[Field]| fields.iter().any(|field| has_enum(&field.ty, name));
        self.service.operations.iter().any(|operation| {
            let mut objects = operation.objects.iter().filter(|object| object.in_responses);
            contain(operation.response.fields()) || objects.any(|object| contain(&object.fields))
        })
    }
}

fn type_name(is_integer: bool) -> String {
    if is_integer { "Integer".to_owned() } else { "String".to_owned() }
}
