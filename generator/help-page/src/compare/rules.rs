//! Compares rules with the conditions that the page states.

use hss_generator::ir::{Condition, Rule};

use super::PageComparer;
use super::difference::DifferenceKind as Kind;
use super::row_pair::RowPair;
use crate::notation::PLACEHOLDER;
use crate::read::{Note, Row};

/// Words before the name of a parameter in a condition.
const BEFORE_NAMES: [&str; 10] = ["when", "if", "unless", "with", "of", "and", "or", "as", "either", "parameter"];

impl<'a> PageComparer<'a> {
    /// Reports rules for which no row of the page states a condition.
    pub(super) fn compare_rules(&mut self) {
        for (index, Rule { any_of, .. }) in self.operation.rules.iter().enumerate() {
            if any_of.iter().any(|condition| self.states_condition(condition)) {
                continue;
            }
            let names: Vec<String> = any_of.iter().map(|condition| format!("`{}`", condition.wire_name)).collect();
            let message = format!("the page states no condition on {}", names.join(", "));
            let (line, node) = (self.page.request.line, self.document.root().at("rules").at(index));
            let found = self.at_key(Kind::Rules, line, &node, message, "remove the rule");
            self.report(found);
        }
    }

    fn states_condition(&self, condition: &Condition) -> bool {
        let row = self.request_rows().into_iter().find(|row| row.name.value == condition.wire_name);
        row.is_some_and(|row| row.facts.notes.iter().any(|note| note.value == Note::Condition))
    }

    /// Returns the rows of the tables of the request.
    fn request_rows(&self) -> Vec<&Row> {
        let tables = self.page.tables.iter().filter(|table| table.status.is_none());
        tables.flat_map(|table| &table.rows).collect()
    }

    /// Reports a condition that involves another parameter and that neither a rule nor the `doc` mentions.
    pub(super) fn compare_condition(&mut self, pair: &RowPair<'a>) {
        if pair.field.doc.starts_with(PLACEHOLDER) {
            return;
        }
        for note in &pair.row.facts.notes {
            if note.value != Note::Condition || pair.quotations.cover(note.line, &note.text) {
                continue;
            }
            let Some(other) = self.other_parameter(&note.text, pair) else {
                continue;
            };
            let in_rule = self.operation.rules.iter().any(|Rule { any_of, .. }| {
                any_of
                    .iter()
                    .any(|condition| condition.wire_name == pair.field.wire_name || condition.wire_name == other)
            });
            if in_rule || pair.field.doc.contains(&other) {
                continue;
            }
            let message = format!("the page states a condition of `{}` that involves `{other}`", pair.field.wire_name);
            let help = "write a rule, mention it in `doc`, or quote the page in `page_says`";
            let found = self.at_key(Kind::Rules, note.line, &pair.node, message, help);
            self.report(found);
        }
    }

    /// Returns another parameter of the request that a condition names.
    fn other_parameter(&self, text: &str, pair: &RowPair<'_>) -> Option<String> {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
        let rows = self.request_rows();
        let mut previous = "";
        for word in words.filter(|word| !word.is_empty()) {
            // Names of one word occur in prose as well, but then usually after an article.
            let is_name = word.contains(['_', '-']) || BEFORE_NAMES.contains(&previous);
            if is_name && word != pair.field.wire_name && rows.iter().any(|row| row.name.value == word) {
                return Some(word.to_owned());
            }
            previous = word;
        }
        None
    }
}
