//! The description of a row: limits, values, default, deprecation, in both generations of pages.
//!
//! The older one writes sentences and `Minimum: 1`, the newer one labelled paragraphs. Prose states nothing.

use std::sync::LazyLock;

use regex_lite::{Captures, Regex};

use super::lines::plain;
use super::types::{PageType, is_type_cell};
use super::{Line, Said, Unclear};

/// What the description of a row states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Limits of a text's length or a number's range; of a list, those of what it holds.
    pub limits: Limits,
    /// Limits of a list's number of items.
    pub items: Limits,
    /// The values that are listed.
    pub values: Vec<Value>,
    /// What the service assumes where it is left out.
    pub default: Option<Said<String>>,
    /// A mark that it is deprecated.
    pub deprecated: Option<Said<()>>,
    /// Unit of a number.
    pub unit: Option<Said<String>>,
    /// Prose that may be more than prose: for people to read.
    pub notes: Vec<Said<Note>>,
}

/// What prose seems to speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// A condition that binds the row.
    Condition,
    /// A value with a meaning of its own.
    SpecialValue,
}

impl Facts {
    /// The notation has no enums of numbers: values that a page lists of a number are its range.
    pub(crate) fn numbers(&self) -> Option<Limits> {
        let number =
            |value: &Value| Some(Said::new(value.name.value.parse().ok()?, value.name.line, &*value.name.words));
        let numbers = self.values.iter().map(number).collect::<Option<Vec<Said<i64>>>>()?;
        let min = numbers.iter().min_by_key(|said| said.value).cloned();
        let max = numbers.iter().max_by_key(|said| said.value).cloned();
        min.is_some().then_some(Limits { min, max })
    }
}

/// Inclusive limits; a page may state one of them alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Smallest allowed.
    pub min: Option<Said<i64>>,
    /// Largest allowed.
    pub max: Option<Said<i64>>,
}

/// A value that a page lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// As it travels.
    pub name: Said<String>,
    /// Whether it is marked as deprecated.
    pub deprecated: bool,
}

impl Limits {
    /// Either of them, to show where the page states limits.
    #[must_use]
    pub fn any(&self) -> Option<&Said<i64>> {
        self.max.as_ref().or(self.min.as_ref())
    }
}

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
            self.facts.deprecated.get_or_insert_with(|| Said::new((), line.number, line.text.as_str()));
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
        let name = Said::new(name.to_owned(), line.number, line.text.as_str());
        self.facts.values.push(Value { name, deprecated: DEPRECATED.is_match(meaning) });
    }

    fn range(&mut self, text: &str, line: &Line, before_items: bool) {
        if self.sentences(text, line) || is_nothing(text) || self.inline_values(text, line) {
            return;
        }
        if let Some(found) = captures(&BARE_RANGE, text) {
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
            self.facts.notes.push(Said::new(note, line.number, line.text.as_str()));
        }
        if is_wire_name(text) || matches!(text, "Yes" | "No") || is_type_cell(text) {
            self.unclear(line, "this looks like a cell of a row that is not whole");
        }
    }

    fn default(&mut self, text: &str, line: &Line) {
        let text = captures(&DEFAULT, text).and_then(|found| Some(found.name("value")?.as_str())).unwrap_or(text);
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
        self.facts.default = Some(Said::new(name.to_owned(), line.number, line.text.as_str()));
    }

    /// Reads what sentences state wherever they stand; says whether there were limits.
    fn sentences(&mut self, text: &str, line: &Line) -> bool {
        let mut limits = false;
        for sentence in sentences(text) {
            limits |= self.limits(sentence, line.number);
            if let Some(unit) = captures(&UNIT, sentence).and_then(|found| found.name("unit")) {
                let unit = if unit.as_str().eq_ignore_ascii_case("milliseconds") { "ms" } else { unit.as_str() };
                self.facts.unit.get_or_insert_with(|| Said::new(unit.to_owned(), line.number, sentence));
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
                    limit.get_or_insert_with(|| Said::new(number, line, sentence));
                    continue;
                }
                Ok(_) => "another limit is stated above",
                Err(_) => "the number does not fit 64 bits",
            };
            self.unclear.push(Unclear { line, words: sentence.to_owned(), why: why.to_owned() });
        }
    }

    /// `The value can be "a" or "b".`, `a, b, and c`; says whether that is what it was.
    fn inline_values(&mut self, text: &str, line: &Line) -> bool {
        let list = captures(&VALUES, text).and_then(|found| Some(found.name("list")?.as_str()));
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
        self.unclear.push(Unclear { line: line.number, words: line.text.clone(), why: why.to_owned() });
    }
}

