//! Units of numbers.

use super::super::patterns::{ANY_UNIT, UNITS};
use super::{Reader, Sentence};

impl Reader<'_> {
    /// Reads the unit that a sentence states, and reports one that is not known.
    pub(super) fn read_unit(&mut self, sentence: Sentence<'_>) {
        if let Some(unit) = UNITS.group(sentence.text, "unit") {
            self.facts.unit.get_or_insert_with(|| sentence.located(normalized(unit)));
        } else if self.is_number() && ANY_UNIT.is_match(sentence.text) {
            self.report_sentence(sentence, "this unit is not known");
        }
    }
}

/// Returns a unit of time or `bytes` as a word in the plural, except for `ms`, and multiples of bytes as symbols.
fn normalized(unit: &str) -> String {
    let word = match unit.to_ascii_lowercase().as_str() {
        "ms" | "millisecond" | "milliseconds" | "13-digit" => "ms",
        "s" | "sec" | "secs" | "second" | "seconds" | "10-digit" => "seconds",
        "min" | "mins" | "minute" | "minutes" => "minutes",
        "h" | "hr" | "hrs" | "hour" | "hours" => "hours",
        "d" | "day" | "days" => "days",
        "b" | "byte" | "bytes" => "bytes",
        "kilobyte" | "kilobytes" => "KB",
        "megabyte" | "megabytes" => "MB",
        "gigabyte" | "gigabytes" => "GB",
        "terabyte" | "terabytes" => "TB",
        "percent" => "%",
        _ => unit,
    };
    word.to_owned()
}
