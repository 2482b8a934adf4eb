//! Lists of values: the items of a list, and values in a sentence.

use super::super::content::{Note, Value};
use super::super::lines::Line;
use super::super::located::Located;
use super::super::numbers::plain_numbers;
use super::super::patterns::{CONDITION, DEPRECATED, VALUES};
use super::limits::may_state_limit;
use super::segments::Segment;
use super::values::ListedValue;
use super::{Introduced, Part, Reader};

impl Reader {
    /// Reads the items of a list. They are values unless most of them are sentences, such as the rules of a password.
    pub(super) fn items(&mut self, items: &[Segment]) {
        if self.part == Part::Default {
            for item in items {
                self.default(&item.text, &item.line);
            }
            return;
        }
        let is_announced = self.introduced == Introduced::Values || matches!(self.part, Part::Range | Part::Values);
        let mut values = Vec::new();
        let mut others = Vec::new();
        for item in items {
            if self.stated_limit(&item.text, item.line.number) || self.bare_range(item) {
                continue;
            }
            match ListedValue::parse(&item.text) {
                Some(value) => values.push((value, &item.line)),
                None => others.push(item),
            }
        }
        let are_rules = !is_announced && self.introduced == Introduced::Rules;
        // A single word in a list may be prose.
        let is_list = is_announced || values.len() > 1 || values.iter().any(|(value, _)| !value.meaning.is_empty());
        let are_values = !are_rules && is_list && (others.is_empty() || (is_announced && values.len() >= others.len()));
        if are_values {
            for (value, line) in values {
                self.value(&value, line);
            }
        }
        for item in others {
            self.item_of_prose(item, are_values || self.introduced == Introduced::Values);
        }
        self.introduced = Introduced::Nothing;
    }

    fn bare_range(&mut self, item: &Segment) -> bool {
        self.limit_reader(item.line.number).bare_range(&item.text)
    }

    /// Reads an item that is not a value.
    fn item_of_prose(&mut self, item: &Segment, expects_value: bool) {
        let (text, line) = (&item.text, &item.line);
        if self.limits(text, line.number) {
            return;
        }
        if expects_value {
            self.unrecognized(line, "this list item is not a value");
        } else if may_state_limit(&plain_numbers(text)) {
            self.unrecognized(line, "this may be a limit or a default");
        } else if self.part == Part::Range || CONDITION.is_match(text) {
            self.facts.notes.push(Located::on_line(Note::Condition, line));
        }
    }

    pub(super) fn value(&mut self, value: &ListedValue<'_>, line: &Line) {
        let deprecated = DEPRECATED.is_match(value.meaning);
        if value.is_default() && self.facts.default.is_none() {
            self.facts.default = Some(Located::on_line(value.name.to_owned(), line));
        }
        if let Some(known) = self.facts.values.iter_mut().find(|known| known.name.value == value.name) {
            known.deprecated |= deprecated;
            return;
        }
        let name = Located::on_line(value.name.to_owned(), line);
        let has_meaning = !value.meaning.is_empty();
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
