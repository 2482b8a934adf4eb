//! Encodes arguments as an HTTP request.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST, HeaderName, HeaderValue};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use crate::descriptor::{Field, ParameterLocation, Type};
use crate::endpoint::Endpoint;
use crate::error::violation::{Violation, ViolationKind};
use crate::percent;
use crate::request::arguments::{Argument, Arguments, text};

/// The longest request target that `http::Uri` accepts.
const MAX_TARGET_BYTES: usize = 65_534;

/// Initial capacity of a URL. A longer one reallocates.
const URL_CAPACITY: usize = 256;

/// Initial capacity of the headers, with those that authorize a request.
const HEADER_CAPACITY: usize = 6;

/// Encodes arguments that have been validated. The credential is added for each attempt.
pub(crate) fn encode(
    arguments: &Arguments,
    added_headers: &[(String, String)],
    endpoint: &Endpoint,
) -> Result<http::Request<Bytes>, Violation> {
    let body = body(arguments);
    let has_body = !body.is_empty();
    let mut request = http::Request::new(body);
    *request.method_mut() = http::Method::from_bytes(arguments.operation.method.as_bytes()).unwrap_or_default();
    let origin = endpoint.origin();
    let url = url(arguments, origin);
    let target_length = url.len() - origin.len();
    match http::Uri::try_from(url) {
        Ok(uri) => *request.uri_mut() = uri,
        Err(_) => return Err(target_too_long(arguments, target_length)),
    }
    let headers = request.headers_mut();
    headers.reserve(HEADER_CAPACITY);
    headers.insert(HOST, endpoint.host_header());
    if has_body {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    for (name, value) in values_in(arguments, ParameterLocation::Header) {
        if let (Ok(header), Ok(mut value)) = (HeaderName::try_from(name), HeaderValue::from_str(&value)) {
            value.set_sensitive(arguments.operation.has_secret_header(name));
            headers.insert(header, value);
        }
    }
    for (name, value) in added_headers {
        if let (Ok(name), Ok(mut value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            // It may be a secret.
            value.set_sensitive(true);
            headers.insert(name, value);
        }
    }
    Ok(request)
}

/// Returns the names and values of the parameters that are set at a location. A list has a pair for each item.
fn values_in<'a>(
    arguments: &'a Arguments<'a>,
    location: ParameterLocation,
) -> impl Iterator<Item = (&'static str, Cow<'a, str>)> {
    let arguments = arguments.parameters.iter().filter(move |argument| argument.parameter.location == location);
    arguments.flat_map(|&Argument { parameter, value }| {
        let items = match value {
            Some(Value::Array(items)) => items.as_slice(),
            Some(value) => std::slice::from_ref(value),
            None => &[],
        };
        items.iter().filter_map(|item| Some((parameter.field.name, text(item)?)))
    })
}

/// Returns the URL of a request.
fn url(arguments: &Arguments, origin: &str) -> String {
    let mut url = String::with_capacity(URL_CAPACITY);
    url.push_str(origin);
    append_path(&mut url, arguments);
    let query: Vec<_> = values_in(arguments, ParameterLocation::Query).collect();
    if !query.is_empty() {
        url.push('?');
        percent::append_query(&mut url, query);
    }
    url
}

fn append_path(url: &mut String, arguments: &Arguments) {
    for segment in arguments.operation.path.split('/').skip(1) {
        url.push('/');
        let value = match placeholder(segment) {
            Some(name) => values_in(arguments, ParameterLocation::Path).find(|(parameter, _)| *parameter == name),
            None => None,
        };
        match value {
            Some((_, value)) => url.extend(percent::encode(&value)),
            None => url.push_str(segment),
        }
    }
}

/// Returns the name of the parameter that a segment of an operation's path stands for.
pub(crate) fn placeholder(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

/// Returns the violation for a URL that is too long, at its longest value.
fn target_too_long(arguments: &Arguments, length: usize) -> Violation {
    let (mut parameter, mut location, mut longest) = ("path", ParameterLocation::Path, 0);
    for candidate in [ParameterLocation::Path, ParameterLocation::Query] {
        for (name, value) in values_in(arguments, candidate) {
            let length = percent::encode(&value).map(str::len).sum();
            if length >= longest {
                (parameter, location, longest) = (name, candidate, length);
            }
        }
    }
    Violation {
        parameter: parameter.to_owned(),
        location,
        kind: ViolationKind::Value {
            expected: format!("shorter: path and query of a URL can have at most {MAX_TARGET_BYTES} bytes"),
            actual: Some(length.to_string()),
        },
        help_page: arguments.operation.page,
    }
}

/// Returns the body. An object without any field is not sent, unless the operation requires a field.
fn body(arguments: &Arguments) -> Bytes {
    let Some(fields) = arguments.operation.body else { return Bytes::new() };
    let ty = Type::of_body(fields);
    if matches!(ty, Type::Array(..)) && arguments.body.is_null() {
        return Bytes::from_static(b"[]");
    }
    let is_optional = fields.iter().all(|field| !field.mandatory && !field.whole_body);
    let is_empty = match arguments.body {
        Value::Object(members) => members.values().all(Value::is_null),
        _ => arguments.body.is_null(),
    };
    if is_optional && is_empty {
        return Bytes::new();
    }
    let body = Ordered { value: arguments.body, ty };
    // Serializing a JSON value never fails.
    serde_json::to_vec(&body).unwrap_or_default().into()
}

/// Returns a value without the fields that its type does not have, and without fields that are null.
#[cfg(feature = "mock")]
pub(crate) fn known_parts(ty: Type, value: &Value) -> Value {
    // Serializing a JSON value never fails.
    serde_json::to_value(Ordered { value, ty }).unwrap_or_default()
}

/// Serializes a value with the fields of its objects in the order of the help page.
struct Ordered<'a> {
    value: &'a Value,
    ty: Type,
}

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.ty, self.value) {
            (Type::Object(fields), Value::Object(_) | Value::Null) => self.serialize_object(fields, serializer),
            (Type::Array(ty, _), Value::Array(items)) => {
                serializer.collect_seq(items.iter().map(|value| Ordered { value, ty: *ty }))
            }
            (Type::Map(ty, _), Value::Object(entries)) => {
                serializer.collect_map(entries.iter().map(|(key, value)| (key, Ordered { value, ty: *ty })))
            }
            (Type::Tuple(types), Value::Array(items)) => {
                serializer.collect_seq(items.iter().zip(types).map(|(value, ty)| Ordered { value, ty: *ty }))
            }
            _ => self.value.serialize(serializer),
        }
    }
}

