//! Deserializes a YAML file into a type of the notation, and reports all values with the wrong shape.
//!
//! serde stops at the first error. To find the others, the invalid value is removed, or the missing value is added, and
//! the file is deserialized again. Errors that follow from such a repair are not reported.

use std::collections::HashSet;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::node::Node;
use super::positions::{Positions, child_path};
use super::shape_error::{ShapeError, ShapeErrorKind, meant_key};
use super::tree::{Entry, Yaml};
use crate::diagnostic::{Diagnostic, MAX_ERRORS_OF_FILE, add_to_file};
use crate::source::Source;

/// Maximum number of repairs. Each error needs a few.
const MAX_REPAIRS: usize = 200;

/// Deserializes a file. `removed` lists the paths of values that the scan has reported and removed.
///
/// If there are errors, returns the content after the repairs and marks the positions of repaired values. Returns
/// `None` if the file cannot be repaired or has too many errors.
pub(super) fn deserialize<T: DeserializeOwned>(
    source: &Arc<Source>,
    positions: &mut Positions,
    tree: Yaml,
    removed: HashSet<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<T> {
    let mut repairs = Repairs { tree, removed, added: HashSet::new() };
    for _ in 0..MAX_REPAIRS {
        let error = match T::deserialize(&repairs.tree) {
            // Without a required top-level key, the rest of the file would only cause further errors.
            Ok(_) if repairs.added.iter().any(|path| path.matches('/').count() == 1) => return None,
            Ok(_) if diagnostics.len() >= MAX_ERRORS_OF_FILE => return None,
            Ok(content) => {
                repairs.mark(positions);
                return Some(content);
            }
            Err(error) => error,
        };
        let path = error.path();
        if !repairs.caused(&error, &path) {
            add_to_file(diagnostics, error.diagnostic(&node_at(source, positions, &path)));
        }
        if !repairs.repair(&error, &path) {
            return None;
        }
    }
    if let Some(last) = diagnostics.last_mut() {
        last.is_minimum = true;
    }
    None
}

fn node_at<'a>(source: &'a Arc<Source>, positions: &'a Positions, path: &[String]) -> Node<'a> {
    let mut node = Node::root(source, positions);
    for key in path {
        node = node.at(key);
    }
    node
}

/// Returns a path of keys as a JSON pointer.
fn pointer(path: &[String]) -> String {
    path.iter().fold(String::new(), |pointer, key| child_path(&pointer, key))
}

/// Returns whether a JSON pointer is `ancestor`, or leads to a value in it.
fn is_within(pointer: &str, ancestor: &str) -> bool {
    pointer.strip_prefix(ancestor).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A file and its repairs.
struct Repairs {
    tree: Yaml,
    /// Paths of values that were removed.
    removed: HashSet<String>,
    /// Paths of values that were added because they are missing.
    added: HashSet<String>,
}

impl Repairs {
    /// Returns whether an error follows from a repair.
    fn caused(&self, error: &ShapeError, path: &[String]) -> bool {
        let pointer = pointer(path);
        if let ShapeErrorKind::MissingKey(name) = error.kind
            && self.removed.contains(&child_path(&pointer, name))
        {
            return true;
        }
        self.added.iter().any(|added| is_within(&pointer, added))
    }

    /// Repairs an invalid value. Returns `false` if that is not possible.
    fn repair(&mut self, error: &ShapeError, path: &[String]) -> bool {
        match &error.kind {
            ShapeErrorKind::UnknownKey { name, expected } => {
                if let Some(meant) = meant_key(name, expected) {
                    self.removed.insert(child_path(&pointer(path), meant));
                }
                self.remove_entry(path, name).is_some()
            }
            ShapeErrorKind::MissingKey(name) => self.add(path, name),
            ShapeErrorKind::UnknownValue { .. } | ShapeErrorKind::Other(_) if self.added.contains(&pointer(path)) => {
                self.change_type(path)
            }
            ShapeErrorKind::UnknownValue { .. } | ShapeErrorKind::Other(_) => self.remove(path),
        }
    }

    /// Adds a missing value, as a string: if that is invalid, `change_type` replaces it.
    fn add(&mut self, path: &[String], name: &str) -> bool {
        let Some(entries) = self.tree.at_mut(path).and_then(Yaml::entries_mut) else { return false };
        let value = Yaml::Scalar { text: "missing".to_owned(), is_plain: false };
        entries.push(Entry { key: name.to_owned(), value });
        self.added.insert(child_path(&pointer(path), name));
        true
    }

    /// Replaces an added value with one of another type.
    fn change_type(&mut self, path: &[String]) -> bool {
        let Some(value) = self.tree.at_mut(path) else { return false };
        *value = match value {
            Yaml::Scalar { .. } => Yaml::Map(Vec::new()),
            Yaml::Map(_) => Yaml::List(Vec::new()),
            Yaml::List(_) => return false,
        };
        true
    }

    /// Removes a value, and the map or list around it if that becomes empty.
    fn remove(&mut self, path: &[String]) -> bool {
        let Some((key, parent)) = path.split_last() else { return false };
        match self.remove_entry(parent, key) {
            Some(0) => self.remove(parent),
            Some(_) => true,
            None => false,
        }
    }

    /// Removes an entry and returns the number of remaining entries.
    fn remove_entry(&mut self, path: &[String], key: &str) -> Option<usize> {
        let entries = self.tree.at_mut(path)?.entries_mut()?;
        entries.retain(|entry| entry.key != *key);
        self.removed.insert(child_path(&pointer(path), key));
        Some(entries.len())
    }

    /// Marks the repaired values, and the maps and lists around them.
    fn mark(&self, positions: &mut Positions) {
        for path in self.removed.iter().chain(&self.added) {
            let mut path = path.as_str();
            loop {
                if let Some(position) = positions.get_mut(path) {
                    position.is_repaired = true;
                }
                match path.rsplit_once('/') {
                    Some((parent, _)) => path = parent,
                    None => break,
                }
            }
        }
    }
}
