//! Reading of objects.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_json::Value as Json;

use crate::object::json::{NUMBER, ReadJson, number_error, parse_number};
use crate::object::reading::{Keep, Reading, map_entry_bytes};
use crate::object::slot::{List, Map, Scalar, Slot, Tuple};
use crate::object::{Object, WireValue};

/// Deserializes an object from a map.
pub fn read<'de, T: Object + Default, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut object = T::default();
    let is_strict = object.shape().is_strict;
    let reading = Reading::default();
    deserializer.deserialize_map(Reader::new(&mut Slot::Object(&mut object), is_strict, &reading))?;
    Ok(object)
}

/// Deserializes a list of a response.
pub fn read_list<'de, T: WireValue, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut list = T::empty();
    deserializer.deserialize_seq(Reader::new(&mut list.slot(), false, &Reading::default()))?;
    Ok(list)
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

/// Deserializes an enum from a string.
pub fn read_enum<'de, T: WireValue, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = T::empty();
    deserializer.deserialize_str(Reader::new(&mut value.slot(), true, &Reading::default()))?;
    Ok(value)
}

/// Deserializes an enum from an integer.
pub fn read_integer_enum<'de, T: WireValue, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = T::empty();
    deserializer.deserialize_i64(Reader::new(&mut value.slot(), true, &Reading::default()))?;
    Ok(value)
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

    fn visit_u128<E: Error>(self, number: u128) -> Result<(), E> {
        read_scalar(self.slot, parse_number(&number.to_string())?, self.is_strict)
    }

    fn visit_i128<E: Error>(self, number: i128) -> Result<(), E> {
        read_scalar(self.slot, parse_number(&number.to_string())?, self.is_strict)
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
    let len = tuple.len();
    let mut read = read_items(&mut tuple.slots(), &mut items, is_strict, reading)?;
    if read == len && items.next_element::<IgnoredAny>()?.is_some() {
        read += 1;
    }
    if read == len { Ok(()) } else { Err(A::Error::invalid_length(read, &Slot::Tuple(tuple))) }
}

