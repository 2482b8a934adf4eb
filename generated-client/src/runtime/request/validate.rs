//! The checks before sending: what cannot travel, and what breaks the constraints of the help page.

use serde_json::{Map, Value};

use crate::descriptor::{Bounds, Condition, Field, HelpPage, ParameterLocation, Predicate, Rule, Type};
use crate::runtime::error::violation::{Fault, Violation};
use crate::runtime::request::arguments::{Argument, ArgumentValue, Arguments};
use crate::runtime::request::well_formed;
use crate::runtime::text::one_line;

/// What is wrong with a call, in the page's order: all of it, up to [`MAX_VIOLATIONS`].
pub(crate) fn validate(arguments: &Arguments, headers: &[(String, String)], constraints: bool) -> Vec<Violation> {
    let mut checker = Checker { page: arguments.operation.page, violations: Vec::new() };
    for argument in &arguments.parameters {
        if let Some((limit, given)) = well_formed::fault(argument) {
            checker.refuse(argument.parameter.field.name, argument.parameter.location, limit, given);
        } else if constraints {
            checker.parameter(argument);
        }
    }
    if constraints {
        if let Some(fields) = arguments.operation.body {
            checker.value(Type::Object(fields), arguments.body, "body");
        }
        arguments.operation.rules.iter().for_each(|rule| checker.rule(rule, arguments));
    }
    if headers.len() > MAX_HEADERS {
        let given = Some(format!("{}", headers.len()));
        checker.refuse("headers", ParameterLocation::Header, format!("at most {MAX_HEADERS}"), given);
    }
    for (name, value) in headers {
        if let Some((limit, given)) = well_formed::header_fault(name, value, arguments) {
            checker.refuse(&one_line(name, 100), ParameterLocation::Header, limit, given);
        }
    }
    checker.violations
}

/// So many headers of the caller's own are sent.
const MAX_HEADERS: usize = 1000;

/// So many violations are told.
const MAX_VIOLATIONS: usize = 1000;

struct Checker {
    page: HelpPage,
    violations: Vec<Violation>,
}

impl Checker {
    fn refuse(&mut self, parameter: &str, location: ParameterLocation, limit: String, given: Option<String>) {
        if self.is_full() {
            return;
        }
        self.violations.push(Violation { parameter: parameter.to_owned(), location, limit, given, page: self.page });
    }

    fn is_full(&self) -> bool {
        self.violations.len() >= MAX_VIOLATIONS
    }

    fn parameter(&mut self, Argument { parameter, value }: &Argument) {
        let fault = match value {
            None => parameter.field.mandatory.then(|| well_formed::missing(parameter.source)),
            Some(ArgumentValue::Json(value)) => scalar_fault(parameter.field.ty, value),
            Some(ArgumentValue::Text(text)) => text_fault(parameter.field.ty, text),
        };
        if let Some((limit, given)) = fault {
            self.refuse(parameter.field.name, parameter.location, limit, given);
        }
    }

    fn fields(&mut self, fields: &[Field], object: &Map<String, Value>, path: &str) {
        for field in fields {
            let path = format!("{path}.{}", field.name);
            match object.get(field.name).filter(|value| !value.is_null()) {
                Some(value) => self.value(field.ty, value, &path),
                None if field.mandatory => self.refuse(&path, ParameterLocation::Body, "given".to_owned(), None),
                None => {}
            }
        }
    }

    fn value(&mut self, ty: Type, value: &Value, path: &str) {
        match (ty, value) {
            (Type::Object(fields), Value::Object(object)) => self.fields(fields, object, path),
            (Type::Array(ty, bounds), Value::Array(items)) => {
                if let Some((limit, given)) = bounds.and_then(|bounds| count_fault(bounds, items.len(), "items")) {
                    self.refuse(path, ParameterLocation::Body, limit, given);
                }
                for (index, item) in items.iter().enumerate() {
                    if self.is_full() {
                        break;
                    }
                    self.value(*ty, item, &format!("{path}[{index}]"));
                }
            }
            (Type::Tuple(types), Value::Array(items)) if types.len() == items.len() => {
                let pairs = types.iter().zip(items).enumerate();
                pairs.for_each(|(index, (ty, item))| self.value(*ty, item, &format!("{path}[{index}]")));
            }
            _ => {
                if let Some((limit, given)) = scalar_fault(ty, value) {
                    self.refuse(path, ParameterLocation::Body, limit, given);
                }
            }
        }
    }

