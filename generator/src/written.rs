//! A page's facts in the notation of the description.

use crate::ir::{self, Type};
use crate::page::{Limits, PageType, Row};

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

/// The type of a row with its bounds, under the description's names where it has the type already.
pub(crate) fn row_type(row: &Row, own: Option<&Type>) -> String {
    let Some(said) = &row.ty else {
        return "String".to_owned();
    };
    typed(&said.value, own, row)
}

fn typed(ty: &PageType, own: Option<&Type>, row: &Row) -> String {
    let bounds = |limits| format!("({})", self::limits(limits)).replace("()", "");
    match (ty, own) {
        (PageType::Array(items), own) => {
            let own = match own {
                Some(Type::Array(own, _)) => Some(own.as_ref()),
                _ => None,
            };
            format!("Array<{}>{}", typed(items, own, row), bounds(&row.facts.items))
        }
        (PageType::String, Some(Type::Enum(definition))) | (PageType::Object(_), Some(Type::Object(definition))) => {
            definition.name.to_string()
        }
        (PageType::Boolean | PageType::Object(_) | PageType::Other(_), _) => ty.to_string(),
        _ => format!("{ty}{}", bounds(&row.facts.limits)),
    }
}

/// `min..max`; where a page states one alone, the other is left open for a person.
pub(crate) fn limits(limits: &Limits) -> String {
    match (&limits.min, &limits.max) {
        (None, None) => String::new(),
        (min, max) => {
            let shown = |limit: &Option<crate::page::Said<i64>>| {
                limit.as_ref().map_or("?".to_owned(), |said| said.value.to_string())
            };
            format!("{}..{}", shown(min), shown(max))
        }
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