/// Returns the number of items that were read.
fn read_items<'de, A: SeqAccess<'de>>(
    slots: &mut [Slot<'_>],
    items: &mut A,
    is_strict: bool,
    reading: &Reading,
) -> Result<usize, A::Error> {
    let mut read = 0;
    for slot in slots {
        if items.next_element_seed(Reader::new(slot, is_strict, reading))?.is_none() {
            break;
        }
        read += 1;
    }
    Ok(read)
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
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, from_str, from_value, json, to_value};

    use super::Keep;
    use crate::codegen::object;
    use crate::object::WireValue as _;
    use crate::testing::EchoRequest;

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
            ("pairs", json!([["a"]])),
            ("pairs", json!([["a", 1, 2]])),
            ("inner", json!([1])),
            ("ratio", json!("NaN")),
            ("ratio", json!("inf")),
            ("ratio", json!("")),
            ("ratio", json!(true)),
            ("map", json!([])),
        ] {
            let outcome: Result<Page, _> = from_value(json!({ field: given }));
            assert!(outcome.is_err(), "{field}: {given}: {outcome:?}");
        }
    }

    #[test]
    fn skips_and_counts_nulls_in_lists_and_maps() {
        for (given, expected, count) in [
            (json!({"names": [null, "a", null]}), json!({"names": ["a"]}), 2),
            (json!({"names": [null]}), json!({"names": []}), 1),
            (json!({"map": {"a": null, "b": {}, "d": null}}), json!({"names": [], "map": {"b": {}}}), 2),
            (json!({"text": null, "names": null}), json!({"names": []}), 0),
        ] {
            let mut page = Page::default();
            assert_eq!(
                super::read_response(&mut page, given.clone(), Keep::All(usize::MAX)).expect("a page"),
                count,
                "{given}"
            );
            assert_eq!(to_value(&page).expect("JSON"), expected, "{given}");
        }
        from_value::<Page>(json!({"pairs": [["a", null]]})).expect_err("a tuple has all its items");
    }

    fn keep(json: &str, keep: Keep) -> Result<Page, serde_json::Error> {
        let mut page = Page::default();
        super::read_response(&mut page, &mut serde_json::Deserializer::from_str(json), keep)?;
        Ok(page)
    }

    #[test]
    fn limits_the_memory_of_lists_and_maps() {
        for (start, item, end) in [
            (r#"{"names": ["#, r#""""#, "]}"),
            (r#"{"pairs": ["#, r#"["", 0]"#, "]}"),
            (r#"{"any": ["#, "[]", "]}"),
            (r#"{"any": ["#, r#"{"": 0}"#, "]}"),
            (r#"{"map": {"#, r#""": {}"#, "}}"),
        ] {
            let json = format!("{start}{}{end}", vec![item; 5000].join(","));
            keep(&json, Keep::All(10_000_000)).expect("10 MB");
            let message = message(keep(&json, Keep::All(50_000)));
            assert!(message.starts_with("its lists and maps take too much memory"), "{message}");
        }
    }

    #[test]
    fn keeps_the_first_items_to_check_a_response() {
        let json = r#"{"names": [null, "a", null, "b"], "pairs": [["a", 1], ["b", 2]], "any": [{}, 1], "map": {"a": {}, "b": {}}}"#;
        let page = keep(json, Keep::FirstItems).expect("a page");
        let expected = json!({"names": ["a"], "pairs": [["a", 1]], "any": null, "map": {"a": {}}});
        assert_eq!(to_value(page).expect("JSON"), expected);
        for invalid in [r#"{"names": ["a", []]}"#, r#"{"pairs": [["a", 1], ["b"]]}"#, r#"{"map": {"a": {}, "b": 1}}"#] {
            keep(invalid, Keep::FirstItems).expect_err(invalid);
        }
    }

    /// The form that numbers have if a program enables `serde_json`'s feature `arbitrary_precision`.
    #[test]
    fn reads_numbers_of_arbitrary_precision() {
        let number = |digits: &str| format!(r#"{{"$serde_json::private::Number": "{digits}"}}"#);
        for (field, digits, expected) in [
            ("small", "5", json!(5)),
            ("lar-ge", "-5000000000", json!(-5_000_000_000_i64)),
            ("lar-ge", "5.0", json!(5)),
            ("ratio", "0.25", json!(0.25)),
            ("ratio", "5", json!(5.0)),
            ("text", "5", json!("5")),
            ("any", "5", json!(5)),
        ] {
            let json = format!(r#"{{"{field}": {}}}"#, number(digits));
            let page = keep(&json, Keep::All(usize::MAX)).expect(&json);
            assert_eq!(to_value(page).expect("JSON")[field], expected, "{json}");
        }
        let json = format!(r#"{{"pairs": [["a", {}]], "any": [{{"a": {}}}]}}"#, number("1"), number("-2"));
        let page = to_value(keep(&json, Keep::All(usize::MAX)).expect("a page")).expect("JSON");
        assert_eq!(page, json!({"names": [], "pairs": [["a", 1]], "any": [{"a": -2}]}));
        for (field, digits) in [
            ("small", "3000000000"),
            ("small", "1.5"),
            ("ratio", "1e400"),
            ("flag", "1"),
            ("inner", "1"),
            ("map", "1"),
            ("names", "1"),
        ] {
            keep(&format!(r#"{{"{field}": {}}}"#, number(digits)), Keep::All(usize::MAX)).expect_err(field);
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
    fn values_may_be_blank_if_they_were_blank_before_their_conversion() {
        for (given, expected) in [
            (json!({}), true),
            (json!({"text": "", "large": 5, "small": 0}), true),
            (json!({"text": 0}), true),
            (json!({"lar-ge": 0, "text": "0"}), true),
            (json!({"lar-ge": "0"}), true),
            (json!({"inner": {"count": 0}}), true),
            (json!({"text": 1}), false),
            (json!({"lar-ge": 1}), false),
            (json!({"flag": false}), false),
            (json!({"names": ["a"]}), false),
            (json!({"inner": {"count": 1}}), false),
        ] {
            let page: Page = from_value(given.clone()).expect("a page");
            assert_eq!(page.view().may_be_blank(), expected, "{given}");
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

    #[derive(Clone, Debug, Default, PartialEq)]
    struct Order {
        inner: Option<Inner>,
        list: Option<Vec<Inner>>,
        map: Option<BTreeMap<String, Inner>>,
    }

    object!(strict Order { inner, list, map });

    #[test]
    fn objects_that_responses_share_are_read_strictly_in_requests() {
        for (inner, expected) in [
            (r#"{"coutn": 1}"#, "unknown field `coutn`, expected `count`"),
            (r#"{"count": "1"}"#, r#"invalid type: string "1", expected i64"#),
            (r#"{"count": 1, "count": 2}"#, "duplicate field `count`"),
        ] {
            let texts = [
                format!(r#"{{"inner": {inner}}}"#),
                format!(r#"{{"list": [{{}}, {inner}]}}"#),
                format!(r#"{{"map": {{"a": {inner}}}}}"#),
            ];
            for text in texts {
                assert_eq!(message(from_str::<Order>(&text)), expected, "{text}");
            }
        }
    }
}
