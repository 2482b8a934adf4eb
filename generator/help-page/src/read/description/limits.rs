//! Lengths, ranges and numbers of items.

use std::ops::Range;

use super::super::content::{LimitKind, Limits};
use super::super::located::{Located, Unrecognized};
use super::super::numbers::{NOT_UNDERSTOOD, plain_numbers};
use super::super::patterns::{
    BARE_RANGE, EARLIER_VALUE, FURTHER_VALUE, ITEM_LIMITS, KEYS, LENGTHS, LIMIT_CONDITION, LIMITS, POSSIBLE_LIMIT,
    Pattern, RANGES,
};
use super::super::types::PageType;
use super::{Reader, Sentence};

/// Why a range is not understood.
pub(super) const FURTHER_VALUES: &str = "this is a range with further values or exceptions";

/// Limits that a sentence states.
struct StatedLimits {
    /// `None` for the number of items.
    kind: Option<LimitKind>,
    min: Option<String>,
    max: Option<String>,
    /// Where they are in the sentence.
    span: Range<usize>,
    /// Whether another value or an exception is next to them.
    is_incomplete: bool,
}

impl StatedLimits {
    /// Returns whether another value or an exception follows.
    fn has_further_value(&self, after: &str) -> bool {
        let Some(found) = FURTHER_VALUE.captures(after) else {
            return false;
        };
        let number = |digits: Option<&str>| digits.and_then(|digits| digits.parse::<i64>().ok());
        let remark = number(found.name("remark").map(|remark| remark.as_str()));
        match (remark, number(self.min.as_deref()), number(self.max.as_deref())) {
            (Some(remark), Some(min), Some(max)) => !(min..=max).contains(&remark),
            _ => true,
        }
    }
}

impl Reader<'_> {
    /// Reads the limits of a sentence. Returns whether there were any.
    pub(super) fn read_limits(&mut self, sentence: Sentence<'_>) -> bool {
        let plain = plain_numbers(sentence.text);
        let found = all_limits(&plain);
        if found.is_empty() {
            return false;
        }
        if is_conditional(sentence.text) || (matches!(self.ty, Some(PageType::Map(_))) && KEYS.is_match(sentence.text))
        {
            self.report_sentence(sentence, "this limit may depend on something");
            return true;
        }
        self.add_limits(&found, sentence);
        if may_state_limit(&without_limits(&plain, &found)) {
            self.report_sentence(sentence, "this may be a further limit or a default");
        }
        true
    }

    /// Reads a sentence that is nothing but a range. Returns whether it is.
    pub(super) fn read_bare_range(&mut self, sentence: Sentence<'_>) -> bool {
        let found = limits_of(&BARE_RANGE, Some(LimitKind::Range), &plain_numbers(sentence.text));
        self.add_limits(&found, sentence);
        !found.is_empty()
    }

    fn add_limits(&mut self, found: &[StatedLimits], sentence: Sentence<'_>) {
        if found.iter().any(|limits| limits.is_incomplete) {
            return self.report_sentence(sentence, FURTHER_VALUES);
        }
        for limits in found {
            let kind = limits.kind.filter(|_| !self.limits_count_items());
            let known = if kind.is_none() { &mut self.facts.items } else { &mut self.facts.limits };
            if let Err(reason) = set_kind(known, kind.unwrap_or_default()) {
                self.report_sentence(sentence, reason);
                continue;
            }
            for (known, digits) in [(&mut known.min, &limits.min), (&mut known.max, &limits.max)] {
                if let Some(digits) = digits
                    && let Err(reason) = set_limit(known, digits, sentence)
                {
                    self.unrecognized.push(Unrecognized::new(sentence.line.number, sentence.text, reason));
                }
            }
        }
    }
}

/// Returns whether a sentence starts with what its limits depend on.
fn is_conditional(sentence: &str) -> bool {
    let condition = LIMIT_CONDITION.group(sentence, "condition").map(str::trim);
    LIMIT_CONDITION.is_match(sentence) && !matches!(condition, Some("example" | "this parameter is specified"))
}

/// Returns whether a sentence with plain numbers seems to state a limit or a default.
pub(super) fn may_state_limit(plain: &str) -> bool {
    BARE_RANGE.is_match(plain) || POSSIBLE_LIMIT.is_match(plain)
}

/// Returns the limits that a sentence with plain numbers states.
fn all_limits(plain: &str) -> Vec<StatedLimits> {
    for (pattern, kind) in [(&ITEM_LIMITS, None), (&LENGTHS, Some(LimitKind::Length))] {
        let found = limits_of(pattern, kind, plain);
        if !found.is_empty() {
            return found;
        }
    }
    let mut found = limits_of(&RANGES, Some(LimitKind::Range), plain);
    found.extend(limits_of(&LIMITS, Some(LimitKind::Either), plain));
    found
}

/// Returns the limits that a pattern finds in a sentence with plain numbers.
fn limits_of(pattern: &Pattern, kind: Option<LimitKind>, plain: &str) -> Vec<StatedLimits> {
    let mut limits = Vec::new();
    for found in pattern.captures_of_each(plain) {
        let (min, max) = (found.name("min"), found.name("max"));
        let (Some(first), Some(last)) = (min.or(max), max.or(min)) else {
            continue;
        };
        let digits = |limit: Option<regex_lite::Match<'_>>| limit.map(|limit| limit.as_str().to_owned());
        let (before, after) = (plain.get(..first.start()), plain.get(last.end()..));
        let mut stated = StatedLimits {
            kind,
            min: digits(min),
            max: digits(max),
            span: found.get(0).map_or(0..0, |all| all.range()),
            is_incomplete: before.is_some_and(|before| EARLIER_VALUE.is_match(before)),
        };
        stated.is_incomplete |= after.is_some_and(|after| stated.has_further_value(after));
        limits.push(stated);
    }
    limits
}

/// Returns a sentence without its limits.
fn without_limits(plain: &str, found: &[StatedLimits]) -> String {
    let is_outside = |index: usize| !found.iter().any(|limits| limits.span.contains(&index));
    plain.char_indices().filter(|(index, _)| is_outside(*index)).map(|(_, c)| c).collect()
}

/// Sets whether limits are a length or a range. Returns an error if the row already states the other one.
fn set_kind(limits: &mut Limits, kind: LimitKind) -> Result<(), &'static str> {
    if limits.kind == LimitKind::Either {
        limits.kind = kind;
    }
    let is_same = kind == LimitKind::Either || kind == limits.kind;
    if is_same { Ok(()) } else { Err("the row states both a length and a range") }
}

/// Sets a limit unless the row states another one already.
fn set_limit(known: &mut Option<Located<i64>>, digits: &str, sentence: Sentence<'_>) -> Result<(), &'static str> {
    if digits.ends_with(NOT_UNDERSTOOD) {
        return Err("a number in this text is not understood");
    }
    let Ok(number) = digits.parse::<i64>() else {
        return Err("the number does not fit 64 bits");
    };
    let known = known.get_or_insert_with(|| sentence.located(number));
    if known.value == number { Ok(()) } else { Err("the row states two different limits") }
}
