//! Checks the reported changes against the lines that differ, so that no change goes unreported.
//!
//! Two checks work together: each value of the YAML that differs must belong to a reported change, and each line that
//! differs must belong to one or contain only comments and formatting.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use hss_generator::description::{ParsedFile, ancestors};
use similar::{ChangeTag, TextDiff};

use super::comparer::{Change, DescriptionComparer, ExplainedNodes, Location, NodePair, NodePlace};
use super::kind::Kind;

/// The files of one description by path, and the scalars of each by path in the file.
struct FileIndex<'a> {
    files: BTreeMap<&'a str, &'a ParsedFile>,
    scalars: BTreeMap<&'a str, BTreeMap<String, String>>,
}

impl<'a> FileIndex<'a> {
    fn new(list: Vec<&'a ParsedFile>) -> Self {
        let mut files = BTreeMap::new();
        let mut scalars = BTreeMap::new();
        for file in list {
            let path = file.source.path.as_str();
            let mut scalars_of_file = BTreeMap::new();
            for (pointer, scalar) in file.scalars() {
                scalars_of_file.insert(full_pointer(pointer), normalize(pointer, scalar));
            }
            scalars.insert(path, scalars_of_file);
            files.insert(path, file);
        }
        Self { files, scalars }
    }

    fn scalar(&self, (file, pointer): &NodePlace) -> Option<&str> {
        self.scalars.get(file.as_str())?.get(pointer.as_str()).map(String::as_str)
    }

    /// Returns the places of all scalars.
    fn places(&self) -> Vec<NodePlace> {
        let mut places = Vec::new();
        for (file, scalars) in &self.scalars {
            places.extend(scalars.keys().map(|pointer| ((*file).to_owned(), pointer.clone())));
        }
        places
    }

    fn location(&self, (file, pointer): &NodePlace) -> Option<Location> {
        let parsed = self.files.get(file.as_str())?;
        let line = parsed.ranges(pointer).map_or(1, |(key, _)| line_of(&parsed.source.text, key.start) + 1);
        Some(Location { file: file.clone(), line })
    }

    /// Returns the text of the key and the value at a place.
    fn text(&self, (file, pointer): &NodePlace) -> Option<&str> {
        let file = self.files.get(file.as_str())?;
        let (key, value) = file.ranges(pointer)?;
        Some(file.source.text.get(key.start..value.end)?.trim())
    }
}

/// The files of both descriptions, and the places of facts that have another place in the other one.
struct Both<'a> {
    old: FileIndex<'a>,
    new: FileIndex<'a>,
    new_places: Counterparts,
    old_places: Counterparts,
}

/// Places in one description by the places of the same facts in the other one, if these differ.
type Counterparts = HashMap<NodePlace, NodePlace>;

/// Returns the pointer of a fact: the meaning of an enum's value can be all that the value has, or one of its keys.
fn full_pointer(pointer: &str) -> String {
    let mut segments = pointer.split('/').skip(1);
    let is_value = segments.next() == Some("enums") && segments.nth(1) == Some("values") && segments.count() == 1;
    if is_value { format!("{pointer}/doc") } else { pointer.to_owned() }
}

/// Returns a scalar without insignificant white space.
fn normalize(pointer: &str, scalar: &str) -> String {
    let is_json = pointer.starts_with("/examples/") && (pointer.ends_with("/body") || pointer.ends_with("/response"));
    if is_json && let Ok(json) = serde_json::from_str::<serde_json::Value>(scalar) {
        return json.to_string();
    }
    let separator = if pointer.ends_with("/type") { "" } else { " " };
    scalar.split_whitespace().collect::<Vec<_>>().join(separator)
}

impl<'a> DescriptionComparer<'a> {
    /// Records that two nodes state the same fact, although their paths may differ.
    pub(super) fn record_same_node(&mut self, at: &NodePair<'a>) {
        if let (Some(old), Some(new)) = (&at.old, &at.new) {
            let old = (old.source_path().to_owned(), old.pointer().to_owned());
            let new = (new.source_path().to_owned(), new.pointer().to_owned());
            self.same_nodes.insert(old, new);
        }
    }

