//! Compares objects. Their names do not depend on the operation file that defines them.

use std::collections::{HashMap, HashSet};

use hss_generator::RustName;
use hss_generator::description::Node;
use hss_generator::ir::{Enum, Object, Operation, Type};

use super::comparer::{DescriptionComparer, FoundChange, NodePair, Side};
use super::kind::Kind;
use super::pairing::Pairing;
use super::responses::Table;
use super::scope::Scope;
use super::types::has_integer;

/// An object or enum, with its place.
pub(super) struct Defined<'a, T> {
    pub name: &'a str,
    pub content: &'a T,
    /// Path of the file that defines it.
    pub file: &'a str,
    /// ID of the operation of that file.
    pub operation: &'a str,
    pub node: Node<'a>,
}

/// The kinds of changes of definitions: of objects or of enums.
pub(super) struct DefinitionKinds {
    pub added: Kind,
    pub removed: Kind,
    pub renamed: Kind,
    pub moved: Kind,
}

const OBJECT_KINDS: DefinitionKinds = DefinitionKinds {
    added: Kind::ObjectAdded,
    removed: Kind::ObjectRemoved,
    renamed: Kind::ObjectRenamed,
    moved: Kind::ObjectMoved,
};

impl<'a> DescriptionComparer<'a> {
    /// Finds renamed objects and enums: the new file has a similar definition at the same position.
    pub(super) fn find_renamed_types(&mut self) {
        for (old, new) in pair_objects(&objects(self.old), &objects(self.new)).pairs {
            self.renamed.insert(old.name, new.name);
        }
        for (old, new) in pair_enums(&enums(self.old), &enums(self.new)).pairs {
            self.renamed.insert(old.name, new.name);
        }
        self.renamed.retain(|old, new| old != new);
    }

    /// Compares objects and enums.
    pub(super) fn compare_definitions(&mut self) {
        let (old, new) = (objects(self.old), objects(self.new));
        let pairing = pair_objects(&old, &new);
        self.compare_defined(&pairing, &OBJECT_KINDS);
        for (old, new) in pairing.pairs {
            self.compare_object(old, new);
        }
        self.compare_enums();
    }

    /// Compares which definitions there are, and their order, names and files.
    pub(super) fn compare_defined<T>(&mut self, pairing: &Pairing<'_, Defined<'a, T>>, kinds: &DefinitionKinds) {
        let (old, new) = (self.old, self.new);
        let removed = pairing.removed.iter().map(|defined| (kinds.removed, defined, NodePair::old(&defined.node), new));
        let added = pairing.added.iter().map(|defined| (kinds.added, defined, NodePair::new(&defined.node), old));
        for (kind, defined, at, other) in removed.chain(added) {
            if other.has_operation(defined.operation) {
                self.report(FoundChange::new(kind, Some(defined.operation), defined.name, at));
            } else {
                self.mark_explained(&at);
            }
        }
        self.compare_definition_order(pairing);
        for (old, new) in &pairing.pairs {
            self.compare_defined_names(old, new, kinds);
        }
    }

    /// Reports definitions in another order than the others of their file, once for each operation.
    fn compare_definition_order<T>(&mut self, pairing: &Pairing<'_, Defined<'a, T>>) {
        let mut last_lines: HashMap<(&str, &str), usize> = HashMap::new();
        let mut reported = HashSet::new();
        for (old, new) in &pairing.pairs {
            let last_line = last_lines.entry((old.file, new.file)).or_default();
            let line = old.node.line();
            if line > *last_line {
                *last_line = line;
            } else if reported.insert(new.operation) {
                let at = NodePair::both(&old.node, &new.node);
                self.report_only(FoundChange::new(Kind::DefinitionsReordered, Some(new.operation), new.name, at));
            }
        }
    }

    /// Reports another name and another file of a definition.
    fn compare_defined_names<T>(&mut self, old: &Defined<'a, T>, new: &Defined<'a, T>, kinds: &DefinitionKinds) {
        let at = NodePair::both(&old.node, &new.node);
        self.record_same_node(&at);
        if old.name != new.name {
            let found = FoundChange::new(kinds.renamed, Some(new.operation), old.name, at.clone());
            self.report_only(found.facts(Some(old.name), Some(new.name)));
        }
        // The file is named after the operation, and a changed operation ID is reported anyway.
        if old.file != new.file && self.new.has_operation(old.operation) {
            let found = FoundChange::new(kinds.moved, Some(new.operation), old.name, at);
            self.report_only(found.facts(Some(old.file), Some(new.file)));
        }
    }

