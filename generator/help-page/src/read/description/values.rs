//! Listed values.

use super::super::lines::without_emphasis;
use super::super::numbers::{has_mark, plain_numbers};
use super::super::patterns::{BARE_RANGE, DOTTED_NUMBER};
use super::super::types::is_name;

/// A value in a list, with its meaning.
pub(super) struct ListedValue<'t> {
    pub name: &'t str,
    /// The text after the name, empty if the page does not explain the value.
    pub meaning: &'t str,
}

/// What separates a value from its meaning.
const SEPARATORS: [&str; 7] = [": ", "：", " :", " (", " - ", " – ", " # "];

/// Words that introduce a remark and not the meaning of a value.
const REMARKS: [&str; 19] = [
    "Length",
    "Note",
    "Notes",
    "NOTE",
    "Example",
    "Examples",
    "Format",
    "Caution",
    "CAUTION",
    "Unit",
    "Units",
    "Value",
    "Values",
    "Tip",
    "Constraint",
    "Constraints",
    "Restrictions",
    "Periods",
    "Letters",
];

impl<'t> ListedValue<'t> {
    /// Maximum length of a value. Anything longer is prose.
    const MAX_CHARS: usize = 128;

    pub(super) fn parse(item: &'t str) -> Option<Self> {
        let name = before_first(item, &SEPARATORS);
        let name = if name.len() == item.len() { before_glued_colon(item) } else { name };
        let meaning = item.get(name.len()..).unwrap_or_default();
        let name = clean(name);
        let is_value = !name.is_empty()
            && name.chars().count() <= Self::MAX_CHARS
            && !name.contains([' ', ',', '(', ')', '=', '{', '}', '[', ']'])
            && !DOTTED_NUMBER.is_match(name)
            && !BARE_RANGE.is_match(&plain_numbers(name))
            && !has_mark(name)
            && !REMARKS.contains(&name);
        is_value.then_some(Self { name, meaning })
    }

    /// Returns whether nothing or only a remark in parentheses follows the name.
    pub(super) fn is_alone(&self) -> bool {
        let meaning = self.meaning.trim().trim_end_matches('.');
        meaning.is_empty() || (meaning.starts_with('(') && meaning.ends_with(')'))
    }

    /// Returns whether the page marks the value as the default.
    pub(super) fn is_default(&self) -> bool {
        self.meaning.to_ascii_lowercase().contains("(default)")
    }
}

/// Returns the name in `1:enabled` or `closed:Not protected`. In `network:dhcp`, the colon belongs to the value.
fn before_glued_colon(item: &str) -> &str {
    let Some((name, meaning)) = item.split_once(':') else {
        return item;
    };
    let starts_with_word = meaning.starts_with(char::is_alphabetic);
    let is_sentence = meaning.contains(' ') || !meaning.starts_with(|c: char| c.is_ascii_lowercase());
    let is_number = name.parse::<i64>().is_ok();
    let has_meaning = meaning.is_empty() || (starts_with_word && (is_number || is_sentence));
    if has_meaning { name } else { item }
}

/// Returns the text before the first of these separators.
pub(super) fn before_first<'t>(text: &'t str, separators: &[&str]) -> &'t str {
    let mut before = text;
    for separator in separators {
        before = before.split(separator).next().unwrap_or(before);
    }
    before
}

/// Strips emphasis, quotes and the character that ends a sentence or an item.
pub(super) fn clean(text: &str) -> &str {
    let text = without_emphasis(text).trim_end_matches(['.', ';', ',', ':']);
    without_emphasis(text.trim_matches(['"', '\'', '“', '”', '‘', '’', '`']))
}

/// Returns whether a string stands for a missing value, such as `N/A`.
pub(super) fn is_nothing(text: &str) -> bool {
    let is_empty = text.trim_matches(['*', '.']).trim().is_empty();
    is_empty || matches!(clean(text).to_ascii_lowercase().as_str(), "n/a" | "none" | "na" | "-" | "null")
}

/// Returns whether a string is a name on the wire and not a word of a sentence.
pub(super) fn is_wire_name(text: &str) -> bool {
    text.contains('_') && is_name(text)
}