    /// Reports what no change explains. Returns the number of lines that were removed or added.
    pub(super) fn report_unexplained(&mut self) -> usize {
        let new_places = std::mem::take(&mut self.same_nodes);
        let both = Both {
            old: FileIndex::new(self.old.description.files()),
            new: FileIndex::new(self.new.description.files()),
            old_places: new_places.iter().map(|(old, new)| (new.clone(), old.clone())).collect(),
            new_places,
        };
        self.report_unexplained_values(&both);
        let mut changed_lines = 0;
        for (path, file) in &both.old.files {
            changed_lines += self.compare_lines(path, file, &both);
        }
        for (path, file) in &both.new.files {
            if !both.old.files.contains_key(other_path(&both.old_places, path).as_str()) {
                changed_lines += file.source.text.lines().count();
            }
        }
        changed_lines
    }

    /// Reports the values that differ and that no change explains.
    fn report_unexplained_values(&mut self, both: &Both<'_>) {
        for place in both.new.places() {
            let before = both.old.scalar(&counterpart(&both.old_places, &place));
            let after = both.new.scalar(&place);
            if before != after && !is_explained(&self.new_explained, &place) {
                let (old, new) = (before.map(str::to_owned), after.map(str::to_owned));
                self.push(Change { old, new, new_location: both.new.location(&place), ..unexplained(&place) });
            }
        }
        for place in both.old.places() {
            let is_gone = both.new.scalar(&counterpart(&both.new_places, &place)).is_none();
            if is_gone && !is_explained(&self.old_explained, &place) {
                let old = both.old.scalar(&place).map(str::to_owned);
                self.push(Change { old, old_location: both.old.location(&place), ..unexplained(&place) });
            }
        }
    }

    /// Compares the lines of a file. Reports those that no change explains as formatting, since all values are
    /// explained.
    fn compare_lines(&mut self, old_path: &str, old_file: &ParsedFile, both: &Both<'_>) -> usize {
        let new_path = other_path(&both.new_places, old_path);
        let old_text = old_file.source.text.as_str();
        let new_text = both.new.files.get(new_path.as_str()).map_or("", |file| file.source.text.as_str());
        if old_text == new_text {
            return 0;
        }
        let mut old_lines = Lines::new(old_path, old_text, &both.old, self.old_explained.get(old_path));
        let mut new_lines = Lines::new(&new_path, new_text, &both.new, self.new_explained.get(&new_path));
        old_lines.mark_equal(&both.old, &both.new, &both.new_places);
        new_lines.mark_equal(&both.new, &both.old, &both.old_places);
        let (mut changed, mut formatting) = (0, Vec::new());
        for change in TextDiff::from_lines(old_text, new_text).iter_all_changes() {
            let (lines, index) = match (change.tag(), change.old_index(), change.new_index()) {
                (ChangeTag::Delete, Some(index), _) => (&old_lines, index),
                (ChangeTag::Insert, _, Some(index)) => (&new_lines, index),
                _ => continue,
            };
            changed += 1;
            if !lines.explained.get(index).copied().unwrap_or(true) {
                formatting.push((change.tag(), index + 1));
            }
        }
        let has_change = self.old_explained.contains_key(old_path) || self.new_explained.contains_key(&new_path);
        if !formatting.is_empty() || !has_change {
            self.push_formatting(old_path, &new_path, &formatting);
        }
        changed
    }

    /// Reports that only comments or formatting changed in some lines, at the first of them.
    fn push_formatting(&mut self, old_path: &str, new_path: &str, lines: &[(ChangeTag, usize)]) {
        let first = |wanted: ChangeTag, path: &str| {
            let (_, line) = lines.iter().find(|(tag, _)| *tag == wanted)?;
            Some(Location { file: path.to_owned(), line: *line })
        };
        let mut change = change_of_file(Kind::Formatting, new_path.to_owned());
        change.old_location = first(ChangeTag::Delete, old_path);
        change.new_location = first(ChangeTag::Insert, new_path);
        self.push(change);
    }
}

