mod follow;
mod items;
mod json_items;
mod required;

use std::ops::Range;
use std::sync::Arc;

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

/// A list without documented bounds and without a total.
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

use paginated;

paginated!(ListRequest, i32);
paginated!(BareRequest, i64);

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

/// Returns the items of `0..3`, or of several ranges: `0..3+0..3`.
fn ranges(text: &str) -> Vec<i64> {
    text.split('+').flat_map(range).collect()
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
