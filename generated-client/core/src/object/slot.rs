//! Slots: the places that values are read into.

use std::fmt;

use serde::de::{Expected, Unexpected};
use serde_json::Value;

use crate::object::Object;

/// The place of a value to read.
pub enum Slot<'a> {
    String(&'a mut String),
    Integer(&'a mut i32),
    Long(&'a mut i64),
    Boolean(&'a mut bool),
    OptionalString(&'a mut Option<String>),
    OptionalInteger(&'a mut Option<i32>),
    OptionalLong(&'a mut Option<i64>),
    OptionalBoolean(&'a mut Option<bool>),
    Enum(&'a mut dyn FromText),
    IntegerEnum(&'a mut dyn FromInteger),
    Number(&'a mut f64),
    Json(&'a mut Value),
    List(&'a mut dyn List),
    Map(&'a mut dyn Map),
    Tuple(&'a mut dyn Tuple),
    Object(&'a mut dyn Object),
    Optional(&'a mut dyn Optional),
}

/// A value that is read from a string.
pub trait FromText {
    fn set(&mut self, text: &str);
}

impl<T: for<'a> From<&'a str>> FromText for T {
    fn set(&mut self, text: &str) {
        *self = T::from(text);
    }
}

/// A value that is read from an integer.
pub trait FromInteger {
    fn set(&mut self, number: i64);
}

impl<T: From<i64>> FromInteger for T {
    fn set(&mut self, number: i64) {
        *self = T::from(number);
    }
}

/// A list to read into.
pub trait List {
    /// Removes all items, and frees their memory.
    fn clear(&mut self);

    fn len(&self) -> usize;

    /// Appends an empty item. Returns by how many bytes the memory for the items grew, without what they point to.
    fn push(&mut self) -> usize;

    /// Returns the last item.
    fn last(&mut self) -> Option<Slot<'_>>;

    /// Removes the last item.
    fn pop(&mut self);
}

/// A list with a fixed number of items, each of its own type.
pub trait Tuple {
    /// Returns the number of items.
    fn len(&self) -> usize;

    /// Lends the items for reading.
    fn slots(&mut self) -> Vec<Slot<'_>>;
}

/// A map to read into.
pub trait Map {
    /// Removes all values.
    fn clear(&mut self);

    fn contains(&self, key: &str) -> bool;

    /// Adds an empty value, instead of another one with this key, and returns it.
    fn insert(&mut self, key: String) -> Slot<'_>;

    /// Removes the value with this key.
    fn remove(&mut self, key: &str);

    /// Returns the size of a value, without what it points to.
    fn value_size(&self) -> usize;
}

/// A value that can be absent.
pub trait Optional {
    /// Makes the value absent.
    fn clear(&mut self);

    /// Replaces the value by an empty one and returns it.
    fn insert(&mut self) -> Slot<'_>;
}

impl Slot<'_> {
    /// Sets a scalar, and returns whether the slot has its type.
    #[inline]
    pub fn set(&mut self, scalar: Scalar<'_>) -> bool {
        match scalar {
            Scalar::Text(text) => self.set_text(text),
            Scalar::Boolean(value) => self.set_boolean(value),
            Scalar::Integer(number) => self.set_integer(number),
            Scalar::Unsigned(number) => self.set_unsigned(number),
            Scalar::Float(number) => self.set_float(number),
        }
    }

    fn set_text(&mut self, text: &str) -> bool {
        match self {
            Self::String(place) => **place = String::from(text),
            Self::OptionalString(place) => **place = Some(String::from(text)),
            Self::Enum(place) => place.set(text),
            Self::Json(place) => **place = text.into(),
            _ => return false,
        }
        true
    }

    fn set_boolean(&mut self, value: bool) -> bool {
        match self {
            Self::Boolean(place) => **place = value,
            Self::OptionalBoolean(place) => **place = Some(value),
            Self::Json(place) => **place = value.into(),
            _ => return false,
        }
        true
    }

    #[allow(clippy::cast_precision_loss, reason = "a number has the precision of a float")]
    fn set_integer(&mut self, number: i64) -> bool {
        match self {
            Self::Integer(place) => return i32::try_from(number).map(|number| **place = number).is_ok(),
            Self::OptionalInteger(place) => return i32::try_from(number).map(|number| **place = Some(number)).is_ok(),
            Self::Long(place) => **place = number,
            Self::OptionalLong(place) => **place = Some(number),
            Self::IntegerEnum(place) => place.set(number),
            Self::Number(place) => **place = number as f64,
            Self::Json(place) => **place = number.into(),
            _ => return false,
        }
        true
    }

    #[allow(clippy::cast_precision_loss, reason = "a number has the precision of a float")]
    fn set_unsigned(&mut self, number: u64) -> bool {
        match self {
            Self::Number(place) => **place = number as f64,
            Self::Json(place) => **place = number.into(),
            _ => return false,
        }
        true
    }

    fn set_float(&mut self, number: f64) -> bool {
        match self {
            Self::Number(place) => **place = number,
            Self::Json(place) => **place = number.into(),
            // In JSON, `20.0` is the same number as `20`.
            _ => return exact_integer(number).is_some_and(|number| self.set_integer(number)),
        }
        true
    }

    /// Sets a scalar of another type, and returns whether that is possible without a loss.
    pub fn set_converted(&mut self, scalar: Scalar<'_>) -> bool {
        match scalar {
            Scalar::Text(text) if matches!(self, Self::Number(_)) => match text.parse::<f64>() {
                Ok(number) => number.is_finite() && self.set(Scalar::Float(number)),
                Err(_) => false,
            },
            Scalar::Text(text) => match (text.parse::<i64>(), text.parse::<bool>()) {
                (Ok(number), _) => number.to_string() == text && self.set(Scalar::Integer(number)),
                (_, Ok(value)) => self.set(Scalar::Boolean(value)),
                _ => false,
            },
            Scalar::Float(number) if number.abs() >= EXACT_BELOW => false,
            scalar => self.set(Scalar::Text(&Value::from(scalar).to_string())),
        }
    }

    pub fn is_integer(&self) -> bool {
        matches!(
            self,
            Self::Integer(_) | Self::OptionalInteger(_) | Self::Long(_) | Self::OptionalLong(_) | Self::IntegerEnum(_)
        )
    }

    pub fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::String(_) | Self::OptionalString(_) | Self::Enum(_) => "a string",
            Self::Integer(_) | Self::OptionalInteger(_) => "i32",
            Self::Long(_) | Self::OptionalLong(_) | Self::IntegerEnum(_) => "i64",
            Self::Number(_) => "a number",
            Self::Json(_) => "any JSON",
            Self::Boolean(_) | Self::OptionalBoolean(_) => "a boolean",
            Self::List(_) => "a list",
            Self::Tuple(tuple) => return write!(f, "a list of {} items", tuple.len()),
            Self::Object(_) | Self::Map(_) => "an object",
            Self::Optional(_) => "a value or null",
        })
    }
}

impl Expected for Slot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.expecting(f)
    }
}

/// A value other than a list or an object.
#[derive(Clone, Copy)]
pub enum Scalar<'a> {
    Text(&'a str),
    Boolean(bool),
    Integer(i64),
    /// An integer beyond 64 bits with a sign.
    Unsigned(u64),
    Float(f64),
}

impl Scalar<'_> {
    pub fn is_integer(&self) -> bool {
        matches!(self, Self::Integer(_) | Self::Unsigned(_))
    }

    pub fn unexpected(&self) -> Unexpected<'_> {
        match *self {
            Self::Text(text) => Unexpected::Str(text),
            Self::Boolean(value) => Unexpected::Bool(value),
            Self::Integer(number) => Unexpected::Signed(number),
            Self::Unsigned(number) => Unexpected::Unsigned(number),
            Self::Float(number) => Unexpected::Float(number),
        }
    }
}

impl From<Scalar<'_>> for Value {
    fn from(scalar: Scalar<'_>) -> Self {
        match scalar {
            Scalar::Text(text) => text.into(),
            Scalar::Boolean(value) => value.into(),
            Scalar::Integer(number) => number.into(),
            Scalar::Unsigned(number) => number.into(),
            Scalar::Float(number) => number.into(),
        }
    }
}

/// Every integer below this number has a float of its own.
const EXACT_BELOW: f64 = 9_007_199_254_740_992.0;

/// Returns the integer that a float stands for.
#[allow(clippy::cast_possible_truncation, reason = "checked")]
fn exact_integer(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < EXACT_BELOW).then_some(number as i64)
}
