//! Reads the parts of a JSON object or list one by one, as the sender wrote them and without a tree of the whole.

use std::fmt;

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// Calls `visit` with the name and the JSON of each field of an object.
///
/// # Errors
///
/// If the JSON is invalid or not an object. Some fields may have been visited then.
pub fn for_each_field<'a>(json: &'a [u8], visit: impl FnMut(String, &'a RawValue)) -> serde_json::Result<()> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    deserializer.deserialize_map(Fields(visit))?;
    deserializer.end()
}

/// Calls `visit` with the JSON of each item of a list, like [`for_each_field`].
pub(crate) fn for_each_item<'a>(json: &'a [u8], visit: impl FnMut(&'a RawValue)) -> serde_json::Result<()> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    deserializer.deserialize_seq(Items(visit))?;
    deserializer.end()
}

struct Fields<F>(F);

impl<'de, F: FnMut(String, &'de RawValue)> Visitor<'de> for Fields<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some((name, value)) = map.next_entry()? {
            (self.0)(name, value);
        }
        Ok(())
    }
}

struct Items<F>(F);

impl<'de, F: FnMut(&'de RawValue)> Visitor<'de> for Items<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element()? {
            (self.0)(item);
        }
        Ok(())
    }
}
