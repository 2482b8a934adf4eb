//! The description of a row: limits, values, default, unit and deprecation.
//!
//! Older pages use sentences and lines such as `Minimum: 1`, newer pages labelled paragraphs. Other text is prose and
//! states no facts.

pub(super) use super::content::Facts;

use super::lines::without_emphasis;
use super::patterns::{
    ANNOUNCEMENT, BARE_RANGE, CONDITION, DEFAULT, DEPRECATED, FURTHER_LABEL, ITEM_LIMITS, LABEL, LIMITS, Pattern,
    SPECIAL_VALUE, UNIT, VALUES,
};
use super::types::{PageType, is_name, is_type_cell};
use super::{Limits, Line, Located, Note, Unrecognized, Value};

/// The part of a description that a line belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Sentences without a label, or below a label that only explains.
    Prose,
    /// Conditions.
    Constraints,
    /// Values or limits.
    Range,
    /// The default value.
    Default,
}

/// Reads a description. Returns its facts, and text that should state a fact but cannot be parsed.
pub(super) fn read(ty: Option<&PageType>, lines: &[Line]) -> (Facts, Vec<Unrecognized>) {
    let mut reader = Reader {
        part: Part::Prose,
        expects_values: false,
        limits_count_items: ty.is_some_and(is_list_of_objects),
        facts: Facts::default(),
        unrecognized: Vec::new(),
    };
    let lines: Vec<Line> = lines.iter().flat_map(split_at_labels).collect();
    for (index, line) in lines.iter().enumerate() {
        let before_items = lines.get(index + 1).is_some_and(|next| next.item().is_some());
        reader.line(line, before_items);
    }
    (reader.facts, reader.unrecognized)
}

/// Objects have no limits, so those of a list of objects apply to the number of items.
fn is_list_of_objects(ty: &PageType) -> bool {
    matches!(ty, PageType::Array(_)) && matches!(ty.innermost(), PageType::Object(_) | PageType::Other(_))
}

struct Reader {
    part: Part,
    /// Whether a sentence has introduced a list of values.
    expects_values: bool,
    limits_count_items: bool,
    facts: Facts,
    unrecognized: Vec<Unrecognized>,
}

impl Reader {
    fn line(&mut self, line: &Line, before_items: bool) {
        let mut text = line.plain();
        let mut item = line.item();
        if let Some(label) = Label::parse(text) {
            self.part = label.part;
            self.expects_values = false;
            text = label.rest;
            item = None;
            if text.is_empty() {
                return;
            }
        }
        if item.is_none() && DEPRECATED.is_match(text) {
            self.facts.deprecated.get_or_insert_with(|| Located::on_line((), line));
        }
        match (self.part, item) {
            (Part::Default, _) => self.default(text, line),
            (_, Some(item)) => self.item(item, line),
            (Part::Range, None) => self.range(text, line, before_items),
            (Part::Prose | Part::Constraints, None) => self.prose(text, line),
        }
    }

    fn item(&mut self, item: &str, line: &Line) {
        if let Some(value) = ListedValue::parse(item) {
            self.value(&value, line);
        } else if self.part == Part::Range && self.limits(item, line.number) {
            // The item states limits.
        } else if self.part == Part::Range || self.expects_values {
            self.unrecognized(line, "this list item is not a value");
        }
    }

    fn value(&mut self, value: &ListedValue<'_>, line: &Line) {
        let deprecated = DEPRECATED.is_match(value.meaning);
        if let Some(known) = self.facts.values.iter_mut().find(|known| known.name.value == value.name) {
            known.deprecated |= deprecated;
            return;
        }
        let name = Located::on_line(value.name.to_owned(), line);
        self.facts.values.push(Value { name, deprecated });
    }

    /// Reads a line below a label of values or limits.
    fn range(&mut self, text: &str, line: &Line, before_items: bool) {
        if is_nothing(text) {
            return;
        }
        if let Some(found) = BARE_RANGE.captures(text) {
            let limits = FoundLimits::new(&found, text, line.number);
            return self.add_limits(limits, false);
        }
        if self.sentences(text, line) || self.inline_values(text, line) {
            return;
        }
        match ListedValue::parse(text) {
            // A bare number is not a value: it may be one limit of a range.
            Some(value) if value.name.parse::<i64>().is_err() || !value.meaning.is_empty() => self.value(&value, line),
            _ if before_items => {}
            _ => self.unrecognized(line, "this is not a range, a length or a value"),
        }
    }

