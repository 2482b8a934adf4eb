//! Arguments to an HTTP request.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST, HeaderName, HeaderValue, USER_AGENT};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use crate::descriptor::{Field, ParameterLocation, Type};
use crate::runtime::client::state::ClientState;
use crate::runtime::error::violation::{Violation, ViolationKind};
use crate::runtime::request::arguments::{Argument, ArgumentValue, Arguments};
use crate::runtime::request::percent;

/// The longest request target that `http::Uri` takes.
const MAX_TARGET_BYTES: usize = 65_534;

/// The request that these arguments make. They were validated before.
pub(crate) fn encode(
    arguments: &Arguments,
    headers: &[(String, String)],
    state: &ClientState,
) -> Result<http::Request<Bytes>, Violation> {
    let mut request = http::Request::new(body(arguments));
    *request.method_mut() = http::Method::from_bytes(arguments.operation.method.as_bytes()).unwrap_or_default();
    let target = target(arguments);
    let uri = format!("{}{target}", state.endpoint.origin());
    *request.uri_mut() = http::Uri::try_from(uri).map_err(|_| too_long(arguments, target.len()))?;
    let map = request.headers_mut();
    map.insert(USER_AGENT, state.user_agent.clone());
    if let Ok(host) = HeaderValue::try_from(state.endpoint.authority()) {
        map.insert(HOST, host);
    }
    if arguments.operation.body.is_some() {
        map.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    for argument in placed(arguments, ParameterLocation::Header) {
        if let (Ok(name), Some(value)) = (HeaderName::try_from(argument.parameter.field.name), header(argument)) {
            map.insert(name, value);
        }
    }
    for (name, value) in headers {
        if let (Ok(name), Ok(mut value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            // Whatever it is, a log is no location for it.
            value.set_sensitive(true);
            map.insert(name, value);
        }
    }
    Ok(request)
}

fn placed<'a>(arguments: &'a Arguments<'a>, location: ParameterLocation) -> impl Iterator<Item = &'a Argument<'a>> {
    arguments.parameters.iter().filter(move |argument| argument.parameter.location == location)
}

/// Credentials come later: they differ from one attempt to the next.
fn header(argument: &Argument) -> Option<HeaderValue> {
    match argument.given? {
        ArgumentValue::Secret(_) | ArgumentValue::Later => None,
        given => HeaderValue::from_str(&given.text()?).ok(),
    }
}

/// Path and query.
fn target(arguments: &Arguments) -> String {
    let mut target = path(arguments);
    let query = query(arguments);
    if !query.is_empty() {
        target.push('?');
        target.push_str(&query);
    }
    target
}

fn path(arguments: &Arguments) -> String {
    let segments = arguments.operation.path.split('/').map(|segment| {
        let name = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let argument =
            placed(arguments, ParameterLocation::Path).find(|argument| Some(argument.parameter.field.name) == name);
        let value = argument.and_then(|argument| argument.given?.text());
        value.map_or_else(|| segment.to_owned(), |value| percent::encode(&value))
    });
    segments.collect::<Vec<_>>().join("/")
}

/// Sorted by name and value as they are before escaping, which is the order that a signature covers.
fn query(arguments: &Arguments) -> String {
    let given = |argument: &Argument<'_>| Some((argument.parameter.field.name, argument.given?.text()?.into_owned()));
    let mut pairs: Vec<_> = placed(arguments, ParameterLocation::Query).filter_map(given).collect();
    pairs.sort_unstable();
    let pairs: Vec<_> =
        pairs.iter().map(|(name, value)| format!("{}={}", percent::encode(name), percent::encode(value))).collect();
    pairs.join("&")
}

/// A target is too long for the sake of its longest value.
fn too_long(arguments: &Arguments, length: usize) -> Violation {
    let size = |argument: &&Argument| {
        argument.given.and_then(ArgumentValue::text).map_or(0, |text| percent::encode(&text).len())
    };
    let in_target = placed(arguments, ParameterLocation::Path).chain(placed(arguments, ParameterLocation::Query));
    let longest = in_target.max_by_key(size).map(|argument| argument.parameter);
    Violation {
        parameter: longest.map_or("path", |parameter| parameter.field.name).to_owned(),
        location: longest.map_or(ParameterLocation::Path, |parameter| parameter.location),
        kind: ViolationKind::Value {
            expected: format!("shorter: the URL's path and query can have at most {MAX_TARGET_BYTES} bytes"),
            actual: Some(length.to_string()),
        },
        help_page: arguments.operation.page,
    }
}

fn body(arguments: &Arguments) -> Bytes {
    let Some(fields) = arguments.operation.body else { return Bytes::new() };
    let ordered = Ordered { value: arguments.body, ty: Type::Object(fields) };
    // A JSON value always has a text.
    serde_json::to_vec(&ordered).unwrap_or_default().into()
}

/// A value whose objects have their fields in the page's order.
struct Ordered<'a> {
    value: &'a Value,
    ty: Type,
}

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.ty, self.value) {
            (Type::Object(fields), Value::Object(_) | Value::Null) => self.object(fields, serializer),
            (Type::Array(ty, _), Value::Array(items)) => list(items.iter().map(|item| (item, *ty)), serializer),
            (Type::Tuple(types), Value::Array(items)) => list(items.iter().zip(types.iter().copied()), serializer),
            _ => self.value.serialize(serializer),
        }
    }
}

impl Ordered<'_> {
    fn object<S: Serializer>(&self, fields: &[Field], serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for field in fields {
            if let Some(value) = self.value.get(field.name).filter(|value| !value.is_null()) {
                map.serialize_entry(field.name, &Ordered { value, ty: field.ty })?;
            }
        }
        map.end()
    }
}

