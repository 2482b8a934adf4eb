//! The help of operations and their flags.

use std::fmt::Write as _;

use huaweicloud_core::descriptor::{
    Condition, Example, Field, OperationDescriptor, ParameterLocation, ParameterSource, Predicate, Rule, Type,
};
use serde_json::{Map, Value};

use crate::error::escape::shorten;
use crate::flags::common_flags::{INPUT, MAX_ITEMS};
use crate::flags::flag_value::{self, form, is_repeatable, value_type};
use crate::flags::parameter_flags::Flag;
use crate::operation::Operation;
use crate::program::Program;

/// What the help of a required flag says.
const REQUIRED: &str = "Required.";

/// Maximum number of known values whose meanings the help of a flag shows. Further values are listed without.
const MAX_MEANINGS: usize = 50;

/// Maximum number of characters of a meaning.
const MAX_MEANING_LENGTH: usize = 160;

/// Returns the usage of an operation's command, with its required flags.
pub(crate) fn usage(program: &Program, operation: &Operation, flags: &[Flag]) -> String {
    let mut usage = format!("{} {} [OPTIONS]", program.name, operation.command_name());
    for flag in flags {
        if flag.field.mandatory && requirement(operation.descriptor, flag.location, flag.field) == Some(REQUIRED) {
            let value = flag_value::placeholder(value_type(flag.field.ty));
            let _ = write!(usage, " --{} <{value}>", flag.name);
            if is_repeatable(flag.field.ty) {
                usage.push_str("...");
            }
        }
    }
    if operation.secrets().iter().any(|secret| secret.field.mandatory) {
        let _ = write!(usage, " --{INPUT} <FILE>");
    }
    usage
}

/// Returns the help of a flag: the documentation of its parameter, and the constraints on its value.
pub(crate) fn flag(flag: &Flag, operation: &Operation) -> String {
    let field = flag.field;
    let mut about_value = Vec::new();
    if is_repeatable(field.ty) {
        about_value.push(repetition(field.ty));
    }
    about_value.extend(secret_fields(field.ty));
    about_value.extend(constraint(value_type(field.ty)));
    describe(operation.descriptor, flag, about_value)
}

/// Returns the documentation of a parameter, with these sentences about its value and the meanings of known values.
fn describe(operation: &OperationDescriptor, flag: &Flag, about_value: Vec<String>) -> String {
    let Flag { location, field, help, .. } = flag;
    let mut sentences = vec![help.doc.to_owned()];
    if field.mandatory {
        sentences.extend(requirement(operation, *location, field).map(str::to_owned));
    }
    sentences.extend(about_value);
    if let Some(pattern) = field.pattern {
        sentences.push(format!("Pattern: \"{pattern}\"."));
    }
    if let Some(unit) = help.unit {
        sentences.push(format!("Unit: {unit}."));
    }
    if let Some(default) = field.default {
        sentences.push(format!("Default: {}.", visible(default)));
    }
    for (value, meaning) in help.special {
        sentences.push(format!("{}: {meaning}.", visible(value)));
    }
    sentences.extend(help.deprecated.map(|why| format!("Deprecated: {why}")));
    let mut text = sentences.join(" ");
    text.push_str(&meanings(help.values));
    text
}

/// Returns the known values with their meanings, one on each line.
fn meanings(values: &[(&str, &str)]) -> String {
    if values.is_empty() {
        return String::new();
    }
    let mut text = "\nKnown values:".to_owned();
    for (value, meaning) in values.iter().take(MAX_MEANINGS) {
        let meaning = shorten(&meaning.replace('\n', " "), MAX_MEANING_LENGTH);
        let _ = write!(text, "\n- {}: {meaning}", visible(value));
    }
    let further: Vec<&str> = values.iter().skip(MAX_MEANINGS).map(|(value, _)| visible(value)).collect();
    if !further.is_empty() {
        let _ = write!(text, "\n- {} more: {}", further.len(), further.join(", "));
    }
    text
}

/// Returns the help of `--all`, which says what the flag for the page size does then.
pub(crate) fn all(operation: &OperationDescriptor, flags: &[Flag]) -> String {
    let help = "Request all pages of the list and print the items, by default as JSON Lines";
    let limit = operation.pagination.map(|pagination| pagination.limit);
    match flags.iter().find(|flag| Some(flag.field.name) == limit) {
        Some(flag) => format!(
            "{help}. --{} then sets the number of items on each page, not in total: for that, use --{MAX_ITEMS}",
            flag.name
        ),
        None => help.to_owned(),
    }
}