impl Ordered<'_> {
    fn serialize_object<S: Serializer>(&self, fields: &[Field], serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for field in fields {
            match self.value.get(field.name) {
                None | Some(Value::Null) => {}
                Some(value) => map.serialize_entry(field.name, &Ordered { value, ty: field.ty })?,
            }
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;
    use crate::client::call::Call;
    use crate::testing::{EchoItem, EchoRequest, EchoRequestBody, FakeTransport, PingRequest, good, now};

    fn sent(change: impl FnOnce(Call<EchoRequest>) -> Call<EchoRequest>) -> Request<Bytes> {
        let transport = FakeTransport::json(200, r#"{"total": 0}"#);
        let client = transport.client().enterprise_project_id("0").build().expect("a client");
        now(change(client.call(good()).validate(false)).send()).expect("a response");
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
    fn encodes_all_parts_of_a_request() {
        let request = sent(|call| call.header("X-Language", "de").header("x-language", "en"));
        assert_eq!(request.method(), "POST");
        assert_eq!(request.uri(), "https://hss.example.com:8443/v1/p/things/t?enterprise_project_id=0");
        let mut headers: Vec<_> = request.headers().iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
        headers.sort();
        let agent = "user-agent: \"huaweicloud-test/1.2.3\"".to_owned();
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
        assert_eq!(request.headers()["x-language"], "en", "the last value wins");
        assert_eq!(request.body(), r#"{"all":true}"#);
    }

    #[test]
    fn percent_encodes_path_segments() {
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
    fn sorts_and_percent_encodes_queries() {
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
    fn body_has_the_set_fields_in_the_order_of_the_help_page() {
        let item = EchoItem { tag: Some(String::new()), id: Some("集\"".to_owned()) };
        let body = EchoRequestBody {
            zebra: Some(String::new()),
            apple: Some(i64::MAX),
            items: Some(Vec::new()),
            pairs: Some(vec![("k".to_owned(), item)]),
            ..EchoRequestBody::default()
        };
        let request = with(|request| request.body = body);
        let expected = r#"{"zebra":"","apple":9223372036854775807,"items":[],"pairs":[["k",{"tag":"","id":"集\""}]]}"#;
        assert_eq!(request.body(), expected);
        assert_eq!(request.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes), Some(&b"application/json"[..]));
    }

    #[test]
    fn sends_no_body_without_any_field() {
        let request = with(|request| request.body = EchoRequestBody::default());
        assert_eq!((request.body().len(), request.headers().get(CONTENT_TYPE)), (0, None));
    }

    #[test]
    fn sends_no_body_unless_the_operation_has_one() {
        let transport = FakeTransport::json(204, "");
        now(transport.client().build().expect("a client").call(PingRequest {}).send()).expect("a response");
        let requests = transport.requests();
        assert_eq!((requests[0].method().as_str(), requests[0].uri().path()), ("DELETE", "/v1/ping"));
        assert_eq!((requests[0].body().len(), requests[0].headers().get(CONTENT_TYPE)), (0, None));
    }

    #[test]
    fn options_of_the_call_override_the_client() {
        let request = sent(|call| call.project_id("q").region_header("eu-1").enterprise_project_id("all_granted_eps"));
        assert_eq!(request.uri().path(), "/v1/q/things/t");
        assert_eq!(request.uri().query(), Some("enterprise_project_id=all_granted_eps"));
        assert_eq!(request.uri().host(), Some("hss.example.com"), "the endpoint stays");
        assert_eq!(request.headers()["region"], "eu-1");
    }

    #[test]
    fn reports_a_url_that_is_too_long_at_its_longest_value() {
        let transport = FakeTransport::default();
        let request = EchoRequest { name: Some("é".repeat(20_000)), ..good() };
        let call = transport.client().build().expect("a client").call(request).validate(false);
        let error = now(call.send()).expect_err("too long");
        assert_eq!((error.violations()[0].parameter(), transport.requests().len()), ("name", 0), "{error}");
    }
}
