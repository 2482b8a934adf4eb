//! Classifies the segments of a description by their text and their place, before any fact is read.

use super::super::lines::Line;
use super::super::numbers::plain_numbers;
use super::super::patterns::{ANNOUNCEMENT, DEFAULT, ITEM_LIMITS, LABEL, STATED_LIMIT};
use super::segments::Segment;
use super::values::ListedValue;

/// The part of a description that a block belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Sentences without a label, or below a label that only explains.
    Prose,
    /// Conditions.
    Constraints,
    /// Values or limits.
    Range,
    /// Values.
    Values,
    /// The default value.
    Default,
}

/// A part of a description that is read at once.
pub(super) enum Block<'s> {
    /// A limit such as `Minimum: 1`, which can be in every part of a description.
    Limit(&'s Segment),
    /// A label, whose text is below it.
    Label(Part),
    Passage(Passage<'s>),
    /// The items of a list.
    List(&'s [Segment]),
}

/// Sentences.
pub(super) struct Passage<'s> {
    pub line: &'s Line,
    /// The text without its label.
    pub text: &'s str,
    /// The label in front of the text.
    pub label: Option<Part>,
    /// Whether it is certainly the description of the row, and not a cell of another one.
    pub is_description: bool,
    /// Whether a list follows.
    pub has_items: bool,
}

/// An item of a list, with the items that it introduces.
pub(super) struct Entry<'s> {
    pub item: &'s Segment,
    /// The item as a sentence, if it is one that introduces a list or has a label.
    pub introduction: Option<Passage<'s>>,
    pub nested: &'s [Segment],
}

/// Returns the blocks of a description.
pub(super) fn blocks(segments: &[Segment]) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut rest = segments;
    let mut is_below_label = false;
    while let Some((segment, after)) = rest.split_first() {
        if segment.is_item {
            let end = rest.iter().position(|segment| !segment.is_item).unwrap_or(rest.len());
            let (items, after) = rest.split_at(end);
            blocks.push(Block::List(items));
            rest = after;
            continue;
        }
        rest = after;
        if states_limit(&segment.text) {
            blocks.push(Block::Limit(segment));
            continue;
        }
        let has_items = after.first().is_some_and(|next| next.is_item);
        let mut text = Passage::new(&segment.line, &segment.text, has_items);
        if let (Some(part), "") = (text.label, text.text) {
            is_below_label = true;
            blocks.push(Block::Label(part));
            continue;
        }
        let is_all = blocks.is_empty() && after.iter().all(is_stated_fact);
        text.is_description = std::mem::take(&mut is_below_label) || is_all;
        blocks.push(Block::Passage(text));
    }
    blocks
}

impl<'s> Passage<'s> {
    pub(super) fn new(line: &'s Line, text: &'s str, has_items: bool) -> Self {
        let (label, text) = match parse_label(text) {
            Some((part, text)) => (Some(part), text),
            None => (None, text),
        };
        Self { line, text, label, is_description: false, has_items }
    }
}

/// Splits a list into its items. Those below a sentence are nested in it: they are indented, or follow a colon.
pub(super) fn entries(items: &[Segment]) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    let mut rest = items;
    while let Some((item, after)) = rest.split_first() {
        let indented = after.iter().take_while(|next| next.level > item.level).count();
        let count = match (introduces_list(item), indented) {
            (true, 0) => after.iter().take_while(|next| next.level == item.level && !introduces_list(next)).count(),
            (true, _) => indented,
            (false, _) if has_label(item) => 0,
            (false, _) if indented > 0 && ListedValue::parse(&item.text).is_none() => indented,
            (false, _) => {
                entries.push(Entry { item, introduction: None, nested: &[] });
                rest = after;
                continue;
            }
        };
        let (nested, after) = after.split_at(count);
        entries.push(Entry { item, introduction: Some(Passage::new(&item.line, &item.text, count > 0)), nested });
        rest = after;
    }
    entries
}

/// Returns whether an item is a sentence that announces values, or a label without text.
fn introduces_list(item: &Segment) -> bool {
    let is_label = has_label(item) && parse_label(&item.text).is_some_and(|(_, text)| text.is_empty());
    is_label || (item.text.ends_with(':') && ANNOUNCEMENT.is_match(&item.text))
}

/// Returns whether an item starts with a label of values, limits or defaults. In lower case, it could be a value, and
/// so could `Default`.
fn has_label(item: &Segment) -> bool {
    let is_label = parse_label(&item.text).is_some_and(|(part, _)| part != Part::Prose);
    is_label && item.text.starts_with(|c: char| c.is_uppercase()) && !item.text.starts_with("Default:")
}

/// Splits a string into the part that its label starts, and what follows the label.
fn parse_label(text: &str) -> Option<(Part, &str)> {
    let found = LABEL.captures(text)?;
    let part = match found.name("label")?.as_str().to_ascii_lowercase().as_str() {
        label if label.starts_with("default") => Part::Default,
        label if label.starts_with("enumerat") => Part::Values,
        "definition" | "parameter description" | "explanation" | "description" => Part::Prose,
        "constraint" | "constraints" | "restrictions" => Part::Constraints,
        _ => Part::Range,
    };
    let rest = found.name("rest").map_or("", |rest| rest.as_str().trim());
    Some((part, rest))
}

/// Returns whether a string states nothing but a limit.
pub(super) fn states_limit(text: &str) -> bool {
    STATED_LIMIT.is_match(&plain_numbers(text))
}

/// Returns whether a segment states a limit or a default and cannot be part of another row.
fn is_stated_fact(segment: &Segment) -> bool {
    let plain = plain_numbers(&segment.text);
    STATED_LIMIT.is_match(&plain)
        || DEFAULT.is_match(&segment.text)
        || ITEM_LIMITS.iter().any(|pattern| pattern.is_match(&plain))
}
