//! Changes JSON text, and keeps the layout of what stays the same.

use std::ops::Range;

use hss_generator::syntax::json::{JsonContent, JsonMember, JsonNode};
use serde_json::Value as Json;

use super::lines;

/// Returns JSON text with another value, or `None` if nothing of the layout can stay.
pub(super) fn changed(text: &str, new: &Json) -> Option<String> {
    let root = Entry::new(text, JsonNode::read(text).ok()?)?;
    let pairs = pairs(&root, new);
    if pairs.iter().all(|pair| pair.old.is_none()) {
        return None;
    }
    let mut edits = Vec::new();
    edit_entries(text, &root, &pairs, &mut edits);
    edits.sort_by_key(|(range, _): &(Range<usize>, String)| (range.start, range.end));
    let mut changed = text.to_owned();
    for (range, value) in edits.into_iter().rev() {
        changed.replace_range(range, &value);
    }
    Some(changed)
}

/// A value in JSON text, with its key in an object.
struct Entry {
    key: String,
    /// Where its key starts, or else its value.
    start: usize,
    range: Range<usize>,
    json: Json,
    entries: Vec<Entry>,
}

impl Entry {
    fn new(text: &str, JsonNode { place, content }: JsonNode) -> Option<Self> {
        let json = serde_json::from_str(text.get(place.clone())?).ok()?;
        let mut entries = Vec::new();
        match content {
            JsonContent::Scalar(_) => {}
            JsonContent::List(items) => {
                for item in items {
                    entries.push(Self::new(text, item)?);
                }
            }
            JsonContent::Object(members) => {
                for JsonMember { key, key_place, value } in members {
                    entries.push(Self { key, start: key_place.start, ..Self::new(text, value)? });
                }
            }
        }
        Some(Self { key: String::new(), start: place.start, range: place, json, entries })
    }
}

type Edits = Vec<(Range<usize>, String)>;

/// An entry of the new value, and the one that it replaces.
struct Pair<'e> {
    old: Option<&'e Entry>,
    key: &'e str,
    new: &'e Json,
}

fn edit(text: &str, entry: &Entry, new: &Json, edits: &mut Edits) {
    if entry.json == *new {
        return;
    }
    let pairs = pairs(entry, new);
    if pairs.iter().any(|pair| pair.old.is_some()) {
        edit_entries(text, entry, &pairs, edits);
    } else {
        edits.push((entry.range.clone(), formatted_like(text, entry, new)));
    }
}

/// Pairs the entries of two objects or lists.
fn pairs<'e>(entry: &'e Entry, new: &'e Json) -> Vec<Pair<'e>> {
    match (&entry.json, new) {
        (Json::Object(_), Json::Object(members)) => {
            let old = |key: &str| entry.entries.iter().find(|entry| entry.key == key);
            members.iter().map(|(key, new)| Pair { old: old(key), key, new }).collect()
        }
        (Json::Array(_), Json::Array(items)) => pairs_of_items(&entry.entries, items),
        _ => Vec::new(),
    }
}

/// Pairs the items of two lists from both ends, and then those between them.
fn pairs_of_items<'e>(old: &'e [Entry], items: &'e [Json]) -> Vec<Pair<'e>> {
    let common = old.len().min(items.len());
    let is_same = |pair: &(&Entry, &Json)| pair.0.json == *pair.1;
    let before = old.iter().zip(items).take_while(is_same).count();
    let after = old.iter().rev().zip(items.iter().rev()).take(common - before).take_while(is_same).count();
    let mut pairs = Vec::new();
    for (index, new) in items.iter().enumerate() {
        let from_end = items.len() - index;
        let old = if from_end <= after { old.get(old.len() - from_end) } else { old.get(index) };
        let is_paired = from_end <= after || index < common - after;
        pairs.push(Pair { old: old.filter(|_| is_paired), key: "", new });
    }
    pairs
}

