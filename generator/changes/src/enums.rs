//! Compares enums and their values.

use hss_generator::ir::{Enum, PageSays, Value};

use super::comparer::{Comparer, Finding, NodePair};
use super::definitions::{Defined, Definitions};
use super::field::page_says;
use super::pairing::Pairing;
use super::{Classes, Kind};

impl<'a> Comparer<'a> {
    pub(super) fn enums(&mut self) {
        let Definitions { pairs, removed, added, reordered } = self.enum_definitions();
        for at in &reordered {
            self.mark_order_explained(at);
        }
        for r#enum in removed {
            if self.new.has_operation(r#enum.operation) {
                self.definition(Kind::EnumRemoved, &r#enum, NodePair::old(r#enum.node.clone()));
            } else {
                self.mark_explained(&NodePair::old(r#enum.node));
            }
        }
        for r#enum in added {
            if self.old.has_operation(r#enum.operation) {
                self.definition(Kind::EnumAdded, &r#enum, NodePair::new(r#enum.node.clone()));
            } else {
                self.mark_explained(&NodePair::new(r#enum.node));
            }
        }
        self.definition_order(&pairs);
        for (old, new) in pairs {
            self.defined_names((&old, &new), Kind::EnumRenamed, Kind::EnumMoved);
            self.r#enum(&old, &new);
        }
    }

    fn r#enum(&mut self, old: &Defined<'a, Enum>, new: &Defined<'a, Enum>) {
        let Enum { name: _, is_integer, doc, values } = old.content;
        let at = NodePair::both(old.node.clone(), new.node.clone());
        let operation = Some(new.operation);
        if *doc != new.content.doc {
            let (kind, subject) = (Kind::EnumDocumented, format!("{}.doc", new.name));
            let (old, new) = (Some(doc.clone()), Some(new.content.doc.clone()));
            self.report(Finding { kind, operation, subject, old, new, at: at.key("doc") });
        }
        if *is_integer != new.content.is_integer {
            let (kind, subject) = (Kind::EnumTypeChanged, new.name.to_owned());
            let (old, new) = (Some(type_name(*is_integer)), Some(type_name(new.content.is_integer)));
            self.report(Finding { kind, operation, subject, old, new, at: at.key("type") });
        }
        let at = at.key("values");
        let new_values = &new.content.values;
        let old_names: Vec<&str> = values.iter().map(|value| value.wire.as_str()).collect();
        let new_names: Vec<&str> = new_values.iter().map(|value| value.wire.as_str()).collect();
        let pairing = Pairing::new(&old_names, &new_names, |_, _| true);
        if pairing.is_reordered() {
            let (kind, subject) = (Kind::ValuesReordered, new.name.to_owned());
            let finding = Finding { kind, operation, subject, old: None, new: None, at: at.clone() };
            self.report_order(finding, Classes::default());
        }
        for value in pairing.removed.iter().filter_map(|index| values.get(*index)) {
            let at = NodePair { new: None, ..at.key(&value.wire) };
            let (kind, subject) = (Kind::ValueRemoved, format!("{}.{}", new.name, value.wire));
            self.report(Finding { kind, operation, subject, old: None, new: None, at });
        }
        for value in pairing.added.iter().filter_map(|index| new_values.get(*index)) {
            let at = NodePair { old: None, ..at.key(&value.wire) };
            let (kind, subject) = (Kind::ValueAdded, format!("{}.{}", new.name, value.wire));
            self.report(Finding { kind, operation, subject, old: None, new: None, at });
        }
        for (from, to) in pairing.pairs {
            if let (Some(old), Some(value)) = (values.get(from), new_values.get(to)) {
                let at = NodePair { old: at.key(&old.wire).old, new: at.key(&value.wire).new };
                self.same_node(&at);
                self.value(new, old, value, &at);
            }
        }
    }

    fn value(&mut self, r#enum: &Defined<'a, Enum>, old: &'a Value, new: &'a Value, at: &NodePair<'a>) {
        let Value { wire, rust, doc, deprecated, page_says: old_page_says } = old;
        let operation = Some(r#enum.operation);
        let subject = format!("{}.{wire}", r#enum.name);
        let names = match (*wire == new.wire, *rust == new.rust) {
            (true, true) => None,
            (false, false) => Some((Kind::ValueRenamed, wire.as_str(), new.wire.as_str())),
            (false, true) => Some((Kind::ValueWireChanged, wire.as_str(), new.wire.as_str())),
            (true, false) => Some((Kind::ValueRustNameChanged, rust.as_str(), new.rust.as_str())),
        };
        let differs = |old: &[PageSays], new: &[PageSays]| page_says(old) != page_says(new);
        if names.is_some() || *deprecated != new.deprecated || differs(old_page_says, &new.page_says) {
            // A value with these keys is a map, so its meaning can move to another line.
            self.mark_order_explained(at);
        }
        if let Some((kind, old_name, new_name)) = names {
            let (old, new) = (Some(old_name.to_owned()), Some(new_name.to_owned()));
            let (subject, at) = (subject.clone(), at.key("rust_name"));
            self.report(Finding { kind, operation, subject, old, new, at });
        }
        let deprecation = match (deprecated, &new.deprecated) {
            (None, _) => Kind::ValueDeprecated,
            (_, None) => Kind::ValueUndeprecated,
            _ => Kind::DeprecationReworded,
        };
        if *deprecated != new.deprecated {
            let (old, new) = (deprecated.clone(), new.deprecated.clone());
            let (subject, at) = (subject.clone(), at.key("deprecated"));
            self.report(Finding { kind: deprecation, operation, subject, old, new, at });
        }
        let kind = Kind::ValueDocumented;
        if *doc != new.doc {
            let (old, new) = (Some(doc.clone()), Some(new.doc.clone()));
            self.report(Finding { kind, operation, subject: subject.clone(), old, new, at: at.key("doc") });
        }
        if differs(old_page_says, &new.page_says) {
            let at = at.key("page_says");
            self.report(Finding { kind, operation, subject, old: None, new: None, at });
        }
    }
}

fn type_name(is_integer: bool) -> String {
    if is_integer { "Integer".to_owned() } else { "String".to_owned() }
}
