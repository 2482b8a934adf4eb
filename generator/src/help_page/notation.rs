//! A page's facts in the notation of the description.

use crate::help_page::read::{Facts, Limits, Located, PageType};
use crate::ir::{self, Bounds, Type};

/// The page's word for a type of the description.
pub(crate) fn page_type(service: &ir::Service, ty: &Type) -> PageType {
    match ty {
        Type::String(_) | Type::Enum(_) => PageType::String,
        Type::Integer(_) => PageType::Integer,
        Type::Long(_) => PageType::Long,
        Type::Boolean(_) => PageType::Boolean,
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

/// A type of the page with its limits, under the description's names where it has the type already.
pub(crate) fn row_type(service: &ir::Service, ty: &PageType, facts: &Facts, own: Option<&Type>) -> String {
    let own_bounds = own.and_then(Type::bounds);
    match (ty, own) {
        (PageType::Array(items), _) => {
            let inner = match own {
                Some(Type::Array(inner, _)) => Some(inner.as_ref()),
                _ => None,
            };
            let items = row_type(service, items, facts, inner);
            format!("Array<{items}>{}", bounds(&facts.items, own_bounds))
        }
        (PageType::String, Some(Type::Enum(definition))) => definition.name.to_string(),
        (PageType::Object(_), Some(Type::Object(definition)))
            if own.map(|own| page_type(service, own)).as_ref() == Some(ty) =>
        {
            definition.name.to_string()
        }
        (PageType::Boolean | PageType::Object(_) | PageType::Other(_), _) => ty.to_string(),
        _ => format!("{ty}{}", bounds(&facts.limits, own_bounds)),
    }
}

/// `(min..max)`; what a page does not state is taken from what is there, or 0.
fn bounds(limits: &Limits, own: Option<Bounds>) -> String {
    let value = |limit: &Option<Located<i64>>| limit.as_ref().map(|said| said.value);
    let min = value(&limits.min).or(own.map(|own| own.min)).unwrap_or(0);
    match (limits.any(), value(&limits.max).or(own.map(|own| own.max))) {
        (Some(_), Some(max)) => format!("({min}..{max})"),
        _ => String::new(),
    }
}

/// Limits in words.
pub(crate) fn limits(limits: &Limits) -> String {
    match (&limits.min, &limits.max) {
        (None, None) => "none".to_owned(),
        (Some(min), None) => format!("at least {}", min.value),
        (None, Some(max)) => format!("at most {}", max.value),
        (Some(min), Some(max)) => format!("{}..{}", min.value, max.value),
    }
}

/// A text as a scalar of YAML: quoted where it must be.
pub(crate) fn scalar(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || " _-./()'".contains(c);
    let word = text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.trim() == text && text.chars().all(plain);
    let other = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    if word && !other.contains(&text.to_ascii_lowercase().as_str()) { text.to_owned() } else { quoted(text) }
}

/// A text in double quotes.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}