    fn rule(&mut self, rule: &Rule, arguments: &Arguments) {
        let Rule::AnyOf { conditions, why } = rule;
        if conditions.iter().any(|condition| holds(condition, arguments)) {
            return;
        }
        let paths: Vec<String> = conditions.iter().map(path_of).collect();
        let wanted: Vec<String> =
            conditions.iter().zip(&paths).map(|(condition, path)| wish(condition, path)).collect();
        let location = conditions.first().map_or(ParameterLocation::Body, |condition| condition.location);
        self.refuse(&paths.join(", "), location, format!("such that {} ({why})", wanted.join(" or ")), None);
    }
}

fn path_of(condition: &Condition) -> String {
    if condition.location == ParameterLocation::Body {
        format!("body.{}", condition.name)
    } else {
        condition.name.to_owned()
    }
}

fn wish(condition: &Condition, path: &str) -> String {
    match condition.predicate {
        Predicate::Set => format!("{path} is given"),
        Predicate::NonEmpty => format!("{path} is not empty"),
        Predicate::Is(value) => format!("{path} is {value}"),
    }
}

fn holds(condition: &Condition, arguments: &Arguments) -> bool {
    if condition.location == ParameterLocation::Body {
        let value = arguments.body.get(condition.name).filter(|value| !value.is_null());
        return value.is_some_and(|value| satisfies(condition.predicate, ArgumentValue::Json(value)));
    }
    let named = |argument: &&Argument| {
        (argument.parameter.location, argument.parameter.field.name) == (condition.location, condition.name)
    };
    let given = arguments.parameters.iter().find(named).and_then(|argument| argument.value);
    given.is_some_and(|given| satisfies(condition.predicate, given))
}

fn satisfies(predicate: Predicate, given: ArgumentValue) -> bool {
    match (predicate, given) {
        (Predicate::Set, _) => true,
        (Predicate::NonEmpty, ArgumentValue::Json(Value::Array(items))) => !items.is_empty(),
        (Predicate::NonEmpty, ArgumentValue::Json(Value::Object(fields))) => !fields.is_empty(),
        (Predicate::NonEmpty, given) => given.text().is_some_and(|text| !text.is_empty()),
        (Predicate::Is(wanted), ArgumentValue::Json(value)) => value == &Value::Bool(wanted),
        (Predicate::Is(_), _) => false,
    }
}

fn scalar_fault(ty: Type, value: &Value) -> Option<Fault> {
    match (ty, value) {
        (Type::Integer(bounds), Value::Number(number)) => {
            let all = Bounds::new(i32::MIN.into(), i32::MAX.into());
            number_fault(bounds.unwrap_or(all), number).or_else(|| number_fault(all, number))
        }
        (Type::Long(bounds), Value::Number(number)) => {
            number_fault(bounds.unwrap_or(Bounds::new(i64::MIN, i64::MAX)), number)
        }
        (Type::Boolean(only), Value::Bool(value)) => {
            only.filter(|only| only != value).map(|only| (only.to_string(), Some(value.to_string())))
        }
        (Type::String(_), Value::String(text)) => text_fault(ty, text),
        (Type::Enum(_), Value::String(_)) => None,
        _ => Some((kind(ty), Some(kind_of(value)))),
    }
}

/// What a value of this type is in JSON.
fn kind(ty: Type) -> String {
    match ty {
        Type::String(_) | Type::Enum(_) => "a text".to_owned(),
        Type::Integer(_) | Type::Long(_) => "a whole number".to_owned(),
        Type::Boolean(_) => "true or false".to_owned(),
        Type::Array(..) => "a list".to_owned(),
        Type::Tuple(types) => format!("a list of {}", types.len()),
        Type::Object(_) => "an object".to_owned(),
    }
}

fn kind_of(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => "a boolean".to_owned(),
        Value::Number(_) => "a number".to_owned(),
        Value::String(_) => "a text".to_owned(),
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(_) => "an object".to_owned(),
    }
}

fn number_fault(bounds: Bounds, number: &serde_json::Number) -> Option<Fault> {
    let good = number.as_i64().is_some_and(|number| bounds.contains(number));
    (!good).then(|| (format!("{} to {}", bounds.min, bounds.max), Some(number.to_string())))
}

