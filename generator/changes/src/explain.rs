//! Checks that no change goes unreported: each value of the YAML that differs must belong to a reported change. If the
//! text of a file differs but none of its values does, only its comments or formatting changed.

use std::collections::{BTreeMap, HashMap, HashSet};

use hss_generator::description::{ParsedFile, ancestors};
use hss_generator::syntax::query;
use similar::{ChangeTag, TextDiff};

use super::comparer::{Change, DescriptionComparer, Location, NodePair, NodePlace};
use super::kind::Kind;

/// The files of one description by path, and their scalars.
struct FileIndex<'a> {
    files: BTreeMap<&'a str, &'a ParsedFile>,
    scalars: BTreeMap<NodePlace, String>,
}

impl<'a> FileIndex<'a> {
    fn new(list: Vec<&'a ParsedFile>) -> Self {
        let mut index = Self { files: BTreeMap::new(), scalars: BTreeMap::new() };
        for file in list {
            let path = file.source.path.as_str();
            for (pointer, scalar) in file.scalars() {
                if is_default(pointer, scalar) {
                    continue;
                }
                index.scalars.insert((path.to_owned(), canonical_pointer(pointer)), normalize(pointer, scalar));
            }
            index.files.insert(path, file);
        }
        index
    }

    fn text(&self, path: &str) -> &'a str {
        self.files.get(path).map_or("", |file| file.source.text.as_str())
    }

    fn location(&self, (path, pointer): &NodePlace) -> Option<Location> {
        let file = self.files.get(path.as_str())?;
        let (key, _) = file.ranges(pointer).unwrap_or_default();
        Some(Location { file: path.clone(), line: file.source.line(key.start) })
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

/// Returns the same pointer for a fact that can be written in two ways: the meaning of an enum's value directly or
/// below `doc`, and the only quotation of a `page_says` directly or in a list.
fn canonical_pointer(pointer: &str) -> String {
    let pointer = pointer.replacen("/page_says/0/", "/page_says/", 1);
    let mut segments = pointer.split('/').skip(1);
    let is_value = segments.next() == Some("enums") && segments.nth(1) == Some("values") && segments.count() == 1;
    if is_value { format!("{pointer}/doc") } else { pointer }
}

/// Returns whether a value is the default of its key, which means the same as no key.
fn is_default(pointer: &str, scalar: &str) -> bool {
    scalar == "false" && ["/mandatory", "/secret", "/whole_body"].iter().any(|key| pointer.ends_with(key))
}

/// Returns a scalar without insignificant white space and encoding.
fn normalize(pointer: &str, scalar: &str) -> String {
    let is_example = pointer.starts_with("/examples/");
    if is_example && pointer.ends_with("/query") {
        return format!("{:?}", query::pairs(scalar).collect::<Vec<_>>());
    }
    let is_json = is_example && (pointer.ends_with("/body") || pointer.ends_with("/response"));
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
        for path in both.old.files.keys() {
            changed_lines += self.compare_texts(path, &both);
        }
        for path in both.new.files.keys() {
            if !both.old.files.contains_key(other_path(&both.old_places, path).as_str()) {
                changed_lines += both.new.text(path).lines().count();
            }
        }
        changed_lines
    }

    /// Reports the values that differ and that no change explains.
    fn report_unexplained_values(&mut self, both: &Both<'_>) {
        for (place, after) in &both.new.scalars {
            let before = both.old.scalars.get(&counterpart(&both.old_places, place));
            if before != Some(after) && !is_explained(&self.new_explained, place) {
                let (old, new) = (before.cloned(), Some(after.clone()));
                self.push(Change { old, new, new_location: both.new.location(place), ..unexplained(place) });
            }
        }
        for (place, before) in &both.old.scalars {
            let is_gone = !both.new.scalars.contains_key(&counterpart(&both.new_places, place));
            if is_gone && !is_explained(&self.old_explained, place) {
                let old = Some(before.clone());
                self.push(Change { old, old_location: both.old.location(place), ..unexplained(place) });
            }
        }
    }

    /// Compares the text of an old file with that of its new one. If the texts differ, but no other change of the file
    /// is reported, only its formatting changed. Returns the number of lines that differ.
    fn compare_texts(&mut self, old_path: &str, both: &Both<'_>) -> usize {
        let new_path = other_path(&both.new_places, old_path);
        let (mut count, mut old_line, mut new_line) = (0, None, None);
        for line in TextDiff::from_lines(both.old.text(old_path), both.new.text(&new_path)).iter_all_changes() {
            if line.tag() != ChangeTag::Equal {
                count += 1;
                old_line = old_line.or(line.old_index());
                new_line = new_line.or(line.new_index());
            }
        }
        if count > 0 && !self.is_reported(old_path, &new_path) {
            let location =
                |file: &str, index: Option<usize>| Some(Location { file: file.to_owned(), line: index? + 1 });
            let (old_location, new_location) = (location(old_path, old_line), location(&new_path, new_line));
            self.push(Change { old_location, new_location, ..change_of_file(Kind::Formatting, new_path) });
        }
        count
    }

    /// Returns whether a change of a file is reported or explained.
    fn is_reported(&self, old_path: &str, new_path: &str) -> bool {
        self.old_explained.contains_key(old_path)
            || self.new_explained.contains_key(new_path)
            || self.changes.iter().any(|change| {
                change.old_location.as_ref().is_some_and(|location| location.file == old_path)
                    || change.new_location.as_ref().is_some_and(|location| location.file == new_path)
            })
    }
}

fn unexplained((file, pointer): &NodePlace) -> Change {
    change_of_file(Kind::Unexplained, format!("{file}{pointer}"))
}

/// Returns a change that belongs to no operation, without its facts and locations.
fn change_of_file(kind: Kind, subject: String) -> Change {
    Change { callers: format!("`{subject}`"), ..Change::new(kind, None, subject) }
}

/// Returns whether a change explains the value at a place.
fn is_explained(explained: &BTreeMap<String, HashSet<String>>, (file, pointer): &NodePlace) -> bool {
    let explains = |explained: &HashSet<String>| ancestors(pointer).any(|path| explained.contains(path));
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