fn unexplained((file, pointer): &NodePlace) -> Change {
    change_of_file(Kind::Unexplained, format!("{file}{pointer}"))
}

/// Returns a change that belongs to no operation, without its facts and locations.
fn change_of_file(kind: Kind, subject: String) -> Change {
    Change { callers: format!("`{subject}`"), ..Change::new(kind, None, subject) }
}

/// The lines of a file, and which of them need no report of their own.
struct Lines<'a> {
    path: &'a str,
    text: &'a str,
    explained: Vec<bool>,
}

impl<'a> Lines<'a> {
    fn new(path: &'a str, text: &'a str, files: &FileIndex<'_>, explained: Option<&ExplainedNodes>) -> Self {
        let is_blank = |line: &str| line.trim().is_empty();
        let mut lines = Self { path, text, explained: text.lines().map(is_blank).collect() };
        let (Some(explained), Some(file)) = (explained, files.files.get(path)) else { return lines };
        if explained.values.contains("") {
            lines.explained.fill(true);
        }
        for pointer in explained.values.iter().chain(&explained.order) {
            if let Some((key, value)) = file.ranges(pointer) {
                lines.mark(key.start..value.end);
            }
            lines.mark_ancestors(file, pointer);
        }
        lines
    }

    /// Marks the lines of the keys around a value.
    fn mark_ancestors(&mut self, file: &ParsedFile, pointer: &str) {
        for ancestor in ancestors(pointer).filter(|ancestor| !ancestor.is_empty()) {
            if let Some((key, _)) = file.ranges(ancestor) {
                self.mark(key.start..key.start + 1);
            }
        }
    }

    /// Marks the lines of values whose text is the same in the other file, and the lines of keys without a value.
    fn mark_equal(&mut self, files: &FileIndex<'_>, others: &FileIndex<'_>, places: &Counterparts) {
        let Some(file) = files.files.get(self.path) else { return };
        for pointer in file.scalars().keys() {
            let place = (self.path.to_owned(), (*pointer).to_owned());
            if files.text(&place) == others.text(&counterpart(places, &place))
                && let Some((key, value)) = file.ranges(pointer)
            {
                self.mark(key.start..value.end);
            }
        }
        let mut start = 0;
        for line in self.text.split_inclusive('\n') {
            let content = line.trim();
            if content.ends_with(':') && !content.starts_with('#') {
                self.mark(start..start + 1);
            }
            start += line.len();
        }
    }

    /// Marks the lines of a byte range.
    fn mark(&mut self, range: Range<usize>) {
        let text = self.text.get(range.clone()).unwrap_or_default().trim_end();
        let first = line_of(self.text, range.start);
        let last = first + text.matches('\n').count();
        for line in first..=last {
            if let Some(explained) = self.explained.get_mut(line) {
                *explained = true;
            }
        }
    }
}

/// Returns the line of a byte offset, from 0.
fn line_of(text: &str, offset: usize) -> usize {
    text.get(..offset).unwrap_or_default().matches('\n').count()
}

/// Returns whether a change explains the value at a place.
fn is_explained(explained: &BTreeMap<String, ExplainedNodes>, (file, pointer): &NodePlace) -> bool {
    let explains = |explained: &ExplainedNodes| ancestors(pointer).any(|path| explained.values.contains(path));
    explained.get(file).is_some_and(explains)
}

/// Returns the place of the same fact in the other description: that of the nearest ancestor that has another place
/// there.
fn counterpart(places: &Counterparts, (file, pointer): &NodePlace) -> NodePlace {
    for ancestor in ancestors(pointer) {
        if let Some((other_file, other_pointer)) = places.get(&(file.clone(), ancestor.to_owned())) {
            let rest = pointer.strip_prefix(ancestor).unwrap_or_default();
            return (other_file.clone(), format!("{other_pointer}{rest}"));
        }
    }
    (file.clone(), pointer.clone())
}

/// Returns the path of a file in the other description.
fn other_path(places: &Counterparts, path: &str) -> String {
    counterpart(places, &(path.to_owned(), String::new())).0
}