/// Lengths count Unicode scalar values.
fn text_fault(ty: Type, text: &str) -> Option<Fault> {
    let Type::String(Some(bounds)) = ty else { return None };
    count_fault(bounds, text.chars().count(), "characters")
}

fn count_fault(bounds: Bounds, count: usize, unit: &str) -> Option<Fault> {
    let good = i64::try_from(count).is_ok_and(|count| bounds.contains(count));
    (!good).then(|| (format!("{} to {} {unit}", bounds.min, bounds.max), Some(format!("{count} {unit}"))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::client::call::Call;
    use crate::runtime::error::{Error, ErrorKind};
    use crate::runtime::testing::{EchoItem, EchoRequest, FakeTransport, good, now};

    fn ok() -> FakeTransport {
        FakeTransport::json(200, r#"{"total": 0}"#)
    }

    /// A call with this change is refused, and nothing is sent.
    fn refused(change: impl FnOnce(Call<EchoRequest>) -> Call<EchoRequest>) -> Error {
        let transport = ok();
        let call = transport.client().build().expect("a client").call(good());
        let error = now(change(call).send()).expect_err("a violation");
        assert_eq!((error.kind(), transport.requests().len()), (ErrorKind::InvalidRequest, 0), "{error}");
        error
    }

    fn change(change: impl FnOnce(&mut EchoRequest)) -> impl FnOnce(Call<EchoRequest>) -> Call<EchoRequest> {
        |mut call| {
            change(&mut call.request);
            call
        }
    }

    fn accepted(change: impl FnOnce(Call<EchoRequest>) -> Call<EchoRequest>) {
        let call = ok().client().build().expect("a client").call(good());
        now(change(call).send()).expect("a request that is sent");
    }

    fn said(error: &Error) -> Vec<String> {
        error.violations().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn numbers_texts_lists_and_booleans_have_limits() {
        let text = |length| Some("é".repeat(length));
        let item = |tag: Option<String>| EchoItem { tag, id: Some(String::new()) };
        accepted(change(|request| (request.size, request.big_size) = (Some(10), Some(i64::MIN))));
        accepted(change(|request| {
            (request.size, request.name, request.only_false) = (Some(200), text(4), Some(false));
        }));
        accepted(change(|request| (request.name, request.body.zebra) = (text(0), text(1))));
        accepted(change(|request| request.body.items = Some(vec![item(text(3)), item(None)])));
        for (error, expected) in [
            (refused(change(|request| request.size = Some(9))), "size (query) must be 10 to 200, not 9"),
            (refused(change(|request| request.size = Some(201))), "size (query) must be 10 to 200, not 201"),
            (
                refused(change(|request| request.name = text(5))),
                "name (query) must be 0 to 4 characters, not 5 characters",
            ),
            (refused(change(|request| request.only_false = Some(true))), "only_false (query) must be false, not true"),
            (
                refused(change(|request| request.body.zebra = text(0))),
                "body.zebra must be 1 to 3 characters, not 0 characters",
            ),
            (
                refused(change(|request| request.body.items = Some(vec![item(None), item(None), item(None)]))),
                "body.items must be 0 to 2 items, not 3 items",
            ),
            (
                refused(change(|request| request.body.items = Some(vec![item(None), item(text(4))]))),
                "body.items[1].tag must be 0 to 3 characters, not 4 characters",
            ),
            (
                refused(change(|request| request.body.items = Some(vec![EchoItem::default()]))),
                "body.items[0].id must be given",
            ),
            (
                refused(change(|request| request.body.pairs = Some(vec![(String::new(), item(None))]))),
                "body.pairs[0][0] must be 1 to 2 characters, not 0 characters",
            ),
            (
                refused(change(|request| request.body.pairs = Some(vec![("a".to_owned(), EchoItem::default())]))),
                "body.pairs[0][1].id must be given",
            ),
            (
                refused(|call| call.region_header("r".repeat(21))),
                "region (header) must be 1 to 20 characters, not 21 characters",
            ),
        ] {
            assert_eq!(said(&error), [expected]);
        }
    }

    #[test]
    fn all_violations_come_in_the_page_s_order_with_the_page() {
        let error = refused(|call| {
            let call = change(|request| {
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
        let page = error.violations()[0].page();
        assert_eq!((page.title, page.updated), ("Echoing", "2026-01-02"));
        let shown = error.to_string();
        assert!(shown.starts_with("Echo: ") && shown.ends_with("(help page “Echoing”, updated 2026-01-02)"), "{shown}");
        assert!(!shown.contains('\n'), "{shown}");
    }

    #[test]
    fn a_rule_holds_if_one_of_its_conditions_does() {
        let none = |call: Call<EchoRequest>| change(|request| request.body.all = Some(false))(call);
        accepted(|call| {
            change(|request| request.body.items = Some(vec![EchoItem { id: Some(String::new()), tag: None }]))(none(
                call,
            ))
        });
        accepted(|call| change(|request| request.name = Some(String::new()))(none(call)));
        let expected = "body.items, body.all, name must be such that body.items is not empty or body.all is true or \
                        name is given (Something must be named.)";
        assert_eq!(said(&refused(none)), [expected]);
        assert_eq!(
            said(&refused(|call| change(|request| request.body.items = Some(Vec::new()))(none(call)))),
            [expected]
        );
    }

    #[test]
    fn what_nobody_gives_is_named_with_who_could() {
        let transport = ok();
        let client = crate::ClientBuilder::new(&crate::runtime::testing::SERVICE)
            .transport(transport.clone())
            .endpoint("https://a")
            .region("a");
        let client = client.credentials(crate::Credentials::token("t".repeat(33))).build().expect("a client");
        let error = now(client.call(EchoRequest::default()).send()).expect_err("violations");
        let expected = [
            "project_id (path) must be given, to the client or to the call",
            "thing (path) must be given",
            "X-Auth-Token (header) must be 1 to 32 characters, not 33 characters",
        ];
        assert_eq!(said(&error)[..3], expected);
        assert_eq!(transport.requests().len(), 0);
    }

    #[test]
    fn constraints_can_be_off_but_never_what_would_change_the_request() {
        let lax = |call: Call<EchoRequest>| call.validate(false);
        accepted(|call| lax(change(|request| (request.size, request.body.all) = (Some(5000), None))(call)));
        for thing in ["", ".", ".."] {
            let error = refused(|call| lax(change(|request| request.thing = Some(thing.to_owned()))(call)));
            let expected = format!("thing (path) must be a path segment other than empty, . and .., not \"{thing}\"");
            assert_eq!(said(&error), [expected], "also alone where constraints are checked");
        }
        assert_eq!(said(&refused(|call| lax(change(|request| request.thing = None)(call)))).len(), 1);
        for note in ["a\r\nx: y", "a\n", "\0", "\u{7f}", "é", "\t", " a", "a "] {
            let error = refused(|call| lax(change(|request| request.note = Some(note.to_owned()))(call)));
            assert_eq!(error.violations()[0].parameter(), "X-Note");
            refused(|call| lax(call.region_header(note)));
            refused(|call| lax(call.header("x-more", note)));
        }
        let client = ok().client().validate(false).build().expect("a client");
        let broken = EchoRequest { size: Some(1), ..good() };
        now(client.call(broken.clone()).send()).expect("off for the client");
        now(client.call(broken).validate(true).send()).expect_err("on again for the call");
    }

    #[test]
    fn there_are_not_more_headers_than_a_message_can_have() {
        let with = |count: usize| {
            move |call: Call<EchoRequest>| (0..count).fold(call, |call, index| call.header(format!("x-{index}"), "v"))
        };
        accepted(with(1000));
        let error = refused(|call| with(33_000)(call.validate(false)));
        assert_eq!(said(&error), ["headers (header) must be at most 1000, not 33000"]);
    }

    #[test]
    fn headers_of_the_client_are_not_the_caller_s() {
        accepted(|call| call.header("X-Language", "en-us").header("accept", "application/json"));
        let names = "Host Content-Length content-type Transfer-Encoding connection accept-encoding COOKIE authorization \
                     Proxy-Authorization x-auth-token X-Sdk-Date x-security-token region x-note user-agent";
        for name in names.split(' ').chain(["", "a b", "a:b", "a\r\nb", "é"]) {
            let error = refused(|call| call.validate(false).header(name, "s3cret-value"));
            assert_eq!(error.violations().len(), 1, "{name}");
            assert!(!error.to_string().contains("s3cret-value") && !error.to_string().contains('\n'), "{error}");
        }
    }
}