/// Whether words say that something is deprecated.
pub(crate) fn marks_deprecation(text: &str) -> bool {
    DEPRECATED.is_match(text)
}

/// The label at the beginning of a line, and what stands behind its colon.
fn label(text: &str) -> Option<(Part, &str)> {
    let found = captures(&LABEL, text)?;
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

fn captures<'t>(pattern: &Regex, text: &'t str) -> Option<Captures<'t>> {
    pattern.captures(text)
}

fn pattern(text: &str) -> Regex {
    let text = text
        .replace("MIN", r"(?P<min>-?\d[\d,]*)")
        .replace("MAX", r"(?P<max>-?\d[\d,]*)")
        .replace(" TO ", r"\s*(?:-|–|—|~|to|\.\.)\s*");
    Regex::new(&format!("(?i){text}")).expect("the patterns below are right")
}

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?P<label>definition|parameter description|explanation|description|constraints?|restrictions|range|value range|options|enumerat(?:ed|ion) values?|default(?: value)?)\s*(?::\s*(?P<rest>.*))?$",
    )
});
static DEPRECATED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\bdeprecated\b|\bdiscarded\b|\bno longer (?:used|supported)\b"));
static CONDITION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:mandatory|required|need to|must)\b.*\b(?:when|if)\b|\b(?:when|if)\b.*\b(?:mandatory|required|need to|must)\b",
    )
});
static SPECIAL_VALUE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\bset (?:this parameter|it) to \S+|\bvalue \S+ (?:indicates|means)\b|\S+ indicates\b"));
static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:\bin |\bunit(?: is|:)\s*|\()(?P<unit>ms|milliseconds|seconds|minutes|hours|days|bytes|KB|MB|GB)\b")
});
static DEFAULT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:the )?default(?: value)?(?: is|\s*:)\s*(?P<value>.+)$"));
static VALUES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:the|its) values? can be|(?:valid|possible|value|the) (?:values|options)(?: are|\s*:)|options:|values?:)\s*(?P<list>.+)$",
    )
});
static ANNOUNCEMENT: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:options|values?|enumerat\w+)\b"));
static BARE_RANGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\[?MIN TO MAX\]?\.?$"));
static ITEM_LIMITS: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    [r"\barray (?:length|size)\s*:?\s*MIN TO MAX\b", r"\bMIN TO MAX (?:items|elements|records)\b"].map(pattern)
});
static LIMITS: LazyLock<[Regex; 8]> = LazyLock::new(|| {
    [
        r"\bMIN TO MAX (?:\w+ )?characters\b",
        r"^(?:the )?(?:value )?length(?: is| ranges from|\s*:)?\s*(?:from )?MIN TO MAX\b",
        r"\bvalue (?:range )?(?:is|ranges|can be|contains|:)?\s*(?:from |between )?\[?MIN(?: TO | and )MAX\]?(?:\W|$)",
        r"\[MIN,\s*MAX\]",
        r"\bvalue range\s*:\s*MIN TO MAX\b",
        r"\bmin(?:imum)?(?: value| length)?(?:\s*:| is)\s*MIN\b",
        r"\bmax(?:imum)?(?: value| length)?(?:\s*:| is)\s*MAX\b",
        r"\b(?:cannot exceed|up to|maximum of|at most|no more than) MAX characters\b",
    ]
    .map(pattern)
});
