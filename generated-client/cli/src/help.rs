//! What `--help` says of an operation and of its flags.

use huaweicloud_hss::descriptor::{
    Bounds, Example, Field, OperationDescriptor, ParameterLocation, Predicate, Rule, Type,
};
use serde_json::Value;

use crate::flag_value::{form, is_repeatable, value_type};
use crate::parameter_flags::Flag;

/// One line on an operation.
pub(crate) fn summary(operation: &OperationDescriptor) -> String {
    let mark = operation.deprecated.map_or("", |_| "Deprecated. ");
    format!("{mark}{}", operation.summary)
}

/// What a parameter is, and what the page says of its value.
pub(crate) fn parameter(field: &Field) -> String {
    let (ty, repeated) = (value_type(field.ty), is_repeatable(field.ty));
    let mut sentences = vec![field.doc.to_owned()];
    sentences.extend(field.mandatory.then(|| "Mandatory.".to_owned()));
    sentences.extend(repeated.then(|| repetition(field.ty)));
    sentences.extend(facts(ty));
    sentences.extend(field.unit.map(|unit| format!("Unit: {unit}.")));
    sentences.extend(field.default.map(|default| format!("Default: {default}.")));
    sentences.extend(field.special.iter().map(|(value, meaning)| format!("{value}: {meaning}.")));
    sentences.extend(field.deprecated.map(|why| format!("Deprecated: {why}")));
    sentences.join(" ")
}

fn repetition(ty: Type) -> String {
    match ty {
        Type::Array(_, Some(Bounds { min, max, .. })) => format!("Once for each item, {min} to {max} of them."),
        _ => "Once for each item.".to_owned(),
    }
}

fn facts(ty: Type) -> Option<String> {
    match ty {
        Type::String(Some(Bounds { min, max, .. })) => Some(format!("Length: {min} to {max}.")),
        Type::Integer(Some(Bounds { min, max, .. })) | Type::Long(Some(Bounds { min, max, .. })) => {
            Some(format!("Range: {min} to {max}."))
        }
        Type::Boolean(Some(only)) => Some(format!("Only {only} is accepted.")),
        Type::Enum(values) => Some(format!("Known values: {}.", values.join(", "))),
        Type::Array(..) | Type::Tuple(_) | Type::Object(_) => Some(format!("Form: {}", form(ty))),
        _ => None,
    }
}

/// What binds several flags, the page's examples, and the page.
pub(crate) fn footer(operation: &OperationDescriptor, flags: &[Flag]) -> String {
    let rules = operation.rules.iter().map(|rule| self::rule(rule, flags));
    let examples = operation.examples.iter().filter_map(example);
    let page = format!("Help page “{}”, updated {}.", operation.page.title, operation.page.updated);
    rules.chain(examples).chain([page]).collect::<Vec<_>>().join("\n\n")
}

fn rule(rule: &Rule, flags: &[Flag]) -> String {
    let Rule::AnyOf { conditions, why } = rule else { return String::new() };
    let conditions = conditions.iter().map(|condition| {
        let name = flag_name(flags, condition.location, condition.name);
        match condition.predicate {
            Predicate::NonEmpty => format!("{name} is not empty"),
            Predicate::Is(value) => format!("{name} is {value}"),
            _ => format!("{name} is given"),
        }
    });
    format!("At least one of these holds: {}. {why}", conditions.collect::<Vec<_>>().join("; "))
}

fn flag_name(flags: &[Flag], location: ParameterLocation, name: &str) -> String {
    let flag = flags.iter().find(|flag| (flag.location, flag.field.name) == (location, name));
    flag.map_or_else(|| name.to_owned(), |flag| format!("--{}", flag.name))
}

/// The body of an example as input, on lines that are not broken.
fn example(example: &Example) -> Option<String> {
    let body: Value = serde_json::from_str(example.body?).ok()?;
    let input = serde_json::json!({ "body": body });
    Some(format!("Example for --input: {}\n{input:#}", example.title))
}
