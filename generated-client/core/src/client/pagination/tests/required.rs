//! Lists that require the offset and the limit, or have a default limit.

use super::follow::{case, follow};
use super::*;

/// A list that requires offset and limit.
#[derive(Clone, Debug, Default, PartialEq)]
struct RequiredRequest {
    limit: Option<i64>,
    offset: Option<i64>,
}

object!(strict RequiredRequest { limit, offset });

impl Operation for RequiredRequest {
    type Response = ListResponse;

    const DESCRIPTOR: &'static OperationDescriptor = {
        const PARAMETERS: &[Parameter] =
            &[query("limit", long().mandatory()), query("offset", long().within(1, 400).mandatory())];
        &descriptor(PARAMETERS, Some("total"))
    };
}

paginated!(RequiredRequest, i64);

/// A list that has 5 items on a page by default.
#[derive(Clone, Debug, Default, PartialEq)]
struct DefaultRequest {
    limit: Option<i64>,
    offset: Option<i64>,
}

object!(strict DefaultRequest { limit, offset });

impl Operation for DefaultRequest {
    type Response = ListResponse;

    const DESCRIPTOR: &'static OperationDescriptor = {
        const PARAMETERS: &[Parameter] = &[query("limit", long().within(1, 200).default("5")), query("offset", long())];
        &descriptor(PARAMETERS, Some("total"))
    };
}

paginated!(DefaultRequest, i64);

#[test]
fn a_total_that_may_be_the_length_of_a_page_is_checked() {
    const CONTRADICTION: &str = "at offset 5: received 10 of 5 items";
    const SMALL_PAGES: &str = "at offset 100: received 200 of 100 items";
    for case in [
        case("complete", "0..5/5 0..0/5"),
        case("the length of each page", "0..5/5 5..10/5").stops(CONTRADICTION),
        case("of another length", "0..4/4"),
        case("a service without pages", "0..30/30 0..30/30").items("0..30"),
        case("a service without limits", "0..250/250 0..250/250").items("0..250"),
        case("a round length, complete", "0..30/30 0..0/30"),
        case("smaller pages", "0..100/100 100..200/100").stops(SMALL_PAGES),
        case("smaller pages, right total", "0..100/150 100..150/150"),
    ] {
        follow(DefaultRequest::default(), "200", &case);
    }
}

#[test]
fn starts_at_the_first_item_even_if_the_default_offset_is_another_one() {
    const PARAMETERS: &[Parameter] = &[query("limit", long()), query("offset", long().default("10"))];
    const DESCRIPTOR: &OperationDescriptor = &descriptor(PARAMETERS, Some("total"));
    assert_eq!(required_offset(DESCRIPTOR), Some(("offset", 0)));
    assert_eq!(required_offset(DefaultRequest::DESCRIPTOR), None);
}

#[test]
fn sets_the_parameters_that_the_service_requires() {
    let of_items = service("0..100/121 100..120/121");
    let (items, end) = {
        let mut items = call(&of_items, RequiredRequest::default()).items();
        drain(|| now(items.try_next()))
    };
    assert_eq!((items.len(), end.as_str(), sent(&of_items).as_str()), (120, "end", "1:100 101:100"));

    let of_pages = service("0..5/5");
    let mut pages = call(&of_pages, RequiredRequest { limit: Some(7), offset: Some(3) }).pages();
    let (pages, _) = drain(|| now(pages.try_next()));
    assert_eq!((pages.len(), sent(&of_pages).as_str()), (1, "3:7"));

    let of_one = service("0..5/5");
    let page = call(&of_one, RequiredRequest { limit: Some(7), offset: None }).send();
    assert!(now(page).is_ok());
    assert_eq!(sent(&of_one), "1:7", "one page starts at the first item");

    let without_limit = service("0..5/5");
    let error = now(call(&without_limit, RequiredRequest::default()).send()).expect_err("no limit");
    assert_eq!(error.violations().len(), 1, "{error}");
}
