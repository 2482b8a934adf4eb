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

object!(lenient Page { text, small, #[name = "lar-ge"] large, flag, names, pairs, inner, ratio, any, map });

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
    let page: Page =
        from_str(r#"{"small": 5, "inner": {}, "names": ["a"], "names": null, "inner": null, "small": null}"#)
            .expect("a page");
    assert_eq!(page, Page::default(), "the last value wins");
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
        ("text", json!(9_007_199_254_740_992.0_f64)),
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

#[test]
fn keys_in_a_request_are_unique() {
    let text = r#"{"a": [{"b": 1, "b": 2}]}"#;
    let read = |is_strict| super::read::<Value, _>(&mut serde_json::Deserializer::from_str(text), is_strict);
    assert_eq!(message(read(true)), "duplicate key \"b\"");
    assert_eq!(read(false).expect("JSON"), json!({"a": [{"b": 2}]}), "the last value of a response wins");
    assert_eq!(message(from_str::<Order>(r#"{"map": {"a": {}, "a": {}}}"#)), "duplicate key \"a\"");
}

#[test]
fn whole_fractions_are_integers_in_requests() {
    for (number, expected) in
        [("20.0", Some(20)), ("-1e3", Some(-1000)), ("-0.0", Some(0)), ("20.5", None), ("3e9", None)]
    {
        let request: serde_json::Result<EchoRequest> = from_str(&format!(r#"{{"size": {number}}}"#));
        assert_eq!(request.ok().and_then(|request| request.size), expected, "{number}");
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
