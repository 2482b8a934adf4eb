//! Reading of values into slots.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_json::{Number, Value as Json};

use crate::object::number::{NUMBER, number_error, parse_number};
use crate::object::reading::{Keep, Reading, map_entry_bytes};
use crate::object::slot::{List, Map, Scalar, Slot, Tuple};
use crate::object::{Object, WireValue};

/// Deserializes a value. Objects of requests are strict in any case.
pub fn read<'de, T: WireValue, D: Deserializer<'de>>(deserializer: D, is_strict: bool) -> Result<T, D::Error> {
    let mut value = T::empty();
    let mode = Mode { is_strict, reading: &Reading::default() };
    Reader::new(&mut value.slot(), mode).deserialize(deserializer)?;
    Ok(value)
}

/// Reads the content of a response. Returns the number of nulls in lists and maps, which it skips.
pub(crate) fn read_response<'de, D: Deserializer<'de>>(
    response: &mut dyn WireValue,
    deserializer: D,
    keep: Keep,
) -> Result<usize, D::Error> {
    let reading = Reading::new(keep);
    let mode = Mode { is_strict: false, reading: &reading };
    Reader::new(&mut response.slot(), mode).deserialize(deserializer)?;
    Ok(reading.skipped_nulls())
}

/// How a value is read.
#[derive(Clone, Copy)]
struct Mode<'a> {
    /// See [`Shape::is_strict`](crate::object::Shape::is_strict), of the object around the value.
    is_strict: bool,
    reading: &'a Reading,
}

struct Reader<'a, 'b> {
    slot: &'a mut Slot<'b>,
    mode: Mode<'a>,
    /// Whether the value is an item of a list or a value of a map, which is skipped if it is null, unless the object is
    /// strict.
    is_item: bool,
}

impl<'a, 'b> Reader<'a, 'b> {
    fn new(slot: &'a mut Slot<'b>, mode: Mode<'a>) -> Self {
        Self { slot, mode, is_item: false }
    }

