//! Calls to a mock server with the client of the fixtures.

use huaweicloud_a_quoted_service::mock::{MockServer, TaskOutcome};
use huaweicloud_a_quoted_service::operation::PutEverythingArguments;
use huaweicloud_a_quoted_service::types::*;
use huaweicloud_a_quoted_service::{Client, Error, ErrorKind};
use serde_json::json;

async fn start() -> (MockServer, Client) {
    let mock = MockServer::builder().strict(true).start().await.expect("a mock server");
    let client = mock.client().build().expect("a client");
    (mock, client)
}

/// Returns the path and the query of the latest request, and its body.
fn latest(mock: &MockServer) -> (String, String) {
    let request = mock.received_requests().pop().expect("a request");
    let target = request.uri().path_and_query().expect("a target").to_string();
    (target, String::from_utf8_lossy(request.body()).into_owned())
}

/// Returns the violations of a request, which was not sent.
fn violations<T>(outcome: Result<T, Error>) -> Vec<String> {
    let Err(error) = outcome else { panic!("the request is valid") };
    error.violations().iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn patterns_are_checked_before_a_request_is_sent() {
    let (mock, client) = start().await;
    let call = client.state_patterns("a-1", ["0f"]).quoted("\"#`<b>_x").chosen("all").lists([["a"]]);
    call.inner(Patterned::new("1234")).send().await.expect("a valid request");
    let (target, body) = latest(&mock);
    assert_eq!(target, "/patterns/a-1?chosen=all&quoted=%22%23%60%3Cb%3E_x");
    assert_eq!(body, r#"{"ids":["0f"],"lists":[["a"]],"inner":{"id":"1234"}}"#);

    let call = client.state_patterns("A", ["0f", "G"]).chosen("none").lists([["a", "b"]]);
    let outcome = call.inner(Patterned::new("12345")).send().await;
    let expected = [
        "`name` (path) must be a string that matches ^[a-z][a-z0-9-]*$",
        "`chosen` (query) must be a string that matches ^(all|\\d+)$",
        "`ids[1]` (body) must be a string that matches ^[0-9a-f]+$",
        "`lists[0][1]` (body) must be a string that matches ^a",
        "`inner.id` (body) must be a string that matches ^[0-9]{4}$",
    ];
    assert_eq!(violations(outcome), expected);
    assert_eq!(mock.received_requests().len(), 1);
}

#[tokio::test]
#[allow(deprecated, reason = "the service still requires it")]
#[allow(clippy::many_single_char_names, reason = "the names of the fixture")]
async fn more_than_four_arguments_are_set_by_name() {
    let (mock, client) = start().await;
    let letters = ["a", "b", "c", "d", "e", "f", "g"].map(str::to_owned);
    let [a, b, c, d, e, f, g] = letters.clone();
    let object = Everything::new(EverythingArguments { a, b, c, d, e, f, g, h: vec![Nested::new().new_("h")] });
    let arguments = PutEverythingArguments {
        id: "1".to_owned(),
        b: true,
        c: 2,
        x_d: 3,
        e: "text".to_owned(),
        f: letters[..2].to_vec(),
        g: object,
    };
    let call = client.put_everything(arguments).customize().enterprise_project_id("0");
    call.send().await.expect("a valid request");
    let (target, body) = latest(&mock);
    assert_eq!(target, "/v5/mock-project/everything/1?b=true&c=2&enterprise_project_id=0");
    let object = r#"{"a":"a","b":"b","c":"c","d":"d","e":"e","f":"f","g":"g","h":[{"new":"h"}]}"#;
    assert_eq!(body, format!(r#"{{"e":"text","f":["a","b"],"g":{object}}}"#));
}

#[tokio::test]
async fn integer_enums_accept_known_and_unknown_values() {
    let (_strict, client) = start().await;
    let mock = MockServer::builder().task_running(0).start().await.expect("a mock server");
    let lax = mock.client().build().expect("a client");
    let call = lax.integer_enums(Level::Medium, Switch::On).min_level(1).x_level(-1).levels([Level::Value1, 7.into()]);
    let response = call.pair((2, "a")).inner(Levelled::new(-2_147_483_648)).send().await.expect("a valid request");
    assert_eq!((response.level, response.levels), (Some(Level::Medium), vec![1.into(), 5_000_000_000_i64.into()]));
    let (target, body) = latest(&mock);
    assert_eq!(target, "/levels/2?min_level=1");
    assert_eq!(body, r#"{"switch":1,"levels":[1,7],"pair":[2,"a"],"inner":{"level":-2147483648}}"#);
    assert_eq!(mock.received_requests()[0].headers()["x-level"], "-1");
    let received = mock.integer_enums().requests();
    assert_eq!(received[0].min_level, Some(Level::Value1));
    assert_eq!(received[0].x_level, Some(Level::ValueMinus1));

    let outcome = lax.integer_enums(3_000_000_000_i64, 1).send().await;
    assert_eq!(violations(outcome), ["`level` (path) must be -2147483648 to 2147483647, not 3000000000"]);
    let error = client.integer_enums(7, 1).send().await.expect_err("a strict mock server rejects unknown values");
    assert!(error.to_string().contains("`level` (path) must be one of 1, 2, -2147483648, -1"), "{error}");
}

#[tokio::test]
async fn bounds_with_one_limit_are_checked_on_that_side() {
    let (mock, client) = start().await;
    let call = client.one_sided_bounds("a".repeat(5000)).offset(i64::MAX).code("").deepest(i32::MIN);
    call.list([i32::MIN, i32::MAX]).pair(("", i64::MIN)).send().await.expect("a valid request");
    client.one_sided_bounds("a").items().try_next().await.expect("a page");
    assert_eq!(latest(&mock).0, "/bounds?name=a", "no limit is sent if the help page states no maximum");

    let call = client.one_sided_bounds("").offset(-1).code("123456789").deepest(0).list([]).pair(("abc", 1));
    let expected = [
        "`offset` (query) must be at least 0, not -1",
        "`name` (query) must have at least 1 characters, not 0",
        "`code` (query) must have at most 8 characters, not 9",
        "`deepest` (query) must be at most -1, not 0",
        "`list` (body) must have at least 1 items, not 0",
        "`pair[0]` (body) must have at most 2 characters, not 3",
        "`pair[1]` (body) must be at most 0, not 1",
    ];
    assert_eq!(violations(call.send().await), expected);
}

#[tokio::test]
async fn numbers_maps_and_any_json_arrive_unchanged() {
    let (mock, client) = start().await;
    let call = client
        .json_values(0.25, [0.0, f64::MIN_POSITIVE], json!({"b": [1, null]}), [("k", "v")])
        .min_score(-1.25)
        .x_score(1e21);
    let valued = Valued::new(0.1).options("text").values([("n", 7)]);
    let call = call.nested([("x", [("y", ["a"])])]).objects([("o", valued)]);
    let call = call.maps([[("m", 1)]]).extras([json!(null), json!(1)]).pair((1.5, 2));
    let request = call.request().clone();
    let response = call.send().await.expect("a valid request");
    assert_eq!(response.score, Some(7.0));
    assert_eq!(response.numbers, [1.0, 1.5, 18_446_744_073_709_551_615.0]);
    assert_eq!(response.options, Some(json!([1, {"a": null}])));
    assert_eq!(response.objects.expect("a map")["x"].values.as_ref().expect("a map")["a"], 5_000_000_000);
    let (target, body) = latest(&mock);
    assert_eq!(target, "/values/0.25?min_score=-1.25");
    let expected = r#"{"scores":[0.0,2.2250738585072014e-308],"options":{"b":[1,null]},"labels":{"k":"v"},"#.to_owned()
        + r#""nested":{"x":{"y":["a"]}},"#
        + r#""objects":{"o":{"value":0.1,"options":"text","values":{"n":7}}},"#
        + r#""maps":[{"m":1}],"extras":[null,1],"pair":[1.5,2]}"#;
    assert_eq!(body, expected);
    assert_eq!(mock.json_values().requests(), [request]);
}

#[tokio::test]
async fn numbers_and_maps_out_of_bounds_are_rejected() {
    let (mock, client) = start().await;
    let call = client.json_values(1.5, [11.0], json!(null), [("a", "12345"), ("b", ""), ("c\n", "c")]);
    let outcome = call.at_least(0.0).at_most(0.0).send().await;
    let expected = [
        "`ratio` (path) must be 0 to 1, not 1.5",
        "`at_least` (query) must be at least 0.1, not 0.0",
        "`at_most` (query) must be at most -0.5, not 0.0",
        "`scores[0]` (body) must be 0 to 10, not 11.0",
        "`options` (body) is required",
        "`labels` (body) must have 1 to 2 entries, not 3",
        "`labels.a` (body) must have 1 to 4 characters, not 5",
        "`labels.b` (body) must have 1 to 4 characters, not 0",
    ];
    assert_eq!(violations(outcome), expected);
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let call = client.json_values(0.5, [0.5], 1, [("a", "b")]).customize().validate(false);
        let mut request = call.into_request();
        request.body.objects = Some([("x".to_owned(), Valued::new(number))].into());
        let error = client.call(request).validate(false).send().await.expect_err("not a JSON number");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains("`value` must be a finite number"), "{error}");
    }
    assert_eq!(mock.received_requests().len(), 0);
}

/// The query has the order of the vendor's SDK, which a signature covers: by name, then by value.
#[tokio::test]
async fn lists_in_the_query_are_repeated_keys_in_the_order_of_the_signature() {
    let (mock, client) = start().await;
    let call = client.query_lists(["b", "a&b= c", "a"], ["a"]).levels([1]).numbers([5, -5, 10 - 6]).longs([10, 9]);
    let call = call.ratios([0.5]).flags([true, false]).items_per_page(3);
    let request = call.request().clone();
    call.send().await.expect("a valid request");
    let expected = "/lists?flags=false&flags=true&ids=a&ids=a%26b%3D%20c&ids=b&items-per-page=3&kinds=a&levels=1\
                    &longs=10&longs=9&numbers=-5&numbers=4&numbers=5&ratios=0.5";
    assert_eq!(latest(&mock).0, expected);
    let received = mock.query_lists().requests().pop().expect("a request");
    assert_eq!(received.numbers, Some(vec![-5, 4, 5]));
    assert_eq!((received.kinds, received.levels, received.longs), (request.kinds, request.levels, request.longs));

    let signed = mock.client().credentials(huaweicloud_a_quoted_service::Credentials::access_key("test", "test"));
    let signed = signed.build().expect("a client").query_lists(["b", "a"], ["a", "a"]).numbers([]);
    signed.send().await.expect("a valid signature");
    let accepted = mock.query_lists().requests().pop().expect("a request");
    assert_eq!(accepted.ids, Some(vec!["a".to_owned(), "b".to_owned()]));
}

#[tokio::test]
async fn lists_in_the_query_are_checked_like_those_of_the_body() {
    let (mock, client) = start().await;
    let call = client.query_lists(["", "a", "b", "C"], Vec::<ListKind>::new()).numbers([6]).ratios([1.5]);
    let expected = [
        "`ids` (query) must have 1 to 3 items, not 4",
        "`ids[0]` (query) must have 1 to 8 characters, not 0",
        "`ids[0]` (query) must be a string that matches ^[a-z&= ]+$",
        "`ids[3]` (query) must be a string that matches ^[a-z&= ]+$",
        "`kinds` (query) is required",
        "`numbers[0]` (query) must be -5 to 5, not 6",
        "`ratios[0]` (query) must be 0 to 1, not 1.5",
    ];
    assert_eq!(violations(call.send().await), expected);
    assert_eq!(mock.received_requests().len(), 0);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    /// The mock server verifies the signature and reads the query on its own.
    #[test]
    fn any_lists_in_the_query_arrive_sorted(
        ids in proptest::collection::vec("\\PC{1,8}", 1..5),
        longs in proptest::collection::vec(proptest::num::i64::ANY, 0..5),
        ratios in proptest::collection::vec(proptest::num::f64::NORMAL, 0..3),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let mock = MockServer::start().await.expect("a mock server");
            let client = mock.client().build().expect("a client");
            let call = client.query_lists(ids.clone(), ["a"]).longs(longs.clone()).ratios(ratios.clone());
            let _ = call.customize().validate(false).send().await;
            let request = mock.received_requests().pop().expect("a request");
            let query = request.uri().query().expect("a query");
            let decode = |pair: &str| {
                let (name, value) = pair.split_once('=').expect("a value");
                let mut bytes = Vec::new();
                let mut rest = value.bytes();
                while let Some(byte) = rest.next() {
                    let hex = |byte: Option<u8>| {
                        let digit = char::from(byte.expect("a digit")).to_digit(16).expect("a digit");
                        u8::try_from(digit).expect("at most 15")
                    };
                    bytes.push(if byte == b'%' { hex(rest.next()) * 16 + hex(rest.next()) } else { byte });
                }
                (name.to_owned(), String::from_utf8(bytes).expect("UTF-8"))
            };
            let received: Vec<_> = query.split('&').map(decode).collect();
            let mut expected: Vec<_> = ids.iter().map(|id| ("ids".to_owned(), id.clone())).collect();
            expected.push(("kinds".to_owned(), "a".to_owned()));
            expected.extend(longs.iter().map(|long| ("longs".to_owned(), long.to_string())));
            expected.extend(ratios.iter().map(|ratio| ("ratios".to_owned(), json!(ratio).to_string())));
            expected.sort();
            assert_eq!(received, expected);
        });
    }
}

#[tokio::test]
async fn sends_and_receives_lists_as_entire_bodies() {
    let (mock, client) = start().await;
    let call = client.whole_body("me", [WholeLabel::new("a").level(1), WholeLabel::new("b")]).kind("k");
    let request = call.request().clone();
    let response = call.send().await.expect("a valid request");
    assert_eq!(latest(&mock), ("/whole/me?kind=k".to_owned(), r#"[{"name":"a","level":1},{"name":"b"}]"#.to_owned()));
    let received = mock.received_requests().pop().expect("a request");
    assert_eq!(received.headers()["content-type"], "application/json");
    assert_eq!(mock.whole_body().requests(), [request], "the mock server reads the list");
    assert_eq!(response.results.len(), 2);
    assert_eq!((response.results[0].name.as_deref(), response.results[0].count), (Some("a"), Some(5_000_000_000)));
    let text = r#"[{"name":"a","count":5000000000},{"name":"b"}]"#;
    assert_eq!(serde_json::to_string(&response).expect("JSON"), text);

    let signed = mock.client().credentials(huaweicloud_a_quoted_service::Credentials::access_key("test", "test"));
    let call = signed.build().expect("a client").whole_body("me", [WholeLabel::new("a")]);
    call.send().await.expect("a valid signature");

    client.whole_strings(true).send().await.expect("the list is optional");
    assert_eq!(latest(&mock).1, "[]");
    let response = client.whole_strings(true).body(["a", "b"]).send().await.expect("a valid request");
    assert_eq!((latest(&mock).1.as_str(), response.numbers), (r#"["a","b"]"#, vec![0.5]));
}

#[tokio::test]
async fn checks_lists_that_are_the_entire_body_like_fields() {
    let (mock, client) = start().await;
    let label = WholeLabel::new;
    for (labels, expected) in [
        (vec![], vec!["the body must have 1 to 3 items, not 0"]),
        (vec![label("a"); 4], vec!["the body must have 1 to 3 items, not 4"]),
        (
            vec![label("a"), label("abcde").level(10), WholeLabel::default()],
            vec![
                "`body[1].name` must have 1 to 4 characters, not 5",
                "`body[1].level` must be at most 9, not 10",
                "`body[2].name` is required",
            ],
        ),
    ] {
        assert_eq!(violations(client.whole_body("me", labels.clone()).send().await), expected);
        let unchecked = client.whole_body("me", labels).customize().validate(false).send().await;
        let error = unchecked.expect_err("the mock server rejects it as well").to_string();
        for violation in expected {
            assert!(error.contains(violation), "{error}");
        }
    }
    let request = client.whole_body("me", []).into_request();
    let mut missing = request.clone();
    missing.body = None;
    assert_eq!(violations(client.call(missing).send().await), ["the body is required"]);
    let error = client.whole_body("me", [label("abcde")]).send().await.expect_err("too long");
    assert_eq!(error.violations()[0].parameter(), "body[0].name");
    let outcome = client.whole_strings(false).body(["a", "B", "abcde"]).send().await;
    let expected =
        ["`body[2]` must have at most 4 characters, not 5", "`body[1]` must be a string that matches ^[a-z]+$"];
    assert_eq!(violations(outcome), expected);
    assert_eq!(mock.received_requests().len(), 3);
}

#[tokio::test]
async fn decodes_or_rejects_responses_that_are_lists() {
    let (mock, client) = start().await;
    let operation = mock.whole_body();
    let send = async |body: &str| {
        operation.respond_with_http(http::Response::new(body.to_owned().into()));
        client.whole_body("me", [WholeLabel::new("a")]).send().await
    };
    for (body, count) in [("[]", 0), (" [{}, {\"new\": 1}]", 2), (r#"[{"error_code": "x"}]"#, 1)] {
        assert_eq!(send(body).await.expect(body).results.len(), count, "{body}");
    }
    for (body, says) in [
        ("", "its body is empty"),
        ("null", "its body is not a JSON list"),
        ("{}", "its body is not a JSON list"),
        (r#"{"results": []}"#, "its body is not a JSON list"),
        ("[1]", "[0]: invalid type: integer `1`, expected an object"),
        (r#"[{}, {"count": "many"}]"#, "[1].count: invalid type"),
        ("[", "EOF"),
    ] {
        let error = send(body).await.expect_err(body);
        assert_eq!(error.kind(), ErrorKind::Response, "{body}");
        assert!(error.to_string().contains(says), "{error}");
    }
    let error = send(r#"{"error_code": "HSS.1", "error_msg": "m"}"#).await.expect_err("an error");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Service, Some("HSS.1")));
}

#[tokio::test]
#[allow(deprecated)]
async fn follows_pages_that_are_lists() {
    let mock = MockServer::builder().records(5).start().await.expect("a mock server");
    let client = mock.client().build().expect("a client");
    let rows = client.whole_pages().items().try_collect().await.expect("all pages");
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [7, 1, 2, 3, 4].map(Some));
    assert_eq!(client.whole_pages().offset(4).limit(2).send().await.expect("a page").rows.len(), 1);
    let given = json!([{"number": 1}, {"number": 2}, {"number": 3}]);
    mock.whole_pages().records_json(given).expect("valid records");
    let rows = client.whole_pages().items().try_collect().await.expect("all pages");
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2, 3].map(Some));
}

#[tokio::test]
async fn lists_set_the_offset_and_the_limit_that_the_service_requires() {
    let mock = MockServer::builder().strict(true).records(3).start().await.expect("a mock server");
    let client = mock.client().build().expect("a client");
    let rows = client.require_pages("a").items().try_collect().await.expect("all pages");
    assert_eq!(rows.len(), 3);
    assert_eq!(latest(&mock).0, "/require-pages/a?count=2&from=2");
    let page = client.require_pages("a").count(1).offset(9).send().await.expect("the first page");
    assert_eq!((page.rows.len(), latest(&mock).0.as_str()), (1, "/require-pages/a?count=1&from=0&offset=9"));
    let page = client.require_pages("a").from(2).count(1).send().await.expect("the last page");
    assert_eq!((page.rows.len(), latest(&mock).0.as_str()), (1, "/require-pages/a?count=1&from=2"));
    // Without a limit, the request builder has no `send`. A request that was built otherwise is checked.
    let outcome = client.call(huaweicloud_a_quoted_service::operation::RequirePagesRequest::default()).send().await;
    assert_eq!(violations(outcome), ["`kind` (path) is required", "`count` (query) is required"]);
}

/// The help page states a length and a pattern for the token's header.
#[tokio::test]
async fn never_checks_credentials_against_the_help_page() {
    for token in ["", "a", "TOKEN-with-more-than-8-characters"] {
        let mock = MockServer::builder().strict(true).start().await.expect("a mock server");
        let client = mock.client().credentials(huaweicloud_a_quoted_service::Credentials::token(token)).build();
        let outcome = match client {
            Ok(client) => client.call_flags("a", "b").send().await.map_err(|error| error.kind()),
            Err(error) => Err(error.kind()),
        };
        assert_eq!(outcome.is_ok(), !token.is_empty(), "{token}: {outcome:?}");
    }
    let mock = MockServer::builder().token("expected-and-quite-long").start().await.expect("a mock server");
    let client = mock.client().build().expect("a client");
    client.call_flags("a", "b").send().await.expect("the expected token");
    let other =
        mock.client().credentials(huaweicloud_a_quoted_service::Credentials::token("other")).build().expect("a client");
    let error = other.call_flags("a", "b").send().await.expect_err("another token");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401), "{error}");
}

#[tokio::test]
async fn secrets_with_unusual_names_and_types_are_redacted() {
    let (mock, client) = start().await;
    let inner = SecretBox::new("s3cret-a").drawer(SecretDrawer::new().keys(["s3cret-b"]));
    let call = client.keep_secrets("k", "s3cret-c", [("d", ["s3cret-d"])]).query_name(["s3cret-e"]).name("shown");
    let call = call.x_secret("s3cret-f").self_([["s3cret-g"]]).pair(("shown".to_owned(), inner));
    let debug = format!("{:?}", call.request());
    assert!(debug.contains("{ kind: Some(\"k\"), type: [redacted], "), "{debug}");
    assert!(debug.matches("[redacted]").count() == 7 && !debug.contains("s3cret"), "{debug}");
    mock.keep_secrets()
        .respond_with_json(&json!({ "type": { "a": "s3cret" }, "list": ["s3cret"], "boxes": [{ "match": "s3cret" }] }));
    let response = call.send().await.expect("a response");
    assert_eq!(response.list, ["s3cret"]);
    let debug = format!("{response:?}");
    assert!(debug.matches("[redacted]").count() == 3 && !debug.contains("s3cret"), "{debug}");
    let (target, body) = latest(&mock);
    assert_eq!(target, "/v1/secrets/k?name=[redacted]&type=[redacted]");
    let expected = r#"{"name":"shown","self":"[redacted]","a-b":"[redacted]","pair":["shown",{"match":"[redacted]","drawer":{"keys":"[redacted]"}}]}"#;
    assert_eq!(body, expected);
}

#[tokio::test]
async fn bodies_that_are_secret_lists_are_redacted() {
    let (mock, client) = start().await;
    let call = client.list_secrets(["s3cret"]);
    assert_eq!(format!("{:?}", call.request()), "ListSecretsRequest { body: [redacted] }");
    mock.list_secrets().respond_with_json(&json!(["s3cret"]));
    let response = call.send().await.expect("a response");
    assert_eq!(format!("{response:?}"), "ListSecretsResponse { codes: [redacted] }");
    assert_eq!(latest(&mock).1, "\"[redacted]\"");
    mock.list_secrets().respond_with_json(&json!(["a", { "b": "s3cret" }]));
    let error = client.list_secrets(["s3cret"]).send().await.expect_err("an invalid response");
    assert_eq!(error.raw_body(), Some(&b"\"[redacted]\""[..]));
    assert!(error.to_string().contains("[1]: invalid value, expected a string"), "{error}");
}

#[tokio::test]
async fn waits_for_states_that_are_integers() {
    for (outcome, ending) in [(TaskOutcome::Success, Some(2)), (TaskOutcome::Failure, None)] {
        let mock = MockServer::builder().task_running(1).task_outcome(outcome).start().await.expect("a mock server");
        let client = mock.client().build().expect("a client");
        let ended = client.integer_enums(Level::Medium, Switch::On).wait().await;
        let requests = mock.integer_enums().requests().len();
        assert_eq!(requests, 2, "one while the task is running, and one after it has ended");
        match ended {
            Ok(response) => assert_eq!(response.level, ending.map(Level::from)),
            Err(error) => {
                assert_eq!(ending, None);
                assert!(error.to_string().contains("level is \"-1\""), "{error}");
            }
        }
    }
}
