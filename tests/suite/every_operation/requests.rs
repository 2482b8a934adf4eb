//! Each request is either rejected or arrives unchanged, and the mock server agrees with the client on which.

use std::cell::Cell;
use std::collections::BTreeMap;

use hss_tests::PATIENCE;
use hss_tests::server::{Request, Server};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::boundaries;
use super::client::Operation;
use super::client::descriptor::{Field, OperationDescriptor, ParameterLocation, ParameterSource, Setting, Type};
use super::client::mock::MockServer;
use super::client::{Client, Credentials, ErrorKind, RetryConfig, Violation};
use super::random::{config, runtime, text};

const TOKEN: &str = "s3cret-token";

/// Generates a value of the type, within its bounds or not.
fn value(ty: Type) -> BoxedStrategy<Value> {
    match ty {
        Type::String(_) => text().prop_map(Value::from).boxed(),
        Type::Enum(known) => {
            prop_oneof![prop::sample::select(known).prop_map(Value::from), text().prop_map(Value::from)].boxed()
        }
        Type::IntegerEnum(known) => {
            prop_oneof![prop::sample::select(known).prop_map(Value::from), any::<i32>().prop_map(Value::from)].boxed()
        }
        Type::Integer(_) => prop_oneof![any::<i32>(), 0..200].prop_map(Value::from).boxed(),
        Type::Long(_) => any::<i64>().prop_map(Value::from).boxed(),
        Type::Number(_) => any::<i32>().prop_map(|number| Value::from(f64::from(number) / 8.0)).boxed(),
        Type::Json => prop_oneof![text().prop_map(Value::from), Just(json!({"a": [1, null]}))].boxed(),
        Type::Map(values, _) => prop::collection::vec((text(), value(*values)), 0..3)
            .prop_map(|entries| Value::Object(entries.into_iter().collect()))
            .boxed(),
        Type::Boolean(_) => any::<bool>().prop_map(Value::from).boxed(),
        Type::Array(item, _) => prop::collection::vec(value(*item), 0..3).prop_map(Value::from).boxed(),
        Type::Tuple(items) => items.iter().map(|item| value(*item)).collect::<Vec<_>>().prop_map(Value::from).boxed(),
        Type::Object(fields) => object(fields),
        other => panic!("no strategy for {other:?}: add one"),
    }
}

/// Generates an object in which each field is set or not.
fn object(fields: &'static [Field]) -> BoxedStrategy<Value> {
    fields.iter().map(field_value).collect::<Vec<_>>().prop_map(set).boxed()
}

/// Generates the name of a field and, in most cases if it is required, a value.
fn field_value(field: &'static Field) -> impl Strategy<Value = (&'static str, Option<Value>)> {
    let probability = if field.mandatory { 0.95 } else { 0.5 };
    (Just(field.name), prop::option::weighted(probability, value(field.ty)))
}

fn set(entries: Vec<(&'static str, Option<Value>)>) -> Value {
    let entries = entries.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(entries.collect())
}

/// Everything that a caller passes to one call.
#[derive(Clone, Debug)]
struct Input {
    /// The request as JSON.
    request: Value,
    project_id: String,
    region: String,
    enterprise_project_id: Option<String>,
    header: Option<(String, String)>,
    validate: bool,
}

fn input(operation: &'static OperationDescriptor) -> impl Strategy<Value = Input> {
    let own = operation.parameters.iter().filter(|parameter| parameter.source == ParameterSource::Request);
    let own: Vec<_> = own.map(|parameter| field_value(&parameter.field)).collect();
    let body = operation.body.map_or_else(|| Just(Value::Null).boxed(), |fields| value(Type::of_body(fields)));
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
        |(request, project_id, region, enterprise_project_id, header, validate)| Input {
            request,
            project_id,
            region,
            enterprise_project_id,
            header,
            validate,
        },
    )
}

