//! The mock server: its checks, responses, scripts and request history, and that it agrees with the client.

#![allow(deprecated, reason = "deprecated operations are mocked like all others")]

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hss_tests::raw_request::{exchange, send};
use http::StatusCode;
use museum_client::descriptor::{Bounds, Field, Operation, Type};
use museum_client::mock::{Fault, MockResponse, MockServer, MockServerBuilder, TaskOutcome};
use museum_client::operation::{
    ExportPaintingsRequest, ExportVisitsRequest, ExportVisitsResponse, InspectPaintingsRequest, ListPaintingsRequest,
    ListPaintingsResponse, ListRoomsRequest,
};
use museum_client::{Client, Credentials, Error, ErrorKind, OPERATIONS, RetryConfig};
use serde_json::{Value, json};

use crate::clock::VirtualClock;

const PAINTINGS: &str = "/v1/p/paintings";
const EXPORT: &str = "/v1/p/paintings/export";
const INSPECT: &str = "/v1/p/paintings/inspect";
const VISITS: &str = "/v1/p/visits/export?count=1";
const ROOMS: &str = "/v1/p/rooms";
const TOKEN: (&str, &str) = ("X-Auth-Token", "t");

/// Method, target, headers and body.
type RawRequest<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], &'a str);

/// Sends the requests in order and returns them with their responses.
async fn transcript(mock: &MockServer, requests: &[RawRequest<'_>]) -> String {
    let mut transcript = String::new();
    for (method, target, headers, body) in requests {
        let _ = writeln!(transcript, "{method} {target}");
        for (name, value) in headers.iter().filter(|header| **header != TOKEN) {
            let _ = writeln!(transcript, "{name}: {}", &value[..value.len().min(80)]);
        }
        if !body.is_empty() {
            let _ = writeln!(transcript, "{}", &body[..body.len().min(200)]);
        }
        let _ = writeln!(transcript, "    {}\n", send(&mock.url(), method, target, headers, body).await);
    }
    transcript
}

#[tokio::test]
async fn rejects_requests_that_fail_a_check() {
    let mock = MockServer::start().await.expect("a mock");
    let long = "x".repeat(257);
    let (long_project, long_name) = (format!("/v1/{long}/paintings"), format!("{PAINTINGS}?title={}", &long[..33]));
    let region = ("region", "cn-north-4");
    let headings = r#"{"headings": [["signed", "Signed"]]"#;
    let with = |fields: &str| format!("{headings}, {fields}}}");
    let (number, text, list) = (with(r#""artist": 1"#), with(r#""signed": "true""#), with(r#""framed": []"#));
    let (empty, object) = (with(r#""artist": """#), with(r#""painted": {"start": 9223372036854775808}"#));
    let requests: &[RawRequest<'_>] = &[
        // valid requests
        ("GET", PAINTINGS, &[TOKEN], ""),
        ("POST", EXPORT, &[TOKEN], &format!("{headings}}}")),
        ("POST", VISITS, &[TOKEN, region], ""),
        ("POST", INSPECT, &[TOKEN], r#"{"method": "photo", "everything": true}"#),
        ("GET", ROOMS, &[TOKEN, region], ""),
        ("GET", &format!("{PAINTINGS}?origin=of_tomorrow&more=1"), &[TOKEN], ""),
        ("POST", EXPORT, &[TOKEN], &with(r#""style": "of_tomorrow", "more": 1"#)),
        // method and path
        ("POST", PAINTINGS, &[TOKEN], ""),
        ("GET", "/v1/p/painting", &[TOKEN], ""),
        ("GET", "/v1/p/paintings/", &[TOKEN], ""),
        ("DELETE", "/", &[TOKEN], ""),
        // credentials
        ("GET", PAINTINGS, &[], ""),
        ("GET", PAINTINGS, &[("X-Auth-Token", "")], ""),
        ("GET", PAINTINGS, &[("X-Auth-Token", &"t".repeat(32_769))], ""),
        ("GET", PAINTINGS, &[("Authorization", "Bearer t")], ""),
        // required parameters
        ("POST", VISITS.trim_end_matches("?count=1"), &[TOKEN], ""),
        ("POST", EXPORT, &[TOKEN], ""),
        // types
        ("GET", &format!("{PAINTINGS}?limit=ten&offset=1.5&on_loan=no"), &[TOKEN], ""),
        ("POST", EXPORT, &[TOKEN], &number),
        ("POST", EXPORT, &[TOKEN], &text),
        ("POST", EXPORT, &[TOKEN], &list),
        ("POST", EXPORT, &[TOKEN], &object),
        ("POST", EXPORT, &[TOKEN], r#"{"headings": [["signed"], "signed", [1, 2]]}"#),
        ("POST", EXPORT, &[TOKEN], "[]"),
        // lengths
        ("GET", &long_project, &[TOKEN], ""),
        ("GET", &long_name, &[TOKEN], ""),
        ("GET", PAINTINGS, &[TOKEN, ("region", &long[..129])], ""),
        ("POST", EXPORT, &[TOKEN], &empty),
        ("POST", EXPORT, &[TOKEN], r#"{"headings": []}"#),
        // ranges
        ("GET", &format!("{PAINTINGS}?limit=9&offset=2000001"), &[TOKEN], ""),
        ("GET", &format!("{PAINTINGS}?on_loan=true"), &[TOKEN], ""),
        ("GET", &format!("{ROOMS}?limit=2147483648"), &[TOKEN, region], ""),
        // a rule
        ("POST", INSPECT, &[TOKEN], r#"{"method": "photo", "everything": false, "paintings": []}"#),
        // malformed JSON
        ("POST", EXPORT, &[TOKEN], r#"{"headings": "#),
    ];
    insta::assert_snapshot!(transcript(&mock, requests).await);
}

#[tokio::test]
async fn strict_mode_rejects_unknown_input() {
    let mock = MockServer::builder().strict(true).start().await.expect("a mock");
    let body = r#"{"headings": [["signed", "a"], ["name", "b"]], "style": "of_tomorrow", "more": 1}"#;
    let requests: &[RawRequest<'_>] = &[
        ("GET", &format!("{PAINTINGS}?limit=10&origin=gift"), &[TOKEN], ""),
        ("GET", &format!("{PAINTINGS}?Limit=10&origin=of_tomorrow"), &[TOKEN], ""),
        ("POST", EXPORT, &[TOKEN], body),
    ];
    insta::assert_snapshot!(transcript(&mock, requests).await);
}

#[tokio::test]
async fn accepts_valid_client_signatures_and_rejects_others() {
    let mock = MockServer::builder().access_key("AK", "s3cret-key").start().await.expect("a mock");
    let list = |client: Client| async move { client.list_paintings().title("a b+c/ä~").send().await };
    list(mock.client().build().expect("a client")).await.expect("a valid signature");
    let wrong = mock.client().credentials(Credentials::access_key("AK", "another-key")).build().expect("a client");
    let error = list(wrong).await.expect_err("an invalid signature");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Service, Some("APIGW.0301")), "{error}");
    let temporary = Credentials::temporary_access_key("AK", "s3cret-key", "s3cret-session");
    list(mock.client().credentials(temporary).build().expect("a client")).await.expect("a valid signature");
    let shown = format!("{mock:?} {:?}", mock.received_requests());
    assert!(!shown.contains("s3cret") && !shown.contains("Signature="), "{shown}");
}

/// Calls each operation once, with a valid request.
async fn call_all(client: &Client) -> Result<(), Error> {
    client.export_visits(1).longer_than(i64::MIN).visit_ids(["ä", ""]).send().await?;
    client.inspect_paintings("of_tomorrow").everything(true).send().await?;
    client.export_paintings([("signed", "Signed %20 \"")]).count(10).send().await?;
    client.list_paintings().limit(10).title("a&b=c").on_loan(false).send().await?;
    client.list_rooms().wing(String::new()).offset(i32::MAX).send().await?;
    Ok(())
}

fn assert_only_request<R: Operation + PartialEq + std::fmt::Debug>(requests: &[R], expected: Value) {
    assert_eq!(requests, [serde_json::from_value::<R>(expected).expect("a request")]);
}

#[tokio::test]
async fn returns_received_requests_as_request_structs() {
    let mock = MockServer::start().await.expect("a mock");
    call_all(&mock.client().build().expect("a client")).await.expect("responses");
    let body = json!({"longer_than": i64::MIN, "visit_ids": ["ä", ""]});
    assert_only_request::<ExportVisitsRequest>(&mock.export_visits().requests(), json!({"count": 1, "body": body}));
    let body = json!({"method": "of_tomorrow", "everything": true});
    assert_only_request::<InspectPaintingsRequest>(&mock.inspect_paintings().requests(), json!({"body": body}));
    let body = json!({"headings": [["signed", "Signed %20 \""]]});
    assert_only_request::<ExportPaintingsRequest>(
        &mock.export_paintings().requests(),
        json!({"count": 10, "body": body}),
    );
    assert_only_request::<ListPaintingsRequest>(
        &mock.list_paintings().requests(),
        json!({"limit": 10, "title": "a&b=c", "on_loan": false}),
    );
    assert_only_request::<ListRoomsRequest>(&mock.list_rooms().requests(), json!({"wing": "", "offset": i32::MAX}));
}

#[tokio::test]
async fn responds_with_the_examples_of_the_help_pages() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    let responses = [
        ("ExportVisits", json!(client.export_visits(1).send().await.expect("a response"))),
        ("ExportPaintings", json!(client.export_paintings([("signed", "")]).send().await.expect("a response"))),
    ];
    for (id, response) in responses {
        let operation = OPERATIONS.iter().find(|operation| operation.id == id).expect("an operation");
        let example: Value = serde_json::from_str(operation.examples[0].response.expect("an example")).expect("JSON");
        assert_eq!(response, example, "{id}");
    }
    let page = client.list_paintings().send().await.expect("a page");
    assert_eq!((page.total, page.paintings.len()), (Some(25), 10), "the default limit of the help page");
    assert_eq!(page.paintings[0].title.as_deref(), Some("Sunrise"), "the example comes first");
    client.inspect_paintings("x").everything(true).send().await.expect("an empty response");
}

#[tokio::test]
async fn pages_through_all_records() {
    for (records, pages) in [(0, 1), (1, 1), (200, 1), (201, 2), (450, 3)] {
        let mock = MockServer::builder().records(records).start().await.expect("a mock");
        let client = mock.client().build().expect("a client");
        let (mut paintings, mut names) = (client.list_paintings().items(), Vec::new());
        while let Some(painting) = paintings.try_next().await.expect("a page") {
            names.push(format!("{painting:?}"));
        }
        assert_eq!((names.len(), mock.received_requests().len()), (records as usize, pages), "{records} records");
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), records as usize, "all records differ");
        let past = client.list_paintings().offset(500).send().await.expect("a page");
        assert_eq!((past.total, past.paintings.len()), (Some(records.into()), 0));
    }
}

/// Returns why a generated value does not fit its type. Deliberately independent of the library's own validation.
fn type_error(ty: Type, value: &Value) -> Option<String> {
    let in_bounds = |bounds: Option<Bounds>, number: i64| bounds.is_none_or(|bounds| bounds.contains(number));
    let fits = match (ty, value) {
        (Type::String(bounds), Value::String(text)) => {
            in_bounds(bounds, text.chars().count().try_into().unwrap_or(i64::MAX))
        }
        (Type::Integer(bounds), Value::Number(number)) => {
            number.as_i64().is_some_and(|number| i32::try_from(number).is_ok() && in_bounds(bounds, number))
        }
        (Type::Long(bounds), Value::Number(number)) => number.as_i64().is_some_and(|number| in_bounds(bounds, number)),
        (Type::Boolean(accepted), Value::Bool(value)) => accepted.is_none_or(|accepted| accepted == *value),
        (Type::Enum(values), Value::String(text)) => values.contains(&text.as_str()),
        (Type::IntegerEnum(values), Value::Number(number)) => {
            number.as_i64().is_some_and(|number| values.contains(&number))
        }
        (Type::Json, _) | (Type::Number(_), Value::Number(_)) => true,
        (Type::Map(ty, _), Value::Object(entries)) => return entries.values().find_map(|value| type_error(*ty, value)),
        (Type::Array(ty, _), Value::Array(items)) => return items.iter().find_map(|item| type_error(*ty, item)),
        (Type::Object(fields), Value::Object(object)) => {
            if let Some(missing) = fields.iter().find(|field| !object.contains_key(field.name)) {
                return Some(format!("missing field {}", missing.name));
            }
            return fields.iter().find_map(|Field { name, ty, .. }| type_error(*ty, &object[*name]));
        }
        _ => false,
    };
    if fits { None } else { Some(format!("{ty:?}: {value}")) }
}

#[tokio::test]
async fn generated_records_satisfy_their_types() {
    let mock = MockServer::builder().records(210).start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    let paintings = client.list_paintings().offset(1).limit(200).send().await.expect("a page");
    let rooms = client.list_rooms().offset(1).limit(209).send().await.expect("a page");
    assert_eq!((paintings.paintings.len(), rooms.rooms.len()), (200, 209));
    for (id, name, list) in
        [("ListPaintings", "paintings", json!(paintings.paintings)), ("ListRooms", "rooms", json!(rooms.rooms))]
    {
        let operation = OPERATIONS.iter().find(|operation| operation.id == id).expect("an operation");
        let field = operation.response.fields().iter().find(|field| field.name == name).expect("a list");
        assert_eq!(type_error(field.ty, &list), None, "{id}");
    }
}

#[tokio::test]
async fn scripted_responses_come_first_and_in_order() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().retry(RetryConfig::disabled()).build().expect("a client");
    let paintings = mock.list_paintings();
    let scripted: ListPaintingsResponse =
        serde_json::from_value(json!({"total": 7, "paintings": [{"title": "scripted"}]})).expect("a response");
    paintings.respond_with(&scripted);
    paintings.respond_with_error(http::StatusCode::FORBIDDEN, "MUSEUM.0013", "no rights");
    let bad_gateway = http::Response::builder().status(502).body("<html>".into()).expect("a response");
    paintings.respond_with_http(bad_gateway);

    let rejected = client.list_paintings().limit(1).customize().validate(false).send().await;
    let error = rejected.expect_err("an invalid request");
    assert_eq!(error.code(), Some("MUSEUM.0001"), "a rejected request consumes no scripted response");
    client.export_paintings([("signed", "")]).send().await.expect("another operation");
    assert_eq!(client.list_paintings().send().await.expect("a response"), scripted);
    let error = client.list_paintings().send().await.expect_err("an error");
    assert_eq!((error.code(), error.message()), (Some("MUSEUM.0013"), Some("no rights")));
    assert!(error.request_id().is_some_and(|id| id.starts_with("mock-")), "{error}");
    let error = client.list_paintings().send().await.expect_err("an error");
    assert_eq!((error.status().map(|status| status.as_u16()), error.raw_body()), (Some(502), Some(&b"<html>"[..])));
    assert_eq!(client.list_paintings().send().await.expect("the default response").paintings.len(), 10);
    assert_eq!((paintings.requests().len(), mock.received_requests().len()), (4, 6));
}

#[tokio::test]
async fn injects_scripted_faults() {
    // Short only where the fault outlasts it, so that a busy machine cannot cause a timeout elsewhere.
    let (long, short) = (Duration::from_secs(300), Duration::from_millis(100));
    for (fault, timeout, kind) in [
        (Fault::Disconnect, long, Some(ErrorKind::Transport)),
        (Fault::TruncateBody, long, Some(ErrorKind::Transport)),
        (Fault::Delay(Duration::from_secs(3600)), short, Some(ErrorKind::Timeout)),
        (Fault::Delay(Duration::ZERO), long, None),
    ] {
        let mock = MockServer::start().await.expect("a mock");
        let client = mock.client().retry(RetryConfig::disabled()).build().expect("a client");
        mock.export_visits().fail_with(fault);
        let call = client.export_visits(1).customize().operation_timeout(timeout);
        let outcome = call.operation_attempt_timeout(timeout).send().await;
        assert_eq!(outcome.as_ref().err().map(Error::kind), kind, "{fault:?}");
        assert_eq!(outcome.unwrap_or_default() == ExportVisitsResponse::default(), kind.is_some());
    }
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    mock.list_paintings().fail_with(Fault::Disconnect);
    client.list_paintings().send().await.expect("the second attempt succeeds");
    assert_eq!(mock.list_paintings().requests().len(), 2);
}

/// A painting with a title and an artist.
fn painting(title: &str, artist: &str) -> Value {
    json!({ "title": title, "artist": artist })
}

#[tokio::test]
async fn responds_when_a_request_matches_then_always_then_by_default() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().retry(RetryConfig::disabled()).build().expect("a client");
    let paintings = mock.list_paintings();
    paintings.respond_when(|request| match request.offset {
        Some(10) => Some(MockResponse::json(&json!({ "total": 11, "paintings": [painting("Sunrise", "2")] }))),
        _ => None,
    });
    paintings.respond_when(|request| match request.offset {
        Some(10) => Some(MockResponse::fault(Fault::Disconnect)),
        Some(20) => Some(MockResponse::error(http::StatusCode::FORBIDDEN, "MUSEUM.0013", "no rights")),
        _ => None,
    });
    let list = |offset| client.list_paintings().offset(offset).send();
    assert_eq!(list(0).await.expect("a page").paintings.len(), 10, "the default response");
    assert_eq!(list(10).await.expect("a page").total, Some(11), "the first responder counts");
    assert_eq!(list(20).await.expect_err("an error").code(), Some("MUSEUM.0013"));
    paintings.respond_always(MockResponse::json(&json!({ "total": 0, "paintings": [] })));
    for _ in 0..2 {
        assert_eq!(list(0).await.expect("a page").total, Some(0));
    }
    assert_eq!(list(10).await.expect("a page").total, Some(11), "responders come before the constant response");
    paintings.respond_with_json(&json!({ "total": 5, "paintings": [] }));
    assert_eq!(list(10).await.expect("a page").total, Some(5), "scripted responses come first");
}

#[tokio::test]
async fn lists_given_records_and_filters_them_by_equality() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    let artists: Vec<String> = (0..450).map(|number| number.to_string()).collect();
    let mut records: Vec<Value> = artists.iter().map(|artist| painting("Sunrise", artist)).collect();
    records.push(json!({ "title": "Moonlight", "on_loan": false, "origin": "Japan" }));
    mock.list_paintings().records_json(Value::Array(records)).expect("records");
    let mut sunrises = client.list_paintings().title("Sunrise").items();
    let mut found = Vec::new();
    while let Some(painting) = sunrises.try_next().await.expect("a page") {
        found.extend(painting.artist);
    }
    assert_eq!(found, artists, "all pages, in the order of the records");
    for (name, total) in [("Moonlight", 1_u8), ("Moonligh", 0), ("MOONLIGHT", 0)] {
        let page = client.list_paintings().title(name).send().await.expect("a page");
        assert_eq!((page.total, page.paintings.len()), (Some(total.into()), usize::from(total)), "{name}");
    }
    let page = client.list_paintings().on_loan(false).send().await.expect("a page");
    assert_eq!(page.total, Some(1), "a record without the field does not match");
    let page = client.list_paintings().origin("gift").send().await.expect("a page");
    assert_eq!(page.total, Some(451), "origin of a record has other values: it is another property");
    let first = page.paintings[0].clone();
    mock.list_paintings().records([first.clone()]);
    let page = client.list_paintings().send().await.expect("a page");
    assert_eq!((page.total, page.paintings), (Some(1), vec![first]), "typed records replace the former ones");
}

#[tokio::test]
async fn given_records_can_contain_parameters_that_only_select_them() {
    let data = json!({ "ListRooms": [
        { "name": "Hall", "wing": "west" },
        { "name": "Cabinet", "wing": "east" },
        { "name": "Cellar" },
    ] });
    let mock = MockServer::builder().data(data).expect("valid data").start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    for (wing, expected) in [("west", vec!["Hall"]), ("east", vec!["Cabinet"]), ("north", vec![])] {
        let page = client.list_rooms().wing(wing).send().await.expect("a page");
        let names: Vec<_> = page.rooms.iter().filter_map(|room| room.name.as_deref()).collect();
        assert_eq!(names, expected, "{wing}");
    }
    let page = client.list_rooms().floor(1).send().await.expect("a page");
    assert_eq!(page.total, Some(3), "a parameter that no record contains selects nothing");
    let target = format!("GET {ROOMS}?wing=east HTTP/1.1\r\nhost: h\r\nconnection: close\r\n");
    let raw = exchange(&mock.url(), format!("{target}region: r\r\nX-Auth-Token: t\r\n\r\n").as_bytes()).await;
    assert!(raw.contains("Cabinet") && !raw.contains("wing"), "the response has the record's own fields: {raw}");
}

#[test]
fn invalid_data_is_an_error_that_names_the_place() {
    let mut transcript = String::new();
    for data in [
        json!([]),
        json!({ "ListPainting": [] }),
        json!({ "List\nPaintings": [] }),
        json!({ "ExportPaintings": [] }),
        json!({ "ListPaintings": {} }),
        json!({ "ListPaintings": [{ "title": "Sunrise" }, "Sunrise"] }),
        json!({ "ListPaintings": [{ "title": "Sunrise" }, { "titl": "Sunrise" }] }),
        json!({ "ListPaintings": [{ "sketches": "3" }] }),
        json!({ "ListPaintings": [{ "sketches": 1.5 }] }),
        json!({ "ListRooms": [{ "limit": 10 }] }),
        json!({ "ListRooms": [{ "wing": 1 }] }),
    ] {
        let error = MockServer::builder().data(data.clone()).expect_err("invalid data");
        assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
        let _ = writeln!(transcript, "{data}\n    {error}\n");
    }
    insta::assert_snapshot!(transcript);
}

#[tokio::test]
async fn iam_exchanges_passwords_for_tokens() {
    let mock = MockServer::builder().password("account", "user", "s3cret").start().await.expect("a mock");
    let scope_by_region = || Client::builder().endpoint(mock.url()).iam_endpoint(mock.url()).region("cn-north-4");
    for builder in [mock.client(), scope_by_region()] {
        let client = builder.credentials(Credentials::password("account", "user", "s3cret")).build().expect("a client");
        client.list_paintings().send().await.expect("a page");
    }
    let paths: Vec<_> = mock.received_requests().iter().map(|request| request.uri().path().to_owned()).collect();
    let paintings = "/v1/mock-project/paintings";
    assert_eq!(paths, ["/v3/auth/tokens", paintings, "/v3/auth/tokens", paintings]);
    assert!(!format!("{:?}", mock.received_requests()).contains("s3cret"), "the password is not kept");
    for (domain, user, password) in
        [("other", "user", "s3cret"), ("account", "other", "s3cret"), ("account", "user", "other")]
    {
        let client =
            mock.client().credentials(Credentials::password(domain, user, password)).build().expect("a client");
        let error = client.list_paintings().send().await.expect_err("a wrong password");
        assert!(error.to_string().contains("the user name or password is wrong"), "{error}");
    }
    let outcome = send(&mock.url(), "GET", PAINTINGS, &[TOKEN], "").await;
    assert!(outcome.starts_with("401"), "only issued tokens are accepted: {outcome}");
    assert_eq!(send(&mock.url(), "POST", "/v3/auth/tokens", &[], "{}").await, "400");
    assert_eq!(send(&mock.url(), "GET", "/v3/projects", &[], "").await, "401");
}

#[tokio::test]
async fn iam_lists_one_project_for_a_region() {
    let mock = MockServer::builder().access_key("AK", "s3cret").start().await.expect("a mock");
    let builder = Client::builder().endpoint(mock.url()).iam_endpoint(mock.url()).region("cn-north-4");
    let builder = builder.credentials(Credentials::access_key("AK", "s3cret"));
    let client = builder.resolve_project_id().await.expect("a project").build().expect("a client");
    client.list_paintings().send().await.expect("a page");
    assert_eq!(mock.received_requests()[1].uri().path(), "/v1/mock-project/paintings");
}

#[tokio::test]
async fn latency_delays_every_response() {
    let mock = MockServer::builder().latency(Duration::from_secs(3600)).start().await.expect("a mock");
    let client = mock.client().retry(RetryConfig::disabled()).build().expect("a client");
    let call = client.list_paintings().customize().operation_timeout(Duration::from_millis(100));
    assert_eq!(call.send().await.expect_err("a timeout").kind(), ErrorKind::Timeout);
    let mock = MockServer::builder().latency(Duration::from_millis(20)).start().await.expect("a mock");
    let before = std::time::Instant::now();
    mock.client().build().expect("a client").list_paintings().send().await.expect("a page");
    assert!(before.elapsed() >= Duration::from_millis(20));
}

#[tokio::test]
async fn listens_only_on_loopback() {
    let error = MockServer::builder().listen(([0, 0, 0, 0], 0).into()).start().await.expect_err("not loopback");
    assert_eq!(error.to_string(), "invalid address 0.0.0.0: it must be a loopback address, such as 127.0.0.1");
}

#[tokio::test]
async fn stops_when_dropped() {
    let mock = MockServer::builder().listen(([127, 0, 0, 1], 0).into()).start().await.expect("a mock");
    let client = mock.client().retry(RetryConfig::disabled()).build().expect("a client");
    client.list_paintings().send().await.expect("a response");
    drop(mock);
    tokio::task::yield_now().await;
    let error = client.list_paintings().send().await.expect_err("the server is gone");
    assert!(matches!(error.kind(), ErrorKind::Connect | ErrorKind::Transport), "{error}");
}

#[tokio::test]
async fn survives_large_and_malformed_requests() {
    let mock = MockServer::start().await.expect("a mock");
    let large = "x".repeat((16 << 20) + 1);
    let outcome = send(&mock.url(), "POST", EXPORT, &[TOKEN], &large).await;
    assert!(outcome.starts_with("413"), "{outcome}");
    let nested = "[".repeat(100_000);
    let outcome = send(&mock.url(), "POST", EXPORT, &[TOKEN], &nested).await;
    assert!(outcome.starts_with("400 MUSEUM.0002"), "{outcome}");
    for bytes in [&b"\0\0\0\0\r\n\r\n"[..], b"GET /v1/%FF/paintings HTTP/1.0\r\n\r\n", b"GET / HTTP/9\r\n\r\n"] {
        let response = exchange(&mock.url(), bytes).await;
        assert!(response.is_empty() || response.contains(" 40"), "{response}");
    }
    let wrong = format!(r#"{{"headings": [], "painted": 1, "artist": [{}1]}}"#, "1,".repeat(1_000_000));
    let outcome = send(&mock.url(), "POST", EXPORT, &[TOKEN], &wrong).await;
    assert!(outcome.starts_with("400 MUSEUM.0001") && outcome.len() < 1000, "{outcome}");
    let wrong = format!(r#"{{"visit_ids": [{}1]}}"#, "1,".repeat(1_000_000));
    let region = ("region", "cn-north-4");
    let outcome = send(&mock.url(), "POST", VISITS, &[TOKEN, region], &wrong).await;
    assert_eq!(outcome.matches("must be a string").count(), 1000, "at most 1000 violations are reported");
    call_all(&mock.client().build().expect("a client")).await.expect("the server still works");
}

#[tokio::test]
async fn limits_pages_to_1000_records() {
    let mock = MockServer::builder().records(u32::MAX).start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    for (limit, records) in [(i32::MAX, 1000), (1001, 1000), (1000, 1000), (0, 0), (-1, 10)] {
        let page = client.list_rooms().limit(limit).send().await.expect("a page");
        assert_eq!((page.rooms.len(), page.total), (records, Some(u32::MAX.into())), "{limit}");
    }
    let page = client.list_rooms().offset(-1).send().await.expect("a page");
    assert_eq!(page.rooms.len(), 10, "a negative offset counts as missing");
}

#[tokio::test]
async fn bounds_the_request_history() {
    let mock = MockServer::start().await.expect("a mock");
    let body = format!(r#"{{"headings": [["signed", "{}"]]}}"#, "x".repeat(10 << 20));
    for _ in 0..8 {
        assert_eq!(send(&mock.url(), "POST", EXPORT, &[TOKEN], &body).await, "200");
    }
    assert_eq!((mock.received_requests().len(), mock.export_paintings().requests().len()), (6, 6), "64 MiB of bodies");
    let large = "x".repeat((16 << 20) + 1);
    send(&mock.url(), "POST", EXPORT, &[TOKEN], &large).await;
    let last = mock.received_requests().pop().expect("a request");
    assert_eq!((last.uri().path(), last.body().len()), (EXPORT, 0), "a body that is too large is dropped");
}

#[tokio::test]
async fn replaces_framing_headers_of_scripted_responses() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().retry(RetryConfig::disabled()).build().expect("a client");
    for (name, value) in [("content-length", "1000"), ("content-length", "1"), ("transfer-encoding", "chunked")] {
        let response = http::Response::builder().header(name, value).body(r#"{"task_id": "t"}"#.into());
        mock.export_paintings().respond_with_http(response.expect("a response"));
        let task = client.export_paintings([("signed", "")]).send().await.expect("a complete response");
        assert_eq!(task.task_id.as_deref(), Some("t"), "{name}: {value}");
    }
}

#[test]
fn start_fails_without_a_tokio_runtime() {
    let start = std::pin::pin!(MockServer::start());
    let outcome = start.poll(&mut std::task::Context::from_waker(std::task::Waker::noop()));
    assert!(matches!(outcome, std::task::Poll::Ready(Err(_))), "{outcome:?}");
}

/// Returns the states of a task that a client receives, and the outcome of waiting for it.
async fn story(builder: MockServerBuilder) -> (Vec<String>, Result<usize, Error>) {
    let mock = builder.start().await.expect("a mock");
    let states = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&states);
    // With this clock, pauses end at once and timeouts never expire.
    let clock = VirtualClock::new(&[60, 180].map(Duration::from_secs));
    let client = mock.client().time_source(clock.clone()).sleep(clock).build().expect("a client");
    let wait = client.export_paintings([("signed", "Signed")]).send_and_wait().timeout(Duration::from_secs(1));
    let wait = wait.on_state(move |response| {
        let state = response.task_status.as_ref().expect("a state").as_str();
        let file = if response.file_id.is_some() { " with a file" } else { "" };
        log.lock().expect("a log").push(format!("{state}{file}"));
    });
    let outcome = match wait.download().await {
        Ok(download) => download.bytes().await.map(|bytes| bytes.len()),
        Err(error) => Err(error.into()),
    };
    let states = states.lock().expect("a log").clone();
    (states, outcome)
}

#[tokio::test]
async fn tasks_end_with_the_configured_outcome() {
    let (states, outcome) = story(MockServer::builder()).await;
    assert_eq!(states, ["running", "running", "success with a file"]);
    assert!(outcome.expect("a file") > 100);
    let (states, outcome) = story(MockServer::builder().task_running(0).task_outcome(TaskOutcome::Failure)).await;
    assert_eq!((states, outcome.expect_err("a failure").kind()), (vec!["failure".to_owned()], ErrorKind::Task));
    let (states, outcome) = story(MockServer::builder().task_running(1).task_outcome(TaskOutcome::FileGone)).await;
    let error = outcome.expect_err("no file");
    assert_eq!((states.len(), error.status(), error.code()), (2, Some(StatusCode::NOT_FOUND), Some("MUSEUM.0003")));
    let (states, outcome) = story(MockServer::builder().task_outcome(TaskOutcome::Endless)).await;
    assert!(outcome.expect_err("a timeout").is_timeout());
    assert_eq!(states, vec!["running"; 11]);
}

/// An ID can be that of an earlier task.
#[tokio::test]
async fn each_task_runs_from_its_beginning() {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    for _ in 0..2 {
        client.export_paintings([("signed", "Signed")]).send_and_wait().await.expect("a task");
    }
    assert_eq!(mock.show_export().requests().len(), 6);
}

#[tokio::test]
async fn files_are_zip_archives_whose_id_is_signed_in_its_encoded_form() {
    let mock = MockServer::builder().access_key("AK", "SK-of-a-user").start().await.expect("a mock");
    let client = mock.client().build().expect("a client");
    let download = client.fetch_file("a/b ä").send().await.expect("a file");
    assert_eq!(download.content_type(), Some("application/zip"));
    assert!(download.bytes().await.expect("a file").starts_with(b"PK\x03\x04"));
    assert_eq!(mock.fetch_file().requests()[0].file_id.as_deref(), Some("a/b ä"));
    assert_eq!(mock.received_requests()[0].uri().path(), "/v1/mock-project/files/a%2Fb%20%C3%A4");
    for file_id in ["..", ".", ""] {
        let error = client.fetch_file(file_id).send().await.expect_err("another path");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
}

#[tokio::test]
async fn a_download_can_be_truncated() {
    let mock = MockServer::start().await.expect("a mock");
    mock.fetch_file().fail_with(Fault::TruncateBody);
    let client = mock.client().retry(RetryConfig::disabled()).build().expect("a client");
    // The connection may break before or after the first half has arrived.
    let outcome = match client.fetch_file("f").send().await {
        Ok(download) => download.bytes().await,
        Err(error) => Err(error),
    };
    assert_eq!(outcome.expect_err("truncated").kind(), ErrorKind::Transport);
}