    fn prose(&mut self, text: &str, line: &Line) {
        if self.expects_values {
            if let Some(value) = ListedValue::parse(text) {
                return self.value(&value, line);
            }
            self.expects_values = false;
        }
        self.sentences(text, line);
        let mut lists_values = false;
        for sentence in sentences(text) {
            lists_values |= VALUES.is_match(sentence) && self.inline_values(sentence, line);
        }
        self.expects_values = !lists_values && text.ends_with(':') && ANNOUNCEMENT.is_match(text);
        if CONDITION.is_match(text) || (self.part == Part::Constraints && !is_nothing(text)) {
            self.facts.notes.push(Located::on_line(Note::Condition, line));
        }
        if SPECIAL_VALUE.is_match(text) {
            self.facts.notes.push(Located::on_line(Note::SpecialValue, line));
        }
        if is_wire_name(text) || matches!(text, "Yes" | "No") || is_type_cell(text) {
            self.unrecognized(line, "this looks like a cell of an incomplete row");
        }
    }

    /// Reads what a label or a sentence states as the default.
    fn default(&mut self, text: &str, line: &Line) {
        let found = DEFAULT.captures(text).and_then(|found| found.name("value"));
        let text = found.map_or(text, |value| value.as_str());
        if is_nothing(text) {
            return;
        }
        let name = clean(before_first(text, &[":", "：", " (", ", "]));
        if name.is_empty() || name.contains(' ') {
            return self.unrecognized(line, "this is not a default value");
        }
        match &self.facts.default {
            Some(default) if default.value != name => self.unrecognized(line, "the row states two default values"),
            _ => self.facts.default = Some(Located::on_line(name.to_owned(), line)),
        }
    }

    /// Reads limits, unit and default from sentences. Returns whether there were limits.
    fn sentences(&mut self, text: &str, line: &Line) -> bool {
        let mut has_limits = false;
        for sentence in sentences(text) {
            has_limits |= self.limits(sentence, line.number);
            self.unit(sentence, line.number);
            if self.part != Part::Range && DEFAULT.is_match(sentence) {
                self.default(sentence, line);
            }
        }
        has_limits
    }

    fn unit(&mut self, sentence: &str, line: usize) {
        let Some(unit) = UNIT.captures(sentence).and_then(|found| found.name("unit")) else {
            return;
        };
        let unit = if unit.as_str().eq_ignore_ascii_case("milliseconds") { "ms" } else { unit.as_str() };
        self.facts.unit.get_or_insert_with(|| Located::new(unit.to_owned(), line, sentence));
    }

    /// Reads the limits of a sentence. Returns whether there were any.
    fn limits(&mut self, sentence: &str, line: usize) -> bool {
        if self.limits_of(&ITEM_LIMITS, true, sentence, line) {
            return true;
        }
        self.limits_of(&LIMITS, false, sentence, line)
    }

    fn limits_of(&mut self, patterns: &[Pattern], of_items: bool, sentence: &str, line: usize) -> bool {
        let mut found_any = false;
        for pattern in patterns {
            if let Some(found) = pattern.captures(sentence) {
                self.add_limits(FoundLimits::new(&found, sentence, line), of_items);
                found_any = true;
            }
        }
        found_any
    }

    fn add_limits(&mut self, found: FoundLimits<'_>, of_items: bool) {
        let facts = &mut self.facts;
        let Limits { min, max } =
            if of_items || self.limits_count_items { &mut facts.items } else { &mut facts.limits };
        for (known, digits) in [(min, found.min), (max, found.max)] {
            if let Some(digits) = digits
                && let Err(reason) = set_limit(known, digits, &found)
            {
                self.unrecognized.push(Unrecognized::new(found.line, found.sentence, reason));
            }
        }
    }

    /// Reads values such as `The value can be "a" or "b".` or `a, b, and c`. Returns whether there were any.
    fn inline_values(&mut self, text: &str, line: &Line) -> bool {
        let announced = VALUES.captures(text).and_then(|found| found.name("list"));
        if announced.is_none() && self.part != Part::Range {
            return false;
        }
        let list = announced.map_or(text, |list| list.as_str());
        let list = list.replace(" or ", ",").replace(" and ", ",");
        let mut values = Vec::new();
        for name in list.split(',').map(str::trim) {
            if name.is_empty() {
                continue;
            }
            match ListedValue::parse(name) {
                Some(value) if value.meaning.is_empty() => values.push(value),
                _ => return false,
            }
        }
        if values.len() < 2 {
            return false;
        }
        for value in values {
            self.value(&value, line);
        }
        true
    }

