//! Checks whether examples satisfy the rules of the operation.

use hss_yaml::{Code, Severity};
use serde_json::{Map, Value as Json};

use crate::description::Node;
use crate::ir::{self, Condition, ParameterLocation, Predicate, Rule};
use crate::lower::Lowering;

impl Lowering<'_> {
    /// Warns of rules that the request of an example violates.
    pub(super) fn check_rules(&mut self, node: &Node<'_>, example: &ir::Example, rules: &[Rule], number: usize) {
        for Rule { any_of, why } in rules {
            if any_of.iter().all(|condition| is_violated(condition, example)) {
                let key = if example.body.is_some() { "body" } else { "query" };
                let message = format!("example {number}: the request violates a rule");
                let error = node.at(key).key_error(Code::Example, message);
                self.report(error.with_severity(Severity::Warning).with_help(format!("the rule says: {why}")));
            }
        }
    }
}

/// Returns whether an example shows the part of the request that has the parameter, and its value does not satisfy the
/// condition.
fn is_violated(condition: &Condition, example: &ir::Example) -> bool {
    let members = match condition.location {
        ParameterLocation::Query => example.query.as_ref(),
        ParameterLocation::Body => example.body.as_ref().and_then(Json::as_object),
        ParameterLocation::Path | ParameterLocation::Header => None,
    };
    members.is_some_and(|members| !is_satisfied(condition, members))
}

fn is_satisfied(condition: &Condition, members: &Map<String, Json>) -> bool {
    match (condition.predicate, members.get(&condition.wire_name)) {
        (_, None | Some(Json::Null)) => false,
        (Predicate::Set, Some(_)) => true,
        (Predicate::NonEmpty, Some(Json::String(text))) => !text.is_empty(),
        (Predicate::NonEmpty, Some(Json::Array(items))) => !items.is_empty(),
        (Predicate::NonEmpty, Some(_)) => false,
        (Predicate::Is(expected), Some(value)) => *value == Json::Bool(expected),
    }
}
