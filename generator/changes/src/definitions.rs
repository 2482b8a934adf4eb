//! Compares objects. Their names do not depend on the operation file that defines them.

use std::collections::{HashMap, HashSet};

use hss_generator::description::Node;
use hss_generator::ir::{Enum, Field, Object, Type};

use super::class::Classes;
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

/// The objects or enums of both descriptions that belong together.
pub(super) struct Definitions<'a, T> {
    pub pairs: Vec<(Defined<'a, T>, Defined<'a, T>)>,
    pub removed: Vec<Defined<'a, T>>,
    pub added: Vec<Defined<'a, T>>,
    /// Pairs of nodes of lists whose entries are in another order.
    pub reordered: Vec<NodePair<'a>>,
}

impl<'a> DescriptionComparer<'a> {
    /// Finds renamed objects and enums: the new file has a similar definition at the same position.
    pub(super) fn find_renamed_types(&mut self) {
        let mut renamed = Vec::new();
        for (old, new) in &self.object_definitions().pairs {
            renamed.push((old.name, new.name));
        }
        for (old, new) in &self.enum_definitions().pairs {
            renamed.push((old.name, new.name));
        }
        self.renamed = renamed.into_iter().filter(|(old, new)| old != new).collect();
    }

    fn object_definitions(&self) -> Definitions<'a, Object> {
        let (old, new) = (objects(self.old), objects(self.new));
        pair(old, new, |old, new| names(&old.fields) == names(&new.fields))
    }

    pub(super) fn enum_definitions(&self) -> Definitions<'a, Enum> {
        let (old, new) = (enums(self.old), enums(self.new));
        pair(old, new, |old, new| {
            old.values.iter().map(|value| &value.wire_value).eq(new.values.iter().map(|value| &value.wire_value))
        })
    }

    /// Compares objects and enums.
    pub(super) fn compare_definitions(&mut self) {
        let Definitions { pairs, removed, added, reordered } = self.object_definitions();
        for at in &reordered {
            self.mark_order_explained(at);
        }
        for object in removed {
            if self.new.has_operation(object.operation) {
                self.report_definition(Kind::ObjectRemoved, &object, NodePair::old(object.node.clone()));
            } else {
                self.mark_explained(&NodePair::old(object.node));
            }
        }
        for object in added {
            if self.old.has_operation(object.operation) {
                self.report_definition(Kind::ObjectAdded, &object, NodePair::new(object.node.clone()));
            } else {
                self.mark_explained(&NodePair::new(object.node));
            }
        }
        self.compare_definition_order(&pairs);
        for (old, new) in pairs {
            self.compare_defined_names((&old, &new), Kind::ObjectRenamed, Kind::ObjectMoved);
            self.compare_object(&old, &new);
        }
        self.compare_enums();
    }

    /// Reports definitions in another order than the others of their file, once for each operation.
    pub(super) fn compare_definition_order<T>(&mut self, pairs: &[(Defined<'a, T>, Defined<'a, T>)]) {
        let mut last_lines: HashMap<(&str, &str), usize> = HashMap::new();
        let mut reported = HashSet::new();
        for (old, new) in pairs {
            let last_line = last_lines.entry((old.file, new.file)).or_default();
            let line = old.node.line();
            if line > *last_line {
                *last_line = line;
            } else if reported.insert(new.operation) {
                let at = NodePair::both(old.node.clone(), new.node.clone());
                let (kind, subject) = (Kind::DefinitionsReordered, new.name.to_owned());
                let found = FoundChange { kind, operation: Some(new.operation), subject, old: None, new: None, at };
                self.report_order(found, Classes::default());
            }
        }
    }

    pub(super) fn report_definition<T>(&mut self, kind: Kind, defined: &Defined<'a, T>, at: NodePair<'a>) {
        let (operation, subject) = (Some(defined.operation), defined.name.to_owned());
        self.report(FoundChange { kind, operation, subject, old: None, new: None, at });
    }

    /// Reports another name and another file of a definition.
    pub(super) fn compare_defined_names<T>(
        &mut self,
        (old, new): (&Defined<'a, T>, &Defined<'a, T>),
        renamed: Kind,
        moved: Kind,
    ) {
        let at = NodePair::both(old.node.clone(), new.node.clone());
        self.record_same_node(&at);
        let facts = [(renamed, old.name, new.name), (moved, old.file, new.file)];
        for (kind, old_fact, new_fact) in facts {
            // The file is named after the operation, whose changed ID is reported.
            if old_fact == new_fact || kind == moved && !self.new.has_operation(old.operation) {
                continue;
            }
            let (subject, operation) = (old.name.to_owned(), Some(new.operation));
            let (old, new) = (Some(old_fact.to_owned()), Some(new_fact.to_owned()));
            let found = FoundChange { kind, operation, subject, old, new, at: at.clone() };
            self.report_order(found, Classes::default());
        }
    }

    fn compare_object(&mut self, old: &Defined<'a, Object>, new: &Defined<'a, Object>) {
        let Object { name: _, page_name, doc, in_requests: _, in_responses: _, fields } = old.content;
        let at = NodePair::both(old.node.clone(), new.node.clone());
        for (key, old_text, new_text) in
            [("page_name", page_name, &new.content.page_name), ("doc", doc, &new.content.doc)]
        {
            // Without `page_name`, the help page uses the name of the object.
            let follows_name = key == "page_name" && old_text == old.name && new_text == new.name;
            if old_text != new_text && !follows_name {
                let (kind, subject) = (Kind::ObjectDocumented, format!("{}.{key}", new.name));
                let (old, new_text) = (Some(old_text.clone()), Some(new_text.clone()));
                let operation = Some(new.operation);
                self.report(FoundChange { kind, operation, subject, old, new: new_text, at: at.key(key) });
            }
        }
        self.compare_usage(old, new);
        let Object { in_requests, in_responses, .. } = new.content;
        let scope = Scope::Object { in_requests: *in_requests, in_responses: *in_responses };
        let (subject, at) = (new.name.to_owned(), at.key("fields"));
        let table = Table { operation: Some(new.operation), subject, at, scope };
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
            let at = NodePair::both(old.node.clone(), new.node.clone());
            let (operation, subject) = (Some(new.operation), new.name.to_owned());
            let found = FoundChange { kind, operation, subject, old: None, new: None, at };
            self.report_order(found, Classes::default());
        }
    }
}

