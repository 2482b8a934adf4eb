//! Deserializes values into types of the notation. `serde_yaml` reports errors as strings; those of this adapter have a
//! kind and a path, so that values with the wrong shape can be repaired until all of them are found.

use std::borrow::Cow;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, Error as _, IntoDeserializer, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

use super::shape_error::ShapeError;

/// A value to deserialize. Items and entries without a value are skipped: they were reported.
pub(super) struct Shape<'de> {
    value: &'de Value,
    /// Where a map or a list holds it.
    key: Option<Cow<'de, str>>,
}

impl<'de> Shape<'de> {
    /// Returns the value of a file.
    pub(super) fn root(value: &'de Value) -> Self {
        Self { value, key: None }
    }

    fn visit<V: Visitor<'de>>(value: &'de Value, visitor: V) -> Result<V::Value, ShapeError> {
        match value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
                (Some(integer), ..) => visitor.visit_i64(integer),
                (_, Some(integer), _) => visitor.visit_u64(integer),
                (.., fraction) => visitor.visit_f64(fraction.unwrap_or(f64::NAN)),
            },
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(items) => {
                let items = items.iter().enumerate().filter(|(_, item)| !item.is_null());
                let shapes = items.map(|(index, value)| Self { value, key: Some(index.to_string().into()) });
                visitor.visit_seq(SeqDeserializer::new(shapes))
            }
            Value::Object(entries) => {
                let entries = entries.iter().filter(|(_, value)| !value.is_null());
                let shapes = entries.map(|(key, value)| (key.as_str(), Self { value, key: Some(key.into()) }));
                visitor.visit_map(MapDeserializer::new(shapes))
            }
        }
    }
}

impl<'de> IntoDeserializer<'de, ShapeError> for Shape<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Shape<'de> {
    type Error = ShapeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        Self::visit(self.value, visitor).map_err(|error| error.inside(self.key.as_deref()))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        visitor.visit_some(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ShapeError> {
        match self.value {
            // Derived visitors accept a list of all fields.
            Value::Array(_) => Err(ShapeError::invalid_type(Unexpected::Seq, &visitor).inside(self.key.as_deref())),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ShapeError> {
        match self.value {
            Value::String(text) => visitor
                .visit_enum(text.as_str().into_deserializer())
                .map_err(|error: ShapeError| error.inside(self.key.as_deref())),
            _ => self.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct newtype_struct seq
        tuple tuple_struct map identifier ignored_any
    }
}
