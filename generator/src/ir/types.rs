//! Types of values.

use std::fmt;

use crate::names::RustName;

/// Inclusive bounds, at least one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds<T = i64> {
    /// Minimum.
    pub min: Option<T>,
    /// Maximum.
    pub max: Option<T>,
}

/// Bounds of a number, which are finite.
pub type NumberBounds = Bounds<f64>;

impl<T: Copy + PartialOrd> Bounds<T> {
    /// Returns whether a number is within the bounds.
    #[must_use]
    pub fn contains(self, number: T) -> bool {
        self.min.is_none_or(|min| min <= number) && self.max.is_none_or(|max| number <= max)
    }
}

/// Formats bounds as in the notation.
impl<T: fmt::Display> fmt::Display for Bounds<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let limit = |limit: &Option<T>| limit.as_ref().map(T::to_string).unwrap_or_default();
        write!(f, "{}..{}", limit(&self.min), limit(&self.max))
    }
}

/// The type of a value, with its constraints.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// String. The bounds limit the number of Unicode scalar values.
    String(Option<Bounds>),
    /// 32-bit integer.
    Integer(Option<Bounds>),
    /// 64-bit integer.
    Long(Option<Bounds>),
    /// Number with or without a fraction.
    Number(Option<NumberBounds>),
    /// Boolean. `Some` if the service accepts only one of the values.
    Boolean(Option<bool>),
    /// List. The bounds limit the number of items.
    Array(Box<Type>, Option<Bounds>),
    /// List with exactly these items.
    Tuple(Vec<Type>),
    /// Object with any keys, and values of one type. The bounds limit the number of entries.
    Map(Box<Type>, Option<Bounds>),
    /// Any JSON.
    Json,
    /// Object.
    Object(Definition),
    /// Enum of strings.
    Enum(Definition),
    /// Enum of 32-bit integers.
    IntegerEnum(Definition),
}

/// A reference to an object or enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Index of the operation that defines it.
    pub operation: usize,
    /// Index among the objects or enums of that operation.
    pub index: usize,
    /// Name, the same in the description and in Rust.
    pub name: RustName,
}

/// Formats a type as in the notation.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self.parts().iter().map(Self::to_string).collect();
        let parts = parts.join(", ");
        match self {
            Self::String(_) => f.write_str("String")?,
            Self::Integer(_) => f.write_str("Integer")?,
            Self::Long(_) => f.write_str("Long")?,
            Self::Number(_) => f.write_str("Number")?,
            Self::Boolean(_) => f.write_str("Boolean")?,
            Self::Array(..) => write!(f, "Array<{parts}>")?,
            Self::Map(..) => write!(f, "Map<{parts}>")?,
            Self::Json => f.write_str("Json")?,
            Self::Tuple(_) => write!(f, "({parts})")?,
            Self::Object(definition) | Self::Enum(definition) | Self::IntegerEnum(definition) => {
                definition.name.fmt(f)?;
            }
        }
        match self.limits() {
            Some(limits) => write!(f, "({limits})"),
            None => Ok(()),
        }
    }
}

impl Type {
    /// Returns the types of the values in a list, a map or a tuple.
    #[must_use]
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::Array(item, _) | Self::Map(item, _) => std::slice::from_ref(item),
            Self::Tuple(items) => items,
            _ => &[],
        }
    }

    /// Returns the object or enum that the type names.
    pub(crate) fn definition(&self) -> Option<&Definition> {
        match self {
            Self::Object(definition) | Self::Enum(definition) | Self::IntegerEnum(definition) => Some(definition),
            _ => None,
        }
    }

    /// Returns whether a value is a string, a number or a boolean.
    #[must_use]
    pub fn is_scalar(&self) -> bool {
        !matches!(self, Self::Array(..) | Self::Tuple(_) | Self::Map(..) | Self::Json | Self::Object(_))
    }

    /// Returns the bounds of a value as in the notation.
    pub(crate) fn limits(&self) -> Option<String> {
        match self {
            Self::Number(bounds) => bounds.map(|bounds| bounds.to_string()),
            _ => self.bounds().map(|bounds| bounds.to_string()),
        }
    }

    /// Returns the bounds of a string's length, an integer's value, or the number of items or entries.
    #[must_use]
    pub fn bounds(&self) -> Option<Bounds> {
        match self {
            Self::String(bounds)
            | Self::Integer(bounds)
            | Self::Long(bounds)
            | Self::Array(_, bounds)
            | Self::Map(_, bounds) => *bounds,
            _ => None,
        }
    }
}
