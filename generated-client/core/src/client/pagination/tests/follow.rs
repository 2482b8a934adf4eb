//! How the client follows a list, whatever totals and lengths its pages have.

use super::*;

/// A list as a service returns it, and how the client follows it.
pub(super) struct Case {
    name: &'static str,
    /// See [`service`].
    pages: &'static str,
    items: Vec<i64>,
    end: String,
}

/// Returns a list that ends after the items of all its pages.
pub(super) fn case(name: &'static str, pages: &'static str) -> Case {
    let before_error = pages.split_whitespace().take_while(|page| *page != "!");
    Case { name, pages, items: before_error.flat_map(items_of).collect(), end: "end".to_owned() }
}

impl Case {
    /// Sets the items, in the notation of [`ranges`].
    pub(super) fn items(self, text: &str) -> Self {
        Self { items: ranges(text), ..self }
    }

    pub(super) fn stops(self, reason: &str) -> Self {
        self.fails(&format!("paging stopped {reason}"))
    }

    fn fails(self, error: &str) -> Self {
        Self { end: error.to_owned(), ..self }
    }
}

/// Follows a list, and checks its items and its requests. All requests must have this limit.
pub(super) fn follow<R: Paginated<Item = i64>>(mut request: R, limit: &str, case: &Case) {
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
fn follows_a_list_without_bounds_or_total() {
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
