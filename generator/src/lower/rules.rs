//! Lowers rules: conditions that involve several parameters.

use std::collections::{HashMap, HashSet};

use super::{Lowering, operation::OperationFields};
use crate::description::{Node, notation};
use crate::diagnostic::{Code, did_you_mean};
use crate::ir::{self, ParameterLocation, Predicate, Type};

/// The fields that rules can refer to: all that the caller sets.
struct Candidates<'a> {
    by_name: HashMap<&'a str, Vec<Candidate<'a>>>,
    /// In the order of the help page.
    names: Vec<&'a str>,
    /// The names of parameters that the client sets.
    set_by_client: HashSet<&'a str>,
}

/// A field that a rule can refer to.
struct Candidate<'a> {
    location: ParameterLocation,
    field: &'a ir::Field,
}

impl Lowering<'_> {
    pub(super) fn lower_rules(
        &mut self,
        node: &Node<'_>,
        rules: &[notation::Rule],
        fields: &OperationFields<'_>,
    ) -> Vec<ir::Rule> {
        let mut lowered = Vec::new();
        let candidates = Candidates::new(fields);
        for (index, rule) in rules.iter().enumerate() {
            if self.is_full() {
                break;
            }
            lowered.push(self.lower_rule(&node.at(index), rule, &candidates));
        }
        lowered
    }

    fn lower_rule(&mut self, node: &Node<'_>, rule: &notation::Rule, candidates: &Candidates<'_>) -> ir::Rule {
        let any_of = node.at("any_of");
        let mut conditions = Vec::new();
        for (index, condition) in rule.any_of.iter().enumerate() {
            if self.is_full() {
                break;
            }
            let node = any_of.at(index);
            match condition.first() {
                Some((wire_name, predicate)) if condition.len() == 1 => {
                    conditions.extend(self.lower_condition(&node.at(wire_name), wire_name, *predicate, candidates));
                }
                _ => self.report(node.error(Code::Shape, "a condition must have exactly one parameter")),
            }
        }
        if rule.any_of.len() < 2 {
            self.report(any_of.key_error(Code::Shape, "`any_of` must have at least two conditions"));
        }
        ir::Rule::AnyOf { conditions, why: self.lower_prose(&node.at("why"), &rule.why) }
    }

    fn lower_condition(
        &mut self,
        node: &Node<'_>,
        wire_name: &str,
        predicate: Predicate,
        candidates: &Candidates<'_>,
    ) -> Option<ir::Condition> {
        let Candidate { location, field } = match candidates.by_name.get(wire_name).map(Vec::as_slice) {
            Some([candidate]) => candidate,
            Some(_) => {
                let message = format!("`{wire_name}` exists in the body and outside it: a rule cannot refer to it");
                self.report(node.key_error(Code::Reference, message));
                return None;
            }
            None => {
                let message = if candidates.set_by_client.contains(wire_name) {
                    format!("the client sets `{wire_name}`: a rule cannot refer to it")
                } else {
                    format!("the request has no parameter `{wire_name}`")
                };
                let names = candidates.names.iter().copied();
                let error = node.key_error(Code::Reference, message);
                self.report(error.with_optional_help(did_you_mean(wire_name, names)));
                return None;
            }
        };
        if field.whole_body {
            let error =
                node.key_error(Code::Reference, format!("`{wire_name}` is the entire body: a rule cannot refer to it"));
            self.report(error.with_help("require items with bounds such as `(1..)`, or say it in a `doc`"));
            return None;
        }
        self.ok_or_report(node, Code::Reference, check_predicate(predicate, field));
        Some(ir::Condition { location: *location, wire_name: wire_name.to_owned(), predicate })
    }
}

impl<'a> Candidates<'a> {
    fn new(fields: &OperationFields<'a>) -> Self {
        let mut candidates = Self { by_name: HashMap::new(), names: Vec::new(), set_by_client: HashSet::new() };
        for ir::Parameter { location, origin, field } in fields.parameters {
            if *origin == ir::Origin::Request {
                candidates.add(Candidate { location: *location, field });
            } else {
                candidates.set_by_client.insert(&field.wire_name);
            }
        }
        for field in fields.body.unwrap_or_default() {
            candidates.add(Candidate { location: ParameterLocation::Body, field });
        }
        candidates
    }

    fn add(&mut self, candidate: Candidate<'a>) {
        self.names.push(&candidate.field.wire_name);
        self.by_name.entry(&candidate.field.wire_name).or_default().push(candidate);
    }
}

fn check_predicate(predicate: Predicate, field: &ir::Field) -> Result<(), String> {
    let wire_name = &field.wire_name;
    match (predicate, &field.ty) {
        (Predicate::Set, _)
        | (Predicate::NonEmpty, Type::String(_) | Type::Array(..))
        | (Predicate::Is(_), Type::Boolean(_)) => Ok(()),
        (Predicate::NonEmpty, _) => {
            Err(format!("`non_empty` requires a `String` or an `Array`, but `{wire_name}` is neither"))
        }
        (Predicate::Is(_), _) => Err(format!("`true` and `false` require a `Boolean`, but `{wire_name}` is not one")),
    }
}
