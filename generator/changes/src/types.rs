//! Compares types and their bounds.

use std::collections::HashMap;

use hss_generator::ir::{Bounds, Definition, Type};

use super::scope::Fact;

/// How two types differ.
#[derive(Default)]
pub(super) struct TypeDifference {
    /// How they differ apart from bounds.
    pub structure: Option<Fact>,
    /// How their bounds differ.
    pub bounds: Option<Fact>,
}

/// New names of renamed types, by their old names.
pub(super) type Renamed<'a> = HashMap<&'a str, &'a str>;

/// Compares two types. A renamed object or enum is the same type.
pub(super) fn compare(renamed: &Renamed<'_>, old: &Type, new: &Type) -> TypeDifference {
    let structure = match (old, new) {
        _ if is_same(renamed, old, new) => None,
        (Type::Integer(_), Type::Long(_)) => Some(Fact::IntegerWidened),
        (Type::Long(_), Type::Integer(_)) => Some(Fact::IntegerNarrowed),
        (Type::String(_), Type::Enum(_)) => Some(Fact::StringBecameEnum),
        (Type::Integer(_), Type::IntegerEnum(_)) => Some(Fact::IntegerBecameEnum),
        _ if is_scalar(old) && is_scalar(new) => Some(Fact::ScalarChanged),
        _ => Some(Fact::TypeChanged),
    };
    let mut bounds = BoundsDifference::default();
    bounds.add(old, new);
    let bounds = match bounds {
        BoundsDifference { tighter: true, .. } => Some(Fact::Tightened),
        BoundsDifference { looser: true, .. } => Some(Fact::Loosened),
        _ => None,
    };
    TypeDifference { structure, bounds }
}

/// Returns whether two types are the same apart from bounds.
pub(super) fn is_same(renamed: &Renamed<'_>, old: &Type, new: &Type) -> bool {
    match (old, new) {
        (Type::String(_), Type::String(_))
        | (Type::Integer(_), Type::Integer(_))
        | (Type::Long(_), Type::Long(_))
        | (Type::Number(_), Type::Number(_))
        | (Type::Boolean(_), Type::Boolean(_))
        | (Type::Json, Type::Json) => true,
        (Type::Array(old, _), Type::Array(new, _)) | (Type::Map(old, _), Type::Map(new, _)) => {
            is_same(renamed, old, new)
        }
        (Type::Tuple(old), Type::Tuple(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| is_same(renamed, old, new))
        }
        (Type::Object(old), Type::Object(new))
        | (Type::Enum(old) | Type::IntegerEnum(old), Type::Enum(new) | Type::IntegerEnum(new)) => {
            is_same_name(renamed, old, new)
        }
        _ => false,
    }
}

fn is_same_name(renamed: &Renamed<'_>, old: &Definition, new: &Definition) -> bool {
    let Definition { operation: _, index: _, name } = old;
    let name = name.as_str();
    renamed.get(name).copied().unwrap_or(name) == new.name.as_str()
}

fn is_scalar(ty: &Type) -> bool {
    match ty {
        Type::String(_)
        | Type::Integer(_)
        | Type::Long(_)
        | Type::Number(_)
        | Type::Boolean(_)
        | Type::Enum(_)
        | Type::IntegerEnum(_) => true,
        Type::Array(..) | Type::Tuple(_) | Type::Map(..) | Type::Json | Type::Object(_) => false,
    }
}

/// Whether some values are rejected now, and whether some are accepted now.
#[derive(Default)]
struct BoundsDifference {
    tighter: bool,
    looser: bool,
}

impl BoundsDifference {
    /// Compares the bounds of two types and of everything in them. Types that differ have no comparable bounds, except
    /// for those of integers and of strings that become enums, which have none.
    fn add(&mut self, old: &Type, new: &Type) {
        match (old, new) {
            (Type::Boolean(old), Type::Boolean(new)) => {
                self.tighter |= new.is_some() && old != new;
                self.looser |= old.is_some() && old != new;
            }
            (Type::Array(old_item, old), Type::Array(new_item, new))
            | (Type::Map(old_item, old), Type::Map(new_item, new)) => {
                self.add_bounds(*old, *new);
                self.add(old_item, new_item);
            }
            (Type::Tuple(old), Type::Tuple(new)) => {
                for (old, new) in old.iter().zip(new) {
                    self.add(old, new);
                }
            }
            (Type::String(old), Type::String(new))
            | (Type::Integer(old) | Type::Long(old), Type::Integer(new) | Type::Long(new)) => {
                self.add_bounds(*old, *new);
            }
            (Type::Number(old), Type::Number(new)) => {
                self.add_bounds(*old, *new);
            }
            (Type::String(old), Type::Enum(_)) => self.add_bounds(*old, None),
            (Type::Enum(_), Type::String(new)) => self.add_bounds(None, *new),
            _ => {}
        }
    }

    fn add_bounds<T: PartialOrd>(&mut self, old: Option<Bounds<T>>, new: Option<Bounds<T>>) {
        match (old, new) {
            (None, None) => {}
            (None, Some(_)) => self.tighter = true,
            (Some(_), None) => self.looser = true,
            // No minimum is less than any other, and no maximum greater.
            (Some(old), Some(new)) => {
                self.tighter |= new.min > old.min || is_less(new.max.as_ref(), old.max.as_ref());
                self.looser |= new.min < old.min || is_less(old.max.as_ref(), new.max.as_ref());
            }
        }
    }
}

/// Returns whether a maximum is less than another.
fn is_less<T: PartialOrd>(max: Option<&T>, other: Option<&T>) -> bool {
    match (max, other) {
        (Some(max), Some(other)) => max < other,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// Returns a type in the notation of the description, with the only boolean that is accepted.
pub(super) fn notation(ty: &Type) -> String {
    match ty {
        Type::Boolean(Some(only)) => format!("{ty}, only {only}"),
        _ => ty.to_string(),
    }
}

/// Returns whether a type is an enum, or contains it in a list, a tuple or a map.
pub(super) fn has_enum(ty: &Type, name: &str) -> bool {
    match ty {
        Type::Enum(definition) | Type::IntegerEnum(definition) => definition.name.as_str() == name,
        Type::Array(item, _) | Type::Map(item, _) => has_enum(item, name),
        Type::Tuple(items) => items.iter().any(|item| has_enum(item, name)),
        Type::String(_)
        | Type::Integer(_)
        | Type::Long(_)
        | Type::Number(_)
        | Type::Boolean(_)
        | Type::Json
        | Type::Object(_) => false,
    }
}

/// Returns whether a type contains an integer outside of objects.
pub(super) fn has_integer(ty: &Type) -> bool {
    match ty {
        Type::Integer(_) => true,
        Type::Array(item, _) | Type::Map(item, _) => has_integer(item),
        Type::Tuple(items) => items.iter().any(has_integer),
        Type::String(_)
        | Type::Long(_)
        | Type::Number(_)
        | Type::Boolean(_)
        | Type::Json
        | Type::Object(_)
        | Type::Enum(_)
        | Type::IntegerEnum(_) => false,
    }
}
