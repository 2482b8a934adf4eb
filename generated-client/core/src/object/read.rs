//! Reading of objects.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_json::Value as Json;

use crate::object::json::{NUMBER, ReadJson, number_error, parse_number};
use crate::object::reading::{Keep, Reading, map_entry_bytes};
use crate::object::slot::{List, Map, Scalar, Slot, Tuple};
use crate::object::{Object, WireValue};

/// Deserializes a value. Objects of requests are strict in any case.
pub fn read<'de, T: WireValue, D: Deserializer<'de>>(deserializer: D, is_strict: bool) -> Result<T, D::Error> {
    let mut value = T::empty();
    Reader::new(&mut value.slot(), is_strict, &Reading::default()).deserialize(deserializer)?;
    Ok(value)
}

/// Reads the content of a response. Returns the number of nulls in lists and maps, which it skips.
pub(crate) fn read_response<'de, D: Deserializer<'de>>(
    response: &mut dyn WireValue,
    deserializer: D,
    keep: Keep,
) -> Result<usize, D::Error> {
    let reading = Reading::new(keep);
    Reader::new(&mut response.slot(), false, &reading).deserialize(deserializer)?;
    Ok(reading.skipped_nulls())
}

struct Reader<'a, 'b> {
    slot: &'a mut Slot<'b>,
    /// See [`Shape::is_strict`](crate::object::Shape::is_strict), of the object around the value.
    is_strict: bool,
    /// Whether the value is an item of a list or a value of a map, which is skipped if it is null, unless the object is
    /// strict.
    is_item: bool,
    reading: &'a Reading,
}

