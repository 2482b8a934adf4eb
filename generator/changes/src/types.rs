//! Compares types and their bounds.

use std::collections::HashMap;
use std::mem::discriminant;

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
        (Type::Integer(_), Type::Long(_)) => Some(Fact::INTEGER_WIDENED),
        (Type::Long(_), Type::Integer(_)) => Some(Fact::INTEGER_NARROWED),
        (Type::String(_), Type::Enum(_)) => Some(Fact::STRING_BECAME_ENUM),
        (Type::Integer(_), Type::IntegerEnum(_)) => Some(Fact::INTEGER_BECAME_ENUM),
        _ if old.is_scalar() && new.is_scalar() => Some(Fact::SCALAR_CHANGED),
        _ => Some(Fact::TYPE_CHANGED),
    };
    let mut bounds = BoundsDifference::default();
    bounds.add(old, new);
    let bounds = match bounds {
        BoundsDifference { tighter: true, .. } => Some(Fact::TIGHTENED),
        BoundsDifference { looser: true, .. } => Some(Fact::LOOSENED),
        _ => None,
    };
    TypeDifference { structure, bounds }
}

/// Returns whether two types are the same apart from bounds.
pub(super) fn is_same(renamed: &Renamed<'_>, old: &Type, new: &Type) -> bool {
    match (old, new) {
        (Type::Object(old), Type::Object(new))
        | (Type::Enum(old) | Type::IntegerEnum(old), Type::Enum(new) | Type::IntegerEnum(new)) => {
            is_same_name(renamed, old, new)
        }
        _ => {
            let (old_parts, new_parts) = (old.parts(), new.parts());
            discriminant(old) == discriminant(new)
                && old_parts.len() == new_parts.len()
                && old_parts.iter().zip(new_parts).all(|(old, new)| is_same(renamed, old, new))
        }
    }
}

fn is_same_name(renamed: &Renamed<'_>, old: &Definition, new: &Definition) -> bool {
    let Definition { operation: _, index: _, name } = old;
    let name = name.as_str();
    renamed.get(name).copied().unwrap_or(name) == new.name.as_str()
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
            (Type::String(old), Type::String(new))
            | (Type::Integer(old) | Type::Long(old), Type::Integer(new) | Type::Long(new))
            | (Type::Array(_, old), Type::Array(_, new))
            | (Type::Map(_, old), Type::Map(_, new)) => self.add_bounds(*old, *new),
            (Type::Number(old), Type::Number(new)) => self.add_bounds(*old, *new),
            (Type::String(old), Type::Enum(_)) => self.add_bounds(*old, None),
            (Type::Enum(_), Type::String(new)) => self.add_bounds(None, *new),
            _ => {}
        }
        if discriminant(old) == discriminant(new) {
            for (old, new) in old.parts().iter().zip(new.parts()) {
                self.add(old, new);
            }
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
        _ => ty.parts().iter().any(|part| has_enum(part, name)),
    }
}

/// Returns whether a type contains an integer outside of objects.
pub(super) fn has_integer(ty: &Type) -> bool {
    matches!(ty, Type::Integer(_)) || ty.parts().iter().any(has_integer)
}
