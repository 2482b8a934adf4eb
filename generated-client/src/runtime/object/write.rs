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
    let names = object.names();
    let is_present = |index: &usize| !matches!(object.view(*index), None | Some(View::Absent));
    let present = (0..names.len()).filter(is_present).count();
    let mut fields = serializer.serialize_struct("", present)?;
    for (index, &name) in names.iter().enumerate() {
        match object.view(index) {
            None | Some(View::Absent) => fields.skip_field(name)?,
            Some(view) => fields.serialize_field(name, &view)?,
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
