//! Lengths, ranges and numbers of items.

use super::super::content::{Facts, Limits};
use super::super::located::{Located, Unrecognized};
use super::super::patterns::{ITEM_LIMITS, LIMITS, Pattern};

/// Adds the limits that a sentence states to the facts of a row.
pub(super) struct LimitReader<'r> {
    pub facts: &'r mut Facts,
    pub unrecognized: &'r mut Vec<Unrecognized>,
    /// Whether the limits of the type count items: objects have no limits of their own.
    pub count_items: bool,
}

impl LimitReader<'_> {
    /// Reads the limits of a sentence. Returns whether there were any.
    pub(super) fn sentence(&mut self, sentence: &str, line: usize) -> bool {
        if self.matches(&ITEM_LIMITS, true, sentence, line) {
            return true;
        }
        self.matches(&LIMITS, false, sentence, line)
    }

    /// Reads the limits that a pattern finds. Returns whether there were any.
    pub(super) fn pattern(&mut self, pattern: &Pattern, of_items: bool, sentence: &str, line: usize) -> bool {
        let Some(found) = pattern.captures(sentence) else {
            return false;
        };
        let of_items = of_items || self.count_items;
        let Limits { min, max } = if of_items { &mut self.facts.items } else { &mut self.facts.limits };
        for (known, group) in [(min, "min"), (max, "max")] {
            if let Some(digits) = found.name(group)
                && let Err(reason) = set_limit(known, digits.as_str(), sentence, line)
            {
                self.unrecognized.push(Unrecognized::new(line, sentence, reason));
            }
        }
        true
    }

    fn matches(&mut self, patterns: &[Pattern], of_items: bool, sentence: &str, line: usize) -> bool {
        let mut found = false;
        for pattern in patterns {
            found |= self.pattern(pattern, of_items, sentence, line);
        }
        found
    }
}

/// Sets a limit unless the row states another one already.
fn set_limit(known: &mut Option<Located<i64>>, digits: &str, sentence: &str, line: usize) -> Result<(), &'static str> {
    let Ok(number) = digits.replace(',', "").parse::<i64>() else {
        return Err("the number does not fit 64 bits");
    };
    match known {
        Some(known) if known.value != number => Err("the row states two different limits"),
        Some(_) => Ok(()),
        None => {
            *known = Some(Located::new(number, line, sentence));
            Ok(())
        }
    }
}
