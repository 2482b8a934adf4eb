//! Deserializes values into types of the notation. `serde_yaml` reports errors as strings; those of this adapter have a
//! kind and a path, so that values with the wrong shape can be repaired until all of them are found.

use serde::Deserializer;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, Error as _, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Value, map};

use super::shape_error::ShapeError;

/// A value to deserialize. Items and entries without a value are skipped: they were reported.
pub(super) struct Shape<'de>(pub(super) &'de Value);

impl<'de> Deserializer<'de> for Shape<'de> {
    type Error = ShapeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
                (Some(integer), ..) => visitor.visit_i64(integer),
                (_, Some(integer), _) => visitor.visit_u64(integer),
                (.., fraction) => visitor.visit_f64(fraction.unwrap_or(f64::NAN)),
            },
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(items) => visitor.visit_seq(Items { items: items.iter(), next: 0 }),
            Value::Object(entries) => visitor.visit_map(Entries { entries: entries.iter(), current: None }),
        }
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
        match self.0 {
            // Derived visitors accept a list of all fields.
            Value::Array(_) => Err(ShapeError::invalid_type(Unexpected::Seq, &visitor)),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ShapeError> {
        match self.0 {
            Value::String(text) => visitor.visit_enum(text.as_str().into_deserializer()),
            _ => self.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct newtype_struct seq
        tuple tuple_struct map identifier ignored_any
    }
}

/// The items of a list that have not been visited.
struct Items<'de> {
    items: std::slice::Iter<'de, Value>,
    /// The index of the next one.
    next: usize,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = ShapeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, ShapeError> {
        for item in self.items.by_ref() {
            let index = self.next;
            self.next += 1;
            if !item.is_null() {
                return seed.deserialize(Shape(item)).map(Some).map_err(|error| error.inside(&index.to_string()));
            }
        }
        Ok(None)
    }
}

/// The entries of a map that have not been visited.
struct Entries<'de> {
    entries: map::Iter<'de>,
    /// The entry whose key has been visited.
    current: Option<(&'de String, &'de Value)>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = ShapeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ShapeError> {
        for (key, value) in self.entries.by_ref() {
            if !value.is_null() {
                self.current = Some((key, value));
                return seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ShapeError> {
        match self.current.take() {
            Some((key, value)) => seed.deserialize(Shape(value)).map_err(|error| error.inside(key)),
            None => Err(ShapeError::custom("a value without a key")),
        }
    }
}
