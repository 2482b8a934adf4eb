//! Facts of a help page in the notation of the description.

use hss_generator::ir::{self, Bounds, NumberBounds, Type};

use crate::read::{Facts, Limits, PageType, RequestLine};

/// The placeholder for sentences that a person has to write.
pub const PLACEHOLDER: &str = "TODO";

/// Returns the number of sentences that a person has to write in an operation file.
#[must_use]
pub fn sentences_to_write(file: &str) -> usize {
    let is_sentence = |line: &&str| {
        let value = line.split_once(": ").map_or("", |(_, value)| value.trim_start_matches('"'));
        !line.trim_start().starts_with('#') && value.starts_with(PLACEHOLDER)
    };
    file.lines().filter(is_sentence).count()
}

/// Returns the number of decisions that an import left to a person in an operation file.
#[must_use]
pub fn decisions_to_make(file: &str) -> usize {
    let is_decision = |line: &&str| {
        let comment = line.trim_start().strip_prefix("# ");
        comment.is_some_and(|comment| comment.starts_with(PLACEHOLDER))
    };
    file.lines().filter(is_decision).count()
}

/// Why an operation is deprecated, if the page does not say why.
pub(crate) const DEPRECATED_OPERATION: &str = "The vendor's help page marks this operation as deprecated.";
/// Why a row is deprecated.
pub(crate) const DEPRECATED_ROW: &str = "The vendor's help page marks this as deprecated.";
/// Why a value is deprecated.
pub(crate) const DEPRECATED_VALUE: &str = "The vendor's help page marks this value as deprecated.";

/// Returns the type that a help page would use for a type of the description.
pub(crate) fn page_type(service: &ir::Service, ty: &Type) -> PageType {
    match ty {
        Type::String(_) | Type::Enum(_) => PageType::String,
        Type::Integer(_) | Type::IntegerEnum(_) => PageType::Integer,
        Type::Long(_) => PageType::Long,
        Type::Number(_) => PageType::Number,
        Type::Boolean(_) => PageType::Boolean,
        Type::Map(values, _) => PageType::Map(Box::new(page_type(service, values))),
        Type::Json => PageType::Json,
        Type::Array(items, _) => PageType::Array(Box::new(page_type(service, items))),
        Type::Object(definition) => {
            let name = service.object(definition).map_or_else(String::new, |object| object.page_name.clone());
            PageType::Object(name)
        }
        Type::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|item| page_type(service, item).to_string()).collect();
            PageType::Other(format!("({})", items.join(", ")))
        }
    }
}

/// Returns the type of a row in the notation. Keeps the names of types that `described`, the type in the description,
/// has.
pub(crate) fn row_type(service: &ir::Service, ty: &PageType, facts: &Facts, described: Option<&Type>) -> String {
    match (ty, described) {
        (PageType::Array(items), _) => {
            let described_items = match described {
                Some(Type::Array(items, _)) => Some(items.as_ref()),
                _ => None,
            };
            let items = row_type(service, items, facts, described_items);
            format!("Array<{items}>{}", bounds(&facts.items))
        }
        (PageType::String, Some(Type::Enum(definition))) | (PageType::Integer, Some(Type::IntegerEnum(definition))) => {
            definition.name.to_string()
        }
        (PageType::Object(_), Some(described @ Type::Object(definition))) if page_type(service, described) == *ty => {
            definition.name.to_string()
        }
        (PageType::Map(values), _) => {
            let described_values = match described {
                Some(Type::Map(values, _)) => Some(values.as_ref()),
                _ => None,
            };
            format!("Map<{}>", row_type(service, values, facts, described_values))
        }
        (PageType::Boolean | PageType::Json | PageType::Object(_) | PageType::Other(_), _) => ty.to_string(),
        _ => format!("{ty}{}", bounds(&facts.limits)),
    }
}

/// Returns a type with other bounds of its items, if it is a list, and of its innermost values.
pub(crate) fn with_bounds(ty: &Type, items: Option<Bounds>, innermost: Option<Bounds>) -> Type {
    match ty {
        Type::Array(item, _) => Type::Array(Box::new(with_innermost_bounds(item, innermost)), items),
        _ => with_innermost_bounds(ty, innermost),
    }
}

fn with_innermost_bounds(ty: &Type, bounds: Option<Bounds>) -> Type {
    let inside = |inner: &Type| Box::new(with_innermost_bounds(inner, bounds));
    match ty {
        Type::Array(item, own) => Type::Array(inside(item), *own),
        Type::Map(value, own) => Type::Map(inside(value), *own),
        Type::String(_) => Type::String(bounds),
        Type::Integer(_) => Type::Integer(bounds),
        Type::Long(_) => Type::Long(bounds),
        Type::Number(_) => Type::Number(bounds.map(number_bounds)),
        Type::Boolean(_) | Type::Tuple(_) | Type::Json | Type::Object(_) | Type::Enum(_) | Type::IntegerEnum(_) => {
            ty.clone()
        }
    }
}

/// Returns bounds as those of a number. Their digits are parsed, since a conversion could be inexact.
fn number_bounds(Bounds { min, max }: Bounds) -> NumberBounds {
    let number = |limit: i64| limit.to_string().parse::<f64>().ok();
    NumberBounds { min: min.and_then(number), max: max.and_then(number) }
}

/// Formats bounds as `(min..max)`.
pub(crate) fn bounds(limits: &Limits) -> String {
    bounds_of(limits).map(|bounds| format!("({bounds})")).unwrap_or_default()
}

/// Returns limits as bounds, if there are any.
pub(crate) fn bounds_of(limits: &Limits) -> Option<Bounds> {
    limits.any()?;
    let min = limits.min.as_ref().map(|min| min.value);
    let max = limits.max.as_ref().map(|max| max.value);
    Some(Bounds { min, max })
}

/// Formats limits for messages: `1..5`, `at least 1`, `at most 5` or `none`.
pub(crate) fn limits(limits: &Limits) -> String {
    match (&limits.min, &limits.max) {
        (None, None) => "none".to_owned(),
        (Some(min), None) => format!("at least {}", min.value),
        (None, Some(max)) => format!("at most {}", max.value),
        (Some(min), Some(max)) => format!("{}..{}", min.value, max.value),
    }
}

/// Formats a request line as a YAML scalar.
pub(crate) fn request(request: &RequestLine) -> String {
    let line = request.to_string();
    let is_plain = line.chars().all(|c| c.is_ascii_alphanumeric() || " /{}._~-".contains(c));
    if is_plain { line } else { scalar(&line) }
}

/// Words that YAML does not read as strings.
const YAML_KEYWORDS: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

/// Formats a string as a YAML scalar, quoted if necessary.
pub(crate) fn scalar(text: &str) -> String {
    let plain_char = |c: char| c.is_alphanumeric() || " _-./()'".contains(c);
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.trim() == text
        && text.chars().all(plain_char)
        && !YAML_KEYWORDS.contains(&text.to_ascii_lowercase().as_str());
    if plain { text.to_owned() } else { quoted(text) }
}

/// Formats a string in double quotes.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}

/// Returns the JSON pointer of a key below another pointer.
pub(crate) fn child(parent: &str, key: &str) -> String {
    format!("{parent}/{}", key.replace('~', "~0").replace('/', "~1"))
}
