//! Checks of the rules that involve several parameters.

use serde_json::Value;

use crate::descriptor::{Condition, ParameterLocation, Predicate, Rule};
use crate::error::violation::ViolationKind;
use crate::request::arguments::{Argument, Arguments, set_value, text};

/// A rule that a request does not satisfy.
pub(super) struct Unmet {
    /// The location of the first parameter.
    pub(super) location: ParameterLocation,
    /// The names of all parameters.
    pub(super) parameters: String,
    pub(super) kind: ViolationKind,
}

/// Checks that at least one of the conditions of a rule holds.
pub(super) fn check(rule: &Rule, arguments: &Arguments) -> Result<(), Unmet> {
    let Rule::AnyOf { conditions, .. } = rule;
    if conditions.iter().any(|condition| holds(condition, arguments)) {
        return Ok(());
    }
    let parameters: Vec<String> = conditions.iter().map(path_of).collect();
    let alternatives: Vec<String> = conditions.iter().map(describe).collect();
    Err(Unmet {
        location: conditions.first().map_or(ParameterLocation::Body, |condition| condition.location),
        parameters: parameters.join(", "),
        kind: ViolationKind::Rule { alternatives: join_with_or(&alternatives) },
    })
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
    for Argument { parameter, value } in &arguments.parameters {
        if parameter.location == condition.location && parameter.field.name == condition.name {
            return value.as_deref();
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
