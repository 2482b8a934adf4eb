//! Edits the text of an operation file. What an edit does not concern stays as it is, byte for byte.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use hss_generator::Source;
use hss_generator::description::{self, Description, Document, ParsedFile, notation};
use serde_json::Value as Json;

use super::{json, lines};
use crate::notation::{child, quoted};

/// The result of an edit. The error says why the edit is not possible.
pub(super) type Edited = Result<(), String>;

/// An operation file that is edited. Places in it are JSON pointers.
pub(super) struct Editor {
    document: Arc<Document<notation::Operation>>,
}

impl Editor {
    pub(super) fn new(source: Source) -> Result<Self, String> {
        let mut description = Description::parse(&[Arc::new(source)], None, &mut Vec::new());
        let document = description.operations.pop().ok_or("the edited file could not be parsed")?;
        Ok(Self { document })
    }

    pub(super) fn text(&self) -> &str {
        &self.file().source.text
    }

    fn file(&self) -> &ParsedFile {
        &self.document.file
    }

    pub(super) fn exists(&self, path: &str) -> bool {
        self.file().ranges(path).is_some()
    }

    /// Returns the keys of a map or the indexes of a list.
    pub(super) fn keys(&self, path: &str) -> Vec<String> {
        self.file().keys(path)
    }

    /// Returns a scalar.
    pub(super) fn scalar(&self, path: &str) -> Option<String> {
        self.file().scalars().get(path).map(|text| (*text).to_owned())
    }

    /// Returns the range of a value, without white space and a comment at its end.
    fn value(&self, path: &str) -> Result<Range<usize>, String> {
        let (_, value) = self.file().ranges(path).ok_or_else(|| missing(path))?;
        let text = self.text().get(value.clone()).unwrap_or_default().trim_end();
        let text = if self.scalar(path).is_some() { lines::without_comment(text) } else { text };
        Ok(value.start..value.start + text.len())
    }

    /// Returns whether a scalar is a block of lines below its key. Its value starts on the first line of the block.
    fn is_block(&self, path: &str) -> bool {
        let Some((key, value)) = self.file().ranges(path) else { return false };
        let between = self.text().get(key.end..value.start).unwrap_or_default();
        between.contains(['|', '>'])
    }

    fn key(&self, path: &str) -> Result<Range<usize>, String> {
        let (key, _) = self.file().ranges(path).ok_or_else(|| missing(path))?;
        Ok(key)
    }

    fn entry(&self, path: &str) -> Result<Range<usize>, String> {
        self.file().entry(path).ok_or_else(|| missing(path))
    }

    /// Returns the numbers of the first and the last line of an entry, from 1.
    pub(super) fn lines(&self, path: &str) -> Option<(usize, usize)> {
        let entry = self.entry(path).ok()?;
        let line = |offset| self.text().get(..offset).unwrap_or_default().matches('\n').count() + 1;
        Some((line(entry.start), line(entry.end)))
    }

    /// Replaces a part of the text, and parses the file again.
    fn replace(&mut self, range: Range<usize>, text: &str) -> Edited {
        let mut edited = self.text().to_owned();
        if edited.get(range.clone()).is_none() {
            return Err("the file cannot be edited there".to_owned());
        }
        let text = lines::with_line_breaks_at(&edited, range.start, text);
        edited.replace_range(range, &text);
        let source = Source { path: self.file().source.path.clone(), text: edited };
        *self = Self::new(source)?;
        Ok(())
    }

    /// Writes a scalar, formatted as YAML, at a key of a map. Keeps the quotes of the old value.
    pub(super) fn set(&mut self, map: &str, key: &str, value: &str) -> Edited {
        let path = child(map, key);
        if !self.exists(&path) {
            return self.insert_key(map, key, &format!("{key}: {value}\n"));
        }
        if value.contains([',', '[', ']', '{', '}']) {
            self.expand(map)?;
        }
        let range = self.value(&path)?;
        let old = self.text().get(range.clone()).unwrap_or_default();
        let is_string = !matches!(key, "default" | "only" | "mandatory") || value.starts_with('"');
        let value = match is_string {
            _ if self.is_block(&path) => lines::unquoted(value),
            true => lines::quoted_like(old, value),
            false => value.to_owned(),
        };
        self.replace(range, &value)
    }