/// Returns how to pass the secret fields of an object.
fn secret_fields(ty: Type) -> Option<String> {
    let names = ty.secret_names();
    let (verb, names) = if names.len() == 1 { ("is", names.concat()) } else { ("are", names.join(", ")) };
    ty.contains_secret().then(|| {
        format!("{names} {verb} secret: pass @FILE with a file that contains the JSON, or @- for standard input.")
    })
}

/// Returns when a required flag can be left out. Paging sets its own parameters.
fn requirement(operation: &OperationDescriptor, location: ParameterLocation, field: &Field) -> Option<&'static str> {
    match operation.pagination {
        Some(pagination) if location == ParameterLocation::Query && pagination.offset == field.name => None,
        Some(pagination) if location == ParameterLocation::Query && pagination.limit == field.name => {
            Some("Required without --all or --max-items.")
        }
        _ => Some(REQUIRED),
    }
}

fn repetition(ty: Type) -> String {
    match ty {
        Type::Array(_, Some(bounds)) => format!("Repeat the flag for {bounds} items."),
        _ => "Repeat the flag for each item.".to_owned(),
    }
}

/// Shows an empty value as a pair of quotes.
fn visible(value: &str) -> &str {
    if value.is_empty() { "\"\"" } else { value }
}

/// Returns the constraint on a value. Known values are listed with their meanings instead.
fn constraint(ty: Type) -> Option<String> {
    match ty {
        Type::String(Some(bounds)) => Some(format!("Length: {bounds}.")),
        Type::Integer(Some(bounds)) | Type::Long(Some(bounds)) => Some(format!("Range: {bounds}.")),
        Type::Number(Some(bounds)) => Some(format!("Range: {bounds}.")),
        Type::Boolean(Some(only)) => Some(format!("Only {only} is accepted.")),
        Type::Array(..) | Type::Tuple(_) | Type::Map(..) | Type::Object(_) => Some(format!("Format: {}", form(ty))),
        _ => None,
    }
}

/// Returns what follows the list of flags: rules, examples, and the help page.
pub(crate) fn footer(operation: &Operation, flags: &[Flag]) -> String {
    let mut paragraphs = Vec::new();
    paragraphs.extend(secrets(operation));
    let operation = operation.descriptor;
    for rule in operation.rules {
        paragraphs.extend(self::rule(rule, flags));
    }
    for example in operation.examples {
        paragraphs.extend(self::example(example, operation));
    }
    paragraphs.push(format!("Help page: {}.", operation.page));
    paragraphs.join("\n\n")
}

/// Returns the help of the secret parameters, which have no flags.
fn secrets(operation: &Operation) -> Option<String> {
    let secrets = operation.secrets();
    if secrets.is_empty() {
        return None;
    }
    let mut lines =
        vec!["Secrets, which no flag accepts. Set them in the JSON of --input FILE, or of --input -:".to_owned()];
    for secret in secrets {
        let about_value = constraint(secret.field.ty).into_iter().collect();
        let text = describe(operation.descriptor, &secret, about_value);
        lines.push(format!("  {}: {text}", secret.path()));
    }
    Some(lines.join("\n"))
}

fn rule(rule: &Rule, flags: &[Flag]) -> Option<String> {
    let Rule::AnyOf { conditions, why } = rule else { return None };
    let mut alternatives = Vec::new();
    for condition in *conditions {
        let name = name(flags, condition);
        alternatives.push(match condition.predicate {
            Predicate::NonEmpty => format!("a non-empty {name}"),
            Predicate::Is(value) => format!("{name} {value}"),
            _ => name,
        });
    }
    Some(format!("At least one is required: {}. {why}", alternatives.join(", or ")))
}

/// Returns the flag that a condition refers to, or the name of its parameter if it has no flag.
fn name(flags: &[Flag], condition: &Condition) -> String {
    let names = |flag: &&Flag| flag.location == condition.location && flag.field.name == condition.name;
    match flags.iter().find(names) {
        Some(flag) => format!("--{}", flag.name),
        None => condition.name.to_owned(),
    }
}

/// Returns the query and the body of an example's request as input for `--input`, without the parameters that callers
/// do not set.
fn example(example: &Example, operation: &OperationDescriptor) -> Option<String> {
    let mut input = Map::new();
    if let Some(query) = example.query {
        input = serde_json::from_str(query).ok()?;
        input.retain(|name, _| {
            operation.parameters.iter().any(|parameter| {
                parameter.location == ParameterLocation::Query
                    && parameter.source == ParameterSource::Request
                    && parameter.field.name == name
            })
        });
    }
    if let Some(body) = example.body {
        input.insert("body".to_owned(), serde_json::from_str(body).ok()?);
    }
    if input.is_empty() {
        return None;
    }
    let input = Value::Object(input);
    Some(format!("Example for --input: {}\n{input:#}", example.title))
}
