//! Reading of any JSON, and of numbers in the form that `serde_json` has for them with its feature
//! `arbitrary_precision`.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_json::{Map, Number, Value};

use crate::object::grow;
use crate::object::reading::{Reading, map_entry_bytes};
use crate::object::slot::Scalar;

/// The key of a map with which `serde_json` represents a number if any crate of the program enables its feature
/// `arbitrary_precision`.
pub(super) const NUMBER: &str = "$serde_json::private::Number";

/// Parses the digits of a number, as `serde_json` does without its feature `arbitrary_precision`.
pub(super) fn parse_number<E: Error>(digits: &str) -> Result<Scalar<'_>, E> {
    if let Ok(number) = digits.parse() {
        return Ok(Scalar::Integer(number));
    }
    if let Ok(number) = digits.parse() {
        return Ok(Scalar::Unsigned(number));
    }
    match digits.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Scalar::Float(number)),
        _ => Err(E::custom("number out of range")),
    }
}

/// Returns the error for a number where `expected` is required.
pub(super) fn number_error<E: Error>(expected: &'static str) -> E {
    E::invalid_type(Unexpected::Other("a number"), &expected)
}

/// Reads any JSON. If only first items are kept, returns null for lists and objects.
pub(super) struct ReadJson<'a>(pub(super) &'a Reading);

impl<'de> DeserializeSeed<'de> for ReadJson<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ReadJson<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let Self(reading) = self;
        if !reading.keeps_all() {
            while items.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Value::Null);
        }
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(ReadJson(reading))? {
            let allocated = list.capacity();
            grow(&mut list);
            list.push(item);
            reading.charge((list.capacity() - allocated).saturating_mul(size_of::<Value>()))?;
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let Self(reading) = self;
        let mut object = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            if key == NUMBER {
                let digits = map.next_value::<String>()?;
                return digits.parse::<Number>().map(Value::Number).map_err(A::Error::custom);
            }
            if !reading.keeps_all() {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            reading.charge(map_entry_bytes(size_of::<Value>(), object.is_empty()))?;
            object.insert(key, map.next_value_seed(ReadJson(reading))?);
        }
        Ok(Value::Object(object))
    }
}
