//! The two descriptions, and the changes found so far.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use hss_generator::description::{Description, Node};
use hss_generator::ir::Service;

use super::class::{Class, Classes};
use super::kind::Kind;
use super::markdown;

/// A position in a file of a description.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// Path of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// A change, with its classes and its location in both descriptions.
#[derive(Clone, Debug)]
pub struct Change {
    /// Kind of the change.
    pub kind: Kind,
    /// ID of the operation; `None` if the change concerns several operations or none.
    pub operation: Option<String>,
    /// What changed, as a path such as `ListThings.query.limit`. It identifies a change together with the kind.
    pub subject: String,
    /// The names by which callers know the subject, such as `` `list_things`, `limit()` (`--limit`) ``.
    pub callers: String,
    /// The fact before the change.
    pub old: Option<String>,
    /// The fact after the change.
    pub new: Option<String>,
    /// Where the old description states it, or the nearest place.
    pub old_location: Option<Location>,
    /// Where the new description states it, or the nearest place.
    pub new_location: Option<Location>,
    /// Class for each audience.
    pub classes: Classes,
}

impl Change {
    /// Creates a change without facts and locations.
    pub(super) fn new(kind: Kind, operation: Option<&str>, subject: String) -> Self {
        Self {
            kind,
            operation: operation.map(str::to_owned),
            subject,
            callers: String::new(),
            old: None,
            new: None,
            old_location: None,
            new_location: None,
            classes: kind.classes(),
        }
    }

    /// Returns a message with the title of the kind, and the old and the new fact.
    #[must_use]
    pub fn message(&self) -> String {
        self.message_with(str::to_owned)
    }

    /// Returns the message as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        self.message_with(markdown::plain)
    }

    fn message_with(&self, show: impl Fn(&str) -> String) -> String {
        let title = self.kind.title();
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => format!("{title}: {} -> {}", show(old), show(new)),
            (Some(fact), None) | (None, Some(fact)) => format!("{title}: {}", show(fact)),
            (None, None) => title.to_owned(),
        }
    }
}

/// One of the two descriptions.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub description: &'a Description,
    pub service: &'a Service,
}

/// The nodes of a fact in both descriptions.
#[derive(Clone)]
pub(super) struct NodePair<'a> {
    pub old: Option<Node<'a>>,
    pub new: Option<Node<'a>>,
}

impl<'a> NodePair<'a> {
    pub(super) fn both(old: &Node<'a>, new: &Node<'a>) -> Self {
        Self { old: Some(old.clone()), new: Some(new.clone()) }
    }

    pub(super) fn old(node: &Node<'a>) -> Self {
        Self { old: Some(node.clone()), new: None }
    }

    pub(super) fn new(node: &Node<'a>) -> Self {
        Self { old: None, new: Some(node.clone()) }
    }

    /// Returns the nodes at a key of these maps.
    pub(super) fn key(&self, key: &str) -> Self {
        self.keys(Some(key), Some(key))
    }

    /// Returns the nodes at keys that may differ, or that only one of the maps has.
    pub(super) fn keys(&self, old: Option<&str>, new: Option<&str>) -> Self {
        let at = |node: &Option<Node<'a>>, key: Option<&str>| Some(node.as_ref()?.at(key?));
        Self { old: at(&self.old, old), new: at(&self.new, new) }
    }

    /// Returns the nodes at a path of keys, such as `pagination.offset`.
    pub(super) fn path(&self, path: &str) -> Self {
        path.split('.').fold(self.clone(), |at, key| at.key(key))
    }
}

/// A change to report, and the nodes that it explains.
pub(super) struct FoundChange<'a> {
    change: Change,
    at: NodePair<'a>,
}

impl<'a> FoundChange<'a> {
    pub(super) fn new(kind: Kind, operation: Option<&str>, subject: impl Into<String>, at: NodePair<'a>) -> Self {
        let mut change = Change::new(kind, operation, subject.into());
        change.old_location = at.old.as_ref().map(location);
        change.new_location = at.new.as_ref().map(location);
        Self { change, at }
    }

    /// Adds the fact before the change, and the one after it.
    pub(super) fn facts<T: ToString>(mut self, old: Option<T>, new: Option<T>) -> Self {
        self.change.old = old.map(|fact| fact.to_string());
        self.change.new = new.map(|fact| fact.to_string());
        self
    }

    /// Makes the change at least as severe as another kind.
    pub(super) fn at_least(mut self, kind: Option<Kind>) -> Self {
        if let Some(kind) = kind {
            self.change.classes = self.change.classes.max(kind.classes());
        }
        self
    }
}

/// A node: the path of its file, and its path in the file as a JSON pointer.
pub(super) type NodePlace = (String, String);

/// Compares two descriptions.
pub(super) struct DescriptionComparer<'a> {
    pub old: Side<'a>,
    pub new: Side<'a>,
    /// New names of renamed objects and enums, by their old names.
    pub renamed: HashMap<&'a str, &'a str>,
    /// Paths of nodes in the new description by their paths in the old one, if these differ.
    pub same_nodes: HashMap<NodePlace, NodePlace>,
    /// Paths of the nodes in each old and each new file whose values a change explains, with everything below them.
    pub old_explained: BTreeMap<String, HashSet<String>>,
    pub new_explained: BTreeMap<String, HashSet<String>>,
    pub changes: Vec<Change>,
}

impl<'a> DescriptionComparer<'a> {
    pub(super) fn new(old: Side<'a>, new: Side<'a>) -> Self {
        let mut comparer = Self {
            old,
            new,
            renamed: HashMap::new(),
            same_nodes: HashMap::new(),
            old_explained: BTreeMap::new(),
            new_explained: BTreeMap::new(),
            changes: Vec::new(),
        };
        comparer.find_renamed_types();
        comparer
    }

    pub(super) fn report(&mut self, found: FoundChange<'a>) {
        self.mark_explained(&found.at);
        self.push(found.change);
    }

    /// Reports a change without marking the values at its nodes as explained, such as a change of their order.
    pub(super) fn report_only(&mut self, found: FoundChange<'a>) {
        self.push(found.change);
    }

    pub(super) fn push(&mut self, change: Change) {
        self.changes.push(change);
    }

    /// Marks the values of these nodes as explained.
    pub(super) fn mark_explained(&mut self, at: &NodePair<'_>) {
        for (explained, node) in [(&mut self.old_explained, &at.old), (&mut self.new_explained, &at.new)] {
            if let Some(node) = node {
                explained.entry(node.source_path().to_owned()).or_default().insert(node.pointer().to_owned());
            }
        }
    }

    /// Returns the changes in the order of the report.
    pub(super) fn into_changes(self) -> Vec<Change> {
        let mut changes = self.changes;
        changes.sort_by(|a, b| {
            let severity = severity(b.classes).cmp(&severity(a.classes));
            let place = (&a.new_location, &a.old_location, a.kind, &a.subject);
            let other_place = (&b.new_location, &b.old_location, b.kind, &b.subject);
            a.operation.cmp(&b.operation).then(severity).then(place.cmp(&other_place))
        });
        changes
    }
}

/// Returns what to sort by: the most severe class, and then the classes for each audience.
fn severity(classes: Classes) -> (Class, [Class; 4]) {
    (classes.most_severe(), classes.columns())
}

fn location(node: &Node<'_>) -> Location {
    Location { file: node.source_path().to_owned(), line: node.line() }
}
