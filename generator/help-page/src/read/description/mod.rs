//! The description of a row: limits, values, default, unit and deprecation.
//!
//! Older pages use sentences and lines such as `Minimum: 1`, newer pages labelled paragraphs. Other text is prose and
//! states no facts.

mod blocks;
mod defaults;
mod json;
mod limits;
mod lists;
mod meanings;
mod segments;
mod sentences;
mod units;
mod values;

pub(super) use super::content::Facts;

use super::content::Note;
use super::lines::Line;
use super::located::{Located, Unrecognized};
use super::numbers::plain_numbers;
use super::patterns::{ANNOUNCEMENT, CONDITION, DEPRECATED, RULE, SPECIAL_VALUE};
use super::types::{PageType, is_type_cell};
use blocks::{Block, Part, Passage, blocks, states_limit};
use defaults::stated_default;
pub(super) use json::join_json;
use limits::may_state_limit;
pub(super) use segments::is_block_label;
use segments::{Segment, segments};
use sentences::{Sentence, sentences};
use values::{ListedValue, contains_value, is_nothing, is_wire_name};

/// Why values that are not in a list are not understood.
const SEVERAL_VALUES: &str = "this line seems to have several values";

/// Reads the description of the row `name`. Returns its facts, and the text that should state a fact and is not
/// understood.
pub(super) fn read(name: &str, ty: Option<&PageType>, lines: &[Line]) -> (Facts, Vec<Unrecognized>) {
    let segments = segments(lines);
    let introduced = if is_list_of_meanings(name, &segments) { Introduced::Values } else { Introduced::Nothing };
    let mut reader = Reader {
        name,
        ty,
        part: Part::Prose,
        introduced,
        possible_values: None,
        stated_none: None,
        facts: Facts::default(),
        unrecognized: Vec::new(),
    };
    for block in blocks(&segments) {
        reader.read_block(&block);
    }
    reader.add_only_value();
    reader.take_stated_none();
    if ty == Some(&PageType::Boolean) {
        reader.normalize_booleans();
    } else if reader.facts.values.is_empty() {
        reader.facts.notes.extend(reader.possible_values);
    }
    (reader.facts, reader.unrecognized)
}

/// Returns whether a description is nothing but `wire_name: meaning`, once or several times.
fn is_list_of_meanings(name: &str, segments: &[Segment]) -> bool {
    let mut found = false;
    for segment in segments {
        let text = &segment.text;
        if states_limit(text) || stated_default(text, name).is_some() {
            continue;
        }
        match ListedValue::parse(text) {
            Some(value) if is_wire_name(value.name) && value.name != name && !value.meaning.is_empty() => found = true,
            _ => return false,
        }
    }
    found
}

/// What a sentence introduces.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Introduced {
    Nothing,
    /// A list of values.
    Values,
    /// What a string can contain, such as the rules of a password.
    Rules,
}

struct Reader<'r> {
    /// Name of the row.
    name: &'r str,
    ty: Option<&'r PageType>,
    part: Part,
    /// What the last sentence has introduced.
    introduced: Introduced,
    /// A sentence that may list the values.
    possible_values: Option<Located<Note>>,
    /// The default `none`, which is either a value or means that there is no default.
    stated_none: Option<Located<String>>,
    facts: Facts,
    unrecognized: Vec<Unrecognized>,
}

