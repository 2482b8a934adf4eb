//! Lowers rules: conditions that involve several parameters.

use hss_yaml::{Code, did_you_mean};
use indexmap::IndexMap;

use super::{Lowering, operation::OperationFields};
use crate::description::Node;
use crate::description::notation::Rule;
use crate::ir::{self, ParameterLocation, Predicate, Type};

/// The parameters and fields of a request by their names on the wire. A parameter that only the client sets has an
/// empty list.
type Candidates<'a> = IndexMap<&'a str, Vec<(ParameterLocation, &'a ir::Field)>>;

impl Lowering<'_> {
    pub(super) fn lower_rules(&mut self, node: &Node<'_>, rules: &[Rule], fields: &OperationFields) -> Vec<ir::Rule> {
        let mut candidates = Candidates::new();
        for (location, field) in fields.set_by_caller() {
            candidates.entry(&field.wire_name).or_default().push((location, field));
        }
        for parameter in &fields.parameters {
            candidates.entry(&parameter.field.wire_name).or_default();
        }
        self.lower_each(rules.iter().enumerate(), |lowering, (index, rule)| {
            let node = node.at(index);
            let any_of = lowering.lower_conditions(&node.at("any_of"), rule, &candidates);
            Some(ir::Rule { any_of, why: lowering.lower_prose(&node.at("why"), &rule.why) })
        })
    }

    fn lower_conditions(&mut self, any_of: &Node<'_>, rule: &Rule, candidates: &Candidates<'_>) -> Vec<ir::Condition> {
        let conditions = self.lower_each(rule.any_of.iter().enumerate(), |lowering, (index, condition)| {
            let node = any_of.at(index);
            match condition.first() {
                Some((wire_name, predicate)) if condition.len() == 1 => {
                    lowering.lower_condition(&node.at(wire_name), wire_name, *predicate, candidates)
                }
                _ => {
                    lowering.report(node.error(Code::Shape, "a condition must have exactly one parameter"));
                    None
                }
            }
        });
        if rule.any_of.len() < 2 {
            self.report(any_of.key_error(Code::Shape, "`any_of` must have at least two conditions"));
        }
        conditions
    }

    fn lower_condition(
        &mut self,
        node: &Node<'_>,
        wire_name: &str,
        predicate: Predicate,
        candidates: &Candidates<'_>,
    ) -> Option<ir::Condition> {
        let (location, field) = match candidates.get(wire_name).map(Vec::as_slice) {
            Some(&[candidate]) => candidate,
            found @ (None | Some([])) => {
                let message = match found {
                    Some(_) => format!("the client sets `{wire_name}`: a rule cannot refer to it"),
                    None => format!("the request has no parameter `{wire_name}`"),
                };
                let names = candidates.iter().filter(|(_, fields)| !fields.is_empty()).map(|(name, _)| *name);
                let error = node.key_error(Code::Reference, message);
                self.report(error.with_optional_help(did_you_mean(wire_name, names)));
                return None;
            }
            Some(_) => {
                let message = format!("`{wire_name}` exists in the body and outside it: a rule cannot refer to it");
                self.report(node.key_error(Code::Reference, message));
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
        Some(ir::Condition { location, wire_name: wire_name.to_owned(), predicate })
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
