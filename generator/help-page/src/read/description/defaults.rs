//! Default values.

use serde_json::Value as Json;

use super::super::located::{Located, Unrecognized};
use super::super::numbers::{has_mark, plain_numbers};
use super::super::patterns::{DEFAULTS, EMPTY, MEDIA_TYPE, QUALIFICATION};
use super::super::types::PageType;
use super::super::words::is_one_of;
use super::values::{ListedValue, before_first, clean, is_nothing};
use super::{Reader, Sentence};

/// The word that is a value or says that there is none.
const NONE: &str = "none";

/// Words in the place of a default that are not values, as in "the default value is used".
const OTHER_WORDS: &str = "it that this used";

impl Reader<'_> {
    /// Reads what a label or a sentence states as the default. `stated` is the whole sentence or line.
    pub(super) fn read_default(&mut self, text: &str, stated: Sentence<'_>) {
        let text = stated_default(text, self.name).unwrap_or(text);
        if EMPTY.is_match(text) {
            return;
        }
        if is_nothing(text) && !is_quoted_none(text) {
            if clean(text) == NONE {
                self.stated_none = Some(stated.located(NONE.to_owned()));
            }
            return;
        }
        let Some(value) = self.default_value(text) else {
            return self.report_sentence(stated, "this is not a default value");
        };
        self.set_default(stated.located(value));
    }

    /// Reads `none` as the default if the row lists it as a value, and reports it if the row may accept any string. In
    /// other rows, `none` means that there is no default.
    pub(super) fn take_stated_none(&mut self) {
        let Some(none) = self.stated_none.take() else { return };
        if self.facts.values.iter().any(|value| value.name.value == NONE) {
            self.set_default(none);
        } else if self.facts.values.is_empty() && self.ty.is_none_or(|ty| *ty == PageType::String) {
            self.unrecognized.push(Unrecognized::at(&none, "this may be a default, or say that there is none"));
        }
    }

    fn set_default(&mut self, default: Located<String>) {
        match &self.facts.default {
            Some(other) if other.value != default.value => {
                self.unrecognized.push(Unrecognized::at(&default, "the row states two default values"));
            }
            _ => self.facts.default = Some(default),
        }
    }

    /// Returns the default value at the start of a string, unless it depends on something.
    fn default_value(&self, text: &str) -> Option<String> {
        if text.starts_with(['{', '[']) && serde_json::from_str::<Json>(text).is_ok() {
            return Some(text.to_owned());
        }
        if MEDIA_TYPE.is_match(text) {
            return Some(clean(text).to_owned());
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
    let value = found.name("value").filter(|_| is_of_row)?.as_str();
    (!is_one_of(clean(value), OTHER_WORDS)).then_some(value)
}

/// Returns whether a string is `none` in quotation marks, which is a value. Without them, it usually says that there is
/// none.
fn is_quoted_none(text: &str) -> bool {
    clean(text) == NONE && text.starts_with(['"', '\'', '“', '‘', '`'])
}
