//! The values of a YAML file, and their deserialization with serde.

use serde::Deserializer;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, Error as _, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::forward_to_deserialize_any;

use super::shape_error::ShapeError;

/// A YAML value.
pub(super) enum Yaml {
    Scalar { text: String, is_plain: bool },
    List(Vec<Entry>),
    Map(Vec<Entry>),
}

/// An entry of a map, or an item of a list. The key of an item is its index in the file.
pub(super) struct Entry {
    pub key: String,
    pub value: Yaml,
}

impl Yaml {
    /// Returns the entries of a map or the items of a list.
    pub(super) fn entries_mut(&mut self) -> Option<&mut Vec<Entry>> {
        match self {
            Self::List(entries) | Self::Map(entries) => Some(entries),
            Self::Scalar { .. } => None,
        }
    }

    /// Returns the value at a path of keys.
    pub(super) fn at_mut(&mut self, path: &[String]) -> Option<&mut Self> {
        let Some((key, rest)) = path.split_first() else { return Some(self) };
        let entry = self.entries_mut()?.iter_mut().find(|entry| entry.key == *key)?;
        entry.value.at_mut(rest)
    }

    /// Returns the value as an error message names it.
    fn unexpected(&self) -> Unexpected<'_> {
        match self {
            Self::Scalar { text, is_plain } => match Scalar::resolve(text, *is_plain) {
                Scalar::Boolean(value) => Unexpected::Bool(value),
                Scalar::Integer(number) => Unexpected::Signed(number),
                Scalar::Unsigned(number) => Unexpected::Unsigned(number),
                Scalar::Number(number) => Unexpected::Float(number),
                Scalar::UnclearNumber | Scalar::String => Unexpected::Str(text),
            },
            Self::List(_) => Unexpected::Seq,
            Self::Map(_) => Unexpected::Map,
        }
    }

    fn invalid_type<'de, V: Visitor<'de>>(&self, visitor: &V) -> ShapeError {
        ShapeError::invalid_type(self.unexpected(), visitor)
    }
}

/// The type of a scalar. Quoted scalars are always strings.
enum Scalar {
    Boolean(bool),
    Integer(i64),
    Unsigned(u64),
    Number(f64),
    /// A number in a notation that readers could mistake for a string, such as `007`.
    UnclearNumber,
    String,
}

impl Scalar {
    fn resolve(text: &str, is_plain: bool) -> Self {
        if !is_plain {
            return Self::String;
        }
        match text {
            "true" | "True" | "TRUE" => return Self::Boolean(true),
            "false" | "False" | "FALSE" => return Self::Boolean(false),
            _ => {}
        }
        if !is_number(text) {
            return Self::String;
        }
        if !has_plain_digits(text) {
            return Self::UnclearNumber;
        }
        if let Ok(number) = text.parse() {
            return Self::Integer(number);
        }
        if let Ok(number) = text.parse() {
            return Self::Unsigned(number);
        }
        match text.parse() {
            Ok(number) => Self::Number(number),
            Err(_) => Self::String,
        }
    }
}

/// Returns whether an unquoted scalar is a number in YAML, in any notation.
fn is_number(text: &str) -> bool {
    if let Some(digits) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0o")) {
        return !digits.is_empty() && digits.chars().all(|c| c.is_ascii_hexdigit());
    }
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(digits, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    digits.starts_with(|c: char| c == '.' || c.is_ascii_digit()) && text.parse::<f64>().is_ok()
}

/// Returns whether a number has only digits, an optional minus sign and an optional fraction, unlike `007` or `1e5`.
fn has_plain_digits(number: &str) -> bool {
    let digits = number.strip_prefix('-').unwrap_or(number);
    let (integer, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let are_digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    are_digits(integer) && are_digits(fraction) && (integer == "0" || !integer.starts_with('0'))
}

impl<'de> Deserializer<'de> for &'de Yaml {
    type Error = ShapeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        match self {
            Yaml::Scalar { text, is_plain } => match Scalar::resolve(text, *is_plain) {
                Scalar::Boolean(value) => visitor.visit_bool(value),
                Scalar::Integer(number) => visitor.visit_i64(number),
                Scalar::Unsigned(number) => visitor.visit_u64(number),
                Scalar::Number(number) => visitor.visit_f64(number),
                Scalar::UnclearNumber => Err(ShapeError::custom(format!(
                    "`{text}` is unclear: quote it if it is a string, or write the number in plain digits"
                ))),
                Scalar::String => visitor.visit_borrowed_str(text),
            },
            Yaml::List(items) => visitor.visit_seq(Entries::new(items)),
            Yaml::Map(entries) => visitor.visit_map(Entries::new(entries)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        match self {
            Yaml::Scalar { text, .. } => visitor.visit_borrowed_str(text),
            _ => Err(self.invalid_type(&visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        match self {
            Yaml::List(items) => visitor.visit_seq(Entries::new(items)),
            _ => Err(self.invalid_type(&visitor)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        match self {
            Yaml::Map(entries) => visitor.visit_map(Entries::new(entries)),
            _ => Err(self.invalid_type(&visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ShapeError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ShapeError> {
        match self {
            Yaml::Scalar { text, .. } => visitor.visit_enum(text.as_str().into_deserializer()),
            _ => Err(self.invalid_type(&visitor)),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char bytes byte_buf unit unit_struct newtype_struct tuple
        tuple_struct identifier ignored_any
    }
}

/// The entries that have not been visited.
struct Entries<'de> {
    entries: std::slice::Iter<'de, Entry>,
    /// The entry whose key has been visited.
    current: Option<&'de Entry>,
}

impl<'de> Entries<'de> {
    fn new(entries: &'de [Entry]) -> Self {
        Self { entries: entries.iter(), current: None }
    }
}

impl<'de> SeqAccess<'de> for Entries<'de> {
    type Error = ShapeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, ShapeError> {
        let Some(Entry { key, value }) = self.entries.next() else { return Ok(None) };
        seed.deserialize(value).map(Some).map_err(|error| error.inside(key))
    }
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = ShapeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ShapeError> {
        self.current = self.entries.next();
        let Some(entry) = self.current else { return Ok(None) };
        seed.deserialize(BorrowedStrDeserializer::new(&entry.key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ShapeError> {
        match self.current.take() {
            Some(Entry { key, value }) => seed.deserialize(value).map_err(|error| error.inside(key)),
            None => Err(ShapeError::custom("a value without a key")),
        }
    }
}