/// Makes a call, and requires that the request arrives unchanged or is rejected with violations that name its
/// parameters. Returns whether it arrived.
async fn check<R: Operation>(client: &Client, server: &Server, input: &Input) -> Result<bool, TestCaseError> {
    let request: R = serde_json::from_value(input.request.clone()).expect("a request of the right shape");
    let mut call = client.call(request).validate(input.validate);
    call = call.project_id(&input.project_id).region_header(&input.region);
    if let Some(id) = &input.enterprise_project_id {
        call = call.enterprise_project_id(id);
    }
    if let Some((name, value)) = &input.header {
        call = call.header(name, value);
    }
    let outcome = call.send().await;
    let arrived = server.take_requests();
    match outcome {
        Ok(_) => {
            prop_assert_eq!(arrived.len(), 1);
            arrives_unchanged(R::DESCRIPTOR, input, &arrived[0])?;
            Ok(true)
        }
        Err(error) => {
            prop_assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{}", error);
            prop_assert!(arrived.is_empty() && !error.violations().is_empty(), "{}", error);
            // The name of an extra header is shown without invisible characters.
            let extra =
                |violation: &Violation| input.header.is_some() && violation.location() == ParameterLocation::Header;
            let named = |violation: &&Violation| extra(violation) || known(R::DESCRIPTOR, violation.parameter());
            let unknown: Vec<_> = error.violations().iter().filter(|violation| !named(violation)).collect();
            prop_assert!(unknown.is_empty(), "{:?}", unknown);
            prop_assert!(!error.to_string().contains(['\r', '\n', '\0', '\u{202e}']), "{}", error);
            Ok(false)
        }
    }
}

/// Returns whether these are names of parameters or of fields of the body, separated by commas.
fn known(operation: &OperationDescriptor, names: &str) -> bool {
    let fields = operation.body.unwrap_or_default();
    names.split(", ").all(|name| {
        if fields.iter().any(|field| field.whole_body) && (name == "body" || name.starts_with("body[")) {
            return true;
        }
        let path = name.strip_prefix("body.").map(|path| path.split(['.', '[']).next().unwrap_or_default());
        operation.parameters.iter().any(|parameter| parameter.field.name == name)
            || path.is_some_and(|name| fields.iter().any(|field| field.name == name))
    })
}

fn arrives_unchanged(operation: &OperationDescriptor, input: &Input, request: &Request) -> Result<(), TestCaseError> {
    prop_assert_eq!(&request.method, operation.method);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~%/?&=".contains(&byte);
    prop_assert!(request.target.bytes().all(plain), "{}", request.target);
    let segments: Vec<_> = request.path().split('/').map(decoded).collect();
    let expected_segments: Vec<_> = operation.path.split('/').map(|segment| path_segment(segment, input)).collect();
    prop_assert_eq!(segments, expected_segments);
    let pairs = request.query().split('&').filter(|pair| !pair.is_empty());
    let mut query: Vec<_> = pairs.map(|pair| decoded_pair(pair.split_once('=').unwrap_or_default())).collect();
    query.sort_unstable();
    prop_assert_eq!(query, values(operation, input, ParameterLocation::Query));
    headers_arrive(operation, input, request)?;
    let arrived: Option<Value> = serde_json::from_str(&request.body).ok();
    let expected = operation.body.and(input.request.get("body"));
    // An object without any field is not sent.
    let expected = expected.filter(|body| arrived.is_some() || body.as_object().is_none_or(|body| !body.is_empty()));
    prop_assert_eq!(arrived.as_ref(), expected, "{}", request.body);
    Ok(())
}

/// Returns a segment of a path with the value of its placeholder, if it is one.
fn path_segment(segment: &str, input: &Input) -> String {
    match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        Some("project_id") => input.project_id.clone(),
        Some(name) => as_text(&input.request[name]),
        None => segment.to_owned(),
    }
}

fn headers_arrive(operation: &OperationDescriptor, input: &Input, request: &Request) -> Result<(), TestCaseError> {
    let mut expected = values(operation, input, ParameterLocation::Header);
    if let Some((name, value)) = &input.header {
        expected.push((name.to_ascii_lowercase(), value.clone()));
    }
    expected.push(("x-auth-token".to_owned(), TOKEN.to_owned()));
    let expected: BTreeMap<_, _> = expected.into_iter().collect();
    let own = ["accept", "content-length", "content-type", "host", "user-agent"];
    let own = |name: &str| own.contains(&name) && !expected.contains_key(name);
    let headers = request.headers.iter().filter(|(name, _)| !own(name)).cloned();
    let headers: Vec<_> = headers.collect();
    prop_assert_eq!(headers.len(), expected.len(), "{:?}", headers);
    prop_assert_eq!(headers.into_iter().collect::<BTreeMap<_, _>>(), expected);
    Ok(())
}

