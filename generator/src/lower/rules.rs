//! Lowers rules: conditions that involve several parameters.

use super::{Lowering, operation::OperationFields};
use crate::description::{Node, notation};
use crate::diagnostic::{Code, did_you_mean};
use crate::ir::{self, ParameterLocation, Predicate, Type};

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
        for (index, rule) in rules.iter().enumerate() {
            lowered.push(self.lower_rule(&node.at(index), rule, fields));
        }
        lowered
    }

    fn lower_rule(&mut self, node: &Node<'_>, rule: &notation::Rule, fields: &OperationFields<'_>) -> ir::Rule {
        let any_of = node.at("any_of");
        let mut conditions = Vec::new();
        for (index, condition) in rule.any_of.iter().enumerate() {
            let node = any_of.at(index);
            match condition.first() {
                Some((wire_name, predicate)) if condition.len() == 1 => {
                    conditions.extend(self.lower_condition(&node.at(wire_name), wire_name, *predicate, fields));
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
        predicate: notation::Predicate,
        fields: &OperationFields<'_>,
    ) -> Option<ir::Condition> {
        let candidates = candidates(fields);
        let mut matching = candidates.iter().filter(|candidate| candidate.field.wire_name == wire_name);
        let Candidate { location, field } = match (matching.next(), matching.next()) {
            (Some(candidate), None) => candidate,
            (Some(_), Some(_)) => {
                let message = format!("`{wire_name}` exists in the body and outside it: a rule cannot refer to it");
                self.report(node.key_error(Code::Reference, message));
                return None;
            }
            (None, _) => {
                let set_by_client = fields.parameters.iter().any(|parameter| parameter.field.wire_name == wire_name);
                let message = if set_by_client {
                    format!("the client sets `{wire_name}`: a rule cannot refer to it")
                } else {
                    format!("the request has no parameter `{wire_name}`")
                };
                let names = candidates.iter().map(|candidate| candidate.field.wire_name.as_str());
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
        Some(ir::Condition {
            location: *location,
            wire_name: wire_name.to_owned(),
            predicate: lower_predicate(predicate),
        })
    }
}

/// Returns everything that the caller sets.
fn candidates<'a>(fields: &OperationFields<'a>) -> Vec<Candidate<'a>> {
    let mut candidates = Vec::new();
    for parameter in fields.parameters {
        if parameter.origin == ir::Origin::Request {
            candidates.push(Candidate { location: parameter.location, field: &parameter.field });
        }
    }
    for field in fields.body.unwrap_or_default() {
        candidates.push(Candidate { location: ParameterLocation::Body, field });
    }
    candidates
}

fn check_predicate(predicate: notation::Predicate, field: &ir::Field) -> Result<(), String> {
    let wire_name = &field.wire_name;
    match (predicate, &field.ty) {
        (notation::Predicate::Set, _)
        | (notation::Predicate::NonEmpty, Type::String(_) | Type::Array(..))
        | (notation::Predicate::Is(_), Type::Boolean(_)) => Ok(()),
        (notation::Predicate::NonEmpty, _) => {
            Err(format!("`non_empty` requires a `String` or an `Array`, but `{wire_name}` is neither"))
        }
        (notation::Predicate::Is(_), _) => {
            Err(format!("`true` and `false` require a `Boolean`, but `{wire_name}` is not one"))
        }
    }
}

fn lower_predicate(predicate: notation::Predicate) -> Predicate {
    match predicate {
        notation::Predicate::Set => Predicate::Set,
        notation::Predicate::NonEmpty => Predicate::NonEmpty,
        notation::Predicate::Is(value) => Predicate::Is(value),
    }
}
