//! Default values.

use serde_json::Value as Json;

use super::super::numbers::{has_mark, plain_numbers};
use super::super::patterns::{DEFAULTS, EMPTY, QUALIFICATION};
use super::values::{ListedValue, before_first, clean, is_nothing};
use super::{Reader, Sentence};

impl Reader<'_> {
    /// Reads what a label or a sentence states as the default. `stated` is the whole sentence or line.
    pub(super) fn read_default(&mut self, text: &str, stated: Sentence<'_>) {
        let text = stated_default(text, self.name).unwrap_or(text);
        if is_nothing(text) || EMPTY.is_match(text) {
            return;
        }
        let Some(value) = self.default_value(text) else {
            return self.report_sentence(stated, "this is not a default value");
        };
        match &self.facts.default {
            Some(default) if default.value != value => {
                self.report(stated.line, "the row states two default values");
            }
            _ => self.facts.default = Some(stated.located(value)),
        }
    }

    /// Returns the default value at the start of a string, unless it depends on something.
    fn default_value(&self, text: &str) -> Option<String> {
        if text.starts_with(['{', '[']) && serde_json::from_str::<Json>(text).is_ok() {
            return Some(text.to_owned());
        }
        let (name, rest) = match ListedValue::parse(text) {
            Some(value) => (value.name, value.meaning),
            None => text.split_at(before_first(text, &[", "]).len()),
        };
        if QUALIFICATION.is_match(rest) {
            return None;
        }
        let mut value = clean(name).to_owned();
        let has_digits = value.contains(|c: char| c.is_ascii_digit());
        if self.is_number() && has_digits && value.parse::<f64>().is_err() {
            value = plain_numbers(&value).parse::<i64>().ok()?.to_string();
        }
        // The first line of JSON is not a value.
        let is_whole = value.matches(['{', '[']).count() == value.matches(['}', ']']).count();
        let is_value = !value.is_empty() && !value.contains(' ') && !has_mark(&value) && is_whole;
        is_value.then_some(value)
    }
}

/// Returns the default that a sentence in the row `name` states, with what follows it.
pub(super) fn stated_default<'t>(sentence: &'t str, name: &str) -> Option<&'t str> {
    let found = DEFAULTS.captures(sentence)?;
    let is_of_row = found.name("name").is_none_or(|other| other.as_str() == name);
    found.name("value").filter(|_| is_of_row).map(|value| value.as_str())
}