    /// Writes a new key of a map, below those that come before it in the order of the notation.
    pub(super) fn insert_key(&mut self, map: &str, key: &str, entry: &str) -> Edited {
        let order = order_of_keys(map);
        let rank = |key: &str| order.iter().position(|known| *known == key).unwrap_or(order.len());
        self.expand(map)?;
        let keys = self.keys(map);
        let before = keys.iter().filter(|other| rank(other) < rank(key)).max_by_key(|other| rank(other));
        // In a value of an enum, `doc` is the first key, although it is the last one in rows.
        let previous = before.or(keys.first()).cloned().ok_or_else(|| format!("no place for `{key}`"))?;
        self.insert_entry(map, &[previous], entry)
    }

    /// Inserts an entry into a map, below the first of `previous` that it has, or else above its first entry.
    pub(super) fn insert_entry(&mut self, map: &str, previous: &[String], entry: &str) -> Edited {
        self.expand(map)?;
        let keys = self.keys(map);
        let first = child(map, keys.first().ok_or_else(|| missing(map))?);
        let indent = self.indent_of(&first)?;
        let at = match previous.iter().find(|previous| keys.contains(previous)) {
            Some(previous) => self.whole_lines(&child(map, previous))?.end,
            None if map.is_empty() => lines::start(self.text(), self.key(&first)?.start),
            None => lines::end(self.text(), self.key(map)?.end)?,
        };
        self.insert_lines(at, &lines::indented(entry, &indent))
    }

    /// Gives a map the form that entries can be added to. Entries in brackets get lines of their own, and the meaning
    /// of an enum's value becomes its `doc`.
    fn expand(&mut self, map: &str) -> Edited {
        let Ok(value) = self.value(map) else { return Ok(()) };
        let text = self.text().get(value).unwrap_or_default().to_owned();
        let is_meaning = self.scalar(map).is_some();
        if !is_meaning && !text.starts_with('{') {
            return Ok(());
        }
        if text.contains('\n') {
            return Err("a value has several lines: write each of its entries on its own line".to_owned());
        }
        if let Some((parent, _)) = map.rsplit_once('/') {
            self.expand(parent)?;
        }
        if is_meaning {
            return self.fill(map, &format!("doc: {text}\n"));
        }
        let mut entries = Vec::new();
        for key in self.keys(map) {
            let path = child(map, &key);
            let (key, value) = (self.key(&path)?, self.value(&path)?);
            let text = |range| self.text().get(range).unwrap_or_default();
            entries.push(format!("{}: {}\n", text(key), text(value)));
        }
        self.fill(map, &entries.concat())
    }

    /// Inserts whole lines. The last line of a file may lack its line break.
    fn insert_lines(&mut self, at: usize, text: &str) -> Edited {
        let is_at_open_end = at == self.text().len() && !self.text().ends_with('\n');
        let text = if is_at_open_end { format!("\n{}", text.trim_end_matches('\n')) } else { text.to_owned() };
        self.replace(at..at, &text)
    }

    /// Returns the white space in front of an entry. Fails if the entry does not start its line.
    fn indent_of(&self, path: &str) -> Result<String, String> {
        let start = self.key(path)?.start;
        let line = lines::start(self.text(), start);
        let indent = self.text().get(line..start).unwrap_or_default();
        match indent.trim_start_matches(' ') {
            "" => Ok(indent.to_owned()),
            // The first key of a list item.
            "- " => Ok(" ".repeat(indent.len())),
            _ => Err("several entries are on one line: write each on its own line".to_owned()),
        }
    }

    /// Returns the lines of an entry and of its comments: those right above it, and those right below it that are
    /// indented more. Fails if the lines contain anything else.
    fn whole_lines(&self, path: &str) -> Result<Range<usize>, String> {
        let entry = self.entry(path)?;
        let start = lines::start(self.text(), entry.start);
        let before = self.text().get(start..entry.start).unwrap_or_default();
        if !before.trim_start_matches([' ', '-']).is_empty() {
            return Err("several entries are on one line: write each on its own line".to_owned());
        }
        let indent = before.len() - before.trim_start().len();
        let end = lines::end(self.text(), entry.end)?;
        Ok(lines::comments_above(self.text(), start, indent)..lines::comments_below(self.text(), end, indent))
    }

    /// Removes an entry, and the map or list around it if nothing else is in it.
    pub(super) fn remove(&mut self, path: &str) -> Edited {
        let (parent, _) = path.rsplit_once('/').ok_or_else(|| missing(path))?;
        let is_only_entry = self.keys(parent).len() == 1;
        if !is_only_entry {
            self.expand(parent)?;
            let lines = self.whole_lines(path)?;
            return self.replace(lines, "");
        }
        if parent.starts_with("/response/") {
            return self.set_content(parent, "none");
        }
        if parent.matches('/').count() == 1 {
            return self.remove_section(parent);
        }
        if parent.ends_with("/special") {
            return self.remove(parent);
        }
        Err("nothing would be left around it".to_owned())
    }

