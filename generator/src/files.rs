//! Generated files, and their changes to the files on disk.

use std::collections::BTreeMap;
use std::ops::Range;

use hss_yaml::Diagnostics;

use crate::paths::GENERATED_FOLDER;

/// Generated files: their contents by path from the project's root, sorted by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    texts: BTreeMap<String, String>,
    /// Warnings about the description that the files were generated from.
    pub warnings: Diagnostics,
    /// Generated parts of other files.
    pub(crate) sections: Vec<Section>,
}

/// A generated part of a file that is otherwise written by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Section {
    /// Path of the file from the project's root.
    pub(crate) path: &'static str,
    /// The line before the section.
    pub(crate) begin: &'static str,
    /// The line after it.
    pub(crate) end: &'static str,
    pub(crate) text: String,
}

impl Section {
    /// Returns the text of the file with this section.
    fn insert_into(&self, file: &str) -> Result<String, String> {
        let (begin, end) = (self.only_line(file, self.begin)?, self.only_line(file, self.end)?);
        match (file.get(..begin.end), file.get(end.start..)) {
            (Some(before), Some(after)) if begin.end <= end.start => Ok(format!("{before}{}{after}", self.text)),
            _ => Err(format!("{}: the line `{}` must precede `{}`", self.path, self.begin, self.end)),
        }
    }

    /// Returns where the only line with this text is, with its line break.
    fn only_line(&self, file: &str, text: &str) -> Result<Range<usize>, String> {
        let (mut position, mut found) = (0, Vec::new());
        for line in file.split_inclusive('\n') {
            if line.trim_end_matches('\n') == text {
                found.push(position..position + line.len());
            }
            position += line.len();
        }
        match found.as_slice() {
            [range] => Ok(range.clone()),
            [] => Err(format!("{} has no line `{text}`: restore it, since it marks a generated section", self.path)),
            _ => Err(format!("{} has the line `{text}` more than once: keep one of them", self.path)),
        }
    }
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

    /// Iterates over paths and contents.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Returns the text of the file at a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// Iterates over the paths of the files that have a generated section.
    pub fn section_paths(&self) -> impl Iterator<Item = &'static str> {
        self.sections.iter().map(|section| section.path)
    }

    /// Adds a file that has a generated section, with the section brought up to date in the text on disk.
    ///
    /// # Errors
    ///
    /// Fails if the file does not have the lines that mark the section.
    pub fn add_section(&mut self, path: &str, on_disk: &str) -> Result<(), String> {
        let Some(section) = self.sections.iter().find(|section| section.path == path) else { return Ok(()) };
        let text = section.insert_into(on_disk)?;
        self.insert(path.to_owned(), text);
        Ok(())
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

    use super::{Change, Files, Section};

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

    #[test]
    fn replaces_only_the_section() {
        let section = Section { path: "a.md", begin: "<begin>", end: "<end>", text: "new\n".to_owned() };
        let cases = [
            ("a\n<begin>\nold\n\nold\n<end>\nb", Ok("a\n<begin>\nnew\n<end>\nb")),
            ("<begin>\n<end>\n", Ok("<begin>\nnew\n<end>\n")),
            (" <begin>\n<end>\n", Err("a.md has no line `<begin>`: restore it, since it marks a generated section")),
            ("<begin>\nold\n<end>", Ok("<begin>\nnew\n<end>")),
            ("<begin>\n", Err("a.md has no line `<end>`: restore it, since it marks a generated section")),
            ("<begin>\n<end>\n<end>\n", Err("a.md has the line `<end>` more than once: keep one of them")),
            ("<end>\n<begin>\n", Err("a.md: the line `<begin>` must precede `<end>`")),
        ];
        for (file, expected) in cases {
            let mut files = Files { sections: vec![section.clone()], ..Files::default() };
            let result = files.add_section("a.md", file);
            let found = result.as_ref().map(|()| files.get("a.md").expect("a file"));
            assert_eq!(found.map_err(String::as_str), expected, "{file}");
        }
    }
}
