//! Listed values.

use super::super::lines::without_emphasis;
use super::super::numbers::{has_mark, plain_numbers};
use super::super::patterns::{BARE_RANGE, DOTTED_NUMBER, IS_DEFAULT, JSON_FIELD};
use super::super::types::is_name;
use super::super::words::is_one_of;

/// A value in a list, with its meaning.
pub(super) struct ListedValue<'t> {
    pub name: &'t str,
    /// The text after the name, empty if the page does not explain the value.
    pub meaning: &'t str,
}

/// What separates a value from its meaning.
const SEPARATORS: [&str; 9] = [": ", "：", " :", " (", " - ", " – ", " # ", " indicates ", " means "];

/// Words that introduce a remark and not the meaning of a value.
const REMARKS: &str = "It This Length Note Notes NOTE Example Examples Format Caution CAUTION Unit Units Value Values Tip \
                       Constraint Constraints Restrictions Periods Letters";

impl<'t> ListedValue<'t> {
    /// Maximum length of a value. Anything longer is prose.
    const MAX_CHARS: usize = 128;

    pub(super) fn parse(item: &'t str) -> Option<Self> {
        let name = before_first(item, &SEPARATORS);
        let name = if name.len() == item.len() { before_glued_colon(item) } else { name };
        let meaning = item.get(name.len()..).unwrap_or_default();
        let name = clean(name);
        let is_value = !name.is_empty()
            && name != "N/A"
            && name.chars().count() <= Self::MAX_CHARS
            && !name.contains([' ', ',', '(', ')', '=', '{', '}', '[', ']', '<', '>', '≤', '≥', '–', '—', ';'])
            && !DOTTED_NUMBER.is_match(name)
            && !JSON_FIELD.is_match(item)
            && !BARE_RANGE.is_match(&plain_numbers(name))
            && !has_mark(name)
            && !is_one_of(name, REMARKS);
        is_value.then_some(Self { name, meaning })
    }

    /// Returns whether nothing or only a remark in parentheses follows the name.
    pub(super) fn is_alone(&self) -> bool {
        let meaning = self.meaning.trim().trim_end_matches('.');
        meaning.is_empty() || (meaning.starts_with('(') && meaning.ends_with(')') && !meaning.contains(") "))
    }

    pub(super) fn is_number(&self) -> bool {
        self.name.parse::<i64>().is_ok()
    }

    /// Returns whether the page marks the value as the default.
    pub(super) fn is_default(&self) -> bool {
        IS_DEFAULT.is_match(self.meaning)
    }
}

/// Returns the values in `0: off; 1: on` or `0 (off), 1 (on)`, if all parts of a string are values with meanings.
pub(super) fn values_with_meanings(text: &str) -> Option<Vec<ListedValue<'_>>> {
    let values = parts(text).into_iter().map(ListedValue::parse).collect::<Option<Vec<_>>>()?;
    let have_meanings = values.iter().all(|value| !value.meaning.trim_end_matches('.').is_empty());
    (values.len() > 1 && have_meanings).then_some(values)
}

/// Returns the values in a sentence that does not announce them, such as `Direction: in (inbound) or out (outbound)`.
pub(super) fn unannounced_values(sentence: &str) -> Option<Vec<ListedValue<'_>>> {
    if let Some(values) = values_with_meanings(sentence).filter(|values| values.iter().all(ListedValue::is_number)) {
        return Some(values);
    }
    let (_, list) = sentence.split_once(": ")?;
    let is_wire_value =
        |value: &ListedValue<'_>| value.is_alone() && !value.name.starts_with(|c: char| c.is_uppercase());
    values_with_meanings(list).filter(|values| values.iter().all(is_wire_value))
}

/// Returns whether the meaning of a value seems to contain another value with a meaning.
pub(super) fn contains_value(meaning: &str) -> bool {
    let mut further = parts(meaning).into_iter().skip(1).filter_map(ListedValue::parse);
    further.any(|value| !value.meaning.is_empty())
}

/// Returns the values in `a, b; c`, if all parts of a string are values without a meaning.
pub(super) fn values_alone(text: &str) -> Option<Vec<ListedValue<'_>>> {
    let parts = text.split([',', ';', '、']).flat_map(|part| part.split(" / ")).flat_map(|part| part.split(" | "));
    let mut values = Vec::new();
    for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
        values.push(ListedValue::parse(part).filter(ListedValue::is_alone)?);
    }
    (values.len() > 1).then_some(values)
}

/// Splits a string at its semicolons, or else at its commas and after the parentheses of `a (x) or b (y)`.
fn parts(text: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    let mut outside = Vec::new();
    for (index, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            outside.push((index, c));
        }
    }
    let has_semicolon = outside.iter().any(|(_, c)| *c == ';');
    let mut parts = Vec::new();
    let mut start = 0;
    for (index, c) in outside {
        let is_end = match c {
            ';' => true,
            ',' => !has_semicolon,
            ')' => text.get(index + 1..).is_some_and(|after| after.starts_with(' ')),
            _ => false,
        };
        if is_end {
            let end = index + c.len_utf8();
            parts.push(text.get(start..end).unwrap_or_default().trim_end_matches([',', ';']));
            start = end;
        }
    }
    parts.push(text.get(start..).unwrap_or_default());
    let parts = parts.into_iter().map(without_conjunction);
    parts.filter(|part| !part.is_empty()).collect()
}

fn without_conjunction(part: &str) -> &str {
    let part = part.trim();
    part.strip_prefix("or ").or_else(|| part.strip_prefix("and ")).unwrap_or(part)
}

/// Returns the name in `1:enabled` or `closed:Not protected`. In `network:dhcp` and `network:VIP_PORT`, the colon
/// belongs to the value.
fn before_glued_colon(item: &str) -> &str {
    let Some((name, meaning)) = item.split_once(':') else {
        return item;
    };
    let starts_with_word = meaning.starts_with(char::is_alphabetic);
    let is_name = meaning.starts_with(|c: char| c.is_ascii_lowercase()) || meaning.contains('_');
    let is_sentence = meaning.contains(' ') || !is_name;
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
