//! Reads the fields of a JSON object one by one, as the sender wrote them and without a tree of the whole.

use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
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