impl Reader<'_> {
    fn is_number(&self) -> bool {
        matches!(self.ty, Some(PageType::Integer | PageType::Long | PageType::Number))
    }

    /// Returns whether limits count the items of a list: objects have no limits of their own.
    fn limits_count_items(&self) -> bool {
        let Some(ty @ PageType::Array(_)) = self.ty else {
            return false;
        };
        matches!(ty.innermost(), PageType::Json | PageType::Object(_) | PageType::Other(_))
    }

    fn read_block(&mut self, block: &Block<'_>) {
        match block {
            Block::Limit(segment) => {
                self.introduced = Introduced::Nothing;
                if self.part != Part::Range {
                    self.part = Part::Prose;
                }
                self.read_limits(Sentence { text: &segment.text, line: &segment.line });
            }
            Block::Passage(passage) => self.read_passage(passage),
            Block::List(items) => self.read_list(items),
        }
    }

    fn read_passage(&mut self, passage: &Passage<'_>) {
        let Passage { line, text, label, has_items, .. } = *passage;
        if let Some(part) = label {
            self.part = part;
            self.introduced = Introduced::Nothing;
            if text.is_empty() {
                // The text is below the label.
                return;
            }
        } else if self.is_cell_of_row(passage) {
            return self.unrecognized.push(Unrecognized::incomplete_row(line));
        }
        if DEPRECATED.is_match(text) {
            self.facts.deprecated.get_or_insert_with(|| Located::on_line((), line));
        }
        match self.part {
            Part::Default => self.read_default(text, Sentence::of_line(line)),
            Part::Range | Part::Values => self.read_range(text, line, has_items),
            Part::Prose | Part::Constraints => self.read_prose(text, line),
        }
        if label.is_some() {
            // The text of a label with a colon is on its line, or is the list below.
            if has_items && matches!(self.part, Part::Range | Part::Values) {
                self.introduced = Introduced::Values;
            }
            self.part = Part::Prose;
        }
    }

    /// Returns whether a passage can be a cell of an incomplete row.
    fn is_cell_of_row(&self, passage: &Passage<'_>) -> bool {
        let Passage { text, is_description, may_be_name, .. } = *passage;
        let is_prose = matches!(self.part, Part::Prose | Part::Constraints) && self.introduced != Introduced::Values;
        let is_name = is_prose && !is_description && (may_be_name || is_wire_name(text));
        is_name || matches!(text, "Yes" | "No") || is_type_cell(text)
    }

    /// Reads a line below a label of values or limits.
    fn read_range(&mut self, text: &str, line: &Line, before_items: bool) {
        if is_nothing(text) {
            return;
        }
        if self.read_sentences(text, line) || self.read_inline_values(Sentence { text, line }) {
            return;
        }
        match ListedValue::parse(text) {
            Some(value) if contains_value(value.meaning) => self.report(line, SEVERAL_VALUES),
            // Below `Range`, a word without a meaning may be anything.
            Some(value) if self.part == Part::Values || !value.meaning.is_empty() => self.add_value(&value, line),
            _ if before_items => {}
            _ => self.report(line, "this is not a range, a length or a value"),
        }
    }

    fn read_prose(&mut self, text: &str, line: &Line) {
        if self.introduced == Introduced::Values
            && let Some(value) = ListedValue::parse(text)
        {
            return self.add_value(&value, line);
        }
        self.introduced = Introduced::Nothing;
        let known_values = self.facts.values.len();
        self.read_sentences(text, line);
        let lists_values = self.facts.values.len() > known_values;
        if !lists_values && text.ends_with(':') && ANNOUNCEMENT.is_match(text) {
            self.introduced = Introduced::Values;
        } else if RULE.is_match(text) {
            self.introduced = Introduced::Rules;
        }
        let states_condition = sentences(text).any(|sentence| CONDITION.is_match(sentence));
        if states_condition || (self.part == Part::Constraints && !is_nothing(text)) {
            self.add_note(Note::Condition, line);
        }
        if SPECIAL_VALUE.is_match(text) {
            self.add_note(Note::SpecialValue, line);
        }
    }

    /// Reads limits, values, unit and default from sentences. Returns whether there were any, except for a unit.
    fn read_sentences(&mut self, text: &str, line: &Line) -> bool {
        let mut states_fact = false;
        for text in sentences(text) {
            let sentence = Sentence { text, line };
            let reported = self.unrecognized.len();
            let is_range = self.part == Part::Range && self.read_bare_range(sentence);
            let limits = is_range || self.read_limits(sentence);
            let default = stated_default(text, self.name).is_some();
            self.read_unit(sentence);
            if default {
                self.read_default(text, sentence);
            }
            let lists_values = self.read_inline_values(sentence);
            let is_understood = limits || default || lists_values;
            if !is_understood && may_state_limit(&plain_numbers(text)) {
                self.report(line, "this may be a limit or a default");
            } else if !is_understood {
                self.find_possible_values(sentence);
            }
            if self.unrecognized.len() == reported {
                self.read_explained_values(sentence);
            }
            states_fact |= is_understood;
        }
        states_fact
    }

    /// Writes `true` and `false` as on the wire, however the page capitalizes them, and drops what the page says about
    /// their meanings, which is prose.
    fn normalize_booleans(&mut self) {
        self.facts.explained.clear();
        self.facts.notes.retain(|note| note.value == Note::Condition);
        let names = self.facts.values.iter_mut().map(|value| &mut value.name);
        for name in names.chain(&mut self.facts.default) {
            if name.value.eq_ignore_ascii_case("true") || name.value.eq_ignore_ascii_case("false") {
                name.value.make_ascii_lowercase();
            }
        }
    }

    fn add_note(&mut self, note: Note, line: &Line) {
        self.facts.notes.push(Located::on_line(note, line));
    }

    fn report(&mut self, line: &Line, reason: &str) {
        self.unrecognized.push(Unrecognized::on_line(line, reason));
    }

    fn report_sentence(&mut self, sentence: Sentence<'_>, reason: &str) {
        self.unrecognized.push(Unrecognized::new(sentence.line.number, sentence.text, reason));
    }
}

/// Returns whether a string marks something as deprecated.
pub(crate) fn marks_deprecation(text: &str) -> bool {
    DEPRECATED.is_match(text)
}
