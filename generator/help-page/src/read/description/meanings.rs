//! Values that a sentence explains.

use super::super::patterns::EXPLAINED_VALUES;
use super::super::words::is_one_of;
use super::values::ListedValue;
use super::{Reader, Sentence};

/// Words in the place of a value that are not values.
const WORDS: &str = "also blank empty here null only range that which";

impl Reader<'_> {
    /// Reads values such as `0` in "The value 0 indicates that there is no limit".
    pub(super) fn read_explained_values(&mut self, sentence: Sentence<'_>) {
        for found in EXPLAINED_VALUES.all_captures(sentence.text) {
            let text = found.name("value").map_or("", |value| value.as_str());
            let Some(value) = ListedValue::parse(text).filter(|_| !is_one_of(text, WORDS)) else {
                continue;
            };
            let is_known = self.facts.explained.iter().any(|known| known.value == value.name);
            if !is_known && (!self.is_number() || value.is_number()) {
                self.facts.explained.push(sentence.located(value.name.to_owned()));
            }
        }
    }
}
