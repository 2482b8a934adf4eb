//! Compares rules that involve several parameters.

use std::collections::BTreeSet;

use hss_generator::ir::{Condition, Predicate, Rule};

use super::comparer::{DescriptionComparer, NodePair};
use super::kind::Kind;
use super::operation::OperationPair;
use super::pairing::take_pairs;

/// A rule in a form that can be compared.
#[derive(PartialEq)]
struct Comparable<'a> {
    index: usize,
    /// Conditions in the order of the rule.
    conditions: Vec<String>,
    /// Names of the parameters, joined.
    subject: String,
    why: &'a str,
}

impl<'a> DescriptionComparer<'a> {
    pub(super) fn compare_rules(&mut self, pair: &OperationPair<'a>) {
        let mut old = comparable(&pair.old.rules);
        let mut new = comparable(&pair.new.rules);
        for (old, new) in take_pairs(&mut old, &mut new, |old, new| sorted(old) == sorted(new)) {
            if old != new {
                self.compare_rule(pair, Kind::RuleDocumented, Some(&old), Some(&new));
            }
        }
        for (old, new) in take_pairs(&mut old, &mut new, |old, new| !sorted(old).is_disjoint(&sorted(new))) {
            let kind = if sorted(&new).is_subset(&sorted(&old)) {
                Kind::RuleTightened
            } else if sorted(&old).is_subset(&sorted(&new)) {
                Kind::RuleLoosened
            } else {
                Kind::RuleChanged
            };
            self.compare_rule(pair, kind, Some(&old), Some(&new));
        }
        for (old, new) in take_pairs(&mut old, &mut new, |old, new| old.subject == new.subject) {
            self.compare_rule(pair, Kind::RuleChanged, Some(&old), Some(&new));
        }
        for rule in &old {
            self.compare_rule(pair, Kind::RuleRemoved, Some(rule), None);
        }
        for rule in &new {
            self.compare_rule(pair, Kind::RuleAdded, None, Some(rule));
        }
    }

    fn compare_rule(
        &mut self,
        pair: &OperationPair<'a>,
        kind: Kind,
        old: Option<&Comparable<'_>>,
        new: Option<&Comparable<'_>>,
    ) {
        let subject = old.or(new).map(|rule| rule.subject.as_str()).unwrap_or_default();
        let at = NodePair {
            old: old.map(|rule| pair.old_root.at("rules").at(rule.index)),
            new: new.map(|rule| pair.new_root.at("rules").at(rule.index)),
        };
        let conditions = |rule: &Comparable<'_>| rule.conditions.join(" or ");
        let (mut old_fact, mut new_fact) = (old.map(conditions), new.map(conditions));
        if kind == Kind::RuleDocumented && old_fact == new_fact {
            (old_fact, new_fact) = (old.map(|rule| rule.why.to_owned()), new.map(|rule| rule.why.to_owned()));
        }
        self.report(pair.change_at(kind, &format!("rules.{subject}"), at).facts(old_fact, new_fact));
    }
}

fn comparable(rules: &[Rule]) -> Vec<Comparable<'_>> {
    let mut comparable = Vec::new();
    for (index, Rule { any_of, why }) in rules.iter().enumerate() {
        let mut texts = Vec::new();
        let mut names = Vec::new();
        for Condition { location, wire_name, predicate } in any_of {
            let place = location.section();
            let predicate = match predicate {
                Predicate::Set => "set".to_owned(),
                Predicate::NonEmpty => "non_empty".to_owned(),
                Predicate::Is(value) => value.to_string(),
            };
            texts.push(format!("{place}.{wire_name}: {predicate}"));
            names.push(wire_name.as_str());
        }
        comparable.push(Comparable { index, conditions: texts, subject: names.join("+"), why });
    }
    comparable
}

fn sorted<'c>(rule: &'c Comparable<'_>) -> BTreeSet<&'c str> {
    rule.conditions.iter().map(String::as_str).collect()
}
