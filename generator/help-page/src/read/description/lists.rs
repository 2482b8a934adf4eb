//! Lists of values: the items of a list, and values in a sentence.

use super::super::MAX_VALUES;
use super::super::content::{Note, Value};
use super::super::lines::Line;
use super::super::located::{Located, Unrecognized};
use super::super::patterns::{
    BEGINNING_OF_LIST, CONDITION, DEPRECATED, EXPLANATION, ONLY_BOOLEAN, ONLY_VALUE, POSSIBLE_VALUE, POSSIBLE_VALUES,
    SPECIAL_VALUE, VALUES,
};
use super::super::types::PageType;
use super::blocks::{Entry, Item, Part, Passage, blocks, entries};
use super::limits::FURTHER_VALUES;
use super::segments::{Segment, split_at_labels};
use super::values::{ListedValue, contains_value, is_nothing, unannounced_values, values_alone, values_with_meanings};
use super::{Introduced, Reader, SEVERAL_VALUES, Sentence};

impl Reader<'_> {
    /// Reads a list, and the lists in it that its items introduce.
    pub(super) fn read_list(&mut self, segments: &[Segment]) {
        if self.part == Part::Default {
            for item in segments {
                self.read_default(&item.text, Sentence::of_line(&item.line));
            }
            return;
        }
        let known_values = self.facts.values.len();
        let entries = entries(segments);
        self.read_items(&entries);
        for entry in &entries {
            if let Item::Introduction(passage) = &entry.item {
                self.read_introduction(passage, entry);
            }
        }
        if self.facts.values.len() > known_values {
            for entry in entries.iter().filter(|entry| entry.has_own_values) {
                self.add_note(Note::PossibleValues, &entry.segment.line);
            }
        }
    }

    /// Reads an item that introduces something, its further lines, and the items that it introduces.
    fn read_introduction(&mut self, passage: &Passage<'_>, entry: &Entry<'_>) {
        let part = self.part;
        self.introduced = Introduced::Nothing;
        if passage.label.is_none() {
            self.part = Part::Prose;
        }
        self.read_passage(passage);
        if passage.label.is_none() {
            self.part = part;
        }
        for block in blocks(entry.lines) {
            self.read_block(&block);
        }
        if !entry.nested.is_empty() {
            self.read_list(entry.nested);
        }
        // The text of a label at the end can be in the lines below the list.
        if !(entry.nested.is_empty() && entry.lines.is_empty() && passage.text.is_empty()) {
            self.part = part;
        }
    }

    /// Reads the items of a list that introduce nothing, with their further lines.
    fn read_items(&mut self, entries: &[Entry<'_>]) {
        let are_values = self.are_values(entries);
        self.note_possible_values(entries, are_values);
        let expects_values = are_values || self.introduced == Introduced::Values;
        let is_number = |entry: &Entry<'_>| matches!(&entry.item, Item::Value(value) if value.is_number());
        let has_numbers = self.is_number() && entries.iter().any(is_number);
        for Entry { segment, item, lines, .. } in entries {
            let Segment { line, text, .. } = segment;
            match item {
                Item::Introduction(_) => continue,
                Item::Limit if has_numbers => self.report(line, FURTHER_VALUES),
                Item::Limit => {
                    let sentence = Sentence { text, line };
                    let _ = self.read_bare_range(sentence) || self.read_limits(sentence);
                }
                Item::Value(value) if are_values && contains_value(value.meaning) => {
                    self.report(line, SEVERAL_VALUES);
                }
                Item::Value(value) if are_values => self.add_value(value, line),
                Item::Value(_) => {}
                Item::Other => self.read_item_of_prose(segment, expects_values),
            }
            for line in *lines {
                self.read_line_of_item(line, are_values);
            }
        }
        self.introduced = Introduced::Nothing;
    }

    /// Notes a list that is not announced and has items in the form of values with meanings.
    fn note_possible_values(&mut self, entries: &[Entry<'_>], are_values: bool) {
        if are_values || self.introduced == Introduced::Rules {
            return;
        }
        let has_meaning = |entry: &&Entry<'_>| matches!(&entry.item, Item::Value(value) if !value.meaning.is_empty());
        let mut values = entries.iter().filter(has_meaning);
        if let (Some(first), Some(_)) = (values.next(), values.next()) {
            self.add_note(Note::PossibleValues, &first.segment.line);
        }
    }

    /// Reads a further line of an item: another value, or an explanation.
    fn read_line_of_item(&mut self, segment: &Segment, are_values: bool) {
        let (part, text) = (self.part, Passage::new(&segment.line, &segment.text, false));
        match ListedValue::parse(text.text) {
            _ if text.label.is_some() => self.read_passage(&text),
            Some(value) if are_values && !value.meaning.is_empty() => self.add_value(&value, text.line),
            Some(_) if are_values => self.report(text.line, "this may be a value, or explain the value above"),
            _ => {
                self.read_sentences(text.text, text.line);
            }
        }
        self.part = part;
    }

    /// Returns whether items are values. They are unless most of them are sentences, such as the rules of a password.
    fn are_values(&self, entries: &[Entry<'_>]) -> bool {
        let is_announced = self.introduced == Introduced::Values || matches!(self.part, Part::Range | Part::Values);
        if !is_announced && self.introduced == Introduced::Rules {
            return false;
        }
        let (mut values, mut others, mut has_meaning, mut has_introduction) = (0, 0, false, false);
        for entry in entries {
            match &entry.item {
                Item::Limit => {}
                Item::Introduction(passage) => has_introduction |= passage.label != Some(Part::Default),
                Item::Other => others += 1,
                Item::Value(value) => {
                    values += 1;
                    has_meaning |= !value.meaning.is_empty();
                }
            }
        }
        if is_announced {
            return values >= others;
        }
        // A single word in a list may be prose.
        !has_introduction && others == 0 && (values > 1 || has_meaning)
    }

    /// Reads an item that is not a value.
    fn read_item_of_prose(&mut self, item: &Segment, expects_value: bool) {
        let line = &item.line;
        let reported = self.unrecognized.len();
        let mut states_fact = false;
        for text in split_at_labels(&item.text) {
            let text = Passage::new(line, text, false);
            if text.label.is_some() {
                let part = self.part;
                self.read_passage(&text);
                self.part = part;
                states_fact = true;
            } else {
                states_fact |= self.read_sentences(text.text, line);
            }
        }
        if states_fact || self.unrecognized.len() > reported {
            return;
        }
        if expects_value {
            self.report(line, "this list item is not a value");
        } else if self.part == Part::Range || CONDITION.is_match(&item.text) {
            self.add_note(Note::Condition, line);
        } else if SPECIAL_VALUE.is_match(&item.text) {
            self.add_note(Note::SpecialValue, line);
        }
    }

    /// Adds a value. If there are too many, the others are dropped: the page is rejected in any case.
    pub(super) fn add_value(&mut self, value: &ListedValue<'_>, line: &Line) {
        if self.facts.values.len() > MAX_VALUES {
            return;
        }
        let deprecated = DEPRECATED.is_match(value.meaning);
        let has_meaning = !value.meaning.is_empty();
        if value.is_default() && self.facts.default.is_none() {
            self.facts.default = Some(Located::on_line(value.name.to_owned(), line));
        }
        if let Some(known) = self.facts.values.iter_mut().find(|known| known.name.value == value.name) {
            known.deprecated |= deprecated;
            known.has_meaning |= has_meaning;
            return;
        }
        let name = Located::on_line(value.name.to_owned(), line);
        self.facts.values.push(Value { name, deprecated, has_meaning });
    }

    /// Reads values such as `The value can be "a" or "b".` or `a, b, and c`. Returns whether there were any.
    pub(super) fn read_inline_values(&mut self, sentence: Sentence<'_>) -> bool {
        let Sentence { text, line } = sentence;
        let announced = VALUES.group(text, "list");
        let is_announced = announced.is_some() || matches!(self.part, Part::Range | Part::Values);
        let list = announced.unwrap_or(text);
        let names = names(list);
        if let Some(value) = self.only_value_in(text) {
            self.facts.only.get_or_insert_with(|| Located::on_line(value.name.to_owned(), line));
            return true;
        }
        let values = if is_announced {
            values_with_meanings(list).or_else(|| values_alone(&names))
        } else {
            unannounced_values(text)
        };
        for value in values.iter().flatten() {
            self.add_value(value, line);
        }
        values.is_some()
    }

    /// Returns the value of a sentence that states the only one.
    fn only_value_in<'t>(&self, text: &'t str) -> Option<ListedValue<'t>> {
        let boolean = ONLY_BOOLEAN.group(text, "value").filter(|_| self.ty == Some(&PageType::Boolean));
        let value = ListedValue::parse(boolean.or_else(|| ONLY_VALUE.group(text, "value"))?)?;
        (!is_nothing(value.name)).then_some(value)
    }

    /// Adds the only value that a sentence states, and reports others that are listed: they may just be explained.
    pub(super) fn add_only_value(&mut self) {
        let Some(only) = self.facts.only.clone() else {
            return;
        };
        for Value { name, .. } in &self.facts.values {
            if !name.value.eq_ignore_ascii_case(&only.value) {
                self.unrecognized
                    .push(Unrecognized::at(name, "the row also states that another value is the only one"));
            }
        }
        if !self.facts.values.iter().any(|value| value.name.value.eq_ignore_ascii_case(&only.value)) {
            self.facts.values.push(Value { name: only, deprecated: false, has_meaning: false });
        }
    }

    /// Reports an announced list of which a part is not a value, and remembers a sentence that may state values.
    pub(super) fn find_possible_values(&mut self, sentence: Sentence<'_>) {
        let Sentence { text, line } = sentence;
        let announced = VALUES.group(text, "list");
        if announced.is_some_and(|list| BEGINNING_OF_LIST.is_match(list)) {
            return self.report(line, SEVERAL_VALUES);
        }
        let list = POSSIBLE_VALUES.group(text, "list");
        let is_single = announced.and_then(ListedValue::parse).is_some_and(|value| value.is_alone());
        let is_list = list.is_some_and(|list| list.contains(" or ") && values_alone(&names(list)).is_some());
        if is_single || is_list || POSSIBLE_VALUE.is_match(text) {
            self.possible_values.get_or_insert_with(|| Located::on_line(Note::PossibleValues, line));
        }
    }
}

/// Returns the names in a sentence that lists them, separated by commas.
fn names(list: &str) -> String {
    let end = EXPLANATION.find(list).map_or(list.len(), |explanation| explanation.start());
    list.get(..end).unwrap_or(list).replace(" or ", ",").replace(" and ", ",")
}