impl<'a, 'b> Reader<'a, 'b> {
    fn new(slot: &'a mut Slot<'b>, is_strict: bool, reading: &'a Reading) -> Self {
        Self { slot, is_strict, is_item: false, reading }
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.slot.expecting(f)
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        match self.slot {
            Slot::Optional(place) => place.clear(),
            Slot::OptionalString(place) => **place = None,
            Slot::OptionalInteger(place) => **place = None,
            Slot::OptionalLong(place) => **place = None,
            Slot::OptionalBoolean(place) => **place = None,
            Slot::Json(place) => **place = Json::Null,
            Slot::List(list) if !self.is_strict => list.clear(),
            _ if self.is_item && !self.is_strict => self.reading.skip_null(),
            slot => return Err(E::invalid_type(Unexpected::Unit, slot)),
        }
        Ok(())
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        read_scalar(self.slot, Scalar::Text(text), self.is_strict)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        read_scalar(self.slot, Scalar::Boolean(value), self.is_strict)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        read_scalar(self.slot, Scalar::Integer(number), self.is_strict)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        let scalar = i64::try_from(number).map_or(Scalar::Unsigned(number), Scalar::Integer);
        read_scalar(self.slot, scalar, self.is_strict)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        read_scalar(self.slot, Scalar::Float(number), self.is_strict)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Self { is_strict, reading, .. } = self;
        match self.slot {
            Slot::Optional(place) => Reader::new(&mut place.insert(), is_strict, reading).visit_seq(items),
            Slot::List(list) => {
                list.clear();
                while items.next_element_seed(ItemReader { list: *list, is_strict, reading })?.is_some() {}
                Ok(())
            }
            Slot::Tuple(tuple) => read_tuple(*tuple, items, is_strict, reading),
            Slot::Json(place) => {
                **place = ReadJson(reading).visit_seq(items)?;
                Ok(())
            }
            slot => Err(A::Error::invalid_type(Unexpected::Other("a list"), slot)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { is_strict, reading, .. } = self;
        match self.slot {
            Slot::Optional(place) => Reader::new(&mut place.insert(), is_strict, reading).visit_map(map),
            Slot::Object(object) => read_object(*object, map, is_strict, reading),
            Slot::Map(values) => read_map(*values, map, is_strict, reading),
            Slot::Json(place) => {
                **place = ReadJson(reading).visit_map(map)?;
                Ok(())
            }
            slot if map.next_key::<String>()?.as_deref() == Some(NUMBER) => {
                read_scalar(slot, parse_number(&map.next_value::<String>()?)?, is_strict)
            }
            slot => Err(A::Error::invalid_type(Unexpected::Other("an object"), slot)),
        }
    }
}

/// Sets a scalar. One of another type is converted if that is allowed and loses nothing.
#[inline]
fn read_scalar<E: Error>(slot: &mut Slot<'_>, scalar: Scalar<'_>, is_strict: bool) -> Result<(), E> {
    if let Slot::Optional(place) = slot {
        return read_scalar(&mut place.insert(), scalar, is_strict);
    }
    if slot.set(scalar) || (!is_strict && slot.set_converted(scalar)) {
        return Ok(());
    }
    if scalar.is_integer() && slot.is_integer() {
        return Err(E::invalid_value(scalar.unexpected(), slot));
    }
    Err(E::invalid_type(scalar.unexpected(), slot))
}

/// Reads the values of a map. If a key occurs twice, the last value wins.
fn read_map<'de, A: MapAccess<'de>>(
    values: &mut dyn Map,
    mut map: A,
    is_strict: bool,
    reading: &Reading,
) -> Result<(), A::Error> {
    values.clear();
    let mut is_first = true;
    while let Some(key) = map.next_key::<String>()? {
        if key == NUMBER {
            return Err(number_error("an object"));
        }
        reading.charge(map_entry_bytes(values.value_size(), is_first))?;
        let slot = &mut values.insert(key.clone());
        map.next_value_seed(Reader { slot, is_strict, is_item: true, reading })?;
        if reading.take_skipped() || !(is_first || reading.keeps_all()) {
            values.remove(&key);
        }
        is_first = false;
    }
    Ok(())
}

/// Reads the items of a tuple, which must all be present.
fn read_tuple<'de, A: SeqAccess<'de>>(
    tuple: &mut dyn Tuple,
    mut items: A,
    is_strict: bool,
    reading: &Reading,
) -> Result<(), A::Error> {
    let mut read = 0;
    for slot in &mut tuple.slots() {
        if items.next_element_seed(Reader::new(slot, is_strict, reading))?.is_none() {
            return Err(A::Error::invalid_length(read, &Slot::Tuple(tuple)));
        }
        read += 1;
    }
    match items.next_element::<IgnoredAny>()? {
        Some(_) => Err(A::Error::invalid_length(read + 1, &Slot::Tuple(tuple))),
        None => Ok(()),
    }
}

/// Reads the fields of an object. If a field occurs twice, the last value wins, unless the object is strict.
///
/// An object that requests and responses share is strict if the object around it is.
fn read_object<'de, A: MapAccess<'de>>(
    object: &mut dyn Object,
    mut map: A,
    is_strict: bool,
    reading: &Reading,
) -> Result<(), A::Error> {
    let shape = object.shape();
    let (names, is_strict) = (shape.names, is_strict || shape.is_strict);
    let mut slots = object.slots();
    let mut read = Vec::new();
    let mut expected = 0;
    while let Some(index) = map.next_key_seed(FieldReader { names, expected, is_strict })? {
        let Some(slot) = slots.get_mut(index) else {
            map.next_value::<IgnoredAny>()?;
            continue;
        };
        if is_strict {
            if read.contains(&index) {
                return Err(A::Error::duplicate_field(names.get(index).copied().unwrap_or_default()));
            }
            read.push(index);
        }
        map.next_value_seed(Reader::new(slot, is_strict, reading))?;
        expected = index + 1;
    }
    Ok(())
}

/// Reads the name of a field, and returns its index. That of an unknown field is the number of known ones.
struct FieldReader {
    names: &'static [&'static str],
    /// Index of the most likely field: most senders keep the fields' order.
    expected: usize,
    is_strict: bool,
}

impl<'de> DeserializeSeed<'de> for FieldReader {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for FieldReader {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        if self.names.get(self.expected).is_some_and(|expected| *expected == name) {
            return Ok(self.expected);
        }
        match self.names.iter().position(|known| *known == name) {
            Some(index) => Ok(index),
            None if name == NUMBER => Err(number_error("an object")),
            None if self.is_strict => Err(E::unknown_field(name, self.names)),
            None => Ok(self.names.len()),
        }
    }
}

/// Appends an item to a list.
struct ItemReader<'a> {
    list: &'a mut dyn List,
    is_strict: bool,
    reading: &'a Reading,
}

impl<'de> DeserializeSeed<'de> for ItemReader<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Self { list, is_strict, reading } = self;
        reading.charge(list.push())?;
        let Some(mut slot) = list.last() else { return Err(D::Error::custom("the list cannot grow")) };
        Reader { slot: &mut slot, is_strict, is_item: true, reading }.deserialize(deserializer)?;
        if reading.take_skipped() || (!reading.keeps_all() && list.len() > 1) {
            list.pop();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