    fn compare_object(&mut self, old: &Defined<'a, Object>, new: &Defined<'a, Object>) {
        let Object { name: _, page_name, arguments: _, doc, in_requests: _, in_responses: _, fields } = old.content;
        let at = NodePair::both(&old.node, &new.node);
        for (key, old_text, new_text) in
            [("page_name", page_name, &new.content.page_name), ("doc", doc, &new.content.doc)]
        {
            // Without `page_name`, the help page uses the name of the object.
            let follows_name = key == "page_name" && old_text == old.name && new_text == new.name;
            if old_text != new_text && !follows_name {
                let subject = format!("{}.{key}", new.name);
                let found = FoundChange::new(Kind::ObjectDocumented, Some(new.operation), subject, at.key(key));
                self.report(found.facts(Some(old_text), Some(new_text)));
            }
        }
        self.compare_usage(old, new);
        let Object { in_requests, in_responses, .. } = new.content;
        let scope = Scope::Object { in_requests: *in_requests, in_responses: *in_responses };
        let (subject, at) = (new.name.to_owned(), at.key("fields"));
        let table = Table { operation: new.operation, subject, at, scope };
        self.compare_fields(&table, fields, &new.content.fields, |_| true);
        self.compare_constructor(old, new);
    }

    /// Reports that requests or responses now contain an object, or no longer do.
    fn compare_usage(&mut self, old: &Defined<'a, Object>, new: &Defined<'a, Object>) {
        let has_lists = new.content.fields.iter().any(|field| matches!(field.ty, Type::Array(..)));
        let has_integers = new.content.fields.iter().any(|field| has_integer(&field.ty));
        let requests = match (old.content.in_requests, new.content.in_requests) {
            (false, true) if has_lists => Some(Kind::ListObjectNowInRequests),
            (false, true) => Some(Kind::ObjectNowInRequests),
            (true, false) => Some(Kind::ObjectNotInRequests),
            _ => None,
        };
        let responses = match (old.content.in_responses, new.content.in_responses) {
            (false, true) if has_integers => Some(Kind::IntegerObjectNowInResponses),
            (false, true) => Some(Kind::ObjectNowInResponses),
            (true, false) if has_integers => Some(Kind::IntegerObjectNotInResponses),
            (true, false) => Some(Kind::ObjectNotInResponses),
            _ => None,
        };
        for kind in [requests, responses].into_iter().flatten() {
            let at = NodePair::both(&old.node, &new.node);
            self.report_only(FoundChange::new(kind, Some(new.operation), new.name, at));
        }
    }
}

impl<'a> Side<'a> {
    /// Returns the operations, each with the root of its file.
    pub(super) fn operations(self) -> Vec<(&'a Operation, Node<'a>)> {
        // Both lists are sorted by path.
        let roots = self.description.operations.iter().map(|document| document.root());
        self.service.operations.iter().zip(roots).collect()
    }

    pub(super) fn has_operation(self, id: &str) -> bool {
        self.service.operations.iter().any(|operation| operation.id == id)
    }
}

pub(super) fn objects(side: Side<'_>) -> Vec<Defined<'_, Object>> {
    defined(side, "objects", |operation| &operation.objects, |object| &object.name)
}

pub(super) fn enums(side: Side<'_>) -> Vec<Defined<'_, Enum>> {
    defined(side, "enums", |operation| &operation.enums, |r#enum| &r#enum.name)
}

/// Returns the definitions in a section of all operation files.
fn defined<'a, T>(
    side: Side<'a>,
    section: &str,
    list: fn(&'a Operation) -> &'a [T],
    name_of: fn(&'a T) -> &'a RustName,
) -> Vec<Defined<'a, T>> {
    let mut definitions = Vec::new();
    for (operation, root) in side.operations() {
        for content in list(operation) {
            let name = name_of(content).as_str();
            let node = root.at(section).at(name);
            definitions.push(Defined { name, content, file: &operation.file, operation: &operation.id, node });
        }
    }
    definitions
}

fn pair_objects<'l, 'a>(
    old: &'l [Defined<'a, Object>],
    new: &'l [Defined<'a, Object>],
) -> Pairing<'l, Defined<'a, Object>> {
    pair(old, new, |old, new| names(old).eq(names(new)))
}

fn names(object: &Object) -> impl Iterator<Item = &str> {
    object.fields.iter().map(|field| field.wire_name.as_str())
}

pub(super) fn pair_enums<'l, 'a>(
    old: &'l [Defined<'a, Enum>],
    new: &'l [Defined<'a, Enum>],
) -> Pairing<'l, Defined<'a, Enum>> {
    pair(old, new, |old, new| values(old).eq(values(new)))
}

fn values(r#enum: &Enum) -> impl Iterator<Item = &str> {
    r#enum.values.iter().map(|value| value.wire_value.as_str())
}

/// Pairs definitions by name, and then those at the same place of the same file that are similar.
fn pair<'l, 'a, T>(
    old: &'l [Defined<'a, T>],
    new: &'l [Defined<'a, T>],
    is_similar: impl Fn(&T, &T) -> bool,
) -> Pairing<'l, Defined<'a, T>> {
    let may_be_renamed =
        |old: &Defined<'a, T>, new: &Defined<'a, T>| old.file == new.file && is_similar(old.content, new.content);
    Pairing::new(old, new, |defined| defined.name, may_be_renamed)
}
