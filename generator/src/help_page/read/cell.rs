//! The description of a row: limits, values, default, deprecation, in both generations of pages.
//!
//! The older one writes sentences and `Minimum: 1`, the newer one labelled paragraphs. Prose states nothing.

use regex_lite::Captures;

use super::lines::plain;
use super::types::{PageType, is_type_cell};
use super::wordings::{
    ANNOUNCEMENT, BARE_RANGE, CONDITION, DEFAULT, DEPRECATED, FURTHER_LABEL, ITEM_LIMITS, LABEL, LIMITS, SPECIAL_VALUE,
    UNIT, VALUES,
};
use super::{Facts, Line, Located, Note, Unclear, Value};

/// The part of a description that a line stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Sentences, or below a label that only explains.
    Prose,
    /// Below a label of conditions.
    Constraints,
    /// Below a label that lists values or limits.
    Range,
    /// Below the label of the default.
    Default,
}

/// Reads a description; what should be a fact and is not understood is in the second value.
pub(super) fn read(ty: Option<&PageType>, lines: &[Line]) -> (Facts, Vec<Unclear>) {
    let list_of_objects = matches!(ty, Some(PageType::Array(_)))
        && matches!(ty.map(PageType::leaf), Some(PageType::Object(_) | PageType::Other(_)));
    let mut reader =
        Reader { part: Part::Prose, listing: false, list_of_objects, facts: Facts::default(), unclear: Vec::new() };
    let lines: Vec<Line> = lines.iter().flat_map(labelled).collect();
    for (index, line) in lines.iter().enumerate() {
        let before_items = lines.get(index + 1).is_some_and(|next| next.item().is_some());
        reader.line(line, before_items);
    }
    (reader.facts, reader.unclear)
}

struct Reader {
    part: Part,
    /// Whether a sentence has announced a list of values.
    listing: bool,
    list_of_objects: bool,
    facts: Facts,
    unclear: Vec<Unclear>,
}

impl Reader {
    fn line(&mut self, line: &Line, before_items: bool) {
        let mut text = line.plain();
        if let Some((part, rest)) = label(text) {
            (self.part, self.listing, text) = (part, false, rest);
            if text.is_empty() {
                return;
            }
        }
        let item = line.item().filter(|_| text == line.plain());
        if item.is_none() && DEPRECATED.is_match(text) {
            self.facts.deprecated.get_or_insert_with(|| Located::new((), line.number, line.text.as_str()));
        }
        match (self.part, item) {
            (Part::Default, _) => self.default(text, line),
            (_, Some(item)) => self.item(item, line),
            (Part::Range, None) => self.range(text, line, before_items),
            (Part::Prose | Part::Constraints, None) => self.prose(text, line),
        }
    }

    fn item(&mut self, item: &str, line: &Line) {
        let value = value(item);
        let expected = self.part == Part::Range || self.listing;
        match value {
            Some((name, meaning)) => self.value(&name, meaning, line),
            None if self.part == Part::Range && self.limits(item, line.number) => {}
            None if expected => self.unclear(line, "an item of a list of values is no value"),
            None => {}
        }
    }

    fn value(&mut self, name: &str, meaning: &str, line: &Line) {
        if self.facts.values.iter().any(|value| value.name.value == name) {
            return;
        }
        let name = Located::new(name.to_owned(), line.number, line.text.as_str());
        self.facts.values.push(Value { name, deprecated: DEPRECATED.is_match(meaning) });
    }

    fn range(&mut self, text: &str, line: &Line, before_items: bool) {
        if self.sentences(text, line) || is_nothing(text) || self.inline_values(text, line) {
            return;
        }
        if let Some(found) = BARE_RANGE.captures(text) {
            return self.take_limits(&found, false, text, line.number);
        }
        match value(text).filter(|(name, _)| name.parse::<i64>().is_err()) {
            Some((name, meaning)) => self.value(&name, meaning, line),
            None if before_items => {}
            None => self.unclear(line, "no range, length or value can be read from this"),
        }
    }

    fn prose(&mut self, text: &str, line: &Line) {
        if self.listing {
            if let Some((name, meaning)) = value(text) {
                return self.value(&name, meaning, line);
            }
            self.listing = false;
        }
        self.sentences(text, line);
        let listed = sentences(text).any(|sentence| VALUES.is_match(sentence) && self.inline_values(sentence, line));
        self.listing = !listed && text.ends_with(':') && ANNOUNCEMENT.is_match(text);
        let condition = CONDITION.is_match(text) || (self.part == Part::Constraints && !is_nothing(text));
        let special = SPECIAL_VALUE.is_match(text).then_some(Note::SpecialValue);
        for note in condition.then_some(Note::Condition).into_iter().chain(special) {
            self.facts.notes.push(Located::new(note, line.number, line.text.as_str()));
        }
        if is_wire_name(text) || matches!(text, "Yes" | "No") || is_type_cell(text) {
            self.unclear(line, "this looks like a cell of a row that is not whole");
        }
    }

    fn default(&mut self, text: &str, line: &Line) {
        let text = DEFAULT.captures(text).and_then(|found| Some(found.name("value")?.as_str())).unwrap_or(text);
        if is_nothing(text) {
            return;
        }
        let end = [":", "：", " (", ", "].iter().filter_map(|sign| text.find(sign)).min().unwrap_or(text.len());
        let name = clean(text.get(..end).unwrap_or(text));
        if name.is_empty() || name.contains(' ') {
            return self.unclear(line, "no default can be read from this");
        }
        if self.facts.default.as_ref().is_some_and(|default| default.value != name) {
            return self.unclear(line, "another default is stated above");
        }
        self.facts.default = Some(Located::new(name.to_owned(), line.number, line.text.as_str()));
    }

