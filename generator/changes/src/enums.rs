//! Compares enums and their values.

use hss_generator::ir::{Enum, Field, Value};

use super::comparer::{DescriptionComparer, FoundChange, NodePair, Side};
use super::definitions::{Defined, DefinitionKinds, enums, pair_enums};
use super::kind::Kind;
use super::pairing::{Pairing, change_of};
use super::types::has_enum;

const ENUM_KINDS: DefinitionKinds = DefinitionKinds {
    added: Kind::EnumAdded,
    removed: Kind::EnumRemoved,
    renamed: Kind::EnumRenamed,
    moved: Kind::EnumMoved,
};

impl<'a> DescriptionComparer<'a> {
    pub(super) fn compare_enums(&mut self) {
        let (old, new) = (enums(self.old), enums(self.new));
        let pairing = pair_enums(&old, &new);
        self.compare_defined(&pairing, &ENUM_KINDS);
        for (old, new) in pairing.pairs {
            self.compare_enum(old, new);
        }
    }

    fn compare_enum(&mut self, old: &Defined<'a, Enum>, new: &Defined<'a, Enum>) {
        let Enum { name: _, is_integer, doc, values } = old.content;
        let at = NodePair::both(&old.node, &new.node);
        let operation = Some(new.operation);
        if *doc != new.content.doc {
            let found = FoundChange::new(Kind::EnumDocumented, operation, format!("{}.doc", new.name), at.key("doc"));
            self.report(found.facts(Some(doc), Some(&new.content.doc)));
        }
        if *is_integer != new.content.is_integer {
            let found = FoundChange::new(Kind::EnumTypeChanged, operation, new.name, at.key("type"));
            self.report(found.facts(Some(type_name(*is_integer)), Some(type_name(new.content.is_integer))));
        }
        let at = at.key("values");
        let pairing = Pairing::new(values, &new.content.values, |value| &value.wire_value, |_, _| true);
        if pairing.is_reordered {
            self.report_only(FoundChange::new(Kind::ValuesReordered, operation, new.name, at.clone()));
        }
        let subject = |value: &Value| format!("{}.{}", new.name, value.wire_value);
        let kind = if self.old.has_in_responses(old.name) { Kind::ValueRemoved } else { Kind::RequestValueRemoved };
        for value in pairing.removed {
            self.report(FoundChange::new(kind, operation, subject(value), at.keys(Some(&value.wire_value), None)));
        }
        let kind = if self.new.has_in_responses(new.name) { Kind::ValueAdded } else { Kind::RequestValueAdded };
        for value in pairing.added {
            self.report(FoundChange::new(kind, operation, subject(value), at.keys(None, Some(&value.wire_value))));
        }
        for (old, value) in pairing.pairs {
            let at = at.keys(Some(&old.wire_value), Some(&value.wire_value));
            self.record_same_node(&at);
            self.compare_value(new, old, value, &at);
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
        let change = |kind, key| FoundChange::new(kind, operation, subject.clone(), at.key(key));
        if let Some((kind, old_name, new_name)) = names {
            self.report(change(kind, "rust_name").facts(Some(old_name), Some(new_name)));
        }
        if *deprecated != new.deprecated {
            let (old, new) = (deprecated.as_ref(), new.deprecated.as_ref());
            let kinds = [Kind::ValueDeprecated, Kind::ValueUndeprecated, Kind::DeprecationReworded];
            self.report(change(change_of(old, new, kinds), "deprecated").facts(old, new));
        }
        if *doc != new.doc {
            self.report(change(Kind::ValueDocumented, "doc").facts(Some(doc), Some(&new.doc)));
        }
        if *old_page_says != new.page_says {
            self.report(change(Kind::PageSaysChanged, "page_says"));
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

fn type_name(is_integer: bool) -> &'static str {
    if is_integer { "Integer" } else { "String" }
}
