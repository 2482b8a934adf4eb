//! The facts of a help page in words, as Markdown. Rust documentation and the OpenAPI document share them.

use std::fmt::Display;

use super::markdown::{code, escape, sentence};
use crate::ir::{Bounds, Field, HelpPage, Predicate, Rule, TaskStates, Type, Unit};

/// Returns the bounds of a value, or the only boolean that is accepted.
pub(super) fn constraint(ty: &Type) -> Option<String> {
    let what = match ty {
        Type::Boolean(only) => return Some(format!("Only `{}` is accepted.", (*only)?)),
        Type::String(_) => "Length",
        Type::Array(..) => "Items",
        Type::Map(..) => "Entries",
        _ => "Range",
    };
    Some(format!("{what}: {}.", limits(ty)?))
}

/// Returns the bounds of each item of a list, or of each value of a map. The OpenAPI document has them in its schemas.
pub(super) fn item_constraint(ty: &Type) -> Option<String> {
    match ty {
        Type::Array(item, _) => Some(format!("Each item: {}.", limits(item)?)),
        Type::Map(value, _) => Some(format!("Each value: {}.", limits(value)?)),
        _ => None,
    }
}

/// Returns the bounds of a value in words.
fn limits(ty: &Type) -> Option<String> {
    match ty {
        Type::String(bounds) => Some(length((*bounds)?)),
        Type::Number(bounds) => Some(range((*bounds)?)),
        _ => Some(range(ty.bounds()?)),
    }
}

/// Returns what the client does with a secret.
pub(super) fn secret(field: &Field) -> Option<String> {
    field.secret.then(|| "Secret: `Debug`, errors and logs do not show it.".to_owned())
}

/// Returns the length of a string.
fn length(bounds: Bounds) -> String {
    let unit = if bounds.max.or(bounds.min) == Some(1) { "character" } else { "characters" };
    format!("{} {unit}", range(bounds))
}

/// Returns the pattern of a string, the default that the service assumes, or the value that the help page shows.
pub(super) fn value(label: &str, value: Option<&String>) -> Option<String> {
    Some(format!("{label}: {}.", code(value?)))
}

/// Returns the unit of a number.
pub(super) fn unit(field: &Field) -> Option<String> {
    match field.unit.as_ref()? {
        Unit::Stated(unit) => Some(format!("Unit: {}.", escape(unit))),
        Unit::NotStated => Some("Unit: not stated on the help page.".to_owned()),
    }
}

/// Returns remarks on a field: special values, and the source of bounds that the help page does not state.
pub(super) fn remarks(field: &Field) -> Vec<String> {
    let mut remarks = Vec::new();
    for (value, meaning) in &field.special {
        remarks.push(format!("Special value {}: {}", code(value), sentence(meaning)));
    }
    if let Some(source) = &field.beyond_page {
        remarks.push(format!("The bounds are not on the help page; source: {}", sentence(source)));
    }
    remarks
}

/// Returns the name of an object on its help page if it differs.
pub(super) fn page_name(page_name: &str, name: &str) -> Option<String> {
    (page_name != name).then(|| format!("The help page calls it {}.", code(page_name)))
}

/// Returns a deprecation notice.
pub(super) fn deprecated(why: &str) -> String {
    format!("Deprecated: {}", sentence(why))
}

/// Returns a rule as a sentence.
pub(super) fn rule(Rule { any_of, why }: &Rule) -> String {
    let mut alternatives = Vec::new();
    for condition in any_of {
        let name = &condition.wire_name;
        alternatives.push(match condition.predicate {
            Predicate::Set => code(name),
            Predicate::NonEmpty => format!("a non-empty {}", code(name)),
            Predicate::Is(value) => code(&format!("{name}: {value}")),
        });
    }
    format!("At least one is required: {}. {}", alternatives.join(", or "), escape(why))
}

/// Returns how a task ends.
pub(super) fn wait(TaskStates { field, success, failure, .. }: &TaskStates) -> String {
    let (success, failure) = (alternatives(success), alternatives(failure));
    format!("It has succeeded if {} is {success}, and failed if it is {failure}.", code(field))
}

fn alternatives(values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| code(value)).collect();
    values.join(" or ")
}

/// Returns the title of a help page, linked if its address is known, and its date.
pub(super) fn help_page(page: &HelpPage) -> String {
    let title = escape(&page.title);
    let title = match &page.url {
        Some(url) => format!("[{title}]({url})"),
        None => format!("“{title}”"),
    };
    match page.date() {
        Some(date) => format!("Help page: {title}, updated {date}."),
        None => format!("Help page: {title}."),
    }
}

/// Formats a number with its digits in groups of three. The digits of a fraction are grouped only by underscores.
pub(super) fn grouped(number: impl Display, separator: char) -> String {
    let text = number.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let digits = whole.trim_start_matches('-');
    let mut grouped = whole.strip_suffix(digits).unwrap_or_default().to_owned();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    for (index, digit) in fraction.chars().enumerate() {
        if index == 0 {
            grouped.push('.');
        } else if index.is_multiple_of(3) && separator == '_' {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

fn range<T: Display>(Bounds { min, max }: Bounds<T>) -> String {
    let grouped = |limit| grouped(limit, ',');
    match (min.map(grouped), max.map(grouped)) {
        (Some(min), Some(max)) if min == max => format!("exactly {min}"),
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => "any".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_stated_in_words() {
        let length = |min, max| constraint(&Type::String(Some(Bounds { min, max })));
        assert_eq!(length(Some(13), Some(13)).as_deref(), Some("Length: exactly 13 characters."));
        assert_eq!(length(Some(1), Some(1)).as_deref(), Some("Length: exactly 1 character."));
        assert_eq!(length(Some(0), Some(1)).as_deref(), Some("Length: 0 to 1 character."));
        assert_eq!(length(Some(1), None).as_deref(), Some("Length: at least 1 character."));
        assert_eq!(length(Some(1), Some(64)).as_deref(), Some("Length: 1 to 64 characters."));
        let items = Type::Array(Box::new(Type::Json), Some(Bounds { min: Some(2), max: Some(2) }));
        assert_eq!(constraint(&items).as_deref(), Some("Items: exactly 2."));
        let code = Type::String(Some(Bounds { min: Some(4), max: Some(8) }));
        let codes = |bounds| Type::Array(Box::new(code.clone()), bounds);
        assert_eq!(constraint(&codes(None)), None);
        assert_eq!(item_constraint(&codes(None)).as_deref(), Some("Each item: 4 to 8 characters."));
        let map = Type::Map(Box::new(Type::Integer(Some(Bounds { min: None, max: Some(9) }))), None);
        assert_eq!(item_constraint(&map).as_deref(), Some("Each value: at most 9."));
    }

    #[test]
    fn groups_the_digits_of_any_number() {
        let cases = [
            (-0.5, "-0.5"),
            (0.1234, "0.123_4"),
            (1234.5, "1_234.5"),
            (-1e6, "-1_000_000"),
            (1e20, "100_000_000_000_000_000_000"),
        ];
        for (number, expected) in cases {
            assert_eq!(grouped(number, '_'), expected);
        }
        assert_eq!((grouped(i64::MIN, ','), grouped(-999, ',')), ("-9,223,372,036,854,775,808".into(), "-999".into()));
    }
}
