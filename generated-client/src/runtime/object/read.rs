//! Reading of objects.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeSeed, Error, Expected, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::runtime::object::Object;

/// The place of a value to read.
pub(crate) enum Slot<'a> {
    String(&'a mut String),
    Integer(&'a mut i32),
    Long(&'a mut i64),
    Boolean(&'a mut bool),
    OptionalString(&'a mut Option<String>),
    OptionalInteger(&'a mut Option<i32>),
    OptionalLong(&'a mut Option<i64>),
    OptionalBoolean(&'a mut Option<bool>),
    Enum(&'a mut dyn FromText),
    IntegerEnum(&'a mut dyn FromInteger),
    Number(&'a mut f64),
    Json(&'a mut Value),
    List(&'a mut dyn List),
    Map(&'a mut dyn Map),
    Tuple(Vec<Slot<'a>>),
    Object(&'a mut dyn Object),
    Optional(&'a mut dyn Optional),
}

/// A value that is read from a string.
pub(crate) trait FromText {
    fn set(&mut self, text: &str);
}

impl<T: for<'a> From<&'a str>> FromText for T {
    fn set(&mut self, text: &str) {
        *self = T::from(text);
    }
}

/// A value that is read from an integer.
pub(crate) trait FromInteger {
    fn set(&mut self, number: i64);
}

impl<T: From<i64>> FromInteger for T {
    fn set(&mut self, number: i64) {
        *self = T::from(number);
    }
}

/// A list to read into.
pub(crate) trait List {
    /// Appends an empty item and returns it.
    fn push(&mut self) -> Option<Slot<'_>>;
}

/// A map to read into.
pub(crate) trait Map {
    /// Adds an empty value, in place of another one with this key, and returns it.
    fn insert(&mut self, key: String) -> Slot<'_>;
}

/// A value that can be absent.
pub(crate) trait Optional {
    /// Makes the value absent.
    fn clear(&mut self);

    /// Replaces the value by an empty one and returns it.
    fn insert(&mut self) -> Slot<'_>;
}

/// Deserializes an object from a map.
pub(crate) fn read<'de, D: Deserializer<'de>>(object: &mut dyn Object, deserializer: D) -> Result<(), D::Error> {
    let is_strict = object.is_strict();
    deserializer.deserialize_map(Reader { slot: Slot::Object(object), is_strict })
}

/// Deserializes an enum from a string.
pub(crate) fn read_enum<'de, D: Deserializer<'de>>(value: &mut dyn FromText, deserializer: D) -> Result<(), D::Error> {
    deserializer.deserialize_str(Reader { slot: Slot::Enum(value), is_strict: true })
}

/// Deserializes an enum from an integer.
pub(crate) fn read_integer_enum<'de, D: Deserializer<'de>>(
    value: &mut dyn FromInteger,
    deserializer: D,
) -> Result<(), D::Error> {
    deserializer.deserialize_i64(Reader { slot: Slot::IntegerEnum(value), is_strict: true })
}

struct Reader<'a> {
    slot: Slot<'a>,
    /// See [`Object::is_strict`], of the object around the value.
    is_strict: bool,
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.slot.expecting(f)
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        match self.slot {
            Slot::Optional(place) => place.clear(),
            Slot::OptionalString(place) => *place = None,
            Slot::OptionalInteger(place) => *place = None,
            Slot::OptionalLong(place) => *place = None,
            Slot::OptionalBoolean(place) => *place = None,
            Slot::Json(place) => *place = Value::Null,
            // The empty list that it already is.
            Slot::List(_) if !self.is_strict => {}
            slot => return Err(E::invalid_type(Unexpected::Unit, &slot)),
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
        self.set(Scalar::Text(text))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.set(Scalar::Boolean(value))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.set(Scalar::Integer(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        match i64::try_from(number) {
            Ok(number) => self.set(Scalar::Integer(number)),
            Err(_) => self.set(Scalar::Unsigned(number)),
        }
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.set(Scalar::Float(number))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let is_strict = self.is_strict;
        match self.slot.present() {
            Slot::List(list) => while items.next_element_seed(ItemReader { list, is_strict })?.is_some() {},
            Slot::Tuple(slots) => {
                let expected = slots.len();
                for (index, slot) in slots.into_iter().enumerate() {
                    if items.next_element_seed(Reader { slot, is_strict })?.is_none() {
                        return Err(A::Error::invalid_length(index, &format!("a list of {expected} items").as_str()));
                    }
                }
                if items.next_element::<IgnoredAny>()?.is_some() {
                    return Err(A::Error::invalid_length(
                        expected + 1,
                        &format!("a list of {expected} items").as_str(),
                    ));
                }
            }
            Slot::Json(place) => *place = Value::deserialize(SeqAccessDeserializer::new(items))?,
            slot => return Err(A::Error::invalid_type(Unexpected::Seq, &slot)),
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let is_strict = self.is_strict;
        match self.slot.present() {
            Slot::Object(object) => read_fields(object, map),
            Slot::Map(values) => {
                while let Some(key) = map.next_key()? {
                    map.next_value_seed(Reader { slot: values.insert(key), is_strict })?;
                }
                Ok(())
            }
            Slot::Json(place) => {
                *place = Value::deserialize(MapAccessDeserializer::new(map))?;
                Ok(())
            }
            slot => Err(A::Error::invalid_type(Unexpected::Map, &slot)),
        }
    }
}

impl Reader<'_> {
    fn set<E: Error>(self, scalar: Scalar<'_>) -> Result<(), E> {
        let mut slot = self.slot.present();
        if slot.set(scalar) || (!self.is_strict && slot.set_converted(scalar)) {
            return Ok(());
        }
        let is_number = matches!(scalar, Scalar::Integer(_) | Scalar::Unsigned(_));
        if is_number && slot.is_integer() {
            return Err(E::invalid_value(scalar.unexpected(), &slot));
        }
        Err(E::invalid_type(scalar.unexpected(), &slot))
    }
}

/// Reads the fields of an object. A field that occurs twice is an error.
fn read_fields<'de, A: MapAccess<'de>>(object: &mut dyn Object, mut map: A) -> Result<(), A::Error> {
    let names = object.names();
    let is_strict = object.is_strict();
    let mut slots: Vec<Option<Slot<'_>>> = object.slots().into_iter().map(Some).collect();
    let mut expected = 0;
    while let Some(field) = map.next_key_seed(FieldReader { names, expected, is_strict })? {
        let Some(index) = field else {
            map.next_value::<IgnoredAny>()?;
            continue;
        };
        let Some(slot) = slots.get_mut(index).and_then(Option::take) else {
            let name = names.get(index).copied().unwrap_or_default();
            return Err(A::Error::duplicate_field(name));
        };
        map.next_value_seed(Reader { slot, is_strict })?;
        expected = index + 1;
    }
    Ok(())
}

/// Reads the name of a field, and returns its index if it is known.
struct FieldReader {
    names: &'static [&'static str],
    /// Index of the most likely field: most senders keep the fields' order.
    expected: usize,
    is_strict: bool,
}

impl<'de> DeserializeSeed<'de> for FieldReader {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for FieldReader {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Option<usize>, E> {
        if self.names.get(self.expected).is_some_and(|expected| *expected == name) {
            return Ok(Some(self.expected));
        }
        let index = self.names.iter().position(|known| *known == name);
        if index.is_none() && self.is_strict {
            return Err(E::unknown_field(name, self.names));
        }
        Ok(index)
    }
}

/// Appends an item to a list.
struct ItemReader<'a> {
    list: &'a mut dyn List,
    is_strict: bool,
}

impl<'de> DeserializeSeed<'de> for ItemReader<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Some(slot) = self.list.push() else { return Err(D::Error::custom("the list cannot grow")) };
        Reader { slot, is_strict: self.is_strict }.deserialize(deserializer)
    }
}

impl<'a> Slot<'a> {
    /// Returns the place of a value that is present.
    fn present(self) -> Slot<'a> {
        match self {
            Self::Optional(place) => place.insert(),
            Self::OptionalString(place) => Self::String(place.insert(String::new())),
            Self::OptionalInteger(place) => Self::Integer(place.insert(0)),
            Self::OptionalLong(place) => Self::Long(place.insert(0)),
            Self::OptionalBoolean(place) => Self::Boolean(place.insert(false)),
            slot => slot,
        }
    }
}

impl Slot<'_> {
    fn is_integer(&self) -> bool {
        matches!(self, Self::Integer(_) | Self::Long(_) | Self::IntegerEnum(_))
    }

    /// Sets a scalar, and returns whether it has the right type.
    fn set(&mut self, scalar: Scalar<'_>) -> bool {
        match (self, scalar) {
            (Self::String(place), Scalar::Text(text)) => **place = String::from(text),
            (Self::Enum(place), Scalar::Text(text)) => place.set(text),
            (Self::Boolean(place), Scalar::Boolean(value)) => **place = value,
            (Self::Long(place), Scalar::Integer(number)) => **place = number,
            (Self::IntegerEnum(place), Scalar::Integer(number)) => place.set(number),
            (Self::Number(place), Scalar::Float(number)) => **place = number,
            (Self::Number(place), Scalar::Integer(number)) => **place = to_float(number),
            (Self::Number(place), Scalar::Unsigned(number)) => **place = unsigned_to_float(number),
            (Self::Json(place), scalar) => **place = scalar.to_json(),
            (Self::Integer(place), Scalar::Integer(number)) => {
                let Ok(number) = i32::try_from(number) else { return false };
                **place = number;
            }
            _ => return false,
        }
        true
    }

    /// Sets a scalar of another type, and returns whether that is possible without a loss.
    fn set_converted(&mut self, scalar: Scalar<'_>) -> bool {
        match (&self, scalar) {
            (slot, Scalar::Text(text)) if slot.is_integer() => match text.parse::<i64>() {
                Ok(number) => number.to_string() == text && self.set(Scalar::Integer(number)),
                Err(_) => false,
            },
            (slot, Scalar::Float(number)) if slot.is_integer() => match exact_integer(number) {
                Some(number) => self.set(Scalar::Integer(number)),
                None => false,
            },
            (Self::Number(_), Scalar::Text(text)) => match text.parse::<f64>() {
                Ok(number) => number.is_finite() && self.set(Scalar::Float(number)),
                Err(_) => false,
            },
            (Self::Boolean(_), Scalar::Text(text)) => match text.parse::<bool>() {
                Ok(value) => self.set(Scalar::Boolean(value)),
                Err(_) => false,
            },
            (Self::String(_) | Self::Enum(_), Scalar::Integer(number)) => self.set(Scalar::Text(&number.to_string())),
            (Self::String(_) | Self::Enum(_), Scalar::Unsigned(number)) => self.set(Scalar::Text(&number.to_string())),
            (Self::String(_) | Self::Enum(_), Scalar::Boolean(value)) => self.set(Scalar::Text(&value.to_string())),
            (Self::String(_) | Self::Enum(_), Scalar::Float(number)) if number.abs() < EXACT_BELOW => {
                self.set(Scalar::Text(&serde_json::Value::from(number).to_string()))
            }
            _ => false,
        }
    }

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::String(_) | Self::OptionalString(_) | Self::Enum(_) => "a string",
            Self::Integer(_) | Self::OptionalInteger(_) => "i32",
            Self::Long(_) | Self::OptionalLong(_) | Self::IntegerEnum(_) => "i64",
            Self::Boolean(_) | Self::OptionalBoolean(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Json(_) => "any JSON",
            Self::List(_) => "a list",
            Self::Tuple(slots) => return write!(f, "a list of {} items", slots.len()),
            Self::Object(_) | Self::Map(_) => "an object",
            Self::Optional(_) => "a value or null",
        })
    }
}

impl Expected for Slot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.expecting(f)
    }
}

/// A value other than a list or an object.
#[derive(Clone, Copy)]
enum Scalar<'a> {
    Text(&'a str),
    Boolean(bool),
    Integer(i64),
    /// An integer beyond 64 bits with a sign.
    Unsigned(u64),
    Float(f64),
}

impl Scalar<'_> {
    fn to_json(self) -> Value {
        match self {
            Self::Text(text) => text.into(),
            Self::Boolean(value) => value.into(),
            Self::Integer(number) => number.into(),
            Self::Unsigned(number) => number.into(),
            Self::Float(number) => number.into(),
        }
    }

    fn unexpected(&self) -> Unexpected<'_> {
        match *self {
            Self::Text(text) => Unexpected::Str(text),
            Self::Boolean(value) => Unexpected::Bool(value),
            Self::Integer(number) => Unexpected::Signed(number),
            Self::Unsigned(number) => Unexpected::Unsigned(number),
            Self::Float(number) => Unexpected::Float(number),
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "a number has the precision of a float")]
fn to_float(number: i64) -> f64 {
    number as f64
}

#[allow(clippy::cast_precision_loss, reason = "a number has the precision of a float")]
fn unsigned_to_float(number: u64) -> f64 {
    number as f64
}

/// Every integer below this number has a float of its own.
const EXACT_BELOW: f64 = 9_007_199_254_740_992.0;

/// Returns the integer that a float stands for.
#[allow(clippy::cast_possible_truncation, reason = "checked")]
fn exact_integer(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < EXACT_BELOW).then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, from_str, from_value, json, to_value};

    use crate::runtime::object::object;
    use crate::runtime::testing::EchoRequest;

    #[derive(Clone, Debug, Default, PartialEq)]
    struct Page {
        text: Option<String>,
        small: Option<i32>,
        large: Option<i64>,
        flag: Option<bool>,
        names: Vec<String>,
        pairs: Option<Vec<(String, i64)>>,
        inner: Option<Inner>,
        ratio: Option<f64>,
        any: Option<Value>,
        map: Option<BTreeMap<String, Inner>>,
    }

    object!(lenient Page { text, small, large = "lar-ge", flag, names, pairs, inner, ratio, any, map });

    #[derive(Clone, Debug, Default, PartialEq)]
    struct Inner {
        count: Option<i64>,
    }

    object!(lenient Inner { count });

    fn message<T: std::fmt::Debug>(outcome: Result<T, serde_json::Error>) -> String {
        let message = outcome.expect_err("an error").to_string();
        message.split(" at line").next().unwrap_or_default().to_owned()
    }

    #[test]
    fn writes_what_it_reads() {
        for value in [
            json!({"names": []}),
            json!({"text": "a", "small": -1, "lar-ge": 5_000_000_000_i64, "flag": false, "names": ["b"],
                "pairs": [["c", 1], ["d", 2]], "inner": {"count": 3}}),
            json!({"names": [], "inner": {}, "pairs": []}),
            json!({"names": [], "ratio": 0.1, "any": {"a": [1, -1, 1.5, null, "", true]}, "map": {"b": {"count": 1}}}),
            json!({"names": [], "ratio": -5.0, "any": u64::MAX, "map": {}}),
            json!({"names": [], "any": []}),
        ] {
            let page: Page = from_value(value.clone()).expect("a page");
            assert_eq!(to_value(&page).expect("JSON"), value);
        }
    }

    #[test]
    fn fields_may_come_in_any_order_and_be_unknown_or_null() {
        let page: Page =
            from_str(r#"{"flag": true, "new": [{}], "text": "a", "names": null, "inner": null}"#).expect("a page");
        assert_eq!(page, Page { flag: Some(true), text: Some("a".to_owned()), ..Page::default() });
    }

    #[test]
    fn converts_scalars_of_a_response_if_nothing_is_lost() {
        for (field, given, expected) in [
            ("text", json!(5), json!("5")),
            ("text", json!(-5), json!("-5")),
            ("text", json!(18_446_744_073_709_551_615_u64), json!("18446744073709551615")),
            ("text", json!(1.5), json!("1.5")),
            ("text", json!(true), json!("true")),
            ("small", json!("5"), json!(5)),
            ("lar-ge", json!("-5000000000"), json!(-5_000_000_000_i64)),
            ("lar-ge", json!(5.0), json!(5)),
            ("ratio", json!(5), json!(5.0)),
            ("ratio", json!("-0.25"), json!(-0.25)),
            ("any", json!("5"), json!("5")),
            ("flag", json!("true"), json!(true)),
            ("flag", json!("false"), json!(false)),
        ] {
            let page: Page = from_value(json!({ field: given })).expect("a page");
            assert_eq!(to_value(page).expect("JSON")[field], expected, "{field}: {given}");
        }
    }

    #[test]
    fn rejects_values_that_a_conversion_would_change() {
        for (field, given) in [
            ("text", json!(1e300)),
            ("text", json!([])),
            ("text", json!({})),
            ("small", json!(3_000_000_000_u32)),
            ("small", json!("3000000000")),
            ("small", json!(true)),
            ("lar-ge", json!("05")),
            ("lar-ge", json!("")),
            ("lar-ge", json!(5.5)),
            ("lar-ge", json!(18_446_744_073_709_551_615_u64)),
            ("flag", json!("True")),
            ("flag", json!(1)),
            ("names", json!("a")),
            ("names", json!([null])),
            ("pairs", json!([["a"]])),
            ("pairs", json!([["a", 1, 2]])),
            ("inner", json!([1])),
            ("ratio", json!("NaN")),
            ("ratio", json!("inf")),
            ("ratio", json!("")),
            ("ratio", json!(true)),
            ("map", json!({"a": null})),
            ("map", json!([])),
        ] {
            let outcome: Result<Page, _> = from_value(json!({ field: given }));
            assert!(outcome.is_err(), "{field}: {given}: {outcome:?}");
        }
    }

    #[test]
    fn numbers_that_json_does_not_have_are_not_written() {
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let message = message(to_value(Page { ratio: Some(number), ..Page::default() }));
            assert!(message.starts_with("`ratio` must be a finite number, not "), "{message}");
        }
    }

    #[test]
    fn structs_are_read_only_from_objects() {
        for text in ["[]", "null", "1", r#""a""#] {
            assert!(from_str::<Page>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn requests_are_read_strictly() {
        for (text, expected) in [
            (r#"{"body": {"apple": "5"}}"#, r#"invalid type: string "5", expected i64"#),
            (r#"{"thing": 5}"#, "invalid type: integer `5`, expected a string"),
            (r#"{"body": {"items": [{"idd": 5}]}}"#, "unknown field `idd`, expected `tag` or `id`"),
            (r#"{"size": 1, "size": 2}"#, "duplicate field `size`"),
            (r#"{"size": 3000000000}"#, "invalid value: integer `3000000000`, expected i32"),
            (r#"{"body": {"items": null, "pairs": [["a"]]}}"#, "invalid length 1, expected a list of 2 items"),
        ] {
            assert_eq!(message(from_str::<EchoRequest>(text)), expected, "{text}");
        }
    }
}
