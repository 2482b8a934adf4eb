//! What the notation can express of the facts of a row.

use std::ops::RangeInclusive;

use crate::notation;
use crate::read::{Facts, LimitKind, Limits, Located, PageType, Value};

/// The kind of values of a row. Of a list, the kind of its items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueKind {
    String,
    /// A string with listed values.
    Enum,
    Integer,
    /// An integer with listed values.
    IntegerEnum,
    Long,
    /// A number with a fraction.
    Number,
    Boolean,
    /// An object, a map or any JSON.
    Object,
}

impl ValueKind {
    /// Returns the kind that the page describes.
    pub(crate) fn of_page(ty: &PageType, facts: &Facts) -> Self {
        match ty.innermost() {
            PageType::String if facts.values.is_empty() => Self::String,
            PageType::String => Self::Enum,
            PageType::Integer if has_meanings(&facts.values) => Self::IntegerEnum,
            PageType::Integer => Self::Integer,
            PageType::Long => Self::Long,
            PageType::Boolean => Self::Boolean,
            PageType::Number => Self::Number,
            PageType::Array(_) | PageType::Map(_) | PageType::Json | PageType::Object(_) | PageType::Other(_) => {
                Self::Object
            }
        }
    }

    fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Long | Self::Number)
    }

    /// Returns whether values have limits of this kind.
    pub(crate) fn has(self, limits: LimitKind) -> bool {
        match limits {
            LimitKind::Either => true,
            LimitKind::Length => matches!(self, Self::String | Self::Enum),
            LimitKind::Range => self.is_number() || self == Self::IntegerEnum,
        }
    }

    /// Returns the lengths or numbers that values can have.
    fn range(self) -> RangeInclusive<i64> {
        match self {
            Self::Integer | Self::IntegerEnum => i64::from(i32::MIN)..=i64::from(i32::MAX),
            Self::Long | Self::Number => i64::MIN..=i64::MAX,
            _ => 0..=i64::from(i32::MAX),
        }
    }

    /// Returns the lengths or numbers within limits.
    fn range_within(self, limits: &Limits) -> RangeInclusive<i64> {
        let (smallest, largest) = self.range().into_inner();
        let min = limits.min.as_ref().map_or(smallest, |min| min.value);
        let max = limits.max.as_ref().map_or(largest, |max| max.value);
        min..=max
    }
}

/// The kind of fact that is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FactKind {
    Limits,
    Values,
    Default,
}

/// A fact that the notation cannot express.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OmittedFact {
    pub kind: FactKind,
    /// Line of the page.
    pub line: usize,
    /// The text that states the fact.
    pub text: String,
    /// The fact, such as `the default 5`.
    pub fact: String,
    /// Why it is left out.
    pub reason: &'static str,
    /// Whether the rest of the row implies the fact, so that nothing is lost.
    pub is_implied: bool,
}

/// The facts of a row as far as the notation can express them.
#[derive(Clone, Debug, Default)]
pub(crate) struct ExpressibleFacts {
    /// Length or range, with `facts.unit`, `facts.deprecated` and `facts.notes` as on the page.
    pub facts: Facts,
    /// Listed values of a number that are not simply its range. The `doc` explains them.
    pub numbers: Vec<Value>,
    pub omitted: Vec<OmittedFact>,
}

impl ExpressibleFacts {
    pub(crate) fn new(facts: &Facts, kind: ValueKind, is_list: bool) -> Self {
        let mut expressible = Self { facts: facts.clone(), ..Self::default() };
        expressible.check_values(kind);
        expressible.check_limits(kind);
        expressible.check_items(is_list);
        expressible.check_default(kind, is_list);
        expressible
    }

    fn omit<T>(&mut self, kind: FactKind, located: &Located<T>, fact: String, reason: &'static str) {
        let (line, text) = (located.line, located.text.clone());
        self.omitted.push(OmittedFact { kind, line, text, fact, reason, is_implied: false });
    }

    fn check_values(&mut self, kind: ValueKind) {
        if kind.is_number() {
            return self.check_numbers();
        }
        if kind == ValueKind::Object {
            for value in std::mem::take(&mut self.facts.values) {
                let fact = format!("the value `{}`", value.name.value);
                self.omit(FactKind::Values, &value.name, fact, "an object has no listed values");
            }
        }
    }

    /// Handles the values of a number that is not an enum: without gaps they are a range, others belong in the `doc`.
    fn check_numbers(&mut self) {
        let mut numbers = Vec::new();
        for value in std::mem::take(&mut self.facts.values) {
            if value.name.value.parse::<i64>().is_ok() {
                numbers.push(value);
            } else {
                let fact = format!("the value `{}`", value.name.value);
                self.omit(FactKind::Values, &value.name, fact, "it is not an integer");
            }
        }
        let range = range_without_gaps(&numbers);
        if let (Some(range), None) = (range, self.facts.limits.any()) {
            self.facts.limits = range;
        } else {
            self.numbers = numbers;
        }
    }

