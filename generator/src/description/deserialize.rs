//! Deserializes a YAML file into a type of the notation, and reports all values with the wrong shape.
//!
//! serde stops at the first error. To find the others, the invalid value is removed, or the missing value is added, and
//! the file is deserialized again. Errors that follow from such a repair are not reported.

use std::collections::HashSet;

use hss_yaml::{Diagnostic, MAX_ERRORS_OF_FILE, Node, ParsedFile, add_to_file, ancestors, child_path};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::shape::Shape;
use super::shape_error::{ShapeError, ShapeErrorKind, meant_key};

/// Maximum number of repairs. Each error needs a few.
const MAX_REPAIRS: usize = 200;

/// A key that some parsers replace with the entries of its value, which is usually an alias.
const MERGE_KEY: &str = "<<";

/// Deserializes the value of a file. `removed` lists the paths of values that the scan has reported, to remove.
///
/// If there are errors, returns the content after the repairs and marks the positions of repaired values. Returns
/// `None` if the file cannot be repaired or has too many errors.
pub(super) fn deserialize<T: DeserializeOwned>(
    file: &mut ParsedFile,
    mut value: Value,
    removed: HashSet<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<T> {
    for path in &removed {
        if let Some(value) = value.pointer_mut(path) {
            *value = Value::Null;
        }
    }
    if value.is_null() {
        return None;
    }
    let mut repairs = Repairs { value, removed, added: HashSet::new() };
    for _ in 0..MAX_REPAIRS {
        let error = match T::deserialize(Shape::root(&repairs.value)) {
            // Without a required top-level key, the rest of the file would only cause further errors.
            Ok(_) if repairs.added.iter().any(|path| path.matches('/').count() == 1) => return None,
            Ok(_) if diagnostics.len() >= MAX_ERRORS_OF_FILE => return None,
            Ok(content) => {
                repairs.mark(file);
                return Some(content);
            }
            Err(error) => error,
        };
        let path = error.path();
        if !repairs.caused(&error, &path) {
            let node = Node::new(file, path.clone());
            add_to_file(diagnostics, error.diagnostic(&node));
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

/// Returns the keys of a map that has this type in the notation, in the order of the notation. serde lists them in its
/// error about an unknown key.
#[must_use]
pub fn keys<T: DeserializeOwned>() -> &'static [&'static str] {
    match T::deserialize(Shape::root(&json!({ "": "" }))) {
        Err(ShapeError { kind: ShapeErrorKind::UnknownKey { expected, .. }, .. }) => expected,
        _ => &[],
    }
}

/// The value of a file and its repairs. Removed values are null.
struct Repairs {
    value: Value,
    /// Paths of values that were removed.
    removed: HashSet<String>,
    /// Paths of values that were added because they are missing.
    added: HashSet<String>,
}

impl Repairs {
    /// Returns whether an error at a path follows from a repair.
    fn caused(&self, error: &ShapeError, path: &str) -> bool {
        if let ShapeErrorKind::MissingKey(name) = error.kind
            && [name, MERGE_KEY].iter().any(|key| self.removed.contains(&child_path(path, key)))
        {
            return true;
        }
        ancestors(path).any(|ancestor| self.added.contains(ancestor))
    }

    /// Repairs an invalid value. Returns `false` if that is not possible.
    fn repair(&mut self, error: &ShapeError, path: &str) -> bool {
        match &error.kind {
            ShapeErrorKind::UnknownKey { name, expected } => {
                if let Some(meant) = meant_key(name, expected) {
                    self.removed.insert(child_path(path, meant));
                }
                self.set_null(child_path(path, name))
            }
            ShapeErrorKind::MissingKey(name) => self.add(path, name),
            ShapeErrorKind::UnknownValue { .. } | ShapeErrorKind::Other(_) if self.added.contains(path) => {
                self.change_type(path)
            }
            ShapeErrorKind::UnknownValue { .. } | ShapeErrorKind::Other(_) => self.remove(path),
        }
    }

    /// Adds a missing value, as a string: if that is invalid, `change_type` replaces it.
    fn add(&mut self, path: &str, name: &str) -> bool {
        let Some(Value::Object(entries)) = self.value.pointer_mut(path) else { return false };
        entries.insert(name.to_owned(), Value::from("missing"));
        self.added.insert(child_path(path, name))
    }

    /// Replaces an added value with one of another type.
    fn change_type(&mut self, path: &str) -> bool {
        let Some(value) = self.value.pointer_mut(path) else { return false };
        *value = match value {
            Value::String(_) => Value::Object(Map::new()),
            Value::Object(_) => Value::Array(Vec::new()),
            _ => return false,
        };
        true
    }

    /// Removes a value, and the map or list around it if that becomes empty, except the root.
    fn remove(&mut self, path: &str) -> bool {
        let Some((parent, _)) = path.rsplit_once('/') else { return false };
        if !self.set_null(path.to_owned()) {
            return false;
        }
        let is_empty = match self.value.pointer_mut(parent) {
            Some(Value::Object(entries)) => entries.values().all(Value::is_null),
            Some(Value::Array(items)) => items.iter().all(Value::is_null),
            _ => false,
        };
        !is_empty || parent.is_empty() || self.remove(parent)
    }

    fn set_null(&mut self, path: String) -> bool {
        let Some(value) = self.value.pointer_mut(&path) else { return false };
        *value = Value::Null;
        self.removed.insert(path);
        true
    }

    /// Marks the repaired values.
    fn mark(&self, file: &mut ParsedFile) {
        for path in self.removed.iter().chain(&self.added) {
            file.mark_as_repaired(path);
        }
    }
}
