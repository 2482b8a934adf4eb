//! Units of numbers.

use super::super::lines::Line;
use super::super::located::Located;
use super::super::patterns::{ANY_UNIT, UNITS};
use super::Reader;

impl Reader {
    /// Reads the unit that a sentence states, and reports one that is not known.
    pub(super) fn unit(&mut self, sentence: &str, line: &Line) {
        let stated = UNITS.iter().find_map(|pattern| pattern.captures(sentence)?.name("unit"));
        if let Some(unit) = stated {
            let unit = normalized(unit.as_str());
            self.facts.unit.get_or_insert_with(|| Located::new(unit, line.number, sentence));
        } else if self.is_number && ANY_UNIT.is_match(sentence) {
            self.unrecognized_sentence(sentence, line.number, "this unit is not known");
        }
    }
}

/// Returns a unit of time or `bytes` as a word in the plural, except for `ms`.
fn normalized(unit: &str) -> String {
    let word = match unit.to_ascii_lowercase().as_str() {
        "ms" | "millisecond" | "milliseconds" => "ms",
        "s" | "sec" | "secs" | "second" | "seconds" => "seconds",
        "min" | "mins" | "minute" | "minutes" => "minutes",
        "h" | "hr" | "hrs" | "hour" | "hours" => "hours",
        "d" | "day" | "days" => "days",
        "b" | "byte" | "bytes" => "bytes",
        "percent" => "%",
        _ => unit,
    };
    word.to_owned()
}
