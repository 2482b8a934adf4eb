use super::*;
use crate::client::call::Call;
use crate::error::{Error, ErrorKind};
use crate::testing::{EchoItem, EchoRequest, FakeTransport, good, now};

fn ok() -> FakeTransport {
    FakeTransport::json(200, r#"{"total": 0}"#)
}

/// Sends a call that must be rejected before anything is sent, and returns the error.
fn rejected(change: impl FnOnce(Call<EchoRequest>) -> Call<EchoRequest>) -> Error {
    let transport = ok();
    let call = transport.client().build().expect("a client").call(good());
    let error = now(change(call).send()).expect_err("a violation");
    assert_eq!((error.kind(), transport.requests().len()), (ErrorKind::InvalidRequest, 0), "{error}");
    error
}

fn modify(change: impl FnOnce(&mut EchoRequest)) -> impl FnOnce(Call<EchoRequest>) -> Call<EchoRequest> {
    |mut call| {
        change(&mut call.request);
        call
    }
}

/// Sends a call that must pass validation.
fn accepted(change: impl FnOnce(Call<EchoRequest>) -> Call<EchoRequest>) {
    let call = ok().client().build().expect("a client").call(good());
    now(change(call).send()).expect("a valid request");
}

fn messages(error: &Error) -> Vec<String> {
    error.violations().iter().map(ToString::to_string).collect()
}

#[test]
fn checks_numbers_strings_lists_and_booleans() {
    let text = |length| Some("é".repeat(length));
    let item = |tag: Option<String>| EchoItem { tag, id: Some(String::new()) };
    accepted(modify(|request| (request.size, request.big_size) = (Some(10), Some(i64::MIN))));
    accepted(modify(|request| {
        (request.size, request.name, request.only_false) = (Some(200), text(4), Some(false));
    }));
    accepted(modify(|request| (request.name, request.body.zebra) = (text(0), text(1))));
    accepted(modify(|request| request.body.items = Some(vec![item(text(3)), item(None)])));
    for (error, expected) in [
        (rejected(modify(|request| request.size = Some(9))), "`size` (query) must be 10 to 200, not 9"),
        (rejected(modify(|request| request.size = Some(201))), "`size` (query) must be 10 to 200, not 201"),
        (rejected(modify(|request| request.name = text(5))), "`name` (query) must have 0 to 4 characters, not 5"),
        (rejected(modify(|request| request.only_false = Some(true))), "`only_false` (query) must be false, not true"),
        (rejected(modify(|request| request.body.zebra = text(0))), "`zebra` (body) must have 1 to 3 characters, not 0"),
        (
            rejected(modify(|request| request.body.items = Some(vec![item(None), item(None), item(None)]))),
            "`items` (body) must have 0 to 2 items, not 3",
        ),
        (
            rejected(modify(|request| request.body.items = Some(vec![item(None), item(text(4))]))),
            "`items[1].tag` (body) must have 0 to 3 characters, not 4",
        ),
        (
            rejected(modify(|request| request.body.items = Some(vec![EchoItem::default()]))),
            "`items[0].id` (body) is required",
        ),
        (
            rejected(modify(|request| request.body.pairs = Some(vec![(String::new(), item(None))]))),
            "`pairs[0][0]` (body) must have 1 to 2 characters, not 0",
        ),
        (
            rejected(modify(|request| request.body.pairs = Some(vec![("a".to_owned(), EchoItem::default())]))),
            "`pairs[0][1].id` (body) is required",
        ),
        (rejected(|call| call.region_header("r".repeat(21))), "`region` (header) must have 1 to 20 characters, not 21"),
    ] {
        assert_eq!(messages(&error), [expected]);
    }
}

/// The help page states 1 to 32 characters for the header of the token.
#[test]
fn never_checks_the_credential() {
    for token in ["t".repeat(33), "t".repeat(30_000)] {
        let credentials = crate::Credentials::token(token);
        let client = ok().client().credentials(credentials).build().expect("a client");
        now(client.call(good()).send()).expect("the service decides which tokens it accepts");
    }
}

#[test]
fn checks_patterns_of_strings_and_of_items() {
    let ids = |ids: &[&str]| Some(ids.iter().map(|&id| id.to_owned()).collect());
    accepted(modify(|request| (request.code, request.body.ids) = (Some("a-b".to_owned()), ids(&["1", "22"]))));
    let error = rejected(modify(|request| {
        (request.code, request.body.ids) = (Some("s3cret".to_owned()), ids(&["1", "", "2", "x"]));
    }));
    assert_eq!(
        messages(&error),
        [
            "`code` (query) must be a string that matches ^[a-z-]+$",
            "`ids[1]` (body) must be a string that matches ^[0-9]+$",
            "`ids[3]` (body) must be a string that matches ^[0-9]+$",
        ]
    );
}

#[test]
fn reports_all_violations_in_the_order_of_the_help_page() {
    let error = rejected(|call| {
        let call = modify(|request| {
            (request.size, request.thing, request.note) = (Some(-1), None, Some("a\nb".to_owned()));
            (request.body.zebra, request.body.all) = (Some(String::new()), None);
        })(call);
        call.header("host", "evil")
    });
    let named: Vec<_> =
        error.violations().iter().map(|violation| (violation.parameter(), violation.location())).collect();
    let expected = [
        ("thing", ParameterLocation::Path),
        ("size", ParameterLocation::Query),
        ("X-Note", ParameterLocation::Header),
        ("body.zebra", ParameterLocation::Body),
        ("body.items, body.all, name", ParameterLocation::Body),
        ("host", ParameterLocation::Header),
    ];
    assert_eq!(named, expected);
    let page = error.violations()[0].help_page();
    assert_eq!((page.title, page.updated), ("Echoing", Some("2026-01-02")));
    let shown = error.to_string();
    assert!(shown.starts_with("Echo: ") && shown.ends_with("(help page “Echoing”, updated 2026-01-02)"), "{shown}");
    assert!(!shown.contains('\n'), "{shown}");
}

#[test]
fn rule_accepts_any_of_its_conditions() {
    let none = |call: Call<EchoRequest>| modify(|request| request.body.all = Some(false))(call);
    accepted(|call| {
        modify(|request| request.body.items = Some(vec![EchoItem { id: Some(String::new()), tag: None }]))(none(call))
    });
    accepted(|call| modify(|request| request.name = Some(String::new()))(none(call)));
    let expected = "at least one is required: a non-empty `items`, `all: true`, or `name`";
    assert_eq!(messages(&rejected(none)), [expected]);
    assert_eq!(
        messages(&rejected(|call| modify(|request| request.body.items = Some(Vec::new()))(none(call)))),
        [expected]
    );
}

#[test]
fn missing_parameters_say_where_to_set_them() {
    let transport = ok();
    let client = crate::Client::builder(&crate::testing::SERVICE)
        .transport(transport.clone())
        .sleep(crate::testing::FakeClock::default())
        .endpoint("https://a")
        .region("a");
    let client = client.credentials(crate::Credentials::token("t")).build().expect("a client");
    let error = now(client.call(EchoRequest::default()).send()).expect_err("violations");
    let expected = [
        "`project_id` (path) is required: set it for the client or for the call",
        "`thing` (path) is required",
        "at least one is required: a non-empty `items`, `all: true`, or `name`",
    ];
    assert_eq!(messages(&error)[..3], expected);
    assert_eq!(transport.requests().len(), 0);
}

#[test]
fn without_constraints_still_rejects_what_cannot_be_sent_unchanged() {
    let lax = |call: Call<EchoRequest>| call.validate(false);
    accepted(|call| lax(modify(|request| (request.size, request.body.all) = (Some(5000), None))(call)));
    for thing in ["", ".", ".."] {
        let error = rejected(|call| lax(modify(|request| request.thing = Some(thing.to_owned()))(call)));
        let expected = format!(r#"`thing` (path) must be a path segment other than "", "." and "..", not "{thing}""#);
        assert_eq!(messages(&error), [expected]);
    }
    assert_eq!(messages(&rejected(|call| lax(modify(|request| request.thing = None)(call)))).len(), 1);
    for note in ["a\r\nx: y", "a\n", "\0", "\u{7f}", "é", "\t", " a", "a "] {
        let error = rejected(|call| lax(modify(|request| request.note = Some(note.to_owned()))(call)));
        assert_eq!(error.violations()[0].parameter(), "X-Note");
        rejected(|call| lax(call.region_header(note)));
        rejected(|call| lax(call.header("x-more", note)));
    }
    for project in [" p", "p\u{200b}", "'p'"] {
        let error = rejected(|call| lax(call.project_id(project)));
        let expected = "`project_id` (path) must be a string without white space or quotes around it, not ";
        assert!(messages(&error)[0].starts_with(expected), "{error}");
    }
    let client = ok().client().validate(false).build().expect("a client");
    let broken = EchoRequest { size: Some(1), ..good() };
    now(client.call(broken.clone()).send()).expect("constraints are off for the client");
    now(client.call(broken).validate(true).send()).expect_err("constraints are on for the call");
}

#[test]
fn limits_the_number_of_extra_headers() {
    let with = |count: usize| {
        move |call: Call<EchoRequest>| (0..count).fold(call, |call, index| call.header(format!("x-{index}"), "v"))
    };
    accepted(with(1000));
    let error = rejected(|call| with(33_000)(call.validate(false)));
    assert_eq!(messages(&error), ["`headers` (header) must have at most 1000 entries, not 33000"]);
}

#[test]
fn rejects_reserved_and_invalid_extra_headers() {
    accepted(|call| call.header("X-Language", "en-us").header("accept", "application/json"));
    let names = "Host HOST Proxy-Authorization proxy-x region x-note";
    for name in names.split(' ').chain(["", "a b", "a:b", "a\r\nb", "é"]) {
        let error = rejected(|call| call.validate(false).header(name, "s3cret-value"));
        assert_eq!(error.violations().len(), 1, "{name}");
        assert!(!error.to_string().contains("s3cret-value") && !error.to_string().contains('\n'), "{error}");
    }
}