    /// Reads what sentences state wherever they stand; says whether there were limits.
    fn sentences(&mut self, text: &str, line: &Line) -> bool {
        let mut limits = false;
        for sentence in sentences(text) {
            limits |= self.limits(sentence, line.number);
            if let Some(unit) = UNIT.captures(sentence).and_then(|found| found.name("unit")) {
                let unit = if unit.as_str().eq_ignore_ascii_case("milliseconds") { "ms" } else { unit.as_str() };
                self.facts.unit.get_or_insert_with(|| Located::new(unit.to_owned(), line.number, sentence));
            }
            if self.part != Part::Range && DEFAULT.is_match(sentence) {
                self.default(sentence, line);
            }
        }
        limits
    }

    fn limits(&mut self, sentence: &str, line: usize) -> bool {
        let (items, values) = (&ITEM_LIMITS, &LIMITS);
        let found: Vec<_> = items.iter().filter_map(|pattern| pattern.captures(sentence)).collect();
        let of_items = !found.is_empty();
        let found =
            if of_items { found } else { values.iter().filter_map(|pattern| pattern.captures(sentence)).collect() };
        for captures in &found {
            self.take_limits(captures, of_items, sentence, line);
        }
        !found.is_empty()
    }

    fn take_limits(&mut self, found: &Captures<'_>, of_items: bool, sentence: &str, line: usize) {
        let facts = &mut self.facts;
        let limits = if of_items || self.list_of_objects { &mut facts.items } else { &mut facts.limits };
        for (limit, group) in [(&mut limits.min, "min"), (&mut limits.max, "max")] {
            let Some(digits) = found.name(group) else {
                continue;
            };
            let why = match digits.as_str().replace(',', "").parse::<i64>() {
                Ok(number) if limit.as_ref().is_none_or(|limit| limit.value == number) => {
                    limit.get_or_insert_with(|| Located::new(number, line, sentence));
                    continue;
                }
                Ok(_) => "another limit is stated above",
                Err(_) => "the number does not fit 64 bits",
            };
            self.unclear.push(Unclear::new(line, sentence, why));
        }
    }

    /// `The value can be "a" or "b".`, `a, b, and c`; says whether that is what it was.
    fn inline_values(&mut self, text: &str, line: &Line) -> bool {
        let list = VALUES.captures(text).and_then(|found| Some(found.name("list")?.as_str()));
        if list.is_none() && self.part != Part::Range {
            return false;
        }
        let list = list.unwrap_or(text).replace(" or ", ",").replace(" and ", ",");
        let names: Vec<_> = list.split(',').map(str::trim).filter(|name| !name.is_empty()).map(value).collect();
        if names.len() < 2 || !names.iter().all(|name| matches!(name, Some((_, "")))) {
            return false;
        }
        for (name, _) in names.into_iter().flatten() {
            self.value(&name, "", line);
        }
        true
    }

    fn unclear(&mut self, line: &Line, why: &str) {
        self.unclear.push(Unclear::at(line, why));
    }
}

/// Whether words say that something is deprecated.
pub(crate) fn marks_deprecation(text: &str) -> bool {
    DEPRECATED.is_match(text)
}

/// The label at the beginning of a line, and what stands behind its colon.
/// A line that begins with a label can hold the parts behind further labels as well.
fn labelled(line: &Line) -> Vec<Line> {
    let (mut parts, mut rest) = (Vec::new(), line.text.as_str());
    while let Some(found) = FURTHER_LABEL.captures(rest) {
        let part = |name| found.name(name).map_or("", |part| part.as_str());
        if label(plain(part("part"))).is_none() {
            break;
        }
        parts.push(part("part"));
        rest = part("rest");
    }
    parts.push(rest);
    parts.into_iter().map(|text| Line { number: line.number, text: text.to_owned() }).collect()
}

fn label(text: &str) -> Option<(Part, &str)> {
    let found = LABEL.captures(text)?;
    let part = match found.name("label")?.as_str().to_ascii_lowercase().as_str() {
        label if label.starts_with("default") => Part::Default,
        "definition" | "parameter description" | "explanation" | "description" => Part::Prose,
        "constraint" | "constraints" | "restrictions" => Part::Constraints,
        _ => Part::Range,
    };
    Some((part, found.name("rest").map_or("", |rest| rest.as_str().trim())))
}

/// A value and its meaning; `None` where the item is prose.
fn value(item: &str) -> Option<(String, &str)> {
    let end = [":", "：", " (", " - "].iter().filter_map(|sign| item.find(sign)).min().unwrap_or(item.len());
    let (name, meaning) = item.split_at(end);
    let name = clean(name);
    let is_value = !name.is_empty() && name.chars().count() <= 128 && !name.contains([' ', ',', '(', ')']);
    is_value.then(|| (name.to_owned(), meaning))
}

/// Without emphasis, quotes and the sign that ends a sentence or an item.
fn clean(text: &str) -> &str {
    let text = plain(text).trim_end_matches(['.', ';', ',']);
    plain(text.trim_matches(['"', '\'', '“', '”', '‘', '’', '`']))
}

/// The pages' words for no value at all.
fn is_nothing(text: &str) -> bool {
    matches!(clean(text).to_ascii_lowercase().as_str(), "n/a" | "none" | "na" | "-" | "null" | "")
}

/// A name as it travels that can be no word of a sentence.
fn is_wire_name(text: &str) -> bool {
    text.contains('_') && super::types::is_name(text)
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(". ").map(str::trim)
}
