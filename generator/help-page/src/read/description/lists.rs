//! Lists of values: the items of a list, and values in a sentence.

use super::super::content::{Note, Value};
use super::super::lines::Line;
use super::super::located::Located;
use super::super::numbers::plain_numbers;
use super::super::patterns::{BARE_RANGE, CONDITION, DEPRECATED, VALUES};
use super::blocks::{Entry, Part, Passage, entries, states_limit};
use super::segments::{Segment, split_at_labels};
use super::values::ListedValue;
use super::{Introduced, Reader};

/// An item of a list, without those that introduce something.
enum Item<'s> {
    Limit(&'s Segment),
    Value(ListedValue<'s>, &'s Line),
    Other(&'s Segment),
}

impl<'s> Item<'s> {
    fn of(item: &'s Segment) -> Self {
        if states_limit(&item.text) || BARE_RANGE.is_match(&plain_numbers(&item.text)) {
            return Self::Limit(item);
        }
        match ListedValue::parse(&item.text) {
            Some(value) => Self::Value(value, &item.line),
            None => Self::Other(item),
        }
    }

    fn is_other(&self) -> bool {
        matches!(self, Self::Other(_))
    }
}

impl Reader {
    /// Reads a list, and the lists in it that its items introduce.
    pub(super) fn list(&mut self, segments: &[Segment]) {
        if self.part == Part::Default {
            for item in segments {
                self.default(&item.text, &item.line);
            }
            return;
        }
        let part = self.part;
        let entries = entries(segments);
        let items: Vec<Item<'_>> =
            entries.iter().filter(|entry| entry.introduction.is_none()).map(|entry| Item::of(entry.item)).collect();
        self.items(&items, items.len() == entries.len());
        for Entry { introduction, nested, .. } in &entries {
            let Some(text) = introduction else {
                continue;
            };
            self.introduced = Introduced::Nothing;
            match text.label {
                Some(label) if text.text.is_empty() => self.part = label,
                _ => self.passage(text),
            }
            if !nested.is_empty() {
                self.list(nested);
            }
            // The text of a label at the end can be in the lines below the list.
            if !(nested.is_empty() && text.text.is_empty()) {
                self.part = part;
            }
        }
    }

    /// Reads the items of a list that introduce nothing.
    fn items(&mut self, items: &[Item<'_>], are_all: bool) {
        let are_values = self.are_values(items, are_all);
        let expects_values = are_values || self.introduced == Introduced::Values;
        for item in items {
            match item {
                Item::Limit(item) => {
                    let _ = self.bare_range(item) || self.limits(&item.text, item.line.number);
                }
                Item::Value(value, line) if are_values => self.value(value, line),
                Item::Value(..) => {}
                Item::Other(item) => self.item_of_prose(item, expects_values),
            }
        }
        self.introduced = Introduced::Nothing;
    }

    /// Returns whether items are values. They are unless most of them are sentences, such as the rules of a password.
    fn are_values(&self, items: &[Item<'_>], are_all: bool) -> bool {
        let is_announced = self.introduced == Introduced::Values || matches!(self.part, Part::Range | Part::Values);
        if !is_announced && self.introduced == Introduced::Rules {
            return false;
        }
        let others = items.iter().filter(|item| item.is_other()).count();
        let values = items.iter().filter(|item| matches!(item, Item::Value(..))).count();
        if is_announced {
            return values >= others;
        }
        // A single word in a list may be prose.
        let has_meaning = |item: &Item<'_>| matches!(item, Item::Value(value, _) if !value.meaning.is_empty());
        are_all && others == 0 && (values > 1 || items.iter().any(has_meaning))
    }

    fn bare_range(&mut self, item: &Segment) -> bool {
        self.limit_reader(item.line.number).bare_range(&item.text)
    }

    /// Reads an item that is not a value.
    fn item_of_prose(&mut self, item: &Segment, expects_value: bool) {
        let line = &item.line;
        let reported = self.unrecognized.len();
        let mut states_fact = false;
        for text in split_at_labels(&item.text) {
            let text = Passage::new(line, text, false);
            if text.label.is_some() {
                let part = self.part;
                self.passage(&text);
                self.part = part;
                states_fact = true;
            } else {
                states_fact |= self.sentences(text.text, line);
            }
        }
        if states_fact || self.unrecognized.len() > reported {
            return;
        }
        if expects_value {
            self.unrecognized(line, "this list item is not a value");
        } else if self.part == Part::Range || CONDITION.is_match(&item.text) {
            self.facts.notes.push(Located::on_line(Note::Condition, line));
        }
    }

    pub(super) fn value(&mut self, value: &ListedValue<'_>, line: &Line) {
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
    pub(super) fn inline_values(&mut self, text: &str, line: &Line) -> bool {
        let announced = VALUES.captures(text).and_then(|found| found.name("list"));
        if announced.is_none() && !matches!(self.part, Part::Range | Part::Values) {
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
                Some(value) if value.is_alone() => values.push(value),
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
}
