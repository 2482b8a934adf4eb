//! Splits the lines of a description into segments: sentences, labels with their text, and list items.

use super::super::lines::{Line, without_emphasis, without_inline_emphasis};
use super::super::patterns::{ANNOUNCEMENT, FOLDED_LABEL, FURTHER_LABEL, INLINE_FACT, LABEL, Pattern};

/// A part of a description that is read on its own.
#[derive(Debug)]
pub(super) struct Segment {
    /// The text without emphasis, and the number and level of its line.
    pub line: Line,
    /// The text without its bullet.
    pub text: String,
    /// Whether it is a list item.
    pub is_item: bool,
}

impl Segment {
    /// Creates a part of a line.
    fn new(text: &str, line: &Line) -> Self {
        let line = Line { level: line.level, ..Line::plain_text(line.number, text) };
        // `-1` is a number, and the bullet of a label with its text below it is layout.
        let item = line.item().filter(|_| !is_negative_number(text));
        let is_item = item.is_some_and(|item| !is_layout(item));
        let text = item.unwrap_or(text).to_owned();
        Self { line, text, is_item }
    }
}

/// The labels of the newer layout. Pages without line breaks in their cells have them without a colon.
const BLOCK_LABELS: [&str; 4] = ["Definition", "Constraints", "Range", "Default Value"];

/// Splits lines into segments. Cells that a copy folded into one line become the segments that they had as lines.
pub(super) fn segments(lines: &[Line]) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut is_folded = false;
    for (index, line) in lines.iter().enumerate() {
        let line_text = without_inline_emphasis(&line.text);
        is_folded |= index == 0 && line_text.starts_with("Definition ");
        let texts = if is_folded { split_folded(&line_text) } else { vec![line_text.as_str()] };
        for text in texts {
            for text in split_at_labels(text) {
                add_items(&mut segments, text, line);
            }
        }
    }
    segments
}

/// Splits `Definition … Constraints … Range … Default Value …`, where each label is followed by its text.
fn split_folded(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(label) = FOLDED_LABEL.find(rest) {
        parts.push(rest.get(..label.start()).unwrap_or_default());
        parts.push(label.as_str().trim());
        rest = rest.get(label.end()..).unwrap_or_default();
    }
    parts.push(rest);
    parts.retain(|part| !part.is_empty());
    parts
}

/// Splits a line in front of each label with a colon, as in `Minimum: 1 Maximum: 64`.
pub(super) fn split_at_labels(text: &str) -> Vec<&str> {
    let segment = Segment::new(text, &Line::plain_text(0, ""));
    if segment.is_item {
        return vec![text];
    }
    let text = text.get(text.len() - segment.text.len()..).unwrap_or(text);
    // All are found at once: a search in the rest of the line for each part would take quadratic time.
    let (labels, facts) = (starts(&FURTHER_LABEL, text), starts(&INLINE_FACT, text));
    let mut parts = Vec::new();
    let mut start = 0;
    while let Some(next) = next_part(text, start, &labels, &facts) {
        parts.push(text.get(start..next).unwrap_or_default().trim_end());
        let rest = text.get(next..).unwrap_or_default();
        start = text.len() - rest.trim_start().len();
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts.retain(|part| !part.is_empty());
    parts
}

/// Returns where a pattern that starts with white space matches.
fn starts(pattern: &Pattern, text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| pattern.find(rest)) {
        starts.push(from + found.start());
        from += found.start() + 1;
    }
    starts
}

/// Returns where the next part of a line starts: at the first fact, or at a label in front of it if the part before it
/// has a label, too.
fn next_part(text: &str, start: usize, labels: &[usize], facts: &[usize]) -> Option<usize> {
    let first = |starts: &[usize]| starts.get(starts.partition_point(|found| *found < start)).copied();
    let fact = first(facts);
    let label = first(labels).filter(|label| fact.is_none_or(|fact| *label < fact));
    let is_label = |end: &usize| text.get(start..*end).is_some_and(|before| LABEL.is_match(before));
    label.filter(is_label).or(fact)
}

/// Adds a string as one segment, or as several if it has list items in the middle.
fn add_items(segments: &mut Vec<Segment>, text: &str, line: &Line) {
    let (before, items) = split_inline_items(text);
    if !before.is_empty() {
        segments.push(Segment::new(before, line));
    }
    for item in items {
        segments.push(Segment::new(&item, line));
    }
}

fn is_negative_number(text: &str) -> bool {
    text.strip_prefix(['-', '–']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Returns whether a string starts with a label of the newer layout, alone or with a colon.
pub(in super::super) fn is_block_label(text: &str) -> bool {
    let text = without_emphasis(text);
    for label in BLOCK_LABELS {
        if let Some(rest) = text.strip_prefix(label)
            && (rest.is_empty() || rest.trim_start().starts_with([':', '：']))
        {
            return true;
        }
    }
    false
}

/// Returns whether the bullet of an item is layout: the item is a label that states no fact itself.
fn is_layout(item: &str) -> bool {
    is_block_label(item) && !item.starts_with("Range:") && !item.starts_with("Default Value:")
}

/// Splits `text • a • b`, `The value can be: -a -b` and `Options: - a: x - b: y`. Returns the text before the items,
/// and the items with bullets.
fn split_inline_items(text: &str) -> (&str, Vec<String>) {
    if let Some((before, items)) = text.split_once(" • ") {
        let items = items.split(" • ").map(|item| format!("• {item}"));
        return (before, items.collect());
    }
    let start = match text.split_once(":-").or_else(|| text.split_once(": -")) {
        Some((announcement, _)) if ANNOUNCEMENT.is_match(announcement) => announcement.len() + 1,
        _ if text.starts_with('-') => 0,
        _ => return (text, Vec::new()),
    };
    let (before, dashes) = text.split_at(start);
    let items = split_dashes(dashes.trim_start());
    if items.is_empty() { (text, Vec::new()) } else { (before, items) }
}

/// Splits `-a -b: text -c` or `- a: x - b: y` into its items. Returns nothing if there are fewer than two, or a single
/// one without a meaning.
fn split_dashes(text: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    let mut words = text.split(' ').peekable();
    while let Some(word) = words.next() {
        let starts_item = match word.strip_prefix('-') {
            // Between words, a dash needs the colon of a meaning to start an item.
            Some("") => words.peek().is_some_and(|name| name.ends_with(':')),
            name => name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic())),
        };
        match items.last_mut() {
            _ if starts_item => items.push(word.to_owned()),
            Some(item) => {
                item.push(' ');
                item.push_str(word);
            }
            None => return Vec::new(),
        }
    }
    if items.len() < 2 && !text.starts_with("- ") { Vec::new() } else { items }
}
