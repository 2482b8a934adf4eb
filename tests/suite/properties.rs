//! Properties of calls: any response ends the call, and invisible characters are those that the generator rejects.

use std::sync::{Arc, Mutex};

use hss_tests::PATIENCE;
use hss_tests::server::{Server, response};
use huaweicloud_museum::{Client, Credentials, ErrorKind, RetryConfig};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::every_operation::random::{config, runtime, text};

fn client(server: &Server) -> Client {
    let client = Client::builder().region("cn-north-4").credentials(Credentials::token("s3cret-token"));
    let client = client.endpoint(server.endpoint()).retry(RetryConfig::disabled()).project_id("p");
    client.operation_attempt_timeout(PATIENCE).build().expect("a client")
}

/// Generates any JSON, often with names that occur in responses.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    let names = ["paintings", "total", "task_id", "error_code", "error_msg", "error", "title", "sketches", "x"];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        let entries = prop::collection::vec((prop::sample::select(names.to_vec()), inner.clone()), 0..4);
        let object = entries.prop_map(|entries| {
            json!(entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
        });
        prop_oneof![object, prop::collection::vec(inner, 0..4).prop_map(Value::from)]
    })
}

/// Generates complete responses with any JSON, and anything down to random bytes.
fn any_response() -> impl Strategy<Value = Vec<u8>> {
    let bytes = || prop::collection::vec(any::<u8>(), 0..200);
    let status = prop_oneof![3 => Just("200 OK".to_owned()), 2 => "[1-9][0-9]{2} ?[ -~]{0,9}", 1 => "[ -~]{0,12}"];
    let names = "content-length transfer-encoding content-encoding retry-after date location x-request-id connection \
                 upgrade content-type";
    let contents = ["chunked", "gzip", "close", "keep-alive", "identity", "Fri, 02 Jan 2026 03:04:05 GMT"];
    let name = prop_oneof![one_of(&names.split(' ').collect::<Vec<_>>()), "[a-zA-Z0-9 -]{0,9}"];
    let content = prop_oneof!["[ -~]{0,20}", "-?[0-9]{0,25}", one_of(&contents)];
    let header = (name, content).prop_map(|(name, content)| format!("{name}: {content}\r\n"));
    let headers = prop::collection::vec(header, 0..4).prop_map(|headers| headers.concat());
    let json = || any_json().prop_map(|json| json.to_string().into_bytes());
    let cut = (any_json(), any::<prop::sample::Index>()).prop_map(|(json, cut)| {
        let json = json.to_string().into_bytes();
        json[..cut.index(json.len())].to_vec()
    });
    let body = prop_oneof![3 => json(), 1 => cut, 1 => bytes()];
    let message = (status, headers, body).prop_map(|(status, headers, body)| {
        [format!("HTTP/1.1 {status}\r\n{headers}\r\n").into_bytes(), body].concat()
    });
    let whole = json().prop_map(|json| response("200 OK", "", &String::from_utf8_lossy(&json)));
    prop_oneof![2 => whole, 4 => message, 1 => bytes()]
}

fn one_of(texts: &[&'static str]) -> impl Strategy<Value = String> + use<> {
    prop::sample::select(texts.to_vec()).prop_map(str::to_owned)
}

#[test]
fn any_response_is_a_value_or_a_one_line_error() {
    let bytes_to_send = Arc::new(Mutex::new(Vec::new()));
    let next = Arc::clone(&bytes_to_send);
    let server = Server::start(move |_| next.lock().expect("the bytes").clone());
    let (client, runtime) = (client(&server), runtime());
    let mut runner = proptest::test_runner::TestRunner::new(config(1500));
    let outcome = runner.run(&any_response(), |bytes| {
        bytes_to_send.lock().expect("the bytes").clone_from(&bytes);
        let listed = runtime.block_on(client.list_paintings().send());
        let exported = runtime.block_on(client.export_paintings([("signed", "")]).send());
        for error in [listed.err(), exported.err()].into_iter().flatten() {
            prop_assert!(!error.is_timeout() && error.kind() != ErrorKind::Connect, "{}", error);
            prop_assert!(!error.to_string().contains(['\r', '\n', '\0', '\u{202e}']), "{}", error);
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

/// The generator and the client do not depend on each other, so each has the rule.
#[test]
fn the_client_escapes_the_characters_that_the_generator_rejects() {
    for c in '\0'..=char::MAX {
        let is_rejected = hss_generator::text::is_invisible(c);
        assert_eq!(is_rejected, huaweicloud_core::codegen::is_invisible(c), "U+{:04X}", u32::from(c));
    }
}
