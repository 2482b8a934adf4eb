//! The result of a run: texts by path, and what differs from the disk.

use std::collections::BTreeMap;

/// Folder that holds generated files and nothing else.
pub(crate) const GENERATED_FOLDER: &str = "generated-client/src/generated";

/// Generated files: text by path from the project's root, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files(BTreeMap<String, String>);

/// What must happen to a file on the disk to agree with a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change<'a> {
    /// Write it: it is not there.
    Create {
        /// Its new text.
        text: &'a str,
    },
    /// Write it: it says something else.
    Update {
        /// Its text on the disk.
        old: &'a str,
        /// Its new text.
        text: &'a str,
    },
    /// Delete it: nothing produces it any more.
    Delete {
        /// Its text on the disk.
        old: &'a str,
    },
}

impl Files {
    pub(crate) fn insert(&mut self, path: String, text: String) {
        self.0.insert(path, text);
    }

    /// Path and text of each file.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The text at a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// Whether a path is for generated files alone: what is there and was not produced is to be deleted.
    #[must_use]
    pub fn owns(&self, path: &str) -> bool {
        self.0.contains_key(path) || path.strip_prefix(GENERATED_FOLDER).is_some_and(|rest| rest.starts_with('/'))
    }

    /// Folders to look for such files in.
    #[must_use]
    pub fn folders() -> &'static [&'static str] {
        &[GENERATED_FOLDER]
    }

    /// What must change on a disk that holds `existing`, by path.
    #[must_use]
    pub fn changes<'a>(&'a self, existing: &'a BTreeMap<String, String>) -> BTreeMap<&'a str, Change<'a>> {
        let mut changes = BTreeMap::new();
        for (path, text) in self.iter() {
            match existing.get(path) {
                Some(old) if old == text => {}
                Some(old) => drop(changes.insert(path, Change::Update { old, text })),
                None => drop(changes.insert(path, Change::Create { text })),
            }
        }
        for (path, old) in existing {
            if self.owns(path) && !self.0.contains_key(path) {
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

    /// A path, what is produced for it, what is there, and what is to be done.
    type Row = (&'static str, Option<&'static str>, Option<&'static str>, Option<Change<'static>>);

    #[test]
    fn changes() {
        let table: [Row; 7] = [
            ("generated-client/src/generated/same.rs", Some("a"), Some("a"), None),
            (
                "generated-client/src/generated/other.rs",
                Some("b"),
                Some("a"),
                Some(Change::Update { old: "a", text: "b" }),
            ),
            ("generated-client/src/generated/new.rs", Some("a"), None, Some(Change::Create { text: "a" })),
            ("generated-client/src/generated/gone.rs", None, Some("a"), Some(Change::Delete { old: "a" })),
            ("generated-client/src/generated/deep/gone.rs", None, Some("a"), Some(Change::Delete { old: "a" })),
            ("generated-client/src/generated.rs", None, Some("a"), None),
            ("spec/schema.json", Some("b"), Some("a"), Some(Change::Update { old: "a", text: "b" })),
        ];
        let mut files = Files::default();
        let mut existing = BTreeMap::new();
        for (path, produced, there, _) in &table {
            if let Some(text) = produced {
                files.insert((*path).to_owned(), (*text).to_owned());
            }
            existing.extend(there.map(|text| ((*path).to_owned(), text.to_owned())));
        }
        let expected: BTreeMap<&str, Change<'_>> =
            table.into_iter().filter_map(|(path, _, _, change)| Some((path, change?))).collect();
        assert_eq!(files.changes(&existing), expected);
    }
}
