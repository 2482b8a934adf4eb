//! Writing of objects.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::runtime::object::Object;

/// A value to write.
pub(crate) enum View<'a> {
    /// A field without a value, which is omitted.
    Absent,
    Text(&'a str),
    Integer(i64),
    Boolean(bool),
    List(Vec<View<'a>>),
    Object(&'a dyn Object),
}

/// Serializes an object without its absent fields.
pub(crate) fn write<S: Serializer>(object: &dyn Object, serializer: S) -> Result<S::Ok, S::Error> {
    let views = object.views();
    let present = views.iter().filter(|view| !matches!(view, View::Absent)).count();
    let mut fields = serializer.serialize_struct("", present)?;
    for (&name, view) in object.names().iter().zip(&views) {
        if matches!(view, View::Absent) {
            fields.skip_field(name)?;
        } else {
            fields.serialize_field(name, view)?;
        }
    }
    fields.end()
}

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::List(items) => items.serialize(serializer),
            Self::Object(object) => write(*object, serializer),
        }
    }
}
