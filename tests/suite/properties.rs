//! Whatever a caller says, the request is refused or arrives as it was meant; whatever a server says, the call ends.

#![allow(deprecated, reason = "deprecated operations travel like all others")]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hss_tests::server::{Request, Server, response};
use huaweicloud_hss::descriptor::{Field, Operation, OperationDescriptor, ParameterLocation, Setting, Source, Type};
use huaweicloud_hss::mock::MockServer;
use huaweicloud_hss::operation::{
    BatchExportLocalVulTaskRequest, BatchScanSwrImageRequest, ExportContainerListRequest, ListGlobalImageAppsRequest,
    ListLocalImageContainersRequest,
};
use huaweicloud_hss::{Client, Credentials, ErrorKind, RetryConfig, Violation};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

const TOKEN: &str = "s3cret-token";

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Texts that mean something to a URL, a header or JSON, among any others.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => any::<String>(),
        2 => "[a-zA-Z0-9 ._~%/?&=#+:;,\"'\\\\{}<>\r\n\t\0-]{0,24}",
        2 => "[ -~]{1,20}",
        1 => prop::sample::select(vec!["", ".", "..", "%2e%2e", "a/../b", "\u{feff}", "\r\nx: y", "null", "\u{202e}a"])
            .prop_map(str::to_owned),
    ]
}

/// A value of the type, whatever its bounds are.
fn value(ty: Type) -> BoxedStrategy<Value> {
    match ty {
        Type::String(_) => text().prop_map(Value::from).boxed(),
        Type::Enum(known) => {
            prop_oneof![prop::sample::select(known).prop_map(Value::from), text().prop_map(Value::from)].boxed()
        }
        Type::Integer(_) => prop_oneof![any::<i32>(), 0..200].prop_map(Value::from).boxed(),
        Type::Long(_) => any::<i64>().prop_map(Value::from).boxed(),
        Type::Boolean(_) => any::<bool>().prop_map(Value::from).boxed(),
        Type::Array(item, _) => prop::collection::vec(value(*item), 0..3).prop_map(Value::from).boxed(),
        Type::Tuple(items) => items.iter().map(|item| value(*item)).collect::<Vec<_>>().prop_map(Value::from).boxed(),
        Type::Object(fields) => object(fields),
        other => panic!("a strategy for {other:?} is missing here"),
    }
}

/// Each field is set or not.
fn object(fields: &'static [Field]) -> BoxedStrategy<Value> {
    let fields: Vec<_> = fields.iter().map(|field| (Just(field.name), prop::option::of(value(field.ty)))).collect();
    fields.prop_map(set).boxed()
}