    /// Removes a section, and the blank line above it.
    fn remove_section(&mut self, path: &str) -> Edited {
        let mut range = self.whole_lines(path)?;
        let before = self.text().get(..range.start).unwrap_or_default();
        let after = self.text().get(range.end..).unwrap_or_default();
        let is_followed_by_gap = after.trim_start_matches('\r').starts_with('\n') || after.is_empty();
        if is_followed_by_gap && let Some(gap) = lines::blank_line_at_end(before) {
            range.start -= gap;
        }
        self.replace(range, "")
    }

    /// Adds entries to a section. `entries` are lines without indentation.
    pub(super) fn insert_into_section(&mut self, section: &str, previous: &[String], entries: &str) -> Edited {
        let path = child("", section);
        if self.exists(&path) {
            return self.insert_entry(&path, previous, entries);
        }
        let text = format!("\n{section}:\n{}", lines::indented(entries, "  "));
        let before: Vec<&str> = order_of_keys("").iter().copied().take_while(|key| *key != section).collect();
        let last = self.keys("").into_iter().rfind(|key| before.contains(&key.as_str()));
        let last = last.ok_or_else(|| missing(section))?;
        let end = self.whole_lines(&child("", &last))?.end;
        self.insert_lines(end, &text)
    }

    /// Adds a row to a table, which may be missing or empty.
    pub(super) fn insert_row(&mut self, map: &str, previous: &[String], entry: &str) -> Edited {
        if self.keys(map).is_empty() && self.exists(map) {
            return self.fill(map, entry);
        }
        match map.strip_prefix('/') {
            Some(section) if !section.contains('/') => self.insert_into_section(section, previous, entry),
            _ => self.insert_entry(map, previous, entry),
        }
    }

    /// Writes a word instead of the fields of a response.
    pub(super) fn set_content(&mut self, response: &str, word: &str) -> Edited {
        let (key, entry) = (self.key(response)?, self.entry(response)?);
        self.replace(key.end..entry.end, &format!(": {word}"))
    }

    /// Replaces a value by entries.
    pub(super) fn fill(&mut self, path: &str, entries: &str) -> Edited {
        let (key, value) = (self.key(path)?, self.value(path)?);
        if key.start == value.start {
            // The first entry of an item of a list is on the line of the dash.
            let indent = self.indent_of(path)?;
            let entries = lines::indented(entries, &indent);
            return self.replace(value, entries.trim());
        }
        let indent = format!("{}  ", self.indent_of(path)?);
        self.replace(key.end..value.end, &format!(":\n{}", lines::indented(entries, &indent).trim_end()))
    }

    /// Renames a key, which keeps its quotes.
    pub(super) fn rename(&mut self, path: &str, name: &str) -> Edited {
        let key = self.key(path)?;
        let old = self.text().get(key.clone()).unwrap_or_default();
        let name = lines::quoted_like(old, name);
        self.replace(key, &name)
    }

    /// Moves an entry to another map.
    pub(super) fn move_entry(&mut self, path: &str, map: &str, previous: &[String]) -> Edited {
        let (parent, _) = path.rsplit_once('/').ok_or_else(|| missing(path))?;
        self.expand(parent)?;
        let entry = self.lines_without_indentation(path)?;
        self.insert_row(map, previous, &entry)?;
        self.remove(path)
    }

    fn lines_without_indentation(&self, path: &str) -> Result<String, String> {
        let indent = self.indent_of(path)?;
        let text = self.text().get(self.whole_lines(path)?).unwrap_or_default();
        Ok(lines::without_indentation(text, &indent))
    }

    /// Brings entries of a map into the order of `names`. Other entries keep their places.
    pub(super) fn reorder(&mut self, map: &str, names: &[String]) -> Edited {
        self.expand(map)?;
        let mut entries: Vec<(String, Range<usize>)> = Vec::new();
        for key in self.keys(map) {
            let lines = self.whole_lines(&child(map, &key))?;
            // Lines between two entries, such as comments, move with the first one.
            if let Some((_, previous)) = entries.last_mut() {
                previous.end = lines.start;
            }
            entries.push((key, lines));
        }
        let (Some((_, first)), Some((_, last))) = (entries.first(), entries.last()) else {
            return Err(missing(map));
        };
        let mut known = HashSet::new();
        let unique = names.iter().filter(|name| known.insert(*name));
        let mut ordered = unique.filter_map(|name| entries.iter().find(|(key, _)| key == name));
        let mut text = String::new();
        for entry in &entries {
            let (_, lines) = if names.contains(&entry.0) { ordered.next().unwrap_or(entry) } else { entry };
            text.push_str(self.text().get(lines.clone()).unwrap_or_default());
            // The last line of a file may lack its line break.
            if !text.ends_with('\n') {
                text.push('\n');
            }
        }
        self.replace(first.start..last.end, &text)
    }