/// Returns the values that the caller passes for a location, as strings. Each item of a list is one of them.
fn values(operation: &OperationDescriptor, input: &Input, place: ParameterLocation) -> Vec<(String, String)> {
    let mut values = Vec::new();
    for parameter in operation.parameters.iter().filter(|parameter| parameter.location == place) {
        let name = parameter.field.name.to_ascii_lowercase();
        let value = match parameter.source {
            ParameterSource::Request => input.request.get(parameter.field.name).cloned(),
            ParameterSource::Client(Setting::Region) => Some(input.region.as_str().into()),
            ParameterSource::Client(Setting::EnterpriseProject) => {
                input.enterprise_project_id.as_deref().map(Value::from)
            }
            _ => None,
        };
        match value {
            Some(Value::Array(items)) => values.extend(items.iter().map(|item| (name.clone(), as_text(item)))),
            Some(value) => values.push((name, as_text(&value))),
            None => {}
        }
    }
    values.sort_unstable();
    values
}

fn as_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn decoded_pair((name, value): (&str, &str)) -> (String, String) {
    (decoded(name), decoded(value))
}

/// Decodes `%XX`, independently of the client.
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

fn client(server: &Server) -> Client {
    let client = Client::builder().region("cn-north-4").credentials(Credentials::token(TOKEN)).project_id("p");
    let client = client.endpoint(server.endpoint()).retry(RetryConfig::disabled());
    client.operation_attempt_timeout(PATIENCE).build().expect("a client")
}

fn check_requests<R: Operation + PartialEq + std::fmt::Debug>() {
    let server = Server::json(&boundaries::response(R::DESCRIPTOR));
    let (client, runtime) = (client(&server), runtime());
    let arrived = Cell::new(0);
    for_any_input(R::DESCRIPTOR, &|input| {
        runtime.block_on(async {
            mock_agrees::<R>(&input).await?;
            arrived.set(arrived.get() + u32::from(check::<R>(&client, &server, &input).await?));
            Ok(())
        })
    });
    let arrived = arrived.get();
    assert!(arrived > 20, "{}: most requests were rejected, all but {arrived}", R::DESCRIPTOR.id);
}

fn for_any_input(operation: &'static OperationDescriptor, test: &dyn Fn(Input) -> Result<(), TestCaseError>) {
    let mut runner = proptest::test_runner::TestRunner::new(config(200));
    runner.run(&input(operation), test).unwrap_or_else(|error| panic!("{error}"));
}

/// Requires that the mock rejects what the client rejects, with the same message, and reads the rest unchanged.
async fn mock_agrees<R: Operation + PartialEq + std::fmt::Debug>(input: &Input) -> Result<(), TestCaseError> {
    let mock = MockServer::start().await.expect("a mock");
    let client = mock.client().retry(RetryConfig::disabled()).build().expect("a client");
    let request: R = serde_json::from_value(input.request.clone()).expect("a request of the right shape");
    let call = client.call(request.clone()).region_header("cn-north-4");
    let checked = call.clone().send().await;
    let before = mock.operation::<R>().requests().len();
    let unchecked = call.validate(false).send().await;
    let after = mock.operation::<R>().requests();
    match (checked, unchecked) {
        (Ok(_), Ok(_)) => prop_assert_eq!(after.get(before), Some(&as_sent(&input.request))),
        (Err(error), Err(rejection)) if rejection.kind() == ErrorKind::Service => {
            let violations: Vec<_> = error.violations().iter().map(ToString::to_string).collect();
            let message = violations.join("; ");
            let start = |text: &str| text.chars().take(200).collect::<String>();
            prop_assert!(rejection.code().is_some_and(|code| code.ends_with(".0001")), "{}", rejection);
            prop_assert_eq!(rejection.message().map(start), Some(start(&message)));
            prop_assert_eq!(after.len(), before);
        }
        // Requests that are not well-formed are never sent to the mock.
        (checked, Err(local)) => {
            prop_assert_eq!((local.kind(), checked.is_err()), (ErrorKind::InvalidRequest, true), "{}", local);
        }
        (Err(error), Ok(_)) => prop_assert!(false, "the mock accepts what the client rejects: {error}"),
    }
    Ok(())
}

/// Returns a request with the lists of its query in the order in which they are sent. Empty lists are not sent.
fn as_sent<R: Operation>(request: &Value) -> R {
    let mut request = request.clone();
    for (name, value) in request.as_object_mut().into_iter().flatten() {
        match value.as_array_mut() {
            // A body is sent unchanged, even if it is a list.
            _ if name == "body" => {}
            Some(list) if list.is_empty() => *value = Value::Null,
            Some(list) => list.sort_by_key(as_text),
            None => {}
        }
    }
    serde_json::from_value(request).expect("a request of the right shape")
}

#[test]
fn any_request_arrives_unchanged_or_is_rejected() {
    for_each_operation!(check_requests);
}
