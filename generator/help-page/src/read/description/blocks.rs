//! Classifies the segments of a description by their text and their place, before any fact is read.

use super::super::lines::Line;
use super::super::numbers::plain_numbers;
use super::super::patterns::{ANNOUNCEMENT, BARE_RANGE, DEFAULTS, ITEM_LIMITS, LABEL, STATED_LIMIT};
use super::super::types::is_name;
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
    Passage(Passage<'s>),
    /// The items of a list.
    List(&'s [Segment]),
}

/// Sentences.
pub(super) struct Passage<'s> {
    pub line: &'s Line,
    /// The text without its label. It is empty if it is below the label.
    pub text: &'s str,
    /// The label in front of the text.
    pub label: Option<Part>,
    /// Whether it is certainly the description of the row, and not a cell of another one.
    pub is_description: bool,
    /// Whether it can be the name of a row that lacks its other cells: a single word with text below it.
    pub may_be_name: bool,
    /// Whether a list follows.
    pub has_items: bool,
}

/// What an item of a list says.
pub(super) enum Item<'s> {
    /// A sentence that introduces a list or has a label.
    Introduction(Passage<'s>),
    Limit,
    Value(ListedValue<'s>),
    Other,
}

/// An item of a list, with what belongs to it.
pub(super) struct Entry<'s> {
    pub segment: &'s Segment,
    pub item: Item<'s>,
    /// The further lines of the item.
    pub lines: &'s [Segment],
    /// The items that it introduces.
    pub nested: &'s [Segment],
    /// Whether values below the item may belong to it instead of the field.
    pub has_own_values: bool,
}

/// Returns the blocks of a description.
pub(super) fn blocks(segments: &[Segment]) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut rest = segments;
    let (mut is_below_label, mut is_below_colon) = (false, false);
    while let Some((segment, after)) = rest.split_first() {
        if segment.is_item {
            let (items, after) = rest.split_at(end_of_list(rest));
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
        let mut passage = Passage::new(&segment.line, &segment.text, has_items);
        let is_all = blocks.is_empty() && after.iter().all(is_stated_fact);
        passage.is_description = is_below_label || is_all;
        passage.may_be_name = !is_below_colon && after.first().is_some_and(|next| !next.is_item) && is_word(segment);
        is_below_colon = segment.text.ends_with(':');
        is_below_label = passage.label.is_some() && passage.text.is_empty();
        blocks.push(Block::Passage(passage));
    }
    blocks
}

impl<'s> Passage<'s> {
    pub(super) fn new(line: &'s Line, text: &'s str, has_items: bool) -> Self {
        let (label, text) = match parse_label(text) {
            Some((part, text)) => (Some(part), text),
            None => (None, text),
        };
        Self { line, text, label, is_description: false, may_be_name: false, has_items }
    }
}

/// Returns the number of segments of the list that these start with. Indented lines belong to the item above them,
/// unless they are labels.
fn end_of_list(segments: &[Segment]) -> usize {
    let mut level = 0;
    for (index, segment) in segments.iter().enumerate() {
        if segment.is_item {
            level = segment.line.level.max(1);
        } else if segment.line.level < level || is_lone_label(&segment.text) {
            return index;
        }
    }
    segments.len()
}

/// Splits a list into its items. Those below a sentence are nested in it: they are indented, or follow a colon. Those
/// below a value are items of the same list, since some pages indent a part of their values.
pub(super) fn entries(segments: &[Segment]) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    let mut rest = segments;
    while let Some((segment, after)) = rest.split_first() {
        let (lines, after) = after.split_at(after.iter().take_while(|next| !next.is_item).count());
        let indented = after.iter().take_while(|next| next.line.level > segment.line.level).count();
        let value = ListedValue::parse(&segment.text);
        let is_value = value.is_some() && !is_heading(segment, after.get(..indented).unwrap_or_default());
        let announces = introduces_list(segment);
        let count = if announces && indented == 0 {
            after.iter().take_while(|next| next.line.level == segment.line.level && !introduces_list(next)).count()
        } else if announces || !(is_value || has_label(segment)) {
            indented
        } else {
            0
        };
        let item = if announces || has_label(segment) || count > 0 {
            Item::Introduction(Passage::new(&segment.line, &segment.text, count > 0))
        } else if states_limit(&segment.text) || BARE_RANGE.is_match(&plain_numbers(&segment.text)) {
            Item::Limit
        } else {
            value.map_or(Item::Other, Item::Value)
        };
        let has_own_values = indented > 0 && (is_value || !announces);
        let (nested, after) = after.split_at(count);
        entries.push(Entry { segment, item, lines, nested, has_own_values });
        rest = after;
    }
    entries
}

/// Returns whether an item is the heading of a group of values, such as `Servers:`.
fn is_heading(item: &Segment, nested: &[Segment]) -> bool {
    let has_form = item.text.ends_with(':') && item.text.starts_with(|c: char| c.is_uppercase());
    has_form && !nested.is_empty() && nested.iter().all(|item| ListedValue::parse(&item.text).is_some())
}

/// Returns whether an item is a sentence that announces values, or a label without text.
fn introduces_list(item: &Segment) -> bool {
    let is_label = has_label(item) && is_lone_label(&item.text);
    is_label || (item.text.ends_with(':') && ANNOUNCEMENT.is_match(&item.text))
}

/// Returns whether an item starts with a label of values, limits or defaults. In lower case, it could be a value, and
/// so could `Default` in front of an explanation.
fn has_label(item: &Segment) -> bool {
    let Some((part, text)) = parse_label(&item.text) else {
        return false;
    };
    let is_explained_value = item.text.starts_with("Default:") && text.contains(' ');
    part != Part::Prose && item.text.starts_with(|c: char| c.is_uppercase()) && !is_explained_value
}

/// Returns whether a segment is an entire line, and a name that starts with a lower-case letter.
fn is_word(segment: &Segment) -> bool {
    let is_lower_case = segment.text.starts_with(|c: char| c.is_ascii_lowercase());
    is_lower_case && segment.text == segment.line.text && is_name(&segment.text) && !segment.text.ends_with('.')
}

/// Returns whether a string is a label of the text below it.
fn is_lone_label(text: &str) -> bool {
    matches!(parse_label(text), Some((_, "")))
}

/// Splits a string into the part that its label starts, and what follows the label. A word in lower case without a
/// colon is a value, such as the default `default`, not a label.
pub(super) fn parse_label(text: &str) -> Option<(Part, &str)> {
    let found = LABEL.captures(text)?;
    if found.name("rest").is_none() && text.starts_with(char::is_lowercase) {
        return None;
    }
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
    states_limit(&segment.text)
        || DEFAULTS.is_match(&segment.text)
        || ITEM_LIMITS.is_match(&plain_numbers(&segment.text))
}
