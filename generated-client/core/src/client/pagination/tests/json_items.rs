//! Items as the service sent them, and nulls among them.

use super::*;

#[test]
fn json_items_are_those_of_items() {
    for (responses, items, requests, end) in [
        ("0..10/25 10..20/25 20..25/25", "0..25", "-:10 10:10 20:10", "end"),
        ("0..10 10..14", "0..14", "-:10 10:10", "end"),
        ("0..0/0", "0..0", "-:10", "end"),
        ("0..10/25 !", "0..10", "-:10 10:10", "the service returned 500 Internal Server Error, HSS.1: broken"),
    ] {
        let transport = service(responses);
        let mut list = call(&transport, ListRequest::default()).json_items();
        let (all, ended) = drain(|| now(list.try_next()));
        let all: Vec<i64> = all.iter().map(|item| item.get().parse().expect("an integer")).collect();
        assert_eq!(all, ranges(items), "{responses}");
        assert_eq!((sent(&transport).as_str(), ended.as_str()), (requests, end), "{responses}");
    }
}

#[test]
fn pages_are_compared_by_the_items_that_the_service_sent() {
    const TWICE: &str = "paging stopped at offset 1 after 1 items: the service returned the same page twice in a row";
    for (case, pages, end) in [
        ("the same items", [r#"{"list": [1], "time": 1}"#, r#"{"time": 2, "list": [1]}"#], TWICE),
        ("the last of two fields counts", [r#"{"list": [2], "list": [1]}"#, r#"{"list": [1]}"#], TWICE),
        ("other items", [r#"{"list": [1], "time": 1}"#, r#"{"list": [2], "time": 1}"#], "end"),
        ("no items", [r#"{"list": [1]}"#, r#"{"list": null}"#], "end"),
    ] {
        let transport = FakeTransport::json(200, pages[0]).then_json(200, pages[1]).then_json(200, r#"{"list": []}"#);
        let mut items = call(&transport, BareRequest::default()).items();
        assert_eq!(drain(|| now(items.try_next())).1, end, "{case}");
    }
}

#[test]
fn a_null_among_the_items_counts_and_is_skipped() {
    let pages = [r#"{"total": 5, "list": [1, null, 2]}"#, r#"{"total": 5, "list": [null, 3]}"#];
    let transport = FakeTransport::json(200, pages[0]).then_json(200, pages[1]);
    let mut items = call(&transport, ListRequest::default()).items();
    assert_eq!(drain(|| now(items.try_next())), (vec![1, 2, 3], "end".to_owned()));
    assert_eq!((sent(&transport).as_str(), items.skipped_nulls()), ("-:10 3:10", 2));

    let transport = FakeTransport::json(200, pages[0]).then_json(200, pages[1]);
    let mut items = call(&transport, ListRequest::default()).json_items();
    let (all, end) = drain(|| now(items.try_next()));
    assert_eq!(all.iter().map(|item| item.get()).collect::<Vec<_>>(), ["1", "2", "3"]);
    assert_eq!((end.as_str(), items.skipped_nulls()), ("end", 2));
}

#[test]
fn json_items_need_not_match_the_help_page_if_they_are_not_checked() {
    let body = r#"{"total": "3", "list": [1.50, null, "many"], "list_of_others": []}"#;
    let checked = call(&FakeTransport::json(200, body), ListRequest::default()).json_items();
    assert_eq!(now(checked.try_collect()).expect_err("a string").kind(), ErrorKind::Response);
    let mut unchecked = call(&FakeTransport::json(200, body), ListRequest::default()).json_items().checked(false);
    let (items, end) = drain(|| now(unchecked.try_next()));
    assert_eq!(items.iter().map(|item| item.get()).collect::<Vec<_>>(), ["1.50", "\"many\""]);
    assert_eq!((end.as_str(), unchecked.skipped_nulls()), ("end", 1));
}

#[test]
fn items_that_are_not_a_list_are_an_error_even_if_they_are_not_checked() {
    for (body, expected) in [
        (r#"{"list": {"a": 1}, "total": 1}"#, Some("list is not a list")),
        (r#"{"list": "many", "total": 1}"#, Some("list is not a list")),
        (r#"[{"a": 1}]"#, Some("its body is not an object")),
        (r#" "text""#, Some("its body is not an object")),
        (r#"{"\ud800": 1, "list": [1], "total": 1}"#, Some("its body cannot be decoded: ")),
        (r#"{"list": null, "total": 0}"#, None),
        (r#"{"list": [ ], "total": 0}"#, None),
    ] {
        let unchecked = call(&FakeTransport::json(200, body), ListRequest::default()).json_items().checked(false);
        match (now(unchecked.try_collect()), expected) {
            (Err(error), Some(expected)) => {
                assert_eq!(error.kind(), ErrorKind::Response);
                assert!(error.to_string().contains(expected), "{error}");
            }
            (Ok(items), None) => assert!(items.is_empty(), "{body}"),
            (outcome, _) => panic!("{body}: {outcome:?}"),
        }
    }
}