    fn unrecognized(&mut self, line: &Line, reason: &str) {
        self.unrecognized.push(Unrecognized::on_line(line, reason));
    }
}

/// Limits as a pattern found them.
#[derive(Clone, Copy)]
struct FoundLimits<'t> {
    min: Option<&'t str>,
    max: Option<&'t str>,
    sentence: &'t str,
    line: usize,
}

impl<'t> FoundLimits<'t> {
    fn new(found: &regex_lite::Captures<'t>, sentence: &'t str, line: usize) -> Self {
        let group = |name| found.name(name).map(|group| group.as_str());
        Self { min: group("min"), max: group("max"), sentence, line }
    }
}

/// Sets a limit unless the row states another one already.
fn set_limit(known: &mut Option<Located<i64>>, digits: &str, found: &FoundLimits<'_>) -> Result<(), &'static str> {
    let Ok(number) = digits.replace(',', "").parse::<i64>() else {
        return Err("the number does not fit in 64 bits");
    };
    match known {
        Some(known) if known.value != number => Err("the row states two different limits"),
        Some(_) => Ok(()),
        None => {
            *known = Some(Located::new(number, found.line, found.sentence));
            Ok(())
        }
    }
}

/// Returns whether the text marks something as deprecated.
pub(crate) fn marks_deprecation(text: &str) -> bool {
    DEPRECATED.is_match(text)
}

/// Splits a line that starts with a label in front of each further label.
fn split_at_labels(line: &Line) -> Vec<Line> {
    let mut parts = Vec::new();
    let mut rest = line.text.as_str();
    while let Some(found) = FURTHER_LABEL.captures(rest) {
        let (Some(part), Some(after)) = (found.name("part"), found.name("rest")) else {
            break;
        };
        if Label::parse(without_emphasis(part.as_str())).is_none() {
            break;
        }
        parts.push(part.as_str());
        rest = after.as_str();
    }
    parts.push(rest);
    parts.into_iter().map(|text| Line { number: line.number, text: text.to_owned() }).collect()
}

/// A label at the start of a line.
struct Label<'t> {
    part: Part,
    /// The text after the colon.
    rest: &'t str,
}

impl<'t> Label<'t> {
    fn parse(text: &'t str) -> Option<Self> {
        let found = LABEL.captures(text)?;
        let part = match found.name("label")?.as_str().to_ascii_lowercase().as_str() {
            label if label.starts_with("default") => Part::Default,
            "definition" | "parameter description" | "explanation" | "description" => Part::Prose,
            "constraint" | "constraints" | "restrictions" => Part::Constraints,
            _ => Part::Range,
        };
        let rest = found.name("rest").map_or("", |rest| rest.as_str().trim());
        Some(Self { part, rest })
    }
}

/// A value in a list, with its meaning.
struct ListedValue<'t> {
    name: &'t str,
    /// The text after the name, empty if the page does not explain the value.
    meaning: &'t str,
}

impl<'t> ListedValue<'t> {
    /// Maximum length of a value. Anything longer is prose.
    const MAX_CHARS: usize = 128;

    fn parse(item: &'t str) -> Option<Self> {
        let name = before_first(item, &[":", "：", " (", " - "]);
        let meaning = item.get(name.len()..).unwrap_or_default();
        let name = clean(name);
        let is_value =
            !name.is_empty() && name.chars().count() <= Self::MAX_CHARS && !name.contains([' ', ',', '(', ')']);
        is_value.then_some(Self { name, meaning })
    }
}

/// Returns the text before the first of these separators.
fn before_first<'t>(text: &'t str, separators: &[&str]) -> &'t str {
    let mut before = text;
    for separator in separators {
        before = before.split(separator).next().unwrap_or(before);
    }
    before
}

/// Strips emphasis, quotes and the character that ends a sentence or an item.
fn clean(text: &str) -> &str {
    let text = without_emphasis(text).trim_end_matches(['.', ';', ',']);
    without_emphasis(text.trim_matches(['"', '\'', '“', '”', '‘', '’', '`']))
}

/// Returns whether the text means that there is no value.
fn is_nothing(text: &str) -> bool {
    matches!(clean(text).to_ascii_lowercase().as_str(), "n/a" | "none" | "na" | "-" | "null" | "")
}

/// Returns whether the text is a wire name and not a word of a sentence.
fn is_wire_name(text: &str) -> bool {
    text.contains('_') && is_name(text)
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(". ").map(str::trim)
}