    /// Adds an item to a list of maps at the end of the file. `item` has no indentation.
    pub(super) fn push_item(&mut self, section: &str, item: &str) -> Edited {
        let path = child("", section);
        let Some(last) = self.keys(&path).pop() else {
            return self.insert_into_section(section, &[], &lines::list_item(item));
        };
        let last = child(&path, &last);
        let start = self.key(&last)?.start;
        let line = lines::start(self.text(), start);
        let before = self.text().get(line..start).unwrap_or_default();
        let Some(indent) = before.strip_suffix("- ") else {
            return Err("the items of the list are not on lines of their own".to_owned());
        };
        let text = lines::indented(&lines::list_item(item), indent);
        let end = self.whole_lines(&last)?.end;
        self.insert_lines(end, &text)
    }

    /// Writes a comment above a key, unless it is already there.
    pub(super) fn add_comment(&mut self, path: &str, comment: &str) -> Edited {
        let (above, indent) = self.line_of_key(path)?;
        let before = self.text().get(..above).unwrap_or_default();
        if before.lines().next_back().is_some_and(|line| line.trim() == comment) {
            return Ok(());
        }
        self.insert_lines(above, &format!("{}{comment}\n", " ".repeat(indent)))
    }

    /// Removes the comments above a key that start with `prefix`.
    pub(super) fn remove_comments(&mut self, path: &str, prefix: &str) -> Edited {
        let (above, indent) = self.line_of_key(path)?;
        let comments = lines::comments_above(self.text(), above, indent)..above;
        let lines = self.text().get(comments.clone()).unwrap_or_default().split_inclusive('\n');
        let kept: String = lines.filter(|line| !line.trim_start().starts_with(prefix)).collect();
        self.replace(comments, &kept)
    }

    /// Returns the start of the line of a key, and its indentation.
    fn line_of_key(&self, path: &str) -> Result<(usize, usize), String> {
        let start = lines::start(self.text(), self.key(path)?.start);
        let line = self.text().get(start..).unwrap_or_default();
        Ok((start, line.len() - line.trim_start_matches(' ').len()))
    }

    /// Changes JSON in a string, and keeps the layout of what stays the same.
    pub(super) fn change_json(&mut self, path: &str, json: &Json) -> Edited {
        if let Some((map, _)) = path.rsplit_once('/') {
            self.expand(map)?;
        }
        if self.is_block(path) {
            return self.change_json_in_block(path, json);
        }
        let value = self.value(path)?;
        let old = self.text().get(value.clone()).unwrap_or_default();
        let changed = self.scalar(path).and_then(|text| json::changed(&text, json));
        if let Some(changed) = changed.filter(|changed| !changed.contains('\n') && !old.contains('\n')) {
            let changed = lines::quoted_like(old, &quoted(&changed));
            return self.replace(value, &changed);
        }
        let end = lines::end(self.text(), value.end)?;
        let comment = self.text().get(value.end..end).unwrap_or_default().trim_end();
        let indent = format!("{}  ", self.indent_of(path)?);
        let block = format!("|{comment}\n{}", lines::indented(&format!("{json:#}"), &indent));
        self.replace(value.start..end, &block)
    }

    fn change_json_in_block(&mut self, path: &str, json: &Json) -> Edited {
        let value = self.value(path)?;
        let start = lines::start(self.text(), value.start);
        let old = self.text().get(start..value.end).unwrap_or_default();
        let indent = self.text().get(start..value.start).unwrap_or_default();
        let changed = json::changed(old, json).unwrap_or_else(|| lines::indented(&format!("{json:#}"), indent));
        self.replace(start..value.end, changed.trim_end())
    }
}

/// Returns the keys of a map in the order of the notation.
fn order_of_keys(map: &str) -> &'static [&'static str] {
    match map.split('/').nth(1) {
        None => description::keys::<notation::Operation>(),
        Some("page") => description::keys::<notation::HelpPage>(),
        Some("examples") => description::keys::<notation::Example>(),
        Some(_) => description::keys::<notation::Parameter>(),
    }
}

fn missing(path: &str) -> String {
    format!("the file has no `{path}`")
}
