//! A parsed file: its text, and where its keys and values are.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::positions::{self, Position, Positions, ancestors};
use crate::source::Source;

/// The text of a file with the positions in it.
pub struct ParsedFile {
    /// Its path and text.
    pub source: Arc<Source>,
    pub(crate) positions: Positions,
}

impl ParsedFile {
    /// Returns the position of each value by its path.
    #[must_use]
    pub fn positions(&self) -> &Positions {
        &self.positions
    }

    /// Marks a value that was repaired, and the maps and lists around it.
    pub fn mark_as_repaired(&mut self, path: &str) {
        for path in ancestors(path) {
            if let Some(position) = self.positions.get_mut(path) {
                position.is_repaired = true;
            }
        }
    }

    /// Returns the scalars of the file by their paths, which are JSON pointers.
    #[must_use]
    pub fn scalars(&self) -> BTreeMap<&str, &str> {
        let mut scalars = BTreeMap::new();
        for (path, position) in &self.positions {
            if let Some(scalar) = &position.scalar {
                scalars.insert(path.as_str(), scalar.as_str());
            }
        }
        scalars
    }

    /// Returns the byte ranges of the key and of the value at a path.
    #[must_use]
    pub fn ranges(&self, path: &str) -> Option<(Range<usize>, Range<usize>)> {
        let position = self.positions.get(path)?;
        Some((position.key.clone(), position.value.clone()))
    }

    /// Returns the keys of a map or the indexes of a list, in the order of the file.
    #[must_use]
    pub fn keys(&self, path: &str) -> Vec<String> {
        let mut children: Vec<(usize, String)> = Vec::new();
        for (child, position) in &self.positions {
            if child.rsplit_once('/').is_some_and(|(parent, _)| parent == path) {
                children.push((position.key.start, positions::keys(child).last().unwrap_or_default()));
            }
        }
        children.sort();
        children.into_iter().map(|(_, key)| key).collect()
    }

    /// Returns the byte range of an entry of a map or a list, from its key to the last character of its value.
    #[must_use]
    pub fn entry(&self, path: &str) -> Option<Range<usize>> {
        let position = self.positions.get(path)?;
        let below = format!("{path}/");
        let mut end = position.key.end;
        for (descendant, position) in &self.positions {
            let is_inside = descendant == path || descendant.starts_with(&below);
            // The end of a map or a list is the start of what follows it, unless it has brackets.
            if is_inside && (position.scalar.is_some() || self.has_brackets(position)) {
                let value = self.source.text.get(position.value.clone()).unwrap_or_default();
                end = end.max(position.value.start + value.trim_end().len());
            }
        }
        Some(position.key.start..end)
    }

    /// Returns whether a value is a map or a list in brackets.
    fn has_brackets(&self, position: &Position) -> bool {
        let value = self.source.text.get(position.value.clone()).unwrap_or_default();
        position.scalar.is_none() && value.starts_with(['{', '['])
    }
}