    #[inline]
    fn read_scalar<E: Error>(self, scalar: Scalar<'_>) -> Result<(), E> {
        read_scalar(self.slot, scalar, self.mode.is_strict)
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
        let is_strict = self.mode.is_strict;
        match self.slot {
            Slot::Optional(place) => place.clear(),
            Slot::OptionalString(place) => **place = None,
            Slot::OptionalInteger(place) => **place = None,
            Slot::OptionalLong(place) => **place = None,
            Slot::OptionalBoolean(place) => **place = None,
            Slot::Json(place) => **place = Json::Null,
            Slot::List(list) if !is_strict => list.clear(),
            _ if self.is_item && !is_strict => self.mode.reading.skip_null(),
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
        self.read_scalar(Scalar::Text(text))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.read_scalar(Scalar::Boolean(value))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.read_scalar(Scalar::Integer(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.read_scalar(i64::try_from(number).map_or(Scalar::Unsigned(number), Scalar::Integer))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.read_scalar(Scalar::Float(number))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        match self.slot {
            Slot::Optional(place) => Reader::new(&mut place.insert(), self.mode).visit_seq(items),
            Slot::List(list) => read_list(*list, items, self.mode),
            Slot::Tuple(tuple) => read_tuple(*tuple, items, self.mode),
            Slot::Json(place) => {
                **place = read_json_list(items, self.mode)?;
                Ok(())
            }
            slot => Err(A::Error::invalid_type(Unexpected::Other("a list"), slot)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        match self.slot {
            Slot::Optional(place) => Reader::new(&mut place.insert(), self.mode).visit_map(map),
            Slot::Object(object) => read_object(*object, map, self.mode),
            Slot::Map(values) => read_map(*values, map, self.mode),
            Slot::Json(place) => {
                **place = read_json_object(map, self.mode)?;
                Ok(())
            }
            slot if map.next_key::<String>()?.as_deref() == Some(NUMBER) => {
                read_scalar(slot, parse_number(&map.next_value::<String>()?)?, self.mode.is_strict)
            }
            slot => Err(A::Error::invalid_type(Unexpected::Other("an object"), slot)),
        }
    }
}

/// Sets a scalar.
#[inline]
fn read_scalar<E: Error>(slot: &mut Slot<'_>, scalar: Scalar<'_>, is_strict: bool) -> Result<(), E> {
    if slot.set(scalar) { Ok(()) } else { read_other_scalar(slot, scalar, is_strict) }
}

/// Sets a scalar of an optional value, or of another type, which is converted if that is allowed and loses nothing.
fn read_other_scalar<E: Error>(slot: &mut Slot<'_>, scalar: Scalar<'_>, is_strict: bool) -> Result<(), E> {
    if let Slot::Optional(place) = slot {
        return read_scalar(&mut place.insert(), scalar, is_strict);
    }
    if !is_strict && slot.set_converted(scalar) {
        return Ok(());
    }
    if scalar.is_integer() && slot.is_integer() {
        return Err(E::invalid_value(scalar.unexpected(), slot));
    }
    Err(E::invalid_type(scalar.unexpected(), slot))
}

fn read_list<'de, A: SeqAccess<'de>>(list: &mut dyn List, mut items: A, mode: Mode<'_>) -> Result<(), A::Error> {
    list.clear();
    while items.next_element_seed(ItemReader { list, mode })?.is_some() {}
    Ok(())
}

/// Reads the values of a map. If a key occurs twice, the last value wins, unless the object around it is strict.
fn read_map<'de, A: MapAccess<'de>>(values: &mut dyn Map, mut map: A, mode: Mode<'_>) -> Result<(), A::Error> {
    let reading = mode.reading;
    values.clear();
    let mut is_first = true;
    while let Some(key) = map.next_key::<String>()? {
        if key == NUMBER {
            return Err(number_error("an object"));
        }
        if mode.is_strict && values.contains(&key) {
            return Err(duplicate_key(&key));
        }
        reading.charge(map_entry_bytes(values.value_size(), is_first))?;
        let slot = &mut values.insert(key.clone());
        map.next_value_seed(Reader { slot, mode, is_item: true })?;
        if reading.take_skipped() || !(is_first || reading.keeps_all()) {
            values.remove(&key);
        }
        is_first = false;
    }
    Ok(())
}

fn duplicate_key<E: Error>(key: &str) -> E {
    E::custom(format_args!("duplicate key \"{key}\""))
}

/// Reads a list of any JSON. If only first items are kept, returns null.
fn read_json_list<'de, A: SeqAccess<'de>>(mut items: A, mode: Mode<'_>) -> Result<Json, A::Error> {
    if !mode.reading.keeps_all() {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        return Ok(Json::Null);
    }
    let mut list: Vec<Json> = Vec::new();
    read_list(&mut list, items, mode)?;
    Ok(Json::Array(list))
}

/// Reads an object of any JSON, or a number with all its digits. If only first items are kept, the object is empty. If
/// a key occurs twice, the last value wins, unless the object around it is strict.
fn read_json_object<'de, A: MapAccess<'de>>(mut map: A, mode: Mode<'_>) -> Result<Json, A::Error> {
    let mut object = serde_json::Map::new();
    while let Some(key) = map.next_key::<String>()? {
        if key == NUMBER {
            let digits = map.next_value::<String>()?;
            return digits.parse::<Number>().map(Json::Number).map_err(A::Error::custom);
        }
        if !mode.reading.keeps_all() {
            map.next_value::<IgnoredAny>()?;
            continue;
        }
        mode.reading.charge(map_entry_bytes(size_of::<Json>(), object.is_empty()))?;
        let mut value = Json::Null;
        map.next_value_seed(Reader::new(&mut Slot::Json(&mut value), mode))?;
        if mode.is_strict && object.contains_key(&key) {
            return Err(duplicate_key(&key));
        }
        object.insert(key, value);
    }
    Ok(Json::Object(object))
}

/// Reads the items of a tuple, which must all be present.
fn read_tuple<'de, A: SeqAccess<'de>>(tuple: &mut dyn Tuple, mut items: A, mode: Mode<'_>) -> Result<(), A::Error> {
    let mut read = 0;
    for slot in &mut tuple.slots() {
        if items.next_element_seed(Reader::new(slot, mode))?.is_none() {
            return Err(A::Error::invalid_length(read, &Slot::Tuple(tuple)));
        }
        read += 1;
    }
    match items.next_element::<IgnoredAny>()? {
        Some(_) => Err(A::Error::invalid_length(read + 1, &Slot::Tuple(tuple))),
        None => Ok(()),
    }
}

/// Reads an object. One that requests and responses share is strict if the object around it is.
fn read_object<'de, A: MapAccess<'de>>(object: &mut dyn Object, mut map: A, mode: Mode<'_>) -> Result<(), A::Error> {
    let shape = object.shape();
    let mode = Mode { is_strict: mode.is_strict || shape.is_strict, ..mode };
    let mut outcome = Ok(());
    object.lend(&mut |slots| outcome = read_fields(slots, shape.names, &mut map, mode));
    outcome
}

/// Reads the fields of an object. If a field occurs twice, the last value wins, unless the object is strict.
fn read_fields<'de, A: MapAccess<'de>>(
    slots: &mut [Slot<'_>],
    names: &'static [&'static str],
    map: &mut A,
    mode: Mode<'_>,
) -> Result<(), A::Error> {
    let is_strict = mode.is_strict;
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
        map.next_value_seed(Reader::new(slot, mode))?;
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

    #[inline]
    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        match self.names.get(self.expected) {
            Some(expected) if *expected == name => Ok(self.expected),
            _ => self.find(name),
        }
    }
}

impl FieldReader {
    fn find<E: Error>(self, name: &str) -> Result<usize, E> {
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
    mode: Mode<'a>,
}

impl<'de> DeserializeSeed<'de> for ItemReader<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Self { list, mode } = self;
        mode.reading.charge(list.push())?;
        let Some(slot) = &mut list.last() else { return Err(D::Error::custom("the list cannot grow")) };
        Reader { slot, mode, is_item: true }.deserialize(deserializer)?;
        if mode.reading.take_skipped() || (!mode.reading.keeps_all() && list.len() > 1) {
            list.pop();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
