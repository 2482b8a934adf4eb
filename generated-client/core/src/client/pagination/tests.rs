use std::ops::Range;
use std::sync::Arc;
use std::task::Waker;

use super::*;
use crate::client::list_position::{ListPosition, PageFacts, Progress};
use crate::codegen::object;
use crate::codegen::table::{array, field, integer, long, operation, query, string};
use crate::descriptor::{Field, HelpPage, OperationDescriptor, Pagination, Parameter, ResponseContent, Setting};
use crate::error::ErrorKind;
use crate::operation::Operation;
use crate::testing::{FakeTransport, now};
use crate::transport::{Transport, TransportFuture};

/// A typical list: 32-bit parameters with bounds, and a total.
#[derive(Clone, Debug, Default, PartialEq)]
struct ListRequest {
    limit: Option<i32>,
    offset: Option<i32>,
}

object!(strict ListRequest { limit, offset });

/// A list whose help page states neither bounds nor a total.
#[derive(Clone, Debug, Default, PartialEq)]
struct BareRequest {
    limit: Option<i64>,
    offset: Option<i64>,
}

object!(strict BareRequest { limit, offset });

#[derive(Clone, Debug, Default, PartialEq)]
struct ListResponse {
    total: Option<i64>,
    list: Vec<i64>,
}

object!(lenient ListResponse { total, list });

const RESPONSE: &[Field] = &[field("total", integer()), field("list", array(&integer()))];

const fn descriptor(parameters: &'static [Parameter], total: Option<&'static str>) -> OperationDescriptor {
    OperationDescriptor {
        id: "List",
        summary: "Lists.",
        page: HelpPage { title: "Listing", updated: Some("2026-01-02") },
        method: "GET",
        path: "/v1/list",
        parameters,
        response: ResponseContent::Fields(RESPONSE),
        pagination: Some(Pagination { offset: "offset", limit: "limit", items: "list", total }),
        ..operation("", "", "")
    }
}

impl Operation for ListRequest {
    type Response = ListResponse;

    const DESCRIPTOR: &'static OperationDescriptor = {
        const PARAMETERS: &[Parameter] = &[
            query("limit", integer().within(1, 10)),
            query("offset", integer().within(0, 40)),
            query("project", string()).from_client(Setting::Project),
        ];
        &descriptor(PARAMETERS, Some("total"))
    };
}

impl Operation for BareRequest {
    type Response = ListResponse;

    const DESCRIPTOR: &'static OperationDescriptor = {
        const PARAMETERS: &[Parameter] = &[query("limit", long()), query("offset", long())];
        &descriptor(PARAMETERS, None)
    };
}

macro_rules! paginated {
    ($request:ty, $integer:ty) => {
        impl Paginated for $request {
            type Item = i64;
            type Offset = $integer;
            type Limit = $integer;

            fn offset(&mut self) -> &mut Option<$integer> {
                &mut self.offset
            }

            fn limit(&mut self) -> &mut Option<$integer> {
                &mut self.limit
            }

            fn items(response: &mut ListResponse) -> &mut Vec<i64> {
                &mut response.list
            }
        }
    };
}

paginated!(ListRequest, i32);
paginated!(BareRequest, i64);

/// Makes each request wait once. The marker lives as long as a request is pending.
struct Slow(FakeTransport, Arc<()>);

impl Transport for Slow {
    fn send(&self, request: http::Request<bytes::Bytes>) -> TransportFuture<'_> {
        let (response, marker) = (self.0.send(request), Arc::clone(&self.1));
        let mut waited = false;
        Box::pin(async move {
            poll_fn(|_| if mem::replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending }).await;
            let response = response.await;
            drop(marker);
            response
        })
    }
}

