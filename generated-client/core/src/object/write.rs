//! Writing of objects.

use serde::ser::{Error, SerializeStruct};
use serde::{Serialize, Serializer};

use crate::object::{Object, WireValue};

/// A value to write.
pub enum View<'a> {
    /// A field without a value, which is omitted.
    Absent,
    Text(&'a str),
    Integer(i64),
    Boolean(bool),
    /// A number, which must be finite.
    Number(f64),
    Json(&'a serde_json::Value),
    List(&'a dyn Items),
    Tuple(Vec<View<'a>>),
    Map(Vec<(&'a str, View<'a>)>),
    Object(&'a dyn Object),
}

/// A list to write.
pub trait Items {
    /// Returns an item by its position.
    fn view(&self, index: usize) -> Option<View<'_>>;
}

/// Serializes a value. Objects are written without their absent fields.
pub fn write<S: Serializer>(value: &dyn WireValue, serializer: S) -> Result<S::Ok, S::Error> {
    let view = value.view();
    view.check_finite("body")?;
    view.serialize(serializer)
}

fn write_object<S: Serializer>(object: &dyn Object, serializer: S) -> Result<S::Ok, S::Error> {
    let views = object.views();
    let present = views.iter().filter(|view| !matches!(view, View::Absent)).count();
    let mut fields = serializer.serialize_struct("", present)?;
    for (&name, view) in object.shape().names.iter().zip(&views) {
        if matches!(view, View::Absent) {
            fields.skip_field(name)?;
        } else {
            view.check_finite(name)?;
            fields.serialize_field(name, view)?;
        }
    }
    fields.end()
}

impl View<'_> {
    /// Returns whether the value is an object without any field that is set.
    pub fn is_unset_object(&self) -> bool {
        let Self::Object(object) = self else { return false };
        object.views().iter().all(|field| match field {
            Self::Absent => true,
            Self::List(items) => items.view(0).is_none(),
            _ => false,
        })
    }

    /// Returns whether the JSON that the value was read from may be blank, such as a count of zero or an empty string.
    /// That is always so for the kinds of values that are seldom blank.
    pub fn may_be_blank(&self) -> bool {
        match self {
            // A number that was converted.
            Self::Text(text) => text.is_empty() || text.parse() == Ok(0.0),
            Self::Integer(number) => *number == 0,
            Self::Boolean(_) => false,
            Self::List(items) => items.view(0).is_none(),
            Self::Object(object) => object.views().iter().all(View::may_be_blank),
            Self::Absent | Self::Number(_) | Self::Json(_) | Self::Tuple(_) | Self::Map(_) => true,
        }
    }

    /// Rejects NaN and infinity, which JSON does not have. Objects check their own fields.
    fn check_finite<E: Error>(&self, name: &str) -> Result<(), E> {
        match self {
            Self::Number(number) if !number.is_finite() => {
                Err(E::custom(format!("`{name}` must be a finite number, not {number}")))
            }
            Self::List(items) => views(*items).try_for_each(|item| item.check_finite(name)),
            Self::Tuple(items) => items.iter().try_for_each(|item| item.check_finite(name)),
            Self::Map(entries) => entries.iter().try_for_each(|(_, value)| value.check_finite(name)),
            _ => Ok(()),
        }
    }
}

fn views(items: &dyn Items) -> impl Iterator<Item = View<'_>> {
    (0..).map_while(|index| items.view(index))
}

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Json(json) => json.serialize(serializer),
            Self::Map(entries) => serializer.collect_map(entries.iter().map(|(key, value)| (key, value))),
            Self::List(items) => serializer.collect_seq(views(*items)),
            Self::Tuple(items) => serializer.collect_seq(items),
            Self::Object(object) => write_object(*object, serializer),
        }
    }
}