impl<'a> Side<'a> {
    /// Returns the root of an operation's file.
    pub(super) fn operation_root(self, index: usize) -> Option<Node<'a>> {
        // Both lists are sorted by path.
        Some(self.description.operations.get(index)?.root())
    }

    pub(super) fn has_operation(self, id: &str) -> bool {
        self.service.operations.iter().any(|operation| operation.id == id)
    }
}

fn objects(side: Side<'_>) -> Vec<Defined<'_, Object>> {
    let mut objects = Vec::new();
    for (index, operation) in side.service.operations.iter().enumerate() {
        let Some(root) = side.operation_root(index) else { continue };
        for object in &operation.objects {
            let name = object.name.as_str();
            let node = root.at("objects").at(name);
            objects.push(Defined { name, content: object, file: &operation.file, operation: &operation.id, node });
        }
    }
    objects
}

fn enums(side: Side<'_>) -> Vec<Defined<'_, Enum>> {
    let mut enums = Vec::new();
    for (index, operation) in side.service.operations.iter().enumerate() {
        let Some(root) = side.operation_root(index) else { continue };
        for r#enum in &operation.enums {
            let name = r#enum.name.as_str();
            let node = root.at("enums").at(name);
            enums.push(Defined { name, content: r#enum, file: &operation.file, operation: &operation.id, node });
        }
    }
    enums
}

fn names(fields: &[Field]) -> Vec<&str> {
    fields.iter().map(|field| field.wire_name.as_str()).collect()
}

/// Pairs definitions by name, and then those at the same place of the same file that are similar.
fn pair<'a, T>(
    old: Vec<Defined<'a, T>>,
    new: Vec<Defined<'a, T>>,
    is_similar: impl Fn(&T, &T) -> bool,
) -> Definitions<'a, T> {
    let pairing = pairing_of(&old, &new, is_similar);
    let is_reordered = pairing.is_reordered();
    let (mut old, mut new) = (Remaining::new(old), Remaining::new(new));
    let mut pairs = Vec::new();
    for (from, to) in pairing.pairs {
        pairs.extend(old.take(from).zip(new.take(to)));
    }
    let node_pair = |(old, new): &(Defined<'a, T>, Defined<'a, T>)| NodePair::both(old.node.clone(), new.node.clone());
    let reordered = if is_reordered { pairs.iter().map(node_pair).collect() } else { Vec::new() };
    let removed = pairing.removed.into_iter().filter_map(|index| old.take(index)).collect();
    let added = pairing.added.into_iter().filter_map(|index| new.take(index)).collect();
    Definitions { pairs, removed, added, reordered }
}

/// Returns the indices of the definitions that belong together.
fn pairing_of<T>(old: &[Defined<'_, T>], new: &[Defined<'_, T>], is_similar: impl Fn(&T, &T) -> bool) -> Pairing {
    let old_names: Vec<&str> = old.iter().map(|defined| defined.name).collect();
    let new_names: Vec<&str> = new.iter().map(|defined| defined.name).collect();
    Pairing::new(&old_names, &new_names, |from, to| match (old.get(from), new.get(to)) {
        (Some(old), Some(new)) => old.file == new.file && is_similar(old.content, new.content),
        _ => false,
    })
}

/// The definitions that are in no pair yet.
struct Remaining<'a, T>(Vec<Option<Defined<'a, T>>>);

impl<'a, T> Remaining<'a, T> {
    fn new(definitions: Vec<Defined<'a, T>>) -> Self {
        Self(definitions.into_iter().map(Some).collect())
    }

    fn take(&mut self, index: usize) -> Option<Defined<'a, T>> {
        self.0.get_mut(index)?.take()
    }
}
