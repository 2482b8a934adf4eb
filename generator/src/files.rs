//! Generated files, and their changes to the files on disk.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostics;
use crate::source::GENERATED_FOLDER;

/// Generated files: texts by path from the project's root, sorted by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    texts: BTreeMap<String, String>,
    /// Warnings about the description that the files were generated from.
    pub warnings: Diagnostics,
}

/// A change that brings a file on disk up to date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change<'a> {
    /// Create the file.
    Create {
        /// New text.
        text: &'a str,
    },
    /// Replace the text of the file.
    Update {
        /// Text on disk.
        old: &'a str,
        /// New text.
        text: &'a str,
    },
    /// Delete the file, which is no longer generated.
    Delete {
        /// Text on disk.
        old: &'a str,
    },
}

impl Files {
    pub(crate) fn insert(&mut self, path: String, text: String) {
        self.texts.insert(path, text);
    }

    /// Iterates over paths and texts.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Returns the text of the file at a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// Returns whether a path belongs to the generator. A file at such a path that was not generated is obsolete.
    #[must_use]
    pub fn owns(&self, path: &str) -> bool {
        self.texts.contains_key(path) || path.strip_prefix(GENERATED_FOLDER).is_some_and(|rest| rest.starts_with('/'))
    }

    /// Returns the changes, by path, that bring `existing` files up to date.
    #[must_use]
    pub fn changes<'a>(&'a self, existing: &'a BTreeMap<String, String>) -> BTreeMap<&'a str, Change<'a>> {
        let mut changes = BTreeMap::new();
        for (path, text) in self.iter() {
            let change = match existing.get(path) {
                Some(old) if old == text => continue,
                Some(old) => Change::Update { old, text },
                None => Change::Create { text },
            };
            changes.insert(path, change);
        }
        for (path, old) in existing {
            if self.owns(path) && !self.texts.contains_key(path) {
                changes.insert(path, Change::Delete { old });
            }
        }
        changes
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Change, Files};

    struct Case {
        path: &'static str,
        generated: Option<&'static str>,
        on_disk: Option<&'static str>,
        change: Option<Change<'static>>,
    }

    #[test]
    fn creates_updates_and_deletes() {
        let case = |path, generated, on_disk, change| Case { path, generated, on_disk, change };
        let update = Change::Update { old: "a", text: "b" };
        let delete = Change::Delete { old: "a" };
        let cases = [
            case("generated-client/src/generated/same.rs", Some("a"), Some("a"), None),
            case("generated-client/src/generated/other.rs", Some("b"), Some("a"), Some(update.clone())),
            case("generated-client/src/generated/new.rs", Some("a"), None, Some(Change::Create { text: "a" })),
            case("generated-client/src/generated/gone.rs", None, Some("a"), Some(delete.clone())),
            case("generated-client/src/generated/deep/gone.rs", None, Some("a"), Some(delete)),
            case("generated-client/src/generated.rs", None, Some("a"), None),
            case("spec/schema.json", Some("b"), Some("a"), Some(update)),
        ];
        let mut files = Files::default();
        let mut existing = BTreeMap::new();
        let mut expected = BTreeMap::new();
        for Case { path, generated, on_disk, change } in cases {
            if let Some(text) = generated {
                files.insert(path.to_owned(), text.to_owned());
            }
            if let Some(text) = on_disk {
                existing.insert(path.to_owned(), text.to_owned());
            }
            if let Some(change) = change {
                expected.insert(path, change);
            }
        }
        assert_eq!(files.changes(&existing), expected);
    }
}