/// Returns a service with these pages: `0..10/25` has the items 0 to 9 of 25, `0..10` reports no total, and `!` is an
/// error.
fn service(pages: &str) -> FakeTransport {
    let mut transport = FakeTransport::default();
    for page in pages.split_whitespace() {
        if page == "!" {
            transport = transport.then_json(500, r#"{"error_code": "HSS.1", "error_msg": "broken"}"#);
            continue;
        }
        let (items, total) = match page.split_once('/') {
            Some((items, total)) => (items, format!(r#", "total": {total}"#)),
            None => (page, String::new()),
        };
        let list: Vec<i64> = range(items).collect();
        transport = transport.then_json(200, format!(r#"{{"list": {list:?}{total}}}"#));
    }
    transport
}

/// Returns the items of a page in the notation of [`service`].
fn items_of(page: &str) -> Vec<i64> {
    range(page.split('/').next().unwrap_or_default()).collect()
}

fn range(text: &str) -> Range<i64> {
    let (start, end) = text.split_once("..").expect("a range");
    start.parse().expect("a number")..end.parse().expect("a number")
}

fn call<R: Operation>(transport: &FakeTransport, request: R) -> Call<R> {
    transport.client().build().expect("a client").call(request)
}

/// Returns the queries that were sent, without the project: `offset=10&limit=5` is `10:5`, and `-` is a missing
/// parameter.
fn sent(transport: &FakeTransport) -> String {
    let requests = transport.requests();
    let queries = requests.iter().map(|request| request.uri().query().unwrap_or_default());
    let shown = queries.map(|query| {
        let value = |name| query.split('&').find_map(|pair| pair.strip_prefix(name)).unwrap_or("-");
        format!("{}:{}", value("offset="), value("limit="))
    });
    shown.collect::<Vec<_>>().join(" ")
}

/// Returns all items and how the list ends, and checks that nothing follows.
fn drain<T>(mut next: impl FnMut() -> Result<Option<T>, Error>) -> (Vec<T>, String) {
    let mut all = Vec::new();
    let end = loop {
        match next() {
            Ok(Some(one)) => all.push(one),
            Ok(None) => break "end".to_owned(),
            Err(error) => break error.to_string().trim_start_matches("List: ").to_owned(),
        }
    };
    for _ in 0..3 {
        assert!(matches!(next(), Ok(None)), "nothing follows the end or an error");
    }
    (all, end)
}

/// Returns the items of `0..3`, or of several ranges: `0..3+0..3`.
fn ranges(text: &str) -> Vec<i64> {
    text.split('+').flat_map(range).collect()
}

/// A list as a service returns it, and how the client follows it.
struct Case {
    name: &'static str,
    /// See [`service`].
    pages: &'static str,
    items: Vec<i64>,
    end: String,
}

/// Returns a list that ends after the items of all its pages.
fn case(name: &'static str, pages: &'static str) -> Case {
    let before_error = pages.split_whitespace().take_while(|page| *page != "!");
    Case { name, pages, items: before_error.flat_map(items_of).collect(), end: "end".to_owned() }
}

impl Case {
    /// Sets the items, as [`ranges`].
    fn items(self, text: &str) -> Self {
        Self { items: ranges(text), ..self }
    }

    fn stops(self, reason: &str) -> Self {
        self.fails(&format!("paging stopped {reason}"))
    }

    fn fails(self, error: &str) -> Self {
        Self { end: error.to_owned(), ..self }
    }
}

/// Follows a list, whose requests have this limit. Each page must be requested once, after the items before it.
fn follow<R: Paginated<Item = i64>>(mut request: R, limit: &str, case: &Case) {
    let Case { name, pages, items, end } = case;
    let offset: Option<i64> = (*request.offset()).map(Into::into);
    let transport = service(pages);
    let mut list = call(&transport, request).items();
    assert!(transport.requests().is_empty(), "{name}: nothing is sent before the first item is requested");
    let (all, ended) = drain(|| now(list.try_next()));
    assert_eq!(all, *items, "{name}: items");
    assert_eq!(ended, *end, "{name}");

    let (mut requests, mut position) = (Vec::new(), offset.unwrap_or_default().max(0));
    for page in pages.split_whitespace() {
        let shown = match offset {
            _ if !requests.is_empty() => position.to_string(),
            Some(offset) => offset.to_string(),
            None => "-".to_owned(),
        };
        requests.push(format!("{shown}:{limit}"));
        if page == "!" {
            break;
        }
        position = position.saturating_add(items_of(page).len().try_into().expect("a length"));
    }
    assert_eq!(sent(&transport), requests.join(" "), "{name}");
}

#[test]
fn compares_a_list_with_its_total() {
    for case in [
        case("right", "0..10/25 10..20/25 20..25/25"),
        case("right, pages full", "0..10/20 10..20/20"),
        case("too small", "0..10/5").stops("at offset 0: received 10 of 5 items"),
        case("too small at the end", "0..10/12 10..13/12").stops("at offset 10: received 13 of 12 items"),
        case("too large", "0..10/99 10..14/99 0..0/99").stops("at offset 14: received 14 of 99 items"),
        case("too large, then absent", "0..10/99 0..0").stops("at offset 10: received 10 of 99 items"),
        case("too large, then zero", "0..10/99 0..0/0").stops("at offset 10: received 10 of 99 items"),
        case("only on the empty page", "0..10 0..0/99").stops("at offset 10: received 10 of 99 items"),
        case("shrinking to what was received, on an empty page", "0..10/25 10..20/25 0..0/20")
            .stops("at offset 20: received 20 of 25 items"),
    ] {
        follow(ListRequest::default(), "10", &case);
    }
}

#[test]
fn checks_a_total_that_is_the_length_of_the_first_page() {
    const HUGE: &str = "at offset 10: received 10 of 9223372036854775807 items";
    for case in [
        case("the length of a page, complete", "0..10/10 0..0/10"),
        case("the length of a page, complete, then zero", "0..10/10 0..0/0"),
        case("the length of each page", "0..10/10 10..20/10").stops("at offset 10: received 20 of 10 items"),
        case("the length of a page that is not full", "0..9/9"),
        case("the number of items left", "0..10/30 10..20/20 20..30/10").stops("at offset 20: received 30 of 10 items"),
        case("growing", "0..10/15 10..20/25 20..25/25"),
        case("the number so far", "0..10/10 10..20/20 20..25/25 0..0/25"),
        case("shrinking", "0..10/25 10..20/20 0..0/20"),
        case("shrinking before the end", "0..10/25 10..20/24 20..24/24"),
        case("absent", "0..10 10..20 20..25"),
        case("absent, pages full", "0..10 10..20 0..0"),
        case("absent, pages shorter than the limit", "0..4 4..8 8..10"),
        case("absent, first page short, none follows", "0..4 0..0"),
        case("absent, pages growing", "0..4 4..10 10..12"),
        case("null", "0..10/null 10..12/null"),
        case("on the first page only", "0..10/14 10..12 12..14"),
        case("negative", "0..10/-1 10..12/-9223372036854775808"),
        case("zero", "0..10/0").stops("at offset 0: received 10 of 0 items"),
        case("huge", "0..10/9223372036854775807 0..0/9223372036854775807").stops(HUGE),
    ] {
        follow(ListRequest::default(), "10", &case);
    }
}

#[test]
fn follows_pages_of_any_length_but_not_in_a_cycle() {
    const TWICE: &str = "at offset 10 after 10 items: the service returned the same page twice in a row";
    const AGAIN: &str = "at offset 40 after 50 items: the service returns the same pages again and again";
    const PAST: &str = "at offset 40 after 50 items: the list continues past the largest allowed offset, 40";
    const NONE: &str = "at offset 0: received 0 of 99 items";
    const FIVE: &str = "0..10/99 10..20/99 20..30/99 30..40/99 40..50/99";
    for case in [
        case("short", "0..3/7 3..6/7 6..7/7"),
        case("longer than the limit", "0..15/20 15..20/20"),
        case("empty at once", "0..0/0"),
        case("empty at once, with a total", "0..0/99").stops(NONE),
        case("the same twice", "0..10/99 0..10/99").items("0..10").stops(TWICE),
        case("the same twice, the total moving", "0..10/98 0..10/99").items("0..10").stops(TWICE),
        case("the same pages in a cycle", "0..10 10..20 0..10 10..20 0..10").stops(AGAIN),
        case("past the largest offset", FIVE).stops(PAST),
        case("the same pages in a cycle that reaches the total", "0..10/30 10..20/30 0..10/30")
            .stops("at offset 20 after 30 items: the last page equals an earlier one"),
    ] {
        follow(ListRequest::default(), "10", &case);
    }
}

#[test]
fn ends_with_the_error_of_a_page() {
    const BROKEN: &str = "the service returned 500 Internal Server Error, HSS.1: broken";
    for case in
        [case("at once", "! 0..10/10").fails(BROKEN), case("in the middle", "0..10/25 ! 20..25/25").fails(BROKEN)]
    {
        follow(ListRequest::default(), "10", &case);
    }
}

#[test]
fn a_list_that_grows_without_end_is_an_error() {
    for grows_total in [true, false] {
        let mut position = ListPosition::new(ListRequest::DESCRIPTOR, None, false);
        let mut pages = 0_i64;
        let error = loop {
            position.advance(|_| true).expect("an offset that can be sent");
            pages += 1;
            assert!(pages < 200_000, "no end");
            let total = if grows_total { Some(10 * pages + 100) } else { None };
            let fingerprint = pages.unsigned_abs();
            let page = PageFacts { total, length: 10, limit: Some(10), fingerprint };
            match position.receive(&page).expect("a new page") {
                Progress::More => {}
                Progress::End | Progress::Repeated => panic!("the list goes on"),
                Progress::Fail(error) => break error,
            }
        };
        let expected =
            "List: paging stopped at offset 999990 after 1000000 items: the list continues after 100000 pages";
        assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Paging, expected));
    }
}

#[test]
fn a_total_counts_in_any_notation_that_can_be_decoded() {
    for total in ["45", "45.0", "45.00", "4.5e1", r#""45""#, r#""\u0034\u0035""#] {
        let pages = format!("0..10/{total} 0..0/{total}");
        let items = call(&service(&pages), ListRequest::default()).items();
        let error = now(items.try_collect()).expect_err(total);
        assert_eq!(error.to_string(), "List: paging stopped at offset 10: received 10 of 45 items", "{total}");
    }
}

#[test]
fn items_start_at_the_offset_of_the_request_with_its_limit() {
    const INVALID: &str = "invalid request, not sent: `limit` (query) must be 1 to 10, not 0; \
                           `offset` (query) must be 0 to 40, not 41 (help page “Listing”, updated 2026-01-02)";
    for (request, case) in [
        (ListRequest { offset: None, limit: Some(3) }, case("limit", "0..3/5 3..5/5")),
        (ListRequest { offset: Some(7), limit: None }, case("offset", "7..17/20 17..20/20")),
        (ListRequest { offset: Some(7), limit: Some(2) }, case("both", "7..9 9..10")),
        (ListRequest { offset: Some(30), limit: None }, case("offset past the end", "0..0/20")),
        (ListRequest { offset: Some(41), limit: Some(0) }, case("outside the documented bounds", "").fails(INVALID)),
    ] {
        let limit = request.limit.map_or("10".to_owned(), |limit| limit.to_string());
        follow(request, &limit, &case);
    }
}

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
    let body = r#"{"total": "2", "list": [1.50, "many"], "list_of_others": []}"#;
    let checked = call(&FakeTransport::json(200, body), ListRequest::default()).json_items();
    assert_eq!(now(checked.try_collect()).expect_err("a string").kind(), ErrorKind::Response);
    let unchecked = call(&FakeTransport::json(200, body), ListRequest::default()).json_items().checked(false);
    let items = now(unchecked.try_collect()).expect("any JSON");
    assert_eq!(items.iter().map(|item| item.get()).collect::<Vec<_>>(), ["1.50", "\"many\""]);
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

#[test]
fn take_ends_a_list_without_fetching_the_pages_after_it() {
    for (case, counts, items, requests) in [
        ("within a page", &[7_usize] as &[usize], "0..7", "-:10"),
        ("a whole page", &[10], "0..10", "-:10"),
        ("more than a page", &[11], "0..11", "-:10 10:10"),
        ("more than the list", &[99], "0..25", "-:10 10:10 20:10"),
        ("nothing", &[0], "0..0", ""),
        ("the smallest count wins", &[3, 8], "0..3", "-:10"),
    ] {
        let transport = service("0..10/25 10..20/25 20..25/25");
        let mut taken = call(&transport, ListRequest::default()).items();
        for count in counts {
            taken = taken.take(*count);
        }
        let (all, end) = drain(|| now(taken.try_next()));
        assert_eq!((all, end.as_str()), (range(items).collect(), "end"), "{case}");
        assert_eq!(sent(&transport), requests, "{case}");
    }
}

#[test]
fn take_counts_from_the_current_item_and_bounds_the_size_hint() {
    let transport = service("0..10/25");
    let mut items = call(&transport, ListRequest::default()).items();
    assert_eq!(now(items.try_next()).expect("an item"), Some(0));
    let items = items.take(2);
    assert_eq!(items.size_hint(), (2, Some(2)));
    assert_eq!(now(items.try_collect()).expect("items"), [1, 2]);
}

#[test]
fn try_collect_returns_all_items_or_the_error() {
    let complete = call(&service("0..10/15 10..15/15"), ListRequest::default()).items();
    assert_eq!(now(complete.try_collect()).expect("items"), (0..15).collect::<Vec<_>>());
    let broken = call(&service("0..10/15 !"), ListRequest::default()).items();
    assert_eq!(now(broken.try_collect()).expect_err("an error").kind(), ErrorKind::Service);
}

#[test]
fn items_of_a_list_without_bounds_or_total() {
    const LAST: i64 = i64::MAX - 5;
    const PAST: &str = "at offset 9223372036854775802 after 10 items: the list continues past \
                        the largest offset that can be sent";
    for (request, case) in [
        (BareRequest { offset: None, limit: None }, case("short pages do not end the list", "0..10 10..12 0..0")),
        (BareRequest { offset: None, limit: Some(10) }, case("pages below the limit do", "0..10 10..12")),
        (BareRequest { offset: None, limit: Some(0) }, case("no limit is too small", "0..2 0..0")),
        (BareRequest { offset: None, limit: None }, case("an undeclared total is ignored", "0..2/2 2..4/2 0..0")),
        (BareRequest { offset: Some(-9), limit: None }, case("a negative offset counts as 0", "0..2 0..0")),
        (BareRequest { offset: Some(LAST), limit: None }, case("offset overflow", "0..10").stops(PAST)),
    ] {
        let limit = request.limit.map_or("-".to_owned(), |limit| limit.to_string());
        follow(request, &limit, &case);
    }
}

#[test]
fn without_validation_stops_at_the_largest_integer() {
    let transport = service("0..5/47 5..9/47 0..0/47");
    let request = ListRequest { offset: Some(38), limit: None };
    let mut items = call(&transport, request).validate(false).items();
    assert_eq!(drain(|| now(items.try_next())), ((0..9).collect(), "end".to_owned()));
    assert_eq!(sent(&transport), "38:10 43:10");

    let transport = service("0..5/2147483999");
    let request = ListRequest { offset: Some(i32::MAX - 4), limit: None };
    let mut items = call(&transport, request).validate(false).items();
    let (all, end) = drain(|| now(items.try_next()));
    assert_eq!(all.len(), 5);
    assert!(end.ends_with("past the largest offset that can be sent"), "{end}");
}

#[test]
fn returns_pages_unchanged() {
    for (case, limit, responses, totals, requests, end) in [
        ("the default limit", None, "0..2/3 2..3/3", "2of3 1of3", "-:- 2:-", "end"),
        ("the caller's limit", Some(5), "0..5 5..6", "5 1", "-:5 5:5", "end"),
        ("empty at once", None, "0..0/0", "0of0", "-:-", "end"),
        ("empty at last", None, "0..2 0..0", "2 0", "-:- 2:-", "end"),
        ("incomplete", None, "0..2/3 0..0/3", "2of3", "-:- 2:-", "paging stopped at offset 2: received 2 of 3 items"),
        ("too many", None, "0..2/1", "2of1", "-:-", "paging stopped at offset 0: received 2 of 1 items"),
    ] {
        let transport = service(responses);
        let mut pages = call(&transport, ListRequest { limit, offset: None }).pages();
        let (all, ended) = drain(|| now(pages.try_next()));
        let shown = all.iter().map(|page| match page.total {
            Some(total) => format!("{}of{total}", page.list.len()),
            None => page.list.len().to_string(),
        });
        assert_eq!(shown.collect::<Vec<_>>().join(" "), totals, "{case}");
        assert_eq!((sent(&transport).as_str(), ended.as_str()), (requests, end), "{case}");
    }
}

#[test]
fn returns_a_thousand_items_once_each_and_in_order() {
    let responses: Vec<_> = (0..125).map(|page| format!("{}..{}/1000", page * 8, page * 8 + 8)).collect();
    let transport = service(&responses.join(" "));
    let request = ListRequest { limit: Some(8), offset: None };
    let mut items = call(&transport, request).validate(false).items();
    assert_eq!(drain(|| now(items.try_next())), ((0..1000).collect(), "end".to_owned()));
    assert_eq!(transport.requests().len(), 125);
}

#[test]
fn sends_each_page_with_the_options_of_the_call() {
    let transport = service("0..2/3 2..3/3");
    let mut items = call(&transport, ListRequest::default()).project_id("other").header("x-note", "n").items();
    drain(|| now(items.try_next()));
    let requests = transport.requests();
    assert_eq!(requests.len(), 2);
    for request in requests.iter() {
        assert!(request.uri().query().is_some_and(|query| query.contains("project=other")), "{}", request.uri());
        assert_eq!(request.headers()["x-note"], "n");
    }
}

#[test]
fn paging_errors_have_their_own_kind() {
    let transport = service("0..2/9 0..2/9");
    let mut pages = call(&transport, ListRequest::default()).pages();
    now(pages.try_next()).expect("a page");
    let error = now(pages.try_next()).expect_err("the same page");
    assert_eq!((error.kind(), error.operation(), error.is_retryable()), (ErrorKind::Paging, Some("List"), false));
}

#[test]
fn another_list_can_continue_after_an_error() {
    let transport = FakeTransport::json(200, r#"{"list": [4, null, 6], "total": 9}"#).then_json(500, "");
    let mut items = call(&transport, ListRequest { limit: None, offset: Some(4) }).items();
    assert_eq!(items.next_offset(), 4);
    assert_eq!(drain(|| now(items.try_next())).0, [4, 6]);
    assert_eq!((items.next_offset(), sent(&transport).as_str()), (7, "4:10 7:10"));
}

#[test]
fn dropping_a_future_loses_nothing_and_dropping_the_list_cancels() {
    let (transport, marker) = (service("0..2/3 2..3/3"), Arc::new(()));
    let client = transport.client().transport(Slow(transport.clone(), Arc::clone(&marker))).build().expect("a client");
    let mut items = client.call(ListRequest::default()).items();
    let idle = Arc::strong_count(&marker);
    let ask = |items: &mut Items<i64>| {
        let context = &mut Context::from_waker(Waker::noop());
        std::pin::pin!(items.try_next()).poll(context)
    };
    assert!(ask(&mut items).is_pending());
    assert!(matches!(ask(&mut items), Poll::Ready(Ok(Some(0)))), "continues with the pending request");
    assert!(matches!(ask(&mut items), Poll::Ready(Ok(Some(1)))));
    assert!(ask(&mut items).is_pending());
    assert_eq!((transport.requests().len(), Arc::strong_count(&marker)), (2, idle + 1), "the second is pending");
    drop(items);
    assert_eq!(Arc::strong_count(&marker), idle, "and cancelled");
}

#[test]
fn streams_report_a_size_hint() {
    fn next<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
        match Pin::new(stream).poll_next(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(next) => next,
            Poll::Pending => panic!("nothing here waits"),
        }
    }
    let mut items = call(&service("0..2/2"), ListRequest::default()).items();
    assert_eq!(items.size_hint(), (0, None));
    assert_eq!(next(&mut items).expect("an item").expect("a page"), 0);
    assert_eq!(items.size_hint(), (1, Some(1)));
    assert_eq!(next(&mut items).expect("an item").expect("a page"), 1);
    assert!(next(&mut items).is_none());

    let mut pages = call(&service("0..2/2"), ListRequest { limit: Some(10), offset: None }).pages();
    assert_eq!(pages.size_hint(), (0, None));
    assert_eq!(next(&mut pages).expect("a page").expect("a page").list, [0, 1]);
    assert_eq!(pages.size_hint(), (0, Some(0)));
    assert!(next(&mut pages).is_none());
}

#[test]
fn lists_are_send_and_unpin() {
    fn movable<T: Send + Unpin + 'static>(_: &T) {}
    struct Pinned(#[allow(dead_code, reason = "for its type")] std::marker::PhantomPinned);
    fn unpin<T: Unpin>() {}
    let transport = FakeTransport::default();
    movable(&call(&transport, ListRequest::default()).items());
    movable(&call(&transport, ListRequest::default()).pages());
    unpin::<Items<Pinned>>();
    unpin::<Pages<Pinned>>();
}

/// A list whose service requires offset and limit.
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