    fn check_limits(&mut self, kind: ValueKind) {
        let Some(stated) = self.facts.limits.any().cloned() else {
            return;
        };
        let fact = format!("the limits {}", notation::limits(&self.facts.limits));
        let (possible, range) = (kind.range(), kind.range_within(&self.facts.limits));
        let reason = match kind {
            ValueKind::Boolean | ValueKind::Object => "only strings, numbers and lists have limits",
            ValueKind::Enum => "an enum has no length",
            ValueKind::IntegerEnum => "an enum has no range",
            _ if !kind.has(self.facts.limits.kind) && kind.is_number() => "a length is not the range of a number",
            _ if !kind.has(self.facts.limits.kind) => "a range of numbers is not the length of a string",
            _ if range.is_empty() => "the minimum is greater than the maximum",
            _ if !possible.contains(range.start()) || !possible.contains(range.end()) => "they do not fit the type",
            _ => return,
        };
        self.facts.limits = Limits::default();
        self.omit(FactKind::Limits, &stated, fact, reason);
        let is_implied = match kind {
            ValueKind::Enum => self.facts.values.iter().all(|value| has_length(&value.name.value, &range)),
            ValueKind::IntegerEnum => self.facts.values.iter().all(|value| is_within(&value.name.value, &range)),
            _ => false,
        };
        if let Some(fact) = self.omitted.last_mut() {
            fact.is_implied = is_implied;
        }
    }

    fn check_items(&mut self, is_list: bool) {
        let Some(stated) = self.facts.items.any().cloned() else {
            return;
        };
        let Limits { min, max, .. } = &self.facts.items;
        let min = min.as_ref().map_or(0, |min| min.value);
        let max = max.as_ref().map_or(i64::MAX, |max| max.value);
        let reason = match is_list {
            false => "the row is not a list",
            true if min > max => "the minimum is greater than the maximum",
            true if min < 0 => "it is negative",
            true => return,
        };
        let fact = format!("the number of items {}", notation::limits(&self.facts.items));
        self.facts.items = Limits::default();
        self.omit(FactKind::Limits, &stated, fact, reason);
    }

    fn check_default(&mut self, kind: ValueKind, is_list: bool) {
        let Some(default) = self.facts.default.clone() else {
            return;
        };
        let range = kind.range_within(&self.facts.limits);
        let value = default.value.as_str();
        let is_valid = match kind {
            _ if is_list => false,
            ValueKind::String => has_length(value, &range),
            ValueKind::Enum | ValueKind::IntegerEnum => {
                self.facts.values.iter().any(|listed| listed.name.value == value)
            }
            ValueKind::Integer | ValueKind::Long => is_within(value, &range),
            ValueKind::Number => value.parse::<f64>().is_ok_and(f64::is_finite),
            ValueKind::Boolean => match self.facts.values.as_slice() {
                [only] => value == only.name.value,
                _ => matches!(value, "true" | "false"),
            },
            ValueKind::Object => false,
        };
        if !is_valid {
            self.facts.default = None;
            let fact = format!("the default `{value}`");
            self.omit(FactKind::Default, &default, fact, "the type of the row does not allow it");
        }
    }
}

/// Returns the range of values, if every integer in it is listed.
fn range_without_gaps(values: &[Value]) -> Option<Limits> {
    let mut numbers: Vec<Located<i64>> = Vec::new();
    for value in values {
        let number: i64 = value.name.value.parse().ok()?;
        numbers.push(Located::new(number, value.name.line, value.name.text.as_str()));
    }
    numbers.sort_by_key(|number| number.value);
    let has_gap = numbers.windows(2).any(|pair| matches!(pair, [a, b] if a.value.checked_add(1) != Some(b.value)));
    match (numbers.first(), numbers.last()) {
        (Some(min), Some(max)) if !has_gap => {
            Some(Limits { kind: LimitKind::Range, min: Some(min.clone()), max: Some(max.clone()) })
        }
        _ => None,
    }
}

/// Returns whether a string has a length in a range, in Unicode scalar values.
fn has_length(text: &str, range: &RangeInclusive<i64>) -> bool {
    i64::try_from(text.chars().count()).is_ok_and(|length| range.contains(&length))
}

/// Returns whether a number is in a range.
fn is_within(text: &str, range: &RangeInclusive<i64>) -> bool {
    text.parse::<i64>().is_ok_and(|number| range.contains(&number))
}

/// Returns whether all values are 32-bit integers and the page explains each of them, so that they are an enum.
fn has_meanings(values: &[Value]) -> bool {
    !values.is_empty() && values.iter().all(|value| value.has_meaning && value.name.value.parse::<i32>().is_ok())
}