fn list<'a, S: Serializer>(items: impl Iterator<Item = (&'a Value, Type)>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(None)?;
    for (value, ty) in items {
        list.serialize_element(&Ordered { value, ty })?;
    }
    list.end()
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;
    use crate::runtime::client::call::Call;
    use crate::runtime::testing::{EchoItem, EchoRequest, EchoRequestBody, FakeTransport, PingRequest, good, now};

    fn sent(change: impl FnOnce(Call<EchoRequest>) -> Call<EchoRequest>) -> Request<Bytes> {
        let transport = FakeTransport::json(200, r#"{"total": 0}"#);
        let client = transport.client().enterprise_project_id("0").build().expect("a client");
        now(change(client.call(good()).validate(false)).send()).expect("an answer");
        let request = transport.requests().pop();
        request.expect("a request")
    }

    fn with(change: impl FnOnce(&mut EchoRequest)) -> Request<Bytes> {
        sent(|mut call| {
            change(&mut call.request);
            call
        })
    }

    #[test]
    fn a_whole_request() {
        let request = sent(|call| call.header("X-Language", "de").header("x-language", "en"));
        assert_eq!(request.method(), "POST");
        assert_eq!(request.uri(), "https://hss.example.com:8443/v1/p/things/t?enterprise_project_id=0");
        let mut headers: Vec<_> = request.headers().iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
        headers.sort();
        let agent = concat!("user-agent: \"huaweicloud-hss/", env!("CARGO_PKG_VERSION"), "\"").to_owned();
        let language = "x-language: Sensitive";
        let expected = [
            "content-type: \"application/json\"",
            "host: \"hss.example.com:8443\"",
            "region: \"cn-north-4\"",
            &agent,
            "x-auth-token: Sensitive",
        ];
        assert_eq!(headers, [&expected[..], &[language]].concat());
        assert_eq!(request.headers()["x-auth-token"], "s3cret+token");
        assert_eq!(request.headers()["x-language"], "en", "the last value counts");
        assert_eq!(request.body(), r#"{"all":true}"#);
    }

    #[test]
    fn path_segments_are_escaped() {
        for (thing, path) in [
            ("a/../b?c#d", "/v1/p/things/a%2F..%2Fb%3Fc%23d"),
            ("%2e%2e", "/v1/p/things/%252e%252e"),
            ("...", "/v1/p/things/..."),
            ("-_.~ +é", "/v1/p/things/-_.~%20%2B%C3%A9"),
            ("{thing}", "/v1/p/things/%7Bthing%7D"),
        ] {
            assert_eq!(with(|request| request.thing = Some(thing.to_owned())).uri().path(), path);
        }
    }

    #[test]
    fn queries_are_sorted_and_escaped() {
        let request = with(|request| {
            (request.size, request.big_size) = (Some(-1), Some(i64::MIN));
            (request.name, request.only_false) = (Some("a b+c&d=e/é~".to_owned()), Some(true));
        });
        let expected = "big-size=-9223372036854775808&enterprise_project_id=0&name=a%20b%2Bc%26d%3De%2F%C3%A9~\
                        &only_false=true&size=-1";
        assert_eq!(request.uri().query(), Some(expected));
        let request = with(|request| request.name = Some(String::new()));
        assert_eq!(request.uri().query(), Some("enterprise_project_id=0&name="), "empty is not unset");
    }

    #[test]
    fn the_body_has_the_page_s_order_and_only_what_is_set() {
        let item = EchoItem { tag: Some(String::new()), id: Some("集\"".to_owned()) };
        let body = EchoRequestBody {
            zebra: Some(String::new()),
            apple: Some(i64::MAX),
            items: Some(Vec::new()),
            pairs: Some(vec![("k".to_owned(), item)]),
            all: None,
        };
        let request = with(|request| request.body = body);
        let expected = r#"{"zebra":"","apple":9223372036854775807,"items":[],"pairs":[["k",{"tag":"","id":"集\""}]]}"#;
        assert_eq!(request.body(), expected);
        assert_eq!(with(|request| request.body = EchoRequestBody::default()).body(), "{}");
    }

    #[test]
    fn an_operation_without_a_body_sends_none() {
        let transport = FakeTransport::json(204, "");
        now(transport.client().build().expect("a client").call(PingRequest {}).send()).expect("an answer");
        let requests = transport.requests();
        assert_eq!((requests[0].method().as_str(), requests[0].uri().path()), ("DELETE", "/v1/ping"));
        assert_eq!((requests[0].body().len(), requests[0].headers().get(CONTENT_TYPE)), (0, None));
    }

    #[test]
    fn calls_override_the_client() {
        let request = sent(|call| call.project_id("q").region_header("eu-1").enterprise_project_id("all_granted_eps"));
        assert_eq!(request.uri().path(), "/v1/q/things/t");
        assert_eq!(request.uri().query(), Some("enterprise_project_id=all_granted_eps"));
        assert_eq!(request.uri().host(), Some("hss.example.com"), "the endpoint stays");
        assert_eq!(request.headers()["region"], "eu-1");
    }

    #[test]
    fn a_url_that_is_too_long_names_its_longest_value() {
        let transport = FakeTransport::default();
        let request = EchoRequest { name: Some("é".repeat(20_000)), ..good() };
        let call = transport.client().build().expect("a client").call(request).validate(false);
        let error = now(call.send()).expect_err("too long");
        assert_eq!((error.violations()[0].parameter(), transport.requests().len()), ("name", 0), "{error}");
    }
}
