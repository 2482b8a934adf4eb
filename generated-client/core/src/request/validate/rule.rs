//! Checks of the rules that involve several parameters.

use serde_json::Value;

use crate::descriptor::{Condition, ParameterLocation, Predicate, Rule};
use crate::error::violation::ViolationKind;
use crate::request::arguments::{Argument, Arguments, set_value, text};
use crate::request::validate::Violations;

/// Reports a rule unless at least one of its conditions holds.
pub(super) fn check(rule: &Rule, arguments: &Arguments, violations: &mut Violations) {
    let Rule::AnyOf { conditions, .. } = rule;
    if conditions.iter().any(|condition| holds(condition, arguments)) {
        return;
    }
    let parameters: Vec<String> = conditions.iter().map(path_of).collect();
    let alternatives: Vec<String> = conditions.iter().map(describe).collect();
    violations.location = conditions.first().map_or(ParameterLocation::Body, |condition| condition.location);
    violations.report(&parameters.join(", "), ViolationKind::Rule { alternatives: join_with_or(&alternatives) });
}

fn holds(condition: &Condition, arguments: &Arguments) -> bool {
    match (condition.predicate, find_value(condition, arguments)) {
        (_, None) => false,
        (Predicate::Set, Some(_)) => true,
        (Predicate::NonEmpty, Some(Value::Array(items))) => !items.is_empty(),
        (Predicate::NonEmpty, Some(Value::Object(fields))) => !fields.is_empty(),
        (Predicate::NonEmpty, Some(value)) => text(value).is_some_and(|text| !text.is_empty()),
        (Predicate::Is(expected), Some(value)) => *value == expected,
    }
}

fn find_value<'a>(condition: &Condition, arguments: &'a Arguments) -> Option<&'a Value> {
    if condition.location == ParameterLocation::Body {
        return set_value(arguments.body, condition.name);
    }
    for &Argument { parameter, value } in &arguments.parameters {
        if parameter.location == condition.location && parameter.field.name == condition.name {
            return value;
        }
    }
    None
}

fn path_of(condition: &Condition) -> String {
    match condition.location {
        ParameterLocation::Body => format!("body.{}", condition.name),
        _ => condition.name.to_owned(),
    }
}

fn describe(condition: &Condition) -> String {
    let name = condition.name;
    match condition.predicate {
        Predicate::Set => format!("`{name}`"),
        Predicate::NonEmpty => format!("a non-empty `{name}`"),
        Predicate::Is(value) => format!("`{name}: {value}`"),
    }
}

fn join_with_or(alternatives: &[String]) -> String {
    match alternatives {
        [rest @ .., last] if !rest.is_empty() => format!("{}, or {last}", rest.join(", ")),
        _ => alternatives.concat(),
    }
}