/// Changes, removes and adds entries, of which at least one stays.
fn edit_entries(text: &str, parent: &Entry, pairs: &[Pair<'_>], edits: &mut Edits) {
    let is_kept = |entry: &Entry| pairs.iter().any(|pair| pair.old.is_some_and(|old| std::ptr::eq(old, entry)));
    let mut last_kept: Option<&Entry> = None;
    for (index, entry) in parent.entries.iter().enumerate() {
        match (is_kept(entry), last_kept, parent.entries.get(index + 1)) {
            (true, ..) => last_kept = Some(entry),
            (false, None, Some(next)) => edits.push((entry.start..next.start, String::new())),
            // Up to the end of the entry before it, whether that stays or not.
            (false, ..) => {
                let before = index.checked_sub(1).and_then(|before| parent.entries.get(before));
                let start = before.map_or(entry.start, |before| before.range.end);
                edits.push((start..entry.range.end, String::new()));
            }
        }
    }
    let Some(first) = parent.entries.first() else { return };
    let separator = separator(text, parent, first);
    let mut previous: Option<&Entry> = None;
    for Pair { old, key, new } in pairs {
        if let Some(old) = old {
            edit(text, old, new, edits);
            previous = Some(old);
            continue;
        }
        let key = if parent.json.is_object() { format!("{}: ", Json::from(*key)) } else { String::new() };
        let value = key + &formatted_like(text, previous.unwrap_or(first), new);
        edits.push(match previous {
            Some(previous) => (previous.range.end..previous.range.end, format!("{separator}{value}")),
            None => (first.start..first.start, format!("{value}{separator}")),
        });
    }
}

/// Returns what is between two entries.
fn separator(text: &str, parent: &Entry, first: &Entry) -> String {
    if let Some(second) = parent.entries.get(1) {
        return text.get(first.range.end..second.start).unwrap_or_default().to_owned();
    }
    let margin = text.get(parent.range.start + 1..first.start).unwrap_or_default();
    if margin.contains('\n') { format!(",{margin}") } else { ", ".to_owned() }
}

/// Formats JSON on as many lines as another entry has: one or several.
fn formatted_like(text: &str, entry: &Entry, json: &Json) -> String {
    if !text.get(entry.range.clone()).unwrap_or_default().contains('\n') {
        return inline(json);
    }
    let line = text.get(..entry.start).and_then(|before| before.rsplit('\n').next()).unwrap_or_default();
    let indent: String = line.chars().take_while(|c| c.is_whitespace()).collect();
    lines::indented(&format!("{json:#}"), &indent).trim().to_owned()
}

/// Formats JSON on one line, with spaces.
fn inline(json: &Json) -> String {
    match json {
        Json::Object(members) if !members.is_empty() => {
            let members: Vec<String> =
                members.iter().map(|(key, value)| format!("{}: {}", Json::from(key.as_str()), inline(value))).collect();
            format!("{{ {} }}", members.join(", "))
        }
        Json::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        _ => json.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::changed;

    #[test]
    fn keeps_the_layout() {
        for (old, new, expected) in [
            ("{ \"a\" : [1,  2], \"b\": {} }", "{\"a\":[1,3],\"b\":{}}", Some("{ \"a\" : [1,  3], \"b\": {} }")),
            ("{\n  \"a\": \"x\" }", "{\"a\":null}", Some("{\n  \"a\": null }")),
            ("{ \"b\": 1, \"a\": true }", "{\"a\":false,\"b\":1}", Some("{ \"b\": 1, \"a\": false }")),
            ("[1, 2]", "[1]", Some("[1]")),
            ("[1, 2, 3]", "[3]", Some("[3]")),
            ("[1, 2, 3]", "[1, 3]", Some("[1, 3]")),
            ("[1]", "[1, 2]", Some("[1, 2]")),
            ("[2,  3]", "[1, 2, 3]", Some("[1,  2,  3]")),
            ("[[]]", "[[1, { \"a\": [] }]]", Some("[[1, { \"a\": [] }]]")),
            ("{ \"a\": 1 }", "{\"b\":1}", None),
            ("{ \"a\": 1 }", "{\"a\":{}}", Some("{ \"a\": {} }")),
            ("{ \"a\": {} }", "{\"a\":1}", Some("{ \"a\": 1 }")),
            ("{\n  \"a\": 1\n}", "{\"a\":1,\"b\":2}", Some("{\n  \"a\": 1,\n  \"b\": 2\n}")),
            ("{\n  \"a\": 1,\n  \"b\": 2\n}", "{\"b\":2}", Some("{\n  \"b\": 2\n}")),
            ("{\n  \"a\": [\n    { \"c\": 1 }\n  ],\n  \"b\": 2\n}", "{\"b\":2}", Some("{\n  \"b\": 2\n}")),
            ("[\n  { \"a\": 1 }\n]", "[{\"a\":1},{\"a\":2}]", Some("[\n  { \"a\": 1 },\n  { \"a\": 2 }\n]")),
            (
                "[\n  {\n    \"a\": 1\n  }\n]",
                "[{\"a\":1},{\"a\":2}]",
                Some("[\n  {\n    \"a\": 1\n  },\n  {\n    \"a\": 2\n  }\n]"),
            ),
            ("[1] x", "[2]", None),
            ("[1", "[2]", None),
        ] {
            let new = serde_json::from_str(new).expect("JSON");
            assert_eq!(changed(old, &new).as_deref(), expected, "{old} {new}");
        }
    }
}
