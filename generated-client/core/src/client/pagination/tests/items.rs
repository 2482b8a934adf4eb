//! Items and pages as streams: what they return, when they send requests, and when they stop.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use futures_core::Stream;

use super::*;

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