fn set(entries: Vec<(&'static str, Option<Value>)>) -> Value {
    let entries = entries.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(entries.collect())
}

/// All that one call says.
#[derive(Clone, Debug)]
struct Said {
    /// As JSON, by names on the wire.
    request: Value,
    project_id: String,
    region: String,
    enterprise_project_id: Option<String>,
    header: Option<(String, String)>,
    validate: bool,
}

fn said(operation: &'static OperationDescriptor) -> impl Strategy<Value = Said> {
    let own = operation.parameters.iter().filter(|parameter| parameter.source == Source::Request);
    let own: Vec<_> =
        own.map(|parameter| (Just(parameter.field.name), prop::option::of(value(parameter.field.ty)))).collect();
    let body = operation.body.map_or_else(|| Just(Value::Null).boxed(), object);
    let request = (own, body).prop_map(|(own, body)| {
        let mut request = set(own);
        if !body.is_null() {
            request["body"] = body;
        }
        request
    });
    let good = |good: &str| Just(good.to_owned());
    let project = prop_oneof![2 => good("p"), 1 => text()];
    let region = prop_oneof![4 => good("cn-north-4"), 1 => text()];
    let header = prop::option::weighted(0.3, (prop_oneof![good("x-note"), "[a-zA-Z-]{0,8}", text()], text()));
    let enterprise = prop::option::weighted(0.3, text());
    (request, project, region, enterprise, header, prop::bool::weighted(0.3)).prop_map(
        |(request, project_id, region, enterprise_project_id, header, validate)| Said {
            request,
            project_id,
            region,
            enterprise_project_id,
            header,
            validate,
        },
    )
}

/// Sends it, and holds what arrived, or why it did not, against what was said.
async fn check<R: Operation>(client: &Client, server: &Server, said: Said) -> Result<(), TestCaseError> {
    let before = server.requests().len();
    let request: R = serde_json::from_value(said.request.clone()).expect("a request of the right shape");
    let mut call = client.call(request).validate(said.validate);
    call = call.project_id(&said.project_id).region_header(&said.region);
    if let Some(id) = &said.enterprise_project_id {
        call = call.enterprise_project_id(id);
    }
    if let Some((name, value)) = &said.header {
        call = call.header(name, value);
    }
    let outcome = call.send().await;
    let arrived = server.requests().split_off(before);
    match outcome {
        Ok(_) => {
            prop_assert_eq!(arrived.len(), 1);
            arrives_as_said(R::DESCRIPTOR, &said, &arrived[0])
        }
        Err(error) => {
            prop_assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{}", error);
            prop_assert!(arrived.is_empty() && !error.violations().is_empty(), "{}", error);
            // The name of an extra header is shown without what could hide in it.
            let extra =
                |violation: &Violation| said.header.is_some() && violation.location() == ParameterLocation::Header;
            let named = |violation: &&Violation| extra(violation) || known(R::DESCRIPTOR, violation.parameter());
            let unknown: Vec<_> = error.violations().iter().filter(|violation| !named(violation)).collect();
            prop_assert!(unknown.is_empty(), "{:?}", unknown);
            prop_assert!(!error.to_string().contains(['\r', '\n', '\0', '\u{202e}']), "{}", error);
            Ok(())
        }
    }
}

/// Whether it names parameters, or fields of the body. A rule names several.
fn known(operation: &OperationDescriptor, names: &str) -> bool {
    let fields = operation.body.unwrap_or_default();
    names.split(", ").all(|name| {
        let path = name.strip_prefix("body.").map(|path| path.split(['.', '[']).next().unwrap_or_default());
        operation.parameters.iter().any(|parameter| parameter.field.name == name)
            || path.is_some_and(|name| fields.iter().any(|field| field.name == name))
    })
}

fn arrives_as_said(operation: &OperationDescriptor, said: &Said, request: &Request) -> Result<(), TestCaseError> {
    prop_assert_eq!(&request.method, operation.method);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~%/?&=".contains(&byte);
    prop_assert!(request.target.bytes().all(plain), "{}", request.target);
    let expected = operation.path.replace("{project_id}", "\0");
    let segments: Vec<_> = request.path().split('/').map(decoded).collect();
    let said_segments: Vec<_> = expected.split('/').map(|part| part.replace('\0', &said.project_id)).collect();
    prop_assert_eq!(segments, said_segments);
    let pairs = request.query().split('&').filter(|pair| !pair.is_empty());
    let query: BTreeMap<_, _> = pairs.clone().filter_map(|pair| pair.split_once('=')).map(decoded_pair).collect();
    prop_assert_eq!(query.len(), pairs.count());
    prop_assert_eq!(query, values(operation, said, ParameterLocation::Query));
    headers_arrive(operation, said, request)?;
    let arrived: Option<Value> = serde_json::from_str(&request.body).ok();
    prop_assert_eq!(arrived.as_ref(), operation.body.and(said.request.get("body")), "{}", request.body);
    Ok(())
}

fn headers_arrive(operation: &OperationDescriptor, said: &Said, request: &Request) -> Result<(), TestCaseError> {
    let mut expected = values(operation, said, ParameterLocation::Header);
    if let Some((name, value)) = &said.header {
        expected.insert(name.to_ascii_lowercase(), value.clone());
    }
    expected.insert("x-auth-token".to_owned(), TOKEN.to_owned());
    let own = ["accept", "content-length", "content-type", "host", "user-agent"];
    let own = |name: &str| own.contains(&name) && !expected.contains_key(name);
    let headers = request.headers.iter().filter(|(name, _)| !own(name)).cloned();
    let headers: Vec<_> = headers.collect();
    prop_assert_eq!(headers.len(), expected.len(), "{:?}", headers);
    prop_assert_eq!(headers.into_iter().collect::<BTreeMap<_, _>>(), expected);
    Ok(())
}

/// What was said for a place, as text.
fn values(operation: &OperationDescriptor, said: &Said, place: ParameterLocation) -> BTreeMap<String, String> {
    let parameters = operation.parameters.iter().filter(|parameter| parameter.location == place);
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let value = |source: Source, name: &str| match source {
        Source::Request => said.request.get(name).map(text),
        Source::Client(Setting::Region) => Some(said.region.clone()),
        Source::Client(Setting::EnterpriseProject) => said.enterprise_project_id.clone(),
        _ => None,
    };
    let named = parameters.filter_map(|parameter| {
        Some((parameter.field.name.to_ascii_lowercase(), value(parameter.source, parameter.field.name)?))
    });
    named.collect()
}

fn decoded_pair((name, value): (&str, &str)) -> (String, String) {
    (decoded(name), decoded(value))
}

/// Decodes `%XX`, on its own terms.
fn decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let [first, after @ ..] = rest {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let escape = digits.filter(|_| *first == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(escape.unwrap_or(*first));
        rest = if escape.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).expect("UTF-8")
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

fn client(server: &Server) -> Client {
    let client = Client::builder().region("cn-north-4").credentials(Credentials::token(TOKEN));
    let client = client.endpoint(server.endpoint()).retry(RetryConfig::disabled()).project_id("p");
    client.operation_attempt_timeout(Duration::from_secs(5)).build().expect("a client")
}

fn requests_of<R: Operation + PartialEq + std::fmt::Debug>() {
    let server = Server::json(r#"{"task_id": "t", "total_num": 0}"#);
    let (client, runtime) = (client(&server), runtime());
    let mock = runtime.block_on(MockServer::start()).expect("a mock");
    let mocked = mock.client().retry(RetryConfig::disabled()).build().expect("a client");
    let mut runner = proptest::test_runner::TestRunner::new(config(200));
    let outcome = runner.run(&said(R::DESCRIPTOR), |said| {
        runtime.block_on(the_mock_agrees::<R>(&mocked, &mock, &said))?;
        runtime.block_on(check::<R>(&client, &server, said))
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    assert!(server.requests().len() > 20, "most were refused: {}", server.requests().len());
}

/// The mock refuses what the client would refuse, in the same words, and reads the rest as it was meant.
async fn the_mock_agrees<R: Operation + PartialEq + std::fmt::Debug>(
    client: &Client,
    mock: &MockServer,
    said: &Said,
) -> Result<(), TestCaseError> {
    let request: R = serde_json::from_value(said.request.clone()).expect("a request of the right shape");
    let call = client.call(request.clone()).region_header("cn-north-4");
    let checked = call.clone().send().await;
    let before = mock.operation::<R>().requests().len();
    let unchecked = call.validate(false).send().await;
    let after = mock.operation::<R>().requests();
    match (checked, unchecked) {
        (Ok(_), Ok(_)) => prop_assert_eq!(after.get(before), Some(&request)),
        (Err(error), Err(refusal)) if refusal.kind() == ErrorKind::Service => {
            let violations: Vec<_> = error.violations().iter().map(ToString::to_string).collect();
            let message = violations.join("; ");
            let start = |text: &str| text.chars().take(200).collect::<String>();
            prop_assert_eq!(refusal.code(), Some("HSS.0001"), "{}", refusal);
            prop_assert_eq!(refusal.message().map(start), Some(start(&message)));
            prop_assert_eq!(after.len(), before);
        }
        // What cannot travel never comes to the mock.
        (checked, Err(local)) => {
            prop_assert_eq!((local.kind(), checked.is_err()), (ErrorKind::InvalidRequest, true), "{}", local);
        }
        (Err(error), Ok(_)) => prop_assert!(false, "the mock accepts what the client refuses: {error}"),
    }
    Ok(())
}

#[test]
fn requests_of_batch_export_local_vul_task() {
    requests_of::<BatchExportLocalVulTaskRequest>();
}

#[test]
fn requests_of_batch_scan_swr_image() {
    requests_of::<BatchScanSwrImageRequest>();
}

#[test]
fn requests_of_export_container_list() {
    requests_of::<ExportContainerListRequest>();
}

#[test]
fn requests_of_list_global_image_apps() {
    requests_of::<ListGlobalImageAppsRequest>();
}

#[test]
fn requests_of_list_local_image_containers() {
    requests_of::<ListLocalImageContainersRequest>();
}

/// Any JSON, often with names that mean something.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    let names = ["data_list", "total_num", "task_id", "error_code", "error_msg", "error", "app_name", "vul_num", "x"];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        let entries = prop::collection::vec((prop::sample::select(names.to_vec()), inner.clone()), 0..4);
        let object = entries.prop_map(|entries| {
            json!(entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
        });
        prop_oneof![object, prop::collection::vec(inner, 0..4).prop_map(Value::from)]
    })
}

/// From whole responses with any JSON down to any bytes.
fn any_response() -> impl Strategy<Value = Vec<u8>> {
    let bytes = || prop::collection::vec(any::<u8>(), 0..200);
    let status = prop_oneof![3 => Just("200 OK".to_owned()), 2 => "[1-9][0-9]{2} ?[ -~]{0,9}", 1 => "[ -~]{0,12}"];
    let name = prop_oneof![
        prop::sample::select(vec![
            "content-length",
            "transfer-encoding",
            "content-encoding",
            "retry-after",
            "date",
            "location",
            "x-request-id",
            "connection",
            "upgrade",
            "content-type",
        ])
        .prop_map(str::to_owned),
        "[a-zA-Z0-9 -]{0,9}"
    ];
    let content = prop_oneof![
        "[ -~]{0,20}",
        "-?[0-9]{0,25}",
        prop::sample::select(vec![
            "chunked",
            "gzip",
            "close",
            "keep-alive",
            "identity",
            "Fri, 02 Jan 2026 03:04:05 GMT"
        ])
        .prop_map(str::to_owned)
    ];
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

/// A value or an error with one line to show, and soon.
#[test]
fn responses() {
    let answer = Arc::new(Mutex::new(Vec::new()));
    let next = Arc::clone(&answer);
    let server = Server::start(move |_| next.lock().expect("an answer").clone());
    let (client, runtime) = (client(&server), runtime());
    let mut runner = proptest::test_runner::TestRunner::new(config(1500));
    let outcome = runner.run(&any_response(), |bytes| {
        answer.lock().expect("an answer").clone_from(&bytes);
        let listed = runtime.block_on(client.list_global_image_apps().send());
        let exported = runtime.block_on(client.export_container_list([("risky", "")]).send());
        for error in [listed.err(), exported.err()].into_iter().flatten() {
            prop_assert!(!error.is_timeout() && error.kind() != ErrorKind::Connect, "{}", error);
            prop_assert!(!error.to_string().contains(['\r', '\n', '\0', '\u{202e}']), "{}", error);
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}
